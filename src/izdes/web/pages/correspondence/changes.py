"""Changes: what differs between an order and the one of the same matter that was refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from izdes.adapters.words import Lang, amount, moment, say
from izdes.core.errors import IzdesError
from izdes.core.orders.order import Order
from izdes.web.correspondence.orders.packets import Packet
from izdes.web.correspondence.selectors import order_paper
from izdes.web.pages.correspondence.naming import demanded_words, worded

_TAIL = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it is called, what stood there, what stands there now."""

    name: str
    before: str
    now: str


def changes_of(laid: Packet, lang: Lang) -> list[Change]:
    """Return what differs from the order that was refused last; nothing where none was."""
    if not laid.refusals:
        return []
    try:
        before = order_paper(laid.refusals[0].request)
    except IzdesError:
        return []
    old, new = dict(_told(before, lang)), dict(_told(laid.order, lang))
    names = [*old, *(name for name in new if name not in old)]
    found = (Change(name, old.get(name, ""), new.get(name, "")) for name in names)
    return [one for one in found if one.before != one.now]


def _told(order: Order, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield what an order says, field by field, in words."""
    yield say("measure_field.ground", lang), order.basis
    yield (
        say("measure_field.subjects", lang),
        ", ".join(
            f"{worded('corr_kind_', one.kind)} …{one.value[-_TAIL:]}" for one in order.subjects
        ),
    )
    yield (
        say("measure_field.demanded", lang),
        ", ".join(demanded_words(one) for one in order.demanded),
    )
    if order.period is not None:
        period = f"{moment(order.period.since)} – {moment(order.period.until)}"
        yield say("measure_field.period", lang), period
    if order.cap is not None:
        yield say("corr_cap", lang), amount(order.cap.amount_minor, order.cap.currency)
    if order.days is not None:
        yield say("corr_days", lang), str(order.days)
    for one in order.said:
        yield worded("measure_field.", one.name), one.text
