"""Look-alikes: pages and sites whose names are made to be taken for each other.

What is blocked comes back under nearly the same name: ``invest_aigul``, ``lnvest.aigul2``,
``invest-aigul.example``, ``1nvest-aigul.com.kz``. The *skeleton* of a name is what is left when
letters and digits that look alike are one, separators and counters are gone, and the words that
anybody adds (``official``, ``kz``) are cut. A digit at the end is taken for a counter.

Anybody can take a name like another's, to copy it or by chance: a likeness proposes and ranks, and
never joins. Names of one skeleton under which very many complaints stand are a bank's or a fashion.

Source: Unicode Technical Standard 39, 4, for the idea of a skeleton; the tables are our own and
shorter, in ``data/spelling.yaml``.

>>> skeleton_of("lnvest.Aigul_02"), skeleton_of("invest_aigul"), skeleton_of("manager_kz")
('lnvestalgul', 'lnvestalgul', 'manager')
>>> node_skeleton(("domain", "1nvest-aigul.com.kz"))
'lnvestalgul'
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from izdes.core.identifiers import name
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.written import fold_look_alikes
from izdes.core.linking.evidence import log10_milli
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.mentions import Mention, Node

_HANDLES = frozenset({"telegram", "instagram", "vk", "tiktok", "email"})
_MILLI = 1000
_DOUBLED = re.compile(r"(.)\1+")
_SEPARATORS = re.compile(r"[\W_]+")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]+")
_COUNTER = re.compile(r"(?<=\D)\d+$")


@dataclass(frozen=True, slots=True, order=True)
class LookAlike:
    """Two complaints that name different things under names that look alike.

    Attributes:
        reason: Code of the comparison.
        node, other_node: What each names; of several the first by name.
        degree: How many complaints name something of this skeleton.
    """

    complaint_a: ComplaintId
    complaint_b: ComplaintId
    log10_lr_milli: int
    reason: str
    node: Node
    other_node: Node
    degree: int

    def __repr__(self) -> str:
        """Mask the names."""
        return f"LookAlike({self.complaint_a}, {self.complaint_b}, {self.reason})"


def look_alike_handle(degree: int, population: int) -> int:
    """The complaints name accounts or mailboxes whose names look alike.

    Args:
        degree: How many complaints name one of this likeness.
        population: How many complaints there are to choose from.
    """
    return _weight("look_alike_handle", degree, population)


def look_alike_domain(degree: int, population: int) -> int:
    """The complaints name sites whose names look alike.

    Copies of a bank's page look alike whoever made them.

    Args:
        degree: How many complaints name one of this likeness.
        population: How many complaints there are to choose from.
    """
    return _weight("look_alike_domain", degree, population)


def _weight(code: str, degree: int, population: int) -> int:
    """Return floor(1000 * log10(m / u)), bounded, as for kinds of identifiers."""
    row = _table()["weights"][code]
    others = max(degree, 2) - 1 + row["coincidence"]
    found = log10_milli(row["share_milli"] * max(population - 1, 1), _MILLI * others)
    return min(int(row["cap_milli"]), max(0, found))


_COMPARISONS = {False: look_alike_handle, True: look_alike_domain}


def skeleton_of(written: str) -> str:
    """Return the skeleton of a name; of equal ones people take one for the other."""
    bare = unicodedata.normalize("NFKC", written).casefold()
    parts = [part for part in map(_letters, _SEPARATORS.split(bare)) if part]
    return _without_stems(parts)


def _letters(part: str) -> str:
    """Return a part of a name in the letters that it looks like; a counter is nothing."""
    if _CYRILLIC_WORD.fullmatch(part):
        part = name.key(part).lower()
    if part.isdecimal():
        return ""
    text = fold_look_alikes(_COUNTER.sub("", part))
    # Marks above and below a letter are what a quick look misses.
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _folded(plain)


def _folded(text: str) -> str:
    """Fold what looks alike, and letters typed twice."""
    for pair, letter in _table()["pairs"].items():
        text = text.replace(pair, letter)
    return _DOUBLED.sub(r"\1", text.translate(_look_alikes()))


def _without_stems(parts: list[str]) -> str:
    """Join the parts, without the words that anybody adds at the ends while enough remains."""
    least = int(_table()["least_letters"])
    whole = "".join(parts)
    for added in _added():
        while (found := added.search(whole)) and len(whole) - len(found[0]) >= least:
            whole = whole[: found.start()] + whole[found.end() :]
    return whole


def node_skeleton(node: Node) -> str | None:
    """Return the skeleton of a handle, a mailbox or a site; None where it is too short."""
    kind, value = node
    if kind == "email":
        value = value.partition("@")[0]
    elif kind == "domain":
        value = value.partition(".")[0]
    elif kind not in _HANDLES:
        return None
    skeleton = skeleton_of(value)
    return skeleton if len(skeleton) >= int(_table()["least_letters"]) else None


def look_alikes(mentions: Iterable[Mention], population: int) -> tuple[LookAlike, ...]:
    """Return complaints that name things that look alike and are not the same, sorted.

    Each thing of a skeleton, by its earliest mention, is set beside the earliest thing of that
    skeleton: what is found grows with things and never with pairs.

    Args:
        population: How many complaints there are to choose from.
    """
    named: defaultdict[tuple[bool, str], list[Mention]] = defaultdict(list)
    for mention in _named(mentions):
        if skeleton := node_skeleton(mention.node):
            named[mention.kind == "domain", skeleton].append(mention)
    return tuple(
        sorted(
            found
            for (is_site, _), alike in named.items()
            for found in _star(alike, population, is_site=is_site)
        )
    )


def _named(mentions: Iterable[Mention]) -> Iterable[Mention]:
    """Yield mentions, of a web address that of its site."""
    for mention in mentions:
        sites = (node for node in implied_nodes(mention) if node[0] == "domain")
        for kind, value in sites if mention.kind == "url" else (mention.node,):
            yield Mention(mention.complaint_id, kind, value, mention.at, mention.role)


def _star(alike: list[Mention], population: int, *, is_site: bool) -> Iterable[LookAlike]:
    """Yield the earliest thing of a skeleton beside each other one."""
    comparison = _COMPARISONS[is_site]
    degree = len({mention.complaint_id for mention in alike})
    if degree > int(_table()["weights"][comparison.__name__]["usual_degree"]):
        return
    earliest: dict[Node, Mention] = {}
    for mention in sorted(alike, key=lambda m: (m.at, m.complaint_id, m.node)):
        earliest.setdefault(mention.node, mention)
    first, *others = earliest.values()
    for other in others:
        if other.complaint_id != first.complaint_id:
            yield LookAlike(
                first.complaint_id,
                other.complaint_id,
                comparison(degree, population),
                comparison.__name__,
                first.node,
                other.node,
                degree,
            )


@cache
def _added() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return any added word at the end of a skeleton, and at its beginning."""
    words = sorted({_folded(s) for s in _table()["stems"]}, key=lambda s: (-len(s), s))
    return re.compile(f"(?:{'|'.join(words)})$"), re.compile(f"^(?:{'|'.join(words)})")


@cache
def _look_alikes() -> Mapping[int, str]:
    """Return the letters that signs look like, as `str.translate` takes them."""
    return str.maketrans(_table()["letters"])


@cache
def _table() -> Mapping[str, Any]:
    """Read the packaged table."""
    text = (files(__package__) / "data" / "spelling.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
