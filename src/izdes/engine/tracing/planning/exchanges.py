"""Exchanges and ways at scale: where the units of each transfer come from and go, beside pins.

The conventions of `izdes.core.tracing.parts`. What goes out of an exchange of currency carries all
that went in since the last that went out; legs are few, so they are taken one by one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from izdes.engine.tracing.ledger.codes import Bool, Int32
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.planning.order import CREDIT, DEBIT, Order


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Where the units of each transfer come from and go, by place.

    Attributes:
        leaves: Pool whose own money goes first; -1 for none.
        others: Where the rest comes from: an exchange's pool, or -1 for outside; None where all
            do.
        enters: Pool whose debt to its bank is repaid first; -1 for none.
        targets: Where the rest goes: a pool, or -1 minus the code of its ending.
    """

    leaves: Int32
    others: Int32 | None
    enters: Int32
    targets: Int32


def through_exchanges(
    columns: Columns, ways: Ways, exchanges: Sequence[Sequence[int]], first_pool: int
) -> Ways:
    """Return the ways with the legs of exchanges going through their pools."""
    is_exchange = columns.starting("@fx:")
    if not is_exchange.any():
        return ways
    pool_of = {place: first_pool + n for n, legs in enumerate(exchanges) for place in legs}
    met = np.full(len(columns), -1, np.int32)
    met[list(pool_of)] = list(pool_of.values())
    from_exchange = is_exchange[columns.payer]
    into_exchange = is_exchange[columns.payee] & (met >= 0)
    return Ways(
        leaves=np.where(from_exchange, np.int32(-1), ways.leaves),
        others=np.where(from_exchange, met, np.int32(-1)),
        enters=np.where(into_exchange, np.int32(-1), ways.enters),
        targets=np.where(into_exchange, met, ways.targets),
    )


def exchanges_of(columns: Columns, order: Order) -> list[list[int]]:
    """Return the exchanges, by first arrival: places of the legs in and, last, of the leg out."""
    is_exchange = columns.starting("@fx:")
    if not is_exchange.any():
        return []
    waiting: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    found: list[tuple[int, list[int]]] = []
    for moment, place, phase in _legs(columns, order, is_exchange):
        payer, payee = int(columns.payer[place]), int(columns.payee[place])
        if phase != CREDIT and is_exchange[payer] and (legs := waiting.pop(payer, [])):
            found.append((legs[0][0], [n for _, n in legs] + [place]))
        if phase != DEBIT and is_exchange[payee]:
            waiting[payee].append((moment, place))
    return [legs for _, legs in sorted(found)]


def _legs(columns: Columns, order: Order, is_exchange: Bool) -> list[tuple[int, int, int]]:
    """Return number, place and phase of the events that touch an exchange."""
    place = np.arange(len(columns), dtype=np.int32) if order.place is None else order.place
    touched = is_exchange[columns.payer[place]] | is_exchange[columns.payee[place]]
    events = np.flatnonzero(touched)
    phases = np.zeros(len(events), np.int8) if order.phase is None else order.phase[events]
    return list(zip(events.tolist(), place[events].tolist(), phases.tolist(), strict=True))
