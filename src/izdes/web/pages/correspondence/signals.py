"""Signals: what an institution tells unasked; its own are listed beneath."""

from typing import Any, cast, get_args

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.core.identifiers.kinds import normalise
from izdes.core.orders.receipts import Answering, Named, SignalKind
from izdes.core.orders.receipts import Signal as SignalPaper
from izdes.core.orders.wrong import PaperWrong
from izdes.web.correspondence.selectors import signals_visible_to
from izdes.web.correspondence.services import take_signal
from izdes.web.language import language
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, institutions_of
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.answering import SumField
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.inbox import new_id
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import account_chip, choices, incomplete, worded
from izdes.web.pages.fields import MomentField
from izdes.web.pages.figures import Mark, Sight
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, page_of

_KINDS = ("iban", "card", "phone", "iin", "wallet")


class SignalForm(forms.Form):
    """What is told."""

    message_id = forms.CharField(max_length=100, widget=forms.HiddenInput)
    kind = forms.ChoiceField()
    about_kind = forms.ChoiceField()
    about = forms.CharField(max_length=120)
    amount = SumField()
    happened_at = MomentField(required=False)
    order_number = forms.CharField(required=False, max_length=100)
    text = forms.CharField(required=False, max_length=4000)

    def __init__(self, data: Any = None, **named: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(data, **named)
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = choices("corr_signal_", get_args(SignalKind))
        about = cast("forms.ChoiceField", self.fields["about_kind"])
        about.choices = choices("corr_kind_", _KINDS)


@looked_at
def signals(request: OfficerRequest) -> HttpResponseBase:
    """Show what the institution told, and take what it tells now."""
    me = request.user
    body = _institution(me)
    form = SignalForm(
        request.POST if request.method == "POST" else None, initial={"message_id": new_id("s")}
    )
    if request.method == "POST" and form.is_valid() and _taken(form, body, me):
        messages.success(request, say("corr_signal_taken", language()))
        return redirect("inbox_signals")
    listing = _listing(request)
    context = {"listing": listing, "form": form}
    return page_of(
        request, "correspondence/signals.html", context, listing, status=422 if form.errors else 200
    )


def _institution(me: Officer) -> Body:
    """Return the institution for which an officer speaks.

    Raises:
        Http404: He speaks for none.
    """
    found = bodies_visible_to(me).filter(pk__in=institutions_of(me)).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def _taken(form: SignalForm, body: Body, me: Officer) -> bool:
    """Say whether a signal was taken; what is wrong with it is said at the form."""
    try:
        take_signal(signal=_paper(form.cleaned_data, body, me), institution=body, officer=me)
    except NotPermitted:
        raise PermissionDenied from None
    except PaperWrong as wrong:
        form.add_error(None, incomplete(wrong))
        return False
    except IzdesError as refused:
        form.add_error(None, refusal(refused))
        return False
    return True


def _paper(given: dict[str, Any], body: Body, me: Officer) -> SignalPaper:
    """Return what is told as a paper."""
    kind, raw = given["about_kind"], given["about"].strip()
    read = normalise(kind, raw)
    value = str(read.value) if read.value is not None else "".join(raw.split())
    return SignalPaper(
        message_id=given["message_id"],
        kind=given["kind"],
        about=(Named(kind, value),),
        amount_minor=given["amount"] or None,
        currency="KZT" if given["amount"] else "",
        happened_at=given["happened_at"],
        order_number=given["order_number"].strip(),
        text=given["text"],
        at=now(),
        by=Answering(me.full_name, worded("role_", "liaison"), body.bin),
    )


def _listing(request: OfficerRequest) -> Listing:
    """Return the table of what was told."""
    kinds = {name: worded("corr_signal_", name) for name in get_args(SignalKind)}
    return Listing(
        request,
        name="signals",
        rows=signals_visible_to(request.user).select_related("request"),
        columns=(
            Column("at", "at", words="corr_signal_at", sort="at", kind="moment", filter=Days("at")),
            Column("kind", lambda s: Mark(kinds[s.kind], "due"), words="corr_signal_kind",
                   sort="kind", kind="state", filter=Choice("kind", kinds)),
            Column("account", lambda s: account_chip(s.account, Sight.FULL) if s.account else "—",
                   words="corr_account", kind="identifier"),
            Column("amount", "amount_minor", words="corr_amount", sort="amount_minor",
                   kind="money", currency=".currency"),
            Column("happened", "happened_at", words="corr_happened_at", kind="moment"),
            Column("order", lambda s: s.request.number if s.request else "", words="corr_number"),
            Column("text", "text", words="corr_text"),
        ),
        caption="corr_signals",
        empty="corr_signals_none",
        order="-at",
    )  # fmt: skip
