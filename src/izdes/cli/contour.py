"""`izdes contour`: what crosses between the office and a site that runs apart from it."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import either_side
from izdes.cli.visible import visible

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

contour = typer.Typer(
    no_args_is_help=True,
    help="Two contours: packages between the office and a site of institutions apart from it.",
)


@contour.command()
def key(*, lang: LangOption, json: JsonOption = False) -> None:
    """Print the site's public key, which the office enters as IZDES_INSTITUTIONS_SITE."""
    with refusals(lang.value, as_json=json):
        from izdes.web.packages.known import site_party

        public = str(site_party().public)
    print_json({"public": public}) if json else print(public)


@contour.command()
def carry(
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", file_okay=False, help="Folder for the other side, if not as set."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--in", file_okay=False, help="Folder from there, if not as set."),
    ] = None,
    again_since: Annotated[
        datetime | None,
        typer.Option("--again-since", help="Also packages made since then, though they arrived."),
    ] = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Take packages of the other contour, and put out those for it; again is harmless."""
    with refusals(lang.value, as_json=json):
        either_side()
        from izdes.web.operation.crossing import cross, folders

        found = cross(*folders(out, into), again_since=again_since and again_since.astimezone())
    if json:
        print_json(asdict(found))
    else:
        print(say("contour_carried", lang.value, **asdict(found)))
    if found.refused:
        raise typer.Exit(1)


@contour.command()
def status(*, lang: LangOption, json: JsonOption = False) -> None:
    """Say how far both sides are, and which files were refused."""
    with refusals(lang.value, as_json=json):
        either_side()
        from izdes.web.operation.crossing import status as found

        told = found()
    if json:
        refused = [{**asdict(one), "at": one.at.isoformat()} for one in told["refused"]]
        print_json({**told, "refused": refused})
        return
    counts = {name: told[name] for name in ("made", "taken_there", "taken_here")}
    print(say("contour_status", lang.value, **counts))
    for one in told["refused"]:
        reason = say(one.code, lang.value, **one.details)
        print(visible(f"  {one.name}: {reason} [{one.code}]"))


@contour.command()
def begin_again(*, lang: LangOption, json: JsonOption = False) -> None:
    """Begin a new stream: after this side, or the other one, was restored from a backup."""
    with refusals(lang.value, as_json=json):
        either_side()
        from izdes.web.operation.crossing import begin_again as begin

        begin()
    print_json({"begun": True}) if json else print(say("contour_begun_again", lang.value))
