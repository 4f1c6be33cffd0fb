"""Told: what a complaint tells beside the identifiers that may link it.

Region, scheme and sums join no complaints: they only help to see how a value behaves that many
complaints name, see `izdes.core.linking.hubs.behaviour`. So does what a complaint gives as an
institution's own.
"""

from dataclasses import dataclass, replace

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.mentions import Node, mentions_of
from izdes.core.money.aliases import AliasBook

_CURRENCY = "KZT"


@dataclass(frozen=True, slots=True)
class Told:
    """What one complaint tells.

    Attributes:
        region: Two-digit KATO code, empty when not given.
        scheme: Code of the scheme, empty when not classified.
        paid: What was paid to which node, in minor units of the tenge; other currencies are left
            out, because a sum that is round in one is not in another.
        institutions: Nodes that it gives as an institution's own, sorted.
    """

    complaint_id: ComplaintId
    region: str = ""
    scheme: str = ""
    paid: tuple[tuple[Node, int], ...] = ()
    institutions: tuple[Node, ...] = ()

    def __repr__(self) -> str:
        """Name the complaint and nothing in it."""
        return f"Told({self.complaint_id})"


def told_of(complaint: Complaint, aliases: AliasBook | None = None) -> Told:
    """Return what a complaint tells beside the identifiers that may link it."""
    return Told(
        complaint.complaint_id,
        complaint.region,
        complaint.scheme,
        _paid(complaint, aliases),
        _institutions(complaint, aliases),
    )


def _paid(complaint: Complaint, aliases: AliasBook | None) -> tuple[tuple[Node, int], ...]:
    """Return the nodes that were paid, with the sums as declared."""
    bare = replace(complaint, identifiers=(), payments=(), loans=())
    return tuple(
        (mention.node, payment.amount_minor)
        for payment in complaint.payments
        if payment.amount_minor and payment.currency == _CURRENCY
        for mention in mentions_of(replace(bare, payments=(payment,)), aliases)
    )


def _institutions(complaint: Complaint, aliases: AliasBook | None) -> tuple[Node, ...]:
    """Return the nodes that are given as an institution's own."""
    given = tuple(
        # Read as mentions are, so that the nodes are the same.
        replace(identifier, role="offender_contact")
        for identifier in complaint.identifiers
        if identifier.role == "institution"
    )
    if not given:
        return ()
    bare = replace(complaint, identifiers=given, payments=(), loans=())
    return tuple(mention.node for mention in mentions_of(bare, aliases))
