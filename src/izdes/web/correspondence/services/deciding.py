"""Deciding: a prosecutor gives or refuses what a measure needs; a judge's act is entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import connection, transaction

from izdes.adapters.signatures.verifying import Signed
from izdes.core.law.clocks.zone import local_day
from izdes.core.orders.decision import Decision as DecisionPaper
from izdes.core.orders.decision import Ground, in_force
from izdes.core.orders.order import Order, Period
from izdes.core.orders.papers import paper_bytes, paper_digest
from izdes.core.orders.subjects import Subject
from izdes.core.orders.wrong import PaperWrong, require
from izdes.web.correspondence.errors import (
    ActDated,
    ActIncomplete,
    GroundsMissing,
    PartWrong,
    RefusalUnseen,
    RequestMoved,
)
from izdes.web.correspondence.matters import refusals_of
from izdes.web.correspondence.models import Decision, Request
from izdes.web.correspondence.orders.papers import (
    Papers,
    acting_as,
    as_seen,
    checked,
    keep_signed,
    order_paper,
    require_good,
    signed_order,
    signed_with,
)
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.correspondence.reach import deciding_post, level_of, require_of_request
from izdes.web.correspondence.stepping import following, held, measure_of, moved, stepped
from izdes.web.files.models import File
from izdes.web.journal.events import Event
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Body, Officer, Post
from izdes.web.officers.roles import BodyKind

Given = Literal["given", "given_in_part", "refused"]
_STEPS = {"given": "grant", "given_in_part": "grant", "refused": "refuse"}
# A refusal is a decision like another: only that it gives nothing is no fault of its paper.
_REFUSED = ("sign_decision_refused",)


@transaction.atomic(durable=True)
def decide(
    *,
    request: Request,
    outcome: Given,
    officer: Officer,
    grounds: Sequence[Ground] = (),
    why: str = "",
    positions: Sequence[int] = (),
    period: Period | None = None,
    seen_refusal: str = "",
) -> Decision:
    """Decide on an order that waits: give it, give a part of it, or refuse it with grounds.

    The signatures of the order are checked again, now; the decision is signed, checked and kept.
    Its number is the next one of the office in this year.

    Args:
        positions: Of the subjects that are given, where only some are; empty: all.
        period: The period that is given, where it is shorter than asked.
        seen_refusal: Digest of the latest refusal of the same matter, where another prosecutor
            gave it: whoever decides now has been shown it.

    Raises:
        DeciderMayNot: He holds no post in which this measure is decided for this body.
        RequestMoved: It does not wait for a decision, or it waits for a judge.
        RefusalUnseen: Another prosecutor refused the matter, and this one was not shown it.
        GroundsMissing: A refusal, wholly or in part, has no grounds or no words.
        PartWrong: What is given is no part of what was asked.
        PaperTampered: The bytes of the order are not what was signed.
        SignatureRefused: A certificate or a signature is not good.
    """
    found = held(request)
    minute = Minute(officer, pack_in_force(), the_moment())
    measure = measure_of(found, minute.law, minute.at)
    post = deciding_post(officer, found, measure)
    if found.consent == "act":
        raise RequestMoved(request=found.number, state=found.state)
    state = following(
        found,
        _STEPS[outcome],  # type: ignore[arg-type] # one of three
        has={"decision", "decision_signature", "grounds"},
    )
    earlier = _earlier(found, officer, seen_refusal)
    given = _Given(outcome, tuple(grounds), why, tuple(positions), period, earlier)
    paper = _paper(found, given, post=post, minute=minute)
    content = paper_bytes(paper)
    signatures = signed_with(
        paper.decided_by, content, paper="decision", request=found, minute=minute
    )
    report = checked(
        Papers(signed_order(found), Signed(content, as_seen(signatures))), at=minute.at
    )
    require_good(report, but=_REFUSED if outcome == "refused" else ())
    decision = Decision.objects.create(
        request=found,
        number=paper.number,
        kind=paper.kind,
        outcome=outcome,
        order_digest=found.digest,
        paper=content,
        digest=paper_digest(paper),
        decided_by=officer,
        office=post.body,
        role=post.role,
        level=level_of(post.body),
        grounds=list(grounds),
        why=why,
        earlier=earlier,
        decided_on=local_day(minute.at),
        at=minute.at,
    )
    keep_signed(signatures, report, step="decide", minute=minute)
    was = found.state
    moved(found, state, decided_at=minute.at)
    event = Event.REQUEST_REFUSED if outcome == "refused" else Event.REQUEST_SANCTIONED
    stepped(event, found, officer, was=was, number=paper.number, outcome=outcome, reason=why)
    return decision


@transaction.atomic(durable=True)
def record_act(
    *,
    request: Request,
    number: str,
    decided_on: date,
    outcome: Given,
    judge: str,
    court: Body,
    file: File,
    officer: Officer,
    why: str = "",
) -> Decision:
    """Enter the act of a judge, which is on paper, upon a motion that waits for it.

    Args:
        number: Of the act, as the court gave it.
        decided_on: Its date: from the local day on which the motion was signed until today.
        file: The act itself; whoever enters it sees the file.

    Raises:
        NotPermitted: The officer does not work on the case.
        RequestMoved: It does not wait for a judge.
        ActIncomplete: Number, judge, court, file, or the words of a refusal are missing.
        ActDated: It is dated before its motion was signed, or after today.
    """
    require_of_request(officer, request)
    found = held(request)
    at = the_moment()
    state = following(
        found,
        _STEPS[outcome],  # type: ignore[arg-type] # one of three
        has={"decision", "decision_signature", "grounds"},
    )
    if found.consent != "act":
        raise RequestMoved(request=found.number, state=found.state)
    is_whole = number.strip() and judge.strip() and (outcome != "refused" or why.strip())
    is_judges = court.kind == BodyKind.COURT and outcome != "given_in_part"
    if not (is_whole and is_judges):
        raise ActIncomplete(request=found.number)
    if found.signed_at is None or not local_day(found.signed_at) <= decided_on <= local_day(at):
        raise ActDated(request=found.number)
    signed_order(found)
    decision = Decision.objects.create(
        request=found,
        number=number.strip(),
        kind="act",
        outcome=outcome,
        order_digest=found.digest,
        judge=judge.strip(),
        recorded_by=officer,
        office=court,
        role="investigating_judge",
        why=why,
        decided_on=decided_on,
        file=file,
        at=at,
    )
    was = found.state
    moved(found, state, decided_at=at)
    event = Event.REQUEST_REFUSED if outcome == "refused" else Event.REQUEST_SANCTIONED
    stepped(event, found, officer, was=was, number=decision.number, outcome=outcome, reason=why)
    return decision


def _earlier(request: Request, officer: Officer, seen: str) -> Decision | None:
    """Return the earlier refusal of the matter, once whoever decides has seen it."""
    found = next(iter(refusals_of(request)), None)
    if found is None:
        return None
    if found.decided_by_id not in (None, officer.pk) and seen != found.digest:
        raise RefusalUnseen(number=found.number)
    return found


@dataclass(frozen=True, slots=True)
class _Given:
    """What a prosecutor gives."""

    outcome: Given
    grounds: tuple[Ground, ...]
    why: str
    positions: tuple[int, ...]
    period: Period | None
    earlier: Decision | None


def _paper(request: Request, given: _Given, *, post: Post, minute: Minute) -> DecisionPaper:
    """Return the decision as a paper.

    Raises:
        GroundsMissing: Grounds or words are missing, or too many.
        PartWrong: What is given is no part of what was asked.
    """
    order = order_paper(request)
    is_whole = given.outcome == "given"
    if bool(given.grounds) == is_whole or (not is_whole and not given.why.strip()):
        raise GroundsMissing(request=request.number)
    try:
        paper = DecisionPaper(
            number=_next_number(post.body, minute),
            kind=request.consent,  # type: ignore[arg-type] # an act was refused above
            outcome=given.outcome,
            order_number=order.number,
            order_digest=request.digest,
            grounds=given.grounds,
            why=given.why,
            subjects=_part(order, given.positions),
            period=given.period,
            earlier_refusal="" if given.earlier is None else given.earlier.digest,
            decided_by=acting_as(minute.officer, post, order.language),
            pack=minute.law.ref.digest,
            decided_at=minute.at,
        )
        in_force(order, paper)
    except PaperWrong:
        raise PartWrong(request=request.number) from None
    return paper


def _part(order: Order, positions: Sequence[int]) -> tuple[Subject, ...]:
    """Return the subjects of an order at some places, which count from one.

    Raises:
        PaperWrong: There is no such place.
    """
    require(all(1 <= place <= len(order.subjects) for place in positions), "subjects")
    return tuple(order.subjects[place - 1] for place in sorted({*positions}))


def _next_number(office: Body, minute: Minute) -> str:
    """Return the next number of an office's register, of its own in every year."""
    year = local_day(minute.at).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT correspondence_next_number(%s, %s)", [office.pk, year])
        (serial,) = cursor.fetchone()
    return f"{year}/{serial}"
