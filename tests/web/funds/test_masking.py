"""What rests on another case's statement alone is masked until that case is seen."""

from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.funds.worked import (
    answers_of,
    give_answers,
    open_case,
    run_jobs,
    take_complaints,
)

from izdes.web.cases.models import Case
from izdes.web.funds.models import Account, Hop, Place, Trace, Transfer
from izdes.web.funds.selectors import hops_of, trace_of


@pytest.fixture
def split(office: Cast, twin: Path) -> Case:
    """A case whose victims' banks answered here, and all other banks to a case elsewhere."""
    case = open_case(office, "investigator_a1", "victims")
    open_case(office, "investigator_c1", "elsewhere")
    take_complaints(office, "investigator_a1", "victims", twin)
    answers = answers_of(twin)
    give_answers(office, "investigator_c1", "elsewhere", answers)
    run_jobs()
    return case


def test_a_trace_goes_on_through_statements_of_another_case_and_masks_them(
    office: Cast, split: Case
) -> None:
    with office.acts("investigator_a1") as officer:
        trace = Trace.objects.filter(case=split).latest("current_since")
        hops = Hop.objects.filter(trace=trace, rule="fifo")
        foreign = hops.filter(is_own=False)
        seen = set(Transfer.objects.filter(trace=trace).values_list("number", flat=True))
        shown = trace_of(officer, split)
        assert shown is not None
        way = hops_of(officer, shown, rule="fifo")

        assert foreign.exists()
        assert seen.isdisjoint(foreign.values_list("transfer", flat=True))
        masked = [h for h in way if not h.hop.is_own]
        assert all(h.transfer is None and not h.rows for h in masked)
        assert {b.code for h in masked for b in h.keepers} == {"c1"}
        hidden = Place.objects.filter(trace=trace, is_own=False)
        assert hidden.exists()
        assert not Account.objects.filter(trace=trace, number__in=hidden.values("number")).exists()


def test_whoever_sees_both_cases_sees_the_whole_way(office: Cast, split: Case) -> None:
    with office.acts("hq_analyst") as officer:
        shown = trace_of(officer, split)
        assert shown is not None

        assert all(h.transfer is not None for h in hops_of(officer, shown, rule="fifo"))
        assert not any(place.is_masked for place in shown.places.values())


def test_no_page_tells_what_is_masked(office: Cast, split: Case) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT account.printed, account.holder FROM funds_account account"
            " JOIN funds_place place USING (trace_id, number)"
            " JOIN funds_trace trace ON trace.id = account.trace_id"
            " WHERE trace.case_id = %s AND NOT place.is_own AND account.printed <> ''",
            [split.pk],
        )
        hidden = {text for row in cursor.fetchall() for text in row if len(text) > 6}
    client = Client()
    client.force_login(office.officer("investigator_a1"))

    page = client.get(f"{reverse('case_money', args=[split.pk])}?hops-size=200").content.decode()

    assert hidden
    assert not [text for text in hidden if text in page]
    assert reverse("case_money_access", args=[split.pk]) in page
