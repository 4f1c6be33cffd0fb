"""Telling: the law in words of the page: norms, clocks, thresholds, what an override says."""

from dataclasses import dataclass
from datetime import date

from izdes.adapters.words import Lang, entries, say
from izdes.core.errors import Fault, InputRefused, IzdesError
from izdes.core.law.clocks.rules import Rule, rules
from izdes.core.law.pack import norms, norms_on
from izdes.core.law.release import LawPack
from izdes.core.law.sizes import Measured, bounds_on
from izdes.web.law.models import Override
from izdes.web.pages.figures import Money

# What may be said anew: the name of it in addresses, and the file that says it.
FILES = {
    "days": "clocks/days.csv",
    "indexes": "indexes.yaml",
    "thresholds": "thresholds.yaml",
    "cut-offs": "clocks/cut_offs.csv",
    "office-hours": "clocks/office_hours.csv",
    "institutions": "institutions.csv",
}
_CALLED = {file: what for what, file in FILES.items()}


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a day, as a line."""

    rule_id: str
    name: str
    term: str
    starts: str
    norm: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """One threshold of a day, as a line.

    Attributes:
        bound: From which sum on, or up to which one, the norm applies; empty: not known.
    """

    offence: str
    scale: str
    times: int
    bound: str
    norm: str
    is_verified: bool


def what_of(file: str) -> str:
    """Return the name in addresses of what a file says."""
    return _CALLED[file]


def clocks_on(day: date, law: LawPack, lang: Lang) -> list[Clock]:
    """Return the clocks of a day, in the order of the law."""
    return [_clock(rule, day, law, lang) for rule in rules(law) if rule.holds_on(day)]


def thresholds_on(day: date, law: LawPack, lang: Lang) -> list[Bound]:
    """Return the thresholds of a day with their sums, in the order of the law."""
    return [_bound(measured, day, law, lang) for measured in bounds_on(day, law)]


def cited(norm_id: str, day: date, law: LawPack, lang: Lang) -> str:
    """Return how a norm is cited on a day, or as it was last; its own name where it is unknown."""
    held = norms_on([norm_id], day, law=law) or norms(law).get(norm_id, ())[-1:]
    return held[0].cited.in_language(lang) if held else norm_id


def worded(code: str, name: str, lang: Lang) -> str:
    """Return the words of a name, the name itself where another release brought it."""
    return say(f"{code}{name}", lang) if f"{code}{name}" in entries() else name


def said_of(override: Override, lang: Lang) -> list[tuple[str, str]]:
    """Return what an override says: the field in words, and its value."""
    return [
        (worded("law_field_of_", name, lang), _value(name, value, lang))
        for name, value in sorted(override.fields.items())
    ]


def refusals_of(refused: IzdesError, lang: Lang) -> list[str]:
    """Return why something was refused, a sentence for each fault."""
    if isinstance(refused, InputRefused):
        return [_fault(fault, lang) for fault in refused.faults]
    return [say(refused.code, lang, **refused.details)]


def _fault(fault: Fault, lang: Lang) -> str:
    """Return a fault as a sentence."""
    return say(
        fault.code, lang, **{"file": fault.file, "column": fault.column, **dict(fault.details)}
    )


def _value(name: str, value: object, lang: Lang) -> str:
    """Return a value of an override as people read it."""
    if value in (True, "true"):
        return say("law_yes", lang)
    if value in (False, "false"):
        return say("law_no", lang)
    if name == "minor" and isinstance(value, int):
        return str(Money(value, "KZT"))
    return "—" if value in (None, "") else str(value)


def _clock(rule: Rule, day: date, law: LawPack, lang: Lang) -> Clock:
    """Return a clock as a line."""
    unit = worded("clock_unit_", rule.unit, lang)
    term = f"{rule.count} {unit}" if rule.count else say("law_day_term_decided", lang)
    return Clock(
        rule_id=rule.rule_id,
        name=worded("clock_name_", rule.rule_id, lang),
        term=term,
        starts=worded("clock_event_", rule.starts, lang),
        norm=cited(rule.norm_id, day, law, lang),
        is_verified=rule.verified,
    )


def _bound(measured: Measured, day: date, law: LawPack, lang: Lang) -> Bound:
    """Return a threshold as a line."""
    threshold = measured.threshold
    minor = measured.bound_minor
    # What is negligible is so up to its threshold; every other scale begins above its own.
    is_petty = threshold.scale == "above_petty"
    relation = "law_bound_up_to" if is_petty else "law_bound_above"
    scale = say("law_scale_petty", lang) if is_petty else ""
    return Bound(
        offence=worded("law_offence_", threshold.offence, lang),
        scale=scale or worded("qualify_scale.", threshold.scale, lang),
        times=threshold.times,
        bound="" if minor is None else say(relation, lang, sum=str(Money(minor, "KZT"))),
        norm=cited(threshold.leads_to, day, law, lang),
        is_verified=measured.index is not None and measured.index.verified,
    )
