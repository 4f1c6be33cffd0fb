"""Why a trail is not followed further: each limit by its reason, and what leads on all the same."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import connections
from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.loop import rounds

from izdes.core.holds.asking import PAYEE
from izdes.core.holds.stopping import StopRules
from izdes.core.orders.answers import SubjectAnswer
from izdes.web.cases.models import Case
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.loop.limits import set_rules
from izdes.web.loop.models import Spot, Stop

_MUCH = 10**15


def reasons_of(cast: Cast, case: Case) -> set[str]:
    """Return for which reasons something is not asked, after the case was planned for anew."""
    rounds.asked_again(case)
    rounds.work()
    with cast.acts(rounds.LEAD):
        stops = Stop.objects.filter(plan=rounds.plan_of(case))
        return set(stops.values_list("reason", flat=True))


def limited(cast: Cast, rules: StopRules) -> None:
    """Let an analyst of the headquarters set limits."""
    with cast.acts("hq_analyst") as analyst:
        set_rules(rules=rules, ground="order 1", officer=analyst)


def test_each_limit_stops_the_trail_by_its_reason_and_takes_untouched_drafts_back(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    found = {}

    for name, rules in (
        ("amount_floor", StopRules(floor_minor=_MUCH)),
        ("hop_limit", StopRules(most_layers=0)),
        ("cost", StopRules(cost_minor=_MUCH)),
    ):
        limited(banked, rules)
        found[name] = reasons_of(banked, case) - {"institution_unknown"}

    assert found == {name: {name} for name in found}
    with banked.acts(rounds.LEAD):
        assert {r.kind for r in rounds.drafts_of(case)} <= {"order"}
        kept = rounds.plan_of(case).rules
        assert kept is not None
        assert kept.cost_minor == _MUCH


def test_below_the_floor_nothing_is_held_either(banked: Cast, twin: Path) -> None:
    limited(banked, StopRules(floor_minor=_MUCH))

    case = rounds.complained(banked, twin)

    with banked.acts(rounds.LEAD):
        spots = Spot.objects.filter(plan=rounds.plan_of(case))
        assert set(spots.values_list("reason", flat=True)) == {"amount_floor"}
        assert rounds.drafts_of(case) == []
        assert rounds.plan_of(case).is_at_the_end


def test_an_institution_that_is_not_in_the_office_is_not_drafted_to(
    banked: Cast, twin: Path
) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE officers_body SET until = %s WHERE code LIKE 'twin-%%'", [date(2026, 2, 1)]
        )

    case = rounds.complained(banked, twin)

    with banked.acts(rounds.LEAD):
        plan = rounds.plan_of(case)
        assert {s.reason for s in Stop.objects.filter(plan=plan)} <= {
            "not_connected",
            "institution_unknown",
        }
        assert "not_connected" in {s.reason for s in Spot.objects.filter(plan=plan)}
        assert rounds.drafts_of(case) == []


def test_what_is_asked_is_not_asked_twice_while_the_answer_is_awaited(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD):
        mine = next(r for r in rounds.drafts_of(case) if r.kind == "request")
    rounds.sent(banked, mine)

    reasons = reasons_of(banked, case)

    assert "asked" in reasons
    assert "asked_lately" not in reasons
    with banked.acts(rounds.LEAD):
        assert not rounds.plan_of(case).is_at_the_end


def test_an_account_that_is_not_its_banks_leads_to_the_bank_that_paid(
    banked: Cast, twin: Path
) -> None:
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD):
        mine = next(r for r in rounds.drafts_of(case) if r.kind == "request")
        accounts = set(mine.subjects.values_list("account", flat=True))
        bank = f"at_{(mine.addressee.institution or '').lower()}"
    mine = rounds.sent(banked, mine)
    desk.accepted(banked, mine, bank)
    paper = desk.answer_to(mine)
    not_ours = tuple(SubjectAnswer(one, "not_ours", "Another bank's") for one in desk.named(mine))

    desk.answered(
        banked,
        mine,
        replace(paper, completeness="none", text="None is ours", subjects=not_ours),
        login=bank,
    )
    rounds.work()

    with banked.acts(rounds.LEAD):
        onward = Request.objects.filter(case=case, state="draft", measure=PAYEE)
        asked = set(onward.values_list("subjects__account", flat=True))
        spots = Spot.objects.filter(plan=rounds.plan_of(case), account__in=accounts)
        assert onward.exists()
        assert not asked & accounts
        assert all(draft_of(one.draft).demanded == ("payee_account", "holder") for one in onward)
        assert spots.exists()
