from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import InputRefused
from izdes.core.law.pack import norms
from izdes.core.law.qualification import Facts, Group, Means, Mode, Office, Suggestion, suggest
from izdes.core.law.release import packaged_pack
from izdes.core.law.sizes import Scale, bounds_on

DAY = date(2026, 5, 21)
ONLINE = Facts("taking", DAY, 100_000_000, means="deceived_online", group="none")
ACCESS = replace(ONLINE, means="access")
MULE = Facts("mule", DAY, 100, mode="gave_access")


def points(facts: Facts) -> list[str]:
    """The points of the one suggestion."""
    (found,) = suggest(facts)
    return [norm.norm_id for norm in found.points]


def codes(found: Suggestion) -> list[str]:
    """The steps of a suggestion, as codes."""
    return [step.code for step in found.steps]


# A thousand and four thousand indexes of the day, in tiyn, worked by hand: the index in tenge with
# five and with four times five noughts.
LARGE = [
    (date(2015, 6, 1), 198_200_000),
    (date(2016, 6, 1), 212_100_000),
    (date(2018, 6, 1), 240_500_000),
    (date(2019, 6, 1), 252_500_000),
    (date(2020, 3, 31), 265_100_000),
    (date(2020, 4, 1), 277_800_000),
    (date(2021, 6, 1), 291_700_000),
    (date(2022, 6, 1), 306_300_000),
    (date(2023, 6, 1), 345_000_000),
    (date(2024, 6, 1), 369_200_000),
    (date(2025, 12, 31), 393_200_000),
    (date(2026, 1, 1), 432_500_000),
]


@pytest.mark.parametrize(("day", "bound"), LARGE)
def test_a_fraud_is_large_above_a_thousand_indexes_of_its_day(day: date, bound: int) -> None:
    below, at, above = (replace(ONLINE, day=day, sum_minor=bound + n) for n in (-1, 0, 1))

    assert points(below) == ["cc.fraud_online"]
    assert points(at) == ["cc.fraud_online"]
    assert points(above) == ["cc.fraud_large"]


@pytest.mark.parametrize(("day", "bound"), LARGE)
def test_a_fraud_is_especially_large_above_four_thousand(day: date, bound: int) -> None:
    at, above = (replace(ONLINE, day=day, sum_minor=4 * bound + n) for n in (0, 1))

    assert points(at) == ["cc.fraud_large"]
    assert points(above) == ["cc.fraud_especially_large"]


@pytest.mark.parametrize(
    ("day", "sum_minor", "expected"),
    [
        # 500 and 2 000 indexes: 1 966 000 and 7 864 000 tenge in 2025,
        # 2 162 500 and 8 650 000 in 2026.
        (date(2025, 12, 31), 196_599_999, "cc.theft_by_system"),
        (date(2025, 12, 31), 196_600_000, "cc.theft_by_system"),
        (date(2025, 12, 31), 196_600_001, "cc.theft_large"),
        (date(2025, 12, 31), 786_400_000, "cc.theft_large"),
        (date(2025, 12, 31), 786_400_001, "cc.theft_especially_large"),
        (date(2026, 1, 1), 216_249_999, "cc.theft_by_system"),
        (date(2026, 1, 1), 216_250_000, "cc.theft_by_system"),
        (date(2026, 1, 1), 216_250_001, "cc.theft_large"),
        (date(2026, 1, 1), 865_000_000, "cc.theft_large"),
        (date(2026, 1, 1), 865_000_001, "cc.theft_especially_large"),
    ],
)
def test_theft_is_large_at_half_the_bound_of_fraud(
    day: date, sum_minor: int, expected: str
) -> None:
    assert points(replace(ACCESS, day=day, sum_minor=sum_minor)) == [expected]


