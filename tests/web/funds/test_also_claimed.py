"""Money on an account that victims of several cases claim: each is told that there are others."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.funds.worked import (
    answers_of,
    client_of,
    give_answers,
    open_case,
    run_jobs,
    take_all,
)

from izdes.adapters.complaints.reader import read_complaints
from izdes.adapters.words import say
from izdes.web.cases.models import Case
from izdes.web.cases.reports import report_of
from izdes.web.cases.services.receiving import receive_complaints
from izdes.web.cases.services.triage import join_complaint

OTHER = "investigator_c1"


@pytest.fixture
def both(office: Cast, twin: Path) -> tuple[Case, Case]:
    """Return two cases of two units, whose victims paid into the same accounts."""
    first = take_all(office, "investigator_a1", "money", twin)
    second = open_case(office, OTHER, "others")
    complaints, _ = read_complaints(twin / "complaints.jsonl")
    with office.acts(OTHER) as officer:
        taken = receive_complaints(
            reports=[replace(report_of(c), external_id=f"c1-{c.complaint_id}") for c in complaints],
            unit=second.unit,
            officer=officer,
            source="import",
        )
        for one in filter(None, taken):
            join_complaint(complaint=one.complaint, case=second, officer=officer)
    give_answers(office, OTHER, "others", answers_of(twin))
    run_jobs()
    return first, second


def _page(office: Cast, login: str, case: Case) -> str:
    client = client_of(office, login)
    return client.get(reverse("case_money", args=[case.pk])).content.decode()


def test_each_case_is_told_and_not_of_which(office: Cast, both: tuple[Case, Case]) -> None:
    told = say("funds_also_claimed", "kk", count=1)

    first, second = both

    for login, case, other in (("investigator_a1", first, second), (OTHER, second, first)):
        page = _page(office, login, case)
        assert told in page
        assert reverse("case_overview", args=[other.pk]) not in page


def test_of_a_sealed_case_nothing_is_told(office: Cast, both: tuple[Case, Case]) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_case SET is_sealed = true WHERE id = %s", [both[1].pk])

    page = _page(office, "investigator_a1", both[0])

    assert say("funds_also_claimed", "kk", count=1) not in page
