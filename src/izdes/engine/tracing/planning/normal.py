"""The normal form of a ledger at scale: from columns to `Flat`, without an object for any row.

Equal, array by array, to ``flat_of(plan_of(ledger, pins))``. What neither the order of ties nor a
pin decides is the `Ground`, made once for a ledger; `normal_form` then takes one order.

The conventions stand in ``docs/reference/tracing.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from izdes.core.money.transfer import TransferId
from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.flat import ACCOUNT, EXCHANGE, PIN, Flat
from izdes.engine.tracing.ledger.codes import Bool, Int32, Int64
from izdes.engine.tracing.ledger.column_facts import ColumnFacts, ids_of, places_of
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.planning.cuts import Cut
from izdes.engine.tracing.planning.dark import targets_of
from izdes.engine.tracing.planning.exchanges import Ways, exchanges_of, through_exchanges
from izdes.engine.tracing.planning.hot import Hot, hot_steps
from izdes.engine.tracing.planning.laid import moments_of, split_parts, whole_parts
from izdes.engine.tracing.planning.order import Leaders, Order, leaders_of, order_of
from izdes.engine.tracing.planning.pinned import Pin, Pins, pins_of
from izdes.engine.tracing.planning.turned import has_ties, turned
from izdes.engine.tracing.planning.undone import Undone, annulled_of, undone_of
from izdes.engine.tracing.planning.windows import Windows, windows_of


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a ledger says before the order of ties and any pin is chosen.

    Attributes:
        leaves, enters: By place: the pool of the payer and of the payee, -1 where dark.
        targets: As ``enters``, with -1 minus the code of the ending where dark.
        refunds: Refunds of payments that are not annulled.
        annulled: Those that are.
        counts: By place: not to oneself, not annulled.
        order: All events in the ledger's order, also of what does not count.
    """

    columns: Columns
    hot: Hot
    windows: Windows
    leaves: Int32
    enters: Int32
    targets: Int32
    refunds: Undone
    annulled: Undone
    counts: Bool
    leaders: Leaders
    order: Order

    @property
    def has_ties(self) -> bool:
        """Say whether any account has two movements at one instant whose order is not proven."""
        return has_ties(self.columns, self.order)


@dataclass(frozen=True, slots=True, eq=False)
class NormalForm:
    """A ledger, ready for any rule: its plan as arrays, and the names behind them.

    Attributes:
        annulled: Pairs (payment, refund) that undo each other.
        pins: Pins that hold, stated ones first.
    """

    flat: Flat
    facts: ColumnFacts
    annulled: tuple[tuple[TransferId, TransferId], ...]
    pins: tuple[Pinned, ...]


def ground_of(columns: Columns, *, kernels: Kernels = "auto") -> Ground:
    """Return what a ledger says in any order."""
    hot = hot_steps(kernels, len(columns))
    windows = windows_of(columns)
    leaves = hot.pools_at(windows, columns.payer, columns.currency, columns.booked_at)
    enters = hot.pools_at(windows, columns.payee, columns.currency, columns.arrives_at)
    undone = undone_of(columns)
    is_annulled = annulled_of(columns, undone, leaves, enters)
    annulled = undone.only(is_annulled)
    counts = columns.payer != columns.payee
    counts[annulled.refund] = counts[annulled.payment] = False
    leaders = leaders_of(columns, undone)
    return Ground(
        columns=columns,
        hot=hot,
        windows=windows,
        leaves=leaves,
        enters=enters,
        targets=targets_of(columns, enters),
        refunds=undone.only(~is_annulled),
        annulled=annulled,
        counts=counts,
        leaders=leaders,
        order=order_of(columns, leaders),
    )


