"""Review of hubs: does a value that many complaints name belong to a crew, or to everybody?

A value that more complaints name than is usual for its kind is judged by how it behaves. What
speaks for a crew's own: named in one stretch of time, in one scheme, beside other values that hold
its complaints together without it. What speaks for a hub: named all the time, in many schemes, with
nothing else in common, or as an institution's own. Each of these has its points in
``data/review.yaml``; between the two the value waits for a person, and until then links nobody.

The machine's verdict is a proposal; an officer's outranks it, and both are kept. A verdict proves
nothing of the holder: see `izdes.core.linking.hubs.behaviour`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from izdes.core.linking.hubs.behaviour import Counting, NodeFacts, facts_of
from izdes.core.linking.hubs.namings import Namings
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.told import Told

VerdictWord = Literal["links", "hub", "pending"]
UNDECIDED = "named_by_too_many"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of one node.

    Attributes:
        reason: Code of why, such as ``marketplace`` or ``named_by_too_many``.
        at: When, aware; None for the machine's own.
        by: Who, as a reference to the register of officers; empty for the machine.
        grounds: Of the machine's own: every code that spoke, with its points; those above zero
            speak for a hub.
    """

    verdict: VerdictWord
    reason: str
    at: datetime | None = None
    by: str = ""
    grounds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What one fact says.

    Attributes:
        fact: Name of an attribute of `NodeFacts`.
        least, most: The fact lies between them, both included; None is without limit.
        points: Above zero for a hub, below for a crew's own.
        reason: Code of what it says.
    """

    fact: str
    least: int | None
    most: int | None
    points: int
    reason: str

    def speaks(self, facts: NodeFacts) -> bool:
        """Say whether the fact is known and lies between the limits."""
        found: int | None = getattr(facts, self.fact)
        if found is None:
            return False
        return (self.least is None or found >= self.least) and (
            self.most is None or found <= self.most
        )


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How values are judged.

    Attributes:
        hub_from: Points from which on it is a hub; ``links_to``: up to which it is a crew's own.
        source: Where the numbers come from.
    """

    counting: Counting
    rules: tuple[Rule, ...]
    hub_from: int
    links_to: int
    source: str


def review(
    mentions: Iterable[Mention],
    told: Iterable[Told] = (),
    *,
    population: int,
    is_listed: Callable[[Node], bool] | None = None,
    asked: Collection[Node] = (),
    reviewing: Reviewing | None = None,
) -> dict[Node, Verdict]:
    """Return the machine's verdict on every node that more complaints name than is usual.

    Args:
        mentions: In any order.
        told: What complaints tell beside that; without it fewer facts speak.
        population: How many complaints there are to choose from.
        is_listed: Says of a node whether it is known whose it is: nothing is left to review.
        asked: Nodes to be reviewed whatever their degree, as far as complaints name them.
    """
    reviewing = reviewing or packaged()
    namings = Namings.of(mentions, told, is_listed or _nobody_is, population=population)
    counting = reviewing.counting
    return {
        node: judge(facts_of(namings.counts(node, counting, population), counting), reviewing)
        for node in sorted(
            namings.busy
            | (namings.named.keys() & set(asked))
            | namings.given_as_institutions(counting.asked_by)
        )
    }


def judge(facts: NodeFacts, reviewing: Reviewing | None = None) -> Verdict:
    """Judge one node by its facts: every rule that speaks gives its points.

    Returns:
        The verdict; its reason is the weightiest ground that speaks for it, of equal ones the first
        of the table.
    """
    reviewing = reviewing or packaged()
    grounds = tuple((rule.reason, rule.points) for rule in reviewing.rules if rule.speaks(facts))
    total = sum(points for _, points in grounds)
    if total >= reviewing.hub_from:
        return Verdict("hub", max(grounds, key=_points)[0], grounds=grounds)
    if total <= reviewing.links_to:
        return Verdict("links", min(grounds, key=_points)[0], grounds=grounds)
    return Verdict("pending", UNDECIDED, grounds=grounds)


def _points(ground: tuple[str, int]) -> int:
    """Return what a ground says."""
    return ground[1]


def _nobody_is(_: Node) -> bool:
    """Say of no node that it is listed."""
    return False


@cache
def packaged() -> Reviewing:
    """Return how values are judged, from the packaged table."""
    text = (files(__package__) / "data" / "review.yaml").read_text(encoding="utf-8")
    table: Mapping[str, Any] = yaml.safe_load(text)
    return Reviewing(
        counting=Counting(**table["counting"]),
        rules=tuple(map(_rule, table["rules"])),
        hub_from=table["hub_from"],
        links_to=table["links_to"],
        source=table["source"],
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    """Make one rule of its row."""
    return Rule(row["fact"], row.get("from"), row.get("to"), row["points"], row["reason"])
