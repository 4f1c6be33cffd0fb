"""Overrides: what an act said after the release; one proposes, another confirms, a row withdraws.

Withdrawing needs nobody else: it goes back to what the pack says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.core.law.release import LawPack
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import amendments_of, keep_editions, one_at_a_time, pack_in_force
from izdes.web.law.models import Override, Withdrawal
from izdes.web.law.overlay import FILES, Field, overlaid
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import require_role
from izdes.web.officers.roles import Role


class NotOverridable(IzdesError):
    """This file changes with a new pack alone."""

    code = "law_not_overridable"


class OverrideIncomplete(IzdesError):
    """An override without ground or source, or one that ends before it begins."""

    code = "law_override_incomplete"


class OverrideDecided(IzdesError):
    """The override was confirmed or refused already, or was never confirmed."""

    code = "law_override_decided"


class OverrideBySame(IzdesError):
    """Another must confirm an override than who proposed it."""

    code = "law_override_by_same"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said anew, and by what.

    Attributes:
        entry: Name of the entry inside its file: ``2026-12-18``, ``mci``, ``fraud.large``.
        fields: Only what differs; of a new entry, everything. Days as text.
        ground: The norm or the order by which.
        source: Where it can be read.
    """

    file: str
    entry: str
    fields: Mapping[str, Field]
    ground: str
    source: str


@transaction.atomic(durable=True)
def propose_override(
    *, said: Said, since: date, until: date | None = None, officer: Officer
) -> Override:
    """Propose that decisions follow something that the pack does not say.

    Args:
        since: The first local day on which they do; none before it is confirmed.
        until: The first local day on which they no longer do; None is until it is withdrawn.

    Raises:
        NotPermitted: The officer is no administrator.
        NotOverridable: The file changes with a new pack alone.
        OverrideIncomplete: Ground or source is missing, or it would end before it begins.
        InputRefused: What comes out has not the form of a pack.
    """
    require_role(officer, Role.ADMINISTRATOR)
    if said.file not in FILES:
        raise NotOverridable(file=said.file[:80])
    ends_early = until is not None and until <= since
    if ends_early or not (said.entry.strip() and said.ground.strip() and said.source.strip()):
        raise OverrideIncomplete(entry=said.entry[:80])
    now = one_at_a_time()
    law = pack_in_force(now)
    proposed = Override(
        file=said.file,
        entry=said.entry,
        fields=dict(said.fields),
        ground=said.ground,
        source=said.source,
        since=since,
        until=until,
        proposed_by=officer,
        proposed_at=now,
    )
    overlaid(law, [amendments_of(proposed)])
    proposed.save(force_insert=True)
    _decided(Event.LAW_OVERRIDE_PROPOSED, proposed, officer, law)
    return proposed


@transaction.atomic(durable=True)
def confirm_override(*, override: Override, officer: Officer) -> Override:
    """Confirm an override that another proposed: decisions follow it from its first day on.

    Raises:
        NotPermitted: The officer is no administrator.
        OverrideBySame: He proposed it.
        OverrideDecided: It was decided on already.
        InputRefused: With it the pack has faults.
    """
    held, now = _proposed(override, officer)
    _decide(held, "confirmed", officer, now)
    _decided(Event.LAW_OVERRIDE_CONFIRMED, held, officer, keep_editions(now))
    return held


@transaction.atomic(durable=True)
def refuse_override(*, override: Override, reason: str, officer: Officer) -> Override:
    """Refuse an override that another proposed.

    Raises:
        NotPermitted: The officer is no administrator.
        OverrideBySame: He proposed it.
        OverrideDecided: It was decided on already.
    """
    held, now = _proposed(override, officer)
    _decide(held, "refused", officer, now)
    _decided(Event.LAW_OVERRIDE_REFUSED, held, officer, pack_in_force(now), reason=reason)
    return held


@transaction.atomic(durable=True)
def withdraw_override(*, override: Override, reason: str, officer: Officer) -> Withdrawal:
    """Let decisions follow an override no longer, from now on; doing it twice is harmless.

    Raises:
        NotPermitted: The officer is no administrator.
        OverrideDecided: It was never confirmed.
        InputRefused: Without it another override no longer fits.
    """
    require_role(officer, Role.ADMINISTRATOR)
    now = one_at_a_time()
    held = Override.objects.get(pk=override.pk)
    if held.state != "confirmed":
        raise OverrideDecided(state=held.state)
    withdrawal, is_new = Withdrawal.objects.get_or_create(
        override=held, defaults={"officer": officer, "at": now, "reason": reason}
    )
    if is_new:
        law = keep_editions(now)
        _decided(Event.LAW_OVERRIDE_WITHDRAWN, held, officer, law, reason=reason)
    return withdrawal


def _proposed(override: Override, officer: Officer) -> tuple[Override, datetime]:
    """Return a proposed override on which the officer may decide, and the moment."""
    require_role(officer, Role.ADMINISTRATOR)
    now = one_at_a_time()
    held = Override.objects.get(pk=override.pk)
    if held.state != "proposed":
        raise OverrideDecided(state=held.state)
    if held.proposed_by_id == officer.pk:
        raise OverrideBySame
    return held, now


def _decide(override: Override, state: str, officer: Officer, now: datetime) -> None:
    """Write down a decision."""
    mine = Override.objects.filter(pk=override.pk)
    mine.update(state=state, decided_by=officer, decided_at=now)
    override.refresh_from_db()


def _decided(
    event: Event, override: Override, officer: Officer, law: LawPack, **reasons: str
) -> None:
    """Record what happened to an override, under the law that is in force after it."""
    said = "; ".join(f"{name} = {value}" for name, value in sorted(override.fields.items()))
    decided(
        event,
        under=law.ref,
        officer=officer,
        subject=Subject("law_override", str(override.pk)),
        changes={
            "file": Change(None, override.file),
            "entry": Change(None, override.entry),
            "said": Change(None, said),
            "ground": Change(None, override.ground),
            "source": Change(None, override.source),
            "since": Change(None, override.since.isoformat()),
            **({"until": Change(None, override.until.isoformat())} if override.until else {}),
            **{name: Change(None, reason) for name, reason in reasons.items() if reason},
        },
    )
