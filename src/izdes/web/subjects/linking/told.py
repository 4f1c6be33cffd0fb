"""What complaints tell linking: the mentions that the office keeps, read as the core reads them.

A mention stands in the office under its normal form, with the text as it was written. What of it
links, and how surely, the core alone says: the complaint is put before it with what it names.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.reading import Reading
from izdes.core.linking.mentions import mentions_of, once
from izdes.core.linking.stated import Stated, own_nodes, stated_mentions
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


# What answers state of the accounts that the money of each led to.
_STATED = """
    SELECT complaint_id, account, role, kind, value, at, named_kind, named_value
    FROM public.linking_stated(ARRAY(SELECT key FROM given)) WHERE certainty = 'certain'
"""


def told_by(tables: PostgresTables, keys: Sequence[int]) -> Iterator[Told]:
    """Yield complaints as linking is told them; one that is no more is left out."""
    asked = np.array(keys, np.int64)
    rows = tables.rows(_TOLD, key=asked)
    stated = defaultdict[int, list[tuple[Any, ...]]](list)
    for complaint, *told in tables.rows(_STATED, key=asked):
        stated[complaint].append(tuple(told))
    for (key, reported_at, occurred_from), named in groupby(rows, itemgetter(0, 1, 2)):
        complaint = _complaint(key, reported_at, occurred_from, [r[3:] for r in named if r[3]])
        yield _told(complaint, stated.get(key, ()))


def _told(complaint: Complaint, stated: Sequence[tuple[Any, ...]]) -> Told:
    """Return what a complaint names, and what answers state of the accounts of its money."""
    named = mentions_of(complaint)
    sure = {mention.node for mention in named if mention.certainty == "exact"}
    own = {
        node
        for given in complaint.identifiers
        if given.role == "victim" and given.reading.value is not None
        for node in own_nodes(given.reading.kind, given.reading.value)
    }
    told = [
        Stated(account, role, kind, value, at, node if (node := (*named_as,)) in sure else None)
        for account, role, kind, value, at, *named_as in stated
        # A heading is printed as it is printed; what links has the right check digits.
        if role != "holder" or normalise(kind, value).is_certain
    ]
    at = complaint.occurred_from or complaint.reported_at
    mentions = once((*named, *stated_mentions(complaint.complaint_id, at, told, own=own)))
    return Told(complaint.complaint_id, complaint.reported_at, mentions)


def _complaint(
    key: int, reported_at: datetime, occurred_from: datetime | None, named: list[tuple[Any, ...]]
) -> Complaint:
    """Return one complaint with what it names."""
    return Complaint(
        ComplaintId(str(key)),
        reported_at,
        occurred_from,
        identifiers=tuple(
            GivenIdentifier(kind, raw, role, told=reading_of(kind, value, raw))
            for kind, value, raw, role in named
        ),
    )


def reading_of(kind: str, value: str, raw: str) -> Reading:
    """Return how a mention was read: of its text, or where that is a whole phrase, of its value."""
    reading = normalise(kind, raw)
    return reading if (reading.kind, reading.value) == (kind, value) else normalise(kind, value)
