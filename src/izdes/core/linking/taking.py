"""Taking a snapshot: frequencies are counted and what is busy is reviewed, before anything links.

Whoever holds several accounts is counted and reviewed like an identifier, as if his accounts were
not there: that they are named with him says nothing of him.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from izdes.core.linking.holders.persons import KIND, holder_mentions
from izdes.core.linking.hubs.known import Hub, index_of, packaged_hubs
from izdes.core.linking.hubs.namings import is_busy
from izdes.core.linking.hubs.review import Verdict, review
from izdes.core.linking.kinds import JOINT, Kind, packaged
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.snapshot import Snapshot, degrees_of
from izdes.core.linking.told import Told


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before complaints are counted.

    Attributes:
        hubs: Identifiers that link nobody, beside those of the packaged list.
        verdicts: What officers said of identifiers.
        kinds: What an agreement on each kind is worth.
        holders: The holder of each account, where it is known that he holds others too.
    """

    hubs: Sequence[Hub] = ()
    verdicts: Mapping[Node, Verdict] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=packaged)
    holders: Mapping[Node, Node] = field(default_factory=dict)


def snapshot_of(
    complaints: int, mentions: Sequence[Mention], told: Sequence[Told], known: Knowledge
) -> Snapshot:
    """Return the snapshot of some complaints.

    Args:
        complaints: How many there are.
        mentions: All that they name; ``told`` what else they tell.
    """
    # Joints are weighed by their parts, and nobody reviews them.
    mentions = [m for m in mentions if m.kind != JOINT]
    held = holder_mentions(mentions, known.holders)
    counted = Snapshot(
        complaints,
        degrees_of((*mentions, *held)),
        index_of((*packaged_hubs(), *known.hubs)),
        known.verdicts,
        known.kinds,
    )

    def is_kept(node: Node) -> bool:
        said = counted.verdict_of(node)
        return said is not None and said.verdict != "links"

    found = review(mentions, told, population=counted.population, is_listed=is_kept)
    if any(is_busy(KIND, counted.degrees[m.node], counted.population) for m in held):
        others = [m for m in mentions if m.node not in known.holders]
        beside = review([*others, *held], told, population=counted.population, is_listed=is_kept)
        found |= {node: verdict for node, verdict in beside.items() if node[0] == KIND}
    return replace(counted, verdicts={**found, **known.verdicts})
