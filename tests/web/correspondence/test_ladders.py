"""Ladders: the centre's block, the suspension, the motion and the judge stand on one line."""

from dataclasses import replace
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    OTHER_IBAN,
    SUSPENSION,
    accepted,
    answer_to,
    answered,
    asked,
    draft,
    drafted,
    held_answer,
    running_case,
    sent,
)

from izdes.adapters.words import say
from izdes.core.holds.rungs import LadderLine
from izdes.web.cases.models import Case
from izdes.web.correspondence.models import Hold, Request
from izdes.web.correspondence.selectors import harm_data, ladder_of
from izdes.web.correspondence.services import change_draft
from izdes.web.law.editions import pack_in_force

_INCIDENT = "incident.anti_fraud"
_SAID = {
    "payer_account": "KZ-payer",
    "payee_account": "KZ-payee",
    "moment": "2026-05-20 10:00",
    "payer_bank": "bank-two",
}


def blocked_by_centre(cast: Cast, case: Case, *, ago: timedelta = timedelta()) -> Request:
    """Return an incident that the centre answered with a block, some time ago."""
    request = drafted(cast, case, _INCIDENT)
    with cast.acts(LEAD) as officer:
        told = replace(draft(SUSPENSION), days=None).saying(**_SAID)
        change_draft(request=request, draft=told, officer=officer)
    found = accepted(cast, sent(cast, request))
    since = now() - ago
    block = replace(held_answer(found), at=since, since=since, until=None)
    answered(cast, found, answer_to(found, holds=(block,)))
    return found


def _line(cast: Cast, request: Request) -> LadderLine:
    """Return the ladder of a request as its lead sees it now."""
    with cast.acts(LEAD):
        found = Request.objects.select_related("case").get(pk=request.pk)
        return ladder_of(found, pack_in_force(), now=now())


def test_the_centres_block_stands_before_the_suspension(cast: Cast) -> None:
    case = running_case(cast)
    blocked_by_centre(cast, case)
    order = drafted(cast, case, SUSPENSION)

    line = _line(cast, order)

    assert [rung.rung for rung in line.rungs] == ["centre_block", "suspension", "motion", "judge"]
    block, suspension, *_ = line.rungs
    assert (block.state, block.is_next_drafted, block.alarm_hours) == ("standing", True, None)
    assert suspension.state == "ahead"


def test_a_block_that_runs_out_rings_while_no_suspension_is_drafted(cast: Cast) -> None:
    case = running_case(cast)
    block = blocked_by_centre(cast, case, ago=timedelta(days=40))

    line = _line(cast, block)

    assert [rung.rung for rung in line.rungs][:2] == ["centre_block", "suspension"]
    assert line.rungs[0].state == "late"
    assert not line.rungs[0].is_next_drafted


def test_a_block_ends_by_the_clock_of_the_law_where_the_centre_says_no_end(cast: Cast) -> None:
    request = blocked_by_centre(cast, running_case(cast))

    with cast.acts(LEAD) as officer:
        hold = Hold.objects.get(request=request)
        assert hold.until is not None
        assert hold.since is not None
        # Five working days are never less than five days, and two weeks hold ten of them.
        assert timedelta(days=5) <= hold.until - hold.since
        assert not [one for one in harm_data(officer) if one.number == request.number]


def test_a_suspension_that_holds_meets_the_block(cast: Cast) -> None:
    case = running_case(cast)
    blocked_by_centre(cast, case)
    order = accepted(cast, sent(cast, drafted(cast, case, SUSPENSION)))
    answered(cast, order, answer_to(order, holds=(held_answer(order),)))

    line = _line(cast, order)

    assert [rung.state for rung in line.rungs][:2] == ["done", "standing"]


def test_another_account_has_a_ladder_of_its_own(cast: Cast) -> None:
    case = running_case(cast)
    blocked_by_centre(cast, case)
    order = drafted(cast, case, SUSPENSION, subjects=asked(OTHER_IBAN))

    assert _line(cast, order).rungs[0].rung == "suspension"


def test_the_page_shows_a_block_without_an_order_and_offers_the_suspension(cast: Cast) -> None:
    case = running_case(cast)
    block = blocked_by_centre(cast, case)
    client = Client()
    client.force_login(cast.officer(LEAD))
    url = reverse("case_requests_holds", args=[case.pk])

    page = client.get(url).content.decode()

    assert say("ladder_rung.centre_block", "kk") in page
    assert f"?measure={SUSPENSION}" in page
    drafted(cast, case, SUSPENSION)
    page = client.get(url).content.decode()
    assert page.count('class="ladder"') == 1
    assert f"?measure={SUSPENSION}" not in page
    assert block.number in page
