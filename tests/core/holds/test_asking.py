from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, claim, cover, ledger, move, wild_cases

from izdes.core.holds.asking import AskingPlan, Desk, asking_plan
from izdes.core.holds.questions import Known, Question, questions_of
from izdes.core.holds.stopping import AskedBefore, StopRules
from izdes.core.money.account import AccountKey
from izdes.core.money.matching import CLOCKS_DIFFER, DAY
from izdes.core.money.transfer import Claim, Ledger, Precision, TransferId
from izdes.core.tracing.frontier import pieces_at_stake
from izdes.core.tracing.rules import trace

NOW = at(100)
ALL = StopRules(again_after=timedelta())
BOOK = ledger(
    [
        move("a", 0, "V", "M", 100),
        move("b", 5, "M", "N", 70),
        move("c", 7, "M", "O", 20),
        move("d", 8, "W", "N", 30),
    ],
    cover("M", end=50),
)
CLAIMS = [claim("V/1", "a", 100), claim("W/1", "d", 30)]


def bank_of(account: AccountKey) -> str:
    return f"bank of {account}"


def asked(
    book: Ledger = BOOK, claims: Sequence[Claim] = CLAIMS, known: Known | None = None
) -> tuple[Question, ...]:
    return questions_of(trace(book, claims, "fifo"), book, known or Known(), now=NOW)


def plan(
    questions: Sequence[Question], *before: AskedBefore, rules: StopRules = ALL, **desk: object
) -> AskingPlan:
    return asking_plan(questions, Desk(bank_of, before=before, **desk), rules)  # type: ignore[arg-type]


def reasons(found: AskingPlan) -> dict[str, str]:
    return {s.question.account: s.reason for s in found.stopped}


def as_asked(q: Question, state: str = "open") -> AskedBefore:
    return AskedBefore(
        account=q.account,
        ask=frozenset(q.ask),
        period_from=q.period_from,
        period_to=q.period_to,
        state=state,  # type: ignore[arg-type]
        transfers=frozenset(b.transfer_id for b in q.brought),
    )


def test_every_place_left_open_is_asked_about_once() -> None:
    found = {q.account: (q.because, q.traced_minor, q.layer) for q in asked()}

    assert found == {
        "M": ("later_movements", 10, 1),
        "N": ("frontier", 100, 1),
        "O": ("frontier", 20, 2),
    }


@pytest.mark.parametrize(
    ("precision", "earlier"), [("second", CLOCKS_DIFFER), ("minute", CLOCKS_DIFFER), ("day", DAY)]
)
def test_a_period_begins_when_the_first_traced_money_came(
    precision: Precision, earlier: timedelta
) -> None:
    first = replace(move("a", 30, "V", "M", 100), time_precision=precision)
    book = ledger([first, move("b", 40, "W", "M", 5)])

    [question] = asked(book, [claim("V/1", "a", 100), claim("W/1", "b", 5)])

    assert (question.period_from, question.period_to) == (at(30) - earlier, NOW)
    assert [(b.transfer_id, b.minor) for b in question.brought] == [("a", 100), ("b", 5)]


def test_what_nobody_could_find_is_asked_of_who_paid() -> None:
    [question] = asked(
        ledger([move("a", 30, "V", "phone:1", 100)]),
        [claim("V/1", "a", 100)],
        Known(can_be_named=lambda account: not account.startswith("phone")),
    )

    assert (question.account, question.went_to, question.because) == (
        "V",
        "phone:1",
        "payee_unknown",
    )


def test_an_account_that_is_not_the_institutions_leads_back_to_who_paid() -> None:
    found = {str(q.went_to): q for q in asked(known=Known(not_ours={AccountKey("O")}))}

    assert (found["O"].account, found["O"].because, found["O"].ask) == (
        "M",
        "not_ours",
        ("payee_account", "holder"),
    )


@given(wild_cases())
def test_all_money_at_stake_is_asked_about_or_up_to_date(
    case: tuple[Ledger, list[Claim]],
) -> None:
    book, claims = case
    found = trace(book, claims, "fifo")

    questions = questions_of(found, book, Known(), now=NOW)

    open_minor = sum(
        r.units
        for rests in pieces_at_stake(found).values()
        for r in rests
        if r.ending == "frontier" or (r.as_of is not None and r.as_of < NOW)
    )
    assert (
        sum(q.traced_minor for q in questions if q.because in ("frontier", "later_movements"))
        == open_minor
    )
    assert all(q.period_from <= q.period_to for q in questions)
    assert all(sum(b.minor for b in q.brought) == q.traced_minor for q in questions)


