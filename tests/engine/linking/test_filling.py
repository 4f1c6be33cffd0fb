"""A whole country entered into tables on disk at once: nothing else, and all of it or nothing."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.engine.linking.batch_cases import NOON, Case, case_of

from izdes.core.errors import InputRefused
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Limits
from izdes.core.linking.mentions import Mention, once
from izdes.core.linking.series import link_mentions
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.columns import Int64, columns_of
from izdes.engine.linking.incremental import reading
from izdes.engine.linking.incremental.apply import apply
from izdes.engine.linking.incremental.deeds import Deeds, Told
from izdes.engine.linking.incremental.relational.at_once import link_on_disk
from izdes.engine.linking.incremental.relational.filling import StoreNotEmpty, fill
from izdes.engine.linking.incremental.relational.schema import TABLES
from izdes.engine.linking.incremental.relational.store import RelationalStore
from izdes.engine.linking.incremental.relational.tables import (
    AnotherVersion,
    MemoryLimitUnreadable,
    MemoryTooSmall,
    Tables,
)
from izdes.engine.linking.incremental.store import Trees
from izdes.engine.tracing.ledger.codes import micros

PHONE = ("phone", "+77010000001")
RARE = Snapshot(complaints=100, degrees={})


def write(folder: Path, ids: Sequence[str], mentions: Iterable[Mention]) -> tuple[Path, Path]:
    """Write a country; who stands first was reported first."""
    told, named = folder / "complaints.parquet", folder / "mentions.parquet"
    reported = [micros(NOON) + n for n in range(len(ids))]
    rows = [(m.complaint_id, m.kind, m.value, m.certainty, micros(m.at)) for m in mentions]
    names = ("complaint_id", "kind", "value", "certainty", "at")
    types = (pa.string(), pa.string(), pa.string(), pa.string(), pa.int64())
    cells = zip(*rows, strict=True) if rows else ([],) * len(names)
    columns = [pa.array(column, kind) for column, kind in zip(cells, types, strict=True)]
    pq.write_table(pa.table({"complaint_id": ids, "reported_at": reported}), told)
    pq.write_table(pa.table(columns, names=names), named)
    return told, named


def store_in(folder: Path, snapshot: Snapshot = RARE, limits: Limits | None = None) -> Tables:
    tables = Tables(folder / "linking.duckdb", threads=1)
    RelationalStore.made(tables, snapshot, limits=limits)
    return tables


def country(seed: int) -> Case:
    return case_of(Random(seed), complaints=14, values=8, days=[1, 30, 400, 1_500][seed % 4])


def found_in(store: RelationalStore) -> tuple[object, ...]:
    who = store.everybody()
    return reading.series_of(store), reading.campaigns_of(store), reading.links_of(store, who)


def at_once(case: Case, mentions: Iterable[Mention]) -> tuple[object, ...]:
    found = link_mentions(case.ids, mentions, case.snapshot, limits=case.limits)
    return found.series, found.campaigns, found.links


def rows_of(tables: Tables) -> dict[str, list[tuple[object, ...]]]:
    selects = {name: f"SELECT * FROM {name}" for name in TABLES}  # noqa: S608 - tables of ours
    return {name: tables.rows(select) for name, select in selects.items()}


@pytest.mark.parametrize("seed", range(12))
def test_a_country_entered_at_once_is_linked_as_by_the_core(seed: int, tmp_path: Path) -> None:
    case = country(seed)
    mentions = once(case.mentions)
    files = write(tmp_path, case.ids, mentions)

    with store_in(tmp_path, case.snapshot, case.limits) as tables:
        store = RelationalStore(tables)
        fill(store, *files)

        assert found_in(store) == at_once(case, mentions)


@pytest.mark.parametrize("seed", range(20, 26))
def test_a_file_opened_again_goes_on_as_if_nothing_had_been(seed: int, tmp_path: Path) -> None:
    case = country(seed)
    mentions = once(case.mentions)
    last = case.ids[9:]
    told = tuple(
        Told(
            c,
            NOON + timedelta(microseconds=case.ids.index(c)),
            tuple(m for m in mentions if m.complaint_id == c),
        )
        for c in last
    )
    earlier = [m for m in mentions if m.complaint_id not in last]
    with store_in(tmp_path, case.snapshot, case.limits) as tables:
        fill(RelationalStore(tables), *write(tmp_path, case.ids[:9], earlier))

    with Tables(tmp_path / "linking.duckdb", threads=1) as tables:
        store = RelationalStore(tables)
        apply(store, Deeds(told=told))

        assert found_in(store) == at_once(case, mentions)


@pytest.mark.parametrize("seed", range(40, 56))
def test_what_is_linked_on_disk_is_what_the_core_links(seed: int, tmp_path: Path) -> None:
    case = country(seed)
    mentions = once(case.mentions)

    found = link_on_disk(
        columns_of(case.ids, mentions),
        case.snapshot,
        judgements=case.judgements,
        changes=case.changes,
        limits=case.limits,
        folder=tmp_path,
        memory_limit="200MB",
    )

    assert found == link_mentions(
        case.ids,
        mentions,
        case.snapshot,
        judgements=case.judgements,
        changes=case.changes,
        limits=case.limits,
    )


def test_the_surest_mention_counts_and_then_the_earliest(tmp_path: Path) -> None:
    card = ("card", "9398001234561230")
    years = [NOON + timedelta(days=days) for days in (0, 500, 1_000, 1_500)]
    mentions = [
        Mention(ComplaintId("A"), *card, years[0], "unknown", "mistyped"),
        Mention(ComplaintId("A"), *card, years[3], "unknown", "exact"),
        Mention(ComplaintId("A"), *card, years[2], "unknown", "exact"),
        Mention(ComplaintId("B"), *card, years[2], "unknown", "exact"),
    ]

    with store_in(tmp_path) as tables:
        store = RelationalStore(tables)
        fill(store, *write(tmp_path, ["A", "B"], mentions))
        named = store.named_by(store.everybody())

    assert set(named.at.tolist()) == {micros(years[2])}


def test_a_country_without_mentions_is_entered(tmp_path: Path) -> None:
    with store_in(tmp_path) as tables:
        store = RelationalStore(tables)
        fill(store, *write(tmp_path, ["A", "B"], []))

        assert reading.series_of(store) == (("A", "A"), ("B", "B"))


@pytest.mark.parametrize(
    ("ids", "of", "code"),
    [
        (["A", "B", "A"], "A", "complaint_told_twice"),
        (["A", "B"], "stranger", "complaint_unknown"),
    ],
)
def test_what_contradicts_itself_is_refused_and_leaves_nothing(
    ids: list[str], of: str, code: str, tmp_path: Path
) -> None:
    files = write(tmp_path, ids, [Mention(ComplaintId(of), *PHONE, NOON)])

    with store_in(tmp_path) as tables:
        before = rows_of(tables)
        with pytest.raises(InputRefused) as refused:
            fill(RelationalStore(tables), *files)

        assert [fault.code for fault in refused.value.faults] == [code]
        assert rows_of(tables) == before


class BrokenOff(RelationalStore):
    """A store that somebody ends while the series are being written."""

    def plant(self, trees: Trees, bar: Int64) -> None:
        super().plant(trees, bar)
        raise KeyboardInterrupt


def test_a_fill_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    case = country(30)
    files = write(tmp_path, case.ids, once(case.mentions))

    with store_in(tmp_path, case.snapshot) as tables:
        before = rows_of(tables)
        with pytest.raises(KeyboardInterrupt):
            fill(BrokenOff(tables), *files)

        assert rows_of(tables) == before
        # The same file takes the country afterwards.
        fill(RelationalStore(tables), *files)
        assert RelationalStore(tables).count() == len(case.ids)


KILLED = """
import os, sys
from pathlib import Path
from izdes.engine.linking.incremental.relational.at_once import link_on_disk
from izdes.engine.linking.incremental.relational.filling import fill
from izdes.engine.linking.incremental.relational.store import RelationalStore
from izdes.engine.linking.incremental.relational.tables import Tables

