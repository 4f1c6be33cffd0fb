"""Snapshot: how often each value is named, at one moment, with the verdicts on hubs.

Weights come from a snapshot and not from the complaints as they arrive, so that a weight changes
when a new snapshot is taken, with a date and a digest, and at no other time. A value that the
snapshot does not know counts as named by two. What the kinds are worth is part of it: the packaged
numbers, or estimates of one's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from izdes.core.linking.evidence import weight_milli
from izdes.core.linking.hubs.known import Hub, hub_of, short_number
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.kinds import ESTIMATED, Kind, is_own, packaged, yearly_complaints
from izdes.core.linking.mentions import Mention, Node, surely
from izdes.core.sealing.canonical import table_digest


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Frequencies and verdicts at one moment.

    Attributes:
        complaints: How many complaints were counted.
        degrees: How many complaints name each node; those named once may be left out.
        hubs: Listed hubs, by node.
        verdicts: What reviews and officers said of nodes.
        kinds: What an agreement on each kind is worth.
    """

    complaints: int
    degrees: Mapping[Node, int]
    hubs: Mapping[Node, Hub] = field(default_factory=dict)
    verdicts: Mapping[Node, Verdict] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=packaged)

    @property
    def population(self) -> int:
        """How many complaints there are to choose from: a folder is no measure of rarity."""
        return max(self.complaints, yearly_complaints())

    def verdict_of(self, node: Node) -> Verdict | None:
        """Return what was said of a node, None where nothing was: it then links."""
        if (said := self.verdicts.get(node)) is not None:
            return said
        if (hub := hub_of(node, self.hubs) or short_number(node)) is not None:
            return Verdict("hub", hub.reason)
        return None

    def weight(self, node: Node) -> int:
        """Return what sharing a node weighs, in thousandths of log10; nothing where it is kept."""
        kind = self.kinds.get(node[0])
        said = self.verdict_of(node)
        if kind is None or (said is not None and said.verdict != "links"):
            return 0
        return weight_milli(kind, self.degrees.get(node, 0), self.population)

    @property
    def digest(self) -> str:
        """Return the digest of what weights depend on."""
        named = [(*node, degree) for node, degree in self.degrees.items() if degree > 1]
        said = [(*node, "listed", hub.reason) for node, hub in self.hubs.items()]
        said += [(*node, str(v.verdict), v.reason) for node, v in self.verdicts.items()]
        parts = (
            str(self.complaints),
            table_digest(("kind", "value", "degree"), named),
            table_digest(("kind", "value", "verdict", "reason"), said),
            table_digest(("kind", *ESTIMATED), [(k.name, *k.estimated) for k in self.own_kinds]),
        )
        return table_digest(("complaints", "degrees", "verdicts", "kinds"), [parts])

    @property
    def own_kinds(self) -> tuple[Kind, ...]:
        """Return the kinds from which all others follow, by name."""
        return tuple(kind for name, kind in sorted(self.kinds.items()) if is_own(name, kind))


def degrees_of(mentions: Iterable[Mention]) -> dict[Node, int]:
    """Return how many complaints name each node, implied ones among them; each once."""
    named = {
        (node, mention.complaint_id)
        for mention in surely(mentions)
        for node in (mention.node, *implied_nodes(mention))
    }
    degrees: dict[Node, int] = {}
    for node, _ in named:
        degrees[node] = degrees.get(node, 0) + 1
    return degrees
