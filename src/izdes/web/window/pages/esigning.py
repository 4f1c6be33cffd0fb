"""Signing electronically: the statement is downloaded, signed in any program, and handed back.

The same pages stand behind the receipt on the telephone that wrote the report, and behind number
and code on any other. What was handed back is checked at once; whatever is wrong with it is said in
plain words, with what to do, and nothing of the report is lost.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from izdes.adapters.signatures.citizens import verify_statement
from izdes.adapters.signatures.cms import MOST_BYTES, signed_digest
from izdes.adapters.signatures.faults import SignatureUnreadable
from izdes.adapters.signatures.statement import StatementUnreadable, read_statement
from izdes.adapters.words import entries, say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.packages.citizens import is_connected, trust_of_citizens
from izdes.web.window.drafts import Draft
from izdes.web.window.esigning import (
    STATEMENT_FILE,
    Signing,
    add_signature,
    signing_of,
)
from izdes.web.window.pages.drafting import with_draft
from izdes.web.window.pages.forms.returning import SignatureForm
from izdes.web.window.pages.limiting import limited
from izdes.web.window.pages.stating import signs_of, statement_of, statements_of
from izdes.web.window.pages.status import with_receipt
from izdes.web.window.receipts import Receipt
from izdes.web.window.statuses import SentReport

_CHAIN = "sign_chain"


@dataclass(frozen=True, slots=True)
class _Way:
    """By which addresses a report is signed."""

    page: str
    statement: str
    back: str


_OF_DRAFT = _Way("window_esign", "window_esign_statement", "window_signing")
_OF_STATUS = _Way("window_told_esign", "window_told_statement", "window_told")


class NotTaken(IzdesError):
    """What was handed back is not taken; `sentence` is the code of the words that say why."""

    code = "window_esign_wrong"

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(**details)
        self.sentence = code


@require_http_methods(["GET", "POST"])
@limited("sign", on="POST")
@with_draft
def of_draft(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Sign the report of this telephone."""
    return _page(request, draft.receipt, _OF_DRAFT)


@require_http_methods(["GET", "POST"])
@limited("sign", on="POST")
@with_receipt
def of_status(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Sign the report of number and code."""
    return _page(request, receipt, _OF_STATUS)


@require_safe
@with_draft
def statement_of_draft(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Give the bytes that are signed."""
    del request
    return _statement(draft.receipt, _OF_DRAFT)


@require_safe
@with_receipt
def statement_of_status(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Give the bytes that are signed."""
    del request
    return _statement(receipt, _OF_STATUS)


def _page(request: HttpRequest, receipt: Receipt | None, way: _Way) -> HttpResponse:
    """Show how a report is signed; take its signature."""
    signing = signing_of(receipt) if receipt else None
    if receipt is None or signing is None:
        return redirect(way.back)
    if request.method == "GET":
        return _shown(request, receipt, signing, way, SignatureForm())
    form = SignatureForm(request.POST, files=request.FILES)
    if form.is_valid():
        try:
            _take(receipt, signing, form)
        except NotTaken as why:
            # Where nothing can be handed in now, there is no field at which it would stand.
            field = "signature" if _may_sign(signing) else None
            form.add_error(field, say(why.sentence, language(), **why.details))
        else:
            return redirect(way.page)
    return _shown(request, receipt, signing, way, form, status=422)


def _take(receipt: Receipt, signing: Signing, form: SignatureForm) -> None:
    """Check what was handed back, and send it.

    Raises:
        NotTaken: Something is wrong with it.
    """
    given = form.cleaned_data["signature"]
    if given.size > MOST_BYTES:
        raise NotTaken("window_esign_large", megabytes=MOST_BYTES // 2**20)
    if signing.stands in {"signed", "sent"}:
        raise NotTaken(f"window_esign_{signing.stands}_already")
    if signing.report is None:
        raise NotTaken("window_esign_gone")
    if not _is_somebodys(signing.report):
        raise NotTaken("window_esign_nobody")
    if not (trust := trust_of_citizens()):
        raise NotTaken("window_esign_closed")
    signature, now = given.read(), datetime.now(UTC)
    statement = _signed(signature, signing.report, signing.earlier)
    signs = signs_of(signing.report.answers)
    found = verify_statement(statement, signature, trust, signs=signs, at=now)
    if found.wrong:
        raise NotTaken(_sentence(found.wrong[0].code))
    if not add_signature(receipt, statement=statement, signature=signature):
        raise NotTaken("window_once_more")


def _signed(signature: bytes, report: SentReport, earlier: tuple[SentReport, ...]) -> bytes:
    """Return the statement that a signature is over.

    Raises:
        NotTaken: It is none, or is over something else; an earlier report is told apart.
    """
    try:
        digest = signed_digest(signature)
    except SignatureUnreadable:
        raise NotTaken(_no_signature(signature)) from None
    statements = statements_of(report)
    found = next((one for one in statements if digest.is_of(one)), None)
    # By another country's digest nothing can be told apart; then the algorithm is what is said.
    if found is not None or not digest.is_known:
        return found or statements[0]
    if any(digest.is_of(one) for sent in earlier for one in statements_of(sent)):
        raise NotTaken("window_esign_changed")
    raise NotTaken("window_esign_sign_content_differs")


def _no_signature(given: bytes) -> str:
    """Return the sentence for a file that is no signature: it may be the statement itself."""
    try:
        read_statement(given)
    except StatementUnreadable:
        return "window_esign_sign_form_wrong"
    return "window_esign_is_statement"


def _sentence(code: str) -> str:
    """Return the sentence of what is wrong with a signature."""
    told = _CHAIN if code.startswith(_CHAIN) else code
    return f"window_esign_{told}" if f"window_esign_{told}" in entries() else "window_esign_wrong"


def _statement(receipt: Receipt | None, way: _Way) -> HttpResponse:
    """Give the bytes that are signed, in the language of the page."""
    signing = signing_of(receipt) if receipt else None
    if receipt is None or signing is None or signing.report is None:
        return redirect(way.page)
    data = statement_of(signing.report, language()).as_bytes()
    name = STATEMENT_FILE.format(number=receipt.number)
    answer = HttpResponse(data, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _shown(
    request: HttpRequest,
    receipt: Receipt,
    signing: Signing,
    way: _Way,
    form: SignatureForm,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show how a report is signed, and how its signing stands."""
    report = signing.report
    signs = signs_of(report.answers) if report else None
    context = {
        "receipt": receipt,
        "signing": signing,
        "signs": signs,
        "is_connected": is_connected(),
        "may_sign": _may_sign(signing),
        "statement": reverse(way.statement),
        "text": _text(report) if report else "",
        "file": STATEMENT_FILE.format(number=receipt.number),
        "is_draft": way is _OF_DRAFT,
        "back": reverse(way.back),
        "form": form,
    }
    return render(request, "window/esigning.html", context, status=status)


def _may_sign(signing: Signing) -> bool:
    """Say whether a signature is taken now."""
    if signing.report is None or signing.stands in {"signed", "sent"}:
        return False
    return is_connected() and _is_somebodys(signing.report)


def _is_somebodys(report: SentReport) -> bool:
    """Say whether anybody can be told from a certificate."""
    return signs_of(report.answers).is_known


def _text(report: SentReport) -> str:
    """Return the part of the statement that people read; its last line is for programs."""
    data = statement_of(report, language()).as_bytes().decode()
    return data.rstrip("\n").rsplit("\n", maxsplit=1)[0].strip()
