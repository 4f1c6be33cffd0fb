"""Office hours: on every working day, on a shortened one, and when an office is closed."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import InputRefused
from izdes.core.law.clocks.office_hours import closed_at, hours_on, read_office_hours
from izdes.core.law.release.packs import packaged_texts, read_pack

HEADER = "days,opens,closes,source,verified\n"
_ORDINARY = "working,09:00,18:00,s,false\n"
_FILE = "clocks/office_hours.csv"
# Local noon of a working Thursday and of the Friday after it.
_THURSDAY = datetime(2026, 5, 21, 7, tzinfo=UTC)


def _law(rows: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - a pack
    return read_pack({**packaged_texts(), _FILE: HEADER + rows})


def test_a_shortened_day_has_hours_of_its_own() -> None:
    law = _law(_ORDINARY + "2026-05-21,10:00,13:00,decree,true\n")

    assert hours_on(date(2026, 5, 21), law).closes == time(13)
    assert hours_on(date(2026, 5, 22), law).closes == time(18)
    closed = closed_at(_THURSDAY + timedelta(hours=2), law)
    assert closed.since == datetime(2026, 5, 21, 8, tzinfo=UTC)
    assert closed.until == datetime(2026, 5, 22, 4, tzinfo=UTC)


def test_other_hours_of_the_data_close_the_office_at_other_hours() -> None:
    law = _law("working,08:30,17:30,decree,true\n")
    evening = datetime(2026, 5, 21, 12, 30, tzinfo=UTC)

    assert closed_at(evening, law).holds(evening)
    assert not closed_at(evening).holds(evening)


@given(st.datetimes(datetime(2015, 1, 1), datetime(2059, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - made aware
def test_an_office_is_closed_now_or_was_closed_last(at: datetime) -> None:
    closed = closed_at(at)

    assert closed.since <= at
    assert closed.since < closed.until


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("days,opens,closes,source\n", "office_hours_column_missing", "verified"),
        (HEADER, "office_hours_default_missing", ""),
        (HEADER + _ORDINARY + _ORDINARY, "office_hours_row_repeated", "days"),
        (HEADER + "someday,09:00,18:00,s,true\n", "office_hours_cell_wrong", "days"),
        (HEADER + "working,9,18:00,s,true\n", "office_hours_cell_wrong", "opens"),
        (HEADER + "working,18:00,18:00,s,true\n", "office_hours_cell_wrong", "closes"),
        (HEADER + "working,09:00,18:00,s,maybe\n", "office_hours_cell_wrong", "verified"),
        (HEADER + "working,09:00,18:00,,true\n", "office_hours_cell_empty", "source"),
    ],
)
def test_what_is_no_table_of_office_hours_is_refused(text: str, code: str, column: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_office_hours(text, file="office_hours.csv")

    assert {(fault.code, fault.column) for fault in refused.value.faults} == {(code, column)}


@given(st.text(max_size=200))
def test_whatever_stands_there_only_our_errors_escape(text: str) -> None:
    with suppress(InputRefused):
        read_office_hours(HEADER + text, file="office_hours.csv")
