"""The plan: a ledger as parts of transfers that pass between pools, before any rule is chosen.

The plan holds everything that no rule decides: the order, the windows, the openings, overdrafts,
refunds, pins and exchanges of currency. A rule then only says which units of a pool leave. What
the plan states depends on the ledger and on stated pins alone, never on what is claimed.

The conventions stand in ``docs/reference/tracing.md``.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from izdes.core.money.transfer import Ledger, Transfer, TransferId
from izdes.core.tracing.balances import Books
from izdes.core.tracing.events import events_of
from izdes.core.tracing.parts import parts_of
from izdes.core.tracing.pins import pins_of
from izdes.core.tracing.pools import OUTSIDE, Part, Pool, PoolKind, Step
from izdes.core.tracing.refunds import annulled_refunds, refunded_payments
from izdes.core.tracing.trace import AssumedOpening, Pinned
from izdes.core.tracing.windows import windows_of

__all__ = ["OUTSIDE", "Part", "Plan", "Pool", "PoolKind", "Step", "plan_of"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A ledger, ready for any rule.

    Attributes:
        transfers: The ledger's, by place.
        steps: Departures and arrivals in their one order; a transfer that is not late arrives in
            the step after it left.
        parts: By place: the parts of a transfer, covering its units; empty for one that counts
            for nothing.
        pools: Account pools in the order of (account, currency, window), then pins, then
            exchanges in the order in which they first received.
        annulled: Pairs (payment, refund) that undo each other.
        pins: Pins that hold, stated ones first.
    """

    transfers: tuple[Transfer, ...]
    steps: tuple[Step, ...]
    parts: tuple[tuple[Part, ...], ...]
    pools: tuple[Pool, ...]
    assumed: tuple[AssumedOpening, ...]
    annulled: tuple[tuple[TransferId, TransferId], ...]
    pins: tuple[Pinned, ...]


def plan_of(ledger: Ledger, pins: Sequence[Pinned] = (), *, ties_reversed: bool = False) -> Plan:
    """Return the plan of a ledger.

    Args:
        ledger: Transfers in total order and the intervals that are covered.
        pins: Stated identifications, in the order in which they are to be taken.
        ties_reversed: Turn round what shares an instant, as far as nothing proves its order. A
            stated pin that does not hold in that order is left out there.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    windows = windows_of(ledger)
    undone = refunded_payments(ledger.transfers)
    annulled = annulled_refunds(ledger.transfers, undone, windows)
    still = _still_counting(ledger.transfers, annulled | {undone[r] for r in annulled})
    steps = _steps(ledger.transfers, still, ties_reversed=ties_reversed)
    books = Books(windows)
    for moment, step in enumerate(steps):
        note = books.arrive if step.is_arrival else books.leave
        note(step.place, ledger.transfers[step.place], moment=moment, at=step.at)
    assumed = books.open()
    held = pins_of(
        ledger.transfers,
        books,
        stated=pins,
        refunds={r: p for r, p in undone.items() if r not in annulled},
        may_fail=ties_reversed,
    )
    pools, parts = parts_of(ledger, windows, books, held, steps)
    return Plan(
        transfers=ledger.transfers,
        steps=tuple(steps),
        parts=parts,
        pools=pools,
        assumed=assumed,
        annulled=tuple(sorted((undone[r], r) for r in annulled)),
        pins=tuple(held.held),
    )


def _still_counting(transfers: Sequence[Transfer], annulled: Container[TransferId]) -> set[int]:
    """Return the places of the transfers that count: not to oneself, not annulled."""
    return {
        n
        for n, t in enumerate(transfers)
        if t.payer.account != t.payee.account and t.transfer_id not in annulled
    }


def _steps(
    transfers: Sequence[Transfer], still: Container[int], *, ties_reversed: bool
) -> list[Step]:
    """Return departures and arrivals in order."""
    place_of = {t.transfer_id: n for n, t in enumerate(transfers)}
    steps = []
    for event in events_of(transfers, ties_reversed=ties_reversed):
        place = place_of[event.transfer.transfer_id]
        if place in still:
            if event.phase != "credit":
                steps.append(Step(event.at, place, is_arrival=False))
            if event.phase != "debit":
                steps.append(Step(event.at, place, is_arrival=True))
    return steps
