"""What the journal holds, as the auditor sees it."""

import json

from tests.web.cast import Cast

from izdes.web.journal.events import Event
from izdes.web.journal.models import Entry


def recorded(cast: Cast, event: Event) -> list[tuple[int | None, str, frozenset[str]]]:
    """Return the entries of an event: who, of whom, and which values were kept."""
    with cast.acts("auditor"):
        found = Entry.objects.filter(event=event).order_by("number")
        return [
            (one.officer_id, one.subject_id, frozenset(json.loads(one.body)["values"]))
            for one in found
        ]
