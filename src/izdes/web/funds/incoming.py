"""Incoming: a reading on its way into the tables, in one transaction and by one function.

Rows are copied, the rest is given as JSON. A reading of a hundred thousand rows goes so in seconds.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast

from django.db import connection

from izdes.adapters.tables.statements import Judged, judge
from izdes.core.errors import Fault
from izdes.core.money.statement import FileReading
from izdes.core.money.transfer import Party

INCOMING = (
    "answer_id", "ordinal", "position", "row_id", "booked_at", "time_precision", "direction",
    "amount_minor", "currency", "kind", "payer_account", "payer_name", "payer_iin", "payer_bank",
    "payee_account", "payee_name", "payee_iin", "payee_bank", "operation", "purpose",
    "purpose_code", "reference", "balance_minor", "order_proven",
)  # fmt: skip
Json = dict[str, Any]


def judged_of(reading: FileReading) -> tuple[Judged, ...]:
    """Return the statements of a file with what their arithmetic says."""
    return judge([reading])


def statements_json(judged: Iterable[Judged]) -> list[Json]:
    """Return statements with what their arithmetic says, for the function that keeps them."""
    return [_statement_json(n, j) for n, j in enumerate(judged)]


def faults_json(reading: FileReading, judged: Iterable[Judged]) -> list[Json]:
    """Return every fault of a file: its own, its statements', and those of adding up."""
    found = [_fault_json(f, n, None) for n, f in enumerate(reading.faults)]
    for number, j in enumerate(judged):
        own = j.statement.faults
        found += [_fault_json(f, n, number) for n, f in enumerate(own)]
        found += [
            {**_fault_json(f, len(own) + n, number), "is_arithmetic": True}
            for n, f in enumerate(j.reconciliation.faults)
            if f not in own
        ]
    return found


def aliases_json(reading: FileReading) -> list[Json]:
    """Return the cards and phones that statements tie to their accounts."""
    return [
        {
            "statement": number,
            "ordinal": n,
            "key": _text(a.key),
            "account": _text(a.account),
            "valid_from": _time(a.valid_from),
            "valid_to": _time(a.valid_to),
            "source": _text(a.source),
        }
        for number, s in enumerate(reading.statements)
        for n, a in enumerate(s.aliases)
    ]


def incoming_rows(answer: int, reading: FileReading) -> Iterator[tuple[object, ...]]:
    """Yield every row of a file in the columns of `INCOMING`."""
    for ordinal, statement in enumerate(reading.statements):
        for row in statement.rows:
            yield (
                answer, ordinal, row.position, row.row_id, row.booked_at, row.time_precision,
                row.direction, row.amount_minor, row.currency, row.kind, *_party(row.payer),
                *_party(row.payee), _text(row.operation), _text(row.purpose),
                _text(row.purpose_code), _text(row.reference), row.balance_minor,
                row.order_proven,
            )  # fmt: skip


def copy_in(rows: Iterable[tuple[object, ...]]) -> None:
    """Copy rows to where they wait for the end of this transaction."""
    with connection.cursor() as cursor:
        question = f"COPY funds_incoming ({', '.join(INCOMING)}) FROM STDIN"
        with cast("Any", cursor).copy(question) as copy:
            for row in rows:
                copy.write_row(row)


def _statement_json(ordinal: int, j: Judged) -> Json:
    """Return one statement for the function that keeps it."""
    s, coverage = j.statement, j.reconciliation.coverage
    return {
        "ordinal": ordinal,
        "sheet": s.sheet,
        "account": _text(s.account),
        "currency": s.currency,
        "bank": _text(s.bank),
        "holder": _text(s.holder),
        "holder_iin": _text(s.holder_iin),
        "account_kind": s.account_kind,
        "period_from": _time(s.period_from),
        "period_to": _time(s.period_to),
        "opening_minor": s.opening_minor,
        "closing_minor": s.closing_minor,
        "row_count": len(s.rows),
        "unread_rows": s.unread_rows,
        "zone": s.zone,
        "outcome": j.reconciliation.outcome,
        "covered_from": _time(coverage.covered_from if coverage else None),
        "covered_to": _time(coverage.covered_to if coverage else None),
    }


def _fault_json(f: Fault, ordinal: int, statement: int | None) -> Json:
    """Return one fault for the function that keeps it."""
    return {
        "statement": statement,
        "ordinal": ordinal,
        "is_arithmetic": False,
        "severity": f.severity,
        "code": f.code,
        "sheet": _text(f.sheet),
        "row": f.row,
        "column": _text(f.column),
        "details": [[_text(name), _text(value)] for name, value in f.details],
    }


def _party(party: Party) -> tuple[str, str, str, str]:
    """Return one side of a row in the order of the columns."""
    return (_text(party.account), _text(party.name), _text(party.iin), _text(party.bank))


def _text(value: str) -> str:
    """Return what PostgreSQL can carry: everything but NUL and halves of surrogate pairs."""
    if value.isprintable():
        return value
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _time(moment: datetime | None) -> str | None:
    """Return a moment for JSON."""
    return None if moment is None else moment.isoformat()
