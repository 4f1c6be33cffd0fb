"""The kernel of flows counts what the core counts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.core.tracing.flow import Network
from izdes.engine.tracing.limits.flow import QuickNetwork

_LARGE = 1 << 61


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, int]], set[int], set[int]]:
    """Return how many nodes, arcs forward from node 0, goals to which a way leads, and nodes."""
    nodes = draw(st.integers(min_value=2, max_value=9))
    pairs = st.tuples(
        st.integers(min_value=0, max_value=nodes - 1), st.integers(min_value=0, max_value=nodes - 1)
    ).filter(lambda pair: pair[0] < pair[1])
    units = st.integers(min_value=0, max_value=9) | st.just(_LARGE)
    arcs = [(*pair, draw(units)) for pair in draw(st.lists(pairs, max_size=25))]
    goal = draw(st.integers(min_value=1, max_value=nodes - 1))
    # As in an envelope: what is asked about can be reached from the source.
    arcs.append((0, goal, draw(st.integers(min_value=1, max_value=9))))
    more = st.sets(st.integers(min_value=1, max_value=nodes - 1), max_size=2)
    return nodes, arcs, {goal, *draw(more)}, draw(more)


def drawn(network: Network, nodes: int, arcs: list[tuple[int, int, int]]) -> Network:
    for _ in range(nodes):
        network.node()
    for arc in arcs:
        network.arc(*arc)
    return network


@settings(max_examples=200, deadline=None)
@given(networks())
def test_a_kernel_counts_what_the_core_counts(
    case: tuple[int, list[tuple[int, int, int]], set[int], set[int]],
) -> None:
    nodes, arcs, goals, beyond = case

    expected = drawn(Network(), nodes, arcs).limits(0, goals, beyond)

    assert drawn(QuickNetwork(), nodes, arcs).limits(0, goals, beyond) == expected
