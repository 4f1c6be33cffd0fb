from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import InputRefused
from izdes.core.law.clocks.cut_offs import cut_off_of, default_cut_off, read_cut_offs
from izdes.core.law.clocks.days import (
    DayOutOfCalendar,
    DayRow,
    basis,
    packaged_calendar,
    read_days,
)
from izdes.core.law.clocks.office_hours import read_office_hours

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 1, 1))
HEADER = "day,is_working,reason_kk,reason_ru,source,verified\n"


def day_off(day: date) -> DayRow:
    return DayRow(day, is_working=False, reason_kk="-", reason_ru="-", source="-", verified=True)


def codes(refused: pytest.ExceptionInfo[InputRefused]) -> list[tuple[str, int, str]]:
    return [(f.code, f.row, f.column) for f in refused.value.faults]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 5, 21), None),
        (date(2026, 5, 23), "weekend"),
        (date(2026, 5, 1), "holiday"),
        (date(2026, 5, 27), "moved"),
        (date(2026, 8, 31), None),
        (date(2024, 5, 4), None),
        (date(2024, 5, 8), "holiday"),
        (date(2018, 3, 3), None),
        (date(2028, 5, 5), "estimated"),
    ],
)
def test_a_day_is_off_for_a_reason(day: date, why: str | None) -> None:
    assert packaged_calendar().why_off(day) == why


def test_an_estimated_holiday_is_confirmed_by_a_row() -> None:
    row = day_off(date(2028, 5, 5))

    assert packaged_calendar().with_rows([row]).why_off(row.day) == "moved"


def test_what_a_case_gives_wins_over_the_pack() -> None:
    row = day_off(date(2026, 8, 31))

    assert not packaged_calendar().with_rows([row]).is_working(row.day)
    assert packaged_calendar().is_working(row.day)


@given(DAYS)
def test_the_next_working_day_is_the_first_one(day: date) -> None:
    calendar = packaged_calendar()
    found = calendar.next_working(day)

    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert calendar.is_working(found)
    assert not any(calendar.is_working(one) for one in between)


@given(DAYS)
def test_the_previous_working_day_is_never_after(day: date) -> None:
    found = packaged_calendar().previous_working(day)

    assert found <= day
    assert packaged_calendar().is_working(found)


@pytest.mark.parametrize("year", [2013, 2061])
def test_years_whose_holidays_nobody_knows_are_refused(year: int) -> None:
    with pytest.raises(DayOutOfCalendar):
        packaged_calendar().is_working(date(year, 1, 1))


def test_a_decision_can_name_the_release_of_the_library() -> None:
    assert basis().startswith("holidays ")


def test_a_table_without_a_column_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        read_days("day,is_working\n", file="days.csv")

    assert ("days_column_missing", 1, "source") in codes(refused)


def test_every_wrong_cell_of_a_table_is_named_with_its_row() -> None:
    table = HEADER + "2026-02-30,yes,,выходной,s,true\n1999-01-01,true,a,b,s,true\n"

    with pytest.raises(InputRefused) as refused:
        read_days(table, file="days.csv")

    assert codes(refused) == [
        ("days_cell_wrong", 2, "day"),
        ("days_cell_wrong", 2, "is_working"),
        ("days_cell_empty", 2, "reason_kk"),
        ("days_cell_wrong", 3, "day"),
    ]


def test_a_cell_beyond_all_measure_is_no_table() -> None:
    with pytest.raises(InputRefused) as refused:
        read_days(HEADER + "x" * 200_000, file="days.csv")

    assert codes(refused) == [("days_not_csv", 0, "")]


def test_a_header_beyond_all_measure_is_no_table_either() -> None:
    for read, kind in (
        (read_days, "days"),
        (read_cut_offs, "cut_offs"),
        (read_office_hours, "office_hours"),
    ):
        with pytest.raises(InputRefused) as refused:
            read("x" * 200_000 + "\n", file="table.csv")

        assert codes(refused) == [(f"{kind}_not_csv", 0, "")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("institution_id,cut_off,source\n", ("cut_offs_column_missing", 1, "verified")),
        (
            f"institution_id,cut_off,source,verified\n{'x' * 200_000}\n",
            ("cut_offs_not_csv", 0, ""),
        ),
    ],
)
def test_what_is_no_table_of_cut_offs_is_refused(text: str, fault: tuple[str, int, str]) -> None:
    with pytest.raises(InputRefused) as refused:
        read_cut_offs(text, file="cut_offs.csv")

    assert codes(refused) == [fault]


def test_a_fault_names_the_line_of_the_file_though_lines_are_empty() -> None:
    with pytest.raises(InputRefused) as refused:
        read_days(HEADER + "\n\n2026-05-27,no,a,b,s,true\n", file="days.csv")

    assert codes(refused) == [("days_cell_wrong", 4, "is_working")]


def test_a_day_stands_in_a_table_once() -> None:
    row = "2026-05-27,false,a,b,s,true\n"

    with pytest.raises(InputRefused) as refused:
        read_days(HEADER + row + row, file="days.csv")

    assert codes(refused) == [("days_row_repeated", 3, "day")]


def refusals(read: Callable[[], object]) -> tuple[str, ...]:
    """The codes with which a reader refuses; nothing else may escape it."""
    try:
        read()
    except InputRefused as refused:
        return tuple(fault.code for fault in refused.faults)
    return ()


@given(st.text(max_size=200))
def test_no_text_breaks_the_readers(text: str) -> None:
    cut_offs = "institution_id,cut_off,source,verified\n" + text

    found = refusals(lambda: read_days(HEADER + text, file="days.csv"))
    found += refusals(lambda: read_cut_offs(cut_offs, file="cut_offs.csv"))

    assert all(code.startswith(("days_", "cut_offs_")) for code in found)


def test_an_institution_without_a_cut_off_of_its_own_has_the_default() -> None:
    assert cut_off_of("HSBKKZKX") == default_cut_off()
    assert not default_cut_off().verified


def test_a_cut_off_is_a_clock_time() -> None:
    with pytest.raises(InputRefused) as refused:
        read_cut_offs("institution_id,cut_off,source,verified\nA,25:00,,maybe\n", file="c.csv")

    assert codes(refused) == [
        ("cut_offs_cell_wrong", 2, "cut_off"),
        ("cut_offs_cell_wrong", 2, "verified"),
        ("cut_offs_cell_empty", 2, "source"),
    ]


def test_there_is_one_cut_off_an_institution_and_one_for_all_others() -> None:
    header = "institution_id,cut_off,source,verified\n"
    with pytest.raises(InputRefused) as caught:
        read_cut_offs(header + "A,17:00,s,true\nA,18:00,s,true\n", file="c.csv")

    assert [fault.code for fault in caught.value.faults] == [
        "cut_offs_row_repeated",
        "cut_offs_default_missing",
    ]
