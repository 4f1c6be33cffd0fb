"""What victims added later, and what happened to a complaint, stand where the complaint is seen."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.triage.conftest import Signed

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.cases.models import Attachment, Complaint
from izdes.web.cases.reports import Received, Report
from izdes.web.cases.services.desk import enter_in_book, tell_more
from izdes.web.files.services import store
from izdes.web.journal.history import history_of
from izdes.web.journal.record import Subject


def _page(client: Client, name: str, key: int) -> str:
    return client.get(reverse(name, args=[key])).content.decode()


def test_what_was_added_later_stands_on_the_complaint(cast: Cast, signed: Signed) -> None:
    page = _page(signed("duty_officer_a1"), "triage_complaint", cast.complaint("a1-loose").pk)

    added = page.split('id="additions"')[1].split("</section>")[0]
    assert say("triage_additions", "kk") in added
    assert "<p>later</p>" in added


def test_whoever_sees_no_story_sees_no_later_words(cast: Cast, signed: Signed) -> None:
    page = _page(signed("hq_analyst"), "triage_complaint", cast.complaint("a1-loose").pk)

    assert 'id="additions"' in page
    assert "<p>later</p>" not in page


def test_what_was_added_later_stands_in_its_case(cast: Cast, signed: Signed) -> None:
    browser, case = signed("investigator_a1"), cast.case("a1")

    assert "<p>later</p>" in _page(browser, "case_episodes", case.pk)
    told = say("case_event_addition", "kk", receipt="a1", text="later")
    assert told in _page(browser, "case_timeline", case.pk)


def test_the_duty_officer_is_told_in_his_day(cast: Cast, signed: Signed) -> None:
    def added(login: str) -> str:
        page = signed(login).get(reverse("home")).content.decode()
        return page.split('id="day-added"')[-1].split("</section>")[0]

    assert "a1-loose" in added("duty_officer_a1")
    assert "b1-loose" not in added("duty_officer_a1")
    its_case = reverse("case_overview", args=[cast.case("c1").pk])
    assert its_case in added("investigator_c1")
    assert its_case not in added("investigator_a1")


def test_a_file_says_that_it_is_as_it_was_received(
    cast: Cast, signed: Signed, complaint: Complaint
) -> None:
    with cast.acts("duty_officer_a1") as officer:
        number = store([b"a screenshot"], name="чек.txt", officer=officer.pk)
        report = Report(complaint.reported_at, files=(Received(number, "later", "чек.txt"),))
        tell_more(complaint=complaint, report=report, officer=officer)
        file = Attachment.objects.get(complaint=complaint).file
    browser = signed("duty_officer_a1")

    listed = _page(browser, "triage_complaint", complaint.pk).split('id="files"')[1]
    assert say("triage_file_as_received", "kk", size=file.size_bytes) in listed
    assert say("triage_file_later", "kk") in listed
    page = _page(browser, "file", number)
    assert say("files_page_as_received_said", "kk") in page
    assert say("files_came_with", "kk", receipt=complaint.receipt) in page
    assert say("files_page_unused", "kk") not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whoever_sees_a_complaint_sees_its_history_with_values(
    cast: Cast, complaint: Complaint, lang: Lang
) -> None:
    with cast.acts("duty_officer_a1") as officer:
        enter_in_book(complaint=complaint, number="77", officer=officer)
        told = history_of(officer.pk, Subject("complaint", str(complaint.pk)), lang=lang)

    assert [one.event for one in told] == ["complaint.taken", "complaint.entered_in_book"]
    assert any("«77»" in change for change in told[1].changes)
    assert any(f"«{say('triage_source_desk', lang)}»" in change for change in told[0].changes)


def test_the_history_stands_on_the_page(signed: Signed, complaint: Complaint) -> None:
    page = _page(signed("duty_officer_a1"), "triage_complaint", complaint.pk)

    history = page.split('id="history"')[1]
    assert say("triage_history_none", "kk") not in history
    assert "Duty Officer A1" in history


def test_whoever_does_not_see_a_complaint_sees_none_of_its_history(
    cast: Cast, complaint: Complaint
) -> None:
    with cast.acts("investigator_b1") as officer:
        assert not history_of(officer.pk, Subject("complaint", str(complaint.pk)), lang="kk")