class Killed(RelationalStore):
    def plant(self, trees, bar):
        super().plant(trees, bar)
        os._exit(9)

fill(Killed(Tables(Path(sys.argv[1]))), *map(Path, sys.argv[2:]))
"""


def test_a_process_that_is_killed_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    case = country(31)
    files = write(tmp_path, case.ids, once(case.mentions))
    with store_in(tmp_path, case.snapshot) as tables:
        before = rows_of(tables)

    path = tmp_path / "linking.duckdb"
    done = subprocess.run([sys.executable, "-c", KILLED, path, *files], check=False)

    assert done.returncode == 9
    with Tables(path, threads=1) as tables:
        assert rows_of(tables) == before


def test_a_store_with_complaints_takes_no_country(tmp_path: Path) -> None:
    with store_in(tmp_path) as tables:
        store = RelationalStore(tables)
        fill(store, *write(tmp_path, ["A"], []))

        with pytest.raises(StoreNotEmpty):
            fill(store, *write(tmp_path, ["B"], []))

        assert store.count() == 1


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    store_in(tmp_path).close()
    with duckdb.connect(str(tmp_path / "linking.duckdb")) as connection:
        connection.execute("UPDATE setting SET value = '0' WHERE name = 'version'")

    with pytest.raises(AnotherVersion) as refused:
        Tables(tmp_path / "linking.duckdb")

    assert refused.value.details["found"] == "0"
    # It is let go: whoever asked may open it with something else.
    duckdb.connect(str(tmp_path / "linking.duckdb")).close()


def test_a_limit_of_memory_is_a_number_with_its_unit(tmp_path: Path) -> None:
    with pytest.raises(MemoryLimitUnreadable):
        Tables(tmp_path / "linking.duckdb", memory_limit="much")


def test_too_little_memory_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    ids = [f"c{n:05d}" for n in range(20_000)]
    files = write(tmp_path, ids, [Mention(ComplaintId(c), "phone", c, NOON) for c in ids])
    store_in(tmp_path).close()

    path = tmp_path / "linking.duckdb"
    with Tables(path, memory_limit="2MB", threads=1) as tables, pytest.raises(MemoryTooSmall):
        fill(RelationalStore(tables), *files)

    with Tables(tmp_path / "linking.duckdb", threads=1) as tables:
        assert RelationalStore(tables).count() == 0