@given(wild_cases(), st.sampled_from(["open", "answered"]))
def test_what_was_asked_is_not_asked_again(case: tuple[Ledger, list[Claim]], state: str) -> None:
    questions = asked(*case)
    first = plan(questions)

    second = plan(questions, *(as_asked(q, state) for d in first.requests for q in d.questions))

    assert sum(len(d.questions) for d in first.requests) == len(questions)
    assert second.requests == ()
    assert {s.reason for s in second.stopped} <= {"asked" if state == "open" else "answered"}
    assert second.is_at_the_end == (state == "answered" or not questions)


def test_one_request_an_institution_and_layer_the_most_money_first() -> None:
    desk = Desk(lambda account: "ONE" if account in "MN" else "OTHER")

    found = asking_plan(asked(), desk, ALL)

    assert [(d.institution, d.layer, d.traced_minor) for d in found.requests] == [
        ("ONE", 1, 110),
        ("OTHER", 2, 20),
    ]
    assert {d.measure_id for d in found.requests} == {"request.bank_secrecy"}


def test_of_a_period_asked_before_only_the_rest_is_asked() -> None:
    [whole] = [q for q in asked() if q.account == "N"]
    early = replace(as_asked(whole, "answered"), period_to=at(60))

    [request] = plan([whole], early).requests

    assert (request.period_from, request.period_to) == (at(60), NOW)
    patient = plan([whole], early, rules=StopRules(again_after=timedelta(hours=1)))
    assert reasons(patient) == {"N": "asked_lately"}


def test_an_earlier_beginning_is_asked_for_however_short() -> None:
    [whole] = [q for q in asked() if q.account == "N"]
    late = replace(as_asked(whole), period_from=at(5))

    [request] = plan([whole], late, rules=StopRules()).requests

    assert (request.period_from, request.period_to) == (whole.period_from, at(5))


def test_of_transfers_asked_before_only_the_others_are_asked_about() -> None:
    book = ledger([move("a", 30, "V", "phone:1", 100), move("b", 40, "V", "phone:1", 5)])
    claims = [claim("V/1", "a", 100), claim("V/2", "b", 5)]
    [question] = asked(book, claims, Known(can_be_named=lambda _: False))
    before = replace(as_asked(question), transfers=frozenset({TransferId("a")}))

    [request] = plan([question], before).requests

    assert [b.transfer_id for b in request.questions[0].brought] == ["b"]
    assert (request.traced_minor, request.measure_id) == (5, "request.identify_payee")


@pytest.mark.parametrize(
    ("rules", "stopped"),
    [
        (StopRules(floor_minor=21), {"M": "amount_floor", "O": "amount_floor"}),
        (StopRules(most_layers=1), {"O": "hop_limit"}),
        (StopRules(cost_minor=11, onward_milli=0), {"M": "cost", "N": "cost"}),
        (StopRules(cost_minor=11, onward_milli=500), {"M": "cost"}),
        (StopRules(), {}),
    ],
)
def test_a_limit_stops_a_trail_with_its_reason(rules: StopRules, stopped: dict[str, str]) -> None:
    likely = {(AccountKey("N"), "KZT"): 0}

    found = plan(asked(), rules=rules, likely=likely)

    assert reasons(found) == stopped
    assert {q.account for d in found.requests for q in d.questions} == {"M", "N", "O"} - {*stopped}


def test_what_an_order_holds_is_not_asked_about_later() -> None:
    held = {(AccountKey("M"), "KZT"): 10}

    assert reasons(plan(asked(), held=held)) == {"M": "held"}


def test_where_nobody_knows_the_institution_nobody_is_asked() -> None:
    found = asking_plan(asked(), Desk(lambda _: ""), ALL)

    assert set(reasons(found).values()) == {"institution_unknown"}
    assert found.is_at_the_end
    assert not found.has_no_frontier
