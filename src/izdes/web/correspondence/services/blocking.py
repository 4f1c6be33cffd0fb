"""Blocking: what the anti-fraud centre blocked is entered by hand, put right, or taken back.

It stands on the word of whoever told the officer, and the ladder of the hold counts from it until
the centre itself has answered.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.correspondence.errors import BlockOver, BlockStands, BlockWrong, ReasonAbsent
from izdes.web.correspondence.holds.blocking import accounts_of, block_ends
from izdes.web.correspondence.models import Block
from izdes.web.correspondence.models.blocks import SOURCES
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import BodyKind


@transaction.atomic(durable=True)
def enter_block(
    *,
    case: Case,
    account: str,
    institution: Body,
    incident: str,
    since: datetime,
    source: str,
    officer: Officer,
) -> Block:
    """Enter that the centre blocked an account of a case; its clock runs from `since`.

    Args:
        account: Key of an account that the case knows.
        institution: Who keeps the money.
        source: How it was told: ``telephone``, ``letter`` or ``portal``.

    Raises:
        NotPermitted: The officer does not work on the case.
        BlockWrong: A field does not hold what it must, or the case knows no such account.
        BlockStands: A block of this account is entered already.
        NoSuchRung: The law knew no such block on that day.
    """
    require_case(officer, case, "write")
    if account not in accounts_of(officer, case):
        raise BlockWrong(field="account")
    law = pack_in_force()
    made = _told(
        Block(
            case=case,
            account=account,
            institution=institution,
            incident=incident.strip(),
            since=since,
            source=source,
        ),
        officer,
        law,
    )
    _decided(Event.BLOCK_ENTERED, made, law, officer, _said(made))
    return made


@transaction.atomic(durable=True)
def correct_block(
    *,
    block: Block,
    institution: Body,
    incident: str,
    since: datetime,
    source: str,
    why: str,
    officer: Officer,
) -> Block:
    """Put another row in the place of a block that was entered wrongly; both are kept.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReasonAbsent: Nobody says why.
        BlockOver: It was put right or taken back before.
        BlockWrong: A field does not hold what it must.
        NoSuchRung: The law knew no such block on that day.
    """
    held = _ended(block, "corrected", why, officer)
    law = pack_in_force()
    made = _told(
        Block(
            case=held.case,
            account=held.account,
            institution=institution,
            incident=incident.strip(),
            since=since,
            source=source,
            corrects=held,
        ),
        officer,
        law,
    )
    before, after = _said(held), _said(made)
    changes = {
        name: Change(before[name].new, after[name].new)
        for name in after
        if before[name].new != after[name].new
    }
    changes["reason"] = Change(None, why.strip())
    _decided(Event.BLOCK_CORRECTED, made, law, officer, changes)
    return made


@transaction.atomic(durable=True)
def take_back_block(*, block: Block, why: str, officer: Officer) -> Block:
    """Take back what was entered: the centre blocked nothing there, or the word was wrong.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReasonAbsent: Nobody says why.
        BlockOver: It was put right or taken back before.
    """
    held = _ended(block, "taken_back", why, officer)
    reason = {"reason": Change(None, held.over_why)}
    _decided(Event.BLOCK_TAKEN_BACK, held, pack_in_force(), officer, reason)
    return held


def _told(block: Block, officer: Officer, law: LawPack) -> Block:
    """Keep what somebody was told of a block, with the end that the law gives it."""
    now = the_moment()
    _require(bool(block.incident), "incident")
    _require(block.source in SOURCES, "source")
    _require(block.institution.kind == BodyKind.INSTITUTION, "institution")
    _require(block.since <= now, "since")
    block.until = block_ends(block.since, law)
    block.entered_by, block.entered_at = officer, now
    try:
        with transaction.atomic():
            block.save(force_insert=True)
    except IntegrityError:
        raise BlockStands(incident=block.incident) from None
    return block


def _ended(block: Block, over: str, why: str, officer: Officer) -> Block:
    """Let a block stand no more, for a reason."""
    require_case(officer, block.case, "write")
    if not why.strip():
        raise ReasonAbsent(need="reason")
    rows = Block.objects.filter(pk=block.pk, over="")
    changed = {"over": over, "over_at": the_moment(), "over_by": officer, "over_why": why.strip()}
    if not rows.update(**changed):
        raise BlockOver(incident=block.incident)
    return Block.objects.select_related("case", "institution").get(pk=block.pk)


def _require(is_right: bool, field: str) -> None:  # noqa: FBT001 - what is asked stands before it
    """Refuse a block of which a field does not hold what it must."""
    if not is_right:
        raise BlockWrong(field=field)


def _said(block: Block) -> dict[str, Change]:
    """Return what a row tells, as the journal keeps it."""
    told = {
        "account": block.account,
        "institution": block.institution.code,
        "incident": block.incident,
        "since": block.since.isoformat(),
        "block_source": block.source,
    }
    return {name: Change(None, text) for name, text in told.items()}


def _decided(
    event: Event, block: Block, law: LawPack, officer: Officer, changes: dict[str, Change]
) -> None:
    """Record a step of a block; the last statement of every command."""
    decided(
        event,
        under=law.ref,
        officer=officer,
        subject=Subject("block", str(block.pk)),
        changes=changes,
        case=block.case_id,
    )
