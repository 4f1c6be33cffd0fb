"""Unknown opening balances of a followed case."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.core.tracing.ledgers import claim, cover, ledger, move

from izdes.core.tracing.opening_curve import opening_curves
from izdes.core.tracing.rules import RULES, RuleName
from izdes.engine.tracing.run import prepare
from izdes.follow import openings
from izdes.follow.findings import findings_of
from izdes.follow.openings import curves_of, met, opening_parameters, spans_of, turns_of
from izdes.follow.run import Followed

MOVES = [
    move("in", 0, "V", "M", 100),
    move("on", 1, "M", "N", 100),
    move("out", 2, "N", "X", 30),
]
UNKNOWN = (cover("V", opening=None), cover("M", opening=None), cover("N", opening=None))
CLAIMS = [claim("C/1", "in", 100)]
BOTH = prepare(ledger(MOVES, *UNKNOWN))


def parts(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every ending of every claim, with its claim."""
    for victim in found["victims"]:
        for c in victim["claims"]:
            for e in c["endings"]:
                yield {**e, "claim_id": c["claim_id"]}


def test_a_claim_meets_every_assumed_opening_but_that_of_its_own_account() -> None:
    trace = BOTH.trace(CLAIMS, "fifo")

    assert met(trace, BOTH.plan) == {("C/1", "M"), ("C/1", "N")}


@pytest.mark.parametrize("rule", RULES)
def test_the_curves_are_those_of_the_core_where_they_are_quick(rule: RuleName) -> None:
    trace = BOTH.trace(CLAIMS, rule)

    assert turns_of(trace, BOTH.plan) < openings.MOST_TURNS
    assert curves_of(BOTH, CLAIMS, trace, rule) == opening_curves(BOTH.ledger, CLAIMS, rule)


def test_what_takes_too_many_turns_is_left_out_unless_it_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(openings, "MOST_TURNS", 1)
    trace = BOTH.trace(CLAIMS, "fifo")

    assert turns_of(trace, BOTH.plan) == 2
    assert curves_of(BOTH, CLAIMS, trace, "fifo") is None
    assert curves_of(BOTH, CLAIMS, trace, "fifo", is_wanted=True)


def test_where_no_assumed_opening_is_met_there_is_nothing_to_leave_out() -> None:
    known = prepare(ledger(MOVES, cover("M", opening=0), cover("far", opening=None)))

    assert curves_of(known, CLAIMS, known.trace(CLAIMS, "fifo"), "fifo", is_wanted=False) == ()


def test_over_several_openings_a_span_goes_from_the_least_to_the_most_of_all() -> None:
    trace = BOTH.trace(CLAIMS, "fifo")

    spans = spans_of(curves_of(BOTH, CLAIMS, trace, "fifo") or ())

    # More on M keeps it on M; more on N keeps on N what went on from there.
    assert {place[1]: (s.least_minor, s.most_minor) for place, s in spans.items()} == {
        "M": (0, 100),
        "N": (0, 100),
        "X": (0, 30),
    }
    assert all(s.is_exact for s in spans.values())


def test_the_method_says_what_was_left_out_and_beyond_what() -> None:
    assert [opening_parameters(c)["opening_intervals"] for c in (None, ())] == [
        "left_out",
        "not_needed",
    ]
    assert opening_parameters(None)["opening_turns_most"] == str(openings.MOST_TURNS)


def test_an_ending_lies_between_its_least_and_its_most(followed: Followed) -> None:
    found = findings_of(followed)

    here: Counter[tuple[str, ...]] = Counter()
    limits = {}
    for e in parts(found):
        place = (e["claim_id"], e["account"], e["ending"], e["local_currency"])
        here[place] += int(e["amount_minor"])
        if e["opening_least_minor"] is not None:
            limits[place] = (int(e["opening_least_minor"]), int(e["opening_most_minor"]))
    assert found["method"]["parameters"]["opening_intervals"] == "computed"
    assert any(least < most for least, most in limits.values())
    for place, (least, most) in limits.items():
        assert least <= here[place] <= most


def test_every_ending_that_bears_the_mark_has_its_interval(followed: Followed) -> None:
    for e in parts(findings_of(followed)):
        if "opening_assumed" in e["marks"]:
            assert e["opening_least_minor"] is not None


def test_without_curves_no_interval_is_stated(followed: Followed) -> None:
    found = findings_of(replace(followed, openings=None))

    assert {e["opening_least_minor"] for e in parts(found)} == {None}
    assert found["method"]["parameters"]["opening_intervals"] == "left_out"