def normal_form(
    ground: Ground, pins: Sequence[Pinned] = (), *, ties_reversed: bool = False
) -> NormalForm:
    """Return a ledger's plan as arrays.

    Args:
        ground: Of the ledger.
        pins: Stated identifications, in the order in which they are to be taken.
        ties_reversed: As for `izdes.core.tracing.plan.plan_of`.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    columns, windows, order = ground.columns, ground.windows, ground.order
    if ties_reversed:
        order = turned(columns, ground.leaders, order)
    order = order.of_those(ground.counts)
    sides = ground.leaves, ground.enters
    lows = ground.hot.lowest(order, sides, columns.amount, len(windows))
    opening = np.where(windows.is_printed, windows.opening_minor, -lows)
    held = _held(ground, order, opening, stated=pins, may_fail=ties_reversed)
    exchanges = exchanges_of(columns, order)
    ways = Ways(ground.leaves, None, ground.enters, ground.targets)
    ways = through_exchanges(columns, ways, exchanges, len(windows) + len(held))
    if held or ways.others is not None or bool((opening + lows < 0).any()):
        parts = split_parts(
            columns, ground.hot, order, ways, held=held, first_pin=len(windows), opening=opening
        )
    else:
        parts = whole_parts(columns, ways, order.departures())
    others = [("pin", pin.debit) for pin in held] + [("exchange", legs[0]) for legs in exchanges]
    return NormalForm(
        flat=_flat(columns, order, parts, opening, others),
        facts=ColumnFacts(columns, windows, opening, tuple(others)),
        annulled=_annulled(ground),
        pins=_stated(columns, held),
    )


def flat_of_columns(
    columns: Columns,
    pins: Sequence[Pinned] = (),
    *,
    ties_reversed: bool = False,
    kernels: Kernels = "auto",
) -> Flat:
    """Return a ledger's plan as arrays, and nothing else.

    Raises:
        PinRefused: A stated pin does not hold.
    """
    return normal_form(ground_of(columns, kernels=kernels), pins, ties_reversed=ties_reversed).flat


def _held(
    ground: Ground, order: Order, opening: Int64, *, stated: Sequence[Pinned], may_fail: bool
) -> list[Pin]:
    """Return the pins that hold."""
    if not stated and not len(ground.refunds):
        return []
    named = [name for pin in stated for name in (pin.credit, pin.debit)]
    found = places_of(ground.columns, list(dict.fromkeys(named)))
    return pins_of(
        Pins(ground.columns, order, (ground.leaves, ground.enters), opening),
        ground.refunds,
        ground.columns.amount,
        stated=stated,
        places={name: place for name, place in found.items() if place is not None},
        counts=ground.counts,
        may_fail=may_fail,
    )


def _flat(
    columns: Columns, order: Order, parts: Cut, opening: Int64, others: Sequence[tuple[str, int]]
) -> Flat:
    """Return parts as `Flat` holds them, leaving away what is the same for every part."""
    left, came = (None, None) if order.phase is None else moments_of(order, parts)
    kinds = [PIN if kind == "pin" else EXCHANGE for kind, _ in others]
    return Flat(
        units=parts.units,
        source=parts.source,
        target=parts.target,
        transfer=_transfers(columns, order, parts),
        lo=parts.lo if parts.lo is not None and parts.lo.any() else None,
        left=left,
        came=came,
        opening=np.append(np.maximum(opening, 0), np.zeros(len(others), np.int64)),
        kind=np.append(np.full(len(opening), ACCOUNT, np.int8), np.array(kinds, np.int8)),
        transfers=len(columns),
    )


def _transfers(columns: Columns, order: Order, parts: Cut) -> Int32 | None:
    """Return the transfer of each part, or None where part n is transfer n."""
    departures = order.departures()
    if departures is None and parts.transfer is None:
        return None
    numbers = np.arange(len(columns), dtype=np.int32) if departures is None else departures
    found = numbers if parts.transfer is None else numbers[parts.transfer]
    is_plain = len(found) == len(columns) and np.array_equal(found, np.arange(len(found)))
    return None if is_plain else found


def _annulled(ground: Ground) -> tuple[tuple[TransferId, TransferId], ...]:
    """Return the pairs that undo each other, by the ids of the payments."""
    payments = ids_of(ground.columns, ground.annulled.payment)
    refunds = ids_of(ground.columns, ground.annulled.refund)
    return tuple(sorted(zip(payments, refunds, strict=True)))


def _stated(columns: Columns, held: Sequence[Pin]) -> tuple[Pinned, ...]:
    """Return pins by the ids of their transfers."""
    credit = ids_of(columns, [pin.credit for pin in held])
    debit = ids_of(columns, [pin.debit for pin in held])
    return tuple(
        pin.stated or Pinned(into, out, pin.minor, basis="refund")
        for pin, into, out in zip(held, credit, debit, strict=True)
    )
