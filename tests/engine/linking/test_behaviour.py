from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.behaviour import Counting, Counts
from izdes.core.linking.hubs.namings import Namings
from izdes.core.linking.hubs.review import packaged, review
from izdes.core.linking.kinds import kind_of
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.told import Told
from izdes.engine.linking.behaviour import (
    ToldColumns,
    counts_of,
    review_columns,
    table_of,
    told_columns,
)
from izdes.engine.linking.columns import Bool, MentionColumns, columns_of
from izdes.engine.linking.implied import Implied, implied_by

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
# Kinds of a low usual degree, a page with its site, a card with its mask.
NODES: tuple[Node, ...] = (
    ("reference", "A0000001"),
    ("reference", "A0000002"),
    ("tx_hash", "0x01"),
    ("url", "https://usynys.example/1"),
    ("url", "https://usynys.example/2"),
    ("domain", "usynys.example"),
    ("card", "9398001234561234"),
    ("card_masked", "939800******1234"),
    ("phone", "+77010000001"),
    ("phone", "102"),
    ("pager", "1"),
)
LISTED: Node = ("phone", "102")
Crowd = tuple[list[ComplaintId], list[Mention], list[Told]]


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    """Up to forty complaints over few values, so that values are busy and companions common."""
    return crowd_of(
        Random(draw(st.integers(0, 2**32))),
        count=draw(st.integers(1, 40)),
        share=draw(st.sampled_from([0.1, 0.3, 0.6])),
        days=draw(st.sampled_from([1, 45, 700])),
    )


def crowd_of(random: Random, *, count: int, share: float, days: int) -> Crowd:
    ids = [ComplaintId(f"c{n:03d}") for n in range(count)]
    random.shuffle(ids)
    mentions, told = [], []
    for complaint_id in ids:
        # Whole hours, so that several lie at one moment; some values are named later.
        at = NOON + timedelta(hours=random.randrange(days * 24))
        later = timedelta(days=random.randrange(3))
        named = [node for node in NODES if random.random() < share]
        mentions += [
            Mention(complaint_id, *node, at + later * (n % 2)) for n, node in enumerate(named)
        ]
        told.append(
            Told(
                complaint_id,
                random.choice(["", "75", "71"]),
                random.choice(["", "PHISHING", "INVESTMENT", "ONLINE_LOAN"]),
                tuple((random.choice(NODES), random.choice([1, 100_000, 777])) for _ in range(2)),
                tuple(sorted({random.choice(NODES) for _ in range(random.randrange(3))})),
            )
        )
    return ids, mentions, told


def countings() -> st.SearchStrategy[Counting]:
    return st.builds(
        Counting,
        window_days=st.sampled_from([1, 30]),
        least_told=st.just(1),
        companion_least=st.sampled_from([1, 3]),
        companion_times=st.sampled_from([1, 10]),
        round_minor=st.just(100_000),
        asked_by=st.sampled_from([1, 2]),
    )


def is_listed(node: Node) -> bool:
    return node == LISTED


@dataclass(frozen=True, slots=True)
class Columns:
    """A crowd as the engine has it."""

    mentions: MentionColumns
    implied: Implied
    told: ToldColumns
    links: Bool
    nodes: list[Node]

    @classmethod
    def of(cls, crowd: Crowd) -> "Columns":
        ids, mentions, told = crowd
        columns = columns_of(ids, mentions)
        implied = implied_by(columns.nodes)
        nodes = [implied.nodes.node(n) for n in range(len(implied.nodes))]
        place = {complaint_id: n for n, complaint_id in enumerate(ids)}
        number = {node: n for n, node in enumerate(nodes)}
        links = [kind_of(node[0]) is not None and not is_listed(node) for node in nodes]
        rows = told_columns(told, place, number)
        return cls(columns, implied, rows, np.array(links, np.bool_), nodes)


def by_engine(crowd: Crowd, counting: Counting, population: int) -> dict[Node, Counts]:
    columns = Columns.of(crowd)
    table = table_of(
        columns.mentions, columns.implied, columns.told, columns.links, population=population
    )
    everything = np.arange(len(columns.nodes), dtype=np.int32)
    found = counts_of(table, counting, population=population, asked=everything)
    return {columns.nodes[n]: counts for n, counts in found}


def by_core(crowd: Crowd, counting: Counting, population: int) -> dict[Node, Counts]:
    _, mentions, told = crowd
    namings = Namings.of(mentions, told, is_listed, population=population)
    return {node: namings.counts(node, counting, population) for node in namings.named}


@given(crowds(), countings(), st.sampled_from([40, 400, 30_000]))
def test_columns_count_what_the_core_counts(
    crowd: Crowd, counting: Counting, population: int
) -> None:
    found = by_engine(crowd, counting, population)

    assert found == by_core(crowd, counting, population)


@given(st.integers(0, 2**32))
def test_columns_judge_as_the_core_judges(seed: int) -> None:
    crowd = crowd_of(Random(seed), count=200, share=0.2, days=700)
    columns = Columns.of(crowd)

    found = review_columns(
        columns.mentions, columns.implied, columns.told, columns.links, population=30_000
    )

    _, mentions, told = crowd
    expected = review(mentions, told, population=30_000, is_listed=is_listed)
    assert {columns.nodes[n]: verdict for n, verdict in found.items()} == expected
    # Three kinds of which more than ten are many.
    assert len(found) >= 3


def test_of_no_complaints_nothing_is_judged() -> None:
    columns = Columns.of(([], [], []))

    assert (
        review_columns(columns.mentions, columns.implied, columns.told, columns.links, population=2)
        == {}
    )


def test_groups_that_companions_hold_together_are_told_apart() -> None:
    ids = [ComplaintId(f"c{n}") for n in range(9)]
    one, other, unknown = ("reference", "A"), ("reference", "B"), ("pager", "C")
    beside = [one] * 3 + [other] * 4 + [unknown] * 2
    mentions = [Mention(c, "phone", "+77010000001", NOON) for c in ids]
    mentions += [Mention(c, *b, NOON) for c, b in zip(ids, beside, strict=True)]
    crowd = ids, mentions, [Told(c) for c in ids]

    found = by_engine(crowd, packaged().counting, 30_000)

    counts = found["phone", "+77010000001"]
    assert (counts.beside, counts.with_companion, counts.together) == (7, 7, 4)
    assert found == by_core(crowd, packaged().counting, 30_000)
