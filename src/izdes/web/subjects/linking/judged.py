"""Judgements of officers as linking is told them: made, or withdrawn since."""

from collections.abc import Sequence

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.judgements import Judgement
from izdes.engine.linking.incremental.deeds import Deeds
from izdes.engine.linking.incremental.store import Store
from izdes.web.subjects.linking.store.tables import PostgresTables

_JUDGED = """
    SELECT judgement.id, complaint_a_id, complaint_b_id, verdict, at, by_id, withdrawn_at IS NULL
    FROM given JOIN public.subjects_judgement judgement ON judgement.id = given.key
    ORDER BY judgement.id
"""


def judged_by(tables: PostgresTables, store: Store, keys: Sequence[int]) -> Deeds:
    """Return judgements that linking does not know yet, and known ones that were withdrawn.

    What officers wrote of their reasons stays in the office: linking needs the word alone.
    """
    rows = tables.rows(_JUDGED, key=np.array(sorted(set(keys)), np.int64))
    names = [str(row[0]) for row in rows]
    known = {given.judgement.judgement_id for given in store.judgements(names)}
    return Deeds(
        judged=tuple(
            Judgement(str(key), ComplaintId(str(a)), ComplaintId(str(b)), verdict, at, str(by))
            for key, a, b, verdict, at, by, stands in rows
            if stands and str(key) not in known
        ),
        unjudged=tuple(str(row[0]) for row in rows if not row[6] and str(row[0]) in known),
    )
