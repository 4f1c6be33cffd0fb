from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.linking.batch_cases import NOON, Case, case_of, cases

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Bipartite, Limits, group
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention
from izdes.core.linking.problems import problem_of
from izdes.core.linking.series import Links, link_mentions
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import traits_of
from izdes.engine.linking.batch import link_columns
from izdes.engine.linking.columns import columns_of
from izdes.engine.linking.grouping import joins_of
from izdes.engine.linking.links import link_table, links_of


def by_core(case: Case) -> Links:
    return link_mentions(
        case.ids,
        case.mentions,
        case.snapshot,
        judgements=case.judgements,
        changes=case.changes,
        limits=case.limits,
    )


def by_engine(case: Case) -> Links:
    found = link_columns(
        columns_of(case.ids, case.mentions),
        case.snapshot,
        judgements=case.judgements,
        changes=case.changes,
        limits=case.limits,
    )
    return links_of(found, case.snapshot)


@given(cases())
def test_columns_are_linked_as_the_core_links(case: Case) -> None:
    assert by_engine(case) == by_core(case)


@given(cases())
def test_counted_frequencies_are_those_that_the_core_counts(case: Case) -> None:
    mentions = columns_of(case.ids, case.mentions)

    found = link_columns(mentions, case.snapshot, frequencies="counted", limits=case.limits)

    expected = link_mentions(case.ids, case.mentions, case.counted, limits=case.limits)
    assert links_of(found, case.counted) == expected


@given(cases())
def test_services_are_grouped_as_the_core_groups_them(case: Case) -> None:
    mentions = columns_of(case.ids, case.mentions)

    found = link_columns(mentions, case.snapshot, purpose="services", limits=case.limits)

    problem = problem_of(case.ids, traits_of(case.mentions, case.snapshot, "services"))
    assert joins_of(found.joins) == group(problem, case.limits)


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_is_linked_as_the_core_links_it(seed: int) -> None:
    case = case_of(Random(seed), complaints=250, values=30, days=700)

    found = by_engine(case)

    assert found == by_core(case)
    assert len(found.links) > 50


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_mentions_changes_nothing(case: Case, random: Random) -> None:
    shuffled = list(case.mentions)
    random.shuffle(shuffled)

    assert by_engine(replace(case, mentions=shuffled)) == by_engine(case)


def test_what_nobody_complains_of_is_linked_to_nothing() -> None:
    found = links_of(link_columns(columns_of([], []), Snapshot(0, {})), Snapshot(0, {}))

    assert found == link_mentions([], [], Snapshot(0, {}))


def test_an_officers_word_is_shown_and_a_contradiction_listed() -> None:
    ids = [ComplaintId(name) for name in "abc"]
    said = [
        Judgement("1", ids[0], ids[1], "same", NOON),
        Judgement("2", ids[1], ids[2], "same", NOON + timedelta(days=1)),
        Judgement("3", ids[0], ids[2], "not_same", NOON + timedelta(days=2)),
    ]

    found = links_of(
        link_columns(columns_of(ids, []), Snapshot(3, {}), judgements=said), Snapshot(3, {})
    )

    assert [(x.complaint_a, x.complaint_b, x.reason) for x in found.links] == [
        ("a", "b", "judged_the_same")
    ]
    assert found.contradictions == (said[1],)


def test_there_are_as_many_links_as_joins() -> None:
    ids = [ComplaintId(f"c{n:04d}") for n in range(2_000)]
    named = [Mention(c, "phone", f"+7701{n % 700:07d}", NOON) for n, c in enumerate(ids)]

    found = link_columns(columns_of(ids, named), Snapshot(2_000, {}), frequencies="counted")

    table = link_table(found)
    assert table.num_rows == len(found.joins) == 1_300
    assert set(table["reason"].to_pylist()) == {"same_phone"}
    assert len(np.unique(found.series)) == 700


def test_limits_are_heeded() -> None:
    ids = [ComplaintId(name) for name in "abc"]
    named = [Mention(c, "phone", "+77010000001", NOON) for c in ids]

    found = link_columns(columns_of(ids, named), Snapshot(3, {}), limits=Limits(most=2))

    problem = Bipartite(3, [(0, 1, 2)], found.traits.weight.tolist())
    assert joins_of(found.joins) == group(problem, Limits(most=2))
    assert found.series.tolist() == [0, 0, 2]
