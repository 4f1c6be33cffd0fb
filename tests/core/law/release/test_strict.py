from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.release.strict import read_yaml


def refusal(text: str) -> Fault:
    with pytest.raises(InputRefused) as caught:
        read_yaml(text, file="x.yaml")
    return caught.value.faults[0]


def test_text_numbers_days_flags_and_nothing_are_read() -> None:
    text = "- {a: b, n: -3, d: 2026-05-21, t: true, f: false, e: , q: '010'}\n"

    found = read_yaml(text, file="x.yaml")

    assert found == [
        {"a": "b", "n": -3, "d": date(2026, 5, 21), "t": True, "f": False, "e": None, "q": "010"}
    ]


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "off", "12:30", "010", "0x1F", "1_000", "1.5", ".inf", "2026-05-21T09:00:00Z"],
)
def test_what_yaml_would_turn_into_something_else_is_refused(written: str) -> None:
    fault = refusal(f"a: 1\nb: {written}\n")

    assert (fault.code, fault.row) == ("law_value_not_plain", 2)
    assert dict(fault.details)["value"] == written


def test_a_day_that_is_not_in_the_calendar_is_refused() -> None:
    assert refusal("a: 2026-02-30\n").code == "law_value_not_plain"


def test_the_second_of_two_equal_keys_does_not_win() -> None:
    fault = refusal("days: 3\nterm: 1\ndays: 30\n")

    assert (fault.code, fault.row, dict(fault.details)) == (
        "law_key_twice",
        3,
        {"field": "days"},
    )


def test_an_alias_is_refused_before_it_is_followed() -> None:
    assert refusal("a: &x [1]\nb: *x\n").code == "law_alias"


def test_a_key_that_is_no_text_is_refused() -> None:
    assert refusal("2026-01-01: a\n").code == "law_key_not_text"


def test_depth_is_bounded() -> None:
    assert refusal("[" * 5000).code in {"law_too_deep", "law_not_yaml"}


@pytest.mark.parametrize("text", ["", "# only words\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refusal(text).code == "law_file_empty"


def test_a_fault_of_form_names_its_line() -> None:
    assert (refusal("a: 1\nb: [\n").code, refusal("a: 1\n- b\n").row) == ("law_not_yaml", 2)


@given(st.text())
def test_only_refusals_leave_the_reader(text: str) -> None:
    with suppress(InputRefused):
        assert isinstance(read_yaml(text, file="x.yaml"), str | int | date | list | dict)
