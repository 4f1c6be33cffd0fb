from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.law.clocks.case_terms import CaseClock, Form, term_of
from izdes.core.law.terms import limits_from


def test_a_limit_that_falls_on_a_holiday_ends_on_the_next_working_day() -> None:
    inquiry, investigation = limits_from(date(2026, 4, 6))

    assert (inquiry.last_day, inquiry.ends_on) == (date(2026, 5, 6), date(2026, 5, 6))
    assert (investigation.last_day, investigation.ends_on) == (date(2026, 6, 6), date(2026, 6, 8))


@pytest.mark.parametrize("form", ["inquiry", "investigation"])
@given(day=st.dates(min_value=date(2016, 1, 1), max_value=date(2035, 1, 1)))
def test_a_limit_of_complaints_is_the_term_of_a_case_of_which_no_more_is_known(
    form: Form, day: date
) -> None:
    # Noon in UTC is the same day in Kazakhstan.
    case = CaseClock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), form)

    found = term_of(case).due

    assert {x.form: x.ends_on for x in limits_from(day)}[form] == found.last_day
    assert {x.form: x.norm_id for x in limits_from(day)}[form] == found.rule.norm_id
