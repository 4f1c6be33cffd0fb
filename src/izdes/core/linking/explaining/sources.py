"""Sources: where in a complaint an identifier stands, so that anybody can look it up.

A place is a field of the complaint as it was sent, or a stretch of its narrative. What was found
elsewhere, such as where money went on to, has no place in a complaint.

>>> str(Source("narrative", 12, 24)), str(Source("payments[0].to"))
('narrative 12-24', 'payments[0].to')
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from izdes.core.identifiers.complaint import OFFENDER_SIDE, Complaint, GivenIdentifier, Payment
from izdes.core.identifiers.narrative.mention import Mention as Told
from izdes.core.identifiers.reading import Reading
from izdes.core.linking.mentions import Node, mentions_of
from izdes.core.money.aliases import AliasBook

_NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One place of a complaint.

    Attributes:
        field: Its path as in ``complaints.jsonl``; lists count from 0.
        start: Within the narrative where it begins, in code points; None elsewhere.
        end: One past where it ends.
    """

    field: str
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        """Write the place as people look it up."""
        return self.field if self.start is None else f"{self.field} {self.start}-{self.end}"


def sources_of(
    complaint: Complaint,
    told: tuple[Told, ...],
    node: Node,
    *,
    aliases: AliasBook | None = None,
) -> tuple[Source, ...]:
    """Return every place at which a complaint names an identifier.

    Args:
        complaint: With or without what its words name.
        told: What its narrative names.
        node: Kind and value as mentioned, not as implied by another.
        aliases: Those that linking was given.
    """
    places = (
        source
        for source, alone in (*_fields(complaint), *_words(complaint, told))
        if any(m.node == node for m in mentions_of(alone, aliases))
    )
    return tuple(sorted(set(places), key=lambda s: (s.field, s.start or 0)))


def _fields(complaint: Complaint) -> Iterator[tuple[Source, Complaint]]:
    """Yield each field with the complaint as if it held nothing else."""
    bare = replace(complaint, identifiers=(), payments=(), loans=())
    for n, given in enumerate(complaint.identifiers):
        if given.told is None:
            yield Source(f"identifiers[{n}]"), replace(bare, identifiers=(given,))
    for n, payment in enumerate(complaint.payments):
        alone = Payment(payment.at, paid_to=payment.paid_to)
        yield Source(f"payments[{n}].to"), replace(bare, payments=(alone,))
    for n, loan in enumerate(complaint.loans):
        yield Source(f"loans[{n}].paid_to"), replace(bare, loans=(loan,))


def _words(complaint: Complaint, told: tuple[Told, ...]) -> Iterator[tuple[Source, Complaint]]:
    """Yield each stretch of the narrative that names something, likewise."""
    bare = replace(complaint, identifiers=(), payments=(), loans=())
    for mention in told:
        if isinstance(mention.value, str):
            reading = Reading(mention.raw, mention.kind, mention.value, mention.code)
            # Said again without a role it is still the same number at another place.
            role = mention.role if mention.role in OFFENDER_SIDE else "offender_contact"
            given = GivenIdentifier(mention.kind, mention.raw, role, told=reading)
            source = Source(_NARRATIVE, mention.start, mention.end)
            yield source, replace(bare, identifiers=(given,))
