"""Letters of the demo: some of what the machine drafted goes its way, so that every desk has work.

Through the real commands alone: an investigator signs with a key of the demo's own authority, a
prosecutor sanctions or refuses, the sample bank accepts and answers with the invented country's own
statements. The rest of the drafts waits for whoever opens the demo.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now

from izdes.cli.demo_story import Answer as StatementFile
from izdes.cli.demo_story import DemoStory
from izdes.core.orders.answers import Answer, AnswerFile, HoldAnswer, SubjectAnswer
from izdes.core.orders.order import Order
from izdes.core.orders.receipts import Answering, Named, Receipt, ReceiptKind
from izdes.web.acting import acting
from izdes.web.cases.models import Case
from izdes.web.correspondence.errors import AmountLower
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.selectors import order_paper
from izdes.web.correspondence.services import (
    change_draft,
    decide,
    ingest_answer,
    send,
    sign_request,
    submit,
    take_answer,
    take_receipt,
    withdraw,
)
from izdes.web.files.models import File
from izdes.web.files.services import store
from izdes.web.loop.services import due_turns, plan_case
from izdes.web.officers.models import Officer

# What is held of what is traced, and of how many accounts one still holds anything.
_SHARE_HELD = 4
_EMPTY_BUT = 3
# Of more letters to the sample bank than these, the last stands open on its desk.
_FEW = 2
_REFUSED = "Кезең істің мән-жайынан кең: қай аударымға дейін қажет екенін көрсетіңіз."
_LOWER = "Осы ақшаны алдыңғы бұйрық ұстап тұр."


@dataclass(frozen=True, slots=True)
class Desks:
    """Who takes part."""

    investigator: Officer
    prosecutor: Officer
    bank: Officer


def correspond(story: DemoStory, cases: Iterable[Case], desks: Desks) -> None:
    """Let the machine plan for some cases, and some of its drafts go their way."""
    chosen = {case.pk: case for case in cases}
    for turn, due, _, asked in due_turns():
        if due in chosen:
            plan_case(turn, due, asked=asked)
    for case in chosen.values():
        _let_go(story, case, desks)


def _let_go(story: DemoStory, case: Case, desks: Desks) -> None:
    """Let the drafts to the sample bank be answered, and others wait at every step of the way."""
    with acting(desks.investigator.pk):
        drafts = list(Request.objects.filter(case=case, state="draft").order_by("pk"))
        bank = desks.bank.posts.get().body_id
    to_bank = [r for r in drafts if r.addressee_id == bank]
    others = [r for r in drafts if r.addressee_id != bank and r.kind == "request"]
    to_bank.sort(key=lambda request: request.kind)
    for place, draft in enumerate(to_bank):
        try:
            request = _sent(draft, desks)
        except AmountLower:
            # An order before it holds the same money.
            _withdrawn(draft, desks)
            continue
        if place < max(_FEW, len(to_bank) - 1):
            _answered(story, request, desks, holds=place % _EMPTY_BUT == 0)
    # One is refused, one is sanctioned and not sent yet, two wait for the prosecutor.
    for place, request in enumerate(others[:4]):
        _submitted(request, desks)
        if place == 0:
            with acting(desks.prosecutor.pk):
                decide(
                    request=request,
                    outcome="refused",
                    grounds=("too_wide",),
                    why=_REFUSED,
                    officer=desks.prosecutor,
                )
        elif place == 1:
            with acting(desks.prosecutor.pk):
                decide(request=request, outcome="given", officer=desks.prosecutor)


def _submitted(request: Request, desks: Desks) -> Request:
    """Sign a request, and lay it before the prosecutor where its measure needs him."""
    with acting(desks.investigator.pk):
        if request.kind == "order":
            told = draft_of(request.draft).saying(protected_answer="asked")
            request = change_draft(request=request, draft=told, officer=desks.investigator)
        request = sign_request(request=request, officer=desks.investigator)
        if request.consent != "none":
            request = submit(request=request, officer=desks.investigator)
    return request


def _sent(request: Request, desks: Desks) -> Request:
    """Let a request leave."""
    request = _submitted(request, desks)
    if request.consent != "none":
        with acting(desks.prosecutor.pk):
            decide(request=request, outcome="given", officer=desks.prosecutor)
    with acting(desks.investigator.pk):
        return send(request=request, officer=desks.investigator)


def _withdrawn(request: Request, desks: Desks) -> None:
    """Take back an order of which less is left to hold than was signed for."""
    with acting(desks.investigator.pk):
        signed = Request.objects.get(pk=request.pk)
        withdraw(request=signed, reason=_LOWER, officer=desks.investigator)


def _answered(story: DemoStory, request: Request, desks: Desks, *, holds: bool) -> None:
    """Let the bank accept and answer: something is held or nothing is there, statements come."""
    with acting(desks.investigator.pk):
        order = order_paper(request)
        accounts = dict(request.subjects.values_list("value", "account"))
    with acting(desks.bank.pk):
        for kind in ("delivered", "accepted"):
            receipt = _receipt(request, kind, desks.bank)
            take_receipt(request=request, receipt=receipt, officer=desks.bank)
        files = _files(story, request, accounts.values(), desks.bank)
        answer = _answer(request, order, accounts, files, desks.bank, holds=holds)
        kept = {name: File.objects.get(pk=pk) for name, (pk, _) in files.items()}
        take_answer(request=request, answer=answer, files=kept, officer=desks.bank)
    with acting(desks.investigator.pk):
        ingest_answer(request=request, officer=desks.investigator)


def _files(
    story: DemoStory, request: Request, accounts: Iterable[str], bank: Officer
) -> Mapping[str, tuple[int, StatementFile]]:
    """Store the statements of the accounts asked; none for an order."""
    if request.kind == "order":
        return {}
    found = story.statements_of(accounts)
    return {one.name: (store([one.data], name=one.name, officer=bank.pk), one) for one in found}


def _receipt(request: Request, kind: ReceiptKind, bank: Officer) -> Receipt:
    """Return the bank's message that it got, or accepts, a request."""
    return Receipt(
        message_id=f"{request.number}-{kind}".replace("/", "."),
        kind=kind,
        order_number=request.number,
        order_digest=request.digest,
        reason="",
        text="",
        asked_until=None,
        at=now(),
        by=_speaker(request, bank),
    )


