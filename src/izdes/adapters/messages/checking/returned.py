"""Returned: is what came back within what the order is about, and did it go to the victim?

What came back by itself is told too, in answer to any order. Where an order has no sum and names no
account of the victim, there is nothing to compare with: that is noted, and a person looks.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from izdes.adapters.messages.checking.about import fault, shown
from izdes.adapters.messages.package import Package
from izdes.core.errors import Fault
from izdes.core.money.amounts import plain_amount
from izdes.core.orders.answers import Answer, ReturnAnswer
from izdes.core.orders.claims import asks_to_return, claimed_accounts
from izdes.core.orders.order import Cap
from izdes.core.orders.receipts import Named

_FIELD = "returned"
_TAIL = 4


def return_faults(answer: Answer, package: Package) -> Iterator[Fault]:
    """Yield what is wrong with what came back."""
    order = package.order
    for one in answer.returned:
        yield from _account_faults(one, package)
        if one.at > answer.answered_at:
            yield fault("returned_later_than_answer", "returned.at", **_tail(one))
        if order.cap is not None and one.currency != order.cap.currency:
            yield fault("returned_other_currency", "returned.currency", **_tail(one))
    if order.cap is not None:
        yield from _over(answer, package, order.cap)
    elif answer.returned:
        yield replace(fault("returned_without_sum", _FIELD), severity="noted")
    is_found = any(one.status == "found" for one in answer.subjects)
    if asks_to_return(order) and answer.completeness == "full" and is_found and not answer.returned:
        yield fault("returned_missing", _FIELD)


def _account_faults(one: ReturnAnswer, package: Package) -> Iterator[Fault]:
    """Yield whether the money went to another account than the order names as the victim's."""
    claimed = claimed_accounts(package.order)
    named = {subject.value for subject in package.order.subjects}
    if one.account in claimed:
        return
    if claimed:
        yield fault("returned_other_account", "returned.account", **_tail(one))
    elif one.account.partition(":")[2] not in named or asks_to_return(package.order):
        unnamed = fault("returned_account_unnamed", "returned.account", **_tail(one))
        yield replace(unnamed, severity="noted")


def _over(answer: Answer, package: Package, cap: Cap) -> Iterator[Fault]:
    """Yield every sum above what the order is about."""
    own = [one for one in answer.returned if one.currency == cap.currency]
    per_subject: defaultdict[Named, int] = defaultdict(int)
    for one in own:
        per_subject[one.subject] += one.amount_minor
    for subject in package.owed.subjects:
        named = Named(subject.kind, subject.value)
        most = cap.amount_minor if subject.most_minor is None else subject.most_minor
        if per_subject[named] > most:
            figures = _figures(per_subject[named], most, cap)
            yield fault("returned_over_subject", "returned.amount_minor", **shown(named), **figures)
    total = sum(one.amount_minor for one in own)
    if total > cap.amount_minor:
        figures = _figures(total, cap.amount_minor, cap)
        yield fault("returned_over_sum", "returned.amount_minor", **figures)


def _figures(found: int, most: int, cap: Cap) -> dict[str, str]:
    """Return two sums as people read them."""
    return {
        "found": f"{plain_amount(found, cap.currency)} {cap.currency}",
        "most": f"{plain_amount(most, cap.currency)} {cap.currency}",
    }


def _tail(one: ReturnAnswer) -> dict[str, str]:
    """Return how an account is named to people: its last signs."""
    return {"tail": one.account[-_TAIL:]}
