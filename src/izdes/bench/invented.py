"""An invented case that is known whole: what happened, and what was known of it at a moment.

Made from the twin's own tables, so that nothing here depends on how they came about. What was
known at a moment are the statements that banks handed over, ending some hours before it, those of
everybody who is neither victim nor mule, and what victims had declared by then.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from izdes.bench.traders import shopping, trade, trader
from izdes.core.money.account import ACCOUNT_KINDS, AccountKey, Coverage
from izdes.core.money.transfer import (
    TRANSFER_KINDS,
    Claim,
    ClaimId,
    Ledger,
    Party,
    Transfer,
    TransferId,
    TransferKind,
)
from izdes.core.tracing.rules import trace

Table = tuple[Sequence[str], Sequence[Sequence[str | int]]]
_CURRENCY = "KZT"
# How many hours before the moment a bank's answer ends, one account after another.
_ANSWERS_LAG = (1, 6, 24, 72)


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented case.

    Attributes:
        openings: Balance of every account of the country's banks when the story begins.
        answered: What the statements cover that banks handed over.
        known: Accounts that everybody knows to be an exchange or a shop.
        reported: When each claim was made.
        layers: Accounts of mules, and by which step of the money they are used, from 1.
        traders: Honest accounts through which money passes.
    """

    transfers: tuple[Transfer, ...]
    openings: Mapping[AccountKey, int]
    answered: tuple[Coverage, ...]
    known: tuple[Coverage, ...]
    claims: tuple[Claim, ...]
    reported: Mapping[ClaimId, datetime]
    layers: Mapping[AccountKey, int]
    traders: frozenset[AccountKey]
    starts: datetime
    ends: datetime

    def everything(self) -> Ledger:
        """Return the whole truth: every account open to view, from its true opening."""
        known = {c.account for c in self.known}
        open_ = [
            _coverage(account, self.starts, self.ends, opening)
            for account, opening in self.openings.items()
            if account not in known
        ]
        return Ledger(self.transfers, (*self.known, *open_))

    def known_at(self, moment: datetime) -> tuple[Ledger, tuple[Claim, ...]]:
        """Return the ledger and the claims as they were known at a moment."""
        claims = tuple(c for c in self.claims if self.reported[c.claim_id] <= moment)
        windows = {c.account: c for c in self._windows_at(moment)}
        told = {c.transfer_id for c in claims}
        seen = tuple(
            t
            for t in self.transfers
            if t.transfer_id in told
            or _holds(windows.get(t.payer.account), t.booked_at)
            or _holds(windows.get(t.payee.account), t.arrives_at)
        )
        present = {t.transfer_id for t in seen}
        claims = tuple(c for c in claims if c.transfer_id in present)
        return Ledger(seen, (*self.known, *windows.values())), claims

    def _windows_at(self, moment: datetime) -> Iterator[Coverage]:
        """Yield what statements cover at a moment."""
        apart = {c.account for c in (*self.answered, *self.known)} | self.layers.keys()
        victims = {t.payer.account for t in self._claimed()}
        others = sorted(self.openings.keys() - apart - victims)
        open_ = [_coverage(a, self.starts, self.ends, self.openings[a]) for a in others]
        for number, c in enumerate((*self.answered, *open_)):
            lag = timedelta(hours=_ANSWERS_LAG[number % len(_ANSWERS_LAG)])
            if c.covered_from and c.covered_to and c.covered_from < moment - lag:
                yield replace(c, covered_to=min(c.covered_to, moment - lag))

    def _claimed(self) -> Iterator[Transfer]:
        """Yield the transfers that victims claim."""
        claimed = {c.transfer_id for c in self.claims}
        return (t for t in self.transfers if t.transfer_id in claimed)


def invented(
    tables: Mapping[str, Table],
    *,
    openings: Mapping[str, int],
    reported: Mapping[str, str],
    traders: int = 0,
) -> Invented:
    """Return a case from the twin's tables.

    Args:
        tables: By file name: ``accounts.csv`` of the case, and of the truth ``transfers.csv``,
            ``claims.csv``, ``coverage.csv``, ``roles.csv``.
        openings: Account key -> balance when the story begins.
        reported: Complaint id -> when it was made, RFC 3339.
        traders: So many honest accounts through which money passes are put in beside; mules shop
            there too, so that stolen money comes to them.
    """
    layers = _layers(tables["roles.csv"])
    told = (_transfer(row) for row in _rows(tables["transfers.csv"]))
    moved = [*shopping(told, layers, traders)]
    starts = min(t.booked_at for t in moved) - timedelta(days=1)
    ends = max(t.arrives_at for t in moved) + timedelta(seconds=1)
    beside = [t for n in range(traders) for t in trade(n, starts, ends)]
    dealing = frozenset(trader(n) for n in range(traders))
    claims = [_claim(row) for row in _rows(tables["claims.csv"])]
    return Invented(
        transfers=Ledger.ordered([*moved, *beside], []).transfers,
        openings={**{AccountKey(a): o for a, o in openings.items()}, **dict.fromkeys(dealing, 0)},
        answered=tuple(_answered(row) for row in _rows(tables["coverage.csv"])),
        known=tuple(_known(row) for row in _rows(tables["accounts.csv"])),
        claims=tuple(claims),
        reported={
            c.claim_id: datetime.fromisoformat(reported[c.claim_id.partition("/")[0]])
            for c in claims
        },
        layers=layers,
        traders=dealing,
        starts=starts,
        ends=ends,
    )


