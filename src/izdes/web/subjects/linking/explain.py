"""Why series hold together, link by link: made after a change, for whoever asks later.

A store keeps joins; the agreement that shows best why follows from what complaints name. Linking
alone reads that, so it writes it down where officers are told of it, a moment after the change.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import cast

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.series import Link
from izdes.engine.linking.incremental.deeds import Changed, Deeds
from izdes.engine.linking.incremental.reading import links_of
from izdes.engine.linking.incremental.store import NOBODY
from izdes.web.subjects.linking.store.store import PostgresStore
from izdes.web.subjects.linking.store.tables import PostgresTables

# So many series are explained in one transaction.
_MOST = 200
_Row = tuple[int, int, int, str, str, int, str, int, int]
_COLUMNS = (
    "series",
    "complaint_a",
    "complaint_b",
    "kind",
    "value",
    "milli",
    "reason",
    "evidence",
    "level",
)
_WORDS = {"kind", "value", "reason"}
_LIST = ", ".join(_COLUMNS)
_WRITTEN = f"SELECT ctid::text, {_LIST} FROM link WHERE series IN (SELECT series FROM given)"  # noqa: S608
_GONE = "DELETE FROM link USING given WHERE link.ctid = given.place::tid"
_NEW = f"INSERT INTO link ({_LIST}) SELECT {_LIST} FROM given"  # noqa: S608 - columns of ours
_MEMBERS = """
    SELECT member.complaint_id::bigint, first.complaint_id::bigint
    FROM given
    JOIN complaint first USING (complaint_id)
    JOIN complaint member ON member.series = first.number
"""
_TAKEN = f"""
    WITH taken AS (SELECT DISTINCT series FROM unexplained ORDER BY series LIMIT {_MOST})
    DELETE FROM unexplained WHERE series IN (SELECT series FROM taken) RETURNING series
"""  # noqa: S608 - a number of ours


def leave_unexplained(
    tables: PostgresTables, store: PostgresStore, changed: Changed, deeds: Deeds
) -> None:
    """Note of which series the reasons are to be made anew, in the transaction of the change."""
    judged = [c for judgement in deeds.judged for c in judgement.pair]
    concerned = store.find([*(one.complaint_id for one in deeds.told), *judged])
    concerned = concerned[concerned != NOBODY]
    series = store.ids(np.unique(store.series_of(concerned)[0])) if len(concerned) else []
    names = sorted({*map(int, changed.before), *map(int, changed.after), *map(int, series)})
    if names:
        tables.run(
            "INSERT INTO unexplained SELECT series FROM given", series=np.array(names, np.int64)
        )


def leave_all_unexplained(tables: PostgresTables) -> None:
    """Note that the reasons of every series are to be made anew."""
    tables.run("DELETE FROM link")
    tables.run(
        "INSERT INTO unexplained SELECT first.complaint_id::bigint FROM complaint first "
        "WHERE first.series = first.number AND EXISTS (SELECT FROM complaint other "
        "WHERE other.series = first.number AND other.number <> first.number)"
    )


def explain_some(tables: PostgresTables) -> int:
    """Make the reasons of some series anew, in one transaction; return of how many."""
    with tables.transaction():
        taken = sorted({key for (key,) in tables.rows(_TAKEN)})
        if taken:
            _explain(tables, PostgresStore(tables), taken)
        return len(taken)


def _explain(tables: PostgresTables, store: PostgresStore, names: Sequence[int]) -> None:
    """Write the links of series; those that were written before stay as they lie."""
    numbers = store.find([ComplaintId(str(name)) for name in names])
    known = numbers[numbers != NOBODY]
    # One that is no more, or goes by another name now, has no links under this one.
    known = known[store.series_of(known)[0] == known]
    links = links_of(store, known)
    series = _series(tables, names)
    after = Counter(_row(series[int(link.complaint_a)], link) for link in links)
    before = defaultdict[_Row, list[str]](list)
    for place, *row in tables.rows(_WRITTEN, series=np.array(names, np.int64)):
        before[cast("_Row", tuple(row))].append(place)
    gone = [place for row, places in before.items() for place in places[after[row] :]]
    if gone:
        tables.run(_GONE, place=gone)
    _write(tables, [*(after - Counter({row: len(before[row]) for row in before})).elements()])


def _series(tables: PostgresTables, names: Sequence[int]) -> dict[int, int]:
    """Return the name of the series of each member of some series."""
    return dict(tables.rows(_MEMBERS, complaint_id=[str(name) for name in names]))


def _row(series: int, link: Link) -> _Row:
    """Return a link as it is written."""
    return (
        series,
        int(link.complaint_a),
        int(link.complaint_b),
        link.kind,
        link.value,
        link.log10_lr_milli,
        link.reason,
        link.evidence_milli,
        link.level,
    )


def _write(tables: PostgresTables, rows: Sequence[_Row]) -> None:
    """Write rows, if there are any."""
    if rows:
        columns = zip(*rows, strict=True)
        given = {
            name: [*column] if name in _WORDS else np.array(column, np.int64)
            for name, column in zip(_COLUMNS, columns, strict=True)
        }
        tables.run(_NEW, **given)
