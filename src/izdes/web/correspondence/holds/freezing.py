"""Freezing: what must hold of money before an order about it is signed, sent or delivered.

The same money is held once on one ground, and the ground is the case; before registration the
complaint. The amount is that of the traces: what reached the accounts and is not shown to have
left, less what other orders hold. A number that was signed never changes: where less is traced
later the order is withdrawn and drafted anew, where more is traced a supplement follows.
"""

from dataclasses import replace

from izdes.core.holds.again import HeldAlready, require_other_money
from izdes.core.holds.parts import Part, Parts, units_in
from izdes.core.holds.recheck import Recheck, recheck
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Measure
from izdes.core.law.pack import measure as measure_named
from izdes.core.law.release import LawPack
from izdes.core.orders.order import Cap
from izdes.core.orders.subjects import Subject
from izdes.web.correspondence.errors import AmountLower
from izdes.web.correspondence.holds.money import OtherOrder, caps_on, free_on, others_on
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Asked, Draft, draft_of
from izdes.web.correspondence.orders.standing import Minute


def require_not_held(request: Request, measure: Measure, minute: Minute) -> None:
    """Refuse to hold the same money twice on one ground.

    Where the parts of the money are not known, the account stands for all that is on it.

    Raises:
        HeldAlready: An earlier order, whether or not it lasts, held some of it.
    """
    if not measure.once:
        return
    ground = _ground(request)
    parts = parts_of(draft_of(request.draft))
    others = others_on(request, minute.law)
    require_other_money(
        measure.measure_id,
        ground=ground,
        parts=parts,
        earlier=[one.hold for one in others],
        on=local_day(minute.at),
        law=minute.law,
    )
    for one in others:
        if one.hold.ground == ground and _is_unclear(one, measure, parts, minute.law):
            raise HeldAlready(number=one.hold.number, minor=one.hold.caught_minor or 0)


def require_traced(request: Request, cap: Cap | None, minute: Minute) -> None:
    """Refuse to hold more than is traced; where nothing is traced yet, nothing is compared.

    The sum of a notice is that of a payment somebody tells of: it holds nothing.

    Raises:
        AmountLower: Less is traced now, or other orders hold it.
    """
    found = None
    if cap is not None and request.kind != "notice":
        found = recheck_of(request, cap, minute.law)
    if found is not None and not found.amount_holds:
        raise AmountLower(request=request.number)


def recheck_of(request: Request, cap: Cap, law: LawPack) -> Recheck | None:
    """Compare the sum of an order with what is traced now; None where nothing is traced there."""
    if not any(one.currency == cap.currency for one in caps_on(request)):
        return None
    return recheck(
        cap.amount_minor,
        now=free_on(request, law, currency=cap.currency),
        state=request.state,  # type: ignore[arg-type] # kept as checked
        consent=request.consent,  # type: ignore[arg-type] # kept as checked
        signed=parts_of(draft_of(request.draft)),
        caught_minor=None if request.answered_at is None else _caught(request, cap.currency),
    )


def priced(request: Request, law: LawPack, *, currency: str = "KZT") -> Draft | None:
    """Return the draft of an order with the sum that may be held now, and which money it is.

    Returns:
        None where no traced money on its accounts is free to be held.
    """
    free = free_on(request, law, currency=currency)
    caps = [one for one in caps_on(request) if one.currency == currency]
    if not free or not caps:
        return None
    # One account: its own digest; several: that of the first says the rule, the draft all parts.
    cap = Cap(units_in(free), currency, caps[0].rule, caps[0].digest())
    return replace(draft_of(request.draft), cap=cap, parts=tuple(map(str, free)))


def subjects_within(request: Request, draft: Draft) -> list[Asked]:
    """Return the subjects of an order with no more upon each than the whole sum of a draft.

    Where there is one account, the sum is what may be held upon it.
    """
    minor = draft.cap.amount_minor if draft.cap else 0
    rows = [*request.subjects.order_by("position")]
    found = []
    for row in rows:
        most = row.most_minor
        if most is not None:
            most = minor if len(rows) == 1 else min(most, minor)
        subject = Subject(row.kind, row.value, row.card_digest, most)  # type: ignore[arg-type] # kept as checked
        found.append(Asked(subject, row.account))
    return found


def parts_of(draft: Draft) -> Parts:
    """Return which money a draft is about, as far as it says so."""
    return tuple(map(Part.parse, draft.parts))


def _ground(request: Request) -> str:
    """Return the ground of an order: its case; before registration, its complaint."""
    complaint = request.complaint
    case = request.case_id or (complaint.case_id if complaint is not None else None)
    return f"complaint:{request.complaint_id}" if case is None else f"case:{case}"


def _caught(request: Request, currency: str) -> int:
    """Return how much an order holds now, as far as whoever acts sees its answers."""
    held = request.holds.filter(status="held", ended_at__isnull=True, currency=currency)
    return sum(held.values_list("amount_minor", flat=True))


def _is_unclear(one: OtherOrder, measure: Measure, parts: Parts, law: LawPack) -> bool:
    """Say whether an earlier hold of the same name may have been of the same money."""
    is_same = measure_named(one.hold.measure_id, law).once == measure.once
    caught_nothing = one.hold.caught_minor == 0
    return is_same and not caught_nothing and not (parts and one.hold.parts)
