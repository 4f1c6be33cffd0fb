"""A request reaches the program of its bank, and what the bank says reaches the office."""

from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connections
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.clock import serve, trusted_stamp
from tests.web.correspondence.desk import (
    MOVEMENTS,
    answer_to,
    drafted,
    receipt,
    running_case,
    sanctioned,
    sent,
)
from tests.web.institutions.conftest import Program, told
from tests.web.institutions.contours import at_site

from izdes.adapters.messages.package import read_package
from izdes.adapters.signatures.interface import OfflineVerifier
from izdes.adapters.words import say
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Answering, Named, Signal
from izdes.web.correspondence.models import Answer, Receipt, Request
from izdes.web.correspondence.models import Signal as SignalRow
from izdes.web.correspondence.orders.signers import trusted
from izdes.web.correspondence.services import clarify, recall, take_receipt
from izdes.web.files.models import File
from izdes.web.institutions import taking
from izdes.web.institutions.files import blobs
from izdes.web.institutions.taking import forget_tokens, sweep_files, take_waiting, undelivered

# The same in one contour and in two.
pytestmark = pytest.mark.parametrize("contours", [1, 2], indirect=True)
CSV = b"at;amount\n2026-05-19;100\n2026-05-20;200\n"
AHEAD = timedelta(days=1)


def sent_request(cast: Cast, *, bank: str = "bank-one", number: str = "run") -> Request:
    return sent(cast, drafted(cast, running_case(cast, number), MOVEMENTS, bank=bank))


def path_of(request: Request, more: str = "") -> str:
    return f"/v1/requests/{quote(request.number)}{more}"


def state_of(request: Request) -> str:
    return str(Request.objects.using("owner").get(pk=request.pk).state)


def accepts(bank: Program, request: Request) -> None:
    for kind in ("delivered", "accepted"):
        letter = receipt(request, kind)
        assert bank.posts(path_of(request, "/receipts"), letter).status_code == 201


def test_a_sent_request_is_told_to_its_bank_alone(
    site: Cast, bank: Program, other_bank: Program
) -> None:
    request = sent_request(site)

    own, others = bank.tidings(), other_bank.tidings()

    assert [(one["number"], one["digest"]) for one in own] == [(request.number, request.digest)]
    assert others == []
    assert other_bank.gets(path_of(request)).status_code == 404


def test_what_is_not_sent_is_told_to_nobody(site: Cast, bank: Program) -> None:
    sanctioned(site, drafted(site, running_case(site)))

    assert bank.tidings() == []


def test_the_package_is_the_signed_order_each_time(site: Cast, bank: Program) -> None:
    request = sent_request(site)

    first, again = bank.gets(path_of(request)), bank.gets(path_of(request))

    package = read_package(first.content)
    assert paper_bytes(package.order) == bytes(request.paper or b"")
    assert package.order_digest == request.digest
    assert package.decision is not None
    assert {one.paper for one in package.signatures} == {"order", "decision"}
    assert first.content == again.content


