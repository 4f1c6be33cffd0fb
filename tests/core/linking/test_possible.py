from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier
from izdes.core.linking import Judgement, link
from izdes.core.linking.grouping import height_of
from izdes.core.linking.possible import Possible, Proposing, possible_joins
from izdes.core.linking.traits import Trait

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    complaint_a: ComplaintId
    complaint_b: ComplaintId
    reason: str
    log10_lr_milli: int


def trait(value: str, weight: int, *holders: str, agreement: int | None = None) -> Trait:
    who = tuple(ComplaintId(name) for name in holders)
    return Trait("phone", value, NOON, weight if agreement is None else agreement, weight, who)


def told(a: str, b: str, milli: int, reason: str = "same_script") -> Told:
    return Told(ComplaintId(a), ComplaintId(b), reason, milli)


def judged(a: str, b: str, verdict: str, *, day: int = 0) -> Judgement:
    return Judgement(
        f"j{day}",
        ComplaintId(a),
        ComplaintId(b),
        "same" if verdict == "same" else "not_same",
        NOON + timedelta(days=day),
    )


def series(*names: str) -> list[tuple[ComplaintId, ComplaintId]]:
    """Return series, each as the names of its complaints, one letter each."""
    return [(ComplaintId(member), ComplaintId(name[0])) for name in names for member in name]


def pairs(found: Iterable[Possible]) -> list[tuple[str, str]]:
    return [(one.series_a, one.series_b) for one in found]


def test_evidence_between_two_series_is_proposed_with_its_ground() -> None:
    found = possible_joins(series("ab", "c"), [trait("1", 1_200, "b", "c")])

    (one,) = found
    assert (one.series_a, one.series_b, one.evidence_milli) == ("a", "c", 1_200)
    assert one.strength == height_of(1_200, 2, 1)
    (ground,) = one.grounds
    assert (ground.reason, ground.kind, ground.value) == ("same_phone", "phone", "1")
    assert (ground.complaint_a, ground.complaint_b, ground.log10_lr_milli) == ("b", "c", 1_200)
    assert "1" not in repr(ground).removesuffix("1200)")


def test_evidence_below_the_bar_is_not_proposed() -> None:
    assert possible_joins(series("a", "b"), [trait("1", 999, "a", "b")]) == ()


def test_what_both_series_have_is_summed_over_all_pairs() -> None:
    traits = [trait("1", 700, "a", "b", "c"), trait("2", -150, "a", "c")]

    (one,) = possible_joins(series("ab", "c"), traits)

    assert one.evidence_milli == 2 * 700 - 150


def test_within_a_series_nothing_is_proposed() -> None:
    weak = [told("a", "b", 2_000)]

    assert possible_joins(series("ab"), [trait("1", 3_000, "a", "b")], weak=weak) == ()


def test_weak_evidence_proposes_alone_and_says_its_reason() -> None:
    (one,) = possible_joins(series("a", "b"), [], weak=[told("b", "a", 1_100)])

    assert (one.evidence_milli, one.strength) == (1_100, 1_100)
    assert [(g.reason, g.complaint_a, g.complaint_b, g.kind) for g in one.grounds] == [
        ("same_script", "a", "b", "")
    ]


def test_weak_evidence_of_one_sort_counts_once_for_two_series() -> None:
    alike = [told("a", "c", 600), told("b", "c", 900), told("a", "d", 800)]
    other = told("b", "d", 300, "same_hours")

    (one,) = possible_joins(series("ab", "cd"), [], weak=[*alike, other])

    assert one.evidence_milli == 900 + 300
    assert [(g.reason, g.log10_lr_milli) for g in one.grounds] == [
        ("same_script", 900),
        ("same_hours", 300),
    ]


def test_what_speaks_against_is_counted_and_not_shown() -> None:
    weak = [told("a", "b", 1_500), told("a", "b", -200, "far_apart")]

    (one,) = possible_joins(series("a", "b"), [], weak=weak)

    assert one.evidence_milli == 1_300
    assert [ground.reason for ground in one.grounds] == ["same_script"]


def test_what_an_officer_kept_apart_never_comes_back() -> None:
    traits = [trait("1", 1_400, "b", "c")]
    apart = judged("a", "c", "not_same")

    # The judged complaint is another one of the same series.
    assert possible_joins(series("ab", "c"), traits, judgements=[apart]) == ()
    assert possible_joins(series("a", "b", "c"), traits, judgements=[apart]) != ()


