"""Questions: what a trace leaves open, account by account, with the least period that it needs.

Asked are: the accounts where the trail went dark; what happened after a statement ended; a right
statement where a refused one lies on the trail; the client behind an exchange's account; and, where
nobody could find an account by what is known of it, or its institution said that it is not its own,
the payee's account, from the institution that paid.

Minimum necessary: a period begins when the first traced money came, less what two clocks may
differ by, and ends at the moment of asking. A question does not say that money is there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from izdes.core.holds.layers import Layers, layers_of
from izdes.core.money.account import AccountKey
from izdes.core.money.matching import CLOCKS_DIFFER, DAY
from izdes.core.money.transfer import Ledger, Precision, Transfer, TransferId
from izdes.core.tracing.trace import EndingKind, Resting, Trace

Ask = Literal[
    "movements",
    "opening_balance",
    "closing_balance",
    "holder",
    "payee_account",
    "later_movements",
]
Because = Literal[
    "frontier",
    "later_movements",
    "no_balances",
    "faulty",
    "payee_unknown",
    "exchange_client",
    "not_ours",
]
ASKS: Mapping[Because, tuple[Ask, ...]] = {
    "frontier": ("movements", "opening_balance", "closing_balance", "holder"),
    "later_movements": ("later_movements", "closing_balance"),
    "no_balances": ("opening_balance", "closing_balance"),
    "faulty": ("movements", "opening_balance", "closing_balance"),
    "payee_unknown": ("payee_account", "holder"),
    "exchange_client": ("holder", "movements", "closing_balance"),
    "not_ours": ("payee_account", "holder"),
}
# These ask the payer's institution about single transfers, and not about a period.
OF_TRANSFERS: frozenset[Because] = frozenset({"payee_unknown", "not_ours"})
_BEYOND: Mapping[EndingKind, Because] = {
    "crypto_exchange": "exchange_client",
    "conversion": "payee_unknown",
}
_MAY_BE_EARLIER: Mapping[Precision, timedelta] = {
    "second": CLOCKS_DIFFER,
    "minute": CLOCKS_DIFFER,
    "day": DAY,
}


@dataclass(frozen=True, slots=True, order=True)
class Brought:
    """A transfer that brought traced money, and how much of it."""

    transfer_id: TransferId
    minor: int


@dataclass(frozen=True, slots=True)
class Question:
    """One account asked about, for one reason.

    Attributes:
        account: The account asked about; of ``payee_unknown`` and ``not_ours`` the payer's.
        went_to: Where the money went that the question is about.
        traced_minor: Traced money that gives the ground, in ``currency``, each unit once.
        layer: The least number of transfers from a victim.
        brought: By which transfers it came.
    """

    account: AccountKey
    went_to: AccountKey
    because: Because
    period_from: datetime
    period_to: datetime
    traced_minor: int
    currency: str
    layer: int
    brought: tuple[Brought, ...]

    @property
    def ask(self) -> tuple[Ask, ...]:
        """What is asked."""
        return ASKS[self.because]


def _may_always(_: AccountKey) -> bool:
    """Say of every account that it can be named."""
    return True


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of accounts beside the trace.

    Attributes:
        can_be_named: Says whether an institution could find an account by what is known of it.
        said_payers: Payments that only a victim declares -> the account she says she paid from.
        faulty: Accounts with a statement that was refused.
        not_ours: Accounts of which the institution asked said that they are not its own, or that
            it finds none.
    """

    can_be_named: Callable[[AccountKey], bool] = _may_always
    said_payers: Mapping[TransferId, AccountKey] = field(default_factory=dict)
    faulty: Collection[AccountKey] = ()
    not_ours: Collection[AccountKey] = ()


def because_of(r: Resting, known: Known, *, now: datetime) -> Because | None:
    """Return why a piece at rest needs a question; None where it needs none."""
    if r.ending == "held":
        return "later_movements" if r.as_of is not None and r.as_of < now else None
    if r.ending == "frontier":
        return _because_dark(r.account, known)
    return _BEYOND.get(r.ending)


def _because_dark(account: AccountKey, known: Known) -> Because:
    """Return why an account is asked about that no statement tells of."""
    if not known.can_be_named(account):
        return "payee_unknown"
    if account in known.not_ours:
        return "not_ours"
    return "faulty" if account in known.faulty else "frontier"


def questions_of(
    trace: Trace, ledger: Ledger, known: Known, *, now: datetime
) -> tuple[Question, ...]:
    """Return every question that the trace leaves open, one for each account and reason.

    Args:
        trace: Under a rule that does not mix; only there a piece knows what brought it.
        now: End of the periods.

    Returns:
        By layer, the most traced money first. Σ traced = the first victims' money that rests where
        something is to be asked.
    """
    made = _Making(trace, {t.transfer_id: t for t in ledger.transfers}, known, now)
    return merged(made.each(layers_of(trace, ledger)))


def merged(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Join the questions about one account that have one reason and one currency."""
    groups: defaultdict[tuple[str, ...], list[Question]] = defaultdict(list)
    for q in questions:
        groups[q.account, q.went_to, q.because, q.currency].append(q)
    found = [_joined(group) for _, group in sorted(groups.items())]
    return tuple(sorted(found, key=lambda q: (q.layer, -q.traced_minor)))


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes questions of pieces at rest."""

    trace: Trace
    moves: Mapping[TransferId, Transfer]
    known: Known
    now: datetime

    def each(self, layers: Layers) -> Iterator[Question]:
        """Yield a question for every piece that needs one."""
        for r in self.trace.resting:
            if r.behind or not r.units or r.arrived_at is None or r.slice_id is None:
                continue
            because = because_of(r, self.known, now=self.now)
            if because is not None:
                yield self._question(r, because, r.slice_id, layers.of_slice[r.slice_id])

    def _question(self, r: Resting, because: Because, slice_id: int, layer: int) -> Question:
        """Return the question about one piece."""
        carrier = self.moves[self.trace.slices[slice_id].transfer_id]
        payer = self.known.said_payers.get(carrier.transfer_id, carrier.payer.account)
        return Question(
            account=payer if because in OF_TRANSFERS else r.account,
            went_to=r.account,
            because=because,
            period_from=self._since(r, because, carrier),
            period_to=self.now,
            traced_minor=r.units,
            currency=r.currency,
            layer=layer,
            brought=(Brought(carrier.transfer_id, r.units),),
        )

    def _since(self, r: Resting, because: Because, carrier: Transfer) -> datetime:
        """Return from when on something is asked."""
        if because == "later_movements" and r.as_of is not None:
            return r.as_of
        came = r.arrived_at or carrier.arrives_at
        return min(came - _MAY_BE_EARLIER[carrier.time_precision], self.now)


def _joined(group: list[Question]) -> Question:
    """Return one question for several about the same account."""
    brought: defaultdict[TransferId, int] = defaultdict(int)
    for q in group:
        for b in q.brought:
            brought[b.transfer_id] += b.minor
    return Question(
        account=group[0].account,
        went_to=group[0].went_to,
        because=group[0].because,
        period_from=min(q.period_from for q in group),
        period_to=max(q.period_to for q in group),
        traced_minor=sum(q.traced_minor for q in group),
        currency=group[0].currency,
        layer=min(q.layer for q in group),
        brought=tuple(sorted(Brought(t, minor) for t, minor in brought.items())),
    )
