"""What the page of a complaint shows: all that it says, and what the office made of it."""

from dataclasses import dataclass
from typing import Any, cast

from django.utils.timezone import localdate, now

from izdes.core.identifiers.complaint import Role
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.reading import Reading
from izdes.core.law.pack import norms_on
from izdes.core.law.release import LawPack
from izdes.web.cases.duplicates import duplicates_of
from izdes.web.cases.masking import Sight, shown, sight_of
from izdes.web.cases.models import Complaint, Outcome
from izdes.web.cases.queue import total_of, urgency_of
from izdes.web.cases.selectors import (
    applicants_visible_to,
    attachments_visible_to,
    loans_visible_to,
    mentions_visible_to,
    outcomes_visible_to,
    payments_visible_to,
)
from izdes.web.cases.services.triage import EXCEPTION
from izdes.web.officers.models import Officer
from izdes.web.pages.case.naming import scheme_name
from izdes.web.pages.figures import Chip
from izdes.web.pages.triage.desk import bank_name, register_today
from izdes.web.pages.triage.known import Checked, each_checked
from izdes.web.pages.triage.queue import Catchable, span_of
from izdes.web.pages.triage.signed import signatures_shown
from izdes.web.reception.selectors import additions_visible_to, signatures_visible_to
from izdes.web.subjects.linking.selectors import series_of
from izdes.web.subjects.models import Mention


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as the page shows it."""

    at: object
    amount_minor: int | None
    currency: str
    sender: Chip | str
    receiver: Chip | str
    bank: str
    channel: str


def told(me: Officer, found: Complaint, sight: Sight, law: LawPack) -> dict[str, object]:
    """Return what the complaint says, masked as far as it is not for this officer."""
    applicant = applicants_visible_to(me).filter(complaint=found).first()
    people = {
        name: shown(getattr(applicant, name), kind, sight)
        for name, kind in (
            ("full_name", "name"),
            ("iin", "iin"),
            ("phone", "phone"),
            ("contact", "contact"),
            ("representative", "name"),
        )
        if applicant is not None and getattr(applicant, name)
    }
    register = register_today(law)
    return {
        "applicant": applicant,
        "people": people,
        "payments": [
            _paid(one, sight, bank_name(one.to_bank, register))
            for one in payments_visible_to(me).filter(complaint=found).order_by("ordinal")
        ],
        "loans": loans_visible_to(me).filter(complaint=found).order_by("pk"),
        "files": attachments_visible_to(me)
        .filter(complaint=found)
        .select_related("file")
        .order_by("pk"),
        "additions": additions_visible_to(me).filter(complaint=found).order_by("at", "pk"),
        "signatures": signatures_shown(
            signatures_visible_to(me).filter(complaint=found).order_by("pk"), sight
        ),
        "narrative": found.narrative if sight is Sight.FULL else "",
        "scheme": scheme_name(found.scheme, law) if found.scheme else "",
        "proposed": scheme_name(found.proposed_scheme, law) if found.proposed_scheme else "",
    }


def judged(me: Officer, found: Complaint, law: LawPack) -> dict[str, object]:
    """Return what the office made of the complaint: identifiers, series, duplicates, outcomes."""
    urgency = urgency_of(found, now=now())
    return {
        "identifiers": list(_identifiers(me, found)),
        "series": series_of(me, found.pk),
        "duplicates": duplicates_of(me, [found]).get(found.pk, ()),
        "urgency": urgency,
        "catchable": Catchable.of(urgency),
        "age": span_of(urgency.minutes),
        "total": total_of(found),
        "outcomes": _outcomes(me, found),
        "exception": norms_on([EXCEPTION], localdate(), law=law),
    }


def _outcomes(me: Officer, found: Complaint) -> list[Outcome]:
    """Return what was decided on a complaint, the first first."""
    rows = outcomes_visible_to(me).filter(complaint=found)
    return list(rows.select_related("decided_by", "to_unit").order_by("pk"))


def _identifiers(me: Officer, found: Complaint) -> list[tuple[str, Checked]]:
    """Return what the complaint names, each with what the country knows of it."""
    rows = mentions_visible_to(me).filter(complaint=found).select_related("identifier")
    mentions = list(rows.order_by("pk"))
    readings = [(_reading(one), cast("Role", one.role)) for one in mentions]
    told = each_checked(me, readings, sight=sight_of(me, found.case or found.unit))
    return [(f"triage_role_{role}", one) for (_, role), one in zip(readings, told, strict=True)]


def _reading(mention: Mention) -> Reading:
    """Return how a mention reads, with what is doubtful about it."""
    kind, value = mention.identifier.kind, mention.identifier.value
    again = normalise(kind, mention.raw)
    return again if again.value == value else Reading(mention.raw, kind, value)


def _paid(one: Any, sight: Sight, bank: str) -> Paid:  # noqa: ANN401 - a row of payments
    """Return a payment as it is shown."""
    return Paid(
        at=one.at,
        amount_minor=one.amount_minor,
        currency=one.currency,
        sender=shown(one.from_raw, "card", sight),
        receiver=Chip(one.to_kind, one.to_raw, sight=sight)
        if one.to_kind not in {"name", "none", ""}
        else shown(one.to_raw, "name", sight),
        bank=bank,
        channel=one.channel,
    )
