"""Implied nodes in columns: `izdes.core.linking.implied` for every node at once.

A node implies at most one wider one (the site of an address, the masked form of a card) and at most
one of slips (the number itself, as what one slip may have meant).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.implied import EPOCH, implied_nodes
from izdes.core.linking.kinds import CHECKED, NEAR
from izdes.core.linking.mentions import Mention
from izdes.engine.linking.columns import (
    EXACT,
    MISTYPED,
    Int32,
    Int64,
    Nodes,
    Words,
    numbered_nodes,
)

NONE = -1
# Everything up to the path: what the site of an address depends on.
_AUTHORITY = re.compile(r"(?:.*?://)?[^/?#]*", re.DOTALL)
_WHOLE_CARD = "^[0-9]{6}.{6}[0-9]{4}$"


@dataclass(frozen=True, slots=True, eq=False)
class Implied:
    """Nodes with those that they imply.

    Attributes:
        nodes: The nodes mentioned, under their numbers; behind them those only implied.
        wider: By node mentioned: the site, or the masked card, that it implies, or -1.
        near: By node mentioned: the node of its slips, or -1.
    """

    nodes: Nodes
    wider: Int32
    near: Int32


def implied_by(nodes: Nodes) -> Implied:
    """Return nodes with those that they imply."""
    of_site, sites = _sites(nodes)
    of_mask, masks = _masks(nodes)
    of_slip = np.flatnonzero(nodes.of_kind(*CHECKED) & (nodes.certainty == EXACT))
    kinds, kind = _more_kinds(nodes, len(of_site), len(of_mask), of_slip)
    value = pa.concat_arrays([nodes.value, sites, masks, nodes.value.take(of_slip)])
    numbers, first = numbered_nodes(kind, value)
    # Nodes mentioned keep their numbers, for each stands once and before all others.
    order = np.argsort(first)
    numbers = np.argsort(order)[numbers].astype(np.int32)
    first = first[order]
    certainty = np.full(len(first), EXACT, np.int8)
    certainty[: len(nodes)] = nodes.certainty
    found = numbers[len(nodes) :]
    wider = _beside(len(nodes), np.concatenate([of_site, of_mask]), found)
    near = _beside(len(nodes), of_slip, found[len(of_site) + len(of_mask) :])
    return Implied(
        Nodes(kinds, kind[first].astype(np.int16), value.take(first), certainty), wider, near
    )


def _more_kinds(
    nodes: Nodes, sites: int, masks: int, of_slip: Int64
) -> tuple[tuple[str, ...], Int32]:
    """Return names of kinds, and the kinds of nodes mentioned, sites, masks and slips."""
    kinds = list(nodes.kinds)
    for name in ("domain", "card_masked", *(f"{kind}{NEAR}" for kind in CHECKED)):
        if name not in kinds:
            kinds.append(name)
    slips = np.array([kinds.index(f"{k}{NEAR}") if k in CHECKED else NONE for k in kinds], np.int32)
    return tuple(kinds), np.concatenate(
        [
            nodes.kind.astype(np.int32),
            np.full(sites, kinds.index("domain"), np.int32),
            np.full(masks, kinds.index("card_masked"), np.int32),
            slips[nodes.kind[of_slip]],
        ]
    )


def _sites(nodes: Nodes) -> tuple[Int64, Words]:
    """Return which nodes lie in a site, and the site of each."""
    urls = np.flatnonzero(nodes.of_kind("url") & (nodes.certainty != MISTYPED))
    sites = [*_sites_of(nodes.values(urls))]
    lies = np.array([site is not None for site in sites], np.bool_)
    return urls[lies], pa.array([site for site in sites if site is not None], pa.string())


def _sites_of(urls: list[str]) -> Iterator[str | None]:
    """Yield the site of each address, asking the core once for each host."""
    known: dict[str, str | None] = {}
    for url in urls:
        found = _AUTHORITY.match(url)
        host = found.group() if found else url
        if host not in known:
            known[host] = _only_implied("url", host)
        yield known[host]


def _masks(nodes: Nodes) -> tuple[Int64, Words]:
    """Return which nodes are cards of which a mask shows ten digits, and that masked form."""
    cards = np.flatnonzero(nodes.of_kind("card") & (nodes.certainty != MISTYPED))
    values = nodes.value.take(cards)
    whole = pc.match_substring_regex(values, _WHOLE_CARD)
    values = values.filter(whole)
    if len(values) == 0:
        return cards[:0], values
    # The core says once how a masked card is written.
    hidden = (_only_implied("card", "0" * 16) or "")[6:-4]
    head, tail = pc.utf8_slice_codeunits(values, 0, 6), pc.utf8_slice_codeunits(values, 12, 16)
    return (
        cards[whole.to_numpy(zero_copy_only=False)],
        pc.binary_join_element_wise(head, tail, hidden),
    )


def _only_implied(kind: str, value: str) -> str | None:
    """Return the value of the wider node that one value implies."""
    nodes = implied_nodes(Mention(ComplaintId(""), kind, value, EPOCH))
    return next((value for kind, value in nodes if not kind.endswith(NEAR)), None)


def _beside(count: int, which: Int64, found: Int32) -> Int32:
    """Return, by node, what it implies, or -1."""
    by_node = np.full(count, NONE, np.int32)
    by_node[which] = found[: len(which)]
    return by_node
