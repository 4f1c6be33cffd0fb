"""`izdes read`: bank answers into a ledger."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from izdes.adapters.folder import new_folder
from izdes.adapters.statements.isolation import read_paths
from izdes.adapters.statements.manifest import ManifestEntry, read_manifest
from izdes.adapters.tables.ledger import ledger_digest, read_aliases, write_ledger
from izdes.adapters.tables.statements import Judged, faults_in, judge, write_judged
from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import day
from izdes.cli.frame import (
    JobsOption,
    JsonOption,
    LangOption,
    ReplaceOption,
    fault_json,
    print_faults,
    print_json,
    progress,
    refusals,
    undisturbed,
)
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register, packaged
from izdes.core.money.assemble import Assembly, assemble
from izdes.core.money.statement import FileReading
from izdes.follow.case import read_institutions_file


def read(
    files: Annotated[list[Path], typer.Argument(help="Bank answers as received.")],
    *,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the ledger.")] = None,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", help="manifest.csv: file, account, bank.")
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
    with refusals(lang.value, as_json=json), undisturbed():
        own = read_institutions_file(institutions) if institutions else ()
        register = packaged(datetime.now(UTC).date()).with_more(own)
        given = read_manifest(manifest) if manifest else {}
        known = read_aliases(aliases) if aliases else []
        readings = _read_all(files, register, given, jobs, lang.value)
        judged = judge(readings)
        traced = [j.statement for j in judged if j.reconciliation.outcome != "faulty"]
        assembly = assemble(traced, aliases=known)
        faults = faults_in(readings, judged) | set(assembly.faults)
        if out is not None:
            with new_folder(out, replace=replace) as folder:
                write_ledger(folder, assembly.ledger, assembly.aliases)
                write_judged(folder, readings, judged, faults)
    if json:
        print_json(_as_json(readings, judged, assembly, faults))
    else:
        _print(readings, judged, assembly, lang.value)
        print_faults(faults, lang.value)
    if any(f.severity == "refused" for f in faults):
        raise typer.Exit(1)


def _read_all(
    files: Sequence[Path],
    register: Register,
    manifest: Mapping[str, ManifestEntry],
    jobs: int,
    lang: Lang,
) -> list[FileReading]:
    """Read every file in a child process of its own, with progress."""
    with progress() as bar:
        task = bar.add_task(say("step_statements", lang), total=len(files))
        return read_paths(
            files,
            register=register,
            manifest=manifest,
            jobs=jobs,
            on_done=lambda _: bar.advance(task),
        )


def _as_json(
    readings: Sequence[FileReading],
    judged: Sequence[Judged],
    assembly: Assembly,
    faults: set[Fault],
) -> dict[str, object]:
    """Return what was read, for machines."""
    return {
        "files": [
            {"file": r.file, "sha256": r.sha256, "form": r.form, "why": r.reason} for r in readings
        ],
        "statements": [
            {
                "file": j.statement.file,
                "sheet": j.statement.sheet,
                "account": j.statement.account,
                "currency": j.statement.currency,
                "rows": len(j.statement.rows),
                "outcome": j.reconciliation.outcome,
            }
            for j in judged
        ],
        "transfers": len(assembly.ledger.transfers),
        "ambiguous": [[*g.debit_rows, *g.credit_rows] for g in assembly.ambiguous],
        "digest": ledger_digest(assembly.ledger),
        "faults": [fault_json(f) for f in sorted(faults)],
    }


def _print(
    readings: Sequence[FileReading], judged: Sequence[Judged], assembly: Assembly, lang: Lang
) -> None:
    """Print a line a statement, and what the ledger came to."""
    table = Table()
    for code in ("col_file", "col_form", "col_account", "col_period", "col_rows", "col_outcome"):
        table.add_column(say(code, lang), justify="right" if code == "col_rows" else "left")
    forms = {r.sha256: r.form or "—" for r in readings}
    for j in judged:
        s = j.statement
        outcome = say(f"outcome_{j.reconciliation.outcome}", lang)
        period = f"{day(s.period_from)}-{day(s.period_to)}" if s.period_from and s.period_to else ""
        table.add_row(s.file, forms[s.file_sha256], s.account, period, str(len(s.rows)), outcome)
    for r in readings:
        if not r.statements:
            table.add_row(r.file, r.form or "—", "", "", "", say("outcome_unread", lang))
    console = Console(highlight=False)
    console.print(table)
    two = sum(1 for t in assembly.ledger.transfers if len(t.row_ids) > 1)
    console.print(
        say(
            "read_ledger",
            lang,
            transfers=len(assembly.ledger.transfers),
            two=two,
            ambiguous=len(assembly.ambiguous),
        )
    )
