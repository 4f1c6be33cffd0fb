"""Books of a sandbox: one institution's accounts, from a ledger or from an invented country.

A folder with ``transfers.csv`` and ``accounts.csv`` is read as `izdes kit answer` reads it. One of
`izdes twin write` holds the truth instead: every movement of the country, with the moment at
which each side books it, and what banks know of those between whom it moved: names, numbers,
whose till an account is, its balance before the story. Of the rest of the truth (claims, endings,
crews, which movement a refund undoes) a bank knows nothing, and nothing of it is read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from izdes.adapters.messages.making.books import Books, books_of, read_books
from izdes.adapters.tables.rows import Cells, read_table
from izdes.adapters.words.figures import LOCAL
from izdes.core.money.account import ACCOUNT_KINDS, AccountKey, AccountKind, Alias, Coverage
from izdes.core.money.transfer import Party, Transfer, TransferId, TransferKind

_TRUTH = "truth"
_IBAN_CODE = slice(9, 12)
# A loan and a payment abroad are transfers to whoever prints a statement.
_KINDS: Mapping[str, TransferKind] = {
    kind: kind for kind in ("card_payment", "cash_out", "cash_in", "fee", "interest", "refund")
}
_NEVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC))


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


def sandbox_books(folder: Path, code: str | None = None) -> Books:
    """Return the books of an institution.

    Args:
        code: Three digits of its accounts, in a folder of the twin; empty where it keeps none, None
            for every account there is.

    Raises:
        InputRefused: A column is missing or a cell is not what its column says.
    """
    if not (folder / _TRUTH / "transfers.csv").is_file():
        return read_books(folder / "transfers.csv", folder / "accounts.csv")
    known = {one.party.account: one for one in _known(folder / _TRUTH / "parties.csv")}
    moved = read_table(folder / _TRUTH / "transfers.csv").each(lambda c: _transfer(c, known))
    span = _span(moved)
    accounts = sorted(a for a in known if a.startswith("iban:") and code in {None, a[_IBAN_CODE]})
    coverages = [_coverage(known[account], span) for account in accounts]
    return books_of(moved, coverages, {}, [a for one in accounts for a in known[one].aliases])


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
