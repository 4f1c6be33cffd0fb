"""Estimation: what an agreement is worth, from links that were confirmed.

For each kind two things are counted. Of two complaints of one hand that both name the kind, how
often do they agree on it? Of two complaints of different hands, how often? The first becomes
``share_milli``, the second ``coincidence`` of `izdes.core.linking.kinds`. Where little was counted
the packaged number keeps its say: it enters as so many pairs.

Links are confirmed where something links them. What is confirmed through telephones agrees on
telephones, so shares are overstated as long as joinders are found by the machine itself. The
intervals assume independent pairs, and are narrower than the truth; of one series only some pairs
are counted.

Source: Fellegi and Sunter (1969), JASA 64, 1183; shrinking by a conjugate prior as in any textbook
of Bayesian statistics. Numbers: ``data/estimation.yaml``.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import combinations
from math import ceil, comb, floor, isqrt
from typing import Any

import yaml

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.namings import wider_of
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.kinds import Kind
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.series import link_mentions
from izdes.core.linking.snapshot import Snapshot
from izdes.core.statistics.proportion import Proportion

_WHOLE = 1000
_Nodes = Mapping[ComplaintId, Mapping[str, set[Node]]]


@dataclass(frozen=True, slots=True)
class Prior:
    """How much say the packaged numbers keep; see ``data/estimation.yaml``."""

    pairs: int
    complaints: int
    most_pairs: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was counted of one kind, and what follows.

    Attributes:
        before: The kind as it was.
        same: Of the pairs of one hand that both name the kind, how many agree on it.
        different: Of the pairs of different hands that both name it, how many agree.
        after: The kind with share and coincidence estimated.
    """

    before: Kind
    same: Proportion
    different: Proportion
    after: Kind


