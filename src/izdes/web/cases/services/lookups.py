"""Look-ups: asking the country for an identifier, for a case and for a purpose.

What lies in cases that the officer sees is his to read. Of the rest he learns that there is some,
and which unit to ask; of sealed cases nothing. The database keeps to this itself: it tells only of
a look-up that was written down.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.core.identifiers.kinds import normalise
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.cases.selectors import mentions_visible_to
from izdes.web.journal.events import Event
from izdes.web.journal.readings import PurposeMissing
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer
from izdes.web.subjects.models import Lookup, Mention


class NotAnIdentifier(IzdesError):
    """The text is of no shape of its kind."""

    code = "not_an_identifier"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up told.

    Attributes:
        mentions: In complaints that the officer sees.
        elsewhere: The units that know the identifier from cases that he does not see.
    """

    lookup: Lookup
    mentions: QuerySet[Mention]
    elsewhere: tuple[Body, ...]

    def __repr__(self) -> str:
        """Name the look-up, never what was found."""
        return f"Found({self.lookup})"


@transaction.atomic(durable=True)
def look_up(*, kind: str, text: str, case: Case, purpose: str, officer: Officer) -> Found:
    """Look an identifier up, for a case and a purpose; every time is recorded.

    Raises:
        PurposeMissing: No purpose is given, or not in one line.
        NotAnIdentifier: The text is of no shape of its kind.
        NotPermitted: The officer does not see the case.
    """
    if not purpose.strip() or not purpose.isprintable():
        raise PurposeMissing
    reading = normalise(kind, text)
    if reading.value is None:
        raise NotAnIdentifier(kind=reading.kind)
    require_case(officer, case, "read")
    lookup = Lookup.objects.create(
        officer=officer,
        case=case,
        purpose=purpose,
        kind=reading.kind,
        value=reading.value,
        at=Now(),
    )
    mentions = mentions_visible_to(officer).filter(
        identifier__kind=reading.kind, identifier__value=reading.value
    )
    found = Found(lookup, mentions, _elsewhere(lookup))
    record(
        Event.SUBJECT_LOOKED_UP,
        officer=officer.pk,
        subject=Subject("lookup", str(lookup.pk)),
        changes={
            "identifier": Change(None, f"{reading.kind}:{reading.value}"),
            "purpose": Change(None, purpose),
        },
        case=case.pk,
    )
    return found


def _elsewhere(lookup: Lookup) -> tuple[Body, ...]:
    """Return the units that the database names for a look-up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject_known_elsewhere(%s)", [lookup.pk])
        units = [row[0] for row in cursor.fetchall()]
    return tuple(Body.objects.filter(pk__in=units).order_by("code"))
