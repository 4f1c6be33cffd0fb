"""Deeds: what happens to complaints and judgements, and what changed of the series by it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention
from izdes.core.linking.series import SeriesId


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint as linking sees it.

    Attributes:
        reported_at: Aware; its place among others follows from it.
        mentions: What it names of the offender's side.
    """

    complaint_id: ComplaintId
    reported_at: datetime
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Deeds:
    """What happens at once: all of it or nothing.

    Attributes:
        told: Complaints that are new, or that say something else than before.
        withdrawn: Complaints that are no more; judgements on them wait for their return.
        judged: New judgements.
        unjudged: Ids of judgements that are withdrawn.
    """

    told: tuple[Told, ...] = ()
    withdrawn: tuple[ComplaintId, ...] = ()
    judged: tuple[Judgement, ...] = ()
    unjudged: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what contradicts itself.

        Raises:
            InputRefused: A complaint or a judgement comes twice, or a mention is of another
                complaint.
        """
        complaints = [*(str(told.complaint_id) for told in self.told), *map(str, self.withdrawn)]
        judgements = [given.judgement_id for given in self.judged] + list(self.unjudged)
        faults = [
            *(_fault("complaint_told_twice", complaint=c) for c in _twice(complaints)),
            *(_fault("judgement_twice", judgement=j) for j in _twice(judgements)),
            *(
                _fault("mention_of_another", complaint=told.complaint_id)
                for told in self.told
                if any(m.complaint_id != told.complaint_id for m in told.mentions)
            ),
        ]
        if faults:
            raise InputRefused(*faults)


@dataclass(frozen=True, slots=True, order=True)
class Moved:
    """A complaint whose series is another than before.

    Attributes:
        before: Its series; None where the complaint is new.
        after: None where it was withdrawn.
    """

    complaint_id: ComplaintId
    before: SeriesId | None
    after: SeriesId | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of the series: from it follows what was created, grew, merged or split.

    Attributes:
        moved: Complaints with another series than before, sorted. A series that keeps its first
            member keeps its name, and its other members are not listed.
        before: How many members each series had that somebody left or came into.
        after: How many each of them, and each new one, has now.
        grouped: How many complaints were grouped anew, whether their series changed or not.
        rounds: How often the neighbours of what was grouped were asked for.
    """

    moved: tuple[Moved, ...] = ()
    before: Mapping[SeriesId, int] = field(default_factory=dict)
    after: Mapping[SeriesId, int] = field(default_factory=dict)
    grouped: int = 0
    rounds: int = 0


def unknown(code: str, *ids: str) -> InputRefused:
    """Return the refusal of what is not there.

    Args:
        code: ``complaint_unknown``, ``judgement_unknown`` or ``judgement_known``.
    """
    name = code.partition("_")[0]
    return InputRefused(*(_fault(code, **{name: one}) for one in ids))


def _fault(code: str, **details: str) -> Fault:
    """Return one fault of a batch."""
    return Fault(code, details=tuple(details.items()))


def _twice(names: list[str]) -> list[str]:
    """Return what stands in a list more than once."""
    return sorted(name for name, count in Counter(names).items() if count > 1)
