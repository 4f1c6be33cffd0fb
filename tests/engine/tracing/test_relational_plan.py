from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from tests.core.tracing.ledgers import cover, ledger, move
from tests.engine.tracing.everything import everything, with_pins
from tests.engine.tracing.relational import Case, indexed, several

from izdes.core.money.transfer import Ledger, OrderProof
from izdes.core.tracing.plan import Part, Plan, plan_of
from izdes.engine.tracing.relational.index import Index, LinkRule
from izdes.engine.tracing.relational.steps import STEPS

# Units of a credit and of a debit: (pool, credit, unit, debit, unit); -1 where there is none.
Met = tuple[int, int, int, int, int]


class Link(NamedTuple):
    pool: int
    credit: int | None
    credit_lo: int
    debit: int | None
    debit_lo: int
    units: int


def parts_in(index: Index) -> list[Part]:
    index.database.make("wanted", "SELECT place FROM events WHERE leaves")
    for step in ("sources", "targets", "parts"):
        index.database.run(f"runs.{step}")
    return list(index.database.read(Part, "parts", order="place, lo"))


def steps_in(index: Index) -> list[tuple[object, ...]]:
    return list(
        index.database.rows(
            """SELECT place, is_arrival FROM (
                SELECT place, FALSE AS is_arrival, event FROM events WHERE leaves
                UNION ALL SELECT place, TRUE, event FROM events WHERE comes
            ) AS both_ends ORDER BY event, is_arrival"""
        )
    )


def assert_same_plan(index: Index, plan: Plan) -> None:
    assert steps_in(index) == [(step.place, step.is_arrival) for step in plan.steps]
    assert parts_in(index) == [part for parts in plan.parts for part in parts]


def met_in(index: Index, rule: LinkRule) -> list[Met]:
    """Return the link table, unit by unit."""
    index.link(rule)
    found = []
    for link in index.database.read(Link, f"{rule}_links", order="pool"):
        for n in range(link.units):
            last = link.units - 1 - n if rule == "lifo" else n
            credit = (-1, -1) if link.credit is None else (link.credit, link.credit_lo + n)
            debit = (-1, -1) if link.debit is None else (link.debit, link.debit_lo + last)
            found.append((link.pool, *credit, *debit))
    return sorted(found)


def met_in_plan(plan: Plan, rule: LinkRule) -> list[Met]:
    """Move every unit of a plan by itself; opening units that rest are nobody's."""
    return sorted(met for met in _moved(plan, rule) if met[1] >= 0 or met[3] >= 0)


def _moved(plan: Plan, rule: LinkRule) -> Iterator[Met]:
    pools: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, pool in enumerate(plan.pools):
        pools[number] = [(-1, -1)] * pool.opening_minor
    for step in plan.steps:
        for part in plan.parts[step.place]:
            at = part.target if step.is_arrival else part.source
            if at < 0 or plan.pools[at].kind != "account":
                continue
            for unit in range(part.lo, part.lo + part.units):
                if step.is_arrival:
                    pools[at].append((step.place, unit))
                else:
                    yield at, *pools[at].pop(0 if rule == "fifo" else -1), step.place, unit
    for number, rest in pools.items():
        yield from ((number, *unit, -1, -1) for unit in rest)


@settings(max_examples=5)
@given(several())
def test_order_and_parts_are_the_core_s_in_both_orders(case: Case) -> None:
    book, _ = case

    with indexed(book) as index:
        assert_same_plan(index, plan_of(book))
        index.arrange("turned")
        assert_same_plan(index, plan_of(book, ties_reversed=True))


@pytest.mark.parametrize("seed", [3, 11])
def test_order_and_parts_are_the_core_s_where_everything_happens_at_once(seed: int) -> None:
    book = everything(400, seed)
    pins = with_pins(book, seed)

    with indexed(book, pins) as index:
        assert_same_plan(index, plan_of(book, pins))
        index.arrange("turned")
        assert_same_plan(index, plan_of(book, pins, ties_reversed=True))


@pytest.mark.parametrize("rule", ["fifo", "lifo"])
@settings(max_examples=4)
@given(several())
def test_the_link_table_moves_every_unit_as_the_rule_does(rule: LinkRule, case: Case) -> None:
    book, _ = case

    with indexed(book) as index:
        assert met_in(index, rule) == met_in_plan(plan_of(book), rule)


def test_a_tall_stack_of_credits_is_levelled_in_few_rounds() -> None:
    ups = [move(f"c{n:03}", n, "dark", "acct:A", 10) for n in range(100)]
    downs = [move(f"d{n:03}", 100 + n, "acct:A", "dark", 7) for n in range(140)]
    book = ledger([*ups, *downs], cover("acct:A", opening=None))

    with indexed(book) as index:
        assert met_in(index, "lifo") == met_in_plan(plan_of(book), "lifo")


@pytest.mark.parametrize("proof", ["", "payer", "payee", "both"])
def test_proven_places_are_not_turned_round(proof: OrderProof) -> None:
    at_once = [
        move(f"t{n}", 1, *sides, 5, seq=n)
        for n, sides in enumerate([("A", "B"), ("B", "C"), ("A", "C"), ("C", "A"), ("B", "A")])
    ]
    book = ledger([replace(t, order_proven=proof) for t in at_once], cover("A"), cover("B"))

    with indexed(book) as index:
        index.arrange("turned")
        turned = steps_in(index)

    assert turned == [(s.place, s.is_arrival) for s in plan_of(book, ties_reversed=True).steps]


def test_the_written_links_name_transfers_and_say_what_a_pin_and_an_exchange_carry(
    tmp_path: Path,
) -> None:
    book = _book_of_three_ways()

    with indexed(book) as index:
        index.write_links(tmp_path / "links.parquet")
    rows = [tuple(row.values()) for row in pq.read_table(tmp_path / "links.parquet").to_pylist()]

    assert rows == [
        ("account", "A", "KZT", "", None, "paid", 0, 5, 5),
        ("account", "A", "KZT", "in", 0, "paid", 5, 3, 3),
        ("account", "A", "KZT", "in", 3, "sold", 0, 4, 4),
        ("account", "A", "KZT", "in", 7, "", None, 13, 13),
        ("account", "A", "KZT", "back", 0, "", None, 8, 8),
        ("account", "B", "KZT", "more", 0, "spent", 0, 2, 2),
        ("pin", "B", "KZT", "paid", 0, "back", 0, 8, 8),
        ("exchange", "@fx:1", "KZT", "sold", 0, "bought", 0, 4, 3),
    ]


def test_the_same_ledger_gives_the_same_bytes_of_links(tmp_path: Path) -> None:
    book = everything(200, seed=5)

    for name in ("one", "two"):
        with indexed(book) as index:
            index.write_links(tmp_path / name, rule="lifo")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_every_step_says_what_it_means() -> None:
    assert all(step.meaning.endswith(".") for step in STEPS.values())
    assert not [name for name, step in STEPS.items() if "--" in step.select]


def _book_of_three_ways() -> Ledger:
    return ledger(
        [
            move("in", 1, "dark", "A", 20),
            move("paid", 2, "A", "B", 8),
            move("more", 3, "dark", "B", 2),
            move("spent", 4, "B", "dark", 2),
            move("back", 5, "B", "A", 8, kind="refund"),
            move("sold", 6, "A", "@fx:1", 4, kind="conversion"),
            replace(move("bought", 7, "@fx:1", "A", 3, kind="conversion"), currency="USD"),
        ],
        cover("A", opening=5),
        cover("B"),
    )
