"""Owners: when an identifier passed to somebody else, as far as somebody found it out.

A telephone is given to a new subscriber, a card to a new client, a site to a new registrant. What
complaints name on either side of that moment is not the same hand's for being the same number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.traits import Changes
from izdes.core.linking.weak.domain_facts import DomainFact


@dataclass(frozen=True, slots=True, order=True)
class NewOwner:
    """From a moment on, an identifier is somebody else's.

    Attributes:
        since: Aware, in UTC.
        source: Where it was found out.
    """

    node: Node
    since: datetime
    source: str

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"NewOwner({self.node[0]}, {self.since})"


def changes_of(
    owners: Iterable[NewOwner], facts: Iterable[DomainFact], mentions: Iterable[Mention]
) -> Changes:
    """Return when identifiers passed to somebody else, as linking takes it.

    What implies an identifier passes with it: the pages of a site, an account and what is one slip
    from it. A site's owner is its registrant: the time for which one holds begins and ends one.

    Args:
        mentions: Everything that is to be linked.
    """
    cuts: defaultdict[Node, set[datetime]] = defaultdict(set)
    for owner in owners:
        cuts[owner.node].add(owner.since)
    for fact in facts:
        cuts["domain", fact.domain].update(_ends(fact))
    if not any(cuts.values()):
        return {}
    for node, other in {pair for mention in mentions for pair in _pass_together(mention)}:
        cuts[other] |= cuts.get(node, set())
    return {node: tuple(sorted(moments)) for node, moments in sorted(cuts.items()) if moments}


def _ends(fact: DomainFact) -> Iterator[datetime]:
    """Yield when a site came to its registrant, and when it left him."""
    if fact.registrant:
        yield from (end for end in (fact.valid_from, fact.valid_to) if end is not None)


def _pass_together(mention: Mention) -> Iterator[tuple[Node, Node]]:
    """Yield what passes to somebody else, with what passes with it: a mask is of many cards."""
    for node in implied_nodes(mention):
        if node[0] == "domain":
            yield node, mention.node
        elif node[1] == mention.value:
            yield mention.node, node
