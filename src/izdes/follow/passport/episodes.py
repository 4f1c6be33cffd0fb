"""Episodes: what each complaint of a series says, without naming the victim, and their sums."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from izdes.adapters.words.figures import LOCAL
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.money.claims.declared import totals
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.passport.masks import decade_of, shown_code, shown_reference
from izdes.follow.texts import minor_text

Json = dict[str, Any]
LossBasis = Literal["declared", "payments", "not_said"]
_TENGE = "KZT"


@dataclass(frozen=True, slots=True)
class Loss:
    """A declared loss in tenge.

    Attributes:
        minor: None where it is not said in tenge alone.
        basis: The total as declared, or else the sum of the payments.
    """

    minor: int | None
    basis: LossBasis


@dataclass(frozen=True, slots=True)
class Episodes:
    """The complaints of a series, numbered from 1 in the order of their reports."""

    complaints: tuple[Complaint, ...]
    numbers: dict[ComplaintId, int]

    @classmethod
    def of(cls, complaints: Iterable[Complaint]) -> "Episodes":
        """Number the complaints."""
        ordered = tuple(sorted(complaints, key=lambda c: c.sort_key))
        return cls(ordered, {c.complaint_id: n for n, c in enumerate(ordered, start=1)})

    def numbered(self, complaint_ids: Iterable[ComplaintId]) -> list[int]:
        """Return the numbers of those that are episodes of the series, rising."""
        return sorted(self.numbers[c] for c in complaint_ids if c in self.numbers)


def loss_of(complaint: Complaint) -> Loss:
    """Return the loss in tenge: the total as declared, else the sum of the payments."""
    said = totals(complaint)
    if said.currency != _TENGE:
        return Loss(None, "not_said")
    if said.declared_minor is not None:
        return Loss(said.declared_minor, "declared")
    if complaint.payments or complaint.loans:
        return Loss(said.summed_minor, "payments")
    return Loss(None, "not_said")


def offence_at(complaint: Complaint) -> datetime:
    """Return when the offence was committed, as far as the complaint says."""
    return complaint.occurred_from or complaint.reported_at


def offence_day(complaint: Complaint) -> date:
    """Return the local day of the offence."""
    return local_day(offence_at(complaint))


def local_day(moment: datetime) -> date:
    """Return the local day of a moment, by which the law counts."""
    return moment.astimezone(LOCAL).date()


def episodes_json(episodes: Episodes) -> list[Json]:
    """Return every episode; of the victim only her reference and the decade of her birth."""
    return [_episode(n, c) for n, c in enumerate(episodes.complaints, start=1)]


def _episode(number: int, complaint: Complaint) -> Json:
    """Return one episode."""
    loss = loss_of(complaint)
    return {
        "number": number,
        "complaint_id": complaint.complaint_id,
        "at": canonical_time(offence_at(complaint)),
        "at_basis": "occurred_from" if complaint.occurred_from else "reported_at",
        "reported_at": canonical_time(complaint.reported_at),
        "region": shown_code(complaint.region),
        "scheme": shown_code(complaint.scheme),
        "language": shown_code(complaint.language),
        "loss_minor": minor_text(loss.minor),
        "loss_basis": loss.basis,
        "victim": {
            "ref": shown_reference(complaint.victim.ref),
            "born_in_decade": decade_of(complaint.victim.birth_year),
        },
    }


def summary_json(episodes: Episodes, campaigns: Iterable[ComplaintId]) -> Json:
    """Return the sums of a series.

    Args:
        campaigns: The campaign of each episode; those of one episode are not counted.
    """
    members = episodes.complaints
    losses = [loss_of(c).minor for c in members]
    moments = [offence_at(c) for c in members]
    return {
        "episodes": len(members),
        "campaigns": sum(count > 1 for count in Counter(campaigns).values()),
        "regions": len({shown_code(c.region) for c in members} - {""}),
        "first": canonical_time(min(moments)),
        "last": canonical_time(max(moments)),
        "loss_minor": str(sum(minor for minor in losses if minor is not None)),
        "episodes_without_loss": losses.count(None),
        **victims_json(members),
    }


def victims_json(complaints: Sequence[Complaint]) -> Json:
    """Count the victims: different references, and complaints that give none."""
    refs = Counter(c.victim.ref for c in complaints)
    unknown = refs.pop("", 0)
    return {"victims": len(refs), "complaints_without_victim_ref": unknown}


def regions_json(episodes: Episodes) -> list[Json]:
    """Return the episodes and losses of each region, the most episodes first."""
    counted = Counter(shown_code(c.region) for c in episodes.complaints)
    losses: Counter[str] = Counter()
    for complaint in episodes.complaints:
        losses[shown_code(complaint.region)] += loss_of(complaint).minor or 0
    ordered = sorted(counted, key=lambda region: (-counted[region], -losses[region], region))
    return [
        {"region": region, "episodes": counted[region], "loss_minor": str(losses[region])}
        for region in ordered
    ]
