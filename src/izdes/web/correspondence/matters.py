"""Matters: what was asked before, so that nobody asks again elsewhere after a refusal.

A request is of the same matter as an earlier one where it asks the same addressee under the same
measure, in the same case, about any of the same subjects. Officers may name another as well.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from izdes.core.orders.subjects import Subject
from izdes.web.cases.models import Case
from izdes.web.correspondence.errors import RequestStands
from izdes.web.correspondence.models import Decision, Request


def earlier_of(request: Request, subjects: Sequence[Subject]) -> Request | None:
    """Return the latest refused request of the same matter; None where there is none."""
    same = Q(pk__in=())
    for one in subjects:
        same |= Q(subjects__kind=one.kind, subjects__value=one.value)
    of_case = Q(case=request.case) if request.case_id else Q(complaint=request.complaint)
    refused = Q(decisions__outcome__in=["refused", "given_in_part"])
    rows = Request.objects.filter(
        of_case, refused, same, measure=request.measure, addressee=request.addressee_id
    )
    if request.pk is not None:
        rows = rows.filter(pk__lt=request.pk)
    return rows.order_by("-pk").first()


def require_first(request: Request, field: str) -> None:
    """Refuse a request where one that stands says the same in a field; the case stays locked.

    Of two clicks at once both find that nothing was written yet: the second waits here for the
    first, and asks again.

    Args:
        request: Of a case.
        field: Name of what the draft says, a contract's for one.

    Raises:
        RequestStands: A request of the case under the same measure says the same.
    """
    held = Case.objects.select_for_update(of=("self",)).get(pk=request.case_id or 0)
    rows = Request.objects.filter(case=held, measure=request.measure)
    for one in rows.exclude(state__in=["withdrawn", "closed"]).order_by("pk"):
        if _said(one, field) == _said(request, field):
            raise RequestStands(number=one.number)


def _said(request: Request, field: str) -> str:
    """Return what a draft says in a field; nothing: the empty text."""
    said = request.draft.get("said", ())
    return next((str(one["text"]) for one in said if one["name"] == field), "")


def chain_of(request: Request) -> Iterator[Request]:
    """Yield the earlier requests of the same matter, the latest first.

    A draft that names none, the machine's for one, is of the matter of the latest that was refused.
    """
    seen = {request.pk}
    before = request.same_matter or _named_by_none(request)
    while before is not None and before.pk not in seen:
        seen.add(before.pk)
        yield before
        before = before.same_matter


def _named_by_none(request: Request) -> Request | None:
    """Return the refused request that a draft should have named."""
    rows = request.subjects.order_by("position")
    return earlier_of(request, [Subject(row.kind, row.value, row.card_digest) for row in rows])  # type: ignore[arg-type] # kept as checked


def refusals_of(request: Request) -> list[Decision]:
    """Return what was refused of the same matter before, the latest first; parts count too."""
    return [*_refusals(chain_of(request))]


def _refusals(requests: Iterable[Request]) -> Iterator[Decision]:
    """Yield the refusals of requests."""
    for one in requests:
        rows = one.decisions.exclude(outcome="given").select_related("decided_by")
        yield from rows.order_by("-pk")