@pytest.mark.parametrize(
    ("mode", "day", "reward", "expected"),
    [
        # 200 and 500 indexes of the reward: 786 400 and 1 966 000 tenge in 2025,
        # 865 000 and 2 162 500 in 2026.
        ("gave_access", date(2025, 9, 16), 78_640_000, "cc.mule_access"),
        ("gave_access", date(2025, 9, 16), 78_640_001, "cc.mule_access_significant"),
        ("gave_access", date(2025, 12, 31), 196_600_000, "cc.mule_access_significant"),
        ("gave_access", date(2025, 12, 31), 196_600_001, "cc.mule_access_large"),
        ("gave_access", date(2026, 1, 1), 86_499_999, "cc.mule_access"),
        ("gave_access", date(2026, 1, 1), 86_500_000, "cc.mule_access"),
        ("gave_access", date(2026, 1, 1), 86_500_001, "cc.mule_access_significant"),
        ("gave_access", date(2026, 1, 1), 216_250_001, "cc.mule_access_large"),
        ("made_transfers", date(2026, 1, 1), 0, "cc.mule_payments"),
        ("made_transfers", date(2026, 1, 1), 86_500_001, "cc.mule_payments_significant"),
        ("made_transfers", date(2026, 1, 1), 216_250_000, "cc.mule_payments_significant"),
        ("made_transfers", date(2026, 1, 1), 216_250_001, "cc.mule_payments_large"),
        ("acquired_access", date(2026, 1, 1), 10**12, "cc.mule_acquired"),
    ],
)
def test_a_mule_is_measured_by_the_reward(
    mode: Mode, day: date, reward: int, expected: str
) -> None:
    assert points(replace(MULE, mode=mode, day=day, sum_minor=reward)) == [expected]


@pytest.mark.parametrize(
    ("changed", "expected", "lighter"),
    [
        ({"means": "deceived"}, ["cc.fraud"], []),
        ({}, ["cc.fraud_online"], []),
        ({"group": "conspiracy"}, ["cc.fraud_conspiracy", "cc.fraud_online"], []),
        ({"office": "position"}, ["cc.fraud_position", "cc.fraud_online"], []),
        ({"office": "official"}, ["cc.fraud_official"], ["cc.fraud_online"]),
        ({"victims": 2}, ["cc.fraud_persons"], ["cc.fraud_online"]),
        ({"acts": 2}, ["cc.fraud_repeated"], ["cc.fraud_online"]),
        ({"victims": 2, "acts": 2}, ["cc.fraud_persons", "cc.fraud_repeated"], ["cc.fraud_online"]),
        ({"acts": 2, "is_continuing": True}, ["cc.fraud_online"], []),
        ({"group": "criminal_group"}, ["cc.fraud_group"], ["cc.fraud_online"]),
        (
            {"group": "criminal_group", "victims": 3},
            ["cc.fraud_group"],
            ["cc.fraud_online", "cc.fraud_persons"],
        ),
        (
            {"group": "criminal_group", "sum_minor": 1_730_000_001},
            ["cc.fraud_group", "cc.fraud_especially_large"],
            ["cc.fraud_online"],
        ),
        ({"means": "access"}, ["cc.theft_by_system"], []),
        ({"means": "access", "acts": 2}, ["cc.theft_repeated"], ["cc.theft_by_system"]),
        # Theft has no point for several victims.
        ({"means": "access", "victims": 2}, ["cc.theft_by_system"], []),
        (
            {"means": "access", "group": "conspiracy"},
            ["cc.theft_conspiracy", "cc.theft_by_system"],
            [],
        ),
        (
            {"means": "access", "group": "criminal_group"},
            ["cc.theft_group"],
            ["cc.theft_by_system"],
        ),
    ],
)
def test_the_heaviest_part_that_fits_is_suggested(
    changed: dict[str, object], expected: Sequence[str], lighter: Sequence[str]
) -> None:
    (found,) = suggest(replace(ONLINE, **changed))  # type: ignore[arg-type]

    assert [norm.norm_id for norm in found.points] == expected
    assert [norm.norm_id for norm in found.also] == lighter


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        # Two indexes of 2026 are 8 650 tenge, ten are 43 250.
        ({"sum_minor": 865_000}, "cc.petty"),
        ({"sum_minor": 865_001}, "cc.fraud"),
        ({"sum_minor": 865_001, "owner": "organisation"}, "cc.petty"),
        ({"sum_minor": 4_325_000, "owner": "organisation"}, "cc.petty"),
        ({"sum_minor": 4_325_001, "owner": "organisation"}, "cc.fraud"),
        ({"sum_minor": 865_000, "acts": 2}, "cc.petty_repeated"),
        ({"sum_minor": 0}, "cc.petty"),
    ],
)
def test_a_negligible_sum_is_petty_theft(changed: dict[str, object], expected: str) -> None:
    facts = replace(ONLINE, means="deceived", **changed)  # type: ignore[arg-type]

    assert points(facts) == [expected]


