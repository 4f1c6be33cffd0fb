from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.holds.rungs import Happened, LadderLine, ladder_line
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import ladder_from

START = datetime(2026, 5, 18, 5, tzinfo=UTC)


def after(hours: int) -> datetime:
    return START + timedelta(hours=hours)


WHOLE = Happened(
    blocked_at=START,
    suspended_at=after(20),
    found_at=after(30),
    received_at=after(60),
    decided_at=after(75),
    decided="granted",
)


def states(line: LadderLine) -> dict[str, str]:
    return {r.rung: r.state for r in line.rungs}


def test_a_hold_climbs_from_the_centre_to_the_judge() -> None:
    line = ladder_line(WHOLE, now=after(80))

    assert states(line) == dict.fromkeys(["centre_block", "suspension", "motion", "judge"], "done")
    assert (line.lapse, line.next, line.alarm) == (None, None, None)


def test_before_the_suspension_the_centres_block_stands_and_the_next_rung_is_named() -> None:
    line = ladder_line(Happened(blocked_at=START), now=after(1))

    assert states(line) == {
        "centre_block": "standing",
        "suspension": "ahead",
        "motion": "ahead",
        "judge": "ahead",
    }
    assert line.next is not None
    assert line.next.rung == "suspension"
    assert line.lapse is None


@pytest.mark.parametrize(
    ("hours_left", "alarm"), [(73, None), (72, 72), (71, 72), (48, 48), (24, 24), (1, 24)]
)
def test_a_suspension_without_a_motion_rings_before_its_end(
    hours_left: int, alarm: int | None
) -> None:
    happened = Happened(suspended_at=START)
    due = ladder_line(happened, now=START).rungs[0].due
    assert due is not None
    assert due.safe_at is not None
    now = due.safe_at - timedelta(hours=hours_left)

    silent = ladder_line(happened, drafted={"motion"}, now=now)
    line = ladder_line(happened, now=now)

    assert line.rungs[0].alarm_hours == alarm
    assert silent.alarm is None
    assert silent.lapse is not None
    assert silent.lapse.alarm_hours == alarm


def test_money_that_was_found_does_not_silence_a_suspension_without_a_motion() -> None:
    happened = Happened(suspended_at=START, found_at=after(30))
    due = ladder_line(happened, now=START).rungs[0].due
    assert due is not None
    assert due.safe_at is not None
    now = due.safe_at - timedelta(hours=24)

    line = ladder_line(happened, now=now)
    heard = ladder_line(replace(happened, received_at=now), now=now)

    assert (line.rungs[0].is_next_drafted, line.rungs[0].alarm_hours) == (False, 24)
    assert heard.rungs[0].is_next_drafted


def test_the_motion_runs_from_the_finding_and_ends_with_the_court() -> None:
    found = Happened(suspended_at=START, found_at=after(2))

    standing, received = (
        ladder_line(h, now=after(10)) for h in (found, replace(found, received_at=after(9)))
    )

    assert states(standing)["motion"] == "standing"
    assert states(standing)["judge"] == "ahead"
    assert states(received)["motion"] == "done"
    assert states(received)["judge"] == "standing"


def test_a_hold_without_a_courts_act_lapses() -> None:
    refused = replace(WHOLE, decided="refused")

    line = ladder_line(refused, now=after(24 * 14))

    assert line.lapse is not None
    assert line.lapse.has_lapsed
    assert states(line)["suspension"] == "late"


def test_released_money_has_no_lapse_and_rings_no_more() -> None:
    line = ladder_line(
        Happened(suspended_at=START, found_at=after(1), released_at=after(5)), now=after(230)
    )

    assert (line.lapse, line.alarm, line.standing) == (None, None, ())
    assert states(line)["suspension"] == "ended"


def test_a_shorter_term_of_the_order_counts() -> None:
    long, short = (
        ladder_line(Happened(suspended_at=START, days=days), now=START) for days in (None, 3)
    )

    assert long.lapse is not None
    assert short.lapse is not None
    assert long.lapse.due.safe_at is not None
    assert short.lapse.due.safe_at is not None
    assert short.lapse.due.safe_at < long.lapse.due.safe_at


def test_a_restriction_takes_the_place_of_the_suspension() -> None:
    line = ladder_line(Happened(blocked_at=START, restricted_at=after(3)), now=after(4))

    assert [r.rung for r in line.rungs] == ["centre_block", "restriction", "motion", "judge"]


@given(
    st.integers(0, 400),
    st.sampled_from(
        [
            replace(WHOLE, found_at=None),
            replace(WHOLE, received_at=None),
            replace(WHOLE, decided_at=None, decided=""),
            replace(WHOLE, blocked_at=None),
        ]
    ),
)
def test_every_line_has_the_laws_rungs_in_their_order(hours: int, happened: Happened) -> None:
    line = ladder_line(happened, now=after(hours))

    lawful = [r.rung for r in ladder_from("centre_block", on=local_day(START))]
    assert [r.rung for r in line.rungs] == [r for r in lawful if r in states(line)]
    assert all((r.due is None) == (r.began_at is None) for r in line.rungs)
