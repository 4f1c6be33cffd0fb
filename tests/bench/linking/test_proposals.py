from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.bench.linking.made import Named, known, phone

from izdes.bench.linking import proposals, ways
from izdes.bench.linking.arrivals import Shown, crossed, right_from, shown_from
from izdes.bench.linking.known import HUB

# Complaint and thing, and the crew of each complaint.
COMPLAINTS = 10
namings = st.sets(st.tuples(st.integers(0, COMPLAINTS - 1), st.integers(0, 5)), max_size=25)
crews = st.lists(st.integers(0, 3), min_size=COMPLAINTS, max_size=COMPLAINTS)


def calls(named: set[tuple[int, int]]) -> Sequence[Named]:
    return [(complaint, "phone", phone(line)) for complaint, line in sorted(named)]


@given(namings, st.integers(1, COMPLAINTS - 1))
def test_every_new_one_meets_every_earlier_one_once_for_each_thing(
    named: set[tuple[int, int]], begin: int
) -> None:
    rows = sorted((thing, complaint) for complaint, thing in named)
    things, complaints = (np.array([row[n] for row in rows], np.int64) for n in (0, 1))

    new, earlier, thing = crossed(things, complaints, begin)

    found = sorted(zip(new.tolist(), earlier.tolist(), thing.tolist(), strict=True))
    assert found == sorted(
        (a, b, line) for a, line in named for b, again in named if again == line and b < begin <= a
    )


@given(namings, crews)
def test_right_pairs_share_a_crew_and_a_thing_that_is_no_hub(
    named: set[tuple[int, int]], series: list[int]
) -> None:
    country = known(series, calls(named), whose={phone(0): HUB})

    found = right_from(country, 6)

    lines = {n: {line for c, line in named if c == n and line > 0} for n in range(COMPLAINTS)}
    assert found.tolist() == sorted(
        a * 6 + b
        for a in range(6, COMPLAINTS)
        for b in range(6)
        if series[a] == series[b] and lines[a] & lines[b]
    )


def test_a_new_complaint_is_shown_what_names_the_same() -> None:
    country = known([0, 1, 0, 1], calls({(0, 1), (1, 2), (2, 1), (2, 2), (3, 3)}))

    shown = shown_from(country, 2)

    pairs = zip(shown.one.tolist(), shown.other.tolist(), shown.is_right.tolist(), strict=True)
    assert list(pairs) == [(2, 0, True), (2, 1, False)]


def test_what_is_named_in_error_is_told_apart() -> None:
    rows: Sequence[Named] = [(0, "phone", phone(1)), (1, "phone", phone(1)), (2, "phone", phone(2))]
    country = known([0, 1, 2], rows, wrong=[1])

    point = proposals.measure(country, ways.whole(country))["links"][0]

    assert (point["precision"]["hits"], point["precision"]["of"]) == (0, 1)
    assert point["precision_but_for_errors"]["of"] == 0


def test_the_strongest_is_shown_first_and_of_equal_ones_the_latest() -> None:
    yes = np.ones(4, np.bool_)
    one, other = np.array([7, 7, 7, 8]), np.array([1, 2, 3, 4])

    first = Shown(one, other, np.array([500, 900, 900, 100]), yes, yes).first()

    assert (first.one.tolist(), first.other.tolist()) == ([7, 8], [3, 4])


def test_a_page_does_not_show_for_its_site_alone() -> None:
    rows: Sequence[Named] = [
        (0, "url", "https://bonus-qala.example/a"),
        (1, "url", "https://bonus-qala.example/b"),
    ]

    shown = shown_from(known([0, 0], rows), 1)

    assert len(shown.one) == 0


def test_a_goal_is_reached_by_exact_counts_at_one_limit() -> None:
    def point(right: int, of: int, found: int) -> dict[str, dict[str, int]]:
        return {"precision": {"hits": right, "of": of}, "recall": {"hits": found, "of": 1_000}}

    assert proposals.reaches_goal([point(5, 10, 990), point(995, 1_000, 950)])
    assert not proposals.reaches_goal([point(995, 1_000, 949), point(994, 1_000, 999)])
