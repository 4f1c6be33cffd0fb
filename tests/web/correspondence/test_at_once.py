"""At once: two who do the same in one moment, in transactions that are really committed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

from django.db import connections
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    BANK,
    LEAD,
    PROSECUTOR,
    SUSPENSION,
    accepted,
    answer_to,
    answered,
    drafted,
    held_answer,
    receipt,
    running_case,
    sent,
    signed,
    submitted,
)

from izdes.core.errors import IzdesError
from izdes.web.acting import acting
from izdes.web.correspondence.models import Answer, Decision, Hold, Request, Signature
from izdes.web.correspondence.services import (
    clear_hold,
    decide,
    lapse_holds,
    recall,
    send,
    sign_request,
    take_answer,
    take_receipt,
    withdraw,
)
from izdes.web.officers.models import Officer

_Done = Callable[[Officer], object]


def _at_once(cast: Cast, *todo: tuple[str, _Done]) -> list[str]:
    """Let several do something in one moment; return what each was told, sorted."""
    start, told = Barrier(len(todo)), list[str]()

    def _do(login: str, done: _Done) -> None:
        try:
            if not login:
                start.wait()
                done(Officer())
            else:
                with acting(cast.officers[login]):
                    officer = Officer.objects.get(login=login)
                    start.wait()
                    done(officer)
        except IzdesError as refused:
            told.append(refused.code)
        else:
            told.append("done")
        finally:
            connections.close_all()

    threads = [Thread(target=_do, args=one) for one in todo]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def _now(cast: Cast, request: Request) -> Request:
    with cast.acts(LEAD):
        return Request.objects.get(pk=request.pk)


def _held(cast: Cast, *, days: int = 0) -> Request:
    """Return a suspension by which money is held, since some days."""
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUSPENSION)))
    since = now() - timedelta(days=days)
    one = replace(held_answer(request), since=since, at=since, until=None)
    answered(cast, request, answer_to(request, holds=(one,)))
    return request


def test_two_orders_upon_the_same_money_do_not_both_leave(committed_cast: Cast) -> None:
    cast, case = committed_cast, running_case(committed_cast)
    orders = [signed(cast, drafted(cast, case, SUSPENSION)) for _ in range(2)]

    told = _at_once(cast, *((LEAD, _sending(one)) for one in orders))

    assert told == ["done", "law_held_before"]
    assert sorted(_now(cast, one).state for one in orders) == ["sent", "signed"]


def test_an_order_is_decided_on_once(committed_cast: Cast) -> None:
    cast = committed_cast
    request = submitted(cast, drafted(cast, running_case(cast)))

    told = _at_once(
        cast,
        (PROSECUTOR, lambda o: decide(request=request, outcome="given", officer=o)),
        (PROSECUTOR, _refusing(request)),
    )

    assert told == ["done", "request_step_refused"]
    with cast.acts(LEAD):
        assert Decision.objects.filter(request=request).count() == 1


def test_a_draft_is_signed_or_withdrawn(committed_cast: Cast) -> None:
    cast = committed_cast
    request = drafted(cast, running_case(cast))

    told = _at_once(
        cast,
        (LEAD, lambda o: sign_request(request=request, officer=o)),
        (LEAD, lambda o: withdraw(request=request, reason="x", officer=o)),
    )

    found = _now(cast, request)
    assert found.state == "withdrawn"
    with cast.acts(LEAD):
        was_signed = Signature.objects.filter(request=request).exists()
    # Withdrawn before, nothing is signed; withdrawn after, what was signed stays.
    assert told == (["done", "done"] if was_signed else ["done", "request_step_refused"])
    assert (found.paper is not None) == was_signed


def test_a_hold_lapses_or_is_let_go_once(committed_cast: Cast) -> None:
    cast = committed_cast
    request = _held(cast, days=40)
    with cast.acts(LEAD):
        (hold,) = Hold.objects.filter(request=request)

    told = _at_once(
        cast,
        ("", lambda _: lapse_holds()),
        ("", lambda _: lapse_holds()),
        (LEAD, lambda o: clear_hold(hold=hold, why="x", officer=o)),
    )

    assert told == ["done"] * 3
    with cast.acts(LEAD):
        hold.refresh_from_db()
        assert (hold.ended_why, bool(hold.cleared_at)) == ("lapsed", True)


def test_two_first_answers_are_not_both_taken(committed_cast: Cast) -> None:
    cast = committed_cast
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    answers = [answer_to(request, answer_id=name) for name in ("a-1", "a-2")]

    told = _at_once(cast, *((BANK, _answering(request, one)) for one in answers))

    assert told == ["done", "request_answer_corrects_nothing"]
    with cast.acts(LEAD):
        assert Answer.objects.filter(request=request).count() == 1


def test_the_same_answer_twice_is_taken_once(committed_cast: Cast) -> None:
    cast = committed_cast
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast))))
    answer = answer_to(request)

    told = _at_once(cast, *[(BANK, _answering(request, answer))] * 3)

    assert told == ["done"] * 3
    with cast.acts(LEAD):
        assert Answer.objects.filter(request=request).count() == 1


def test_an_order_is_recalled_or_accepted(committed_cast: Cast) -> None:
    cast = committed_cast
    request = sent(cast, drafted(cast, running_case(cast)))
    with cast.acts(BANK) as officer:
        take_receipt(request=request, receipt=receipt(request, "delivered"), officer=officer)

    _at_once(
        cast,
        (
            BANK,
            lambda o: take_receipt(
                request=request, receipt=receipt(request, "accepted"), officer=o
            ),
        ),
        (LEAD, lambda o: recall(request=request, reason="x", officer=o)),
    )

    assert _now(cast, request).state == "withdrawn"


def _sending(request: Request) -> _Done:
    return lambda officer: send(request=request, officer=officer)


def _refusing(request: Request) -> _Done:
    return lambda officer: decide(
        request=request, outcome="refused", grounds=["unclear"], why="Unclear", officer=officer
    )


def _answering(request: Request, answer: object) -> _Done:
    return lambda officer: take_answer(request=request, answer=answer, files={}, officer=officer)  # type: ignore[arg-type] # as `answer_to` gives it
