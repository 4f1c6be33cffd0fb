"""Movements: what would happen if cases were joined or separated, before anybody confirms it.

Nothing here decides. A joinder stands on a ground of the law, each of its exclusions is looked at
by a person, and what complaints show of them is only shown beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from izdes.core.identifiers.complaint import OFFENDER_SIDE
from izdes.core.law.clocks.case_terms import CaseClock, CaseTerm, separated, term_of
from izdes.core.law.joinder import Checked, Rules, Signs, check_exclusions, grounds_on, rules
from izdes.core.law.pack import Norm, norms_on
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case, Episode
from izdes.web.cases.selectors import (
    complaints_visible_to,
    episodes_visible_to,
    mentions_visible_to,
)
from izdes.web.investigation.terms import clock_of
from izdes.web.investigation.visible import movements_visible_to
from izdes.web.officers.models import Officer
from izdes.web.subjects.linking.selectors import kept_apart

JOINED = "joined"
TRANSFER_NORMS = ("cpc.transfer",)
SEPARATION_NORMS = ("cpc.separation_episodes", "cpc.separation")
TRANSFER_CLOCK = "DL_TRANSFER_5D"


@dataclass(frozen=True, slots=True)
class JoinderPreview:
    """What a joinder would bring about.

    Attributes:
        others: The cases that would end in the main one.
        episodes: How many episodes would move into it.
        before: The term of the main case now; ``after``: of the case into which they are joined.
        exclusions: What the law forbids, each with what the complaints show of it.
    """

    main: Case
    others: tuple[Case, ...]
    episodes: int
    before: CaseTerm | None
    after: CaseTerm | None
    grounds: tuple[Norm, ...]
    exclusions: tuple[Checked, ...]
    exclusion_norms: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class SeparationPreview:
    """What a separation would bring about.

    Attributes:
        moved: The episodes that would go; the others stay.
        term: The term of the new case.
    """

    main: Case
    moved: tuple[Episode, ...]
    staying: int
    term: CaseTerm | None
    grounds: tuple[Norm, ...]


def joinder_preview(
    officer: Officer, main: Case, others: Sequence[Case], *, on: date, law: LawPack
) -> JoinderPreview:
    """Return what would happen if cases were joined into one."""
    cases = [main, *others]
    checked = check_exclusions(signs_of(officer, cases, law), law)
    norm_ids = [one.norm_id for one in checked]
    return JoinderPreview(
        main=main,
        others=tuple(others),
        episodes=episodes_visible_to(officer).filter(case__in=[one.pk for one in others]).count(),
        before=_term(clock_of(main), law),
        after=_term(clock_of(*cases), law),
        grounds=grounds_on(on, law),
        exclusions=checked,
        exclusion_norms=norms_on(norm_ids, on, law=law),
    )


def separation_preview(
    officer: Officer,
    main: Case,
    numbers: Collection[int],
    *,
    registered_at: datetime,
    is_new_offence: bool,
    law: LawPack,
) -> SeparationPreview:
    """Return what would happen if episodes were separated from a case."""
    every = list(episodes_visible_to(officer).filter(case=main).order_by("number"))
    moved = tuple(one for one in every if one.number in numbers)
    return SeparationPreview(
        main=main,
        moved=moved,
        staying=len(every) - len(moved),
        term=_term(
            separated_clock(main, registered_at=registered_at, is_new_offence=is_new_offence), law
        ),
        grounds=norms_on(SEPARATION_NORMS, registered_at.date(), law=law),
    )


def separated_clock(
    main: Case, *, registered_at: datetime, is_new_offence: bool
) -> CaseClock | None:
    """Return the clock of a case that is separated from another."""
    clock = clock_of(main)
    if clock is None:
        return None
    return separated(clock, registered_at=registered_at, is_new_offence=is_new_offence)


def exclusions_of(law: LawPack) -> frozenset[str]:
    """Return the names of what forbids joinder, all of which a person must look at."""
    return frozenset(one.exclusion_id for one in check_exclusions(Signs(0, 0, 0, 0, 0, 0), law))


def signs_of(officer: Officer, cases: Sequence[Case], law: LawPack) -> Signs:
    """Return what the complaints of cases show of the exclusions, as counts."""
    keys = [one.pk for one in cases]
    told = dict(complaints_visible_to(officer).filter(case__in=keys).values_list("pk", "scheme"))
    own, named, online = _mentioned(officer, told, rules(law))
    persons = {value for found in named.values() for kind, value in found if kind == "iin"}
    crossed = {
        value
        for complaint, values in own.items()
        for value in values
        if any(value in found for other, found in named.items() if other != complaint)
    }
    return Signs(
        episodes=episodes_visible_to(officer).filter(case__in=keys).count(),
        persons_named=len(persons),
        own_known=len(own),
        own_named_by_others=len(crossed),
        online=len(online),
        kept_apart=kept_apart(officer, list(told)),
    )


def parts_of(officer: Officer, case: Case) -> list[Case]:
    """Return a case and every case that was joined into it, as far as the officer sees them."""
    found, layer = [case], [case.pk]
    while layer:
        rows = movements_visible_to(officer).filter(kind="joinder", case__in=layer)
        others = [one.other for one in rows.select_related("other") if one.other is not None]
        found += others
        layer = [one.pk for one in others]
    return found


_Values = defaultdict[int, set[tuple[str, str]]]


def _mentioned(
    officer: Officer, schemes: dict[int, str], law: Rules
) -> tuple[_Values, _Values, set[int]]:
    """Return what victims gave as their own, what they named, and who was deceived online."""
    own: _Values = defaultdict(set)
    named: _Values = defaultdict(set)
    online = {key for key, scheme in schemes.items() if scheme in law.online_schemes}
    rows = mentions_visible_to(officer).filter(complaint__in=list(schemes))
    for key, role, kind, value in rows.values_list(
        "complaint_id", "role", "identifier__kind", "identifier__value"
    ):
        if role == "victim":
            own[key].add((kind, value))
        elif role in OFFENDER_SIDE:
            named[key].add((kind, value))
            if kind in law.online_kinds:
                online.add(key)
    return own, named, online


def _term(clock: CaseClock | None, law: LawPack) -> CaseTerm | None:
    """Return a term, None where there is none."""
    return None if clock is None else term_of(clock, law=law)
