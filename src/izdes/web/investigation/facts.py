"""Facts: what the episodes of a case show of the act, and what an officer supposes of it.

The sums are those that victims declared, and those that were established where a victim is
recognised with one. A court finds what the loss was; this table only adds up what is written.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from izdes.core.law.clocks.zone import local_day
from izdes.core.law.qualification import Facts, Group, Means, Mode, Subject, Suggestion, suggest
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case, Complaint, Episode, Payment
from izdes.web.cases.selectors import episodes_visible_to, payments_visible_to
from izdes.web.investigation.visible import victims_visible_to
from izdes.web.officers.models import Officer

Counted = Literal["largest", "total", "given"]
_TENGE = "KZT"


@dataclass(frozen=True, slots=True)
class EpisodeSum:
    """The loss of one episode.

    Attributes:
        day: Local day on which it began, as far as somebody said it.
        declared_minor: What the victim says, in tiyn; None where she named no sum in tenge.
        established_minor: What was established; None where nothing was yet.
        other_currencies: She named payments in other currencies, which are not added.
    """

    episode: Episode
    day: date
    declared_minor: int | None
    established_minor: int | None
    other_currencies: bool

    @property
    def counted_minor(self) -> int | None:
        """Return what is reckoned with: the established sum, or the declared one."""
        return self.declared_minor if self.established_minor is None else self.established_minor


@dataclass(frozen=True, slots=True)
class Supposed:
    """What an officer supposes of the act; what he leaves out follows from the episodes."""

    subject: Subject = "taking"
    means: Means = "unknown"
    mode: Mode = "gave_access"
    group: Group = "unknown"
    is_continuing: bool = False
    victims: int | None = None
    acts: int | None = None
    sum_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The facts of a case, how their sum came about, and what they suggest.

    Attributes:
        counted: Which sum stands in the facts: of the largest episode, of all, or a given one.
    """

    episodes: tuple[EpisodeSum, ...]
    total_minor: int
    largest_minor: int
    counted: Counted
    facts: Facts
    suggestions: tuple[Suggestion, ...]

    @property
    def suggested(self) -> list[str]:
        """Return the names of the points that are suggested, in order."""
        return sorted({norm.norm_id for one in self.suggestions for norm in one.points})


def reckoned(
    officer: Officer, case: Case, supposed: Supposed, *, today: date, law: LawPack
) -> Reckoned:
    """Return what the episodes of a case show, and what that suggests.

    Sums of several acts are added up only where they are supposed to be one continuing offence.

    Args:
        today: The day by whose law an act is judged of which nobody knows the day.
    """
    episodes = episode_sums(officer, case, today=today)
    sums = [one.counted_minor or 0 for one in episodes]
    total, largest = sum(sums), max(sums, default=0)
    counted: Counted = "total" if supposed.is_continuing else "largest"
    minor: int | None = total if supposed.is_continuing else largest
    if supposed.sum_minor is not None:
        counted, minor = "given", supposed.sum_minor
    elif all(one.counted_minor is None for one in episodes):
        minor = None
    facts = _facts(supposed, episodes, minor=minor, today=today)
    return Reckoned(episodes, total, largest, counted, facts, suggest(facts, law))


def episode_sums(officer: Officer, case: Case, *, today: date) -> tuple[EpisodeSum, ...]:
    """Return the losses of the episodes of a case, in their order."""
    rows = episodes_visible_to(officer).filter(case=case).select_related("complaint")
    episodes = list(rows.defer("complaint__narrative").order_by("number"))
    paid = _paid(officer, [one.complaint_id or 0 for one in episodes])
    established = dict(
        victims_visible_to(officer).filter(case=case).values_list("episode_id", "damage_minor")
    )
    return tuple(
        EpisodeSum(
            episode=one,
            day=_day(one.complaint, paid[one.complaint_id or 0], today),
            declared_minor=declared_of(one.complaint, paid[one.complaint_id or 0]),
            established_minor=established.get(one.pk),
            other_currencies=any(p.currency != _TENGE for p in paid[one.complaint_id or 0]),
        )
        for one in episodes
    )


def facts_json(facts: Facts) -> dict[str, Any]:
    """Return facts as they are kept beside a decision."""
    return {**asdict(facts), "day": facts.day.isoformat()}


def facts_kept(kept: Mapping[str, Any]) -> Facts:
    """Return the facts that stand beside a decision."""
    return Facts(**{**kept, "day": date.fromisoformat(kept["day"])})


def _facts(
    supposed: Supposed, episodes: tuple[EpisodeSum, ...], *, minor: int | None, today: date
) -> Facts:
    """Return the facts of the act that weighs most, or of all of them as one."""
    in_weight = sorted(episodes, key=lambda one: (one.counted_minor or 0, one.day))
    last = max((one.day for one in episodes), default=today)
    day = last if supposed.is_continuing or not in_weight else in_weight[-1].day
    many = max(len(episodes), 1)
    return Facts(
        subject=supposed.subject,
        day=day,
        sum_minor=minor,
        means=supposed.means,
        mode=supposed.mode,
        victims=supposed.victims or _victims(episodes),
        acts=supposed.acts or many,
        is_continuing=supposed.is_continuing,
        group=supposed.group,
    )


def _victims(episodes: tuple[EpisodeSum, ...]) -> int:
    """Return how many complained: two complaints of one person are two until somebody says so."""
    return max(len(episodes), 1)


def _paid(officer: Officer, complaints: list[int]) -> defaultdict[int, list[Payment]]:
    """Return what was paid, by complaint."""
    found: defaultdict[int, list[Payment]] = defaultdict(list)
    rows = payments_visible_to(officer).filter(complaint__in=complaints)
    for payment in rows.order_by("ordinal"):
        found[payment.complaint_id].append(payment)
    return found


def declared_of(complaint: Complaint | None, paid: list[Payment]) -> int | None:
    """Return what a victim says she lost: her own total, or what her payments come to."""
    if complaint is not None and complaint.total_minor is not None:
        return complaint.total_minor
    sums = [one.amount_minor for one in paid if one.currency == _TENGE]
    known = [minor for minor in sums if minor is not None]
    return sum(known) if known else None


def _day(complaint: Complaint | None, paid: list[Payment], today: date) -> date:
    """Return the local day of an episode: of its first payment, or as it was told."""
    moments = [one.at for one in paid if one.at is not None]
    if complaint is not None:
        told: list[datetime | None] = [complaint.occurred_from, complaint.reported_at]
        moments = moments or [at for at in told if at is not None][:1]
    return local_day(min(moments)) if moments else today
