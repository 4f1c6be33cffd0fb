"""A desk of the cast: a running case, orders of each kind, and whoever has to do with them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.utils.timezone import now
from tests.web.cast import Cast

from izdes.core.law.clocks.zone import local_day
from izdes.core.law.qualification import Facts
from izdes.core.orders.answers import Answer as AnswerPaper
from izdes.core.orders.answers import AnswerFile, HoldAnswer, SubjectAnswer
from izdes.core.orders.order import Cap, Period, Said
from izdes.core.orders.papers import read_order
from izdes.core.orders.receipts import Answering, Named, ReceiptKind, ReceiptReason
from izdes.core.orders.receipts import Receipt as ReceiptPaper
from izdes.core.orders.subjects import Subject
from izdes.twin.numbers import account_part, card, iban, masked
from izdes.web.cases.models import Case
from izdes.web.cases.services.cases import register_case, take_case
from izdes.web.correspondence.models import Answer, Request
from izdes.web.correspondence.orders.drafts import Asked, Draft
from izdes.web.correspondence.services import (
    change_draft,
    decide,
    draft_request,
    record_act,
    send,
    sign_request,
    submit,
    take_answer,
    take_receipt,
)
from izdes.web.files.models import File
from izdes.web.files.services import store
from izdes.web.investigation.services.qualifying import decide_qualification
from izdes.web.officers.models import Officer

LEAD, PROSECUTOR, BANK = "investigator_a1", "prosecutor_a1", "responder_one"
MOVEMENTS, SUSPENSION, SUBSCRIBER = (
    "request.bank_movements",
    "freeze.suspension",
    "request.subscriber",
)
IBAN = iban("601", account_part("000", 1))
OTHER_IBAN = iban("601", account_part("000", 2))
_SINCE = datetime(2026, 5, 1, tzinfo=UTC)
_PERIOD = Period(_SINCE, _SINCE + timedelta(days=20))
_SAID = {
    "fabula": "A caller made her pay",
    "necessity": "To see where the money went",
    "why_hidden": "It moves on within the hour",
    "protected_answer": "asked",
    "found_at": "2026-05-20",
}


def running_case(
    cast: Cast,
    number: str = "run",
    *,
    login: str = LEAD,
    unit: str = "",
    is_qualified: bool = True,
) -> Case:
    """Return a case that was registered yesterday, is led by somebody, and is qualified."""
    unit = unit or login.rpartition("_")[2]
    with cast.acts(login) as officer:
        case = register_case(
            number=number,
            unit=cast.body(unit),
            registered_at=now() - timedelta(days=1),
            form="investigation",
            category="ordinary",
            officer=officer,
        )
        take_case(case=case, ground="decree", officer=officer)
        if is_qualified:
            qualify(case, officer)
    return case


def qualify(case: Case, officer: Officer) -> None:
    """Decide on the qualification of a case."""
    decide_qualification(
        case=case,
        norms=["cc.fraud"],
        facts=Facts("taking", _SINCE.date(), 450_000_00),
        reason="As it stands now",
        officer=officer,
    )


def draft(measure: str = MOVEMENTS, *, amount_minor: int = 500_000_00) -> Draft:
    """Return a draft that lacks nothing."""
    is_hold = measure.startswith("freeze.")
    return Draft(
        basis="Fraud by telephone",
        demanded=() if is_hold else ("movements",),
        period=None if is_hold else _PERIOD,
        cap=Cap(amount_minor, "KZT", "fifo", "ab" * 32) if is_hold else None,
        days=10 if is_hold else None,
        said=tuple(Said(name, text) for name, text in sorted(_SAID.items())),
    )


def asked(*ibans: str) -> list[Asked]:
    """Return accounts as subjects."""
    return [Asked(Subject("iban", one), f"iban:{one}") for one in ibans or (IBAN,)]


def a_card(serial: int = 1) -> Asked:
    """Return a card as a subject."""
    return Asked(Subject("card", masked(card("440001", serial)), "cd" * 32))


def drafted(
    cast: Cast,
    case: Case,
    measure: str = MOVEMENTS,
    *,
    subjects: list[Asked] | None = None,
    login: str = LEAD,
    bank: str = "bank-one",
    amount_minor: int = 500_000_00,
) -> Request:
    """Let somebody draft a request to a bank."""
    with cast.acts(login) as officer:
        return draft_request(
            case=case,
            addressee=cast.body(bank),
            measure=measure,
            draft=draft(measure, amount_minor=amount_minor),
            subjects=subjects or asked(),
            officer=officer,
        )


def signed(cast: Cast, request: Request, login: str = LEAD) -> Request:
    """Let somebody sign."""
    with cast.acts(login) as officer:
        return sign_request(request=request, officer=officer)


def submitted(cast: Cast, request: Request, login: str = LEAD) -> Request:
    """Let somebody sign, and lay it before the prosecutor."""
    signed(cast, request, login)
    with cast.acts(login) as officer:
        return submit(request=request, officer=officer)


def sanctioned(cast: Cast, request: Request) -> Request:
    """Let a request be signed and sanctioned."""
    submitted(cast, request)
    with cast.acts(PROSECUTOR) as officer:
        decide(request=request, outcome="given", officer=officer)
    return request


def sent(cast: Cast, request: Request) -> Request:
    """Let a request go its way until it has left."""
    if request.consent == "none":
        signed(cast, request)
    else:
        sanctioned(cast, request)
    with cast.acts(LEAD) as officer:
        return send(request=request, officer=officer)


def receipt(
    request: Request,
    kind: ReceiptKind,
    *,
    message_id: str = "",
    reason: ReceiptReason = "",
    text: str = "",
    asked_until: datetime | None = None,
) -> ReceiptPaper:
    """Return a message of the institution about a request."""
    return ReceiptPaper(
        message_id=message_id or f"m-{kind}",
        kind=kind,
        order_number=request.number,
        order_digest=request.digest,
        reason=reason,
        text=text,
        asked_until=asked_until,
        at=now(),
        by=speaker(request),
    )


def speaker(request: Request) -> Answering:
    """Return who speaks for the institution of a request."""
    return Answering("Дана Демо", "compliance", request.addressee.bin)


def accepted(cast: Cast, request: Request, login: str = BANK) -> Request:
    """Let a sent request be delivered and accepted."""
    with cast.acts(login) as officer:
        kinds: tuple[ReceiptKind, ...] = ("delivered", "accepted")
        for kind in kinds:
            take_receipt(request=request, receipt=receipt(request, kind), officer=officer)
    return request


def answer_to(
    request: Request,
    *,
    answer_id: str = "a-1",
    corrects: str = "",
    files: Mapping[str, bytes] | None = None,
    holds: tuple[HoldAnswer, ...] = (),
) -> AnswerPaper:
    """Return a full answer of the institution."""
    return AnswerPaper(
        answer_id=answer_id,
        order_number=request.number,
        order_digest=request.digest,
        corrects=corrects,
        why_corrected="A row was left out" if corrects else "",
        completeness="full",
        text="",
        answered_at=now(),
        by=speaker(request),
        subjects=tuple(SubjectAnswer(one, "found", "") for one in named(request)),
        holds=holds,
        files=tuple(
            AnswerFile(name, hashlib.sha256(data).hexdigest(), len(data), "movements", (), None)
            for name, data in (files or {}).items()
        ),
    )


def named(request: Request) -> tuple[Named, ...]:
    """Return the subjects of a request as an answer names them."""
    order = read_order(bytes(request.paper or b""))
    return tuple(Named(one.kind, one.value) for one in order.subjects)


def held_answer(request: Request, amount_minor: int = 300_000_00) -> HoldAnswer:
    """Return that money is held on the first account of a request since now."""
    (one, *_) = named(request)
    at = now()
    return HoldAnswer(
        one, f"iban:{one.value}", "held", amount_minor, "KZT", at, at, at + timedelta(days=10)
    )


def answered(
    cast: Cast,
    request: Request,
    answer: AnswerPaper | None = None,
    *,
    files: Mapping[str, bytes] | None = None,
    login: str = BANK,
) -> Answer:
    """Let the institution answer."""
    with cast.acts(login) as officer:
        kept = {
            name: File.objects.get(pk=store([data], name=name, officer=officer.pk))
            for name, data in (files or {}).items()
        }
        paper = answer or answer_to(request, files=files)
        return take_answer(request=request, answer=paper, files=kept, officer=officer)


def arrest(cast: Cast, number: str = "run") -> Request:
    """Return a motion for arrest, as a draft that lacks nothing."""
    request = drafted(cast, running_case(cast, number), "freeze.arrest")
    with cast.acts(LEAD) as officer:
        said = draft("freeze.arrest").saying(
            person="Unknown", place_of_property="Bank One", copies_of_file="12 pages"
        )
        return change_draft(request=request, draft=said, officer=officer)


def extension(cast: Cast, measure: str) -> Request:
    """Let the head of an investigation ask for a longer term."""
    login, head = "investigator_a_inv", "head_of_investigation_a"
    case = running_case(cast, login=login, unit="a-inv")
    said = draft(measure).saying(
        term_ends_at="2027-01-01",
        asked_term="3 months",
        why_not_finished="Answers are awaited",
        left_to_do="Interrogations",
        special_complexity="Many victims",
        why_exceptional="Many regions",
    )
    with cast.acts(head) as officer:
        request = draft_request(
            case=case,
            addressee=cast.body("a-pros"),
            measure=measure,
            draft=said,
            subjects=[Asked(Subject("bin", cast.body("a-inv").bin))],
            officer=officer,
        )
    return submitted(cast, request, head)


def connections(cast: Cast) -> Request:
    """Return a sealed motion for connections, with a judge's act, that was sent and accepted."""
    request = drafted(cast, running_case(cast), "request.connections")
    with cast.acts(LEAD) as officer:
        said = draft("request.connections").saying(
            covert_ground="Who called her", executing_unit="The authorised unit"
        )
        change_draft(request=request, draft=said, officer=officer)
    submitted(cast, request)
    with cast.acts(LEAD) as officer:
        file = File.objects.get(pk=store([b"act"], name="act.pdf", officer=officer.pk))
        record_act(
            request=request,
            number="7599-26-00-3/1",
            decided_on=local_day(now()),
            outcome="given",
            judge="Judge A. B.",
            court=cast.body("court"),
            file=file,
            officer=officer,
        )
        found = send(request=request, officer=officer)
    return accepted(cast, found)
