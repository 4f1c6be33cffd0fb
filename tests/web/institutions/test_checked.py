"""An answer is checked where it arrives: told at once, kept with its faults, or refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.characters import ADMINISTRATORS
from tests.web.correspondence.desk import IBAN, OTHER_IBAN, answer_to, speaker
from tests.web.institutions.conftest import Program, told
from tests.web.institutions.test_exchange import accepts, path_of, sent_request, state_of

from izdes.adapters.messages.making.answer import MadeAnswer, make_answer
from izdes.adapters.messages.making.books import Books, Holder, books_of
from izdes.adapters.messages.package import read_package
from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.core.orders.answers import SubjectAnswer
from izdes.core.orders.order import Acting, Period
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Named
from izdes.twin.numbers import person_number
from izdes.web.correspondence.models import Answer, Request
from izdes.web.correspondence.orders.signers import signer_of
from izdes.web.institutions.clients import require_signing
from izdes.web.institutions.refusals import MessageUnknown
from izdes.web.institutions.taking import take_waiting, try_again, undelivered
from izdes.web.journal.models import Entry
from izdes.web.officers.reach import NotPermitted

OWN = AccountKey(f"iban:{IBAN}")
OTHER = AccountKey(f"iban:{OTHER_IBAN}")
NUMBER = person_number("900101", 31, is_odd=True)
DAY = timedelta(days=1)


def books(period: Period) -> Books:
    """Return a bank's books: one payment on the last day of a period, and one a day after it."""
    moments = (period.until - DAY / 2, period.until + DAY / 2)
    transfers = [
        Transfer(
            transfer_id=TransferId(f"T{n}"),
            booked_at=at,
            amount_minor=100_00,
            currency="KZT",
            payer=Party(OTHER, "", "", ""),
            payee=Party(OWN, "", "", ""),
            seq=n,
        )
        for n, at in enumerate(moments)
    ]
    covered = Coverage(OWN, "KZT", "bank", 0, period.since, period.until + 2 * DAY, "printed")
    return books_of(transfers, [covered], {OWN: Holder(NUMBER, "Болат Демо", "DEMOKZKA")})


def made(bank: Program, request: Request, *, days_more: int = 0) -> MadeAnswer:
    """Return an answer as the kit makes it, with rows of so many days that nobody asked for."""
    package = read_package(bank.gets(path_of(request)).content)
    period = package.order.period
    assert period is not None
    wider = Period(period.since, period.until + days_more * DAY)
    asked = replace(package, order=replace(package.order, period=wider), decision=None)
    found = make_answer(asked, books(period), at=now(), by=speaker(request))
    return replace(found, answer=replace(found.answer, order_digest=request.digest))


def kept_answer(request: Request) -> Answer:
    return Answer.objects.using("owner").get(request=request)


def signed(request: Request, data: bytes, body_bin: str = "") -> bytes:
    """Return the signature of somebody of the bank, or of another body."""
    acting = Acting(NUMBER, "liaison", "Дана Демо", "x", body_bin or request.addressee.bin)
    return signer_of(acting, at=now()).sign(data, form="cades", at=now())


def test_a_right_answer_is_said_to_be_right(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    found = made(bank, request)

    reply = told(bank.answers(path_of(request, "/answers"), found.answer, found.files))
    take_waiting()

    assert (reply["is_right"], reply["faults"]) == (True, [])
    assert kept_answer(request).faults == []


def test_what_is_wrong_is_told_at_once_with_its_row_and_kept(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    found = made(bank, request, days_more=2)

    reply = told(bank.answers(path_of(request, "/answers"), found.answer, found.files))
    take_waiting()

    assert not reply["is_right"]
    (row,) = [one for one in reply["faults"] if one["code"] == "kit_row_unasked"]
    assert row["file"] in found.files
    assert row["row"] > 0
    assert row["title"]
    kept = kept_answer(request)
    assert [one["code"] for one in kept.faults] == [one["code"] for one in reply["faults"]]
    assert state_of(request) == "answered"


def test_an_answer_about_whom_nobody_asked_is_refused_and_not_kept(
    site: Cast, bank: Program
) -> None:
    request = sent_request(site)
    accepts(bank, request)
    stray = SubjectAnswer(Named("phone", "+77010000001"), "not_ours", "")
    answer = answer_to(request)
    answer = replace(answer, subjects=(*answer.subjects, stray))

    reply = bank.answers(path_of(request, "/answers"), answer, {})

    assert reply.status_code == 422
    assert told(reply)["code"] == "api_answer_unusable"
    assert [one["code"] for one in told(reply)["faults"]] == ["answer_subject_unasked"]
    assert [one["kind"] for one in told(bank.gets("/v1/messages"))["messages"]] == ["receipt"] * 2


def test_a_signed_answer_names_its_signer(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    answer = answer_to(request)

    signature = signed(request, paper_bytes(answer))
    bank.answers(path_of(request, "/answers"), answer, {}, signature)
    take_waiting()

    (one,) = kept_answer(request).signatures
    assert "Дана Демо" in one["signer"]
    assert {check["outcome"] for check in one["checks"]} == {"passed"}


@pytest.mark.parametrize("what", ["answer", "signature", "body"])
def test_a_signature_that_does_not_hold_is_refused_and_shown(
    site: Cast, bank: Program, what: str
) -> None:
    request = sent_request(site)
    accepts(bank, request)
    answer = answer_to(request)
    signature = signed(
        request, paper_bytes(answer), site.body("bank-two").bin if what == "body" else ""
    )
    if what == "answer":
        answer = replace(answer, text="changed after it was signed")
    if what == "signature":
        signature = signature[:-1] + bytes([signature[-1] ^ 1])

    bank.answers(path_of(request, "/answers"), answer, {}, signature)
    take_waiting()

    (left,) = undelivered()
    assert (left.state, left.code) == ("refused", "answer_signature_fails")
    assert left.details["why"]
    assert not Answer.objects.using("owner").filter(request=request).exists()
    (shown,) = [m for m in told(bank.gets("/v1/messages"))["messages"] if m["kind"] == "answer"]
    assert shown["code"] == "answer_signature_fails"
    assert left.details["why"] in shown["reason"]


def test_a_client_that_must_sign_is_refused_without_a_signature(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    with site.acts(ADMINISTRATORS[0]) as officer:
        require_signing(name=bank.name, is_required=True, officer=officer)
    answer = answer_to(request)

    bare = bank.answers(path_of(request, "/answers"), answer, {})
    signature = signed(request, paper_bytes(answer))
    reply = bank.answers(path_of(request, "/answers"), answer, {}, signature)

    assert told(bare)["code"] == "api_answer_unsigned"
    assert reply.status_code == 201


def test_only_whoever_keeps_the_office_lets_a_message_be_tried_again(
    site: Cast, bank: Program
) -> None:
    request = sent_request(site)
    accepts(bank, request)
    answer = answer_to(request)
    bank.answers(path_of(request, "/answers"), answer, {}, b"\x30nothing")
    take_waiting()
    (left,) = undelivered()

    with site.acts("hq_analyst") as officer, pytest.raises(NotPermitted):
        try_again(left.key, officer=officer)
    with site.acts(ADMINISTRATORS[0]) as officer:
        try_again(left.key, officer=officer)
        with pytest.raises(MessageUnknown):
            try_again(0, officer=officer)

    entry = Entry.objects.using("owner").latest("number")
    assert (entry.event, entry.subject_id) == ("message.tried_again", str(left.key))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT state, tries FROM institutions_message WHERE id = %s", [left.key])
        assert cursor.fetchone() == ("waiting", 0)
