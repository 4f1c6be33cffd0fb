"""Complaints with what their own words name beside what was given as such.

Victims give some identifiers in fields and tell the others. What the narrative names enters a
complaint as an identifier like the given ones, marked as read from words: the machine proposes it,
and whoever uses it can tell it from what somebody filled in.

Amounts, moments, references and whatever is doubtful stay out: they name nobody.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo

from izdes.core.identifiers.complaint import Complaint, GivenIdentifier
from izdes.core.identifiers.narrative.extract import NarrativeReading, read_narrative
from izdes.core.identifiers.narrative.mention import Mention
from izdes.core.identifiers.reading import Reading

_NOBODYS = frozenset({"amount", "moment", "reference"})
_USABLE = frozenset({None, "look_alike_letters"})


def read_words(complaint: Complaint, *, zone: tzinfo) -> tuple[Complaint, NarrativeReading]:
    """Return a complaint with what its narrative names, and all that the narrative gives.

    Args:
        zone: Where its writer's clock is read.
    """
    read = read_narrative(complaint.narrative, reported_at=complaint.reported_at, zone=zone)
    given = {(i.reading.kind, i.reading.value) for i in complaint.identifiers}
    named = tuple(_named(read.mentions, given))
    return replace(complaint, identifiers=(*complaint.identifiers, *named)), read


def _named(
    mentions: tuple[Mention, ...], given: set[tuple[str, str | None]]
) -> Iterator[GivenIdentifier]:
    """Yield what is named and not given already, once."""
    for mention in mentions:
        if mention.kind in _NOBODYS or mention.code not in _USABLE:
            continue
        value = str(mention.value)
        if (mention.kind, value) not in given:
            given.add((mention.kind, value))
            reading = Reading(mention.raw, mention.kind, value, mention.code)
            yield GivenIdentifier(mention.kind, mention.raw, mention.role, told=reading)