def estimates_of(
    confirmed: Iterable[Collection[ComplaintId]],
    mentions: Iterable[Mention],
    snapshot: Snapshot,
    *,
    prior: Prior | None = None,
) -> tuple[Estimate, ...]:
    """Estimate every kind that confirmed complaints name, sorted by name.

    Args:
        confirmed: Complaints of one hand, pairs or whole series; those that have a complaint in
            common are one. Complaints of different ones count as of different hands.
        mentions: Of these complaints; those of others are left out.
        snapshot: Hubs take no part; its kinds are those to be estimated anew.
    """
    prior = prior or packaged_prior()
    hands = _hands(confirmed)
    hand_of = {complaint: n for n, hand in enumerate(hands) for complaint in hand}
    nodes = _nodes(mentions, hand_of.keys(), snapshot)
    naming = Counter(kind for named in nodes.values() for kind in named)
    return tuple(
        _estimate(
            kind,
            same=_same(name, hands, nodes, prior.most_pairs),
            different=_different(name, hand_of, nodes),
            naming=max(1, snapshot.population * naming[name] // len(hand_of)),
            prior=prior,
        )
        for name in sorted(naming)
        if (kind := snapshot.kinds.get(name)) is not None
    )


def confirmed_by(judgements: Iterable[Judgement]) -> tuple[tuple[ComplaintId, ...], ...]:
    """Return the complaints of each hand by what officers and courts said of pairs, sorted.

    Pairs judged the same are one hand, as linking joins them; whoever was only kept apart from
    others is a hand of his own. Nothing but judgements is asked.
    """
    said = list(judgements)
    ids = sorted({complaint for judgement in said for complaint in judgement.pair})
    found = link_mentions(ids, (), Snapshot(len(ids), {}), judgements=said)
    hands: defaultdict[ComplaintId, list[ComplaintId]] = defaultdict(list)
    for complaint, hand in found.series:
        hands[hand].append(complaint)
    return tuple(tuple(hands[hand]) for hand in sorted(hands))


def _hands(confirmed: Iterable[Collection[ComplaintId]]) -> list[list[ComplaintId]]:
    """Return complaints by hand, each once, in a fixed order."""
    hand_of: dict[ComplaintId, set[ComplaintId]] = {}
    for group in confirmed:
        joined = set(group).union(*(hand_of.get(complaint, ()) for complaint in group))
        hand_of.update(dict.fromkeys(joined, joined))
    return sorted({id(hand): sorted(hand) for hand in hand_of.values()}.values())


def _nodes(
    mentions: Iterable[Mention], confirmed: Collection[ComplaintId], snapshot: Snapshot
) -> _Nodes:
    """Return the nodes that confirmed complaints name, by complaint and kind."""
    found: defaultdict[ComplaintId, defaultdict[str, set[Node]]]
    found = defaultdict(lambda: defaultdict(set))
    for mention in mentions:
        if mention.complaint_id in confirmed:
            for node in (mention.node, *wider_of(mention)):
                kind = snapshot.kinds.get(node[0])
                said = snapshot.verdict_of(node)
                if kind is not None and (said is None or said.verdict == "links"):
                    found[mention.complaint_id][kind.name].add(node)
    return found


def _same(
    kind: str, hands: Iterable[Sequence[ComplaintId]], nodes: _Nodes, most_pairs: int
) -> Proportion:
    """Count the pairs of one hand that both name a kind, and those that agree on it."""
    most = (1 + isqrt(1 + 8 * most_pairs)) // 2
    agreeing = pairs = 0
    for hand in hands:
        naming = [complaint for complaint in hand if kind in nodes.get(complaint, {})]
        # Whoever is taken where not all are: by digest, so that neither time nor place decides.
        for one, other in combinations(sorted(naming, key=_digest)[:most], 2):
            pairs += 1
            agreeing += not nodes[one][kind].isdisjoint(nodes[other][kind])
    return Proportion(agreeing, pairs)


def _different(kind: str, hand_of: Mapping[ComplaintId, int], nodes: _Nodes) -> Proportion:
    """Count the pairs of different hands that both name a kind, and those that agree on it.

    Pairs are not listed. A pair that agrees on two values of one kind counts twice; it is rare.
    """
    naming = {complaint: nodes[complaint][kind] for complaint in nodes if kind in nodes[complaint]}
    pairs = _between([hand_of[complaint] for complaint in naming])
    named_by: defaultdict[Node, list[int]] = defaultdict(list)
    for complaint, named in naming.items():
        for node in named:
            named_by[node].append(hand_of[complaint])
    return Proportion(min(pairs, sum(map(_between, named_by.values()))), pairs)


def _between(hands: Collection[int]) -> int:
    """Return how many pairs of complaints are of different hands."""
    within = sum(comb(count, 2) for count in Counter(hands).values())
    return comb(len(hands), 2) - within


def _estimate(
    kind: Kind, *, same: Proportion, different: Proportion, naming: int, prior: Prior
) -> Estimate:
    """Return what follows for a kind, the packaged numbers entering as so many pairs.

    Args:
        naming: How many complaints of the country name the kind.
    """
    share = _rounded(same.hits * _WHOLE + kind.share_milli * prior.pairs, same.of + prior.pairs)
    others = different.hits + kind.coincidence * prior.complaints
    coincidence = _rounded(others * naming, different.of + prior.complaints * naming)
    # Never is not known of anything, nor is always.
    share = min(max(share, 1), _WHOLE - 1)
    after = replace(
        kind,
        share_milli=share,
        coincidence=max(coincidence, 1),
        source=_source(kind, same, different),
    )
    return Estimate(kind, same, different, after)


def _rounded(numerator: int, denominator: int) -> int:
    """Return a quotient, rounded to the nearest whole number, a half upwards; 0 of nothing."""
    return (2 * numerator + denominator) // (2 * denominator) if denominator else 0


def _source(kind: Kind, same: Proportion, different: Proportion) -> str:
    """Say what an estimate rests on."""
    least, most = same.interval
    return (
        f"estimated: {same.hits} of {same.of} pairs of one hand agree"
        f" (95 %: {floor(least * _WHOLE)} to {ceil(most * _WHOLE)} in a thousand),"
        f" {different.hits} of {different.of} of different hands;"
        f" before: {kind.share_milli} and {kind.coincidence}"
    )


def _digest(complaint: ComplaintId) -> str:
    """Return the digest of a complaint's name."""
    return sha256(complaint.encode()).hexdigest()


@cache
def packaged_prior() -> Prior:
    """Return how much say the packaged numbers keep."""
    text = (files(__package__) / "data" / "estimation.yaml").read_text(encoding="utf-8")
    table: Mapping[str, Any] = yaml.safe_load(text)
    return Prior(table["prior_pairs"], table["prior_complaints"], table["most_pairs"])
