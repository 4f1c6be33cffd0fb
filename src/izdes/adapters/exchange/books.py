"""Books of a sandbox: one institution's accounts, from a ledger or from an invented country.

A folder with ``transfers.csv`` and ``accounts.csv`` is read as `izdes kit answer` reads it. One of
`izdes twin write` holds the truth instead: every movement of the country, with the moment at
which each side books it. There an opening balance is not told, so it is the least with which the
account never falls below nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from izdes.adapters.messages.making.books import Books, books_of, read_books
from izdes.adapters.tables.rows import Cells, read_table
from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import Party, Transfer, TransferId

_TRUTH = Path("truth") / "transfers.csv"
_IBAN_CODE = slice(9, 12)
_KINDS = frozenset({"transfer", "card_payment", "cash_out", "cash_in", "fee", "interest"})


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
    if not (folder / _TRUTH).is_file():
        return read_books(folder / "transfers.csv", folder / "accounts.csv")
    moved = read_table(folder / _TRUTH).each(_transfer)
    coverages = [
        _coverage(account, currency, transfers)
        for (account, currency), transfers in sorted(_by_account(moved, code).items())
    ]
    return books_of(moved, coverages, {})


def _transfer(cells: Cells) -> Transfer:
    """Read one movement of the truth."""
    debited, credited = cells.required_time("debited_at"), cells.required_time("credited_at")
    kind = cells.text("kind")
    return Transfer(
        transfer_id=TransferId(cells.required("transfer_id")),
        booked_at=debited.astimezone(UTC),
        amount_minor=cells.positive("amount_minor"),
        currency=cells.required("currency"),
        payer=Party(AccountKey(cells.required("payer_account"))),
        payee=Party(AccountKey(cells.required("payee_account"))),
        kind=kind if kind in _KINDS else "other",  # type: ignore[arg-type] # one of them
        credited_at=credited.astimezone(UTC) if credited > debited else None,
    )


def _by_account(
    moved: Iterable[Transfer], code: str | None
) -> Mapping[tuple[AccountKey, str], list[Transfer]]:
    """Return the movements of each account of an institution."""
    found = defaultdict[tuple[AccountKey, str], list[Transfer]](list)
    for one in moved:
        for account in {one.payer.account, one.payee.account}:
            if account.startswith("iban:") and code in {None, account[_IBAN_CODE]}:
                found[account, one.currency].append(one)
    return found


def _coverage(account: AccountKey, currency: str, moved: list[Transfer]) -> Coverage:
    """Return an account with its least possible opening balance, known over all its movements."""
    effects = sorted(effect for one in moved for effect in _effects(one, account))
    balance, least = 0, 0
    for _, _, effect in effects:
        balance += effect
        least = min(least, balance)
    since, until = _day(effects[0][0]), _day(effects[-1][0]) + timedelta(days=1)
    return Coverage(account, currency, "bank", -least, since, until, "printed")


def _effects(one: Transfer, account: AccountKey) -> list[tuple[datetime, str, int]]:
    """Return what a movement does to an account, and when."""
    found: list[tuple[datetime, str, int]] = []
    if one.payee.account == account:
        found.append((one.arrives_at, one.transfer_id, one.amount_minor))
    if one.payer.account == account:
        found.append((one.booked_at, one.transfer_id, -one.amount_minor))
    return found


def _day(moment: datetime) -> datetime:
    """Return the beginning of a day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
