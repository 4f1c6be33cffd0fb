"""The limits at which a trail is not followed further: an analyst of a headquarters sets them."""

from datetime import timedelta
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect

from izdes.adapters.words import say
from izdes.core.holds.stopping import StopRules
from izdes.web.language import language
from izdes.web.loop.limits import set_rules
from izdes.web.loop.models import Rules
from izdes.web.loop.selectors import rules_visible_to
from izdes.web.officers.reach import roles_of
from izdes.web.officers.roles import Role
from izdes.web.officers.selectors import officers_visible_to
from izdes.web.pages.case.answering import SumField, tried
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Column, Listing, page_of

_WHOLE = 1000
_MOST_LAYERS = 100
_YEAR_HOURS = 365 * 24


class LimitsForm(forms.Form):
    """The limits, and on which ground they are set; an empty number of transfers is no limit."""

    floor = SumField(required=True)
    most_layers = forms.IntegerField(min_value=1, max_value=_MOST_LAYERS, required=False)
    cost = SumField(required=True)
    onward = forms.IntegerField(min_value=0, max_value=_WHOLE)
    again = forms.IntegerField(min_value=0, max_value=_YEAR_HOURS)
    ground = forms.CharField(max_length=1000, widget=forms.Textarea)

    def rules(self) -> StopRules:
        """Return the limits; the form is valid."""
        told = self.cleaned_data
        return StopRules(
            floor_minor=told["floor"],
            most_layers=told["most_layers"],
            cost_minor=told["cost"],
            onward_milli=told["onward"],
            again_after=timedelta(hours=told["again"]),
        )


@login_required
def limits(request: OfficerRequest) -> HttpResponseBase:
    """Show the limits that were set, the latest first, and set them anew."""
    if Role.HQ_ANALYST not in roles_of(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, None)
    form = LimitsForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: set_rules(
            rules=form.rules(), ground=form.cleaned_data["ground"], officer=request.user
        ),
    ):
        messages.success(request, say("loop_limits_set", language()))
        return redirect("loop_limits")
    return _page(request, form)


def _page(request: OfficerRequest, sent: LimitsForm | None) -> HttpResponseBase:
    """Show the page; a form that was refused keeps what was typed."""
    me = request.user
    rows = rules_visible_to(me).order_by("-since", "-pk")
    names = dict(officers_visible_to(me).values_list("pk", "full_name"))
    listing = Listing(
        request,
        name="limits",
        rows=rows,
        columns=(
            Column("since", "since", sort="since", kind="moment", words="loop_since"),
            Column("floor", "floor_minor", kind="money", words="loop_field_floor"),
            Column("layers", lambda r: r.most_layers or say("loop_no_limit", language()),
                   kind="number", words="loop_field_most_layers"),
            Column("cost", "cost_minor", kind="money", words="loop_field_cost"),
            Column("onward", "onward_milli", kind="number", words="loop_field_onward"),
            Column("again", "again_hours", kind="number", words="loop_field_again"),
            Column("ground", "ground", words="loop_field_ground"),
            Column("by", lambda r: names.get(r.set_by_id, "—"), words="loop_set_by"),
        ),
        caption="loop_limits_table",
        empty="loop_limits_none",
    )  # fmt: skip
    form = sent or LimitsForm(initial=_said(rows.first()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    context = {"listing": listing, "form": form}
    return page_of(request, "loop/limits.html", context, listing, status=status)


def _said(rules: Rules | None) -> dict[str, object]:
    """Return the limits in force as the form takes them; without any, those of the arithmetic."""
    default = StopRules()
    if rules is None:
        again = default.again_after // timedelta(hours=1)
        return {"floor": "0", "cost": "0", "onward": str(default.onward_milli), "again": again}
    return {
        "floor": _tenge(rules.floor_minor),
        "most_layers": rules.most_layers,
        "cost": _tenge(rules.cost_minor),
        "onward": str(rules.onward_milli),
        "again": str(rules.again_hours),
    }


def _tenge(minor: int) -> str:
    """Return whole tiyn as people write tenge."""
    whole, part = divmod(minor, 100)
    return f"{whole},{part:02}" if part else str(whole)
