"""Case terms: until when a case must be investigated, and until when to ask for more.

A case counts from its registration by the clock of its form. A prosecutor extends it up to so many
months *in all*, by level; what an extension grants is counted from the registration again, so that
shorter months are not paid for twice. A case that came back counts from the day on which it did.
A joined case counts from the earliest of its cases, or from the one in which custody or house
arrest was applied; a separated one from its own registration only if it is a new offence.

Excluded time and interruptions are given as they took effect: an interruption that the prosecutor
refused never stopped anything. A joined case keeps the excluded time of the case that it counts
from; the norm does not say what becomes of that of the others.

Source: the norms of the clocks named in ``data/case_terms.yaml``.

>>> case = CaseClock(datetime(2026, 5, 20, 6, tzinfo=UTC), "investigation")
>>> term = term_of(case)
>>> term.due.last_day.isoformat(), [(e.level, e.file_by.last_day.isoformat()) for e in term.next]
('2026-07-20', [('district', '2026-07-15'), ('region', '2026-07-15'), ('general', '2026-07-10')])
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from izdes.core.errors import IzdesError
from izdes.core.law.clocks.days import WorkCalendar, calendar_of
from izdes.core.law.clocks.due import Due, due_before, due_of
from izdes.core.law.clocks.rules import rule_on
from izdes.core.law.clocks.spans import Excluded
from izdes.core.law.clocks.zone import in_utc, local_day
from izdes.core.law.release import LawPack, packaged_pack

__all__ = [
    "UTC",
    "CaseClock",
    "CaseTerm",
    "Extension",
    "NextExtension",
    "NothingToJoin",
    "joined",
    "separated",
    "term_of",
]

_TABLE = "clocks/case_terms.yaml"
Form = Literal["investigation", "inquiry", "accelerated"]
Level = Literal["district", "region", "general"]


class NothingToJoin(IzdesError):
    """A joined case has at least two cases."""

    code: ClassVar[str] = "clock_nothing_to_join"


@dataclass(frozen=True, slots=True)
class Extension:
    """A term that a prosecutor granted.

    Attributes:
        to_months: How long the investigation may last in all.
    """

    level: Level
    to_months: int
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class CaseClock:
    """What the term of a case depends on.

    Attributes:
        registered_at: When it was registered.
        has_custody: Custody or house arrest was applied in it.
        excluded: Excluded time and agreed interruptions.
        returned_at: When the case last came back for further investigation, or after an
            interruption or a closure was refused or cancelled.
        covert_ended_at: When covert actions ended that were authorised in time; of accelerated
            cases only.
    """

    registered_at: datetime
    form: Form
    has_custody: bool = False
    excluded: tuple[Excluded, ...] = ()
    extensions: tuple[Extension, ...] = ()
    returned_at: datetime | None = None
    covert_ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NextExtension:
    """Who may still extend a term, how far, and until when to ask.

    Attributes:
        ceiling: Where that level must stop; None where the norm sets no number.
        file_by: None while the clock stands still.
    """

    level: Level
    ceiling: Due | None
    file_by: Due | None


@dataclass(frozen=True, slots=True)
class CaseTerm:
    """Until when a case must be investigated.

    Attributes:
        due: The clock that governs now.
        others: The other clocks that it was compared with.
        next: Levels that may still extend it, the lowest first.
    """

    due: Due
    others: tuple[Due, ...]
    next: tuple[NextExtension, ...]


@dataclass(frozen=True, slots=True)
class _Under:
    """What terms are counted by.

    Attributes:
        table: The file of case terms.
    """

    law: LawPack
    calendar: WorkCalendar
    table: Mapping[str, Any]


def term_of(
    case: CaseClock, *, calendar: WorkCalendar | None = None, law: LawPack | None = None
) -> CaseTerm:
    """Return the term of a case.

    Args:
        calendar: None is that of the law.
        law: None is the packaged release.

    Raises:
        CountNotAllowed: An extension goes beyond what its level may grant.
    """
    law = law or packaged_pack()
    under = _Under(law, calendar or calendar_of(law), law.tables[_TABLE])
    base = _returned(case, under) if case.returned_at else _base(case, under)
    found = [base, *(_extended(case, e, under) for e in _valid_extensions(case))]
    governing = max(found, key=_order)
    others = tuple(d for d in found if d is not governing)
    return CaseTerm(governing, others, _next(case, governing, under))


def joined(cases: Sequence[CaseClock], law: LawPack | None = None) -> CaseClock:
    """Return the clock of the case in which cases are joined; None is the packaged release.

    Raises:
        NothingToJoin: There are fewer than two.
    """
    if len(cases) <= 1:
        raise NothingToJoin(cases=len(cases))
    in_custody = [case for case in cases if case.has_custody]
    counted = min(in_custody or cases, key=lambda case: in_utc(case.registered_at))
    forms = {case.form for case in cases}
    table = (law or packaged_pack()).tables[_TABLE]
    form = next(f["form"] for f in table["forms"] if f["form"] in forms)
    return replace(counted, form=form)


def separated(main: CaseClock, *, registered_at: datetime, is_new_offence: bool) -> CaseClock:
    """Return the clock of a case that was separated from another."""
    if is_new_offence:
        return CaseClock(registered_at, main.form)
    return main


def _base(case: CaseClock, under: _Under) -> Due:
    """Return the term of the form, from the registration; of two clocks the earlier governs."""
    if case.form == "accelerated" and case.covert_ended_at is not None:
        covert = under.table["covert"]
        from_end = _due(covert["from_end"], case.covert_ended_at, case, under)
        limit = _due(covert["from_registration"], case.registered_at, case, under)
        return min(from_end, limit, key=_order)
    clock = next(f["clock"] for f in under.table["forms"] if f["form"] == case.form)
    return _due(clock, case.registered_at, case, under)


def _returned(case: CaseClock, under: _Under) -> Due:
    """Return the term of a case that came back."""
    at = case.returned_at or case.registered_at
    return _due(under.table["returned"], at, case, under)


def _valid_extensions(case: CaseClock) -> Iterable[Extension]:
    """Return the extensions granted since the case last came back."""
    return [e for e in case.extensions if not case.returned_at or _is_since(e, case.returned_at)]


def _is_since(extension: Extension, moment: datetime) -> bool:
    """Say whether an extension was granted at a moment or after it."""
    return in_utc(extension.granted_at) >= in_utc(moment)


def _extended(case: CaseClock, extension: Extension, under: _Under) -> Due:
    """Return the term that an extension gives, from the registration."""
    clock = next(e["ceiling"] for e in under.table["extensions"] if e["level"] == extension.level)
    return _due(clock, case.registered_at, case, under, count=extension.to_months)


def _due(
    clock: str,
    started_at: datetime,
    case: CaseClock,
    under: _Under,
    count: int | None = None,
) -> Due:
    """Return when a clock of the case ends, with the excluded time that it knows."""
    known = rule_on(clock, local_day(started_at), law=under.law).excludes
    excluded = [e for e in case.excluded if e.kind in known]
    return due_of(
        clock,
        started_at,
        calendar=under.calendar,
        excluded=excluded,
        count=count,
        law=under.law,
    )


def _next(case: CaseClock, governing: Due, under: _Under) -> tuple[NextExtension, ...]:
    """Return the levels that may still extend a term."""
    found = []
    day = local_day(case.registered_at)
    for entry in under.table["extensions"]:
        rule = rule_on(entry["ceiling"], day, law=under.law)
        ceiling = _due(rule.rule_id, case.registered_at, case, under) if rule.count else None
        if ceiling is None or _order(ceiling) > _order(governing):
            filed = rule_on(entry["filed"], day, law=under.law)
            file_by = due_before(filed, governing, calendar=under.calendar)
            found.append(NextExtension(entry["level"], ceiling, file_by))
    return tuple(found)


def _order(due: Due) -> tuple[datetime, int]:
    """Order clocks by their ends; those that stand still come last, by what is left."""
    if due.at is None:
        return datetime.max.replace(tzinfo=UTC), due.standing.left if due.standing else 0
    return due.at, 0
