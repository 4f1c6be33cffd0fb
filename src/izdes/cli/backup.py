"""`izdes backup` and `izdes restore`: an installation into one file, and out of it again."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from izdes.adapters.words import say
from izdes.cli.frame import JsonOption, LangOption, print_json, refusals
from izdes.cli.office import office

# Only inside: what the office stands on takes a second to load, and other commands need none of it.
# ruff: noqa: PLC0415

backup = typer.Typer(
    invoke_without_command=True, help="Write a backup of this installation, or make its keys."
)


@backup.callback()
def make(
    context: typer.Context,
    *,
    lang: LangOption,
    out: Annotated[Path | None, typer.Option("--out", help="The file; it appears whole.")] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to", envvar="IZDES_BACKUP_RECIPIENT", help="Public key of whoever may open it."
        ),
    ] = "",
    verify: Annotated[
        bool | None,
        typer.Option(
            "--verify/--no-verify",
            help="Load it beside and compare; done unless the server is another's.",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Write a backup of this installation: database, files, and settings without secrets."""
    if context.invoked_subcommand is not None:
        return
    if out is None:
        raise typer.BadParameter("--out", context)
    with refusals(lang.value, as_json=json):
        from izdes.web.backup.making import make_backup
        from izdes.web.config import configuration

        found, given = office(), configuration()
        made = make_backup(
            out,
            to=to,
            configuration=given,
            owner=found.owner,
            verify=not given.database_url if verify is None else verify,
        )
    told = {"out": str(out), **asdict(made)}
    if json:
        print_json(told)
    else:
        print(say("backup_verified" if made.is_verified else "backup_made", lang.value, **told))


@backup.command()
def key(
    file: Annotated[Path, typer.Argument(help="Where the private key is written; keep it away.")],
    *,
    lang: LangOption,
    json: JsonOption = False,
) -> None:
    """Make a pair of keys: the private one goes into FILE, the public one is printed."""
    with refusals(lang.value, as_json=json):
        from izdes.web.backup.envelope import new_private, public_of
        from izdes.web.backup.making import BackupExists

        private = new_private()
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise BackupExists(out=str(file)) from None
        with os.fdopen(descriptor, "w") as opened:
            opened.write(private + "\n")
    print_json({"public": public_of(private)}) if json else print(public_of(private))


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")],
    *,
    key: Annotated[
        Path, typer.Option("--key", exists=True, dir_okay=False, help="File of the private key.")
    ],
    lang: LangOption,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what is there; its database is kept beside.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Restore an installation from a backup; the old one stays until the new one is whole."""
    with refusals(lang.value, as_json=json):
        from izdes.web.backup.restoring import restore_backup
        from izdes.web.config import configuration

        found = office()
        done = restore_backup(
            file,
            private=key.read_text(encoding="utf-8"),
            configuration=configuration(),
            owner=found.owner,
            replace=replace,
        )
    told = asdict(done)
    print_json(told) if json else print(say("backup_restored", lang.value, **told))
