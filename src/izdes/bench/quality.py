"""Quality: how much of what people marked the program finds, and how much it makes up.

A mention is found when kind and normal form are those of a mark and the places overlap; how often
the places agree exactly is counted beside. Each mark and each finding counts once. Roles are
counted over what was found, without amounts and moments, which have none. Whether an offender's
page in a network is where she writes from or her site, the people who marked did not agree on:
taking one for the other is a slip, and counted apart as well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo

from izdes.bench.labelled import OPTIONAL, Labelled, Mark
from izdes.core.identifiers.narrative.extract import identify
from izdes.core.identifiers.narrative.mention import Mention, Sum
from izdes.core.identifiers.narrative.roles import NETWORKS, NOBODYS
from izdes.core.statistics.proportion import Proportion

_PAGE_OR_CONTACT = {"offender_contact", "offender_site"}


@dataclass(frozen=True, slots=True)
class Slip:
    """One disagreement, for whoever mends the rules or the marks.

    Attributes:
        what: ``missed``, ``made_up`` or ``role``.
    """

    narrative_id: str
    what: str
    kind: str
    said: str
    marked: str


@dataclass(slots=True)
class Tally:
    """Counts by kind, over all narratives."""

    hits: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    made_up: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    roles_right: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    roles_given: Counter[str] = field(default_factory=Counter)
    pages_for_contacts: int = 0
    slips: list[Slip] = field(default_factory=list)
    narratives: int = 0

    def precision(self, *kinds: str) -> Proportion:
        """Return the share of findings that people marked too."""
        hits = sum(self.hits[k] for k in kinds)
        return Proportion(hits, hits + sum(self.made_up[k] for k in kinds))

    def recall(self, *kinds: str) -> Proportion:
        """Return the share of marks that were found."""
        hits = sum(self.hits[k] for k in kinds)
        return Proportion(hits, hits + sum(self.missed[k] for k in kinds))

    def f1(self, *kinds: str) -> float:
        """Return the harmonic mean of precision and recall, 0 where nothing was to be found."""
        hits = 2 * sum(self.hits[k] for k in kinds)
        whole = hits + sum(self.made_up[k] + self.missed[k] for k in kinds)
        return hits / whole if whole else 0.0

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return every kind that was marked or found."""
        return tuple(sorted({*self.hits, *self.missed, *self.made_up}))


def measure(narratives: Iterable[Labelled], *, zone: tzinfo) -> Tally:
    """Compare what the program finds with what people marked."""
    tally = Tally()
    for narrative in narratives:
        tally.narratives += 1
        found = identify(narrative.text, reported_at=narrative.reported_at, zone=zone)
        _count(tally, narrative, list(found))
    return tally


def said(mention: Mention) -> str:
    """Return a mention's value as marks write it."""
    if isinstance(mention.value, Sum):
        return f"{mention.value.minor} {mention.value.currency}"
    return " ".join(filter(None, (mention.value, mention.precision)))


def _count(tally: Tally, narrative: Labelled, left: list[Mention]) -> None:
    """Count one narrative."""
    for mark in narrative.marks:
        same = [
            m for m in _overlapping(mark, left) if m.kind == mark.kind and said(m) == mark.value
        ]
        for mention in same[:1]:
            left.remove(mention)
        if mark.role == OPTIONAL:
            left[:] = [m for m in left if m not in set(_overlapping(mark, left))]
        elif same:
            _hit(tally, narrative, mark, mention=same[0])
        else:
            tally.missed[mark.kind] += 1
            tally.slips.append(
                Slip(narrative.narrative_id, "missed", mark.kind, _beside(mark, left), mark.value)
            )
    for mention in left:
        tally.made_up[mention.kind] += 1
        tally.slips.append(
            Slip(narrative.narrative_id, "made_up", mention.kind, said(mention), mention.raw)
        )


def _overlapping(mark: Mark, found: Iterable[Mention]) -> Iterator[Mention]:
    """Yield what was found at a mark's place."""
    return (m for m in found if m.start < mark.end and mark.start < m.end)


def _beside(mark: Mark, found: Iterable[Mention]) -> str:
    """Return what was found instead at the mark's place."""
    return "; ".join(f"{m.kind} {said(m)}" for m in _overlapping(mark, found))


def _hit(tally: Tally, narrative: Labelled, mark: Mark, *, mention: Mention) -> None:
    """Count a mark that was found."""
    tally.hits[mark.kind] += 1
    tally.exact[mark.kind] += (mention.start, mention.end) == (mark.start, mark.end)
    if mark.kind in NOBODYS:
        return
    tally.roles[mark.role] += 1
    tally.roles_given[mention.role] += 1
    tally.roles_right[mark.role] += mention.role == mark.role
    if mention.role != mark.role:
        is_page = mark.kind in NETWORKS and {mention.role, mark.role} == _PAGE_OR_CONTACT
        tally.pages_for_contacts += is_page
        given = f"{mention.role} by {mention.rule}" if mention.rule else mention.role
        tally.slips.append(Slip(narrative.narrative_id, "role", mark.kind, given, mark.role))