def test_a_negligible_sum_with_a_qualifying_point_is_left_to_a_person() -> None:
    (found,) = suggest(replace(ONLINE, sum_minor=1))

    assert "qualify_petty_but_points" in codes(found)
    assert [norm.norm_id for norm in found.points] == ["cc.fraud_online"]
    assert not found.is_complete


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts("pyramid", DAY, 432_500_000, group="none"), ["cc.pyramid"]),
        (Facts("pyramid", DAY, 432_500_001, group="none"), ["cc.pyramid_large"]),
        (Facts("pyramid", DAY, 2_162_500_000, group="none"), ["cc.pyramid_large"]),
        (Facts("pyramid", DAY, 2_162_500_001, group="none"), ["cc.pyramid_especially_large"]),
        (Facts("pyramid", DAY, 1, group="criminal_group"), ["cc.pyramid_group"]),
        (Facts("pyramid_advertising", DAY, 86_500_000, group="none"), []),
        (Facts("pyramid_advertising", DAY, 86_500_001, group="none"), ["cc.pyramid_advertising"]),
        (
            Facts("pyramid_advertising", DAY, 86_500_001, acts=2, group="none"),
            ["cc.pyramid_advertising_repeated"],
        ),
        (Facts("laundering", DAY, 8_650_000_000, group="none"), ["cc.laundering"]),
        (Facts("laundering", DAY, 8_650_000_001, group="none"), ["cc.laundering_large"]),
        (Facts("laundering", DAY, 1, group="conspiracy"), ["cc.laundering_conspiracy"]),
    ],
)
def test_pyramids_and_laundering_have_bounds_of_their_own(
    facts: Facts, expected: list[str]
) -> None:
    assert points(facts) == expected


def test_who_does_not_know_the_means_sees_fraud_and_theft() -> None:
    fraud, theft = suggest(replace(ONLINE, means="unknown", sum_minor=300_000_000))

    assert [n.norm_id for n in fraud.points] == ["cc.fraud_online"]
    assert [n.norm_id for n in theft.points] == ["cc.theft_large"]
    assert not fraud.is_complete
    assert not theft.is_complete


def test_a_deceived_mule_has_done_nothing_that_is_shown() -> None:
    (found,) = suggest(replace(MULE, mode="deceived"))

    assert found.points == ()
    assert codes(found) == ["qualify_day", "qualify_mule_deceived", "qualify_advisory"]


@pytest.mark.parametrize("mode", ["gave_access", "made_transfers", "acquired_access"])
def test_a_mule_before_the_article_came_into_force_did_not_come_under_it(mode: Mode) -> None:
    (found,) = suggest(replace(MULE, mode=mode, day=date(2025, 9, 15)))

    assert found.points == ()
    assert "qualify_not_in_force" in codes(found)


@pytest.mark.parametrize("changed", [{"sum_minor": None}, {"day": date(2017, 6, 1)}])
def test_what_is_not_known_leaves_the_suggestion_open(changed: dict[str, object]) -> None:
    (found,) = suggest(replace(ONLINE, **changed))  # type: ignore[arg-type]

    assert [n.norm_id for n in found.points] == ["cc.fraud_online"]
    assert not found.is_complete


def test_the_arithmetic_stands_in_the_steps() -> None:
    (found,) = suggest(replace(ONLINE, sum_minor=450_000_000))
    (step,) = (s for s in found.steps if s.code == "qualify_exceeds")

    assert dict(step.details) == {
        "scale": "large",
        "times": "1000",
        "index_minor": "432500",
        "bound_minor": "432500000",
        "sum_minor": "450000000",
    }
    assert step.norm_id == "cc.large"


