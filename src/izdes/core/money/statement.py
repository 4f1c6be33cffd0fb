"""Statement: an institution's list of movements of one account, as read from one file.

What a reader produces and what reconciliation judges. A row keeps the way back to its cell:
``row_id`` = first 16 hex of the file's SHA-256 / sheet number / row number, both from 1.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from izdes.core.errors import Fault
from izdes.core.money.account import AccountKey, AccountKind, Alias
from izdes.core.money.transfer import Party, Precision, RowId, TransferKind
from izdes.core.telecom.call import Call

Direction = Literal["debit", "credit"]


def row_id_of(file_sha256: str, sheet: int, row: int) -> RowId:
    """Return the immutable name of one row of one file."""
    return RowId(f"{file_sha256[:16]}/{sheet}/{row}")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One movement as one statement prints it.

    Attributes:
        position: Place in the statement's own order of time, from 0 (a file that prints the
            newest row first is turned round).
        direction: ``debit`` leaves the statement's account, ``credit`` enters it.
        operation: The kind of operation as printed.
        reference: Document or transaction number as printed; empty when absent.
        balance_minor: The account's balance after the row as printed; None when not printed.
        order_proven: Its place among rows of one printed moment follows from their balances
            (`izdes.core.money.trail`).
    """

    row_id: RowId
    position: int
    booked_at: datetime
    time_precision: Precision
    direction: Direction
    amount_minor: int
    currency: str
    kind: TransferKind
    payer: Party
    payee: Party
    operation: str = ""
    purpose: str = ""
    purpose_code: str = ""
    reference: str = ""
    balance_minor: int | None = None
    order_proven: bool = False

    @property
    def number(self) -> int:
        """The row's number in its sheet, as its user sees it."""
        return int(self.row_id.rpartition("/")[2])

    @property
    def signed_minor(self) -> int:
        """The row's effect on the account's balance, in minor units."""
        return self.amount_minor if self.direction == "credit" else -self.amount_minor


@dataclass(frozen=True, slots=True)
class Statement:
    """One account in one currency as one file states it.

    Attributes:
        period_from: Start of the printed period (aware, UTC), None when not printed.
        period_to: End of the printed period, exclusive, None when not printed.
        opening_minor: Opening balance in minor units, printed or read from the balances after
            rows (`izdes.core.money.trail`); None when not known.
        closing_minor: Closing balance, likewise.
        unread_rows: How many movement rows could not be read (each has a fault).
        faults: What was wrong, row by row.
        aliases: Cards and phones that the statement ties to its account.
        zone: In which clock its times are taken to be printed: an IANA name, ``UTC+06:00``, or
            ``printed`` where every time carries its own offset.
    """

    file_sha256: str
    file: str
    sheet: int
    account: AccountKey
    currency: str
    bank: str = ""
    holder: str = ""
    holder_iin: str = ""
    account_kind: AccountKind = "bank"
    period_from: datetime | None = None
    period_to: datetime | None = None
    opening_minor: int | None = None
    closing_minor: int | None = None
    rows: tuple[StatementRow, ...] = ()
    unread_rows: int = 0
    faults: tuple[Fault, ...] = ()
    aliases: tuple[Alias, ...] = ()
    zone: str = ""

    @property
    def statement_id(self) -> str:
        """Name of the statement: its file, sheet, account and currency."""
        return f"{self.file_sha256[:16]}/{self.sheet}/{self.account}/{self.currency}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reader decided about a file, and from what.

    Attributes:
        code: Stable name, ``how_…``; the sentence in kk, ru and en is made from it and
            ``details``.
        details: Pairs (name, value) that the sentence needs.
    """

    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file turned out to be.

    Attributes:
        form: The recognised form (``columns18-halyk``, ``camt.053``, ``mt940``, …), or None when
            it is none that we know.
        reason: What in the content led to that form, as a code.
        calls: Telephone calls and sessions, where the file is an operator's answer.
        explained: How the reader came to its reading, step by step.
    """

    file: str
    sha256: str
    size: int
    form: str | None
    reason: str = ""
    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()
    calls: tuple[Call, ...] = ()
    explained: tuple[Finding, ...] = ()
