"""Telling of series: rows of a page, each complaint, unit and identifier as its officer sees it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from izdes.adapters.words import entries, say
from izdes.core.linking.stated import WEIGHED
from izdes.web.cases.masking import Sight, sight_of
from izdes.web.cases.models import Complaint
from izdes.web.cases.selectors import complaints_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.selectors import bodies_visible_to, officers_visible_to
from izdes.web.pages.figures import Chip, Link, Mark
from izdes.web.subjects.linking.identifiers import HubView
from izdes.web.subjects.linking.selectors import (
    Confirmed,
    Judged,
    Possible,
    Reason,
    SeriesView,
)

_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Names:
    """What complaints, bodies and officers of a page are called.

    Attributes:
        complaints: Those that the officer sees, by key.
    """

    complaints: Mapping[int, Complaint]
    bodies: Mapping[int, Body]
    officers: Mapping[int, str]

    def body(self, key: int) -> str:
        """Return the name of a body."""
        found = self.bodies.get(key)
        return str(getattr(found, f"name_{language()}")) if found else ""

    def officer(self, key: int | None) -> str:
        """Return the name of an officer; none where it is the machine."""
        return self.officers.get(key, "") if key is not None else ""

    def complaint(self, key: int | None, unit: int) -> Link | str:
        """Return a complaint by its receipt; one that is not seen by its unit alone."""
        found = self.complaints.get(key) if key is not None else None
        return link_to(found) if found else self.body(unit)


def names_of(
    me: Officer, complaints: Iterable[int], bodies: Iterable[int], officers: Iterable[int | None]
) -> Names:
    """Return what the rows of a page are called, by one question for each kind."""
    seen = complaints_visible_to(me).select_related("case").defer("narrative")
    people = officers_visible_to(me).filter(pk__in={key for key in officers if key is not None})
    return Names(
        seen.in_bulk(sorted({*complaints})),
        bodies_visible_to(me).in_bulk(sorted({*bodies})),
        dict(people.values_list("pk", "full_name")),
    )


def link_to(complaint: Complaint) -> Link:
    """Return the receipt of a complaint, leading to its case or to itself."""
    case = complaint.case
    text = f"{complaint.receipt} · {case.number}" if case else complaint.receipt
    return Link(text, reverse("series", args=[complaint.pk]))


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A complaint of a series on a page."""

    complaint: Link | str
    unit: str
    region: str
    reported_at: object
    state: Mark


