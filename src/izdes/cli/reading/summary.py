"""Every statement with its outcome, and what the ledger came to."""

from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from izdes.adapters.tables.ledger import ledger_digest
from izdes.adapters.tables.statements import Judged
from izdes.adapters.words import Lang, say
from izdes.cli.reading.coverage import calendar_json
from izdes.cli.reading.days import days
from izdes.cli.reading.explain import explained_json
from izdes.cli.reading.result import Result
from izdes.cli.visible import plain
from izdes.core.money.statement import FileReading

_WIDE = 120


def result_json(result: Result, *, explain: bool) -> dict[str, object]:
    """Return what was read, for machines; how it was understood only where that is asked for."""
    return {
        "files": [_file_json(r, explain=explain) for r in result.readings],
        "statements": [_statement_json(j) for j in result.judged],
        "transfers": len(result.assembly.ledger.transfers),
        "ambiguous": [[*g.debit_rows, *g.credit_rows] for g in result.assembly.ambiguous],
        "coverage": calendar_json(result.calendar),
        "digest": ledger_digest(result.assembly.ledger),
        "faults": [f.as_json() for f in sorted(result.faults)],
    }


def _file_json(reading: FileReading, *, explain: bool) -> dict[str, object]:
    """Return one file for machines."""
    found: dict[str, object] = {
        "file": reading.file,
        "sha256": reading.sha256,
        "form": reading.form,
        "why": reading.reason,
    }
    return {**found, "explained": explained_json(reading)} if explain else found


def _statement_json(judged: Judged) -> dict[str, object]:
    """Return one statement for machines."""
    s = judged.statement
    return {
        "file": s.file,
        "sheet": s.sheet,
        "account": s.account,
        "currency": s.currency,
        "period_from": _time(s.period_from),
        "period_to": _time(s.period_to),
        "zone": s.zone,
        "rows": len(s.rows),
        "outcome": judged.reconciliation.outcome,
        "superseded": judged.is_superseded,
    }


def _time(when: datetime | None) -> str | None:
    """Return an instant for machines."""
    return when.isoformat() if when else None


def print_statements(result: Result, console: Console, lang: Lang) -> None:
    """Print a line a statement; where there is little room, two."""
    is_wide = console.width >= _WIDE
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(say("col_file", lang), overflow="fold", ratio=1)
    if is_wide:
        table.add_column(say("col_form", lang), no_wrap=True)
    table.add_column(say("col_account", lang), overflow="fold", min_width=25)
    if is_wide:
        table.add_column(say("col_period", lang), no_wrap=True)
    table.add_column(say("col_rows", lang), justify="right", no_wrap=True)
    table.add_column(say("col_outcome", lang), overflow="fold")
    forms = {r.sha256: r.form or "—" for r in result.readings}
    for j in result.judged:
        s = j.statement
        period = days(s.period_from, s.period_to) if s.period_from and s.period_to else ""
        file, account = (s.file, forms[s.file_sha256]), (s.account, period)
        table.add_row(*_cells(file, account, str(len(s.rows)), _outcome(j, lang), is_wide=is_wide))
    for r in result.readings:
        if not r.statements:
            outcome = _unread(r, lang)
            table.add_row(*_cells((r.file, r.form or "—"), ("", ""), "", outcome, is_wide=is_wide))
    console.print(table)


def _cells(
    file: tuple[str, str], account: tuple[str, str], rows: str, outcome: Text, *, is_wide: bool
) -> list[Text]:
    """Return the cells of one statement: what belongs together beside or below each other."""
    pairs = [(plain(above), plain(below, "dim")) for above, below in (file, account)]
    if is_wide:
        cells = [cell for pair in pairs for cell in pair]
    else:
        cells = [Text("\n").join(filter(None, pair)) for pair in pairs]
    return [*cells, Text(rows), outcome]


def _outcome(judged: Judged, lang: Lang) -> Text:
    """Return what a statement's arithmetic says, and whether another one replaces it."""
    outcome = judged.reconciliation.outcome
    said = Text(say(f"outcome_{outcome}", lang), style="bold red" if outcome == "faulty" else "")
    if judged.is_superseded:
        said = Text("\n").join([said, Text(say("outcome_superseded", lang), style="dim")])
    return said


def _unread(reading: FileReading, lang: Lang) -> Text:
    """Say of a file without statements what it gave, or whether at least its form is known."""
    if reading.calls:
        return Text(say("outcome_calls", lang, count=len(reading.calls)))
    code = "outcome_without_statement" if reading.form else "outcome_unread"
    return Text(say(code, lang), style="bold red")


def print_ledger(result: Result, console: Console, lang: Lang) -> None:
    """Print what the ledger came to."""
    transfers = result.assembly.ledger.transfers
    two = sum(1 for t in transfers if len(t.row_ids) > 1)
    ambiguous = len(result.assembly.ambiguous)
    said = say("read_ledger", lang, transfers=len(transfers), two=two, ambiguous=ambiguous)
    console.print()
    console.print(Text(said))
