from datetime import UTC, datetime, timedelta

import pytest

from izdes.core.law.clocks.due import Due, due_before, due_of
from izdes.core.law.clocks.rules import rule_on
from izdes.core.law.clocks.spans import Excluded
from izdes.core.law.clocks.states import StateKind, alarms_of, state_of
from izdes.core.law.clocks.zone import local_day

STARTED = datetime(2026, 5, 21, 9, 35, tzinfo=UTC)
HOUR = timedelta(hours=1)


def held() -> Due:
    """A hold that ends on Monday 1 June, by the strictest reading on Sunday 31 May."""
    return due_of("DL_FREEZE_SELF_10D", STARTED)


def ends(found: Due) -> tuple[datetime, datetime]:
    assert found.at is not None
    assert found.safe_at is not None
    return found.at, found.safe_at


def test_alarms_ring_three_two_and_one_day_before_the_safe_end() -> None:
    _, safe = ends(held())

    assert [(a.hours_before, safe - a.at) for a in alarms_of(held())] == [
        (72, 72 * HOUR),
        (48, 48 * HOUR),
        (24, 24 * HOUR),
    ]


def test_an_alarm_that_would_ring_before_the_start_is_left_out() -> None:
    short = due_of("DL_FREEZE_SELF_10D", STARTED, count=2)

    assert [a.hours_before for a in alarms_of(short)] == [48, 24]


@pytest.mark.parametrize(
    ("before_safe", "kind", "alarm"),
    [
        (73, "running", None),
        (72, "due_soon", 72),
        (49, "due_soon", 72),
        (48, "due_soon", 48),
        (1, "due_soon", 24),
        (0, "due_soon", 24),
    ],
)
def test_a_clock_is_due_soon_from_its_first_alarm(
    before_safe: int, kind: StateKind, alarm: int | None
) -> None:
    _, safe = ends(held())

    state = state_of(held(), safe - before_safe * HOUR)

    assert (state.kind, state.alarm_hours) == (kind, alarm)
    assert state.is_disputed == (before_safe == 0)


def test_what_is_left_runs_to_the_lawful_end() -> None:
    at, safe = ends(held())

    assert state_of(held(), safe).left == at - safe == 24 * HOUR


def test_a_clock_is_overdue_at_its_end() -> None:
    at, _ = ends(held())

    state = state_of(held(), at + 5 * HOUR)

    assert (state.kind, state.overdue_by, state.left) == ("overdue", 5 * HOUR, None)


def test_what_is_done_the_instant_before_the_end_is_in_time() -> None:
    at, _ = ends(held())

    state = state_of(held(), at + HOUR, met_at=at - timedelta.resolution)

    assert (state.kind, state.is_disputed) == ("met_in_time", True)


def test_what_is_done_at_the_end_is_late() -> None:
    at, _ = ends(held())

    state = state_of(held(), at + HOUR, met_at=at)

    assert (state.kind, state.overdue_by) == ("met_late", timedelta())


def test_what_will_be_done_does_not_count_yet() -> None:
    assert state_of(held(), STARTED, met_at=STARTED + HOUR).kind == "running"


def test_a_clock_stands_still_while_time_is_excluded() -> None:
    away = Excluded("approval", STARTED + 24 * HOUR, STARTED + 48 * HOUR)
    case = due_of("DL_INQUIRY_1M", STARTED, excluded=[away])

    kinds = [state_of(case, STARTED + n * HOUR).kind for n in (23, 24, 47, 48)]

    assert kinds == ["running", "stopped", "stopped", "running"]


def test_a_clock_that_stands_still_for_good_rings_no_alarm_and_is_never_late() -> None:
    case = due_of("DL_INVEST_2M", STARTED, excluded=[Excluded("interruption", STARTED + HOUR)])
    late = STARTED + 9000 * HOUR

    assert alarms_of(case) == ()
    assert state_of(case, late).kind == "stopped"
    assert state_of(case, late).left is None
    assert state_of(case, late, met_at=late).kind == "met_in_time"
    assert state_of(case, STARTED).kind == "running"


def test_a_clock_that_runs_backward_keeps_all_its_alarms() -> None:
    term = due_of("DL_INQUIRY_1M", STARTED)
    filed = due_before(rule_on("DL_EXTEND_FILE_5D", local_day(STARTED)), term)

    assert filed is not None
    assert [a.hours_before for a in alarms_of(filed)] == [72, 24]
