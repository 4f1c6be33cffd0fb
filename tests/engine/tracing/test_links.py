from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, cover, ledger, move, pinned_cases, wild_cases
from tests.engine.tracing.everything import everything, with_pins
from tests.engine.tracing.single_units import Unit, contents_of

from izdes.core.tracing.plan import plan_of
from izdes.engine.tracing.flat import EXCHANGE, Flat, flat_of
from izdes.engine.tracing.units.links import NONE, Links, links_of
from izdes.engine.tracing.units.lots import LotRule

RULE = st.sampled_from(["fifo", "lifo"])
FLATS = (
    cases().map(lambda case: flat_of(plan_of(case[0])))
    | wild_cases().map(lambda case: flat_of(plan_of(case[0])))
    | pinned_cases().map(lambda case: flat_of(plan_of(case[0], case[2])))
)


def rows(links: Links) -> list[tuple[int, int, int]]:
    columns = (links.credit.tolist(), links.debit.tolist(), links.units.tolist())
    return list(zip(*columns, strict=True))


def same(one: Links, other: Links) -> bool:
    return (
        np.array_equal(one.credit, other.credit)
        and np.array_equal(one.debit, other.debit)
        and np.array_equal(one.units, other.units)
    )


@given(FLATS, RULE)
def test_compiled_and_plain_python_find_the_same_links(flat: Flat, rule: LotRule) -> None:
    assert same(links_of(flat, rule, kernels="numba"), links_of(flat, rule, kernels="numpy"))


def test_they_do_on_a_larger_ledger_with_everything() -> None:
    for seed in range(2):
        book = everything(400, seed)
        flat = flat_of(plan_of(book, with_pins(book, seed)))
        for rule in ("fifo", "lifo"):
            compiled = links_of(flat, rule, kernels="numba")
            assert same(compiled, links_of(flat, rule, kernels="numpy"))


@given(FLATS, RULE)
def test_links_add_up_to_every_part(flat: Flat, rule: LotRule) -> None:
    links = links_of(flat, rule, kernels="numba")

    left, came = Counter[int](), Counter[int]()
    for credit, debit, units in rows(links):
        assert units > 0
        left[debit] += units
        came[credit] += units
    for part, (units, source, target) in enumerate(
        zip(flat.units.tolist(), flat.source.tolist(), flat.target.tolist(), strict=True)
    ):
        assert left[part] == (units if source >= 0 else 0)
        if target < 0 or flat.kind[target] != EXCHANGE:
            assert came[part] == (units if target >= 0 else 0)


@given(FLATS, RULE)
def test_there_are_hardly_more_links_than_parts(flat: Flat, rule: LotRule) -> None:
    links = links_of(flat, rule)

    entering, leaving = np.count_nonzero(flat.target >= 0), np.count_nonzero(flat.source >= 0)
    assert len(links.units) <= entering + leaving + len(flat.opening)


@given(FLATS, RULE)
def test_a_link_counts_the_units_that_two_parts_share(flat: Flat, rule: LotRule) -> None:
    if EXCHANGE in flat.kind:
        return
    parts = contents_of(flat, rule).parts

    links = links_of(flat, rule)

    for credit, debit, units in rows(links):
        if debit == NONE:
            continue
        taken = Counter(parts[debit])
        if credit == NONE:
            opening = Counter(Unit(-1 - int(flat.source[debit]), n) for n in range(10**3))
            assert (taken & opening).total() >= units
        else:
            assert (taken & Counter(parts[credit])).total() >= units


def test_what_lies_on_top_leaves_first_under_lifo_and_last_under_fifo() -> None:
    book = ledger(
        [move("a", 1, "V", "M", 10), move("b", 2, "V", "M", 5), move("c", 3, "M", "N", 18)],
        cover("M", opening=6),
    )
    flat = flat_of(plan_of(book))

    fifo, lifo = (links_of(flat, rule) for rule in ("fifo", "lifo"))

    assert rows(fifo) == [(0, 2, 10), (1, 2, 2), (1, NONE, 3), (NONE, 2, 6)]
    assert rows(lifo) == [(0, 2, 10), (1, 2, 5), (NONE, 2, 3)]
