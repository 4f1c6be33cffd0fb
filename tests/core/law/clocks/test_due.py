from datetime import UTC, date, datetime, time, timedelta

import pytest

from izdes.core.law.clocks.case_terms import (
    CaseClock,
    Extension,
    Level,
    NothingToJoin,
    joined,
    separated,
    term_of,
)
from izdes.core.law.clocks.days import DayRow, packaged_calendar
from izdes.core.law.clocks.due import (
    ClockRunsBackward,
    CountNotAllowed,
    Due,
    NotExcludedHere,
    due,
    due_before,
    due_of,
)
from izdes.core.law.clocks.rules import Rule, UnknownClock, rule_on
from izdes.core.law.clocks.spans import Excluded, WrongInterval
from izdes.core.law.clocks.zone import NaiveMoment

DAY = date(2026, 5, 21)
STARTED = datetime(2026, 5, 21, 9, 35, tzinfo=UTC)
BANKING = Rule("OF_TEST", "", "", "banking_days", 1, "", "", verified=False)


def extension(level: Level, months: int) -> Extension:
    return Extension(level, months, STARTED + timedelta(days=40))


def day_off(day: date) -> DayRow:
    return DayRow(day, is_working=False, reason_kk="-", reason_ru="-", source="-", verified=True)


def codes(found: Due) -> list[str]:
    return [step.code.removeprefix("clock_step_") for step in found.steps]


def test_the_arithmetic_of_a_term_in_hours_tells_of_the_hour_left_out() -> None:
    found = due_of("DL_NOTIFY_24H", STARTED)

    assert codes(found) == ["started", "hour_left_out", "hours", "ends", "safe"]


def test_the_arithmetic_names_every_day_over_which_a_term_moves() -> None:
    found = due_of("DL_ANSWER_3D", datetime(2026, 3, 18, 5, tzinfo=UTC))

    assert codes(found) == [
        "started",
        "day_left_out",
        "days",
        *(["off_holiday"] * 5),
        "rolled",
        "ends",
        "safe",
    ]
    assert [dict(s.details)["day"] for s in found.steps if s.code.endswith("off_holiday")] == [
        "2026-03-21",
        "2026-03-22",
        "2026-03-23",
        "2026-03-24",
        "2026-03-25",
    ]


def test_the_arithmetic_tells_of_a_shorter_month_and_of_excluded_time() -> None:
    away = Excluded(
        "approval",
        datetime(2026, 2, 10, 5, tzinfo=UTC),
        datetime(2026, 2, 12, 5, tzinfo=UTC),
    )

    found = due_of("DL_INVEST_2M", datetime(2025, 12, 31, 5, tzinfo=UTC), excluded=[away])

    assert codes(found) == [
        "started",
        "excluded_approval",
        "day_left_out",
        "months",
        "month_shorter",
        "days_excluded",
        "ends",
    ]


def test_an_end_is_disputed_where_the_strictest_reading_is_earlier() -> None:
    moved, kept = due_of("DL_FREEZE_SELF_10D", STARTED), due_of("DL_ANSWER_3D", STARTED, count=1)

    assert moved.is_disputed
    assert not kept.is_disputed


def test_overlapping_grounds_are_told_one_by_one_and_counted_once() -> None:
    since, until = STARTED + timedelta(days=3), STARTED + timedelta(days=6)
    away = [Excluded("complaint", since, until), Excluded("approval", since, until)]

    found = due_of("DL_INQUIRY_1M", STARTED, excluded=away)

    assert codes(found)[1:3] == ["excluded_approval", "excluded_complaint"]
    assert [dict(s.details)["count"] for s in found.steps if s.code.endswith("s_excluded")] == ["3"]


def test_a_standstill_closes_the_arithmetic_without_an_end() -> None:
    found = due_of("DL_INVEST_2M", STARTED, excluded=[Excluded("interruption", STARTED)])

    assert codes(found)[-1] == "stands_days"
    assert (found.at, found.safe_at, found.last_day) == (None, None, None)
    assert found.standing is not None
    assert found.standing.since == STARTED


def test_a_term_may_be_set_shorter_but_never_longer() -> None:
    assert codes(due_of("DL_ANSWER_3D", STARTED, count=1))[1] == "shorter"
    for count in (0, 4, -1):
        with pytest.raises(CountNotAllowed):
            due_of("DL_ANSWER_3D", STARTED, count=count)


