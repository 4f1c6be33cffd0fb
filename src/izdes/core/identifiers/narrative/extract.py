"""Extraction: every identifier of a narrative, typed, normalised, with its role.

Finders run from the surest to the least sure, and a place that one has taken is not read again:
addresses and links tell themselves, dates and amounts are made of words, long numbers have check
digits, and what is left is told by labels only.

What is found was written; that it is true, or the writer's, or still the offender's, nobody knows
from the text.

>>> from datetime import timezone
>>> text = "Позвонили с +7 701 000 12 34, перевел 2,5 млн на KZ09 1010 0000 0000 0001"
>>> [(m.kind, m.value, m.role) for m in identify(text, zone=timezone.utc) if m.kind != "amount"]
[('phone', '+77010001234', 'offender_contact'), ('iban', 'KZ091010000000000001', 'recipient')]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from izdes.core.identifiers.narrative.addresses import find_addresses
from izdes.core.identifiers.narrative.amounts import find_amounts
from izdes.core.identifiers.narrative.bare import find_bare_amounts
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.handles import find_dotted_handles, find_handles
from izdes.core.identifiers.narrative.labelled import find_lettered
from izdes.core.identifiers.narrative.links import find_links
from izdes.core.identifiers.narrative.mention import Mention
from izdes.core.identifiers.narrative.moments import find_moments
from izdes.core.identifiers.narrative.numbers import find_numbers
from izdes.core.identifiers.narrative.roles import roles_of
from izdes.core.identifiers.narrative.schemes import Proposal, schemes_of
from izdes.core.identifiers.narrative.spoken import find_spoken
from izdes.core.identifiers.narrative.tails import find_masked, find_tails
from izdes.core.identifiers.narrative.text import Text
from izdes.core.identifiers.narrative.tokens import Tokens


def identify(
    given: str, *, reported_at: datetime | None = None, zone: tzinfo
) -> tuple[Mention, ...]:
    """Return the identifiers of a narrative in the order of its words.

    Args:
        given: Any text, of any length.
        reported_at: When it was told; without it "yesterday" has no date.
        zone: Where clocks are read.

    Returns:
        Mentions that do not overlap; ``given[m.start:m.end] == m.raw`` for each.
    """
    text = Text.of(given)
    return _identified(text, Tokens.of(text.plain), reported_at=reported_at, zone=zone)


@dataclass(frozen=True, slots=True)
class NarrativeReading:
    """What a narrative gives.

    Attributes:
        mentions: Its identifiers, see `identify`.
        schemes: By which methods it says that its writer was deceived, the likeliest first.
    """

    mentions: tuple[Mention, ...]
    schemes: tuple[Proposal, ...]


def read_narrative(
    given: str, *, reported_at: datetime | None = None, zone: tzinfo
) -> NarrativeReading:
    """Return the identifiers of a narrative, as `identify` does, and the schemes it speaks for."""
    text = Text.of(given)
    tokens = Tokens.of(text.plain)
    mentions = _identified(text, tokens, reported_at=reported_at, zone=zone)
    return NarrativeReading(mentions, schemes_of(text, tokens))


def _identified(
    text: Text, tokens: Tokens, *, reported_at: datetime | None, zone: tzinfo
) -> tuple[Mention, ...]:
    """Run the finders over one text."""
    taken = Taken(len(text.plain))
    found = [
        *find_addresses(text.plain, taken),
        *find_dotted_handles(text.plain, tokens, taken),
        *find_links(text.plain, taken),
        *find_handles(text.plain, tokens, taken),
        *find_masked(text.plain, tokens, taken),
        *find_spoken(tokens, taken),
        *find_moments(tokens, taken, reported_at=reported_at, zone=zone),
        *find_amounts(tokens, taken),
        *find_lettered(text.plain, tokens, taken),
        *find_numbers(text.plain, tokens, taken),
        *find_tails(tokens, taken),
        *find_bare_amounts(tokens, taken),
    ]
    found.sort(key=lambda one: one.start)
    return tuple(_mentions(found, text, tokens))


def _mentions(found: list[Found], text: Text, tokens: Tokens) -> Iterator[Mention]:
    """Yield what was found at its place in the text as given."""
    for one, (role, rule) in zip(found, roles_of(found, tokens), strict=True):
        start, end = text.span(one.start, one.end)
        raw = text.given[start:end]
        kind, _, _, value, code, candidates, precision = one
        yield Mention(kind, start, end, raw, value, code, candidates, precision, role, rule)
