"""What is done on a case's pages: forms lead on, and a refusal is said where it was typed."""

import re
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.investigation.casework import FACTS, HEAD, LEAD, OTHER, case_with
from tests.web.pages.case.test_opening import browser

from izdes.adapters.words import say
from izdes.web.cases.models import Case
from izdes.web.investigation.models import Note, ReturnedNumber, Task
from izdes.web.investigation.selectors import qualification_of
from izdes.web.investigation.services.qualifying import decide_qualification
from izdes.web.investigation.services.tasks import accept_tasks
from izdes.web.journal.models import Entry, Reading
from izdes.web.subjects.models import Identifier


@pytest.fixture
def case(cast: Cast) -> Case:
    """Return a case with two episodes."""
    return case_with(cast, "done", 450_000_000, 20_000_000)


@pytest.fixture
def client(cast: Cast) -> Client:
    """Return the lead's browser."""
    return browser(cast)


def _url(name: str, case: Case, **given: int) -> str:
    """Return an address of a case."""
    return reverse(name, kwargs={"number": case.pk, **given})


def test_a_suggestion_never_looks_like_a_decision(client: Client, case: Case) -> None:
    page = client.get(_url("case_qualification", case)).content.decode()

    assert say("case_suggestion", "kk") in page
    assert 'class="note guess"' in page
    assert say("case_not_qualified", "kk") in page


def test_supposing_shows_another_arithmetic_and_keeps_nothing(
    cast: Cast, client: Client, case: Case
) -> None:
    page = client.get(
        _url("case_qualification", case), {"means": "deceived_online", "is_continuing": "on"}
    ).content.decode()

    assert "4\u202f700\u202f000" in page
    assert say("case_counted_total", "kk") in page
    with cast.acts(LEAD) as officer:
        assert qualification_of(officer, case).present is None


def test_a_decision_is_made_on_the_page(cast: Cast, client: Client, case: Case) -> None:
    answer = client.post(
        _url("case_qualification", case),
        {"seen": 0, "means": "deceived_online", "norms": ["cc.fraud_large"], "reason": "Enough"},
    )

    assert answer.headers["Location"] == _url("case_overview", case)
    with cast.acts(LEAD) as officer:
        present = qualification_of(officer, case).present
    assert present is not None
    assert present.norms == ["cc.fraud_large"]
    page = client.get(_url("case_overview", case)).content.decode()
    assert "Investigator A1" in page


