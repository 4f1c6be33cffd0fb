"""`izdes journal`: heads, exports, proofs and checks of the journal, and the history of a thing.

Whoever runs these keeps the machine: they read entries under the login that owns the tables. Values
are read in the name of an officer, and only those that this officer sees.
"""

import json as jsonlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from izdes.adapters.folder import new_folder, write_text
from izdes.adapters.words import Lang, say
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    refusals,
)
from izdes.cli.office import office
from izdes.cli.visible import visible
from izdes.verify.journal import trusted
from izdes.verify.journal_command import Given, as_json_of, as_text, checked, verify_journal
from izdes.web.config import configuration

# The office is set up by each command before it is imported: importing a table needs the settings.
# ruff: noqa: PLC0415

journal = typer.Typer(no_args_is_help=True, help="The journal: heads, exports, proofs, checks.")

OfficerOption = Annotated[
    str, typer.Option("--officer", help="In whose name: how the officer signs in.")
]
KeysOption = Annotated[
    list[str] | None,
    typer.Option("--key", help="Verifier key of the journal; may be repeated."),
]
HeadsOption = Annotated[
    list[Path] | None, typer.Option("--head", help="A head that you kept; may be repeated.")
]


@journal.command()
def key(*, lang: LangOption, json: JsonOption = False) -> None:
    """Print the key by which others check what this installation signs."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.journal.signing import signer

        own = str(signer(configuration()).key)
    print_json({"key": own}) if json else print(own)


@journal.command()
def head(*, lang: LangOption, json: JsonOption = False) -> None:
    """Sign the journal as it stands and print the head; with nothing new it is the last one."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.journal.heads import make_head

        made = make_head()
    if json:
        print_json({"size": made.size, "key": made.key, "note": made.note})
    else:
        print(made.note, end="")


@journal.command()
def export(
    *,
    out: OutOption,
    case: Annotated[
        int | None, typer.Option("--case", help="With the values of this case; needs --officer.")
    ] = None,
    officer: OfficerOption = "",
    replace: ReplaceOption = False,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Write the journal into a folder that anybody can check; that it was is recorded."""
    if case is not None and not officer:
        raise typer.BadParameter("--case needs --officer", param_hint="--case")
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.export import export_journal
        from izdes.web.journal.people import officer_called

        who = officer_called(officer) if officer else None
        with new_folder(out, replace=replace) as folder, acting(who):
            done = export_journal(folder, case=case, officer=who)
    told = {"entries": done.entries, "heads": done.heads, "values": done.values}
    if json:
        print_json(told)
    else:
        print(say("journal_exported", lang.value, out=str(out), **told))


@journal.command()
def erase(
    case: Annotated[int, typer.Argument(help="Key of the case, as it stands in addresses.")],
    *,
    officer: OfficerOption,
    norm: Annotated[str, typer.Option("--norm", help="By which norm or act their time is over.")],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Erase the values of a case from the journal for ever; the chain stays whole."""
    if not norm.strip():
        raise typer.BadParameter("--norm says nothing", param_hint="--norm")
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.erasing import erase_case
        from izdes.web.journal.people import officer_called

        who = officer_called(officer)
        with acting(who):
            values = erase_case(case, norm=norm, officer=who)
    if json:
        print_json({"case": case, "erased": values})
    else:
        print(say("journal_erased", lang.value, case=case, values=values))


@journal.command()
def prove(
    number: Annotated[int | None, typer.Argument(help="Number of an entry.")] = None,
    *,
    since: Annotated[
        int | None, typer.Option("--from", help="Instead: that the head of this size is continued.")
    ] = None,
    until: Annotated[
        int | None, typer.Option("--to", help="By the head of this size; else by a new one.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="File for the proof.")],
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Write a proof that an entry lies in the journal, or that the journal was only continued."""
    if (number is None) == (since is None):
        raise typer.BadParameter("NUMBER or --from, and one of them", param_hint="NUMBER")
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.journal.proofs import consistency, entry_proof

        if number is not None:
            text = entry_proof(number)
        else:
            text = jsonlib.dumps(consistency(since or 0, until), ensure_ascii=False) + "\n"
        write_text(out, text)
    print_json({"out": str(out)}) if json else print(out)


@journal.command()
def verify(
    path: Annotated[
        Path | None, typer.Argument(help="An export or a proof; without it the database itself.")
    ] = None,
    *,
    keys: KeysOption = None,
    heads: HeadsOption = None,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Check the journal as a stranger would, with a program that shares no code with its keeper."""
    if path is not None:
        given = Given(keys or [], heads or [])
        raise typer.Exit(verify_journal(path, given, lang=lang.value, as_json=json))
    with refusals(lang.value, as_json=json):
        office()
        is_right = _verify_database(keys or [], heads or [], lang.value, as_json=json)
    raise typer.Exit(0 if is_right else 1)


@journal.command()
def history(
    kind: Annotated[str, typer.Argument(help="Kind of the subject: case, officer …")],
    subject: Annotated[str, typer.Argument(help="Its key.")],
    *,
    officer: OfficerOption,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Tell what was done to a thing, as far as an officer may know it."""
    with refusals(lang.value, as_json=json):
        office()
        from izdes.web.acting import acting
        from izdes.web.journal.history import history_of
        from izdes.web.journal.people import officer_called
        from izdes.web.journal.record import Subject

        who = officer_called(officer)
        with acting(who):
            told = history_of(who, Subject(kind, subject), lang=lang.value)
    if json:
        print_json(
            [
                {
                    "number": one.number,
                    "at": one.at.isoformat(),
                    "event": one.event,
                    "officer": one.officer,
                    "sentence": one.sentence,
                    "changes": [*one.changes, *one.exact],
                }
                for one in told
            ]
        )
        return
    for one in told:
        print(visible(f"{one.number}  {one.at:%Y-%m-%d %H:%M:%S%z}  {one.sentence}"))
        for change in (*one.changes, *one.exact):
            print(visible(f"    {change}"))


def _verify_database(keys: list[str], heads: list[Path], lang: Lang, *, as_json: bool) -> bool:
    """Check the journal where it lies; print what there is to say, return whether it is right."""
    from izdes.web.journal.checking import counted, first_wrong_batch, first_wrong_value
    from izdes.web.journal.export import write_as_it_stands
    from izdes.web.journal.signing import keys_that_signed

    with TemporaryDirectory(prefix="izdes-journal-") as folder:
        write_as_it_stands(Path(folder))
        known = sorted({*keys_that_signed(configuration()), *keys})
        found = checked(Path(folder), trusted(known, heads))
    wrong = {"value": first_wrong_value(), "batch": first_wrong_batch()}
    name = configuration().name
    number = counted()
    is_right = found.outcome != "refused" and wrong == {"value": None, "batch": None}
    if as_json:
        of = {"values": number.values, "erased": number.erased, "readings": number.readings}
        print_json(as_json_of(found, name) | of | {"first_wrong": wrong, "is_verified": is_right})
        return is_right
    print(as_text(found, name, lang))
    for what, at in wrong.items():
        code = f"journal_{what}_{'right' if at is None else 'wrong'}"
        print(
            "  "
            + say(
                code,
                lang,
                number=at or 0,
                values=number.values,
                erased=number.erased,
                readings=number.readings,
            )
        )
    return is_right
