"""Implied nodes: what somebody who names one thing has named with it.

Who names a page has named its site; who names a whole card has named what a mask shows of it; who
names a number with check digits has named what one slip of a pen would make of it; who names an
account has named its holder, where he is known. Such agreements depend on each other, and are not
counted twice: see `izdes.core.linking.traits`.

>>> implied_nodes(Mention("c", "card", "9398001234561234", at=EPOCH))
(('card_masked', '939800******1234'), ('card_near', '9398001234561234'))
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from izdes.core.linking.kinds import CHECKED, NEAR
from izdes.core.linking.mentions import Mention, Node, masked_card, site_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def implied_nodes(mention: Mention) -> tuple[Node, ...]:
    """Return the nodes that a sure mention implies; of a mistyped one nothing is known."""
    if mention.certainty == "mistyped":
        return ()
    found: list[Node] = []
    kind, value = mention.node
    if kind == "url" and (site := site_of(value)):
        found.append(("domain", site))
    if kind == "card" and (masked := masked_card(value)):
        found.append(("card_masked", masked))
    if kind in CHECKED and mention.certainty == "exact":
        found.append((f"{kind}{NEAR}", value))
    return tuple(found)


def holder_of(mention: Mention, holders: Mapping[Node, Node]) -> tuple[Node, ...]:
    """Return the holder of the account that a mention names, where one is known; else nothing."""
    found = holders.get(mention.node)
    return () if found is None or mention.certainty == "mistyped" else (found,)
