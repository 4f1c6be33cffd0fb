"""Books of a sandbox: one institution's accounts, from a ledger or from an invented country.

A folder with ``transfers.csv`` and ``accounts.csv``, and where they are there ``clients.csv`` and
``logins.csv``, is read as `izdes kit answer` reads them. One of `izdes twin write` holds the truth
instead: every movement of the country, with the moment at which each side books it, and what banks
know of those between whom it moved: names, numbers, whose till an account is, its balance before
the story. Of the rest of the truth (claims, endings, crews, which movement a refund undoes) a bank
knows nothing, and nothing of it is read. Clients and log-ins lie there bank by bank, and only the
institution's own are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from izdes.adapters.messages.making.books import Books, books_of, read_books, with_clients
from izdes.adapters.tables.rows import Cells, read_table
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import IzdesError
from izdes.core.money.account import ACCOUNT_KINDS, AccountKey, AccountKind, Alias, Coverage
from izdes.core.money.transfer import Party, Transfer, TransferId, TransferKind

_TRUTH, _BANKS = "truth", "banks"
_IBAN_CODE = slice(9, 12)
# A loan and a payment abroad are transfers to whoever prints a statement.
_KINDS: Mapping[str, TransferKind] = {
    kind: kind for kind in ("card_payment", "cash_out", "cash_in", "fee", "interest", "refund")
}
_NEVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC))


class SandboxUnknown(IzdesError):
    """The folder knows no such institution."""

    code: ClassVar[str] = "sandbox_unknown"


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution of an invented country.

    Attributes:
        code: Three digits by which its accounts are known; empty where it keeps none.
    """

    institution_id: str
    code: str
    bin: str


def institutions_of(folder: Path) -> tuple[Institution, ...]:
    """Return the institutions of a folder of the twin.

    Raises:
        InputRefused: A column is missing.
    """
    table = read_table(folder / "institutions.csv")
    table.require("institution_id", "code", "bin")
    return tuple(
        table.each(lambda c: Institution(c.text("institution_id"), c.text("code"), c.text("bin")))
    )


def code_of(folder: Path, institution: str) -> str | None:
    """Return the digits of an institution's accounts; None where the folder names no institutions.

    Args:
        institution: Its id, its code or its БИН.

    Raises:
        SandboxUnknown: The folder names institutions, and not this one.
        InputRefused: A column is missing.
    """
    if not (folder / "institutions.csv").is_file():
        return None
    for one in institutions_of(folder):
        if institution in {one.institution_id, one.code, one.bin}:
            return one.code
    raise SandboxUnknown(institution=institution, folder=folder.name)


def sandbox_books(folder: Path, code: str | None = None) -> Books:
    """Return the books of an institution.

    Args:
        code: Three digits of its accounts, in a folder of the twin; empty where it keeps none, None
            for every account there is.

    Raises:
        InputRefused: A column is missing or a cell is not what its column says.
    """
    if not (folder / _TRUTH / "transfers.csv").is_file():
        read = read_books(folder / "transfers.csv", folder / "accounts.csv")
        return _with_clients(read, folder)
    known = {one.party.account: one for one in _known(folder / _TRUTH / "parties.csv")}
    moved = read_table(folder / _TRUTH / "transfers.csv").each(lambda c: _transfer(c, known))
    span = _span(moved)
    accounts = sorted(a for a in known if a.startswith("iban:") and code in {None, a[_IBAN_CODE]})
    coverages = [_coverage(known[account], span) for account in accounts]
    aliases = [a for one in accounts for a in known[one].aliases]
    found = books_of(moved, coverages, {}, aliases)
    own = next((i.institution_id for i in institutions_of(folder) if code and i.code == code), "")
    return _with_clients(found, folder / _BANKS / own) if own else found


def _with_clients(books: Books, folder: Path) -> Books:
    """Return books that tell of clients and log-ins, where a folder has tables of them."""
    tables = (folder / name for name in ("clients.csv", "logins.csv"))
    return with_clients(books, *(path if path.is_file() else None for path in tables))


@dataclass(frozen=True, slots=True)
class _Known:
    """What banks know of one side of movements.

    Attributes:
        opening_minor: Before the first movement of all; None where it is no account of theirs.
    """

    party: Party
    currency: str
    kind: AccountKind
    opening_minor: int | None
    card: str
    phone: str

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """The card and the telephone by which its bank finds the account."""
        names = {"card:?": self.card, "phone": self.phone}
        return tuple(
            Alias(AccountKey(f"{kind}:{number}"), self.party.account)
            for kind, number in names.items()
            if number
        )


def _known(path: Path) -> list[_Known]:
    """Read what banks know of everybody."""
    return read_table(path).each(
        lambda cells: _Known(
            Party(
                AccountKey(cells.required("account")),
                cells.text("name"),
                cells.text("number"),
                cells.text("bank"),
            ),
            cells.required("currency"),
            cells.one_of("kind", ACCOUNT_KINDS, "unknown"),
            cells.integer("opening_minor"),
            cells.text("card"),
            cells.text("phone"),
        )
    )


def _transfer(cells: Cells, known: Mapping[AccountKey, _Known]) -> Transfer:
    """Read one movement of the truth."""
    debited, credited = cells.required_time("debited_at"), cells.required_time("credited_at")
    payer, payee = (AccountKey(cells.required(f"{side}_account")) for side in ("payer", "payee"))
    return Transfer(
        transfer_id=TransferId(cells.required("transfer_id")),
        booked_at=debited.astimezone(UTC),
        amount_minor=cells.positive("amount_minor"),
        currency=cells.required("currency"),
        payer=known[payer].party if payer in known else Party(payer),
        payee=known[payee].party if payee in known else Party(payee),
        kind=_KINDS.get(cells.text("kind"), "transfer"),
        credited_at=credited.astimezone(UTC) if credited > debited else None,
    )


def _span(moved: Iterable[Transfer]) -> tuple[datetime, datetime]:
    """Return the days over which the books are kept: the same for every account."""
    moments = [moment for one in moved for moment in (one.booked_at, one.arrives_at)]
    if not moments:
        return _NEVER
    return _day(min(moments)), _day(max(moments)) + timedelta(days=1)


def _coverage(one: _Known, span: tuple[datetime, datetime]) -> Coverage:
    """Return an account as its bank knows it, over all the days of the books."""
    return Coverage(one.party.account, one.currency, one.kind, one.opening_minor, *span, "printed")


def _day(moment: datetime) -> datetime:
    """Return the beginning of a day of the country."""
    local = moment.astimezone(LOCAL)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
