from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.law.joinder import Signs, Status, check_exclusions, grounds_on, rules
from izdes.core.law.pack import norms, norms_on
from izdes.core.law.places import RegionFacts, lead_region
from izdes.core.law.release import packaged_pack
from izdes.core.law.sizes import Threshold, index_on, size_of, thresholds_on
from izdes.core.law.terms import limits_from, months_after

DAY = date(2026, 5, 21)
NOTHING = Signs(
    episodes=3, persons_named=0, own_known=0, own_named_by_others=0, online=0, kept_apart=0
)
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 1, 1))


def statuses(signs: Signs) -> dict[str, Status]:
    return {c.exclusion_id: c.status for c in check_exclusions(signs)}


def test_joinder_of_unknown_suspects_comes_first_and_its_article_was_read() -> None:
    first, *_ = grounds_on(DAY)

    assert first.norm_id == "cpc.joinder_unknown"
    assert first.verified


def test_prosecutor_and_defence_get_a_copy_within_a_day() -> None:
    assert {(n.to, n.within_hours) for n in rules().notices} == {
        ("prosecutor", 24),
        ("defence", 24),
    }


def test_every_norm_that_joinder_names_is_in_the_pack() -> None:
    known = rules()
    named = {
        *known.grounds,
        *known.prosecution,
        *known.place,
        known.decree,
        known.term_starts,
        known.term_counted,
        known.form_chosen,
        known.offence_basic,
        known.offence_time,
        known.offence_instead,
        known.offence_repetition,
        *(f.norm_id for f in known.features),
        *(c.norm_id for c in check_exclusions(NOTHING)),
        *(x.norm_id for x in limits_from(DAY)),
        *(t.norm_id for t in thresholds_on(known.offence_id, DAY)),
        *(t.leads_to for t in thresholds_on(known.offence_id, DAY)),
    }

    assert named <= set(norms())


def test_a_norm_that_is_not_yet_in_force_is_not_cited() -> None:
    before, after = date(2025, 9, 15), date(2025, 9, 16)

    cited = [[n.norm_id for n in norms_on(["cc.mule_access"], day)] for day in (before, after)]

    assert cited == [[], ["cc.mule_access"]]


def test_what_complaints_do_not_show_a_person_checks() -> None:
    assert set(statuses(NOTHING).values()) == {"to_be_checked_by_a_person"}


@pytest.mark.parametrize(
    ("changed", "exclusion", "status"),
    [
        ({"persons_named": 1}, "same_suspicion", "to_be_checked_by_a_person"),
        ({"persons_named": 2}, "same_suspicion", "found"),
        ({"own_known": 1}, "mutual_offences", "nothing_found"),
        ({"own_known": 1, "own_named_by_others": 1}, "mutual_offences", "found"),
        ({"online": 2}, "private_with_public", "to_be_checked_by_a_person"),
        ({"online": 3}, "private_with_public", "nothing_found"),
        ({"kept_apart": 1}, "objectivity", "found"),
    ],
)
def test_an_exclusion_says_what_its_sign_shows(
    changed: dict[str, int], exclusion: str, status: Status
) -> None:
    found = statuses(replace(NOTHING, **changed))

    assert found[exclusion] == status


def test_each_exclusion_is_judged_by_one_of_the_signs() -> None:
    named = {field.name for field in fields(Signs)}

    assert {c.sign for c in check_exclusions(NOTHING)} <= named
    assert {c.status for c in check_exclusions(NOTHING)} <= set(get_args(Status))


@pytest.mark.parametrize(
    ("day", "tenge"),
    [
        (date(2026, 1, 1), 4325),
        (date(2016, 12, 31), 2121),
        (date(2025, 12, 31), 3932),
        (date(2020, 3, 31), 2651),
        (date(2020, 4, 1), 2778),
        # The rise of April 2022 was for benefits alone.
        (date(2022, 6, 1), 3063),
    ],
)
def test_the_index_is_that_of_the_day(day: date, tenge: int) -> None:
    index = index_on("mci", day)

    assert index is not None
    assert index.minor == tenge * 100
    assert index.source.startswith("http")


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2017, 1, 1), date(2017, 7, 1)])
def test_a_year_that_nobody_sourced_has_no_index(day: date) -> None:
    measured = size_of(10**12, offence="fraud", day=day)

    assert index_on("mci", day) is None
    assert measured.size == "unknown"
    assert all(m.bound_minor is None and m.exceeds is None for m in measured.measured)


