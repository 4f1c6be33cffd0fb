"""`izdes exchange`: the site of institutions, and what crosses by files instead of it."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from izdes.adapters.words import Lang, say
from izdes.cli.confirm import confirm_package, directory
from izdes.cli.frame import JsonOption, LangOption, print_faults, print_json, refusals
from izdes.cli.office import office, set_up
from izdes.cli.visible import visible

if TYPE_CHECKING:
    from izdes.web.institutions.dropping import Outcome

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

exchange = typer.Typer(
    no_args_is_help=True, help="The exchange with institutions: its site, and its files."
)
ClientOption = Annotated[str, typer.Option("--client", help="Client of the institution.")]


@exchange.command()
def serve(
    *,
    lang: LangOption,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Answers at once.")] = 8,
) -> None:
    """Serve the site of institutions until told to stop."""
    with refusals(lang.value, as_json=False):
        # Whatever started this may have had the office's.
        os.environ["DJANGO_SETTINGS_MODULE"] = "izdes.web.institutions.settings"
        set_up(os.environ["DJANGO_SETTINGS_MODULE"])
        from izdes.web.config import configuration
        from izdes.web.institutions.files import blobs
        from izdes.web.operation.server import serve_institutions

        # Before the first answer and not after it: what enciphers its files.
        blobs()
        address = configuration().institutions_address
        typer.echo(say("institutions_served", lang.value, address=address), err=True)
        serve_institutions(configuration(), threads=threads)


@exchange.command()
def drop(
    *,
    client: ClientOption,
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="Folder for packages.")],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Write the packages that an institution without a program has not taken yet."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.institutions.dropping import drop as write

        out.mkdir(parents=True, exist_ok=True)
        found = write(client, out)
    refused = [one for one in found if one.code != "written"]
    if json:
        print_json({"outcomes": [{"name": one.name, "code": one.code} for one in found]})
    else:
        count = len(found) - len(refused)
        print(visible(say("exchange_dropped", lang.value, count=count, folder=str(out))))
        _print_refused(refused, lang.value)
    if refused:
        raise typer.Exit(1)


@exchange.command()
def take(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    *,
    client: ClientOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Take receipts, answers and signals out of a folder; what is refused stays with its reason."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.institutions.dropping import take as take_in

        found = take_in(client, folder)
    refused = [one for one in found if one.code != "taken"]
    if json:
        print_json({"outcomes": [{"name": one.name, "code": one.code} for one in found]})
    else:
        counts = {"taken": len(found) - len(refused), "refused": len(refused)}
        print(say("exchange_taken", lang.value, **counts))
        _print_refused(refused, lang.value)
    if refused:
        raise typer.Exit(1)


def _print_refused(refused: Iterable["Outcome"], lang: Lang) -> None:
    """Say of each thing why it was not written or taken, and what is wrong with it."""
    for one in refused:
        details = one.why.details if one.why else {}
        print(visible(f"  {one.name}: {say(one.code, lang, **details)} [{one.code}]"))
        print_faults(getattr(one.why, "faults", ()), lang)


@exchange.command()
def undelivered(*, lang: LangOption, json: JsonOption = False) -> None:
    """List messages that arrived and could not be taken, with the reason."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.institutions.taking import undelivered as left

        found: list[dict[str, str | int]] = [
            {
                "key": one.key,
                "institution": one.institution,
                "kind": one.kind,
                "message_id": one.message_id,
                "number": one.number,
                "state": one.state,
                "code": one.code,
                "tries": one.tries,
            }
            for one in left()
        ]
    if json:
        print_json({"messages": found})
        return
    for one in found:
        print(visible(say("exchange_undelivered_line", lang.value, **one)))
    if not found:
        print(say("exchange_undelivered_none", lang.value))


@exchange.command()
def again(
    key: Annotated[int, typer.Argument(help="Number of the message.")],
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Let a message that was refused be tried again."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.institutions.taking import try_again

        try_again(key, officer=None)
    print_json({"key": key}) if json else print(say("exchange_again", lang.value, key=key))


@exchange.command()
def confirm(
    package: Annotated[Path, typer.Argument(help="The package as it came.")],
    *,
    number: Annotated[str, typer.Option("--number", help="Of the paper.")],
    body: Annotated[str, typer.Option("--body", help="БИН of the body that issued it.")],
    digest: Annotated[str, typer.Option("--digest", help="SHA-256 of the paper.")],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Say, without a network, whether a package holds the paper of a number, body and digest."""
    confirm_package(package, number=number, body=body, digest=digest, lang=lang.value, json=json)


exchange.command()(directory)
