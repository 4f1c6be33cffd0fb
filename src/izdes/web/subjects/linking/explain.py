"""Why series hold together, link by link: made after a change, for whoever asks later.

A store keeps joins; the agreement that shows best why follows from what complaints name. Linking
alone reads that, so it writes it down where officers are told of it, a moment after the change.
"""

from collections.abc import Sequence

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.deeds import Changed, Deeds
from izdes.engine.linking.incremental.reading import links_of
from izdes.engine.linking.incremental.store import NOBODY
from izdes.web.subjects.linking.store.store import PostgresStore
from izdes.web.subjects.linking.store.tables import PostgresTables

# So many series are explained in one transaction.
_MOST = 200
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
    """Write the links of series in place of those that were written before."""
    tables.run(
        "DELETE FROM link WHERE series IN (SELECT series FROM given)",
        series=np.array(names, np.int64),
    )
    numbers = store.find([ComplaintId(str(name)) for name in names])
    known = numbers[numbers != NOBODY]
    # One that is no more, or goes by another name now, has no links under this one.
    known = known[store.series_of(known)[0] == known]
    links = links_of(store, known)
    if links:
        tables.run(
            "INSERT INTO link SELECT series, complaint_a, complaint_b, kind, value, milli, reason, "
            "evidence, level FROM given",
            series=_series(store, [link.complaint_a for link in links]),
            complaint_a=np.array([int(link.complaint_a) for link in links], np.int64),
            complaint_b=np.array([int(link.complaint_b) for link in links], np.int64),
            kind=[link.kind for link in links],
            value=[link.value for link in links],
            milli=np.array([link.log10_lr_milli for link in links], np.int64),
            reason=[link.reason for link in links],
            evidence=np.array([link.evidence_milli for link in links], np.int64),
            level=np.array([link.level for link in links], np.int64),
        )


def _series(store: PostgresStore, complaints: Sequence[ComplaintId]) -> Int64:
    """Return the names of the series of complaints."""
    series, place = np.unique(store.series_of(store.find(complaints))[0], return_inverse=True)
    return np.array([int(name) for name in store.ids(series)], np.int64)[place]
