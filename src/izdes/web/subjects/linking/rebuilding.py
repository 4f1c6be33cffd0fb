"""Rebuilding: the whole country linked anew from what the office keeps, in one transaction.

What linking keeps follows from complaints, judgements and verdicts alone. So it may be thrown away:
after a restore, with another version of the arithmetic, or where an office begins with years of
complaints. Until the transaction ends everybody sees the series as they were.
"""

from collections.abc import Sequence

import numpy as np

from izdes.core.linking.mentions import once
from izdes.engine.linking.columns import columns_of
from izdes.engine.linking.incremental.deeds import Told
from izdes.engine.linking.incremental.namings import rows_of
from izdes.engine.tracing.ledger.codes import micros
from izdes.web.subjects.linking.changes import note
from izdes.web.subjects.linking.engine import linking_tables
from izdes.web.subjects.linking.explain import explain_some, leave_all_unexplained
from izdes.web.subjects.linking.follow import store_of
from izdes.web.subjects.linking.judged import judged_by
from izdes.web.subjects.linking.snapshots import renewed
from izdes.web.subjects.linking.store.store import PostgresStore
from izdes.web.subjects.linking.store.tables import PostgresTables
from izdes.web.subjects.linking.told import told_by

_SOME = 20_000
_TABLES = (
    "complaint",
    "kind",
    "node",
    "slip",
    "naming",
    "handover",
    "judgement",
    "degree",
    "hub",
    "verdict",
    "proposal",
    "setting",
    "due",
    "link",
    "unexplained",
)


def rebuild() -> int:
    """Link everybody anew; return how many complaints there are."""
    with linking_tables() as tables:
        with tables.transaction():
            count = _rebuild(tables)
        while explain_some(tables):
            pass
    return count


def _rebuild(tables: PostgresTables) -> int:
    """Throw away what is kept, enter everybody, and group them by a new snapshot."""
    for table in _TABLES:
        tables.run(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
    store = store_of(tables)
    keys = [key for (key,) in tables.rows("SELECT id FROM public.cases_complaint ORDER BY id")]
    for first in range(0, len(keys), _SOME):
        _enter(store, list(told_by(tables, keys[first : first + _SOME])))
    words = tables.rows("SELECT id FROM public.subjects_judgement")
    store.judge(judged_by(tables, store, [key for (key,) in words]).judged)
    note(tables, renewed(tables, store), "snapshot")
    leave_all_unexplained(tables)
    return len(keys)


def _enter(store: PostgresStore, told: Sequence[Told]) -> None:
    """Enter complaints with what they name; what mistyped numbers mean is found afterwards."""
    reported = np.array([micros(one.reported_at) for one in told], np.int64)
    numbers = store.enter([one.complaint_id for one in told], reported)
    mentions = [mention for one in told for mention in once(one.mentions)]
    if mentions:
        columns = columns_of([one.complaint_id for one in told], mentions)
        store.add(rows_of(store, columns, numbers))
