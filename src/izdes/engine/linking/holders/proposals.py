"""Holders of accounts among many records: `splink` finds and compares pairs, our table weighs them.

Splink looks up which records share a key (name, telephone, card, number) and says for each pair at
which level every comparison stands. The weight is then taken from the whole numbers of
``core/linking/holders/data``: no fraction of the library enters a result, and nothing is
trained on the records. The answer is that of `izdes.core.linking.holders.records`.

Two traps are avoided. A key that very many records have (a name in fashion, a telephone of somebody
who opens accounts for others) is not looked up, so that pairs stay few. And records that are equal
in all they say stand once, with their repetitions beside them.

Source: Fellegi and Sunter (1969); Splink, Ministry of Justice of the United Kingdom.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

import duckdb
import numpy as np
import pyarrow as pa

from izdes.core.linking.holders.names import HolderName
from izdes.core.linking.holders.persons import Persons, persons_of
from izdes.core.linking.holders.records import (
    NO_ACCOUNT,
    Agreement,
    HolderRecord,
    agreement_of,
    frequent_names,
    meant_by,
    name_frequency,
    swapped,
    weighed,
)
from izdes.core.linking.holders.table import holder_table
from izdes.engine.linking.holders.settings import GAMMA, splink_settings

_COLUMNS = {
    "unique_id": pa.int64(),
    "one": pa.string(),
    "other": pa.string(),
    "patronymic": pa.string(),
    "iin": pa.string(),
    "meant": pa.list_(pa.string()),
    "born": pa.string(),
    "swapped": pa.string(),
    "phone": pa.string(),
    "bank": pa.string(),
    "tail": pa.string(),
    "region": pa.string(),
    "keys": pa.list_(pa.string()),
}


def resolve_holders(records: Iterable[HolderRecord], *, memory_limit: str = "1GB") -> Persons:
    """Return the persons among records of account holders.

    Args:
        memory_limit: As DuckDB takes it.
    """
    given = sorted(records)
    return persons_of(given, holder_agreements(given, memory_limit=memory_limit))


def holder_agreements(
    records: Iterable[HolderRecord], *, memory_limit: str = "1GB"
) -> tuple[Agreement, ...]:
    """Return the pairs of records that weigh enough to be shown, sorted.

    Of records that are equal in all they say, only the first is compared with others.
    """
    alike: defaultdict[HolderRecord, list[HolderRecord]] = defaultdict(list)
    for record in sorted(records):
        alike[replace(record, record_id="", account=NO_ACCOUNT)].append(record)
    often = frequent_names(record for equal in alike.values() for record in equal)
    first = [equal[0] for equal in alike.values()]
    found = [
        *(agreement_of(equal[0], again, often) for equal in alike.values() for again in equal[1:]),
        *_between(first, often, memory_limit),
    ]
    least = holder_table()["shown_milli"]
    return tuple(sorted(pair for pair in found if pair.log10_lr_milli >= least))


def _between(
    records: Sequence[HolderRecord], often: Mapping[HolderName, int], memory_limit: str
) -> Iterator[Agreement]:
    """Yield the agreements of different records that share a key, if they weigh enough."""
    if len(records) < len(("one", "other")):
        return
    pairs = _compared(_table(records), memory_limit)
    names = [name for name in pairs.column_names if name.startswith(GAMMA)]
    gammas = np.stack([pairs.column(name).to_numpy() for name in names], axis=1)
    kinds, which = np.unique(gammas, axis=0, return_inverse=True)
    levels = [_levels(names, kind) for kind in kinds.tolist()]
    # What is frequent weighs less, never more: what is too little already is passed over.
    most = np.array([weighed("", "", one, 0).log10_lr_milli for one in levels], np.int64)
    which = which.reshape(-1)
    enough = np.flatnonzero(most[which] >= holder_table()["shown_milli"])
    left, right = (pairs.column(f"unique_id_{side}").to_numpy()[enough] for side in "lr")
    for n, *pair in zip(which[enough].tolist(), left.tolist(), right.tolist(), strict=True):
        one, other = sorted(records[place] for place in pair)
        yield weighed(one.record_id, other.record_id, levels[n], name_frequency(one, other, often))


def _levels(names: Sequence[str], gammas: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Return the levels that Splink numbered: the last of a comparison is 0, silence is -1."""
    table = holder_table()["levels"]
    comparisons = [name.removeprefix(GAMMA) for name in names]
    return tuple(
        (comparison, list(table[comparison])[-1 - gamma])
        for comparison, gamma in zip(comparisons, gammas, strict=True)
        if gamma >= 0
    )


def _table(records: Sequence[HolderRecord]) -> pa.Table:
    """Return records as Splink takes them; what is not given is null."""
    keys = [tuple(_keys(record)) for record in records]
    counts = Counter(key for one in keys for key in one)
    most = holder_table()["most_in_block"]
    rows = [
        (
            n,
            *_parts(record),
            record.iin or None,
            sorted(meant_by(record.iin)),
            record.born or None,
            swapped(record.born) or None,
            record.phone or None,
            record.bank or None,
            record.tail or None,
            record.region or None,
            [key for key in keys[n] if counts[key] <= most],
        )
        for n, record in enumerate(records)
    ]
    columns = zip(_COLUMNS.items(), zip(*rows, strict=True), strict=True)
    return pa.table({name: pa.array(cells, kind) for (name, kind), cells in columns})


def _parts(record: HolderRecord) -> tuple[str | None, str | None, str | None]:
    """Return a name in parts."""
    found = record.known_as
    return (found.one, found.other, found.patronymic or None) if found else (None, None, None)


def _keys(record: HolderRecord) -> Iterator[str]:
    """Yield the keys by which a record is looked up; no pair that weighs enough lacks one.

    A mistyped number is looked up as the numbers that it may have been.
    """
    if (found := record.known_as) is not None:
        if found.is_whole:
            yield f"name {found.one} {found.other}"
        if record.born:
            words = (word for word in (found.one, found.other) if len(word) > 1)
            yield from (f"year {word} {record.born[:4]}" for word in words)
    if record.iin:
        yield from (f"iin {number}" for number in (record.iin, *meant_by(record.iin)))
    if record.phone:
        yield f"phone {record.phone}"
    if record.bank and record.tail:
        yield f"card {record.bank} {record.tail}"


def _compared(table: pa.Table, memory_limit: str) -> pa.Table:
    """Let Splink compare the records that share a key; return its levels, a pair a row."""
    # Not loaded where nobody asks for persons.
    from splink import DuckDBAPI, Linker  # noqa: PLC0415

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with closing(duckdb.connect(":memory:", config=config)) as connection:
        connection.execute("SET enable_progress_bar = false")
        database = DuckDBAPI(connection)
        linker = Linker(
            database.register(table, table_name="holders"), splink_settings(), log_level=None
        )
        pairs = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
        return pairs.project(f"COLUMNS('unique_id_.|{GAMMA}.*')").to_arrow_table()
