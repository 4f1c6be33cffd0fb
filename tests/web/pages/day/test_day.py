"""My day: each sees what is his to do; who works on no cases sees his posts."""

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from tests.web.cast import Cast

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.cases.models import Case
from izdes.web.cases.services.access import ask_access
from izdes.web.cases.services.cases import register_case
from izdes.web.cases.services.members import release_member
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record

# Two of these for each kind of subject that changes name, however many of them changed.
_MOST_QUERIES = 70


def _page(cast: Cast, login: str, *, lang: Lang = "kk") -> str:
    """Return the first page of somebody."""
    client = Client()
    client.force_login(cast.officer(login))
    client.post(reverse("set_language"), {"language": lang})
    return client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_day_of_a_duty_officer_shows_what_waits(cast: Cast, lang: Lang) -> None:
    page = _page(cast, "duty_officer_a1", lang=lang)

    assert say("day_waiting", lang) in page
    assert "a1-loose" in page
    assert "b1-loose" not in page


@pytest.mark.parametrize("login", ["administrator", "auditor", "statistician", "responder_one"])
def test_who_works_on_no_cases_sees_his_posts_and_no_complaints(cast: Cast, login: str) -> None:
    page = _page(cast, login)

    assert say("day_waiting", "kk") not in page
    assert "loose" not in page


def test_a_head_sees_who_asks_to_be_let_in(cast: Cast) -> None:
    with cast.acts("investigator_b1") as officer:
        ask_access(case=cast.case("b1"), unit=cast.body("a1"), ground="More", officer=officer)

    assert "Investigator B1" in _page(cast, "head_of_unit_a1")
    assert say("day_access", "kk") not in _page(cast, "investigator_a1")


@transaction.atomic(durable=True)
def _planned(case: Case, *, drafted: int) -> None:
    """Let the machine plan the next steps of a case."""
    numbers = {"loop_drafted": drafted, "loop_changed": 0, "loop_withdrawn": 0}
    record(
        Event.LOOP_PLANNED,
        officer=None,
        subject=Subject("plan", "1"),
        changes={name: Change(None, str(number)) for name, number in numbers.items()},
        case=case.pk,
    )


@transaction.atomic(durable=True)
def _traced(case: Case) -> None:
    """Let the machine trace the money of a case."""
    record(Event.CASE_TRACED, officer=None, subject=Subject("case", str(case.pk)), case=case.pk)


def _new_case(cast: Cast) -> Case:
    """Let an investigator register a case today."""
    with cast.acts("investigator_a1") as officer:
        return register_case(
            number="today",
            unit=cast.body("a1"),
            registered_at=now(),
            form="investigation",
            category="ordinary",
            officer=officer,
        )


def test_what_the_machine_did_often_is_one_line_that_opens(cast: Cast) -> None:
    for drafted in (5, 7):
        _planned(cast.case("a1"), drafted=drafted)
    for name in ("a1", "a2", "a1"):
        _traced(cast.case(name))

    page = _page(cast, "investigator_a1", lang="en").split(say("day_changed", "en"))[1]

    machine = say("history_system", "en")
    planned: dict[str, str | int] = {"officer": machine, "cases": "1 case"}
    planned |= {"made": 12, "changed": 0, "withdrawn": 0}
    assert say("day_drafts", "en", **planned) in page
    often = say("day_often", "en", count=2, cases="1 case")
    assert say("event_case_traced", "en", officer=machine, subject=often) in page
    assert page.count("<details") == 2


def test_what_happened_once_stands_as_it_is(cast: Cast) -> None:
    _traced(cast.case("a1"))

    page = _page(cast, "investigator_a1", lang="en").split(say("day_changed", "en"))[1]

    machine, number = say("history_system", "en"), cast.case("a1").number
    assert say("event_case_traced", "en", officer=machine, subject=number) in page
    assert "<details" not in page


@pytest.mark.parametrize("login", ["prosecutor_a1", "hq_analyst"])
def test_who_watches_cases_and_leads_none_is_told_what_changed_in_them(
    cast: Cast, login: str
) -> None:
    case = _new_case(cast)
    _traced(case)

    page = _page(cast, login).split(say("day_changed", "kk"))[1]

    assert reverse("case_history", args=[case.pk]) in page


@pytest.mark.parametrize("login", ["investigator_a1", "head_of_unit_a1", "hq_analyst"])
def test_the_day_asks_as_often_for_one_change_as_for_many(cast: Cast, login: str) -> None:
    client = Client()
    client.force_login(cast.officer(login))
    counts = []

    for times in (1, 1, 9):
        for _ in range(times):
            _traced(cast.case("a1"))
            _planned(cast.case("a1"), drafted=1)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("home"))
        counts.append(len(queries))

    assert counts[2] <= counts[1]
    assert counts[2] <= _MOST_QUERIES


def test_what_others_did_in_my_case_is_told_and_what_i_did_is_not(cast: Cast) -> None:
    with cast.acts("head_of_unit_a1") as head:
        release_member(member=cast.member("specialist", "a1"), reason="Done", officer=head)

    assert "Head Of Unit A1" in _page(cast, "investigator_a1")
    told = _page(cast, "head_of_unit_a1")
    assert "Head Of Unit A1 " not in told.split(say("day_changed", "kk"))[1]


def test_who_answers_for_an_institution_is_told_what_waits_or_that_nothing_does(
    cast: Cast,
) -> None:
    nothing = {"correspondence": None, "is_institution": True}

    with translation.override("kk"):
        assert say("day_inbox_none", "kk") in render_to_string("day/_correspondence.html", nothing)
    assert say("corr_inbox_new", "kk") in _page(cast, "responder_one")
    assert reverse("inbox") not in _page(cast, "auditor")