@pytest.mark.enable_socket
def test_the_stamps_of_a_request_reach_its_bank_and_hold(
    site: Cast, bank: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextmanager(serve)(monkeypatch) as serving:
        serving(trusted_stamp)
        request = sent_request(site)

    package = read_package(bank.gets(path_of(request)).content)

    assert all(one.stamp for one in package.signatures)
    order, decision = package.signed()
    report = OfflineVerifier(trusted(at=now())).verify(order, decision, at=now())
    assert report.is_accepted
    assert all(one.proven_at is not None for one in report.signatures)


def test_a_cursor_leaves_out_what_was_read(site: Cast, bank: Program) -> None:
    sent_request(site)
    cursor = bank.tidings()[-1]["cursor"]
    later = sent_request(site, number="run-2")

    found = bank.tidings(cursor)

    assert [one["number"] for one in found] == [later.number]
    assert bank.tidings(found[-1]["cursor"]) == []


def test_receipts_and_an_answer_are_taken_by_the_office(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    answer = answer_to(request, files={"ops.csv": CSV})

    reply = bank.answers(path_of(request, "/answers"), answer, {"ops.csv": CSV})
    count = take_waiting()

    assert reply.status_code == 201
    assert count == 3
    assert state_of(request) == "answered"
    kept = Answer.objects.using("owner").get(request=request)
    assert kept.officer.login == "responder_one"
    assert File.objects.using("owner").filter(answered__answer=kept).count() == 1
    assert list(blobs().untouched_for(-1)) == []


def test_the_same_answer_again_gets_the_same_reply_and_is_one(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    answer = answer_to(request, files={"ops.csv": CSV})

    replies = [
        bank.answers(path_of(request, "/answers"), answer, {"ops.csv": CSV}).content
        for _ in range(3)
    ]
    take_waiting()
    replies.append(bank.answers(path_of(request, "/answers"), answer, {"ops.csv": CSV}).content)

    assert len({*replies}) == 1
    assert Answer.objects.using("owner").filter(request=request).count() == 1
    assert take_waiting(ahead=AHEAD) == 0
    assert list(blobs().untouched_for(-1)) == []


def test_other_bytes_under_the_same_name_are_refused(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    bank.posts(path_of(request, "/receipts"), receipt(request, "delivered", message_id="m"))

    reply = bank.posts(path_of(request, "/receipts"), receipt(request, "accepted", message_id="m"))

    assert reply.status_code == 409
    assert told(reply)["code"] == "api_other_bytes"
    assert reply["Content-Type"] == "application/problem+json"


def test_an_answer_that_comes_too_early_waits_and_is_taken(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    bank.answers(path_of(request, "/answers"), answer_to(request), {})
    assert take_waiting() == 0
    assert [(one.state, one.code) for one in undelivered()] == [("waiting", "request_step_refused")]
    (waits,) = told(bank.gets("/v1/messages"))["messages"]
    assert waits["reason"] == say("api_out_of_turn", "en")

    accepts(bank, request)
    take_waiting(ahead=AHEAD)
    take_waiting(ahead=AHEAD)

    assert state_of(request) == "answered"
    assert undelivered() == ()


def test_a_message_that_cannot_be_taken_stays_with_its_reason(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    bank.answers(path_of(request, "/answers"), answer_to(request), {})
    take_waiting()
    stray = answer_to(request, answer_id="a-2", corrects="a-0")
    bank.answers(path_of(request, "/answers"), stray, {})

    for _ in range(20):
        take_waiting(ahead=AHEAD)

    (left,) = undelivered()
    assert (left.state, left.code) == ("refused", "request_answer_corrects_nothing")
    found = told(bank.gets("/v1/messages"))["messages"]
    assert [one["state"] for one in found] == ["taken", "taken", "taken", "refused"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "api_files_wrong"),
        ({"ops.csv": CSV + b"more;1\n"}, "api_files_wrong"),
        ({"ops.csv": CSV, "other.csv": CSV}, "api_files_wrong"),
        ({"ops.csv": b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 90}, "api_file_refused"),
    ],
)
def test_half_an_answer_is_refused_and_nothing_of_it_is_kept(
    site: Cast, bank: Program, files: dict[str, bytes], code: str
) -> None:
    request = sent_request(site)
    answer = answer_to(request, files={"ops.csv": CSV})

    reply = bank.answers(path_of(request, "/answers"), answer, files)

    assert told(reply)["code"] == code
    assert list(blobs().untouched_for(-1)) == []
    assert told(bank.gets("/v1/messages"))["messages"] == []


def test_a_picture_that_hides_a_page_goes_into_quarantine(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    hidden = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"<script>alert(1)</script>"
    answer = answer_to(request, files={"scan.png": hidden})

    bank.answers(path_of(request, "/answers"), answer, {"scan.png": hidden})
    take_waiting()

    (file,) = File.objects.using("owner").filter(answered__answer__request=request)
    assert file.state == "quarantined"


def test_a_bank_does_not_answer_for_another(site: Cast, bank: Program, other_bank: Program) -> None:
    request = sent_request(site)
    letter = receipt(request, "delivered")

    strange = other_bank.posts(path_of(request, "/receipts"), letter)
    speaking = Signal(
        "s-1", "suspected_account", (Named("phone", "+77010000001"),), None, "", None, "", "",
        letter.at, Answering("Дана Демо", "compliance", site.body("bank-two").bin),
    )  # fmt: skip

    assert told(strange)["code"] == "api_unknown"
    assert told(bank.posts("/v1/signals", speaking))["code"] == "api_other_body"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/requests/run%00/1", 404),
        ("/v1/requests?after=" + "1" * 5_000, 415),
        ("/v1/messages?after=9223372036854775808", 415),
        ("/v1/requests?after=", 415),
    ],
)
def test_what_is_no_number_and_no_cursor_is_refused(
    site: Cast, bank: Program, path: str, status: int
) -> None:
    del site

    assert bank.gets(path).status_code == status


def test_a_refusal_can_be_read_as_it_stands(site: Cast, bank: Program) -> None:
    del site

    reply = bank.http.get("/v1/requests", headers={"accept-language": "kk"})

    assert say("api_token_missing", "kk") in reply.content.decode()


def test_a_message_about_other_bytes_is_refused(site: Cast, bank: Program) -> None:
    first, other = sent_request(site), sent_request(site, number="run-2")

    reply = bank.posts(path_of(first, "/receipts"), receipt(other, "delivered"))

    assert told(reply)["code"] == "api_other_request"


def test_a_signal_reaches_the_office(site: Cast, bank: Program) -> None:
    by = Answering("Дана Демо", "compliance", site.body("bank-one").bin)
    at = receipt(sent_request(site), "delivered").at
    about = (Named("phone", "+77010000001"),)
    signal = Signal("s-1", "blocked_attempt", about, 5_000_00, "KZT", at, "", "twice", at, by)

    assert bank.posts("/v1/signals", signal).status_code == 201
    take_waiting()

    assert SignalRow.objects.using("owner").get(message_id="s-1").amount_minor == 5_000_00


def test_the_words_of_the_office_are_told_in_order(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)
    asking = receipt(request, "clarification_asked", text="Which of the two?")
    bank.posts(path_of(request, "/receipts"), asking)
    take_waiting()
    with site.acts("investigator_a1") as officer:
        clarify(request=Request.objects.get(pk=request.pk), text="The first", officer=officer)
        recall(request=Request.objects.get(pk=request.pk), reason="Found", officer=officer)

    found = bank.tidings()

    assert [one["kind"] for one in found] == ["sent", "clarified", "recalled"]
    assert found[1]["text"] == "The first"


def test_what_was_told_and_sent_stays_whoever_asks(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    accepts(bank, request)

    for statement in (
        "DELETE FROM institutions_message",
        "UPDATE institutions_message SET paper = ''",
        "UPDATE institutions_tiding SET kind = 'recalled'",
    ):
        with (
            connections["owner"].cursor() as cursor,
            pytest.raises(Exception, match="stays as it is"),
        ):
            cursor.execute(statement)
    assert Receipt.objects.using("owner").filter(request=request).count() == 0


def test_what_the_database_refuses_stands_in_nobodys_way(
    site: Cast, bank: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sent_request(site), sent_request(site, number="run-2")

    def refused(*, request: Request, **given: Any) -> Request:  # noqa: ANN401 - handed on
        if request.number == first.number:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        return take_receipt(request=request, **given)

    monkeypatch.setattr(taking, "take_receipt", refused)
    for one in (first, second):
        letter = receipt(one, "delivered", message_id=f"m-{one.pk}")
        bank.posts(path_of(one, "/receipts"), letter)

    assert take_waiting() == 1

    assert [state_of(one) for one in (first, second)] == ["sent", "delivered"]
    assert [(one.state, one.code) for one in undelivered()] == [("waiting", "api_failed")]
    monkeypatch.undo()
    take_waiting(ahead=AHEAD)
    assert state_of(first) == "delivered"


def test_files_that_no_message_needs_are_swept_and_others_stay(site: Cast, bank: Program) -> None:
    request = sent_request(site)
    answer = answer_to(request, files={"ops.csv": CSV})
    bank.answers(path_of(request, "/answers"), answer, {"ops.csv": CSV})
    stray = blobs().receive([b"nobody's"], most_bytes=100)

    assert sweep_files(older_than_seconds=-1) == 1

    (left,) = blobs().untouched_for(-1)
    assert left != stray.blob


def test_old_tokens_are_forgotten(site: Cast, bank: Program) -> None:
    del site
    with at_site():
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE institutions_token SET until = now() - interval '1 second'")

        assert forget_tokens() >= 1
        assert forget_tokens() == 0
    assert bank.signs_in().status_code == 200
