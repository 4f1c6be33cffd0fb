"""`izdes read`: bank answers into a ledger."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from izdes.adapters.folder import new_folder
from izdes.adapters.statements.isolation import propose
from izdes.adapters.statements.manifest import read_manifest
from izdes.adapters.statements.profiles import read_profile
from izdes.adapters.tables.calls import write_calls
from izdes.adapters.tables.coverage import write_coverage
from izdes.adapters.tables.joining import write_joining
from izdes.adapters.tables.ledger import read_aliases, write_ledger
from izdes.adapters.tables.statements import write_judged
from izdes.adapters.words import Lang
from izdes.cli.frame import (
    JobsOption,
    JsonOption,
    LangOption,
    ReplaceOption,
    print_faults,
    print_json,
    refusals,
    undisturbed,
)
from izdes.cli.reading import row as rows
from izdes.cli.reading.coverage import print_calendar
from izdes.cli.reading.explain import print_explained
from izdes.cli.reading.proposal import print_proposal
from izdes.cli.reading.result import Given, Result, read_files, result_of
from izdes.cli.reading.row_shown import print_row, row_json
from izdes.cli.reading.summary import print_ledger, print_statements, result_json
from izdes.core.law.institutions import packaged
from izdes.follow.case import read_institutions_file


def read(
    files: Annotated[list[Path], typer.Argument(help="Bank answers as received.")],
    *,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the ledger.")] = None,
    row: Annotated[
        str | None, typer.Option("--row", help="Show one row as it stands: 0123456789abcdef/1/37.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how each file was understood.")
    ] = False,
    profile: Annotated[
        list[Path] | None,
        typer.Option("--profile", help="What a table's columns mean (YAML); may be repeated."),
    ] = None,
    propose_profile: Annotated[
        bool,
        typer.Option("--propose-profile", help="Draft a profile from a table, for you to confirm."),
    ] = False,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", help="manifest.csv: what a person says of files.")
    ] = None,
    institutions: Annotated[
        Path | None, typer.Option("--institutions", help="Institutions of your own (CSV).")
    ] = None,
    aliases: Annotated[Path | None, typer.Option("--aliases", help="aliases.csv")] = None,
    jobs: JobsOption,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Read bank answers, check their own arithmetic, and join them into one ledger."""
    row_id = rows.parsed(row) if row is not None else None
    if row_id is not None and out is not None:
        raise typer.BadParameter("--row shows one row and writes nothing: leave --out away")
    if propose_profile and (len(files) != 1 or out is not None or row is not None):
        raise typer.BadParameter("--propose-profile takes one file and prints a draft")
    with refusals(lang.value, as_json=json), undisturbed():
        if propose_profile:
            print_proposal(propose(files[0], lang.value), files[0].name, lang.value, as_json=json)
            return
        given = _given(manifest, institutions, aliases, profile or (), jobs)
        if row_id is not None:
            _show_row(rows.shown(row_id, files, given, lang.value), lang.value, as_json=json)
            return
        result = result_of(read_files(files, given, lang.value), given)
        if out is not None:
            with new_folder(out, replace=replace) as folder:
                _write(folder, result)
    if json:
        print_json(result_json(result, explain=explain))
    else:
        _print(result, lang.value, explain=explain)
    if result.is_refused:
        raise typer.Exit(1)


def _given(
    manifest: Path | None,
    institutions: Path | None,
    aliases: Path | None,
    profiles: Iterable[Path],
    jobs: int,
) -> Given:
    """Read what is known besides the files."""
    own = read_institutions_file(institutions) if institutions else ()
    return Given(
        register=packaged(datetime.now(UTC).date()).with_more(own),
        manifest=read_manifest(manifest) if manifest else {},
        manifest_file=manifest.name if manifest else "",
        aliases=read_aliases(aliases) if aliases else (),
        profiles=[read_profile(path) for path in profiles],
        jobs=jobs,
    )


def _show_row(shown: rows.Shown, lang: Lang, *, as_json: bool) -> None:
    """Show one row and what was made of it."""
    if as_json:
        print_json(row_json(shown))
    else:
        print_row(shown, Console(highlight=False), lang)


def _write(folder: Path, result: Result) -> None:
    """Write the ledger and what stands beside it."""
    write_ledger(folder, result.assembly.ledger, result.assembly.aliases)
    write_judged(folder, result.readings, result.judged, result.faults)
    write_coverage(folder, result.calendar)
    write_joining(folder, result.assembly)
    write_calls(folder, result.readings)


def _print(result: Result, lang: Lang, *, explain: bool) -> None:
    """Print everything for people, what is wrong on standard error."""
    console = Console(highlight=False)
    said = print_explained(result, console, lang) if explain else set()
    print_statements(result, console, lang)
    print_ledger(result, console, lang)
    console.print()
    print_calendar(result.calendar, console, lang)
    console.file.flush()
    print_faults(result.faults - said, lang)
