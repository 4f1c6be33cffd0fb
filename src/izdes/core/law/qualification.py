"""Qualification: which point of which article an act may come under, with every step shown.

Advisory only. What was described is put beside the law of the day of the offence: how the money was
taken, the sum beside each threshold, victims, repetition, group. Each step is a code with its
figures, so that the arithmetic can be read in three languages and done again by hand. The heaviest
part that fits is suggested; an investigator decides, a prosecutor agrees, a court finds.

Whether the victim acted himself, deceived, or was robbed without knowing of it divides fraud from
theft; where nobody knows, both are suggested. A mule is measured by the reward, never by the money
that passed through. Sums of several acts are never added up to reach a threshold.

Source: ``data/qualification.yaml``, ``data/thresholds.yaml`` and the norms named there.

>>> facts = Facts("taking", date(2026, 5, 21), 450_000_000, means="deceived_online")
>>> [norm.norm_id for norm in suggest(facts)[0].points]
['cc.fraud_large']
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from izdes.core.errors import Fault, InputRefused
from izdes.core.law.pack import Norm, norms_on
from izdes.core.law.reasoning import Step, petty_steps, size_steps
from izdes.core.law.release import LawPack, packaged_pack
from izdes.core.law.sizes import LossSize, Measured, size_of

Subject = Literal["taking", "mule", "pyramid", "pyramid_advertising", "laundering"]
Means = Literal["deceived_online", "deceived", "access", "unknown"]
Mode = Literal["gave_access", "made_transfers", "acquired_access", "deceived"]
Group = Literal["none", "unknown", "conspiracy", "criminal_group"]
Office = Literal["none", "position", "official"]
Owner = Literal["person", "organisation"]

_SEVERAL = 2
_GROUPS = frozenset({"conspiracy", "group"})
_UNKNOWN = frozenset(
    {
        "qualify_bound_unknown",
        "qualify_group_unknown",
        "qualify_index_unknown",
        "qualify_means_unknown",
        "qualify_petty_but_points",
        "qualify_sum_unknown",
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was described of an act.

    Attributes:
        sum_minor: In tiyn: the loss; for a mule the reward, received or sought; for a pyramid the
            income; for laundering the property. None where nobody said it.
        means: How the money was taken.
        mode: What a mule did.
        victims: How many persons lost money by this act.
        acts: How many acts of one person under one article, this one among them.
        is_continuing: The acts are one continuing offence.
        office: The offender used an official position, or was an official.
        owner: Whose money it was.
    """

    subject: Subject
    day: date
    sum_minor: int | None
    means: Means = "unknown"
    mode: Mode = "gave_access"
    victims: int = 1
    acts: int = 1
    is_continuing: bool = False
    group: Group = "unknown"
    office: Office = "none"
    owner: Owner = "person"

    def __post_init__(self) -> None:
        """Refuse counts and sums that no act has."""
        if (self.sum_minor or 0) < 0 or self.victims < 1 or self.acts < 1:
            raise InputRefused(Fault("qualify_facts_wrong"))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an act may come under; advisory only.

    Attributes:
        points: The points of the heaviest part that fits; empty where no offence is shown.
        also: Points of lighter parts that fit as well.
        steps: Everything that led there, in order.
        exclusions: What speaks against, or what only a person can decide.
        is_complete: Nothing that the suggestion turns on is unknown.
    """

    family: str
    points: tuple[Norm, ...]
    also: tuple[Norm, ...]
    steps: tuple[Step, ...]
    exclusions: tuple[Step, ...]
    is_complete: bool


def suggest(facts: Facts, law: LawPack | None = None) -> tuple[Suggestion, ...]:
    """Return what an act may come under: one suggestion, or two where the means are not known.

    Args:
        law: None is the packaged release.
    """
    law = law or packaged_pack()
    return tuple(_suggestion(facts, *found, law=law) for found in _families_of(facts, law))


def _families_of(facts: Facts, law: LawPack) -> tuple[tuple[str, str], ...]:
    """Return the families of articles to look at, each with the feature that led there."""
    if facts.subject == "taking":
        every = _data(law)["means"]
        return tuple((m["family"], m["feature"]) for m in every if _fits(m, facts.means))
    if facts.subject == "mule":
        return tuple((m["family"], "") for m in _data(law)["modes"] if m["mode"] == facts.mode)
    return ((facts.subject, ""),)


def _fits(entry: Mapping[str, str], means: Means) -> bool:
    """Say whether an entry belongs to the means; unknown ones may be any with a feature."""
    return bool(entry["feature"]) if means == "unknown" else entry["means"] == means


def _suggestion(facts: Facts, family: str, feature: str, *, law: LawPack) -> Suggestion:
    """Make the suggestion for one family of articles."""
    begun = Step("qualify_day", (("day", facts.day.isoformat()),), _data(law)["time"])
    if not family:
        steps = (begun, Step("qualify_mule_deceived"), Step("qualify_advisory"))
        return Suggestion("", (), (), steps, (), is_complete=True)
    article = next(f for f in _data(law)["families"] if f["family"] == family)
    if not norms_on([article["basic"]], facts.day, law=law):
        steps = (
            begun,
            Step("qualify_not_in_force", (), article["basic"]),
            Step("qualify_advisory"),
        )
        return Suggestion(family, (), (), steps, (), is_complete=True)
    return _weighed(facts, article, feature, begun=begun, law=law)


def _weighed(
    facts: Facts, article: Mapping[str, Any], feature: str, *, begun: Step, law: LawPack
) -> Suggestion:
    """Put the facts beside an article that is in force."""
    size = size_of(facts.sum_minor, offence=article["sizes"], day=facts.day, law=law)
    petty = _petty(facts, article, law)
    named = _named(facts, article, feature)
    knows_groups = any(f["feature"] in _GROUPS for f in article["features"])
    fitting = norms_on(_fitting(article, size, petty, named), facts.day, law=law)
    points, also = _heaviest(fitting)
    steps = (
        begun,
        *_means_steps(facts, article),
        *size_steps(size),
        *_petty_steps(petty, named),
        *_feature_steps(facts, named, knows_groups=knows_groups, law=law),
        *_part_steps(points),
        Step("qualify_advisory"),
    )
    exclusions = tuple(_exclusions(article["family"], law))
    is_complete = not any(step.code in _UNKNOWN for step in steps)
    return Suggestion(article["family"], points, also, steps, exclusions, is_complete)


def _named(facts: Facts, article: Mapping[str, Any], feature: str) -> tuple[tuple[str, str], ...]:
    """Return the features that the facts show and the article knows, with their norms."""
    shown = {
        feature: True,
        "conspiracy": facts.group == "conspiracy",
        "group": facts.group == "criminal_group",
        "persons": facts.victims >= _SEVERAL,
        "repeated": facts.acts >= _SEVERAL and not facts.is_continuing,
        facts.office: facts.office != "none",
    }
    return tuple((f["feature"], f["norm"]) for f in article["features"] if shown.get(f["feature"]))


def _petty(
    facts: Facts, article: Mapping[str, Any], law: LawPack
) -> tuple[Measured, Mapping[str, str]] | None:
    """Return the sum beside the threshold of the negligible, None where the article has none."""
    if not article["petty"]:
        return None
    offence = article["petty"][facts.owner]
    size = size_of(facts.sum_minor, offence=offence, day=facts.day, law=law)
    return (size.measured[0], article["petty"]) if size.measured else None


def _fitting(
    article: Mapping[str, Any],
    size: LossSize,
    petty: tuple[Measured, Mapping[str, str]] | None,
    named: tuple[tuple[str, str], ...],
) -> list[str]:
    """Return the norms that fit: petty theft, or the points, or the part without any."""
    features = [feature for feature, _ in named]
    if petty and petty[0].exceeds is False and set(features) <= {"repeated"}:
        return [petty[1]["repeated" if features else "basic"]]
    reached = [m.threshold.leads_to for m in size.measured if m.exceeds][-1:]
    if article["element"] and not reached:
        return []
    return [norm_id for _, norm_id in named] + reached or [article["basic"]]


def _heaviest(fitting: tuple[Norm, ...]) -> tuple[tuple[Norm, ...], tuple[Norm, ...]]:
    """Divide what fits into the points of the heaviest part and those of lighter ones."""
    top = max((_rank(norm) for norm in fitting), default=())
    points = tuple(norm for norm in fitting if _rank(norm) == top)
    return points, tuple(norm for norm in fitting if norm not in points)


def _rank(norm: Norm) -> tuple[int, ...]:
    """Return the place of a part among those of its article: part 2-1 stands after part 2."""
    return tuple(int(number) for number in norm.part.split("-") if number.isdecimal())


def _means_steps(facts: Facts, article: Mapping[str, Any]) -> Iterator[Step]:
    """Yield how the money was taken, or what a mule is measured by."""
    if facts.subject == "taking":
        yield Step(f"qualify_means_{facts.means}", (), article["basic"])
    if facts.subject == "mule":
        yield Step(f"qualify_mode_{facts.mode}", (), article["basic"])


def _petty_steps(
    petty: tuple[Measured, Mapping[str, str]] | None, named: tuple[tuple[str, str], ...]
) -> Iterator[Step]:
    """Yield that the sum is negligible, and whether qualifying points stand against it."""
    if petty is not None:
        against = {feature for feature, _ in named} - {"repeated"}
        yield from petty_steps(petty[0], petty[1]["basic"], has_points=bool(against))


def _feature_steps(
    facts: Facts, named: tuple[tuple[str, str], ...], *, knows_groups: bool, law: LawPack
) -> Iterator[Step]:
    """Yield each feature that was shown, and what could not be told."""
    counts = {"persons": facts.victims, "repeated": facts.acts}
    for feature, norm_id in named:
        details = (("count", str(counts[feature])),) if feature in counts else ()
        yield Step(f"qualify_feature_{feature}", details, norm_id)
    if facts.is_continuing and facts.acts >= _SEVERAL:
        yield Step("qualify_continuing", (("count", str(facts.acts)),), _data(law)["repetition"])
    if facts.group == "unknown" and knows_groups:
        yield Step("qualify_group_unknown")


def _part_steps(points: tuple[Norm, ...]) -> Iterator[Step]:
    """Yield what is suggested, a step for each point."""
    if not points:
        yield Step("qualify_no_offence_shown")
    for norm in points:
        yield Step("qualify_suggested", (("norm", norm.norm_id),), norm.norm_id)


def _exclusions(family: str, law: LawPack) -> Iterator[Step]:
    """Yield what speaks against the suggestion, or what only a person can decide."""
    for entry in _data(law)["exclusions"]:
        if not entry["of"] or family in entry["of"]:
            yield Step(f"qualify_not_{entry['exclusion']}", (), entry["norm"])


def _data(law: LawPack) -> Mapping[str, Any]:
    """Return the articles of a law."""
    found: Mapping[str, Any] = law.tables["qualification.yaml"]
    return found
