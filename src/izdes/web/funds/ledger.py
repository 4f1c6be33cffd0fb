"""The country's ledger: rows of the tables become the readings that they came of.

What comes back from the tables is equal to what the reader gave, but for how the reader explained
itself and for telephone calls, neither of which a trace asks for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from izdes.core import errors
from izdes.core.money.account import AccountKey
from izdes.core.money.account import Alias as AliasValue
from izdes.core.money.statement import FileReading, StatementRow
from izdes.core.money.statement import Statement as StatementValue
from izdes.core.money.transfer import Party, RowId
from izdes.web.funds.case_folder import file_name
from izdes.web.funds.lately import Lately
from izdes.web.funds.models import Alias, Answer, Fault, Row, Statement


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer's reading as the tables hold it."""

    answer: int
    reading: FileReading


# Rows of answers that are kept at hand: some hundred megabytes.
_AT_HAND = Lately[tuple[int, datetime | None], Kept](
    100_000, lambda kept: sum(1 + len(s.rows) for s in kept.reading.statements)
)


def kept_readings(answers: Mapping[int, str]) -> list[Kept]:
    """Return the readings of some answers, as the tables hold them; where nobody acts.

    What was read stays as it is, so that an answer that was asked for lately is at hand.

    Args:
        answers: Key of an answer -> SHA-256 of its file.
    """
    asked = [list(answers)]
    heads = list(Answer.objects.raw("SELECT * FROM funds_answers(%s) ORDER BY id", asked))
    at_hand = {head.pk: _AT_HAND.get((head.pk, head.read_at)) for head in heads}
    missing = [head for head in heads if at_hand[head.pk] is None]
    for head, kept in zip(missing, _from_tables(missing, answers), strict=True):
        _AT_HAND.keep((head.pk, head.read_at), kept)
        at_hand[head.pk] = kept
    return [kept for kept in at_hand.values() if kept is not None]


def _from_tables(heads: Sequence[Answer], digests: Mapping[int, str]) -> list[Kept]:
    """Return the readings of some answers, read from the tables."""
    if not heads:
        return []
    asked = [[head.pk for head in heads]]
    rows = Row.objects.raw("SELECT * FROM funds_rows(%s) ORDER BY statement_id, position", asked)
    faults = Fault.objects.raw("SELECT * FROM funds_faults(%s) ORDER BY ordinal, id", asked)
    aliases = Alias.objects.raw("SELECT * FROM funds_aliases(%s) ORDER BY ordinal", asked)
    found = Statement.objects.raw("SELECT * FROM funds_statements(%s) ORDER BY ordinal", asked)
    of_statement = (_by(rows, "statement_id"), _by(aliases, "statement_id"))
    statements, of_answer = _by(found, "answer_id"), _by(faults, "answer_id")
    return [
        Kept(
            head.pk,
            _reading(
                head,
                digests[head.pk],
                [(s, *(parts[s.pk] for parts in of_statement)) for s in statements[head.pk]],
                of_answer[head.pk],
            ),
        )
        for head in heads
    ]


def _by(rows: Iterable[Any], name: str) -> defaultdict[int, list[Any]]:
    """Gather rows by what they belong to."""
    found = defaultdict[int, list[Any]](list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _reading(
    answer: Answer,
    sha256: str,
    statements: Iterable[tuple[Statement, list[Row], list[Alias]]],
    faults: Collection[Fault],
) -> FileReading:
    """Return one answer's reading."""
    told = [f for f in faults if not f.is_arithmetic]
    file = file_name(sha256, answer.name)
    return FileReading(
        file=file,
        sha256=sha256,
        size=0,
        form=answer.form or None,
        reason=answer.reason,
        statements=tuple(
            replace(
                _statement(s, rows, aliases, [f for f in told if f.statement_id == s.pk], file),
                file_sha256=sha256,
            )
            for s, rows, aliases in statements
        ),
        faults=tuple(_fault(f, file) for f in told if f.statement_id is None),
    )


def _statement(
    s: Statement,
    rows: Iterable[Row],
    aliases: Iterable[Alias],
    faults: Iterable[Fault],
    file: str,
) -> StatementValue:
    """Return one statement as its reader gave it, but for the digest of its file."""
    return StatementValue(
        file_sha256="",
        file=file,
        sheet=s.sheet,
        account=AccountKey(s.account),
        currency=s.currency,
        bank=s.bank,
        holder=s.holder,
        holder_iin=s.holder_iin,
        account_kind=cast("Any", s.account_kind),
        period_from=_utc(s.period_from),
        period_to=_utc(s.period_to),
        opening_minor=s.opening_minor,
        closing_minor=s.closing_minor,
        rows=tuple(map(_row, rows)),
        unread_rows=s.unread_rows,
        faults=tuple(_fault(f, file) for f in faults),
        aliases=tuple(map(_alias, aliases)),
        zone=s.zone,
    )


def _row(row: Row) -> StatementRow:
    """Return one row as its reader gave it."""
    return StatementRow(
        row_id=RowId(row.row_id),
        position=row.position,
        booked_at=row.booked_at.astimezone(UTC),
        time_precision=cast("Any", row.time_precision),
        direction=cast("Any", row.direction),
        amount_minor=row.amount_minor,
        currency=row.currency,
        kind=cast("Any", row.kind),
        payer=Party(AccountKey(row.payer_account), row.payer_name, row.payer_iin, row.payer_bank),
        payee=Party(AccountKey(row.payee_account), row.payee_name, row.payee_iin, row.payee_bank),
        operation=row.operation,
        purpose=row.purpose,
        purpose_code=row.purpose_code,
        reference=row.reference,
        balance_minor=row.balance_minor,
        order_proven=row.order_proven,
    )


def _alias(row: Alias) -> AliasValue:
    """Return one alias as its reader gave it."""
    ends = (_utc(row.valid_from), _utc(row.valid_to))
    return AliasValue(AccountKey(row.key), AccountKey(row.account), *ends, row.source)


def _fault(row: Fault, file: str) -> errors.Fault:
    """Return one fault as its reader gave it."""
    details = tuple((str(name), str(value)) for name, value in row.details)
    severity: Any = row.severity
    return errors.Fault(row.code, file, row.sheet, row.row, row.column, details, severity)


def _utc(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC, as values carry it."""
    return None if moment is None else moment.astimezone(UTC)