def _answer(
    request: Request,
    order: Order,
    accounts: Mapping[str, str],
    files: Mapping[str, tuple[int, StatementFile]],
    bank: Officer,
    *,
    holds: bool,
) -> Answer:
    """Return a full answer."""
    named = [Named(one.kind, one.value) for one in order.subjects]
    at = now()
    return Answer(
        answer_id=f"{request.number}-answer".replace("/", "."),
        order_number=request.number,
        order_digest=request.digest,
        corrects="",
        why_corrected="",
        completeness="full",
        text="",
        answered_at=at,
        by=_speaker(request, bank),
        subjects=tuple(SubjectAnswer(one, "found", "") for one in named),
        holds=tuple(_held(order, one, accounts[one.value], at, holds=holds) for one in named)
        if order.cap is not None
        else (),
        files=tuple(_told(one) for _, one in files.values()),
    )


def _held(order: Order, one: Named, account: str, at: datetime, *, holds: bool) -> HoldAnswer:
    """Return that a part of the money is held, or that nothing is there."""
    cap = order.cap
    if cap is None or not holds:
        currency = "KZT" if cap is None else cap.currency
        return HoldAnswer(one, account, "empty", 0, currency, at, None, None)
    minor = max(1, cap.amount_minor // _SHARE_HELD)
    until = at + timedelta(days=order.days or 1)
    return HoldAnswer(one, account, "held", minor, cap.currency, at, at, until)


def _told(file: StatementFile) -> AnswerFile:
    """Return how an answer names one of its files."""
    digest = hashlib.sha256(file.data).hexdigest()
    return AnswerFile(file.name, digest, len(file.data), "movements", (), None)


def _speaker(request: Request, bank: Officer) -> Answering:
    """Return who speaks for the bank."""
    return Answering(bank.full_name, "compliance", request.addressee.bin)
