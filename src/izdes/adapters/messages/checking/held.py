"""Held: is what is held within what the order asks, and is every subject answered?

No sum here is more than its cap: not on one subject, not over all of them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from izdes.adapters.messages.checking.about import fault, shown
from izdes.adapters.messages.making.holds import asks_to_hold
from izdes.adapters.messages.package import Package
from izdes.core.errors import Fault
from izdes.core.money.amounts import plain_amount
from izdes.core.orders.answers import Answer, HoldAnswer
from izdes.core.orders.order import Cap, Order
from izdes.core.orders.receipts import Named


def hold_faults(answer: Answer, package: Package) -> Iterator[Fault]:
    """Yield what is wrong with what is held."""
    order = package.order
    if order.cap is None or not asks_to_hold(order):
        if answer.holds:
            yield fault("hold_unasked", "holds")
        return
    for hold in answer.holds:
        yield from _one(hold, answer, order, order.cap)
    yield from _over(answer, package, order.cap)
    yield from _missing(answer, package, order.cap)


def _one(hold: HoldAnswer, answer: Answer, order: Order, cap: Cap) -> Iterator[Fault]:
    """Yield what is wrong with one line."""
    if hold.currency != cap.currency:
        yield fault("hold_other_currency", "holds.currency", **shown(hold.subject))
    is_named = hold.subject.kind in ("iban", "wallet")
    if is_named and hold.account and not hold.account.endswith(f":{hold.subject.value}"):
        yield fault("hold_other_account", "holds.account", **shown(hold.subject))
    if hold.status == "held" and order.days is not None and hold.until is None:
        yield fault("hold_without_end", "holds.until", **shown(hold.subject))
    if hold.since is not None and hold.since > answer.answered_at:
        yield fault("hold_since_later", "holds.since", **shown(hold.subject))
    if hold.at > answer.answered_at:
        yield fault("hold_later_than_answer", "holds.at", **shown(hold.subject))
    if hold.since is not None and hold.since < order.made_at:
        yield fault("hold_before_order", "holds.since", **shown(hold.subject))


def _over(answer: Answer, package: Package, cap: Cap) -> Iterator[Fault]:
    """Yield every sum above its cap."""
    per_subject: defaultdict[Named, int] = defaultdict(int)
    for hold in answer.holds:
        per_subject[hold.subject] += hold.amount_minor
    for subject in package.owed.subjects:
        named = Named(subject.kind, subject.value)
        most = cap.amount_minor if subject.most_minor is None else subject.most_minor
        if per_subject[named] > most:
            figures = _figures(per_subject[named], most, cap)
            yield fault("hold_over_subject", "holds.amount_minor", **shown(named), **figures)
    accounts = {(h.account, h.amount_minor) for h in answer.holds if h.amount_minor}
    if len({account for account, _ in accounts}) != sum(1 for h in answer.holds if h.amount_minor):
        yield fault("hold_twice", "holds.account")
    if sum(per_subject.values()) > cap.amount_minor:
        figures = _figures(sum(per_subject.values()), cap.amount_minor, cap)
        yield fault("hold_over_cap", "holds.amount_minor", **figures)


def _missing(answer: Answer, package: Package, cap: Cap) -> Iterator[Fault]:
    """Yield every subject of which no account is told, while the cap is not reached.

    An account may be told under another subject that leads to it. Of a number that shows; of a
    person it does not, and is only noted where anything else was told.
    """
    is_reached = sum(hold.amount_minor for hold in answer.holds) >= cap.amount_minor
    if answer.completeness != "full" or is_reached:
        return
    told = {hold.subject for hold in answer.holds}
    numbers = {hold.account.rpartition(":")[2] for hold in answer.holds}
    for subject in package.owed.subjects:
        named = Named(subject.kind, subject.value)
        if named in told or subject.value.rpartition(":")[2] in numbers:
            continue
        missing = fault("hold_missing", "holds", **shown(named))
        may_be_told = told and subject.kind not in ("iban", "wallet")
        yield replace(missing, severity="noted") if may_be_told else missing


def _figures(found: int, most: int, cap: Cap) -> dict[str, str]:
    """Return two sums as people read them."""
    return {
        "found": f"{plain_amount(found, cap.currency)} {cap.currency}",
        "most": f"{plain_amount(most, cap.currency)} {cap.currency}",
    }
