"""Whatever happens, in any order: the store on the office's server holds what the core links."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import psycopg
import pytest
from tests.engine.linking.test_incremental import NOON, THINGS, Desk, agrees

from izdes.core.errors import InputRefused
from izdes.core.linking.hubs.review import Verdict, VerdictWord
from izdes.core.linking.judgements import Judgement
from izdes.engine.linking.incremental import reading
from izdes.engine.linking.incremental.apply import apply, take
from izdes.engine.linking.incremental.deeds import Deeds
from izdes.web.subjects.linking.engine import linking_tables
from izdes.web.subjects.linking.store.store import PostgresStore
from izdes.web.subjects.linking.store.tables import PostgresTables
from izdes.web.subjects.linking.verdicts import say

WORDS: tuple[VerdictWord, ...] = ("hub", "links", "pending")
WITHDRAWN = 0.5
LATE = NOON + timedelta(days=9)
RANGE, NONE = np.arange(7), np.empty(0, np.int64)


@pytest.fixture
def tables(db: None) -> Iterator[PostgresTables]:
    """Return the tables of linking; whatever a test writes there is undone."""
    del db
    with linking_tables() as made, made.transaction():
        yield made
        raise psycopg.Rollback


def in_office(desk: Desk, tables: PostgresTables) -> PostgresStore:
    return PostgresStore.made(tables, desk.snapshot, changes=desk.changes, limits=desk.limits)


@pytest.mark.parametrize("seed", range(500, 508))
def test_after_every_deed_all_is_as_if_linked_at_once(seed: int, tables: PostgresTables) -> None:
    desk = Desk(Random(seed))
    store = in_office(desk, tables)

    for _ in range(8):
        apply(store, desk.deeds())
        assert agrees(store, desk)
    take(store, desk.renewed())
    assert agrees(store, desk)


@pytest.mark.parametrize("seed", range(600, 603))
def test_sets_that_are_copied_are_as_good_as_arrays(
    seed: int, tables: PostgresTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("izdes.web.subjects.linking.store.tables._MANY", 0)
    desk = Desk(Random(seed))
    store = in_office(desk, tables)

    for _ in range(4):
        apply(store, desk.deeds())
        assert agrees(store, desk)
    take(store, desk.renewed())
    assert agrees(store, desk)


@pytest.mark.parametrize("seed", range(700, 703))
def test_a_judgement_withdrawn_restores_what_was_before(seed: int, tables: PostgresTables) -> None:
    desk = Desk(Random(seed))
    store = in_office(desk, tables)
    for _ in range(6):
        apply(store, desk.deeds())
    before = reading.series_of(store), reading.links_of(store, store.everybody())
    known = sorted(desk.told)

    apply(store, Deeds(judged=(Judgement("late", known[0], known[-1], "not_same", LATE),)))
    apply(store, Deeds(unjudged=("late",)))

    assert (reading.series_of(store), reading.links_of(store, store.everybody())) == before


@pytest.mark.parametrize("seed", range(800, 803))
def test_the_order_of_arrival_changes_nothing(seed: int, tables: PostgresTables) -> None:
    desk = Desk(Random(seed))
    for _ in range(8):
        desk.deeds()
    told, judged = list(desk.told.values()), list(desk.judged.values())
    desk.random.shuffle(told)
    store = in_office(desk, tables)

    apply(store, Deeds(judged=tuple(reversed(judged))))
    for each in told:
        apply(store, Deeds(told=(each,)))

    assert reading.series_of(store) == desk.at_once().series


@pytest.mark.parametrize("seed", range(1000, 1012))
def test_a_word_on_an_identifier_is_as_if_it_had_always_been_said(
    seed: int, tables: PostgresTables
) -> None:
    desk = Desk(Random(seed))
    store, machines = in_office(desk, tables), desk.snapshot.verdicts

    for _ in range(8):
        apply(store, desk.deeds())
        (kind, value, _), word = desk.random.choice(THINGS), desk.random.choice(WORDS)
        said = {(kind, value): Verdict(word, "said", NOON, "1")}
        apply(store, say(store, said, lambda ids: [desk.told[one] for one in ids]))
        desk.snapshot = replace(desk.snapshot, verdicts={**desk.snapshot.verdicts, **said})
        assert agrees(store, desk)
        if store.knows_machines([*said]) and desk.random.random() < WITHDRAWN:
            unsaid = dict.fromkeys(said)
            apply(store, say(store, unsaid, lambda ids: [desk.told[one] for one in ids]))
            others = {n: v for n, v in desk.snapshot.verdicts.items() if n not in said}
            again = {n: v for n, v in machines.items() if n in said}
            desk.snapshot = replace(desk.snapshot, verdicts={**others, **again})
            assert agrees(store, desk)
    assert PostgresStore(tables).snapshot.verdicts == store.snapshot.verdicts
    series = reading.series_of(store)
    take(store, desk.snapshot)
    assert reading.series_of(store) == series


def test_a_change_that_breaks_off_leaves_nothing(tables: PostgresTables) -> None:
    desk = Desk(Random(900))
    store = in_office(desk, tables)
    apply(store, desk.deeds())
    before = reading.series_of(store), [*store.kinds]

    with pytest.raises(InputRefused):
        apply(store, Deeds(told=desk.deeds().told, unjudged=("unknown",)))

    assert (reading.series_of(store), store.kinds) == before


@pytest.mark.parametrize("many", [0, 100])
def test_words_and_missing_numbers_arrive_as_they_were_given(
    many: int, tables: PostgresTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("izdes.web.subjects.linking.store.tables._MANY", many)
    words = ["", '"', "a,b", "line\nbreak", "\\N", "Қазақ", "NULL"]

    told = tables.rows("SELECT place, word FROM given ORDER BY place", place=RANGE, word=words)

    assert told == list(enumerate(words))
    assert tables.rows("SELECT x FROM given", x=[None, 3]) == [(None,), (3,)]
    assert [column.tolist() for column in tables.numbers("SELECT x FROM given", x=NONE)] == [[]]
