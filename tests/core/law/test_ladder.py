from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.law.ladder import (
    Hold,
    NoSuchRung,
    alarm_due,
    held_before,
    ladder_from,
    next_rung,
    rung_on,
    rungs_on,
)
from izdes.core.law.pack import measure, norms
from izdes.core.law.release import packaged_pack

DAY = date(2026, 5, 21)
MONEY = frozenset({"claim-1/t-7", "claim-2/t-9"})
FIRST = Hold("freeze.suspension", "may be hidden", MONEY)


def test_the_ladder_goes_from_the_centre_to_the_judge() -> None:
    rungs = ladder_from("centre_block", on=DAY)

    assert [(r.rung, r.clock) for r in rungs] == [
        ("centre_block", "DL_AFC_BLOCK_5WD"),
        ("suspension", "DL_FREEZE_SELF_10D"),
        ("motion", "DL_ARREST_MOTION_48H"),
        ("judge", "DL_JUDGE_24H"),
    ]


def test_a_restriction_leads_to_the_same_motion() -> None:
    above = next_rung("restriction", on=DAY)

    assert above is not None
    assert above.rung == "motion"


def test_nothing_follows_the_judge() -> None:
    assert next_rung("judge", on=DAY) is None


def test_the_centres_block_lasted_three_days_before_it_lasted_five() -> None:
    before, after = (rung_on("centre_block", on=d) for d in (date(2025, 8, 27), DAY))

    assert (before.clock, after.clock) == ("DL_AFC_BLOCK_3WD", "DL_AFC_BLOCK_5WD")
    with pytest.raises(NoSuchRung):
        rung_on("centre_block", on=date(2024, 7, 21))


def test_every_rung_rests_on_a_measure_and_a_norm() -> None:
    for entry in packaged_pack().tables["ladder.yaml"]:
        assert measure(entry["measure"]).measure_id == entry["measure"]
        assert entry["norm"] in norms()
        assert list(entry["alarms_hours"]) == sorted(entry["alarms_hours"], reverse=True)


@pytest.mark.parametrize(
    ("hours_left", "is_drafted", "due"),
    [
        (100, False, None),
        (72, False, 72),
        (60, False, 72),
        (48, False, 48),
        (24, False, 24),
        (3, False, 24),
        (3, True, None),
        (-1, False, 24),
    ],
)
def test_an_alarm_rings_while_the_next_rung_has_no_draft(
    hours_left: int, due: int | None, *, is_drafted: bool
) -> None:
    rung = rung_on("suspension", on=DAY)

    assert alarm_due(rung, hours_left=hours_left, is_next_drafted=is_drafted) == due


@given(st.integers(-100, 300))
def test_an_alarm_never_falls_silent_as_the_end_comes_closer(hours: int) -> None:
    rung = rung_on("suspension", on=DAY)
    now, later = (
        alarm_due(rung, hours_left=h, is_next_drafted=False) or 1000 for h in (hours, hours - 1)
    )

    assert later <= now


@pytest.mark.parametrize(
    ("measure_id", "ground", "money", "is_refused"),
    [
        ("freeze.suspension", "may be hidden", MONEY, True),
        ("freeze.suspension", "may be hidden", frozenset({"claim-1/t-7"}), True),
        ("freeze.restriction", "may be hidden", MONEY, True),
        ("freeze.suspension", "another offence", MONEY, False),
        ("freeze.suspension", "may be hidden", frozenset({"claim-3/t-1"}), False),
        # A live mule account has a ground of its own, and arrest is the way on.
        ("freeze.debit_stop", "may be hidden", MONEY, False),
        ("freeze.arrest", "may be hidden", MONEY, False),
    ],
)
def test_the_same_money_is_held_once_on_one_ground(
    measure_id: str, ground: str, money: frozenset[str], *, is_refused: bool
) -> None:
    found = held_before(measure_id, ground=ground, money=money, earlier=[FIRST], on=DAY)

    assert (found == FIRST) == is_refused
    assert (found is None) != is_refused


def test_money_never_held_may_be_held() -> None:
    other = replace(FIRST, money=frozenset({"claim-9/t-1"}))

    found = held_before(
        "freeze.suspension", ground=FIRST.ground, money=MONEY, earlier=[other], on=DAY
    )

    assert found is None


def test_the_spans_of_a_rung_follow_each_other() -> None:
    spans = [e for e in packaged_pack().tables["ladder.yaml"] if e["rung"] == "centre_block"]

    assert all(one["valid_to"] == other["valid_from"] for one, other in pairwise(spans))


def test_every_rung_of_a_day_says_what_ends_it() -> None:
    ends = {rung.rung: rung.ends for rung in rungs_on(DAY)}

    assert ends["suspension"] == ("release.hold", "lapse")
    assert ends["judge"] == ("release.hold", "release.arrest")