def test_the_second_of_two_is_told_and_keeps_what_was_typed(
    cast: Cast, client: Client, case: Case
) -> None:
    with cast.acts(OTHER) as officer:
        decide_qualification(
            case=case, norms=["cc.fraud_large"], facts=FACTS, reason="x", officer=officer
        )

    answer = client.post(
        _url("case_qualification", case),
        {"seen": 0, "norms": ["cc.fraud_online"], "reason": "What I typed"},
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert say("changed_meanwhile", "kk", by="Inquirer A1") in page
    assert "What I typed" in page


def test_a_plan_is_accepted_and_a_task_left_out_with_a_reason(
    cast: Cast, client: Client, case: Case
) -> None:
    accepted = client.post(_url("case_tasks_accept", case), {"task": ["record.interview"]})
    refused = client.post(
        _url("case_tasks_leave_out", case), {"task": "record.items", "reason": "no"}
    )
    skipped = client.post(
        _url("case_tasks_leave_out", case),
        {"task": "record.items", "reason": "Nothing was kept by the victim"},
    )

    assert accepted.status_code == skipped.status_code == HTTPStatus.FOUND
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    with cast.acts(LEAD):
        states = dict(Task.objects.filter(case=case).values_list("code", "state"))
    assert states == {"record.interview": "open", "record.items": "skipped"}


def test_a_task_is_done_with_a_file_that_is_uploaded(
    cast: Cast, client: Client, case: Case
) -> None:
    with cast.acts(LEAD) as officer:
        (task,) = accept_tasks(case=case, codes=["record.interview"], officer=officer)
    url = _url("case_tasks_end", case, task=task.pk)
    bare = client.post(url, {"seen": 1, "outcome": "Interviewed", "end": "done"})
    file = SimpleUploadedFile("record.txt", b"a record")

    answer = client.post(url, {"seen": 1, "outcome": "Interviewed", "end": "done", "upload": file})

    assert bare.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Interviewed" in bare.content.decode()
    assert answer.status_code == HTTPStatus.FOUND
    assert "inquirer" not in answer.headers["Location"]
    page = client.get(_url("case_documents", case)).content.decode()
    assert "Investigator A1" in page


def test_a_note_is_written_and_an_empty_one_is_not(cast: Cast, client: Client, case: Case) -> None:
    empty = client.post(_url("case_notes", case), {"text": "  "})
    answer = client.post(_url("case_notes", case), {"text": "Called the bank"})

    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts(LEAD):
        assert Note.objects.get(case=case).text == "Called the bank"


def test_what_is_never_kept_is_cut_out_of_what_an_officer_types(
    cast: Cast, client: Client, case: Case
) -> None:
    told = client.post(_url("case_notes", case), {"text": "Ей звонили, выманили cvv 391 и ушли"})
    page = told.content.decode()

    assert told.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("triage_refused_cvv", "kk") in page
    assert "выманили cvv ••• и ушли" in page
    with cast.acts(LEAD):
        assert not Note.objects.filter(case=case).exists()


def test_a_sheet_is_printed_in_order_and_takes_the_number_back(
    cast: Cast, client: Client, case: Case
) -> None:
    page = client.get(_url("case_sheet", case)).content.decode()

    assert page.index(say("case_sheet_unverified", "kk")) < page.index("Істің нөмірі")
    assert f'data-copy="{case.number}"' in page
    answer = client.post(
        _url("case_sheet", case),
        {"register": "state_register", "number": "2619", "given_at": "2026-05-22T10:00"},
    )
    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts(LEAD):
        assert ReturnedNumber.objects.get(case=case).number == "2619"


def test_every_field_of_a_sheet_is_a_fact_that_the_page_knows(client: Client, case: Case) -> None:
    page = client.get(_url("case_sheet", case)).content.decode()

    cells = re.findall(r'<th scope="row">([^<]+)</th><td><span>([^<]*)</span>', page)
    empty = {name for name, value in cells if value == "—"}
    # What nobody has said of this case; everything else is filled.
    assert empty <= {
        "Өтініштерді есепке алу кітабының нөмірі",
        "Өтініштің түскен күні мен уақыты",
        "Саралау",
        "Жасау тәсілі",
        "Жіберуші банк",
        "Жіберушінің шоты не картасы",
    }


def test_an_identifier_is_confirmed_on_the_page(cast: Cast, client: Client, case: Case) -> None:
    with cast.acts(LEAD):
        key = Identifier.objects.filter(mentions__complaint__case=case).first()
        assert key is not None

    answer = client.post(
        _url("case_identifiers_confirm", case), {"identifier": key.pk, "basis": "Answer 5"}
    )

    assert answer.status_code == HTTPStatus.FOUND
    page = client.get(_url("case_identifiers", case)).content.decode()
    assert say("case_tier_confirmed", "kk") in page
    assert say("case_tier_observed", "kk") in page


def test_looking_at_persons_in_full_is_written_down(cast: Cast, client: Client, case: Case) -> None:
    client.get(_url("case_episodes", case))

    with cast.acts(LEAD):
        assert Reading.objects.filter(subject_id=str(case.pk)).exists()


def test_a_specialist_sees_numbers_and_no_names(cast: Cast) -> None:
    case = cast.case("a1")

    page = browser(cast, "specialist").get(_url("case_episodes", case)).content.decode()

    assert "Анар Серикова" not in page


def test_a_joinder_is_shown_before_it_happens(cast: Cast, client: Client, case: Case) -> None:
    other = case_with(cast, "other", 100)

    page = client.get(_url("case_movements_join", case), {"other": other.pk}).content.decode()

    assert other.number in page
    assert say("case_join_copies", "kk") in page
    with cast.acts(LEAD):
        assert Case.objects.get(pk=other.pk).state == "registered"


def test_a_transfer_is_made_on_the_page(cast: Cast, client: Client, case: Case) -> None:
    answer = client.post(
        _url("case_movements_transfer", case),
        {
            "to_unit": cast.body("b1").pk,
            "decree_number": "5",
            "decreed_at": "2026-06-01T10:00",
            "decreed_by": "prosecutor A. B.",
            "norms": ["cpc.transfer"],
            "reason": "The victim lives there",
        },
    )

    assert answer.headers["Location"] == reverse("case_list")
    assert client.get(_url("case_overview", case)).status_code == HTTPStatus.NOT_FOUND


def test_the_head_assigns_the_lead_on_the_page(cast: Cast, case: Case) -> None:
    answer = browser(cast, HEAD).post(
        _url("case_movements_lead", case),
        {"person": cast.officers[OTHER], "ground": "order 9"},
    )

    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts(HEAD):
        assert Entry.objects.filter(case_id=case.pk, event="lead.assigned").exists()
