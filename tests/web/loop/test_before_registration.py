"""A complaint that nobody has decided on: money is to be held, and nothing else is asked."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.loop import rounds

from izdes.adapters.complaints.reader import read_complaints
from izdes.web.cases.models import Complaint
from izdes.web.cases.reports import report_of
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.correspondence.models import Request
from izdes.web.loop.models import Plan, Spot, Stop

_DESK = "duty_officer_a1"


def told(cast: Cast, twin: Path, *, ago: timedelta) -> Complaint:
    """Return the first complaint of a twin as if it was made some time ago, planned for."""
    (first, *_), _ = read_complaints(twin / "complaints.jsonl")
    with cast.acts(_DESK) as officer:
        report = replace(report_of(first), reported_at=now() - ago)
        made = receive_complaint(
            report=report, unit=cast.body("a1"), officer=officer, source="desk", receipt="told"
        ).complaint
    rounds.work()
    return made


def told_lately(cast: Cast, twin: Path) -> Complaint:
    """Return the same as if it was made this morning."""
    return told(cast, twin, ago=timedelta(hours=3))


def test_what_may_precede_registration_is_drafted_and_the_rest_says_why_not(
    banked: Cast, twin: Path
) -> None:
    complaint = told_lately(banked, twin)

    with banked.acts(_DESK):
        plan = Plan.objects.get(complaint=complaint)
        requests = list(Request.objects.filter(complaint=complaint))
        reasons = set(Stop.objects.filter(plan=plan).values_list("reason", flat=True))
        assert plan.case_id is None
        assert plan.trace_id is None
        assert requests
        assert {r.kind for r in requests} == {"order"}
        assert all(r.is_urgent_before and r.state == "draft" for r in requests)
        assert reasons == {"not_registered"}
        assert not plan.is_at_the_end


def test_after_three_days_nothing_is_planned_before_registration(banked: Cast, twin: Path) -> None:
    complaint = told(banked, twin, ago=timedelta(hours=73))

    with banked.acts(_DESK):
        assert not Plan.objects.filter(complaint=complaint).exists()
        assert not Request.objects.filter(complaint=complaint).exists()


def test_once_it_is_a_case_its_own_plan_takes_the_place_of_the_drafts(
    banked: Cast, twin: Path
) -> None:
    complaint = told_lately(banked, twin)
    case = desk.running_case(banked, "money")
    with banked.acts(rounds.LEAD) as lead:
        join_complaint(complaint=complaint, case=case, officer=lead)

    rounds.work()

    with banked.acts(rounds.LEAD):
        before = Request.objects.filter(complaint=complaint, case__isnull=True)
        orders = Request.objects.filter(case=case, kind="order", state="draft")
        assert {r.state for r in before} == {"withdrawn"}
        assert {o.addressee_id for o in orders} == {r.addressee_id for r in before}
        assert Request.objects.filter(case=case, kind="request").exists()
        spots = Spot.objects.filter(plan=rounds.plan_of(case))
        assert all(s.request_id is not None or s.reason for s in spots)
