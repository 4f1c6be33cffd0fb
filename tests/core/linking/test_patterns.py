import inspect
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import say
from izdes.core.identifiers.complaint import Complaint, ComplaintId, Payment
from izdes.core.linking.weak.patterns import (
    COMPARISONS,
    Comparison,
    Counts,
    Habits,
    counts_of,
    far_days,
    habits_of,
    near_days,
    near_sums,
    pattern,
    same_hours,
    same_region,
    same_way_of_paying,
)

ALMATY = timezone(timedelta(hours=5))
DAY = date(2026, 4, 1)
PLAIN = Habits(frozenset(), frozenset(), frozenset(), DAY, DAY, "")
NOBODY = Counts(0, {}, {}, {})
WAY = ("INVESTMENT", "card")
MOST = 1_200

habits = st.builds(
    Habits,
    ways=st.frozensets(st.sampled_from([WAY, ("PHISHING", "card"), ("PHISHING", "till")])),
    sums=st.frozensets(st.tuples(st.sampled_from(["KZT", "USD"]), st.integers(1, 10**7))),
    hours=st.frozensets(st.integers(0, 23), max_size=3),
    first=st.just(DAY),
    last=st.integers(0, 900).map(lambda days: DAY + timedelta(days=days)),
    region=st.sampled_from(["", "75", "71"]),
)


def paid(*sums: int) -> Habits:
    return replace(PLAIN, sums=frozenset(("KZT", tenge * 100) for tenge in sums))


def on(days: int) -> Habits:
    day = DAY + timedelta(days=days)
    return replace(PLAIN, first=day, last=day)


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda c: c.__name__)
def test_the_first_sentence_of_a_comparison_is_the_reason_shown(comparison: Comparison) -> None:
    first_sentence = (inspect.getdoc(comparison) or "").partition("\n")[0]

    assert say(comparison.__name__, "en") == first_sentence
    assert len({say(comparison.__name__, lang) for lang in ("kk", "ru", "en")}) == 3


def test_habits_are_what_the_complaint_holds() -> None:
    at = datetime(2026, 4, 1, 22, 15, tzinfo=UTC)
    midnight = datetime(2026, 4, 2, 19, 0, tzinfo=UTC)
    complaint = Complaint(
        ComplaintId("A1"),
        reported_at=datetime(2026, 5, 1, tzinfo=UTC),
        scheme="INVESTMENT",
        region="75",
        payments=(
            Payment(at, 15_000_000, "KZT", channel="card"),
            Payment(midnight, None, "KZT"),
            Payment(None, 200, "USD", channel="card"),
        ),
    )

    found = habits_of(complaint, zone=ALMATY)

    assert found.ways == {WAY}
    assert found.sums == {("KZT", 15_000_000), ("USD", 200)}
    # Midnight to the second is a day without an hour.
    assert found.hours == {3}
    assert (found.first, found.last, found.region) == (date(2026, 4, 2), date(2026, 4, 3), "75")
    assert "15000000" not in repr(found)


def test_a_complaint_without_times_lies_on_the_day_of_its_report() -> None:
    complaint = Complaint(ComplaintId("A1"), reported_at=datetime(2026, 5, 1, 20, tzinfo=UTC))

    found = habits_of(complaint, zone=ALMATY)

    assert found.first == found.last == date(2026, 5, 2)


def test_the_rounder_a_sum_the_less_it_says() -> None:
    weights = [near_sums(paid(sum_), paid(sum_), NOBODY) for sum_ in (187_350, 187_000, 180_000)]

    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > near_sums(paid(200_000), paid(200_000), NOBODY) == 0


def test_a_sum_with_a_fee_is_nearly_the_same() -> None:
    assert near_sums(paid(187_350), paid(187_850), NOBODY) > 0
    assert near_sums(paid(187_350), paid(197_350), NOBODY) == 0
    assert near_sums(paid(5), replace(PLAIN, sums=frozenset({("USD", 500)})), NOBODY) == 0


def test_of_several_equal_sums_the_best_counts_once() -> None:
    one = near_sums(paid(187_350), paid(187_350), NOBODY)

    assert near_sums(paid(187_350, 99_999, 40_000), paid(187_350, 99_999, 40_000), NOBODY) == one


def test_a_rare_way_of_paying_says_more_than_a_common_one() -> None:
    one = replace(PLAIN, ways=frozenset({WAY}))
    rare, common = (Counts(1_000, {WAY: n}, {}, {}) for n in (5, 500))

    assert same_way_of_paying(one, one, rare) > same_way_of_paying(one, one, common) > 0
    assert same_way_of_paying(one, PLAIN, rare) == 0


def test_an_hour_at_which_few_pay_says_more() -> None:
    one = replace(PLAIN, hours=frozenset({3, 14}))
    counts = Counts(1_000, {}, {3: 9, 14: 130}, {})

    at_night = same_hours(one, replace(PLAIN, hours=frozenset({3})), counts)

    assert at_night > same_hours(one, replace(PLAIN, hours=frozenset({14})), counts)
    assert same_hours(one, replace(PLAIN, hours=frozenset({4})), counts) == 0


def test_what_everybody_shares_weighs_nothing() -> None:
    one = replace(PLAIN, region="75", hours=frozenset({12}))
    counts = counts_of([one] * 50)

    assert same_region(one, one, counts) == same_hours(one, one, counts) == 0
    assert same_region(PLAIN, PLAIN, counts) == 0


def test_days_near_each_other_speak_for_and_years_apart_against() -> None:
    near = [near_days(PLAIN, on(days), NOBODY) for days in (0, 5, 20, 100)]
    far = [far_days(PLAIN, on(days), NOBODY) for days in (20, 500, 1_000)]

    assert near == sorted(near, reverse=True)
    assert near[0] > near[-1] == 0
    assert 0 == far[0] > far[1] > far[2]


def test_the_scheme_is_not_counted_beside_the_story() -> None:
    one = replace(PLAIN, ways=frozenset({WAY}))
    counts = Counts(1_000, {WAY: 5}, {}, {})

    alone = dict(pattern(one, one, counts).reasons)
    beside = dict(pattern(one, one, counts, script_milli=300).reasons)

    assert beside["same_way_of_paying"] == alone["same_way_of_paying"] - 300
    assert "same_way_of_paying" not in dict(pattern(one, one, counts, script_milli=900).reasons)


@given(habits, habits, st.lists(habits, max_size=5))
def test_a_pattern_is_bounded_and_the_same_from_both_sides(
    one: Habits, other: Habits, more: list[Habits]
) -> None:
    counts = counts_of([one, other, *more])

    found = pattern(one, other, counts)

    assert found == pattern(other, one, counts_of([*reversed(more), other, one]))
    assert found.log10_lr_milli == sum(milli for _, milli in found.reasons) <= MOST
    assert all(isinstance(milli, int) for _, milli in found.reasons)
