from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.orders.papers import MADE

from izdes.core.law.measures import Consent
from izdes.core.orders.states import (
    STATES,
    STEPS,
    Need,
    State,
    Step,
    StepLacks,
    StepRefused,
    after,
    is_overdue,
    steps_from,
)

EVERYTHING = frozenset(get_args(Need))
CONSENTS = st.sampled_from(get_args(Consent))
WALKS = st.lists(
    st.tuples(st.sampled_from(STEPS), st.frozensets(st.sampled_from(sorted(EVERYTHING)))),
    max_size=30,
)
_TOWARDS: list[Step] = ["sign", "submit", "grant", "send"]


def walk(consent: Consent, steps: list[tuple[Step, frozenset[str]]]) -> list[tuple[State, Step]]:
    """Return the steps that were taken, each with the state that it led to."""
    state: State = "draft"
    taken: list[tuple[State, Step]] = []
    for step, has in steps:
        try:
            state = after(state, step, consent=consent, has=has)
        except (StepRefused, StepLacks):
            continue
        taken.append((state, step))
    return taken


@given(consent=CONSENTS, steps=WALKS, tail=WALKS)
def test_nothing_is_sent_without_a_signature_and_the_consent_that_the_measure_needs(
    consent: Consent,
    steps: list[tuple[Step, frozenset[str]]],
    tail: list[tuple[Step, frozenset[str]]],
) -> None:
    # Chance alone rarely comes so far, so that each walk gets a push towards sending.
    pushed = [*steps, *((step, EVERYTHING) for step in _TOWARDS), *tail]

    taken = walk(consent, pushed)

    for place, (state, _) in enumerate(taken):
        if state == "sent":
            since_draft = [step for _, step in taken[:place]]
            cut = max((n for n, s in enumerate(since_draft) if s == "redraft"), default=-1)
            assert "sign" in since_draft[cut + 1 :]
            assert consent == "none" or since_draft[-1] == "grant"


@given(consent=CONSENTS, state=st.sampled_from(STATES), step=st.sampled_from(STEPS))
def test_no_step_is_taken_without_all_that_it_needs(
    consent: Consent, state: State, step: Step
) -> None:
    for transition in steps_from(state, consent=consent):
        if transition.step == step:
            for need in transition.needs:
                with pytest.raises(StepLacks):
                    after(state, step, consent=consent, has=EVERYTHING - {need})


@pytest.mark.parametrize("consent", get_args(Consent))
def test_every_state_can_be_reached_and_left_or_is_an_end(consent: Consent) -> None:
    reached = {"draft"}
    for _ in STATES:
        reached |= {t.to for s in STATES if s in reached for t in steps_from(s, consent=consent)}

    unreached = {"on_decision", "sanctioned", "refused"} if consent == "none" else set()
    assert set(STATES) - reached == unreached
    assert {s for s in reached if not steps_from(_state(s), consent=consent)} == {
        "closed",
        "withdrawn",
    }


def _state(name: str) -> State:
    return next(state for state in STATES if state == name)


def test_from_one_state_a_step_leads_to_one_place() -> None:
    for consent in get_args(Consent):
        for state in STATES:
            steps = [t.step for t in steps_from(state, consent=consent)]
            assert len(steps) == len({*steps})


def test_an_answer_is_overdue_after_its_moment_and_not_at_it() -> None:
    assert not is_overdue("delivered", due_at=MADE, at=MADE)
    assert is_overdue("delivered", due_at=MADE, at=MADE + timedelta(seconds=1))


def test_what_is_answered_is_not_overdue() -> None:
    assert not is_overdue("answered", due_at=MADE, at=MADE + timedelta(days=9))


def test_a_corrected_answer_leads_back_to_be_read() -> None:
    assert after("ingested", "correct_answer", consent="none", has=EVERYTHING) == "answered"


@pytest.mark.parametrize(
    ("state", "ends"),
    [
        ("signed", "withdrawn"),
        ("sanctioned", "withdrawn"),
        ("refused", "closed"),
        ("not_accepted", "closed"),
    ],
)
def test_an_order_that_is_begun_anew_ends_and_never_becomes_a_draft_again(
    state: State, ends: State
) -> None:
    assert after(state, "redraft", consent="sanction", has=()) == ends
    assert "draft" not in {t.to for s in STATES for t in steps_from(s, consent="sanction")}
