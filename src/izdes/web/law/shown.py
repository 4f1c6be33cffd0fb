"""Shown: the law of the office as its pages tell it, and how each override stands.

What is not verified is listed, never hidden: the law is applied before everything in it was read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import F, QuerySet

from izdes.core.law.changes import Change, changes
from izdes.core.law.checking.sources import Unverified, unverified
from izdes.core.law.clocks.days import basis
from izdes.core.law.clocks.zone import local_day, start_of
from izdes.core.law.release import LawPack
from izdes.web.law.editions import InForce, NoLawInForce, amendments_of, in_force
from izdes.web.law.models import Override, Pack
from izdes.web.law.overlay import overlaid
from izdes.web.law.selectors import overrides_visible_to, packs_visible_to
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import is_in_post
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to, officers_visible_to

Standing = Literal["proposed", "refused", "awaited", "in_force", "ended", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is in force.

    Attributes:
        since: From when decisions are made under exactly this.
        next_packs: Packs that are installed and not yet in force.
        unverified: Entries that nobody of the project has read.
        days_basis: What days off are taken from where the law names none.
    """

    pack: Pack
    law: LawPack
    since: datetime
    overrides: tuple[Override, ...]
    next_packs: tuple[Pack, ...]
    unverified: tuple[Unverified, ...]
    days_basis: str


def law_shown_to(officer: Officer) -> Shown | None:
    """Return what is in force; None where nothing is, or the officer holds no post."""
    if not is_in_post(officer):
        return None
    try:
        found = in_force()
    except NoLawInForce:
        return None
    own = overrides_told_to(officer)
    return Shown(
        pack=found.pack,
        law=found.law,
        since=max(_turns(found, own)),
        overrides=tuple(own.filter(pk__in=found.overrides)),
        next_packs=tuple(packs_visible_to(officer).filter(in_force_since__gt=found.at)),
        unverified=unverified(found.law),
        days_basis=basis(),
    )


def overrides_told_to(officer: Officer) -> QuerySet[Override]:
    """Return every override with when it was withdrawn (``withdrawn_at``), the latest first."""
    every = overrides_visible_to(officer)
    return every.annotate(withdrawn_at=F("withdrawal__at")).order_by("-proposed_at", "-pk")


def standing_of(override: Override, at: datetime) -> Standing:
    """Return how an override stands at a moment; it comes from `overrides_told_to`."""
    if override.state != "confirmed":
        return "proposed" if override.state == "proposed" else "refused"
    if override.withdrawn_at is not None and override.withdrawn_at <= at:  # type: ignore[attr-defined]
        return "withdrawn"
    if override.until is not None and override.until <= local_day(at):
        return "ended"
    return "in_force" if override.since <= local_day(at) else "awaited"


def said_anew(law: LawPack, override: Override) -> tuple[Change, ...]:
    """Return what an override changes in a law, entry by entry and field by field.

    Raises:
        InputRefused: It no longer fits.
    """
    return changes(law, overlaid(law, [amendments_of(override)]))


def names_told_to(officer: Officer, override: Override) -> dict[int, str]:
    """Return the names of who proposed and who decided, as far as an officer sees them."""
    both = (override.proposed_by_id, override.decided_by_id)
    wanted = [number for number in both if number is not None]
    return {one.pk: one.full_name for one in officers_visible_to(officer).filter(pk__in=wanted)}


def unlisted_bodies(officer: Officer, law: LawPack) -> tuple[Body, ...]:
    """Return the institutions of the office that the register of a law does not list.

    The office founds its bodies before and apart from the law, so founding one cannot ask here.
    """
    listed = {row["institution_id"] for row in law.tables["institutions.csv"]}
    found = bodies_visible_to(officer).filter(kind=BodyKind.INSTITUTION).order_by("code")
    return tuple(body for body in found if body.institution not in listed)


def _turns(found: InForce, overrides: QuerySet[Override]) -> Iterator[datetime]:
    """Yield the moments up to now at which the law became another."""
    yield found.pack.in_force_since
    for override in overrides.filter(state="confirmed"):
        began = max(override.decided_at or found.at, start_of(override.since))
        ends = [override.withdrawn_at]  # type: ignore[attr-defined]
        ends += [start_of(override.until)] if override.until else []
        ended = min((end for end in ends if end is not None), default=None)
        if ended is not None and ended <= began:
            continue
        yield from (moment for moment in (began, ended) if moment and moment <= found.at)
