"""Whatever happens, in any order: the store holds what linking everything at once gives."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from tests.engine.linking.batch_cases import kinds_of, stated

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Limits
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Certainty, Mention, Node, once
from izdes.core.linking.series import Links, link_mentions
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Changes
from izdes.engine.linking.incremental import reading
from izdes.engine.linking.incremental.apply import apply, take
from izdes.engine.linking.incremental.deeds import Deeds, Told
from izdes.engine.linking.incremental.memory_store import MemoryStore
from izdes.engine.linking.incremental.relational.store import RelationalStore
from izdes.engine.linking.incremental.relational.tables import Tables
from izdes.engine.linking.incremental.store import Store

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
# Invented numbers: a card, one slip from it, and what a mask shows of it.
CARD, SLIP, MASKED = "9398001234561230", "9398001234561231", "939800******1230"
THINGS: list[tuple[str, str, Certainty]] = [
    ("phone", "+77010000001", "exact"),
    ("phone", "+77010000002", "exact"),
    ("phone", "1414", "exact"),
    ("domain", "tez-nesie.example", "exact"),
    ("url", "https://tez-nesie.example/a", "exact"),
    ("url", "https://tez-nesie.example/b", "exact"),
    ("card", CARD, "exact"),
    ("card", SLIP, "mistyped"),
    ("card_masked", MASKED, "masked"),
    ("iban", "KZ091010000000000001", "exact"),
    ("holder", "iin:1", "exact"),
    ("login_device", "d1", "exact"),
    ("login_ip", "203.0.113.7", "exact"),
]
# What answers state of accounts; whoever names one names its joints.
RECORDS: list[tuple[Node, ...]] = [
    (("iban", "KZ091010000000000001"), ("holder", "iin:1"), ("login_device", "d1")),
    (("holder", "iin:1"), ("login_device", "d1"), ("phone", "+77010000001")),
    (("holder", "iin:2"), ("login_device", "d1")),
]
LIMITS = [
    Limits(),
    Limits(least=1_000, crew=300, campaign=2_500, most=4),
    Limits(least=0, crew=100, campaign=3_000),
    Limits(least=0, crew=100, several=2),
]
GAPS = (0, 5, 20, 50, 100, 200, 400)


class Desk:
    """What complaints say and officers judge, kept beside the store in the plainest way."""

    def __init__(self, random: Random, *, complaints: int = 12) -> None:
        self.random = random
        self.limits = random.choice(LIMITS)
        self.snapshot = self._snapshot()
        self.changes = self._changes()
        self.told: dict[ComplaintId, Told] = {}
        self.judged: dict[str, Judgement] = {}
        self._ids = [ComplaintId(f"c{n:02d}") for n in range(complaints)]
        self._count = 0

    def _snapshot(self) -> Snapshot:
        pick = self.random
        degrees = {
            (k, v): pick.choice([0, 2, 50, 5_000]) for k, v, _ in THINGS if pick.random() < 0.5
        }
        kept = {(k, v): Verdict("pending", "x") for k, v, _ in THINGS if pick.random() < 0.1}
        return Snapshot(pick.choice([10, 100_000]), degrees, {}, kept, kinds_of(pick))

    def _changes(self) -> Changes:
        pick = self.random
        days = {(k, v): pick.sample(range(401), 2) for k, v, _ in THINGS if pick.random() < 0.2}
        return {node: [NOON + timedelta(days=day) for day in at] for node, at in days.items()}

    def renewed(self) -> Snapshot:
        self.snapshot = self._snapshot()
        return self.snapshot

    def deeds(self) -> Deeds:
        """Let one to four things happen at once."""
        told: dict[ComplaintId, Told] = {}
        withdrawn: set[ComplaintId] = set()
        judged: list[Judgement] = []
        unjudged: set[str] = set()
        for _ in range(self.random.randint(1, 4)):
            who, chance = self.random.choice(self._ids), self.random.random()
            if chance < 0.6 and who not in withdrawn:
                told[who] = self._says(who)
            elif chance < 0.75 and who in self.told and who not in told:
                withdrawn.add(who)
            elif chance < 0.92:
                judged.append(self._judgement())
            elif self.judged:
                unjudged.add(self.random.choice(sorted(self.judged)))
        self.told = {c: t for c, t in self.told.items() if c not in withdrawn} | told
        self.judged |= {j.judgement_id: j for j in judged}
        self.judged = {name: j for name, j in self.judged.items() if name not in unjudged}
        return Deeds(
            tuple(told.values()), tuple(sorted(withdrawn)), tuple(judged), tuple(sorted(unjudged))
        )

    def _says(self, who: ComplaintId) -> Told:
        pick = self.random
        at = NOON + timedelta(days=pick.choice(GAPS))
        named = pick.sample(THINGS, pick.choice([0, 1, 1, 2, 2, 3]))
        nodes = [*named]
        for record in pick.sample(RECORDS, pick.choice([0, 0, 1, 2])):
            nodes += [(k, v, "exact") for k, v in stated(record)]
        mentions = once(Mention(who, k, v, at, "unknown", sure) for k, v, sure in nodes)
        return Told(who, NOON + timedelta(days=pick.choice([0, 0, 1])), mentions)

    def _judgement(self) -> Judgement:
        self._count += 1
        a, b = self.random.sample(self._ids, 2)
        at = NOON + timedelta(days=self.random.randrange(5))
        verdict = "same" if self.random.random() < 0.6 else "not_same"
        return Judgement(
            f"j{self._count:03d}", a, b, "same" if verdict == "same" else "not_same", at
        )

    def at_once(self) -> Links:
        """Link all that is there now, by the core."""
        ordered = sorted(self.told.values(), key=lambda t: (t.reported_at, t.complaint_id))
        return link_mentions(
            [t.complaint_id for t in ordered],
            [m for t in ordered for m in t.mentions],
            self.snapshot,
            judgements=self.judged.values(),
            changes=self.changes,
            limits=self.limits,
        )


def agrees(store: Store, desk: Desk) -> bool:
    wanted = desk.at_once()
    return (
        reading.series_of(store) == wanted.series
        and reading.campaigns_of(store) == wanted.campaigns
        and reading.contradictions_of(store) == wanted.contradictions
        and tuple(reading.links_of(store, store.everybody())) == wanted.links
    )


def in_memory(desk: Desk) -> Store:
    return MemoryStore(desk.snapshot, changes=desk.changes, limits=desk.limits, purpose="series")


def on_disk(desk: Desk, folder: Path) -> Store:
    tables = Tables(folder / "linking.duckdb", threads=1)
    return RelationalStore.made(tables, desk.snapshot, changes=desk.changes, limits=desk.limits)


@pytest.mark.parametrize("seed", range(40))
def test_after_every_deed_all_is_as_if_linked_at_once(seed: int) -> None:
    desk = Desk(Random(seed))
    store = in_memory(desk)

    for _ in range(12):
        apply(store, desk.deeds())
        assert agrees(store, desk)
    take(store, desk.renewed())
    assert agrees(store, desk)


@pytest.mark.parametrize("seed", range(400, 408))
def test_whoever_groups_everybody_at_once_finds_the_same(seed: int) -> None:
    desk = Desk(Random(seed))
    store = in_memory(desk)

    for _ in range(8):
        apply(store, desk.deeds(), large=1)
        assert agrees(store, desk)


@pytest.mark.parametrize("seed", range(4))
def test_tables_on_disk_hold_the_same(seed: int, tmp_path: Path) -> None:
    desk = Desk(Random(300 + seed))
    store = on_disk(desk, tmp_path)

    for _ in range(8):
        apply(store, desk.deeds())
        assert agrees(store, desk)
    take(store, desk.renewed())
    assert agrees(store, desk)


@pytest.mark.parametrize("seed", range(10))
def test_a_judgement_withdrawn_restores_what_was_before(seed: int) -> None:
    desk = Desk(Random(100 + seed))
    store = in_memory(desk)
    for _ in range(8):
        apply(store, desk.deeds())
    before = reading.series_of(store), reading.links_of(store, store.everybody())

    known = sorted(desk.told)
    if len(known) > 1:
        word = Judgement("late", known[0], known[-1], "not_same", NOON + timedelta(days=9))
        apply(store, Deeds(judged=(word,)))
        apply(store, Deeds(unjudged=("late",)))

    assert (reading.series_of(store), reading.links_of(store, store.everybody())) == before


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_arrival_changes_nothing(seed: int) -> None:
    desk = Desk(Random(200 + seed))
    for _ in range(10):
        desk.deeds()
    told, judged = list(desk.told.values()), list(desk.judged.values())
    one, other = in_memory(desk), in_memory(desk)

    for each in told:
        apply(one, Deeds(told=(each,)))
    for word in judged:
        apply(one, Deeds(judged=(word,)))
    desk.random.shuffle(told)
    apply(other, Deeds(judged=tuple(reversed(judged))))
    for each in told:
        apply(other, Deeds(told=(each,)))

    assert reading.series_of(one) == reading.series_of(other) == desk.at_once().series
