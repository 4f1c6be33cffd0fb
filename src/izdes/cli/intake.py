"""`izdes intake`: the office takes in what windows and portals sent, and says back how it is."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from izdes.adapters.words import Lang, say
from izdes.cli.frame import JsonOption, LangOption, print_faults, print_json, refusals
from izdes.cli.office import office
from izdes.cli.window import ToOption

if TYPE_CHECKING:
    from izdes.web.reception.portals import Imported
    from izdes.web.reception.taking import TakenIn

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

intake = typer.Typer(
    no_args_is_help=True, help="Reports of windows and portals: taking in, and saying back."
)
_LINES = ".jsonl"


@intake.command(name="import")
def take(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="Packages, or complaints.jsonl."),
    ],
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Take packages of windows and complaints of portals in; again is harmless."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.reception.portals import import_complaints
        from izdes.web.reception.taking import take_all

        taken = list(take_all(file for file in files if file.suffix != _LINES))
        imported = [import_complaints(file) for file in sorted(files) if file.suffix == _LINES]
    if json:
        print_json(_as_json(taken, imported))
    else:
        for line in (*_of_packages(taken, lang.value), *_of_lines(imported, lang.value)):
            print(line)
        print_faults((fault for one in imported for fault in one.faults), lang.value)
    if any(one.is_refused for one in taken) or any(one.faults for one in imported):
        raise typer.Exit(1)


@intake.command()
def key(*, lang: LangOption, json: JsonOption = False) -> None:
    """Print the office's public key, which a window enters as IZDES_WINDOW_OFFICE."""
    with refusals(lang.value, as_json=json):
        from izdes.web.packages.known import office_party

        public = str(office_party().public)
    print_json({"public": public}) if json else print(public)


@intake.command()
def export_status(*, to: ToOption, lang: LangOption, json: JsonOption = False) -> None:
    """Write what the office says of reports into a file for each window."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.correspondence import telling as letters
        from izdes.web.reception import signing, telling
        from izdes.web.reception.machine import ReceptionMissing

        with suppress(ReceptionMissing):
            signing.check_again()
        telling.gather()
        letters.gather()
        count = telling.export(to)
    if json:
        print_json({"count": count, "folder": str(to)})
    else:
        print(say("intake_words_exported", lang.value, count=count, folder=str(to)))


@intake.command()
def notices(*, to: ToOption, lang: LangOption, json: JsonOption = False) -> None:
    """Write notices for those who reported: a table for a gateway of messages, one for letters."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.correspondence import telling as letters
        from izdes.web.reception import telling

        telling.gather()
        letters.gather()
        told = telling.write_notices(to)
    if json:
        print_json({**told, "folder": str(to)})
    else:
        print(say("intake_notices_written", lang.value, folder=str(to), **told))


def _as_json(taken: "list[TakenIn]", imported: "list[Imported]") -> dict[str, Any]:
    """Return what became of files, for machines."""
    return {
        "packages": [
            {"name": one.name, "outcome": one.outcome, "details": dict(one.details)}
            for one in taken
        ],
        "complaints": [
            {
                "name": one.name,
                "taken": one.taken,
                "known": one.known,
                "faults": [fault.as_json() for fault in one.faults],
            }
            for one in imported
        ],
    }


def _of_packages(taken: "list[TakenIn]", lang: Lang) -> list[str]:
    """Return a line for each package."""
    return [
        f"{one.name}: {say(one.outcome, lang, **dict(one.details))}"
        if one.is_refused
        else say(f"intake_{one.outcome}", lang, name=one.name)
        for one in taken
    ]


def _of_lines(imported: "list[Imported]", lang: Lang) -> list[str]:
    """Return a line for each file of complaints."""
    return [
        say(
            "intake_lines",
            lang,
            name=one.name,
            taken=one.taken,
            known=one.known,
            faults=len(one.faults),
        )
        for one in imported
    ]