def test_a_rule_without_a_number_needs_one() -> None:
    assert due_of("DL_EXTEND_GENERAL", STARTED, count=14).last_day is not None
    with pytest.raises(CountNotAllowed):
        due_of("DL_EXTEND_GENERAL", STARTED)


def test_time_is_excluded_only_on_the_grounds_of_the_rule() -> None:
    with pytest.raises(NotExcludedHere):
        due_of("DL_ANSWER_3D", STARTED, excluded=[Excluded("approval", STARTED)])


def test_an_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(WrongInterval):
        Excluded("approval", STARTED, STARTED - timedelta(hours=1))


def test_a_moment_without_offset_is_refused() -> None:
    naive = datetime(2026, 5, 21, 9)  # noqa: DTZ001 - the naive moment is the point

    with pytest.raises(NaiveMoment):
        due(rule_on("DL_ANSWER_3D", DAY), naive)
    with pytest.raises(NaiveMoment):
        Excluded("approval", naive)


def test_a_rule_is_counted_in_its_own_direction() -> None:
    with pytest.raises(ClockRunsBackward):
        due_of("DL_EXTEND_FILE_5D", STARTED)
    with pytest.raises(ClockRunsBackward):
        due_before(rule_on("DL_ANSWER_3D", DAY), due_of("DL_INVEST_2M", STARTED))


def test_nothing_is_filed_before_an_end_that_is_not_known() -> None:
    term = due_of("DL_INVEST_2M", STARTED, excluded=[Excluded("interruption", STARTED)])

    assert due_before(rule_on("DL_EXTEND_FILE_5D", DAY), term) is None


def test_a_case_may_bring_a_day_off_of_its_own() -> None:
    row = day_off(date(2026, 5, 22))
    calendar = packaged_calendar().with_rows([row])

    found = due_of("DL_ANSWER_3D", STARTED, count=1, calendar=calendar)

    assert found.last_day == date(2026, 5, 25)
    assert "off_moved" in codes(found)


def test_an_institution_may_close_earlier() -> None:
    # 14:35 local time: before 18:00, after 14:00.
    usual = due(BANKING, STARTED)
    early = due(BANKING, STARTED, cut_off=time(14))

    assert usual.at == datetime(2026, 5, 22, 13, tzinfo=UTC)
    assert early.at == datetime(2026, 5, 25, 9, tzinfo=UTC)


def test_the_rule_is_that_of_the_local_day() -> None:
    # 23:30 UTC of 27 August is already the 28th in Kazakhstan.
    assert due_of("DL_AFC_BLOCK_5WD", datetime(2025, 8, 27, 23, 30, tzinfo=UTC)).rule.count == 5
    with pytest.raises(UnknownClock):
        due_of("DL_AFC_BLOCK_5WD", datetime(2025, 8, 27, 18, 30, tzinfo=UTC))


def test_an_offset_other_than_ours_is_the_same_instant() -> None:
    there = datetime.fromisoformat("2026-05-21T11:35:00+02:00")

    assert due_of("DL_FREEZE_SELF_10D", there) == due_of("DL_FREEZE_SELF_10D", STARTED)


def test_a_district_prosecutor_cannot_extend_beyond_his_months() -> None:
    from_district = CaseClock(STARTED, "investigation", extensions=(extension("district", 4),))

    with pytest.raises(CountNotAllowed):
        term_of(from_district)


def test_levels_that_can_no_longer_extend_are_not_offered() -> None:
    fresh = term_of(CaseClock(STARTED, "investigation"))
    long = term_of(CaseClock(STARTED, "investigation", extensions=(extension("region", 12),)))

    assert [e.level for e in fresh.next] == ["district", "region", "general"]
    assert [e.level for e in long.next] == ["general"]


def test_the_prosecutor_general_has_no_ceiling_and_wants_ten_days() -> None:
    *_, general = term_of(CaseClock(STARTED, "investigation")).next

    assert general.ceiling is None
    assert general.file_by is not None
    assert general.file_by.rule.count == 10


def test_one_case_cannot_be_joined() -> None:
    with pytest.raises(NothingToJoin):
        joined([CaseClock(STARTED, "inquiry")])


def test_a_separated_case_keeps_the_start_of_the_main_one_unless_the_offence_is_new() -> None:
    main = CaseClock(STARTED, "investigation", extensions=(extension("district", 3),))
    later = STARTED + timedelta(days=30)

    old = separated(main, registered_at=later, is_new_offence=False)
    new = separated(main, registered_at=later, is_new_offence=True)

    assert old == main
    assert (new.registered_at, new.extensions) == (later, ())
