r"""Stating: what the tables of an answer say of accounts: holders, how to reach them, log-ins.

A table is CSV, UTF-8, with a header, or an .xlsx with one in the first row of a sheet. Its rows
name an account in ``account`` and, as far as they know it, ``holder_iin`` (ИИН or БИН), ``phone``,
``email``; of a log-in ``at``, ``ip``, ``device`` and ``imei``. What stands in one row belongs
together; columns of other names are passed over. So the tables of accounts, of clients and of
log-ins are read alike. A cell that is no number of its kind states nothing; a row whose account or
moment cannot be read is a fault, and the others count.

It proves that the institution wrote so, not that the holder was the one who used the account.

>>> (row,) = read_stated(b"account,holder_iin\niban:KZ1,000101800010\n", file="a.csv").rows
>>> row.role, row.kind, row.account
('holder', 'iin', 'iban:KZ1')
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from izdes.adapters.messages.tabled import MOST_BYTES, TabledRow, is_tabled, rows_of
from izdes.core.errors import Fault
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.kinds import normalise
from izdes.core.linking.stated import Role, device_of

__all__ = ["MOST_BYTES", "TABLES", "StatedRow", "StatedTable", "account_key", "read_stated"]

# Kinds of files that are tables of accounts, clients or log-ins.
TABLES = frozenset({"accounts", "client_file", "logins"})
_MOST_FAULTS = 100
_LONGEST = 300
_SHOWN = 40
# (column, role, label of the kind)
_CLIENT: tuple[tuple[str, Role, str], ...] = (
    ("holder_iin", "holder", "iin"),
    ("phone", "contact", "phone"),
    ("email", "contact", "email"),
)
_LOGIN: tuple[tuple[str, Role, str], ...] = (("imei", "login", "imei"), ("ip", "login", "ip"))
_COLUMNS = ("account", *(column for column, _, _ in (*_CLIENT, *_LOGIN)), "at", "device")
_KINDS = frozenset({"iin", "bin", "phone", "email", "imei", "ip"})


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One thing that one row says of one account.

    Attributes:
        record: Number of the row in the file, the header being 1; sheets are counted on.
        value: In normal form; `raw` is the text as it stands in the cell.
        is_sure: Whether nothing speaks against the reading.
        at: When the log-in was; None of what is no log-in, or where it is not said.
    """

    record: int
    account: str
    role: Role
    kind: str
    value: str
    raw: str
    is_sure: bool
    at: datetime | None

    def __repr__(self) -> str:
        """Mask what is stated."""
        return f"StatedRow({self.record}, {self.role}, {self.kind})"


@dataclass(frozen=True, slots=True)
class StatedTable:
    """What a table states, in its order, and what is wrong with it."""

    rows: tuple[StatedRow, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_stated(data: bytes, *, file: str) -> StatedTable:
    """Read what a table of an answer states; nothing of a file of another form.

    Args:
        file: Its name; only ``.csv`` and ``.xlsx`` are read.
    """
    if not is_tabled(file):
        return StatedTable()
    rows: list[StatedRow] = []
    faults: list[Fault] = []
    for row in rows_of(data, file=file, columns=_COLUMNS, faults=faults):
        if len(faults) >= _MOST_FAULTS:
            break
        _take(rows, faults, row, file)
    return StatedTable(tuple(rows), tuple(faults))


def _take(rows: list[StatedRow], faults: list[Fault], row: TabledRow, file: str) -> None:
    """Take one row, or what is wrong with it."""
    account = account_key(row.cells.get("account", ""))
    if not account:
        faults.append(Fault("empty_cell", file, row.sheet, row.row, "account"))
        return
    when = row.cells.get("at", "")
    try:
        at = _moment(when)
    except (ValueError, OverflowError):
        details = (("value", when[:_SHOWN]),)
        faults.append(Fault("not_a_time", file, row.sheet, row.row, "at", details))
        return
    for role, kind, value, raw, is_sure in _said(row.cells):
        moment = at if role == "login" else None
        rows.append(StatedRow(row.record, account, role, kind, value, raw, is_sure, moment))


def account_key(text: str) -> str:
    """Return the key of an account as it is written; empty where it cannot be one.

    >>> account_key("KZ09 1010 0000 0000 0001"), account_key("iban:KZ1"), account_key("?")
    ('iban:KZ091010000000000001', 'iban:KZ1', '')
    """
    if not text.isprintable() or len(text) > _LONGEST:
        return ""
    prefix, colon, rest = text.partition(":")
    if colon and prefix.isalpha() and rest:
        return text
    reading = read_account(text)
    return f"iban:{reading.value}" if reading.kind == "iban" and reading.value else ""


def _said(cells: Mapping[str, str]) -> Iterator[tuple[Role, str, str, str, bool]]:
    """Yield what one row states: role, kind, normal form, text, and whether it is sure."""
    for column, role, label in (*_CLIENT, *_LOGIN):
        raw = cells.get(column, "")
        reading = normalise(label, raw) if 0 < len(raw) <= _LONGEST else None
        if reading is not None and reading.value is not None and reading.kind in _KINDS:
            yield role, reading.kind, reading.value, raw, reading.code is None
    raw = cells.get("device", "")
    if (device := device_of(raw)) is not None:
        yield "login", "device", device, raw, True


def _moment(text: str) -> datetime | None:
    """Return a moment in UTC; None of no text.

    Raises:
        ValueError: It is none, or has no offset.
        OverflowError: It is before or after all calendars.
    """
    if not text:
        return None
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)
