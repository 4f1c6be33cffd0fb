"""What complaints tell linking: the mentions that the office keeps, read as the core reads them.

A mention stands in the office under its normal form, with the text as it was written. What of it
links, and how surely, the core alone says: the complaint is put before it with what it names.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.reading import Reading
from izdes.core.linking.mentions import mentions_of
from izdes.engine.linking.incremental.deeds import Told
from izdes.web.subjects.linking.store.tables import PostgresTables

_TOLD = """
    SELECT complaint.id, coalesce(complaint.reported_at, complaint.received_at),
        complaint.occurred_from, identifier.kind, identifier.value, mention.raw, mention.role
    FROM given
    JOIN public.cases_complaint complaint ON complaint.id = given.key
    LEFT JOIN public.subjects_mention mention ON mention.complaint_id = complaint.id
    LEFT JOIN public.subjects_identifier identifier ON identifier.id = mention.identifier_id
    ORDER BY complaint.id
"""


def told_by(tables: PostgresTables, keys: Sequence[int]) -> Iterator[Told]:
    """Yield complaints as linking is told them; one that is no more is left out."""
    rows = tables.rows(_TOLD, key=np.array(keys, np.int64))
    for (key, reported_at, occurred_from), named in groupby(rows, itemgetter(0, 1, 2)):
        yield _told(key, reported_at, occurred_from, [row[3:] for row in named if row[3]])


def _told(
    key: int, reported_at: datetime, occurred_from: datetime | None, named: list[tuple[Any, ...]]
) -> Told:
    """Return one complaint with what it names."""
    complaint = Complaint(
        ComplaintId(str(key)),
        reported_at,
        occurred_from,
        identifiers=tuple(
            GivenIdentifier(kind, raw, role, told=reading_of(kind, value, raw))
            for kind, value, raw, role in named
        ),
    )
    return Told(complaint.complaint_id, reported_at, mentions_of(complaint))


def reading_of(kind: str, value: str, raw: str) -> Reading:
    """Return how a mention was read: of its text, or where that is a whole phrase, of its value."""
    reading = normalise(kind, raw)
    return reading if (reading.kind, reading.value) == (kind, value) else normalise(kind, value)
