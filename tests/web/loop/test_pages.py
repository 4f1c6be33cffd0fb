"""Pages of the loop: where the money is now, of a case and of a complaint; the limits."""

from pathlib import Path

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.funds.worked import client_of
from tests.web.loop import rounds
from tests.web.loop.test_before_registration import told_lately

from izdes.adapters.words import say
from izdes.core.holds.stopping import StopRules
from izdes.web.correspondence.services import withdraw
from izdes.web.journal.models import Entry
from izdes.web.loop.limits import set_rules
from izdes.web.loop.models import Plan, Rules, Spot, Stop

_DESK, _ANALYST = "duty_officer_a1", "hq_analyst"
_MUCH = 10**15
_SAID = {
    "floor": "1500,50",
    "most_layers": "",
    "cost": "0",
    "onward": "100",
    "again": "24",
    "ground": "order 7",
}


def test_accounts_lead_to_their_drafts_and_what_is_not_asked_says_why(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    client = client_of(banked, rounds.LEAD)

    page = client.get(reverse("case_money_now", args=[case.pk])).content.decode()

    with banked.acts(rounds.LEAD):
        plan = rounds.plan_of(case)
        drafts = list(Spot.objects.filter(plan=plan, request__isnull=False)[:20])
        reasons = set(Stop.objects.filter(plan=plan).values_list("reason", flat=True)[:20])
        assert drafts
        assert all(reverse("request", args=[s.request_id]) in page for s in drafts)
        assert all(say(f"hold_stop.{reason}", "kk") in page for reason in reasons)
    assert say("loop_at_the_end", "kk") not in page
    assert "style=" not in page


def test_a_table_of_accounts_is_exported(banked: Cast, twin: Path) -> None:
    case = rounds.complained(banked, twin)
    client = client_of(banked, rounds.LEAD)

    answer = client.get(reverse("case_money_now", args=[case.pk]), {"spots-as": "csv"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined] # a file
    with banked.acts(rounds.LEAD):
        count = Spot.objects.filter(plan=rounds.plan_of(case)).count()
    assert len(lines) == count + 1


def test_a_case_without_a_plan_says_what_to_do(banked: Cast) -> None:
    case = desk.running_case(banked, "empty")
    client = client_of(banked, rounds.LEAD)

    page = client.get(reverse("case_money_now", args=[case.pk])).content.decode()

    assert say("loop_no_plan", "kk") in page


def test_a_trail_at_its_end_says_so(banked: Cast, twin: Path) -> None:
    case = rounds.complained(banked, twin)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE loop_plan SET is_at_the_end = true WHERE case_id = %s", [case.pk])

    page = client_of(banked, rounds.LEAD).get(reverse("case_money_now", args=[case.pk]))

    assert say("loop_at_the_end", "kk") in page.content.decode()


def test_the_desk_sees_the_plan_of_a_complaint_and_a_stranger_does_not(
    banked: Cast, twin: Path
) -> None:
    complaint = told_lately(banked, twin)
    address = reverse("triage_now", args=[complaint.pk])

    page = client_of(banked, _DESK).get(address).content.decode()

    with banked.acts(_DESK):
        plan = Plan.objects.get(complaint=complaint)
        drafted = Spot.objects.filter(plan=plan, request__isnull=False).first()
        assert drafted is not None
        assert reverse("request", args=[drafted.request_id]) in page
    assert say("hold_stop.not_registered", "kk") in page
    assert client_of(banked, "investigator_b1").get(address).status_code == 404


def test_a_draft_of_the_machine_says_so_and_a_taken_back_one_by_whom(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD):
        machines, officers = rounds.drafts_of(case)[:2]
    client = client_of(banked, rounds.LEAD)
    proposed = client.get(reverse("request", args=[machines.pk])).content.decode()
    listed = client.get(reverse("case_requests", args=[case.pk])).content.decode()
    day = client.get(reverse("home")).content.decode()

    with banked.acts(rounds.LEAD) as lead:
        withdraw(request=officers, reason="қажет емес", officer=lead)
    with banked.acts(_ANALYST) as analyst:
        set_rules(rules=StopRules(floor_minor=_MUCH), ground="order 1", officer=analyst)
    rounds.asked_again(case)
    rounds.work()

    assert say("corr_machine_proposed", "kk") in proposed
    assert say("corr_state_proposed", "kk") in listed
    assert say("corr_state_proposed", "kk") in day
    taken_back, left = (
        client.get(reverse("request", args=[one.pk])).content.decode()
        for one in (machines, officers)
    )
    assert say("corr_machine_withdrawn", "kk") in taken_back
    assert say("corr_machine_withdrawn", "kk") not in left


def test_the_history_of_a_case_names_what_the_journal_keeps_by_keys(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD) as lead:
        drafted = rounds.drafts_of(case)[0]
        withdraw(request=drafted, reason="қажет емес", officer=lead)

    answer = client_of(banked, rounds.LEAD).get(reverse("case_history", args=[case.pk]))

    told = {one.event: one for one in answer.context["told"]}
    trace = say("funds_trace_number", "kk", number=1)
    assert f"({drafted.number})" in told["request.withdrawn"].sentence
    assert f"({trace})" in told["loop.planned"].sentence
    assert f"({trace})" in told["case.traced"].sentence
    digests = {change for one in told.values() for change in one.exact}
    assert any(change.startswith(say("field_trace_findings", "kk")) for change in digests)
    assert not any(change in digests for one in told.values() for change in one.changes)


def test_queries_do_not_grow_with_accounts(banked: Cast, twin: Path) -> None:
    case = rounds.complained(banked, twin)
    client = client_of(banked, rounds.LEAD)
    address = reverse("case_money_now", args=[case.pk])
    counts = []

    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        if len(counts) == 2:
            _add_spots(banked, case.pk)

    assert counts[2] <= counts[1] + 1


def test_an_analyst_sets_limits_with_a_ground_and_nobody_else(banked: Cast) -> None:
    address = reverse("loop_limits")
    before = Entry.objects.using("owner").filter(event="loop.rules_set").count()

    refused = client_of(banked, rounds.LEAD).post(address, _SAID)
    empty = client_of(banked, _ANALYST).post(address, {**_SAID, "ground": " "})
    beyond = client_of(banked, _ANALYST).post(address, {**_SAID, "onward": "1001"})
    done = client_of(banked, _ANALYST).post(address, _SAID)

    assert [a.status_code for a in (refused, empty, beyond, done)] == [403, 422, 422, 302]
    latest = Rules.objects.using("owner").latest("pk")
    assert (latest.floor_minor, latest.most_layers) == (1_500_50, None)
    assert Entry.objects.using("owner").filter(event="loop.rules_set").count() == before + 1
    page = client_of(banked, _ANALYST).get(address).content.decode()
    assert 'value="1500,50"' in page


def _add_spots(cast: Cast, case: int) -> None:
    """Put further accounts with the same draft into the latest plan of a case."""
    with cast.acts(rounds.LEAD):
        plan = Plan.objects.filter(case=case).latest("pk")
        first = Spot.objects.filter(plan=plan, request__isnull=False).first()
    assert first is not None
    first._state.db = "owner"  # noqa: SLF001 - only the owner adds them
    for rank in range(1000, 1009):
        first.pk, first.rank = None, rank
        first.save(using="owner", force_insert=True)