def test_a_year_whose_index_is_not_confirmed_says_so() -> None:
    (found,) = suggest(replace(ONLINE, day=date(2024, 6, 1)))

    assert "qualify_index_unverified" in codes(found)


@pytest.mark.parametrize("changed", [{"sum_minor": -1}, {"victims": 0}, {"acts": 0}])
def test_facts_that_no_act_has_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(InputRefused):
        replace(ONLINE, **changed)  # type: ignore[arg-type]


FACTS = st.builds(
    Facts,
    st.sampled_from(("taking", "mule", "pyramid", "pyramid_advertising", "laundering")),
    st.dates(min_value=date(2015, 1, 1), max_value=date(2027, 1, 1)),
    st.one_of(st.none(), st.integers(min_value=0, max_value=10**12)),
    means=st.sampled_from(Means.__args__),  # type: ignore[attr-defined]
    mode=st.sampled_from(Mode.__args__),  # type: ignore[attr-defined]
    victims=st.integers(min_value=1, max_value=5),
    acts=st.integers(min_value=1, max_value=5),
    is_continuing=st.booleans(),
    group=st.sampled_from(Group.__args__),  # type: ignore[attr-defined]
    office=st.sampled_from(Office.__args__),  # type: ignore[attr-defined]
    owner=st.sampled_from(("person", "organisation")),
)


@given(FACTS)
def test_every_suggestion_is_advisory_and_of_one_part_in_force_on_the_day(facts: Facts) -> None:
    for found in suggest(facts):
        assert found.steps[-1].code == "qualify_advisory"
        assert len({(n.article, n.part) for n in found.points}) <= 1
        assert all(n.holds_on(facts.day) for n in (*found.points, *found.also))
        assert all(int(n.part) <= int(found.points[0].part) for n in found.also)


@given(FACTS, st.integers(min_value=0, max_value=10**12))
def test_a_larger_sum_never_comes_under_a_lighter_part(facts: Facts, more: int) -> None:
    if facts.sum_minor is None:
        return
    larger = replace(facts, sum_minor=facts.sum_minor + more)

    for one, other in zip(suggest(facts), suggest(larger), strict=True):
        if one.points and one.points[0].article == other.points[0].article:
            assert int(one.points[0].part) <= int(other.points[0].part)


@pytest.mark.parametrize(
    ("offence", "scale", "of_2025", "of_2026"),
    [
        ("theft", "large", 1_966_000, 2_162_500),
        ("theft", "especially_large", 7_864_000, 8_650_000),
        ("fraud", "large", 3_932_000, 4_325_000),
        ("fraud", "especially_large", 15_728_000, 17_300_000),
        ("mule_access", "significant", 786_400, 865_000),
        ("mule_access", "large", 1_966_000, 2_162_500),
        ("mule_payments", "significant", 786_400, 865_000),
        ("mule_payments", "large", 1_966_000, 2_162_500),
        ("pyramid", "large", 3_932_000, 4_325_000),
        ("pyramid", "especially_large", 19_660_000, 21_625_000),
        ("pyramid_advertising", "significant", 786_400, 865_000),
        ("laundering", "large", 78_640_000, 86_500_000),
        ("petty_person", "above_petty", 7_864, 8_650),
        ("petty_organisation", "above_petty", 39_320, 43_250),
    ],
)
def test_each_bound_in_tenge(offence: str, scale: Scale, of_2025: int, of_2026: int) -> None:
    bounds = [
        {(m.threshold.offence, m.threshold.scale): m.bound_minor for m in bounds_on(day)}
        for day in (date(2025, 12, 31), date(2026, 12, 31))
    ]

    assert [found[(offence, scale)] for found in bounds] == [of_2025 * 100, of_2026 * 100]


def test_every_norm_that_qualification_names_is_in_the_pack() -> None:
    data = packaged_pack().tables["qualification.yaml"]
    named = {f["norm"] for family in data["families"] for f in family["features"]}
    named |= {family["basic"] for family in data["families"]}
    named |= {e["norm"] for e in data["exclusions"] if e["norm"]}
    named |= {
        entry[name]
        for entry in packaged_pack().tables["thresholds.yaml"]
        for name in ("norm", "leads_to")
    }

    assert named <= set(norms())
