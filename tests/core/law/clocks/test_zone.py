from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.law.clocks.zone import (
    LOCAL,
    NaiveMoment,
    end_of,
    in_utc,
    local_day,
    next_hour,
    printed,
    start_of,
    zone_is_current,
)

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 1, 1))


def test_the_zone_that_counts_knows_the_change_of_2024() -> None:
    assert zone_is_current(LOCAL)


def test_the_zone_that_the_rest_of_the_program_sees_knows_it_too() -> None:
    assert zone_is_current()


def test_a_table_older_than_the_change_is_noticed() -> None:
    stale = timezone(timedelta(hours=6))

    assert not zone_is_current(stale)


def test_a_table_that_forgot_the_years_before_is_noticed() -> None:
    assert not zone_is_current(timezone(timedelta(hours=5)))


def test_the_last_day_of_february_2024_lasted_25_hours() -> None:
    assert end_of(date(2024, 2, 29)) - start_of(date(2024, 2, 29)) == timedelta(hours=25)


@given(DAYS)
def test_a_day_begins_when_the_one_before_ends(day: date) -> None:
    assert start_of(day) == end_of(day - timedelta(days=1))
    assert local_day(start_of(day)) == day
    assert local_day(end_of(day) - timedelta.resolution) == day


@given(DAYS, st.times())
def test_the_next_hour_begins_within_an_hour_and_never_now(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock, tzinfo=UTC)

    waited = next_hour(moment) - moment

    assert timedelta() < waited <= timedelta(hours=1)
    assert next_hour(moment).astimezone(LOCAL).minute == 0


def test_midnight_is_printed_as_the_end_of_the_day_before() -> None:
    assert printed(end_of(date(2026, 6, 1))) == "2026-06-01 24:00"
    assert printed(end_of(date(2026, 6, 1)) - timedelta(minutes=1)) == "2026-06-01 23:59"


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(NaiveMoment):
        in_utc(datetime(2026, 5, 21, 9))  # noqa: DTZ001 - the naive moment is the point


def test_the_end_of_the_calendar_has_a_day_too() -> None:
    assert local_day(datetime.max.replace(tzinfo=UTC)) == date.max
