from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import InputRefused
from izdes.core.law.history import history, known_as, read_history, successor_of
from izdes.core.law.institutions import packaged

HEADER = "institution_id,what,value,valid_from,valid_to,source,verified\n"
CHAIN = (
    "old,successor,middle,2020-01-01,,an act,true\nmiddle,successor,new,2024-01-01,,an act,true\n"
)


def test_every_name_of_the_past_belongs_to_an_institution_of_the_register() -> None:
    known = {i.institution_id for i in packaged(date(2026, 5, 21)).institutions}

    assert {k.institution_id for k in history()} <= known
    assert all(k.source for k in history())


def test_an_undated_former_name_is_found_on_every_day() -> None:
    then, now = (
        {k.value for k in known_as("TSESKZKA", day)}
        for day in (date(2015, 1, 1), date(2026, 5, 21))
    )

    assert then == now == {"Цеснабанк", "First Heartland Jusan Bank"}


def test_a_dated_name_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    text = HEADER + "a,former_name,Прежний,2019-01-01,2021-06-01,an act,true\n"

    (known,) = read_history(text, file="h.csv")

    days = (date(2018, 12, 31), date(2019, 1, 1), date(2021, 5, 31), date(2021, 6, 1))
    assert [known.holds_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "heir"),
    [
        (date(2019, 12, 31), "old"),
        (date(2020, 1, 1), "middle"),
        (date(2023, 12, 31), "middle"),
        (date(2024, 1, 1), "new"),
    ],
)
def test_a_request_goes_to_the_last_heir_of_its_day(day: date, heir: str) -> None:
    among = read_history(HEADER + CHAIN, file="h.csv")

    assert successor_of("old", day, among=among) == heir


def test_heirs_that_inherit_from_each_other_end_the_search() -> None:
    one, two = read_history(HEADER + CHAIN, file="h.csv")
    among = (one, replace(two, value="old"))

    assert successor_of("old", date(2025, 1, 1), among=among) == "middle"


def test_an_institution_without_an_heir_is_its_own() -> None:
    assert successor_of("HSBKKZKX", date(2026, 5, 21)) == "HSBKKZKX"


def test_every_fault_names_row_and_column() -> None:
    with pytest.raises(InputRefused) as caught:
        read_history(HEADER + ",former_name,,2020-13-01,,,perhaps\n", file="h.csv")

    assert {(f.row, f.column) for f in caught.value.faults} == {
        (2, "institution_id"),
        (2, "value"),
        (2, "source"),
        (2, "valid_from"),
        (2, "verified"),
    }


@given(st.text())
def test_a_hostile_table_ends_in_a_refusal_or_in_values(text: str) -> None:
    with suppress(InputRefused):
        found = read_history(HEADER + text, file="h.csv")

        assert all(known.institution_id and known.source for known in found)
