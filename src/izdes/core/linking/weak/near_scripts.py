"""Near scripts: which stories are told alike, and what that says of a common hand.

Every story with a script has a signature: for each of many fixed orders of all shingles, the least
shingle of the story, shortened to sixteen bits. Two signatures agree at about that share of places
which the stories have of their shingles in common. Stories are compared where a whole band of
places agrees, each with its nearest few: what is stored never grows with pairs.

A likeness says that two victims were told, or told themselves, much the same. One script is used by
many crews, and a clerk writes every complaint in his own words: the more stories are alike, the
less one likeness says, and no likeness joins. A story in Kazakh and one in Russian are never alike.

Source: Broder (1997); Indyk and Motwani (1998) for bands. Numbers: ``data/script.yaml``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from izdes.core.linking.evidence import log10_milli
from izdes.core.linking.weak.script import (
    GOLDEN,
    common_shingles,
    mixed,
    reading,
    script_table,
    shingles_of,
)

Signature = tuple[int, ...]
Pair = tuple[int, int]

_MILLI = 1000
_LOW_32 = (1 << 32) - 1
_LOW_16 = (1 << 16) - 1


@dataclass(frozen=True, slots=True)
class Comparing:
    """How signatures are made and compared, and what a likeness weighs.

    Attributes:
        slots: How many places a signature has.
        band_rows: How many places in a row make a band.
        nearest: How many near stories are named for each.
        window: With how many that follow it in a bucket a story is compared.
        bins: (thousandths of agreeing places, weight), rising; below the first it weighs nothing.
        share_milli, coincidence: As for kinds of identifiers, see `izdes.core.linking.kinds`.
    """

    slots: int
    band_rows: int
    nearest: int
    window: int
    bins: tuple[tuple[int, int], ...]
    share_milli: int
    coincidence: int

    @property
    def bands(self) -> tuple[slice, ...]:
        """The places of each band."""
        starts = range(0, self.slots, self.band_rows)
        return tuple(slice(start, start + self.band_rows) for start in starts)

    @property
    def least_permille(self) -> int:
        """The least likeness that says anything."""
        return self.bins[0][0]


@dataclass(frozen=True, slots=True, order=True)
class Near:
    """Two stories that are told alike.

    Attributes:
        one, other: Places of the stories in the order given; one < other.
        permille: Share of the places at which their signatures agree.
        alike: How many stories the buckets that both are in have, in the middle of these buckets:
            many of them are one common script.
    """

    one: int
    other: int
    permille: int
    alike: int


def same_script(near: Near, population: int) -> int:
    """Both complaints tell the same story in much the same words.

    A script is sold, copied and read out to thousands, so one that many tell says little.

    Args:
        population: How many complaints there are to choose from.
    """
    compared = comparing()
    reached = [milli for least, milli in compared.bins if near.permille >= least]
    others = max(near.alike, 2) - 1 + compared.coincidence
    rarity = log10_milli(compared.share_milli * max(population - 1, 1), _MILLI * others)
    return min(reached[-1], max(0, rarity)) if reached else 0


def signature_of(shingles: Iterable[int]) -> Signature:
    """Return the signature of a story's shingles, at least one."""
    found = tuple(shingles)
    return tuple(min(a * s + b & _LOW_32 for s in found) & _LOW_16 for a, b in orders())


@cache
def orders() -> tuple[tuple[int, int], ...]:
    """Return the factor and the summand of each order, from fixed seeds."""
    seeds = [mixed(GOLDEN * place & (1 << 64) - 1) for place in range(1, 2 * comparing().slots + 1)]
    # An odd factor makes an order of all numbers; an even one would make some of them equal.
    return tuple((a >> 32 | 1, b >> 32) for a, b in zip(seeds[::2], seeds[1::2], strict=True))


def likeness_permille(one: Signature, other: Signature) -> int:
    """Return the share of places at which two signatures agree, in thousandths, rounded down."""
    agreeing = sum(a == b for a, b in zip(one, other, strict=True))
    return agreeing * _MILLI // len(one)


def near_scripts_of(stories: Iterable[str]) -> tuple[Near, ...]:
    """Return who tells alike among all stories, sorted.

    Args:
        stories: Narratives in the canonical order of their complaints; the places in the result
            are places in it.
    """
    shingles = [shingles_of(story) for story in stories]
    common = common_shingles(shingles)
    told = {place: one - common for place, one in enumerate(shingles)}
    least = reading().least_shingles
    return near_stories({n: signature_of(one) for n, one in told.items() if len(one) >= least})


def near_stories(signatures: Mapping[int, Signature]) -> tuple[Near, ...]:
    """Return the nearest few of every story, sorted.

    Args:
        signatures: By the place of each story among all; places order what else is equal.
    """
    buckets = [_buckets(signatures, band) for band in comparing().bands]
    pairs = {pair for n in range(len(buckets)) for pair in _candidates(signatures, buckets, n)}
    best: defaultdict[int, list[tuple[int, int, Pair]]] = defaultdict(list)
    for pair in pairs:
        permille = likeness_permille(signatures[pair[0]], signatures[pair[1]])
        if permille >= comparing().least_permille:
            for place, neighbour in (pair, pair[::-1]):
                best[place].append((-permille, neighbour, pair))
    kept = {
        Near(*pair, -less, _alike(signatures, buckets, pair))
        for near in best.values()
        for less, _, pair in sorted(near)[: comparing().nearest]
    }
    return tuple(sorted(kept))


_Buckets = Mapping[Signature, list[int]]


def _buckets(signatures: Mapping[int, Signature], band: slice) -> _Buckets:
    """Return the places of the stories that agree in a whole band."""
    found: defaultdict[Signature, list[int]] = defaultdict(list)
    for place, signature in signatures.items():
        found[signature[band]].append(place)
    return found


def _candidates(
    signatures: Mapping[int, Signature], buckets: Sequence[_Buckets], n: int
) -> Iterator[Pair]:
    """Yield pairs of one band: of a full bucket each story with those likest in the next band."""
    following = comparing().bands[(n + 1) % len(buckets)]
    for places in buckets[n].values():
        ordered = sorted(places, key=lambda place: (signatures[place][following], place))
        for at, place in enumerate(ordered):
            for other in ordered[at + 1 : at + 1 + comparing().window]:
                yield min(place, other), max(place, other)


def _alike(signatures: Mapping[int, Signature], buckets: Sequence[_Buckets], pair: Pair) -> int:
    """Return the size of the middle one of the buckets that both stories are in."""
    one, other = (signatures[place] for place in pair)
    sizes = sorted(
        len(buckets[n][one[band]])
        for n, band in enumerate(comparing().bands)
        if one[band] == other[band]
    )
    return sizes[len(sizes) // 2]


@cache
def comparing() -> Comparing:
    """Return how signatures are compared, from the packaged table."""
    table = script_table()
    return Comparing(
        slots=table["slots"],
        band_rows=table["band_rows"],
        nearest=table["nearest"],
        window=table["window"],
        bins=tuple((row["from_permille"], row["milli"]) for row in table["bins"]),
        share_milli=table["share_milli"],
        coincidence=table["coincidence"],
    )
