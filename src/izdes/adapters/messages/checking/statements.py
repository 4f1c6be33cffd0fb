"""Statements: do the movements add up, are they of those who were asked about, and in the period?

The files are read by the very readers that read them when the answer arrives: what they refuse
here they would refuse there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from izdes.core.errors import Fault
from izdes.core.identifiers.card import is_same_card
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading, Statement
from izdes.core.orders.answers import Answer, AnswerFile
from izdes.core.orders.decision import Owed
from izdes.core.orders.order import Period
from izdes.core.orders.subjects import Subject

# The eighteen columns by what they mean; an amount may stand in two columns instead of one.
COLUMNS = (
    "moment",
    "currency",
    "operation",
    "system",
    "amount",
    "tenge",
    *(f"payer_{part}" for part in ("name", "iin", "residency", "bank", "account")),
    *(f"payee_{part}" for part in ("name", "iin", "residency", "bank", "account")),
    "knp",
    "purpose",
)
_SPLIT = {"credit", "debit"}
_FORM = "columns18-"
_TAIL = 4
_SECOND = timedelta(seconds=1)


def reading_faults(readings: Iterable[FileReading]) -> Iterator[Fault]:
    """Yield everything that is wrong with files as such: unreadable, columns, sums, rows."""
    for reading in readings:
        yield from reading.faults
        if reading.form is None and not reading.faults:
            yield Fault("form_unknown", reading.file)
        if not reading.statements and not reading.faults:
            yield Fault("kit_no_statement", reading.file)
        yield from _column_faults(reading)
        for statement in reading.statements:
            yield from statement.faults
            yield from reconcile(statement).faults


def asked_faults(readings: Sequence[FileReading], answer: Answer, owed: Owed) -> Iterator[Fault]:
    """Yield every account and row that nobody asked for, and every part of the period not told."""
    named = {file.name: file for file in answer.files}
    told: defaultdict[tuple[str, str], list[Period]] = defaultdict(list)
    for reading in readings:
        for statement in reading.statements:
            yield from _account_faults(statement, owed.subjects)
            yield from _row_faults(statement, owed.period)
            told[statement.account, statement.currency] += _covered(statement, named)
    if owed.period is not None and answer.completeness == "full":
        yield from _gaps(told, owed.period)


def _column_faults(reading: FileReading) -> Iterator[Fault]:
    """Yield every column of the eighteen that a table of that form does not have."""
    if not (reading.form or "").startswith(_FORM):
        return
    found = {
        dict(one.details).get("meaning", "")
        for one in reading.explained
        if one.code == "how_column"
    }
    missing = [name for name in COLUMNS if name not in found]
    if found >= _SPLIT:
        missing = [name for name in missing if name != "amount"]
    for name in missing if found else ():
        number = (("number", str(COLUMNS.index(name) + 1)), ("name", name))
        yield Fault("kit_column_missing", reading.file, details=number)


def _account_faults(statement: Statement, subjects: Sequence[Subject]) -> Iterator[Fault]:
    """Yield whether nobody asked about the account; that nothing tells it is only noted."""
    told = [_is_about(statement, subject) for subject in subjects]
    if any(told):
        return
    details = (("tail", statement.account[-_TAIL:]),)
    sheet = str(statement.sheet)
    is_open = None in told
    yield Fault(
        "kit_account_unclear" if is_open else "kit_account_unasked",
        statement.file,
        sheet,
        details=details,
        severity="noted" if is_open else "refused",
    )


def _is_about(statement: Statement, subject: Subject) -> bool | None:
    """Say whether a statement is about a subject; None where the statement does not tell."""
    match subject.kind:
        case "iban":
            return statement.account == f"iban:{subject.value}"
        case "iin" | "bin" | "any_account":
            return statement.holder_iin == subject.value if statement.holder_iin else None
        case "card":
            cards = [a.key for a in statement.aliases] + [statement.account]
            digits = [key.rpartition(":")[2] for key in cards if key.startswith("card:")]
            return any(is_same_card(one, subject.value) for one in digits) or None
        case "wallet":
            return statement.account.rpartition(":")[2] == subject.value.rpartition(":")[2]
        case _:
            return statement.account == f"phone:{subject.value}" or None


def _row_faults(statement: Statement, period: Period | None) -> Iterator[Fault]:
    """Yield every row that lies outside the period that was asked for."""
    if period is None:
        return
    since = period.since.replace(microsecond=0)
    for row in statement.rows:
        if not since <= row.booked_at < period.until:
            yield Fault("kit_row_unasked", statement.file, str(statement.sheet), row.number)


def _covered(statement: Statement, named: Mapping[str, AnswerFile]) -> list[Period]:
    """Return the interval that a statement covers: as printed, else as the answer says."""
    file = named.get(statement.file)
    printed = (statement.period_from, statement.period_to)
    if printed[0] and printed[1] and printed[0] < printed[1]:
        return [Period(printed[0], printed[1])]
    return [file.period] if file and file.period else []


def _gaps(told: Mapping[tuple[str, str], list[Period]], asked: Period) -> Iterator[Fault]:
    """Yield every account of which a part of the period is not told."""
    for (account, _), periods in sorted(told.items()):
        since = asked.since
        for period in sorted(periods, key=lambda one: one.since):
            if period.since <= since:
                since = max(since, period.until)
        if asked.until - since >= _SECOND or not periods:
            tail, gap = ("tail", account[-_TAIL:]), ("since", since.isoformat())
            yield Fault("kit_period_short", "answer.json", details=(tail, gap))
