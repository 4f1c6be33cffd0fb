"""Money of several cases on one account: each victim's once, and no name that is not the case's."""

from dataclasses import replace
from pathlib import Path

from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.funds.worked import answers_of, give_answers, open_case
from tests.web.loop import rounds

from izdes.adapters.complaints.reader import read_complaints
from izdes.web.cases.models import Case
from izdes.web.cases.reports import report_of
from izdes.web.cases.services.receiving import receive_complaints
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.loop.models import Plan, Spot, Stop

_OTHER = "investigator_c1"


def other_case(cast: Cast, twin: Path) -> Case:
    """Return a case of another region whose victims paid the same sums into the same accounts."""
    case = desk.running_case(cast, "others", login=_OTHER)
    complaints, _ = read_complaints(twin / "complaints.jsonl")
    with cast.acts(_OTHER) as officer:
        taken = receive_complaints(
            reports=[replace(report_of(c), external_id=f"c1-{c.complaint_id}") for c in complaints],
            unit=case.unit,
            officer=officer,
            source="import",
        )
        for one in filter(None, taken):
            join_complaint(complaint=one.complaint, case=case, officer=officer)
    rounds.work()
    return case


def order_of(case: Case) -> Request:
    """Return the first order that is drafted in a case."""
    return next(r for r in rounds.drafts_of(case) if r.kind == "order")


def spot_on(case: Case, account: str) -> Spot:
    """Return an account in the latest plan of a case."""
    return Spot.objects.get(plan=rounds.plan_of(case), account=account)


def minor_of(request: Request) -> int:
    """Return for how much an order is."""
    cap = draft_of(request.draft).cap
    assert cap is not None
    return cap.amount_minor


def test_a_second_case_orders_what_no_standing_order_is_about(banked: Cast, twin: Path) -> None:
    first = rounds.complained(banked, twin)
    second = other_case(banked, twin)
    with banked.acts(rounds.LEAD):
        order = order_of(first)
        account, ours = order.subjects.get().account, minor_of(order)
    with banked.acts(_OTHER):
        before = spot_on(second, account)
        plans = Plan.objects.filter(case=second).count()
        assert before.request is not None
        both = minor_of(before.request)

    rounds.sent(banked, order)
    rounds.work()

    with banked.acts(_OTHER):
        after = spot_on(second, account)
        assert Plan.objects.filter(case=second).count() > plans
        assert both == 2 * ours
        assert after.request is not None
        assert minor_of(after.request) == both - ours


def test_what_other_cases_papers_alone_name_is_neither_named_nor_drafted(
    banked: Cast, twin: Path
) -> None:
    open_case(banked, _OTHER, "elsewhere")
    give_answers(banked, _OTHER, "elsewhere", answers_of(twin))
    case = rounds.complained(banked, twin)

    with banked.acts(rounds.LEAD):
        plan = rounds.plan_of(case)
        foreign = Spot.objects.filter(plan=plan, account="")
        reasons = set(Stop.objects.filter(plan=plan).values_list("reason", flat=True))
        assert foreign.exists() or "access_needed" in reasons
        assert {s.reason for s in foreign} <= {"access_needed"}
        assert not foreign.filter(request__isnull=False).exists()
        own = set(Spot.objects.filter(plan=plan).exclude(account="").values_list("account"))
        asked = Request.objects.filter(case=case, kind="order").values_list("subjects__account")
        assert set(asked) <= own
