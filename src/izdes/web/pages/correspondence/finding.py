"""Finding: the requests of an inbox by the tail of a card, a sum, and a minute.

An institution that looks at a payment asks whether an order is about it. What is found is what
names such a number, such a sum as the most to be held or held, or a period with that minute in it.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from izdes.web.correspondence.errors import DraftWrong
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Draft, draft_of

_MOST = 1_000


def found_by(
    rows: QuerySet[Request], *, tail: str = "", amount: int | None = None, minute: datetime | None
) -> QuerySet[Request]:
    """Return the requests that agree with everything that is asked.

    Args:
        tail: The last signs of a card, an account or a telephone.
        amount: In minor units.
        minute: Of the payment; the period of the request, or of the hold, holds it.
    """
    if tail:
        subject = Q(subjects__value__iendswith=tail)
        rows = rows.filter(subject | Q(holds__account__iendswith=tail)).distinct()
    if amount is None and minute is None:
        return rows
    some = rows.prefetch_related("subjects", "holds")[:_MOST]
    keys = [one.pk for one in some if _agrees(one, amount, minute)]
    return rows.filter(pk__in=keys)


def _agrees(found: Request, amount: int | None, minute: datetime | None) -> bool:
    """Say whether a request is about such a sum, at such a minute."""
    try:
        draft = draft_of(found.draft)
    except DraftWrong:
        return False
    return (amount is None or amount in _sums(found, draft)) and (
        minute is None or _covers(found, draft, minute)
    )


def _sums(found: Request, draft: Draft) -> set[int]:
    """Return every sum that a request names."""
    named = {one.most_minor for one in found.subjects.all() if one.most_minor is not None}
    named |= {one.amount_minor for one in found.holds.all()}
    return named | ({draft.cap.amount_minor} if draft.cap else set())


def _covers(found: Request, draft: Draft, minute: datetime) -> bool:
    """Say whether a minute lies in the period of a request, or while it holds."""
    if draft.period is not None:
        return draft.period.since <= minute < draft.period.until
    held = [one for one in found.holds.all() if one.since is not None]
    return any(
        one.since is not None and one.since <= minute and (one.until is None or minute < one.until)
        for one in held
    )