def test_of_two_judgements_the_later_counts() -> None:
    traits = [trait("1", 1_400, "a", "b")]
    said = [judged("a", "b", "not_same", day=1), judged("a", "b", "same", day=2)]

    assert pairs(possible_joins(series("a", "b"), traits, judgements=said)) == [("a", "b")]


def test_the_strongest_come_first_and_size_counts() -> None:
    traits = [trait("1", 1_300, "a", "x"), trait("2", 1_400, "b", "y")]

    found = possible_joins(series("a", "x", "bcdefgh", "y"), traits)

    assert pairs(found) == [("a", "x"), ("b", "y")]


def test_a_series_has_a_bounded_number_of_proposals() -> None:
    traits = [trait(str(n), 1_000 + n, "a", other) for n, other in enumerate("bcdefgh")]

    found = possible_joins(series(*"abcdefgh"), traits, proposing=Proposing(by_series=3))

    assert pairs(found) == [("a", "h"), ("a", "g"), ("a", "f")]


def test_of_a_trait_that_many_series_have_only_some_are_looked_at() -> None:
    names = "abcdefgh"

    found = possible_joins(
        series("aA", "bB", *names[2:]),
        [trait("1", 1_400, "A", "B", *names)],
        proposing=Proposing(by_trait=3),
    )

    # Those that have it most often, then by name.
    assert set(pairs(found)) == {("a", "b"), ("a", "c"), ("b", "c")}


def test_grounds_are_bounded_and_the_strongest_stay() -> None:
    traits = [trait(str(n), 100 * n, "a", "b") for n in range(9)]

    (one,) = possible_joins(series("a", "b"), traits, proposing=Proposing(grounds=2))

    assert [ground.log10_lr_milli for ground in one.grounds] == [800, 700]
    assert one.evidence_milli == 3_600


def test_weak_evidence_on_unknown_complaints_is_left_out() -> None:
    assert possible_joins(series("a"), [], weak=[told("a", "stranger", 2_000)]) == ()


def test_linking_shows_possible_joins_and_joins_nothing_by_them() -> None:
    def complain(name: str, minutes: int) -> Complaint:
        card = GivenIdentifier("card", "9398 00** **** 1234", "recipient")
        return Complaint(ComplaintId(name), NOON + timedelta(minutes=minutes), identifiers=(card,))

    complaints = [complain("a", 0), complain("b", 1)]
    weak = [told("a", "b", 5_000)]

    found = link(complaints, weak=weak)

    assert found.links == ()
    assert [ground.reason for one in found.possible for ground in one.grounds] == [
        "same_script",
        "same_masked_card",
    ]
    apart = judged("a", "b", "not_same")
    assert link(complaints, weak=weak, judgements=[apart]).possible == ()


def by_pairs(
    of: dict[ComplaintId, ComplaintId], traits: Sequence[Trait]
) -> dict[tuple[str, str], int]:
    """Return the evidence between series, pair of complaints by pair."""
    found: dict[tuple[str, str], int] = {}
    for a, b in combinations(sorted(of), 2):
        pair = min(of[a], of[b]), max(of[a], of[b])
        shared = sum(t.weight_milli for t in traits if {a, b} <= {*t.holders})
        found[pair] = found.get(pair, 0) + shared
    return {pair: sum_ for pair, sum_ in found.items() if pair[0] != pair[1] and sum_ >= 1_000}


NAMES = "abcdefgh"


@given(
    st.lists(st.integers(0, 3), min_size=8, max_size=8),
    st.lists(
        st.tuples(st.sets(st.sampled_from(NAMES), min_size=2), st.integers(-500, 2_000)),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_evidence_is_that_of_all_pairs_in_any_order(
    where: list[int], shared: list[tuple[set[str], int]], random: Random
) -> None:
    first = {place: NAMES[where.index(place)] for place in where}
    rows = [(ComplaintId(n), ComplaintId(first[w])) for n, w in zip(NAMES, where, strict=True)]
    traits = [trait(str(n), w, *sorted(who)) for n, (who, w) in enumerate(shared)]

    found = possible_joins(rows, traits)

    assert {(p.series_a, p.series_b): p.evidence_milli for p in found} == by_pairs(
        dict(rows), traits
    )
    assert [p.strength for p in found] == sorted((p.strength for p in found), reverse=True)
    random.shuffle(rows)
    random.shuffle(traits)
    again = possible_joins(rows, traits)
    assert [(p.series_a, p.series_b, p.evidence_milli) for p in again] == [
        (p.series_a, p.series_b, p.evidence_milli) for p in found
    ]
