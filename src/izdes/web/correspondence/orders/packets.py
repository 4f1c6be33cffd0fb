"""Packets: what a prosecutor sees on top of an order: the facts that tie it to the case.

The standing of the case is that of the minute of signing, out of the signed paper. What was found
about every signature is found anew. Checks of legality each cite what they are about; a packet
proves nothing that its papers do not.
"""

from dataclasses import dataclass
from datetime import datetime

from izdes.core.holds.recheck import Recheck
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.needed import Needed, what_is_needed
from izdes.core.law.release import LawPack
from izdes.core.law.sending import Lack
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.order import Order
from izdes.core.orders.sending import lacks
from izdes.web.correspondence.holds.freezing import recheck_of
from izdes.web.correspondence.holds.money import OtherOrder, others_on
from izdes.web.correspondence.matters import refusals_of
from izdes.web.correspondence.models import Decision, Request
from izdes.web.correspondence.orders.papers import checked, order_paper, papers_of


@dataclass(frozen=True, slots=True)
class Changed:
    """A field of an order that differs from the same field of the refused one."""

    field: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Packet:
    """An order as it lies before whoever decides.

    Attributes:
        report: What is found about its signatures now.
        needed: Its measure, with the norms it rests on.
        lacking: What is missing besides the decision itself.
        refusals: Earlier refusals of the same matter, the latest first.
        changed: What is different from the order that was refused last.
        recheck: Its sum beside what is traced now; None where nothing is traced.
        others: Other orders upon the same accounts.
    """

    request: Request
    order: Order
    report: VerificationReport
    needed: Needed
    lacking: tuple[Lack, ...]
    refusals: tuple[Decision, ...]
    changed: tuple[Changed, ...]
    recheck: Recheck | None
    others: tuple[OtherOrder, ...]


def packet_of(request: Request, law: LawPack, *, now: datetime) -> Packet:
    """Return the packet of a signed order.

    Raises:
        PaperTampered: The bytes of the order are not what was signed.
    """
    order = order_paper(request)
    report = checked(papers_of(request), at=now)
    refusals = tuple(refusals_of(request))
    return Packet(
        request=request,
        order=order,
        report=report,
        needed=what_is_needed(request.measure, on=local_day(now), law=law),
        lacking=lacks(order, None, report, law_pack=law),
        refusals=refusals,
        changed=_changed(refusals[0].request, order) if refusals else (),
        recheck=None if order.cap is None else recheck_of(request, order.cap, law),
        others=others_on(request, law),
    )


def _changed(before: Request, order: Order) -> tuple[Changed, ...]:
    """Return what differs between two orders, but for number and moment."""
    earlier = order_paper(before)
    names = ("basis", "subjects", "demanded", "period", "cap", "days", "urgency", "norms")
    pairs = [(name, str(getattr(earlier, name)), str(getattr(order, name))) for name in names]
    said = {one.name: one.text for one in earlier.said}
    fresh = {one.name: one.text for one in order.said}
    pairs += [(name, said.get(name, ""), fresh.get(name, "")) for name in sorted({*said, *fresh})]
    return tuple(Changed(*pair) for pair in pairs if pair[1] != pair[2])
