"""Deciding: an entry of the journal that says under which law it was decided.

A command asks `pack_in_force` once, computes with that pack alone, and records by its reference:

    law = pack_in_force()
    ends = due_under(law, "DL_ANSWER_3D", sent_at)
    decided(Event.…, under=law.ref, officer=officer, subject=…)

A digest says which law it was, and which days were moved. The other days off come from a library
whose next release may know others, so its release is recorded beside the digest, as the value
``days_basis``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from izdes.core.law.clocks.days import basis
from izdes.core.law.clocks.due import Due, due_of
from izdes.core.law.clocks.spans import Excluded
from izdes.core.law.release import LawPack, PackRef
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer

DAYS_BASIS = "days_basis"


def decided(
    event: Event,
    *,
    under: PackRef,
    officer: Officer | None,
    subject: Subject,
    changes: Mapping[str, Change] | None = None,
    case: int | None = None,
    norm: str | None = None,
) -> int:
    """Record a decision with the law that it was made under; return its number.

    The digest of the pack is the entry's own; the release of the holidays by which days were
    counted stands among its values.
    """
    return record(
        event,
        officer=None if officer is None else officer.pk,
        subject=subject,
        changes={**(changes or {}), DAYS_BASIS: Change(None, basis())},
        case=case,
        norm=norm,
        pack=under.digest,
    )


def due_under(
    law: LawPack,
    clock: str,
    started_at: datetime,
    *,
    excluded: Iterable[Excluded] = (),
    count: int | None = None,
    institution: str = "",
) -> Due:
    """Return when a clock ends under a law, by the rule of the local day of its start.

    Args:
        started_at: The event that starts it, with its offset.
        excluded: Time in which it stands still, in any order.
        count: A shorter term that a decision set; None is the law's.
        institution: Who takes the papers of a banking day; empty is any other.

    Raises:
        UnknownClock: The law has no such rule on that day.
        IzdesError: It cannot be counted from what is given.
    """
    return due_of(
        clock, started_at, excluded=excluded, count=count, institution=institution, law=law
    )
