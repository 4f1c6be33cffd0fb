"""Currency conversions: the leg that pays and the leg that receives.

An exchange into another currency is two movements in two statements: one pays in its currency,
the other receives in its own. They become one exchange (key ``@fx:<row>``) when holder and
instant, or holder and document number, leave no choice. A leg without its partner leads to an
unknown place.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from izdes.core.money.account import AccountKey, conversion_at, unknown_at
from izdes.core.money.overlap import Movement
from izdes.core.money.transfer import RowId

Legs = tuple[Movement, Movement]
Moments = dict[tuple[str, datetime], list[Movement]]


def far_sides(conversions: Iterable[Movement]) -> dict[RowId, AccountKey]:
    """Return the key that stands on the other side of every conversion leg.

    Args:
        conversions: Movements whose rows say "conversion", in any order.

    Returns:
        Row of the leg -> ``@fx:<row of the paying leg>``, or ``@unknown:<row>`` when unpaired.
    """
    legs = sorted(conversions, key=lambda m: (m.shown.booked_at, m.position, m.shown.row_id))
    found = {m.shown.row_id: unknown_at(m.shown.row_id) for m in legs}
    for rule in (_by_reference, _by_instant):
        left = [m for m in legs if found[m.shown.row_id].startswith("@unknown:")]
        for paying, receiving in rule(left):
            key = conversion_at(min(row.row_id for row in paying.rows))
            found[paying.shown.row_id] = found[receiving.shown.row_id] = key
    return found


def _by_reference(legs: list[Movement]) -> Iterator[Legs]:
    """Pair the only paying and the only receiving leg of one holder and document number."""
    often = Counter(_document(m) for m in legs)
    paying = {_document(m): m for m in legs if m.shown.direction == "debit"}
    for receiving in legs:
        document = _document(receiving)
        partner = paying.get(document)
        if partner is None or receiving.shown.direction == "debit" or not document[1]:
            continue
        if often[document] == len({"pays", "receives"}) and _differ(partner, receiving):
            yield partner, receiving


def _by_instant(legs: list[Movement]) -> Iterator[Legs]:
    """Pair one holder's legs of one instant in row order, where as many pay as receive."""
    paying, receiving = _by_moment(legs, "debit"), _by_moment(legs, "credit")
    for moment, from_ in paying.items():
        to = receiving.get(moment, [])
        pairs = list(zip(from_, to, strict=False))
        if len(from_) == len(to) and all(_differ(a, b) for a, b in pairs):
            yield from pairs


def _by_moment(legs: list[Movement], direction: str) -> Moments:
    """Group the legs of one direction by holder and instant."""
    groups: defaultdict[tuple[str, datetime], list[Movement]] = defaultdict(list)
    for leg in legs:
        if leg.shown.direction == direction:
            groups[leg.holder, leg.shown.booked_at].append(leg)
    return groups


def _document(leg: Movement) -> tuple[str, str]:
    """Return the holder and the document number of a leg."""
    return leg.holder, leg.shown.reference


def _differ(paying: Movement, receiving: Movement) -> bool:
    """Say whether the legs are in two currencies."""
    return paying.shown.currency != receiving.shown.currency
