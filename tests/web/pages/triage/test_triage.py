"""Triage: the queue by money, each outcome with its document, the prosecutor's list at once."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.pages.triage.conftest import Signed

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.twin.numbers import phone
from izdes.web.cases.models import Case, Complaint, Outcome
from izdes.web.cases.reports import Payment, Report
from izdes.web.cases.services.receiving import receive_complaint, receive_complaints
from izdes.web.cases.services.triage import NOT_REGISTRABLE

_MOST_STATEMENTS = 80
_SEND = {"send-reason": "She lives there"}
_LEAVE = {"leave-norm": NOT_REGISTRABLE[0], "leave-reason": "A written deal"}
_REGISTER = {"register-number": "267500001", "register-form": "investigation"}


def _at(name: str, complaint: Complaint) -> str:
    """Return an address of a complaint."""
    return reverse(name, kwargs={"number": complaint.pk})


def test_the_queue_shows_what_waits_and_why(signed: Signed, complaint: Complaint) -> None:
    page = signed("duty_officer_a1").get(reverse("triage_queue")).content.decode()

    assert complaint.receipt in page
    assert "a1-loose" in page
    assert "a1-left" not in page


def test_the_queue_of_another_unit_is_not_shown(signed: Signed, complaint: Complaint) -> None:
    page = signed("investigator_b1").get(reverse("triage_queue")).content.decode()

    assert complaint.receipt not in page
    assert "a1-sent" in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["triage_complaint", "triage_packet", "triage_protocol", "triage_more"]
)
def test_pages_of_a_complaint_open_in_three_languages(
    signed: Signed, complaint: Complaint, name: str, lang: Lang
) -> None:
    client = signed("duty_officer_a1")
    client.post(reverse("set_language"), {"language": lang})

    answer = client.get(_at(name, complaint))

    assert answer.status_code == HTTPStatus.OK
    assert complaint.receipt in answer.content.decode()


def test_whoever_sees_numbers_only_sees_no_words_and_no_names(
    signed: Signed, complaint: Complaint
) -> None:
    page = signed("hq_analyst").get(_at("triage_complaint", complaint)).content.decode()

    assert "Позвонили" not in page


def test_a_complaint_is_registered_once_it_is_signed(
    cast: Cast, signed: Signed, complaint: Complaint
) -> None:
    client = signed("duty_officer_a1")

    unsigned = client.post(_at("triage_register", complaint), _REGISTER)
    client.post(_at("triage_book", complaint), {"book-number": "417"})
    client.post(_at("triage_sign", complaint), {"sign-how": "protocol", "sign-is_warned": "on"})
    answer = client.post(_at("triage_register", complaint), _REGISTER, follow=True)

    assert unsigned.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "267500001" in unsigned.content.decode()
    page = answer.content.decode()
    assert say("triage_document_registered", "kk") in page
    assert "417" in page
    with cast.acts("duty_officer_a1"):
        case = Case.objects.get(number="267500001")
        assert (case.intake_number, case.episodes.count()) == ("417", 1)


def test_nobody_signs_without_the_warning(signed: Signed, complaint: Complaint) -> None:
    client = signed("duty_officer_a1")

    answer = client.post(_at("triage_sign", complaint), {"sign-how": "protocol"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("not_warned", "kk") in answer.content.decode()


def test_a_complaint_is_joined_to_a_case_that_one_sees(
    signed: Signed, complaint: Complaint
) -> None:
    client = signed("duty_officer_a1")

    unknown = client.post(_at("triage_join", complaint), {"join-number": "b1"})
    answer = client.post(_at("triage_join", complaint), {"join-number": "a1"}, follow=True)

    assert say("triage_case_unknown", "kk") in unknown.content.decode()
    assert say("triage_document_joined", "kk") in answer.content.decode()


def test_what_is_left_unregistered_names_its_norm_and_the_exception(
    signed: Signed, complaint: Complaint
) -> None:
    client = signed("duty_officer_a1")
    offered = client.get(_at("triage_complaint", complaint)).content.decode()

    answer = client.post(_at("triage_leave", complaint), _LEAVE, follow=True)

    assert "соңғы абзацы" in offered
    page = answer.content.decode()
    assert "2) тармағы" in page
    assert "соңғы абзацы" in page


def test_what_was_sent_waits_where_it_went_and_the_prosecutor_sees_it_at_once(
    cast: Cast, signed: Signed, complaint: Complaint
) -> None:
    given = {**_SEND, "send-to_unit": cast.body("b1").pk}

    document = signed("duty_officer_a1").post(_at("triage_send", complaint), given, follow=True)

    assert say("triage_document_sent", "kk") in document.content.decode()
    for login in ("prosecutor_a1", "prosecutor_b1"):
        page = signed(login).get(reverse("triage_outcomes")).content.decode()
        assert complaint.receipt in page, login
    assert (
        complaint.receipt in signed("investigator_b1").get(reverse("triage_queue")).content.decode()
    )
    assert signed("duty_officer_a1").get(_at("triage_complaint", complaint)).status_code == 404


def test_two_decisions_at_once_the_second_is_told_and_loses_nothing(
    signed: Signed, complaint: Complaint
) -> None:
    client = signed("duty_officer_a1")
    client.post(_at("triage_leave", complaint), _LEAVE)

    answer = client.post(_at("triage_leave", complaint), _LEAVE)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("complaint_decided", "kk", receipt=complaint.receipt) in answer.content.decode()


def test_whoever_only_reads_decides_nothing(signed: Signed, complaint: Complaint) -> None:
    client = signed("prosecutor_a1")

    shown = client.get(_at("triage_complaint", complaint)).content.decode()
    answer = client.post(_at("triage_leave", complaint), _LEAVE)

    assert _at("triage_leave", complaint) not in shown
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not Outcome.objects.filter(complaint=complaint).exists()


def test_the_queue_costs_the_same_however_long(
    cast: Cast, signed: Signed, complaint: Complaint
) -> None:
    client = signed("duty_officer_a1")
    del complaint
    # What a process learns once, it learns here.
    _queries(client)
    few = _queries(client)
    _more(cast, 20)

    assert _queries(client) == few


@pytest.mark.parametrize("name", ["home", "triage_queue"])
def test_the_first_pages_take_few_statements(
    signed: Signed, complaint: Complaint, name: str
) -> None:
    client = signed("duty_officer_a1")
    del complaint
    client.get(reverse(name))

    assert _queries(client, reverse(name)) <= _MOST_STATEMENTS


def test_a_complaint_costs_the_same_however_much_it_names(cast: Cast, signed: Signed) -> None:
    client = signed("duty_officer_a1")
    one, many = (_naming(cast, count) for count in (1, 40))
    client.get(_at("triage_complaint", one))

    assert _queries(client, _at("triage_complaint", many)) == _queries(
        client, _at("triage_complaint", one)
    )


def _naming(cast: Cast, count: int) -> Complaint:
    """Return a complaint that names some telephones and tells as many payments."""
    given = tuple(GivenIdentifier("phone", phone(n), "offender_contact") for n in range(count))
    paid = tuple(Payment(amount_minor=1, to_raw=phone(100 + n)) for n in range(count))
    report = Report(datetime(2026, 11, 1, tzinfo=UTC), identifiers=given, payments=paid)
    with cast.acts("duty_officer_a1") as officer:
        (taken,) = receive_complaints(
            reports=[report], unit=cast.body("a1"), officer=officer, source="import"
        )
    assert taken is not None
    return taken.complaint


def _queries(client: Client, address: str = "") -> int:
    """Return how many statements a page takes; the queue where none is named."""
    with CaptureQueriesContext(connection) as made:
        client.get(address or reverse("triage_queue"))
    return len(made)


def _more(cast: Cast, count: int) -> None:
    """Let more complaints wait."""
    with cast.acts("duty_officer_a1") as officer:
        receive_complaints(
            reports=[Report(datetime(2026, 11, 1, tzinfo=UTC), payments=(Payment(amount_minor=1),))]
            * count,
            unit=cast.body("a1"),
            officer=officer,
            source="import",
        )


def test_of_an_old_complaint_a_word_is_shown_and_it_stands_where_its_figure_puts_it(
    cast: Cast, signed: Signed
) -> None:
    moment = now()
    receipts = []
    with cast.acts("duty_officer_a1") as officer:
        for hours in (400, 1):
            paid = Payment(
                at=moment - timedelta(hours=hours), amount_minor=90_000_000_00, to_raw="x"
            )
            report = Report(moment - timedelta(hours=hours), payments=(paid,))
            taken = receive_complaint(
                report=report, unit=cast.body("a1"), officer=officer, source="desk"
            )
            receipts.append(taken.complaint.receipt)

    page = signed("duty_officer_a1").get(reverse("triage_queue") + "?size=100").content.decode()

    old, new = (page.index(receipt) for receipt in receipts)
    assert new < old
    assert say("triage_unlikely", "kk") in page[old:].split("</tr>")[0]
    assert say("triage_unlikely", "kk") not in page[new:].split("</tr>")[0]
