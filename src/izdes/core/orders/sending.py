"""The order as the sanction matrix sees it: its fields by the names of the law pack, its decisions.

`law.sending.missing` says why a paper may not be sent; here stands what it is told. A decision
counts only with a report that found its signature good: a decision without one is not handed on.

The digest of the order is what everybody decides upon. A decision that gives a part is about the
same bytes, and names the part itself; what the institution then owes is `decision.in_force`.
"""

from collections.abc import Mapping

from izdes.core.law import sending as law
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.release import LawPack
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.decision import Decision
from izdes.core.orders.order import Order
from izdes.core.orders.papers import paper_digest


def order_fields(order: Order) -> Mapping[str, object]:
    """Return what the order holds, by the names that measures use."""
    standing = order.case
    return {
        **{said.name: said.text for said in order.said},
        "content": paper_digest(order),
        "case_number": standing.register_number,
        "intake_number": standing.intake_number,
        "why_urgent": standing.why_urgent,
        "qualification": standing.qualification,
        "addressee": order.addressee.bin,
        "subjects": order.subjects,
        "account": order.subjects,
        "demanded": order.demanded,
        "period": order.period,
        "amount": order.cap,
        "days": order.days,
        "ground": order.basis,
    }


def lacks(
    order: Order,
    decision: Decision | None,
    report: VerificationReport,
    *,
    level: str = "",
    act: law.Decision | None = None,
    law_pack: LawPack | None = None,
) -> tuple[law.Lack, ...]:
    """Return every reason why an order may not be sent; empty means that it may.

    Args:
        order: What is to be sent.
        decision: What was decided about it, where the measure needs it.
        report: What was found about the signatures of both; a signature that is not good is none.
        level: Of the prosecutor, by the directory of officers.
        act: A judge's act, which is on paper and has no signature that is checked here.
        law_pack: None is the packaged release.
    """
    day = local_day(report.at)
    digest = paper_digest(order)
    is_ours = report.is_accepted and report.order_digest == digest
    given = [_signature(order, digest)] if is_ours else []
    if decision is not None and is_ours and report.decision_digest == paper_digest(decision):
        given.append(_given(decision, level))
    if act is not None:
        given.append(act)
    return law.missing(
        order.measure, fields=order_fields(order), decisions=given, on=day, law=law_pack
    )


def _signature(order: Order, digest: str) -> law.Decision:
    """Return the signature of the body as the matrix sees it."""
    day = local_day(order.made_at)
    return law.Decision("signature", "given", order.initiator.role, day, digest)


def _given(decision: Decision, level: str) -> law.Decision:
    """Return a prosecutor's decision as the matrix sees it."""
    return law.Decision(
        decision.kind,
        decision.outcome,
        decision.decided_by.role,
        local_day(decision.decided_at),
        decision.order_digest,
        level=level,
        number=decision.number,
    )
