"""Splitting: where a series is weakest, and into what it would fall apart there.

A series of n complaints holds together by n - 1 links, so that it falls into two without any one of
them. The weakest is the one of the smallest level, of equal ones that with the least evidence, then
the last. That it is the weakest does not say that it is wrong: it is where to look first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.series import Link


@dataclass(frozen=True, slots=True)
class Split:
    """A series without its weakest link.

    Attributes:
        link: The weakest one.
        one: The complaints that hold together with its first complaint, sorted.
        other: Those that hold together with its second one.
    """

    link: Link
    one: tuple[ComplaintId, ...]
    other: tuple[ComplaintId, ...]


def split_of(links: Sequence[Link]) -> Split | None:
    """Return where a series could be split.

    Args:
        links: Those of one series; of a complaint alone there are none.
    """
    if not links:
        return None
    weakest = min(sorted(links, reverse=True), key=lambda x: (x.level, x.evidence_milli))
    rest = [link for link in links if link is not weakest]
    return Split(
        weakest,
        tuple(sorted(held_with(weakest.complaint_a, rest))),
        tuple(sorted(held_with(weakest.complaint_b, rest))),
    )


def held_with(complaint: ComplaintId, links: Iterable[Link]) -> set[ComplaintId]:
    """Return the complaints that links hold together with one, and itself."""
    beside: defaultdict[ComplaintId, list[ComplaintId]] = defaultdict(list)
    for link in links:
        beside[link.complaint_a].append(link.complaint_b)
        beside[link.complaint_b].append(link.complaint_a)
    held = {complaint}
    waiting = [complaint]
    for here in waiting:
        met = [there for there in beside[here] if there not in held]
        held.update(met)
        waiting += met
    return held
