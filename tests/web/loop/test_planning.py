"""The loop: what a trace leaves open is drafted, and every answer makes the plan anew."""

from pathlib import Path

from tests.web.cast import Cast
from tests.web.loop import rounds

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.services import change_draft, withdraw
from izdes.web.funds.models import Trace
from izdes.web.loop.models import Plan, Spot, Stop
from izdes.web.loop.services import due_turns


def test_a_registered_complaint_becomes_drafts_and_nothing_is_signed_or_sent(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)

    with banked.acts(rounds.LEAD):
        requests = list(Request.objects.filter(case=case))
        plan = rounds.plan_of(case)
        spots = list(Spot.objects.filter(plan=plan))
        assert {r.state for r in requests} == {"draft"}
        assert {r.drafted_by_id for r in requests} == {None}
        assert len(requests) == plan.drafted
        assert {r.kind for r in requests} == {"order", "request"}
        held = [(s, draft_of(s.request.draft).cap) for s in spots if s.request is not None]
        assert held
        assert all(cap is not None and cap.amount_minor == s.cap_minor for s, cap in held)
        assert all(s.reason for s in spots if s.request_id is None)
        assert [s.rank for s in spots] == list(range(1, len(spots) + 1))
    assert due_turns() == []


def test_what_was_planned_once_is_not_drafted_again(banked: Cast, twin: Path) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD):
        before = [r.pk for r in rounds.drafts_of(case)]

    rounds.asked_again(case)
    rounds.work()

    with banked.acts(rounds.LEAD):
        assert [r.pk for r in rounds.drafts_of(case)] == before
        assert Plan.objects.filter(case=case).count() == 2
        assert rounds.plan_of(case).drafted == 0


def test_what_an_officer_changed_the_machine_leaves_as_it_is(banked: Cast, twin: Path) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD) as lead:
        mine = next(r for r in rounds.drafts_of(case) if r.kind == "request")
        change_draft(request=mine, draft=draft_of(mine.draft).saying(necessity="x"), officer=lead)
        count = len(rounds.drafts_of(case))

    rounds.asked_again(case)
    rounds.work()

    with banked.acts(rounds.LEAD):
        mine.refresh_from_db()
        assert mine.state == "draft"
        assert {s.text for s in draft_of(mine.draft).said if s.name == "necessity"} == {"x"}
        assert len(rounds.drafts_of(case)) == count


def test_what_an_officer_took_back_the_machine_does_not_begin_again(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD) as lead:
        mine = next(r for r in rounds.drafts_of(case) if r.kind == "order")
        account = mine.subjects.get().account
        withdraw(request=mine, reason="Not needed", officer=lead)

    rounds.work()

    with banked.acts(rounds.LEAD):
        orders = Request.objects.filter(case=case, kind="order", subjects__account=account)
        spot = Spot.objects.get(plan=rounds.plan_of(case), account=account)
        assert [r.state for r in orders] == ["withdrawn"]
        assert spot.reason == "left_alone"


def test_answers_lead_on_until_nothing_is_left_and_say_what_following_all_at_once_says(
    banked: Cast, twin: Path, tmp_path: Path
) -> None:
    files = rounds.files_by_account(twin)
    case = rounds.complained(banked, twin)

    layers = rounds.followed_to_the_end(banked, case, files)

    with banked.acts(rounds.LEAD):
        trace = Trace.objects.filter(case=case).latest("current_since")
        asked = {
            account
            for r in Request.objects.filter(case=case, kind="request")
            for account in r.subjects.values_list("account", flat=True)
        }
        stops = set(Stop.objects.filter(plan=rounds.plan_of(case)).values_list("reason", flat=True))
    assert layers > 1
    assert stops <= {"answered", "asked_lately", "institution_unknown", "unnamed"}
    given = {name: data for a in asked for name, data in files.get(a, {}).items()}
    assert rounds.totals_of(trace) == rounds.totals_at_once(tmp_path / "all", twin, given)


def test_an_empty_account_is_not_ordered_held_again(banked: Cast, twin: Path) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD):
        order = next(r for r in rounds.drafts_of(case) if r.kind == "order")
        account = order.subjects.get().account

    rounds.answered(banked, rounds.sent(banked, order), {})
    rounds.work()

    with banked.acts(rounds.LEAD):
        spot = Spot.objects.get(plan=rounds.plan_of(case), account=account)
        assert spot.request_id is None
        assert spot.likely_minor in (0, None)
        assert Request.objects.filter(kind="order", subjects__account=account).count() == 1
