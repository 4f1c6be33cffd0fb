from random import Random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.linking.batch_cases import EXACT, MISTYPED, Case, cases

from izdes.core.identifiers.mistyped import candidates
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.snapshot import degrees_of
from izdes.core.linking.traits import Purpose, traits_of
from izdes.engine.linking.columns import columns_of
from izdes.engine.linking.implied import NONE, implied_by
from izdes.engine.linking.slips import find_meant
from izdes.engine.linking.traits import TraitColumns, trait_columns
from izdes.engine.linking.weights import degrees_counted, degrees_known, weighed
from izdes.engine.tracing.ledger.codes import micros

# Node, begin, agreement, weight, holders.
Told = tuple[Node, int, int, int, frozenset[str]]


def by_core(case: Case, purpose: Purpose) -> list[Told]:
    """Return the core's traits; where one complaint alone is listed twice, nothing is shared."""
    found = traits_of(case.mentions, case.snapshot, purpose, changes=case.changes)
    return sorted(
        (
            (t.kind, t.value),
            micros(t.begins),
            t.agreement_milli,
            t.weight_milli,
            frozenset(t.holders),
        )
        for t in found
        if len(set(t.holders)) > 1
    )


def by_engine(case: Case, purpose: Purpose) -> TraitColumns:
    mentions = columns_of(case.ids, case.mentions)
    implied = implied_by(mentions.nodes)
    degrees = degrees_known(implied.nodes, case.snapshot)
    weights = weighed(implied.nodes, degrees, case.snapshot)
    return trait_columns(mentions, implied, weights, purpose, changes=case.changes)


def told(case: Case, traits: TraitColumns) -> list[Told]:
    first = traits.first.tolist()
    return sorted(
        (
            traits.nodes.node(int(traits.node[n])),
            int(traits.begins[n]),
            int(traits.agreement[n]),
            int(traits.weight[n]),
            frozenset(case.ids[m] for m in traits.holders[first[n] : first[n + 1]]),
        )
        for n in range(len(traits))
    )


@pytest.mark.parametrize("purpose", ["series", "services"])
@given(case=cases())
def test_traits_are_those_of_the_core(case: Case, purpose: Purpose) -> None:
    assert told(case, by_engine(case, purpose)) == by_core(case, purpose)


@given(cases())
def test_degrees_are_those_of_the_core(case: Case) -> None:
    mentions = columns_of(case.ids, case.mentions)
    implied = implied_by(mentions.nodes)

    counted = degrees_counted(mentions, implied)

    nodes = [implied.nodes.node(n) for n in range(len(implied.nodes))]
    assert dict(zip(nodes, counted.tolist(), strict=True)) == degrees_of(case.mentions)


@given(cases())
def test_nodes_are_weighed_as_the_core_weighs_them(case: Case) -> None:
    nodes = implied_by(columns_of(case.ids, case.mentions).nodes).nodes

    weights = weighed(nodes, degrees_known(nodes, case.snapshot), case.snapshot)

    for number in range(len(nodes)):
        node = nodes.node(number)
        assert weights.milli[number] == case.snapshot.weight(node)
        assert weights.said.get(number) == case.snapshot.verdict_of(node)


@given(cases())
def test_nodes_imply_what_the_core_says(case: Case) -> None:
    mentions = columns_of(case.ids, case.mentions)

    implied = implied_by(mentions.nodes)

    by_node: dict[Node, Mention] = {mention.node: mention for mention in case.mentions}
    for number in range(len(mentions.nodes)):
        ones = [implied.wider[number], implied.near[number]]
        found = {implied.nodes.node(int(one)) for one in ones if one != NONE}
        assert found == {*implied_nodes(by_node[implied.nodes.node(number)])}


CHECKED_VALUES = {
    kind: (
        sorted({value for name, value in EXACT if name == kind}),
        sorted({value for name, value in MISTYPED if name == kind}),
    )
    for kind in ("card", "iban", "iin", "imei")
}


@given(st.sampled_from(sorted(CHECKED_VALUES)), st.integers(0, 2**32))
def test_slips_are_found_as_by_trying_each(kind: str, seed: int) -> None:
    random = Random(seed)
    right, wrong = CHECKED_VALUES[kind]
    named = random.choices([*right, *wrong], k=8)
    exact = sorted({one for value in named for one in candidates(kind, value)[:2]} | {*right})
    mistyped = sorted({*wrong, *named, wrong[0][:-1]})

    found = find_meant(kind, pa.array(mistyped), pa.array(exact))

    for value, place in zip(mistyped, found.tolist(), strict=True):
        meant = [slip for slip in candidates(kind, value) if slip in exact]
        assert [exact[place]] == meant if place >= 0 else len(meant) != 1
