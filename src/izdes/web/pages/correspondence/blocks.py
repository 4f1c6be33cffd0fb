"""Blocks of the anti-fraud centre that an officer was told of: entered, put right, taken back."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.cases.masking import sight_of
from izdes.web.cases.models import Case
from izdes.web.correspondence.holds.blocking import accounts_of
from izdes.web.correspondence.models import Block
from izdes.web.correspondence.models.blocks import SOURCES
from izdes.web.correspondence.selectors import blocks_visible_to
from izdes.web.correspondence.services import correct_block, enter_block, take_back_block
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.frame import case_frame, looked_at, may
from izdes.web.pages.correspondence.block_form import CorrectForm, EnterForm, told_before
from izdes.web.pages.correspondence.holds import WhyForm
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import account_chip, body_name, worded
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text, page_of


@looked_at
def blocks(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show the blocks of a case that were entered by hand; enter one."""
    frame, me = case_frame(request, number), request.user
    case = cast("Case", frame["case"])
    if request.method == "POST" and not may(me, case, "write"):
        raise PermissionDenied
    form = EnterForm(
        request.POST if request.method == "POST" else None,
        me=me,
        accounts=accounts_of(me, case) if may(me, case, "write") else (),
        sight=sight_of(me, case),
    )
    if form.is_bound and form.is_valid() and _entered(form, case, me):
        messages.success(request, say("corr_block_entered", language()))
        return redirect("case_blocks", case.pk)
    listing = _listing(request, case)
    context = {**frame, "listing": listing, "form": form}
    status = 422 if form.errors else 200
    return page_of(request, "correspondence/blocks.html", context, listing, status=status)


@looked_at
def block(request: OfficerRequest, number: int) -> HttpResponse:
    """Show one block with what became of it; put it right."""
    me, found = request.user, _block(request.user, number)
    is_writer = may(me, found.case, "write") and not found.over
    if request.method == "POST" and not may(me, found.case, "write"):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = CorrectForm(data, me=me, initial=told_before(found))
    if form.is_bound and form.is_valid() and (made := _corrected(form, found, me)):
        messages.success(request, say("corr_block_corrected", language()))
        return redirect("block", made.pk)
    return _shown(request, found, form if is_writer or form.errors else None)


@login_required
@require_POST
def take_back(request: OfficerRequest, number: int) -> HttpResponse:
    """Take back what was entered, for a reason."""
    found, form = _block(request.user, number), WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        take_back_block(block=found, why=why, officer=request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
        return redirect("block", found.pk)
    messages.success(request, say("corr_block_taken_back", language()))
    return redirect("case_blocks", found.case_id)


def _shown(request: OfficerRequest, found: Block, form: CorrectForm | None) -> HttpResponse:
    """Show one block."""
    context = {
        **case_frame(request, found.case_id),
        "told": found,
        "account": account_chip(found.account, sight_of(request.user, found.case)),
        "corrected_by": Block.objects.filter(corrects=found).first(),
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "correspondence/block.html", context, status=status)


def _entered(form: EnterForm, case: Case, me: Officer) -> bool:
    """Say whether a block was entered; what was refused is said at the form."""
    try:
        enter_block(case=case, officer=me, **form.cleaned_data)
    except IzdesError as refused:
        _refuse(form, refused)
        return False
    return True


def _corrected(form: CorrectForm, found: Block, me: Officer) -> Block | None:
    """Return the row that puts a block right; what was refused is said at the form."""
    try:
        return correct_block(block=found, officer=me, **form.cleaned_data)
    except IzdesError as refused:
        _refuse(form, refused)
        return None


def _refuse(form: Any, refused: IzdesError) -> None:  # noqa: ANN401 - either form
    """Say at a form what was refused, at its field where one is named."""
    if isinstance(refused, NotPermitted):
        raise PermissionDenied
    field = str(refused.details.get("field", ""))
    form.add_error(field if field in form.fields else None, refusal(refused))


def _block(me: Officer, number: int) -> Block:
    """Return a block that an officer sees.

    Raises:
        Http404: He sees none of that key.
    """
    rows = blocks_visible_to(me).select_related(
        "case__unit", "institution", "entered_by", "over_by", "corrects"
    )
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _state(found: Block) -> Mark:
    """Return whether a block stands."""
    if not found.over:
        return Mark(say("corr_block_stands", language()), "due")
    return Mark(worded("corr_block_over_", found.over))


def _listing(request: OfficerRequest, case: Case) -> Listing:
    """Return the table of blocks."""
    sight = sight_of(request.user, case)
    sources = {name: worded("corr_block_source_", name) for name in SOURCES}
    rows = blocks_visible_to(request.user).filter(case=case)
    return Listing(
        request,
        name="blocks",
        rows=rows.select_related("institution", "entered_by"),
        columns=(
            Column("incident", "incident", words="corr_block_incident", sort="incident",
                   filter=Text("incident")),
            Column("account", lambda b: account_chip(b.account, sight), words="corr_account",
                   sort="account", kind="identifier", filter=Text("account")),
            Column("institution", lambda b: body_name(b.institution), words="corr_addressee"),
            Column("since", "since", words="corr_block_since", sort="since", kind="moment",
                   filter=Days("since")),
            Column("until", "until", words="corr_block_until", sort="until", kind="moment"),
            Column("source", lambda b: sources[b.source], words="corr_block_source",
                   sort="source", filter=Choice("source", sources)),
            Column("by", lambda b: b.entered_by.full_name, words="corr_block_by"),
            Column("state", _state, words="corr_state", kind="state"),
        ),
        caption="corr_blocks",
        empty="corr_blocks_none",
        link=lambda b: reverse("block", args=[b.pk]),
        order="-since",
        prefix="blocks-",
        case=case.pk,
    )  # fmt: skip
