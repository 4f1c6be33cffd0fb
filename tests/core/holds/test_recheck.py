from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.holds.test_parts import part_lists

from izdes.core.holds.parts import Part, Parts, units_in
from izdes.core.holds.recheck import recheck
from izdes.core.orders.states import STATES, State, steps_from

NOW = (Part("t", 0, 60),)


@pytest.mark.parametrize(
    ("signed", "state", "then", "redraft", "supplement"),
    [
        (60, "signed", "go_on", 0, 0),
        (100, "signed", "withdraw", 60, 0),
        (100, "sanctioned", "withdraw", 60, 0),
        (100, "sent", "recall", 60, 0),
        (100, "delivered", "recall", 60, 0),
        (40, "sanctioned", "supplement", 0, 20),
        (40, "delivered", "supplement", 0, 20),
    ],
)
def test_the_signed_number_stands_or_its_order_goes(
    signed: int, state: State, then: str, redraft: int, supplement: int
) -> None:
    found = recheck(signed, now=NOW, state=state, consent="none")

    assert (found.then, found.redraft_minor, found.supplement_minor) == (then, redraft, supplement)
    assert found.signed_minor == signed
    assert found.amount_holds == (then in ("go_on", "supplement"))


def test_where_nothing_is_left_nothing_is_drafted_anew() -> None:
    found = recheck(100, now=(), state="sent", consent="none")

    assert (found.outcome, found.then, found.redraft_minor) == ("nothing", "recall", 0)


@pytest.mark.parametrize(("caught", "then", "release"), [(80, "release", 20), (50, "go_on", 0)])
def test_what_was_caught_beyond_the_cap_is_released(caught: int, then: str, release: int) -> None:
    found = recheck(100, now=NOW, state="ingested", consent="none", caught_minor=caught)

    assert (found.then, found.release_minor) == (then, release)


def test_the_money_that_left_and_that_came_is_named() -> None:
    found = recheck(
        60, now=NOW, state="signed", consent="none", signed=(Part("t", 30, 60), Part("u", 0, 30))
    )

    assert found.outcome == "same"
    assert found.gone == (Part("u", 0, 30),)
    assert found.come == (Part("t", 0, 30),)


@given(
    st.integers(1, 60),
    part_lists(),
    st.sampled_from(STATES),
    st.sampled_from(["none", "sanction"]),
    st.none() | st.integers(0, 60),
)
def test_what_goes_out_never_exceeds_what_may_be_held(
    signed: int, now: Parts, state: State, consent: str, caught: int | None
) -> None:
    found = recheck(signed, now=now, state=state, consent=consent, caught_minor=caught)  # type: ignore[arg-type]

    assert found.now_minor == units_in(now)
    if found.amount_holds and caught is None:
        assert signed + found.supplement_minor <= max(found.now_minor, signed)
        assert found.now_minor >= signed or state not in ("signed", "sanctioned")
    if found.then in ("withdraw", "recall"):
        assert found.redraft_minor == found.now_minor < signed
        assert found.then in {t.step for t in steps_from(state, consent=consent)}  # type: ignore[arg-type]
    assert found.then in get_args(type(found).__annotations__["then"])
