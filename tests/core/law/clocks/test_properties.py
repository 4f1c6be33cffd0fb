"""What holds of every clock, whatever its rule and whenever it starts."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from izdes.core.law.clocks.counting import months_after
from izdes.core.law.clocks.days import DayRow, packaged_calendar
from izdes.core.law.clocks.due import Due, due
from izdes.core.law.clocks.rules import Rule, rules
from izdes.core.law.clocks.spans import Excluded, Stillness
from izdes.core.law.clocks.states import state_of
from izdes.core.law.clocks.zone import end_of, local_day

MOMENTS = st.datetimes(
    min_value=datetime(2016, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
DAYS = st.dates(date(2016, 1, 1), date(2035, 1, 1))
FORWARD = [rule for rule in rules() if rule.direction == "after" and rule.count]
RULES = st.sampled_from(FORWARD)
PATIENT = st.sampled_from([rule for rule in FORWARD if rule.excludes])
LENGTHS = st.timedeltas(timedelta(), timedelta(days=90))


@st.composite
def intervals(draw: st.DrawFn, rule: Rule, around: datetime) -> Excluded:
    since = around + draw(st.timedeltas(timedelta(days=-30), timedelta(days=90)))
    return Excluded(draw(st.sampled_from(rule.excludes)), since, since + draw(LENGTHS))


def day_off(day: date) -> DayRow:
    return DayRow(day, is_working=False, reason_kk="-", reason_ru="-", source="-", verified=True)


def end(found: Due) -> datetime:
    assert found.at is not None
    return found.at


@given(RULES, MOMENTS, LENGTHS)
def test_a_later_start_never_gives_an_earlier_end(
    rule: Rule, start: datetime, later: timedelta
) -> None:
    assert end(due(rule, start)) <= end(due(rule, start + later))


@given(st.data(), PATIENT, MOMENTS)
def test_excluded_time_never_shortens_a_term(
    data: st.DataObject, rule: Rule, start: datetime
) -> None:
    known = data.draw(st.lists(intervals(rule, start), max_size=3))
    more = data.draw(intervals(rule, start))

    assert end(due(rule, start, excluded=known)) <= end(due(rule, start, excluded=[*known, more]))


@given(st.data(), PATIENT, MOMENTS)
def test_neither_the_order_nor_the_repetition_of_intervals_matters(
    data: st.DataObject, rule: Rule, start: datetime
) -> None:
    known = data.draw(st.lists(intervals(rule, start), max_size=4))

    assert due(rule, start, excluded=known) == due(rule, start, excluded=[*known[::-1], *known])


@given(RULES, MOMENTS, st.integers(-3, 40))
def test_one_more_day_off_never_brings_an_end_forward(
    rule: Rule, start: datetime, away: int
) -> None:
    day = local_day(start) + timedelta(days=away)
    row = day_off(day)

    more = packaged_calendar().with_rows([row])

    assert end(due(rule, start)) <= end(due(rule, start, calendar=more))


@given(st.sampled_from([rule for rule in FORWARD if rule.unit == "hours"]), MOMENTS)
def test_hours_are_exact_durations_after_at_most_one_hour(rule: Rule, start: datetime) -> None:
    found = due(rule, start)

    over = end(found) - start - timedelta(hours=rule.count)
    assert timedelta() <= over <= timedelta(hours=1)
    assert found.safe_at == start + timedelta(hours=rule.count)


@given(RULES, MOMENTS)
def test_the_strictest_reading_is_never_the_later_one(rule: Rule, start: datetime) -> None:
    found = due(rule, start)

    assert found.safe_at is not None
    assert start < found.safe_at <= end(found)


@given(
    st.sampled_from([r for r in FORWARD if r.unit in {"days", "months"} and r.roll == "next"]),
    MOMENTS,
)
def test_a_term_that_moves_ends_at_the_end_of_a_working_day(rule: Rule, start: datetime) -> None:
    found = due(rule, start)

    assert found.last_day is not None
    assert packaged_calendar().is_working(found.last_day)
    assert found.at == end_of(found.last_day)


@given(st.sampled_from([r for r in FORWARD if r.unit == "working_days"]), MOMENTS)
def test_a_term_of_working_days_holds_just_as_many(rule: Rule, start: datetime) -> None:
    last = due(rule, start).last_day

    assert last is not None
    first = local_day(start) + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(packaged_calendar().is_working(day) for day in days) == rule.count


@given(DAYS, st.integers(1, 24))
def test_months_end_on_the_same_date_or_on_the_last_day_of_a_shorter_month(
    day: date, months: int
) -> None:
    found = months_after(day, months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
    assert found.day <= day.day


@given(st.data(), PATIENT, MOMENTS)
def test_what_is_used_and_what_is_left_are_the_whole_term(
    data: st.DataObject, rule: Rule, start: datetime
) -> None:
    since = start + data.draw(LENGTHS)
    found = due(rule, start, excluded=[Excluded(rule.excludes[0], since)])
    assume(found.standing is not None)

    whole = due(rule, start).safe_last_day
    assert found.standing is not None
    assert whole is not None
    assert found.standing.used + found.standing.left == (whole - local_day(start)).days


@given(st.data(), PATIENT, MOMENTS)
def test_going_on_after_a_standstill_takes_just_what_was_left(
    data: st.DataObject, rule: Rule, start: datetime
) -> None:
    since = start + data.draw(LENGTHS)
    until = since + data.draw(LENGTHS)
    stood = due(rule, start, excluded=[Excluded(rule.excludes[0], since)]).standing
    assume(stood is not None and stood.left > 0)

    went_on = due(rule, start, excluded=[Excluded(rule.excludes[0], since, until)]).safe_last_day

    assert stood is not None
    first = max(local_day(until), local_day(start) + timedelta(days=1))
    assert went_on == first + timedelta(days=stood.left - 1)


@given(st.lists(st.tuples(MOMENTS, LENGTHS), max_size=6))
def test_a_union_is_in_order_and_its_stretches_do_not_touch(
    drawn: list[tuple[datetime, timedelta]],
) -> None:
    still = Stillness.of(Excluded("approval", at, at + length) for at, length in drawn)

    ends = [span.until for span in still.spans]
    starts = [span.since for span in still.spans]
    assert all(
        until is not None and until < since for until, since in zip(ends, starts[1:], strict=False)
    )
    assert all(still.holds(at) for at, length in drawn if length)


@given(RULES, MOMENTS, st.timedeltas(timedelta(), timedelta(days=800)))
def test_a_clock_is_overdue_exactly_from_its_end_on(
    rule: Rule, start: datetime, after: timedelta
) -> None:
    found = due(rule, start)
    now = start + after

    state = state_of(found, now)

    assert (state.kind == "overdue") == (now >= end(found))
    assert (state.overdue_by is None) == (state.kind != "overdue")
