"""Answering: taken once, about this order, with these files; both versions of a corrected one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    BANK,
    LEAD,
    SUBSCRIBER,
    accepted,
    answer_to,
    answered,
    connections,
    drafted,
    named,
    receipt,
    running_case,
    sent,
    speaker,
)

from izdes.core.orders.answers import SubjectAnswer
from izdes.core.orders.receipts import Signal as SignalPaper
from izdes.web.correspondence.errors import (
    AnswerCorrectsNothing,
    AnswerFilesWrong,
    MessageDiffers,
    MessageElsewhere,
    ReasonAbsent,
    RequestLacks,
    RequestMoved,
    SignerOutside,
)
from izdes.web.correspondence.models import Answer, Receipt, Request, Signal
from izdes.web.correspondence.selectors import inbox_of
from izdes.web.correspondence.services import (
    clarify,
    close_request,
    decide_extension,
    ingest_answer,
    recall,
    take_answer,
    take_receipt,
    take_signal,
)
from izdes.web.files.models import File
from izdes.web.files.services import store
from izdes.web.journal.models import Entry
from izdes.web.officers.reach import NotPermitted


def _sent(cast: Cast) -> Request:
    """Return a request that needs nobody's consent and has left."""
    return sent(cast, drafted(cast, running_case(cast), SUBSCRIBER))


def test_an_answer_is_owed_from_the_delivery_on(cast: Cast) -> None:
    request = _sent(cast)

    with cast.acts(BANK) as officer:
        found = take_receipt(
            request=request, receipt=receipt(request, "delivered"), officer=officer
        )

    assert found.delivered_at is not None
    assert found.due_at is not None
    assert found.due_at - found.delivered_at > timedelta(days=3)


def test_the_same_message_again_is_harmless(cast: Cast) -> None:
    request = _sent(cast)
    paper = receipt(request, "delivered")

    with cast.acts(BANK) as officer:
        for _ in range(3):
            take_receipt(request=request, receipt=paper, officer=officer)

        assert Receipt.objects.filter(request=request).count() == 1
    with cast.acts(LEAD):
        assert Entry.objects.filter(event="request.delivered").count() == 1


def test_another_message_of_the_same_name_is_refused(cast: Cast) -> None:
    request = _sent(cast)
    paper = receipt(request, "delivered")

    with cast.acts(BANK) as officer:
        take_receipt(request=request, receipt=paper, officer=officer)
        later = replace(paper, at=paper.at + timedelta(seconds=1))
        with pytest.raises(MessageDiffers):
            take_receipt(request=request, receipt=later, officer=officer)


def test_a_message_about_another_text_of_the_order_is_refused(cast: Cast) -> None:
    request = _sent(cast)
    elsewhere = replace(receipt(request, "delivered"), order_digest="ab" * 32)

    with cast.acts(BANK) as officer, pytest.raises(MessageElsewhere):
        take_receipt(request=request, receipt=elsewhere, officer=officer)


def test_an_institution_speaks_for_itself_alone(cast: Cast) -> None:
    request = _sent(cast)
    other = replace(speaker(request), body_bin=cast.body("bank-two").bin)

    paper = replace(receipt(request, "delivered"), by=other)

    with cast.acts(BANK) as officer, pytest.raises(MessageElsewhere):
        take_receipt(request=request, receipt=paper, officer=officer)
    with cast.acts("liaison_two") as officer, pytest.raises(NotPermitted):
        take_receipt(request=request, receipt=receipt(request, "delivered"), officer=officer)


def test_an_institution_sees_what_was_sent_to_it_and_nothing_else(cast: Cast) -> None:
    case = running_case(cast)
    waiting = drafted(cast, case)
    request = sent(cast, drafted(cast, case, SUBSCRIBER))

    with cast.acts(BANK) as officer:
        assert request in inbox_of(officer)
        assert waiting not in inbox_of(officer)
        assert not Request.objects.filter(pk=waiting.pk).exists()


def test_a_request_that_is_not_accepted_says_why_and_is_closed(cast: Cast) -> None:
    request = _sent(cast)
    with cast.acts(BANK) as officer:
        take_receipt(request=request, receipt=receipt(request, "delivered"), officer=officer)
        refusal = receipt(request, "rejected", reason="not_addressee", text="No such branch")
        take_receipt(request=request, receipt=refusal, officer=officer)

    with cast.acts(LEAD) as officer:
        assert (
            close_request(request=request, reason="Other bank", officer=officer).state == "closed"
        )