@dataclass(frozen=True, slots=True)
class Lying:
    """Stolen units on one account.

    Attributes:
        left: When they truly left; None if never.
    """

    claim_id: ClaimId
    minor: int
    came: datetime
    left: datetime | None


class Stock:
    """Where stolen money truly was at any moment."""

    def __init__(self, lying: Mapping[AccountKey, Sequence[Lying]]) -> None:
        self._lying = lying

    def there(self, account: AccountKey, moment: datetime) -> int:
        """Return how much was on an account at a moment."""
        return sum(x.minor for x in self._at(account, moment))

    def leaving(self, account: AccountKey, moment: datetime, until: datetime) -> int:
        """Return how much of what was there at a moment left by another."""
        return sum(x.minor for x in self._at(account, moment) if x.left and x.left <= until)

    def reached(self, account: AccountKey) -> bool:
        """Say whether stolen money was ever on the account."""
        return bool(self._lying.get(account))

    def _at(self, account: AccountKey, moment: datetime) -> Iterator[Lying]:
        """Yield what lay on an account at a moment."""
        for x in self._lying.get(account, ()):
            if x.came <= moment and (x.left is None or moment < x.left):
                yield x


def stock_of(case: Invented) -> Stock:
    """Return where the stolen money truly was, first in first out over the whole truth."""
    book = case.everything()
    found = trace(book, case.claims, "fifo")
    moves = {t.transfer_id: t for t in book.transfers}
    goes_on: defaultdict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for s in found.slices:
        if s.parent is not None:
            goes_on[s.parent].append((s.hi - s.lo, moves[s.transfer_id].booked_at))
    lying: defaultdict[AccountKey, list[Lying]] = defaultdict(list)
    for s in found.slices:
        t = moves[s.transfer_id]
        if not s.behind:
            lying[t.payee.account] += [
                Lying(s.claim_id, minor, t.arrives_at, left) for minor, left in goes_on[s.slice_id]
            ]
    for r in found.resting:
        if r.ending == "held" and r.arrived_at is not None and not r.behind:
            lying[r.account].append(Lying(r.claim_id, r.units, r.arrived_at, None))
    return Stock(lying)


def _rows(table: Table) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table by column."""
    columns, rows = table
    return (dict(zip(columns, map(str, row), strict=True)) for row in rows)


def _transfer(row: Mapping[str, str]) -> Transfer:
    """Return a movement as the core knows one."""
    other: TransferKind = "transfer"
    kind = next((k for k in TRANSFER_KINDS if k == row["kind"]), other)
    return Transfer(
        transfer_id=TransferId(row["transfer_id"]),
        booked_at=_moment(row["debited_at"]),
        amount_minor=int(row["amount_minor"]),
        currency=row["currency"],
        payer=Party(AccountKey(row["payer_account"])),
        payee=Party(AccountKey(row["payee_account"])),
        kind=kind,
        credited_at=_moment(row["credited_at"]),
    )


def _claim(row: Mapping[str, str]) -> Claim:
    """Return a claim as it truly is."""
    return Claim(ClaimId(row["claim_id"]), TransferId(row["transfer_id"]), int(row["amount_minor"]))


def _answered(row: Mapping[str, str]) -> Coverage:
    """Return what one statement covers; an opening that it does not print is not known."""
    opening = int(row["opening_minor"]) if row["states_opening"] == "1" else None
    start, end = _moment(row["covered_from"]), _moment(row["covered_to"])
    return _coverage(AccountKey(row["account"]), start, end, opening)


def _known(row: Mapping[str, str]) -> Coverage:
    """Return an account that everybody knows."""
    kind = next(k for k in ACCOUNT_KINDS if k == row["kind"])
    return Coverage(AccountKey(row["account"]), row["currency"], kind)


def _layers(table: Table) -> Mapping[AccountKey, int]:
    """Return the first step of the money at which each mule is used."""
    layers: dict[AccountKey, int] = {}
    for row in _rows(table):
        step = row["role"].removeprefix("mule_")
        if step != row["role"]:
            account = AccountKey(row["subject"])
            layers[account] = min(int(step), layers.get(account, int(step)))
    return layers


def _coverage(account: AccountKey, start: datetime, end: datetime, opening: int | None) -> Coverage:
    """Return an account's window."""
    return Coverage(account, _CURRENCY, "bank", opening, start, end, "printed")


def _holds(window: Coverage | None, moment: datetime) -> bool:
    """Say whether a window shows a moment."""
    return window is not None and window.covers(moment)


def _moment(text: str) -> datetime:
    """Read a time in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
