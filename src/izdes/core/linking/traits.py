"""Traits: what complaints have in common, each with what it adds to the weight of a pair.

The weight of a pair is the sum over the traits that both complaints have. A trait is a node within
one strand of time: mentions between which the value was never silent for long. What is implied by
another agreement is not counted twice, see `izdes.core.linking.implied`.

A trait says that the same value was named, in one stretch of its life. Who used it, it does not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.mistyped import candidates
from izdes.core.linking.implied import holder_of, implied_nodes
from izdes.core.linking.joint import joint_milli
from izdes.core.linking.kinds import CHECKED, JOINT, NEAR, Silences, kind_of
from izdes.core.linking.mentions import Mention, Node, surely
from izdes.core.linking.snapshot import Snapshot

Purpose = Literal["series", "services"]
# When each identifier passed to another holder, as far as that is known.
Changes = Mapping[Node, Sequence[datetime]]
# When a node was named, and by which complaint.
_Named = tuple[datetime, ComplaintId]
_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Trait:
    """One node in one strand of its time.

    Attributes:
        begins: The first mention of the strand.
        agreement_milli: What two complaints that share it agree by, in thousandths of log10.
        weight_milli: What it adds to the weight of a pair beyond what is counted already; may be
            negative.
        holders: The complaints that have it, at least two, in the order of their mentions.
    """

    kind: str
    value: str
    begins: datetime
    agreement_milli: int
    weight_milli: int
    holders: tuple[ComplaintId, ...]

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"Trait({self.kind}, {self.weight_milli}, {len(self.holders)} holders)"


def traits_of(
    mentions: Iterable[Mention],
    snapshot: Snapshot,
    purpose: Purpose = "series",
    *,
    changes: Changes | None = None,
    holders: Mapping[Node, Node] | None = None,
) -> tuple[Trait, ...]:
    """Return the traits that at least two complaints share, in a fixed order.

    Args:
        mentions: Each node of a complaint once.
        purpose: ``services`` takes the identifiers of money alone, with longer silences.
        changes: When an identifier passed to another holder, as far as that is known.
        holders: The holder of each account, where it is known that he holds others too; among
            services an account implies him, series ask for none.
    """
    held = (holders or {}) if purpose == "services" else {}
    named: defaultdict[Node, list[_Named]] = defaultdict(list)
    own: dict[Node, int] = {}
    for mention, implied in _linking(mentions, snapshot, purpose):
        nodes = (*implied, *holder_of(mention, held))
        counted = [snapshot.weight(node) for node in nodes]
        own[mention.node] = max([snapshot.weight(mention.node), *counted]) - sum(counted)
        if mention.kind == JOINT:
            own[mention.node] = joint_milli(
                mention.node, lambda part: part_milli(part, snapshot, purpose)
            )
        for node in (mention.node, *nodes):
            named[node].append((mention.at, mention.complaint_id))
    found = [
        trait
        for node, places in named.items()
        for trait in _strands(
            node,
            sorted(places),
            agreement=snapshot.weight(node),
            weight=own.get(node, snapshot.weight(node)),
            silences=silences_of(node, purpose),
            changes=(changes or {}).get(node, ()),
        )
    ]
    return tuple(sorted(found, key=lambda t: (t.kind, t.value, t.begins, -t.agreement_milli)))


def _linking(
    mentions: Iterable[Mention], snapshot: Snapshot, purpose: Purpose
) -> Iterator[tuple[Mention, tuple[Node, ...]]]:
    """Yield the mentions that may link, with the nodes that each implies."""
    kept = surely(m for m in mentions if _may_link(m, snapshot, purpose))
    sure = {m.node for m in kept if m.kind in CHECKED and m.certainty == "exact"}
    for mention in kept:
        if mention.certainty == "mistyped":
            yield mention, _meant(mention, sure)
        else:
            yield mention, implied_nodes(mention)


def _may_link(mention: Mention, snapshot: Snapshot, purpose: Purpose) -> bool:
    """Say whether a mention is of a kind that counts here and of no hub."""
    kind = kind_of(mention.kind)
    if kind is None or (purpose == "services" and kind.layer != "money"):
        return False
    said = snapshot.verdict_of(mention.node)
    return said is None or said.verdict == "links"


def part_milli(part: Node, snapshot: Snapshot, purpose: Purpose) -> int:
    """Return what a part of a joint weighs; nothing where its kind does not count here."""
    kind = kind_of(part[0])
    counts = kind is not None and (purpose == "series" or kind.layer == "money")
    return snapshot.weight(part) if counts else 0


def _meant(mention: Mention, sure: set[Node]) -> tuple[Node, ...]:
    """Return the one number that a slip explains, among those that others name; else nothing."""
    slips = candidates(mention.kind, mention.value)
    found = [value for value in slips if (mention.kind, value) in sure]
    return ((f"{mention.kind}{NEAR}", found[0]),) if len(found) == 1 else ()


def silences_of(node: Node, purpose: Purpose) -> Silences:
    """Return how long a node may be silent."""
    kind = kind_of(node[0])
    if kind is None:
        return ()
    return kind.service_silences if purpose == "services" else kind.silences


def _strands(
    node: Node,
    places: Sequence[_Named],
    *,
    agreement: int,
    weight: int,
    silences: Silences,
    changes: Sequence[datetime],
) -> Iterator[Trait]:
    """Yield a node's traits: the strands of each step; equal strands of several steps are one."""
    shares = [keep for _, keep in silences] + [0]
    gained: dict[tuple[_Named, ...], int] = {}
    agreed: dict[tuple[_Named, ...], int] = {}
    for (days, keep), following in zip(silences, shares[1:], strict=True):
        gain = weight * keep // _WHOLE - weight * following // _WHOLE
        for strand in _cut(places, timedelta(days=days), changes):
            gained[strand] = gained.get(strand, 0) + gain
            agreed.setdefault(strand, agreement * keep // _WHOLE)
    for strand, gain in gained.items():
        # A complaint may name two pages of one site.
        holders = tuple(dict.fromkeys(complaint for _, complaint in strand))
        if len(holders) > 1 and (gain or agreed[strand]):
            yield Trait(*node, strand[0][0], agreed[strand], gain, holders)


def _cut(
    places: Sequence[_Named], silence: timedelta, changes: Sequence[datetime]
) -> Iterator[tuple[_Named, ...]]:
    """Yield the stretches of a node's life without a longer silence or another holder."""
    begin = 0
    for n, ((earlier, _), (later, _)) in enumerate(pairwise(places), start=1):
        if later - earlier > silence or any(earlier < moment <= later for moment in changes):
            yield tuple(places[begin:n])
            begin = n
    yield tuple(places[begin:])