@dataclass(frozen=True, slots=True)
class ElsewhereRow:
    """Complaints of a series that are not seen: whom to ask."""

    unit: str
    region: str
    members: int
    ask: Link | str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why two complaints hold together, in words."""

    one: Link | str
    other: Link | str
    reason: str
    chip: Chip | str
    weight: str
    level: str


@dataclass(frozen=True, slots=True)
class PossibleRow:
    """Another series that names the same."""

    which: Link | str
    members: int
    what: str
    weight: str


@dataclass(frozen=True, slots=True)
class HubRow:
    """An identifier that links nobody, and whose word it is."""

    view: HubView
    chip: Chip
    verdict: Mark
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """What was said of two complaints."""

    view: Judged
    one: Link | str
    other: Link | str
    verdict: str
    by: str


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """A confirmed series with who confirmed it."""

    view: Confirmed
    by: str

    @property
    def aliases(self) -> str:
        """The numbers of the series that were merged into it."""
        return ", ".join(number for _, number in self.view.merged)


def member_rows(view: SeriesView, names: Names) -> list[MemberRow]:
    """Return the complaints seen of a series."""
    numbers = {one.key: one.number for one in view.confirmed}
    return [
        MemberRow(
            names.complaint(member.complaint, member.unit),
            names.body(member.unit),
            region_word(member.region),
            found.reported_at,
            _state(numbers.get(member.confirmed_in or 0, "")),
        )
        for member in view.seen
        if (found := names.complaints.get(member.complaint)) is not None
    ]


def _state(number: str) -> Mark:
    """Return whether a complaint is confirmed to be of a series, or proposed."""
    if number:
        return Mark(say("series_confirmed_in", language(), number=number), "held")
    return Mark(say("figures_guess", language()), "guess")


def elsewhere_rows(view: SeriesView, names: Names, case: str) -> list[ElsewhereRow]:
    """Return of others' complaints whose and how many.

    Args:
        case: The number of the case for which access is asked; empty where there is none.
    """
    confirmed = [one.key for one in view.confirmed[:1]]
    return [
        ElsewhereRow(
            names.body(one.unit),
            region_word(one.region),
            one.members,
            _ask(case, one.unit, confirmed) if case else "",
        )
        for one in view.elsewhere
    ]


def _ask(case: str, unit: int, series: list[int]) -> Link:
    """Return the way to ask a unit for access, to a series where it has a number."""
    asked = urlencode({"case": case, "unit": unit, "series": series}, doseq=True)
    return Link(say("series_ask_access", language()), f"{reverse('access_ask')}?{asked}")


def reason_rows(reasons: Sequence[Reason], names: Names, sight: Sight) -> list[ReasonRow]:
    """Return the reasons of a series, the weakest first."""
    return [
        ReasonRow(
            names.complaint(one.complaint_a, one.unit_a),
            names.complaint(one.complaint_b, one.unit_b),
            reason_word(one.reason),
            chip_of(one.kind, one.value, sight) if one.value else kind_word(one.kind),
            weight_word(one.milli),
            weight_word(one.level),
        )
        for one in reasons
    ]


def possible_rows(found: Sequence[Possible], names: Names) -> list[PossibleRow]:
    """Return what could join a series, the strongest first."""
    return [
        PossibleRow(
            names.complaint(one.complaint, one.unit),
            one.members,
            ", ".join(_shared_word(kind) for kind in one.kinds),
            weight_word(one.evidence),
        )
        for one in found
    ]


def hub_rows(found: Sequence[HubView], names: Names, sight: Sight) -> list[HubRow]:
    """Return identifiers that link nobody, with whose word it is."""
    tones = {"hub": "late", "pending": "due", "links": "held"}
    return [
        HubRow(
            one,
            chip_of(one.kind, one.value, sight, count=one.degree),
            Mark(
                say(f"hubs_verdict_{one.verdict}", language()),
                tones[one.verdict] if one.by is not None else "guess",  # type: ignore[arg-type] # tones
            ),
            reason_word(one.reason),
            names.officer(one.by) or say("series_machine", language()),
        )
        for one in found
    ]


def judged_rows(found: Sequence[Judged], names: Names) -> list[JudgedRow]:
    """Return the judgements that stand."""
    return [
        JudgedRow(
            one,
            names.complaint(one.complaint_a, 0),
            names.complaint(one.complaint_b, 0),
            say(f"series_verdict_{one.verdict}", language()),
            names.officer(one.by),
        )
        for one in found
    ]


def sight_in(me: Officer, complaint: Complaint) -> Sight:
    """Return how much of identifiers an officer is shown with a complaint."""
    return sight_of(me, complaint.case or complaint.unit)


def reason_word(reason: str) -> str:
    """Return the sentence of a reason; an officer's own words stay as they are."""
    return say(reason, language()) if reason in entries() else reason


def chip_of(kind: str, value: str, sight: Sight, *, count: int | None = None) -> Chip:
    """Return an identifier as it is shown; a holder by his number, which is a person's."""
    if kind == "holder":
        kind, _, value = value.partition(":")
    return Chip(kind, value, sight=sight, count=count)


def _shared_word(kind: str) -> str:
    """Return what two series share: of what answers state the whole sentence."""
    return reason_word(f"same_{kind}") if kind in WEIGHED else kind_word(kind)


def kind_word(kind: str) -> str:
    """Return what a kind of identifier is called; none where an officer judged."""
    code = f"kind_{kind}"
    return say(code, language()) if code in entries() else kind


def region_word(region: str) -> str:
    """Return the name of a region."""
    code = f"region_{region}"
    return say(code, language()) if code in entries() else region


def weight_word(milli: int) -> str:
    """Return a weight as a number with two decimals.

    >>> weight_word(3829), weight_word(-45)
    ('3,83', '-0,05')
    """
    rounded = (abs(milli) * 2 + _TENTHS) // (2 * _TENTHS)
    sign = "-" if milli < 0 else ""
    return f"{sign}{rounded // 100},{rounded % 100:02d}"
