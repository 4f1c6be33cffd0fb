"""What an officer is told of series: his own complaints whole, of others how many and whose.

The database tells it by functions of its own: what lies elsewhere is a number, a region and a unit,
and of a sealed case that he does not see nothing is told. Linking's tables are not his to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from izdes.web.officers.models import Officer
from izdes.web.subjects.linking.asking import told_to

_LEAST_MILLI, _MOST_POSSIBLE = 1_000, 50


@dataclass(frozen=True, slots=True)
class Member:
    """A complaint of a series that the officer sees.

    Attributes:
        case: Its case, as far as it has one.
        confirmed_in: The confirmed series that it is in, with when and by whom it was added.
    """

    complaint: int
    case: int | None
    unit: int
    region: str
    confirmed_in: int | None
    added_at: datetime | None
    added_by: int | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Complaints of a series that the officer does not see: of whom, where, and how many."""

    unit: int
    region: str
    members: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A series that an officer confirmed.

    Attributes:
        is_seen_whole: Whether the officer sees every complaint of it.
        merged: The series that were merged into it, by key, with their numbers.
    """

    key: int
    number: str
    ground: str
    confirmed_by: int
    confirmed_at: datetime
    is_seen_whole: bool
    merged: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The machine's series of a complaint, with what officers confirmed of it.

    Attributes:
        complaint: The complaint that was asked about.
    """

    complaint: int
    seen: tuple[Member, ...]
    elsewhere: tuple[Elsewhere, ...]
    confirmed: tuple[Confirmed, ...]

    @property
    def members(self) -> int:
        """How many complaints it has, as far as they are told of."""
        return len(self.seen) + sum(one.members for one in self.elsewhere)

    @property
    def places(self) -> tuple[tuple[int, str], ...]:
        """The unit and the region of each complaint, as far as they are told of."""
        seen = tuple((member.unit, member.region) for member in self.seen)
        return seen + tuple((others.unit, others.region) for others in self.elsewhere)

    @property
    def unconfirmed(self) -> tuple[Member, ...]:
        """The complaints seen that no officer has confirmed yet."""
        return tuple(member for member in self.seen if member.confirmed_in is None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A series that the machine proposes for complaints of a case.

    Attributes:
        name: The key of one of these complaints, by which the series is asked for.
        complaints: Those of the case that are in it.
        members: How many it has in the country.
    """

    name: int
    complaints: tuple[int, ...]
    members: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two complaints hold a series together; None stands for one that is not seen."""

    complaint_a: int | None
    unit_a: int
    complaint_b: int | None
    unit_b: int
    kind: str
    value: str = field(repr=False)
    milli: int
    reason: str
    evidence: int
    level: int


@dataclass(frozen=True, slots=True)
class Possible:
    """Another series, or a complaint alone, that names what this series names.

    Attributes:
        evidence: What the shared identifiers weigh, in thousandths of log10.
    """

    complaint: int | None
    unit: int
    members: int
    evidence: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What an officer said of two complaints."""

    key: int
    complaint_a: int
    complaint_b: int
    verdict: str
    reason: str
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a series at one moment, and by what."""

    at: datetime
    kind: str
    reason: str
    before: int
    after: int


def series_of(officer: Officer, complaint: int) -> SeriesView | None:
    """Return the machine's series of a complaint; None where it is alone, or not seen."""
    rows = told_to(officer, "linking_members(%s)", complaint)
    seen = tuple(
        Member(key, case, unit, region, series, added_at, added_by)
        for key, case, unit, region, _, series, added_at, added_by in rows
        if key is not None
    )
    counted: dict[tuple[int, str], int] = {}
    for key, _, unit, region, members, *_ in rows:
        if key is None:
            counted[unit, region] = counted.get((unit, region), 0) + members
    if len(seen) + sum(counted.values()) < 2:  # noqa: PLR2004 - one alone is no series
        return None
    keys = sorted({row[5] for row in rows if row[5] is not None})
    elsewhere = tuple(Elsewhere(*where, members) for where, members in sorted(counted.items()))
    return SeriesView(complaint, seen, elsewhere, confirmed_of(officer, keys))


def members_of(officer: Officer, series: int) -> tuple[tuple[Member, ...], tuple[Elsewhere, ...]]:
    """Return the complaints of the series that a complaint is in: those seen, and the others."""
    view = series_of(officer, series)
    return (view.seen, view.elsewhere) if view else ((), ())


def confirmed_of(officer: Officer, keys: Sequence[int]) -> tuple[Confirmed, ...]:
    """Return confirmed series of which the officer sees a complaint."""
    rows = told_to(officer, "linking_confirmed(%s)", list(keys)) if keys else []
    return tuple(
        Confirmed(key, number, ground, by, at, is_whole, tuple(zip(merged, aliases, strict=True)))
        for key, number, ground, by, at, is_whole, merged, aliases in rows
    )


def proposals_of(officer: Officer, case: int) -> tuple[Proposal, ...]:
    """Return the machine's series that complaints of a case are in, the largest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_complaint WHERE case_id = %s", [case])
        keys = [key for (key,) in cursor.fetchall()]
    found: dict[tuple[int, int], list[int]] = {}
    for complaint, name, members in told_to(officer, "linking_series_of(%s)", keys):
        found.setdefault((members, name), []).append(complaint)
    return tuple(
        Proposal(min(complaints), tuple(sorted(complaints)), members)
        for (members, _), complaints in sorted(found.items(), reverse=True)
    )


def sizes_of(officer: Officer, complaints: Sequence[int]) -> dict[int, int]:
    """Return of how many complaints the series of each is; one that is in none is left out."""
    rows = told_to(officer, "linking_series_of(%s)", list(complaints)) if complaints else []
    return {complaint: members for complaint, _, members in rows}


def reasons_of(officer: Officer, complaint: int) -> tuple[Reason, ...]:
    """Return why a series holds together, link by link, the weakest first."""
    return tuple(Reason(*row) for row in told_to(officer, "linking_links(%s)", complaint))


def possible_of(officer: Officer, complaint: int) -> tuple[Possible, ...]:
    """Return what names what a series names and did not join it, the strongest first."""
    rows = told_to(officer, "linking_possible(%s, %s, %s)", complaint, _LEAST_MILLI, _MOST_POSSIBLE)
    return tuple(
        Possible(complaint, unit, members, evidence, tuple(kinds))
        for complaint, unit, members, evidence, kinds in rows
    )


def judgements_of(officer: Officer, complaint: int) -> tuple[Judged, ...]:
    """Return the judgements that stand on complaints of a series of which both are seen."""
    return tuple(Judged(*row) for row in told_to(officer, "linking_judgements(%s)", complaint))


def history_of(officer: Officer, complaint: int) -> tuple[Became, ...]:
    """Return what became of a series, newest first."""
    return tuple(Became(*row) for row in told_to(officer, "linking_history(%s)", complaint))


def kept_apart(officer: Officer, complaints: Sequence[int]) -> int:
    """Return of how many pairs of some complaints it stands that they are not the same.

    Each series is asked once; of complaints that are not linked yet nothing was said.
    """
    keys = list(complaints)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH told AS MATERIALIZED (SELECT * FROM linking_series_of(%s::bigint[])), asked AS ("
            "SELECT min(complaint_id) AS key FROM told GROUP BY name UNION ALL "
            "SELECT key FROM unnest(%s::bigint[]) AS given (key) "
            "WHERE key NOT IN (SELECT complaint_id FROM told)) "
            "SELECT count(DISTINCT (said.complaint_a, said.complaint_b)) "
            "FROM asked, linking_judgements(asked.key) AS said WHERE said.verdict = 'not_same' "
            "AND said.complaint_a = ANY (%s) AND said.complaint_b = ANY (%s) "
            "AND office_officer() = %s",
            [keys, keys, keys, keys, officer.pk],
        )
        return int(cursor.fetchone()[0])


def may_judge(officer: Officer) -> bool:
    """Say whether an officer may judge and confirm what he sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT linking_may_judge() AND office_officer() = %s", [officer.pk])
        return bool(cursor.fetchone()[0])
