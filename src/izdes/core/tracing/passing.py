"""Passing: how money passes through an account, in whole numbers that say what they count.

Everything is read from the account's own statement, all of its money and not the claimed part
alone: how long money stays (first in, first out, over the whole account), how much of a day's
inflow leaves within that day, who pays in and where it goes. Three features look at the case: how
much of the inflow victims claim they paid, how much is traced to them, and how much of what left
is itself claimed as stolen.

Shares are thousandths, rounded down. Money that was there when the statement begins has no known
arrival and takes no part in stays; what is still there when it ends counts as staying at least so
long. A figure describes a statement, not its holder: wages that go on rent, and a trader who pays
his supplier the same evening, pass through an account too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger, Transfer, TransferId
from izdes.core.tracing.dwell import Stay, Survival, account_stays, survival
from izdes.core.tracing.endings import ending_of
from izdes.core.tracing.movements import (
    Book,
    books,
    busiest_day,
    first_gap_seconds,
    payers_in_hour,
    quiet_days,
)
from izdes.core.tracing.plan import Plan
from izdes.core.tracing.trace import Trace
from izdes.core.tracing.windows import kinds_of

_MILLI = 1000
_SECOND, _HOUR, _DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
_NIGHT_ENDS_HOUR = 6
# A thousand of the unit that people count in.
_ROUND_MINOR = 100_000
_OUT_OF_REACH = frozenset({"cash", "crypto_exchange"})


@dataclass(frozen=True, slots=True)
class Passing:
    """What an account's statement shows of money passing through.

    Attributes:
        observed_seconds: Length of all its windows together.
        payers: How many different payers there are.
        dwell_median_seconds: Half of what came left within it; None if half was not seen to.
        gone_quarter_milli, gone_hour_milli, gone_day_milli: Share of what came that left within
            15 minutes, an hour, 24 hours (Kaplan-Meier, weighted by amount).
        passed_minor: The most that both came and left within one span of 24 hours.
        passed_milli: In that span, the lesser of what came and what left over the greater.
        passed_of_inflow_milli: ``passed_minor`` as a share of all that came.
        kept_milli: Share of what came that is still there when its window ends.
        payers_in_hour: The most different payers within an hour, as far as hours are printed.
        victims_milli: Share of the inflow that victims claim they paid.
        traced_milli: Share of the inflow that is claimed money, over however many accounts.
        claimed_out_milli: Share of the outflow that is claimed as stolen from here.
        next_hop_milli: Share of the outflow that went to the one greatest payee.
        cash_milli: Share of the outflow that was taken in cash or went to a crypto exchange.
        quiet_days: Whole days without a movement right before the span of ``passed_minor``.
        night_milli: Share of the outflow between midnight and six, local time, of what has an
            hour.
        round_milli: Share of the number of credits that are whole thousands.
        first_gap_seconds: From the first credit to the first debit after it; None without one.
    """

    account: AccountKey
    currency: str
    observed_seconds: int
    credits: int
    debits: int
    in_minor: int
    out_minor: int
    payers: int
    dwell_median_seconds: int | None
    gone_quarter_milli: int
    gone_hour_milli: int
    gone_day_milli: int
    passed_minor: int
    passed_milli: int
    passed_of_inflow_milli: int
    kept_milli: int
    payers_in_hour: int
    victims_milli: int
    traced_milli: int
    claimed_out_milli: int
    next_hop_milli: int
    cash_milli: int
    quiet_days: int
    night_milli: int
    round_milli: int
    first_gap_seconds: int | None


def passing_of(
    plan: Plan, ledger: Ledger, claims: Iterable[Claim], trace: Trace, *, zone: tzinfo
) -> tuple[Passing, ...]:
    """Return the features of every covered account, by account and currency.

    Args:
        plan: Of the same ledger. Transfers that count for nothing there count for nothing here.
        trace: Of the same claims, under any rule.
        zone: The clock by which it is night.

    Returns:
        Nothing where nobody said which accounts are covered: one side of an account's movements
        says nothing of the account.
    """
    if not ledger.has_coverage:
        return ()
    case = _Case.of(ledger, claims, trace)
    stays = account_stays(plan)
    return tuple(_passing(b, stays.get(b.place, ()), case, zone) for b in books(plan, ledger))


@dataclass(frozen=True, slots=True)
class _Case:
    """What the case says of transfers.

    Attributes:
        claimed, traced: Units that are claimed, and units that are money of a claim.
        left_banks: Transfers that went into cash or to a crypto exchange.
    """

    claimed: Counter[TransferId]
    traced: Counter[TransferId]
    left_banks: frozenset[TransferId]

    @classmethod
    def of(cls, ledger: Ledger, claims: Iterable[Claim], trace: Trace) -> "_Case":
        """Sum claims and slices by transfer; units stolen twice count once."""
        claimed: Counter[TransferId] = Counter()
        for claim in claims:
            claimed[claim.transfer_id] += claim.amount_minor
        traced: Counter[TransferId] = Counter()
        for s in trace.slices:
            if not s.behind:
                traced[s.transfer_id] += s.hi - s.lo
        kinds = kinds_of(ledger.coverages)
        left = (t.transfer_id for t in ledger.transfers if ending_of(t, kinds) in _OUT_OF_REACH)
        return cls(claimed, traced, frozenset(left))


def _passing(book: Book, stays: Sequence[Stay], case: _Case, zone: tzinfo) -> Passing:
    """Return the features of one account."""
    curve = survival(stays)
    day = busiest_day(book)
    in_minor, out_minor = _total(book.credits), _total(book.debits)
    out_of_reach = [t for t in book.debits if t.transfer_id in case.left_banks]
    # A time printed to the day tells no hour.
    by_clock = [t for t in book.debits if t.time_precision != "day"]
    by_night = [t for t in by_clock if t.booked_at.astimezone(zone).hour < _NIGHT_ENDS_HOUR]
    return Passing(
        account=book.place[0],
        currency=book.place[1],
        observed_seconds=sum((w.end - w.start) // _SECOND for w in book.windows),
        credits=len(book.credits),
        debits=len(book.debits),
        in_minor=in_minor,
        out_minor=out_minor,
        payers=len({t.payer.account for t in book.credits}),
        dwell_median_seconds=curve.median() if curve else None,
        gone_quarter_milli=_gone_milli(curve, _HOUR // 4),
        gone_hour_milli=_gone_milli(curve, _HOUR),
        gone_day_milli=_gone_milli(curve, _DAY),
        passed_minor=day.passed_minor,
        passed_milli=_milli(day.passed_minor, max(day.came_minor, day.left_minor)),
        passed_of_inflow_milli=_milli(day.passed_minor, in_minor),
        kept_milli=_kept_milli(stays),
        payers_in_hour=payers_in_hour(book.credits),
        victims_milli=_share_milli(case.claimed, book.credits),
        traced_milli=_share_milli(case.traced, book.credits),
        claimed_out_milli=_share_milli(case.claimed, book.debits),
        next_hop_milli=_milli(_greatest_payee(book.debits), out_minor),
        cash_milli=_milli(_total(out_of_reach), out_minor),
        quiet_days=quiet_days(book, day.start),
        night_milli=_milli(_total(by_night), _total(by_clock)),
        round_milli=_milli(_round(book.credits), len(book.credits)),
        first_gap_seconds=first_gap_seconds(book),
    )


def _total(transfers: Iterable[Transfer]) -> int:
    """Return the sum of transfers."""
    return sum(t.amount_minor for t in transfers)


def _milli(part: int, whole: int) -> int:
    """Return a share in thousandths, rounded down; none of nothing."""
    return part * _MILLI // whole if whole else 0


def _share_milli(of: Counter[TransferId], transfers: Sequence[Transfer]) -> int:
    """Return the share of the transfers' money that the case counts."""
    return _milli(sum(of[t.transfer_id] for t in transfers), _total(transfers))


def _gone_milli(curve: Survival | None, within: timedelta) -> int:
    """Return the share of what came that left within a time."""
    return _MILLI - curve.share_milli(within // _SECOND) if curve else 0


def _kept_milli(stays: Sequence[Stay]) -> int:
    """Return the share of what came that was not seen to leave."""
    kept = sum(minor for _, minor, has_left in stays if not has_left)
    return _milli(kept, sum(minor for _, minor, _ in stays))


def _greatest_payee(debits: Iterable[Transfer]) -> int:
    """Return what the one greatest payee got."""
    by_payee: Counter[AccountKey] = Counter()
    for t in debits:
        by_payee[t.payee.account] += t.amount_minor
    return max(by_payee.values(), default=0)


def _round(transfers: Iterable[Transfer]) -> int:
    """Return how many transfers are whole thousands."""
    return sum(t.amount_minor % _ROUND_MINOR == 0 for t in transfers)