def test_a_question_is_answered_and_the_clock_goes_on(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    with cast.acts(BANK) as officer:
        question = receipt(request, "clarification_asked", text="Which number?")
        due_at = take_receipt(request=request, receipt=question, officer=officer).due_at

    with cast.acts(LEAD) as officer:
        with pytest.raises(ReasonAbsent):
            clarify(request=request, text=" ", officer=officer)
        found = clarify(request=request, text="The first one", officer=officer)

        assert (found.state, found.due_at) == ("accepted", due_at)


@pytest.mark.parametrize("is_given", [True, False])
def test_more_time_is_given_or_refused(cast: Cast, *, is_given: bool) -> None:
    request = accepted(cast, _sent(cast))
    until = now() + timedelta(days=9)
    with cast.acts(BANK) as officer:
        asked = receipt(
            request, "extension_asked", reason="archive", text="Archive", asked_until=until
        )
        before = take_receipt(request=request, receipt=asked, officer=officer).due_at

    with cast.acts(LEAD) as officer:
        found = decide_extension(
            request=request, text="So be it", until=until if is_given else None, officer=officer
        )

        assert (found.state, found.due_at) == ("accepted", until if is_given else before)


def test_the_same_answer_again_is_the_same_answer(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    paper = answer_to(request)

    first = answered(cast, request, paper)
    again = answered(cast, request, paper)

    assert first == again
    with cast.acts(LEAD):
        assert Entry.objects.filter(event="request.answered").count() == 1


def test_a_corrected_answer_stands_beside_the_first(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    answered(cast, request)
    with cast.acts(LEAD) as officer:
        ingest_answer(request=request, officer=officer)

    answered(cast, request, answer_to(request, answer_id="a-2", corrects="a-1"))

    with cast.acts(LEAD):
        versions = Answer.objects.filter(request=request).order_by("version")
        assert [one.version for one in versions] == [1, 2]
        assert versions[1].corrects == versions[0]
        assert Request.objects.get(pk=request.pk).state == "answered"


def test_a_second_answer_that_corrects_nothing_is_refused(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    answered(cast, request)

    with pytest.raises(AnswerCorrectsNothing):
        answered(cast, request, answer_to(request, answer_id="a-2"))


def test_the_status_of_each_subject_is_kept(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    (one,) = named(request)
    paper = replace(answer_to(request), subjects=(SubjectAnswer(one, "not_ours", "Another bank"),))

    answered(cast, request, paper)

    with cast.acts(LEAD):
        assert request.subjects.get().status == "not_ours"


def test_files_that_the_answer_does_not_name_are_refused(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    paper = answer_to(request, files={"rows.csv": b"rows"})

    with cast.acts(BANK) as officer:
        other = File.objects.get(pk=store([b"rOws"], name="rows.csv", officer=officer.pk))
        with pytest.raises(AnswerFilesWrong):
            take_answer(request=request, answer=paper, files={"rows.csv": other}, officer=officer)
        with pytest.raises(AnswerFilesWrong):
            take_answer(request=request, answer=paper, files={}, officer=officer)


def test_the_files_of_an_answer_are_seen_where_the_answer_is(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    answered(cast, request, files={"rows.csv": b"only here"})

    for login, is_seen in ((LEAD, True), (BANK, True), ("investigator_b1", False)):
        with cast.acts(login):
            assert File.objects.filter(answered__answer__request=request).exists() == is_seen


def test_an_answer_before_it_was_accepted_is_refused(cast: Cast) -> None:
    request = _sent(cast)

    with pytest.raises(RequestMoved):
        answered(cast, request)


def test_a_request_that_was_sent_is_recalled_and_not_answered(cast: Cast) -> None:
    request = accepted(cast, _sent(cast))
    with cast.acts(LEAD) as officer:
        recall(request=request, reason="Wrong number", officer=officer)

        assert Receipt.objects.filter(request=request, kind="recalled").exists()
    with pytest.raises(RequestMoved):
        answered(cast, request)


def _signal(cast: Cast, request: Request) -> SignalPaper:
    """Return what an institution tells unasked."""
    return SignalPaper(
        message_id="s-1",
        kind="blocked_attempt",
        about=named(request),
        amount_minor=100,
        currency="KZT",
        happened_at=None,
        order_number=request.number,
        text="",
        at=now(),
        by=replace(speaker(request), body_bin=cast.body("bank-one").bin),
    )


def test_a_signal_is_taken_once_and_seen_with_its_request(cast: Cast) -> None:
    request = _sent(cast)
    paper = _signal(cast, request)

    with cast.acts(BANK) as officer:
        for _ in range(2):
            take_signal(signal=paper, institution=cast.body("bank-one"), officer=officer)
    with cast.acts(LEAD):
        assert Signal.objects.get(message_id="s-1").request == request
    with cast.acts("investigator_b1"):
        assert not Signal.objects.filter(message_id="s-1").exists()


def test_an_institution_tells_nothing_in_the_name_of_another(cast: Cast) -> None:
    request = _sent(cast)

    with cast.acts("liaison_two") as officer, pytest.raises(NotPermitted):
        take_signal(
            signal=_signal(cast, request), institution=cast.body("bank-one"), officer=officer
        )


def test_connections_are_not_read_into_the_file_without_their_cover_letter(cast: Cast) -> None:
    request = connections(cast)
    answered(cast, request)

    with cast.acts(LEAD) as officer, pytest.raises(RequestLacks) as lack:
        ingest_answer(request=request, officer=officer)

    assert lack.value.details["field"] == "cover_letter"


def test_a_sealed_request_is_seen_by_the_group_alone(cast: Cast) -> None:
    request = connections(cast)

    for login in ("duty_officer_a1", "head_of_unit_a1", "prosecutor_a1"):
        with cast.acts(login):
            assert not Request.objects.filter(pk=request.pk).exists()
    with cast.acts(LEAD):
        assert Request.objects.filter(pk=request.pk).exists()
    with pytest.raises(SignerOutside):
        drafted(cast, cast.case("a1"), "request.connections", login="duty_officer_a1")
