from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bench.linking.made import known, mentions, phone

from izdes.bench.linking import baselines, leiden, splinked
from izdes.bench.linking.clusters import agreement
from izdes.cli.benched_links import known_of

COMPLAINTS = 12
namings = st.sets(st.tuples(st.integers(0, COMPLAINTS - 1), st.integers(0, 8)), max_size=30)


def rows(named: set[tuple[int, int]]) -> list[tuple[int, str, str]]:
    return [(complaint, "phone", phone(line)) for complaint, line in sorted(named)]


@given(namings)
def test_components_are_those_of_a_graph_library(named: set[tuple[int, int]]) -> None:
    pytest.importorskip("networkx")
    told = mentions(COMPLAINTS, rows(named))

    found = baselines.components(told)

    assert found.tolist() == baselines.graph_components(told).tolist()


def test_one_shared_thing_after_the_other_joins_everybody() -> None:
    chain = [(n, "phone", phone(line)) for n in range(50) for line in (n, n + 1)]

    found = baselines.exact_match(known([0] * 50, chain))

    assert set(found.tolist()) == {0}


def test_what_too_many_name_can_be_left_out() -> None:
    hub = [(n, "phone", phone(0)) for n in range(5)]
    country = known(range(5), [*hub, (3, "phone", phone(1)), (4, "phone", phone(1))])

    found = baselines.components(country.below(4))

    assert found.tolist() == [0, 1, 2, 3, 3]


def test_an_account_makes_a_series_when_it_is_reported_for_the_third_time() -> None:
    account, other = "KZ391010000000000001", "KZ121010000000000002"
    named = [(n, "iban", account) for n in (0, 1, 2)] + [(n, "iban", other) for n in (3, 4)]
    calls = [(n, "phone", phone(1)) for n in (5, 6, 7)]

    found = baselines.third_report(known([0] * 8, [*named, *calls]))

    assert found.tolist() == [0, 0, 0, 3, 4, 5, 6, 7]


@given(namings)
def test_pairs_that_share_are_listed_once_for_each_thing(named: set[tuple[int, int]]) -> None:
    told = mentions(COMPLAINTS, rows(named))
    values = told.nodes.value.to_pylist()

    one, other, node = leiden.shared(told)

    found = sorted(zip(one.tolist(), other.tolist(), (values[n] for n in node), strict=True))
    assert found == sorted(
        (a, b, phone(line)) for a, line in named for b, again in named if again == line and a < b
    )


def test_communities_part_what_one_slip_joins() -> None:
    pytest.importorskip("graspologic_native")
    crews = [(n, "phone", phone(line)) for n in range(5) for line in (1, 2, 3)]
    crews += [(n, "phone", phone(line)) for n in range(5, 10) for line in (4, 5, 6)]
    pairs = leiden.pairs_of(mentions(10, [*crews, (0, "phone", phone(7)), (9, "phone", phone(7))]))

    found = leiden.communities(pairs, 0.5)

    assert len(set(found[:5].tolist())) == len(set(found[5:].tolist())) == 1
    assert found[0] != found[9]
    assert np.array_equal(found, leiden.communities(pairs, 0.5))


def test_splink_follows_pairs_that_agree_on_more_than_one_thing() -> None:
    pytest.importorskip("splink")
    country = known_of(4, splinked.LEAST)

    found = agreement(country.series, splinked.clustered(country.below(30)))

    assert found.found > 0
    assert found.precision > Fraction(9, 10)