def test_no_two_indexes_hold_on_one_day() -> None:
    spans = sorted((i["valid_from"], i["valid_to"]) for i in packaged_pack().tables["indexes.yaml"])

    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_one_loss_is_large_in_one_year_and_not_in_another() -> None:
    loss = 350_000_000

    sizes = {y: size_of(loss, offence="fraud", day=date(y, 7, 1)).size for y in (2023, 2026)}

    assert sizes == {2023: "large", 2026: "ordinary"}


def test_a_loss_at_the_threshold_does_not_exceed_it() -> None:
    bound = 1000 * 432_500

    sizes = [
        size_of(loss, offence="fraud", day=DAY).size for loss in (bound, bound + 1, 4 * bound + 1)
    ]

    assert sizes == ["ordinary", "large", "especially_large"]


def test_a_loss_that_nobody_said_has_no_size() -> None:
    assert size_of(None, offence="fraud", day=DAY).size == "unknown"


@given(DAYS)
def test_a_threshold_holds_from_its_first_day_to_the_day_before_its_end(end: date) -> None:
    threshold = Threshold("fraud", "large", 1000, "mci", "n", "m", date(2015, 1, 1), end)

    assert not threshold.holds_on(end)
    assert not threshold.holds_on(date(2014, 12, 31))
    assert end == date(2015, 1, 1) or threshold.holds_on(end - timedelta(days=1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 5, 20), 1, date(2026, 6, 20)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
    ],
)
def test_a_term_of_months_ends_on_the_same_date_or_on_the_last_of_a_shorter_month(
    start: date, months: int, end: date
) -> None:
    assert months_after(start, months) == end


@given(DAYS, st.integers(min_value=1, max_value=24))
def test_a_later_start_never_ends_earlier(day: date, months: int) -> None:
    assert months_after(day, months) <= months_after(day + timedelta(days=1), months)


def test_inquiry_lasts_one_month_and_preliminary_investigation_two() -> None:
    limits = {x.form: x for x in limits_from(date(2026, 3, 31))}

    assert limits["inquiry"].last_day == date(2026, 4, 30)
    assert limits["investigation"].last_day == date(2026, 5, 31)
    assert [x.ends_on for x in limits.values()] == [date(2026, 4, 30), date(2026, 6, 1)]


def test_the_region_with_the_most_points_is_proposed() -> None:
    one = RegionFacts("75", 3, 900, 0, is_first=False)
    other = RegionFacts("61", 1, 100, 0, is_first=True)

    found = lead_region([other, one])

    assert found.proposed == ("75",)
    assert [(row.region, row.total) for row in found.rows] == [("75", 1650), ("61", 600)]


def test_a_tie_is_stated_and_not_broken() -> None:
    facts = [RegionFacts(region, 2, 500, 0, is_first=False) for region in ("61", "75", "10")]

    assert lead_region(facts).proposed == ("10", "61", "75")


def test_without_regions_nothing_is_proposed() -> None:
    assert lead_region([]).proposed == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 10**12), st.integers(0, 10**12)),
        min_size=1,
        max_size=20,
    )
)
def test_regions_share_no_more_points_than_there_are(facts: list[tuple[int, int, int]]) -> None:
    regions = [RegionFacts(f"{n:02}", *told, is_first=n == 0) for n, told in enumerate(facts)]

    found = lead_region(regions)

    most = dict(found.most)
    for name in ("episodes", "loss", "received", "first_registered"):
        assert sum(getattr(row, name) for row in found.rows) <= most[name]
