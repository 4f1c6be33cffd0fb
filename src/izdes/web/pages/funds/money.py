"""The tab of money: where it went, under which rule, where it is now, and what to ask next."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.cases.masking import Sight, mask, sight_of
from izdes.web.cases.models import Case
from izdes.web.cases.services.access import ask_access
from izdes.web.funds.models import Claim
from izdes.web.funds.selectors import (
    EndingShown,
    HopShown,
    PlaceShown,
    StepShown,
    TraceShown,
    also_claimed,
    claims_in,
    endings_in,
    hops_of,
    next_steps_in,
    shown_of,
    traces_of,
    tracing_of,
)
from izdes.web.language import language
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.frame import case_frame, case_of, looked_at
from izdes.web.pages.figures import Link, Mark, Money, Tone
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.funds.picture import legend, pictures_of, shapes
from izdes.web.pages.funds.sums import rules_beside
from izdes.web.pages.tables import Column, Listing, Text, page_of

_TONES: dict[str, Tone] = {"held": "held", "returned": "held", "frontier": "due"}
# Where money still is, or may be.
_RESTS = frozenset({"held", "frontier"})
_STATES: dict[str, Tone] = {"matched": "held", "declared": "due", "unmatched": "late"}


class AccessForm(forms.Form):
    """Whom to ask to be let in, and on what ground."""

    unit = forms.IntegerField()
    ground = forms.CharField(max_length=1000)


@looked_at
def money(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show where the money of a case went."""
    frame = case_frame(request, number)
    me, case = request.user, frame["case"]
    assert isinstance(case, Case)  # noqa: S101 - the frame says so
    traces, asked = list(traces_of(me, case)), request.GET.get("trace", "")
    is_asked = asked.isdecimal()
    chosen = next((one for one in traces if not is_asked or str(one.number) == asked), None)
    shown = None if chosen is None else shown_of(me, chosen)
    context: dict[str, object] = {**frame, "tracing": tracing_of(me, case), "trace": None}
    if shown is None:
        return page_of(request, "funds/money.html", context)
    rule = request.GET.get("rule", "")
    rule = rule if rule in shown.trace.rules else shown.trace.rule
    sight = sight_of(me, case)
    tables = (
        _claims(request, case, shown),
        _hops(request, case, shown, rule, sight),
        _endings(request, case, shown, rule, sight),
        _steps(request, case, next_steps_in(shown), sight),
    )
    older = [one for one in traces if one.pk != shown.trace.pk]
    context |= {
        "trace": shown.trace,
        "older": older,
        "rule": rule,
        "rule_code": rule.replace("-", "_"),
        "rules": [(name, name.replace("-", "_")) for name in shown.trace.rules],
        "beside": rules_beside(shown.trace),
        "pictures": pictures_of(_sighted(shown, sight), rule=rule, lang=language()),
        "shapes": shapes(),
        "legend": legend(shown, rule=rule),
        "keepers": _keepers(shown),
        **dict(zip(("claims", "hops", "endings", "steps"), tables, strict=True)),
    }
    return page_of(request, "funds/money.html", context, *tables)


@login_required
@require_POST
def ask(request: OfficerRequest, number: int) -> HttpResponse:
    """Ask another unit to be let into its case, on whose statement a hop rests."""
    case = case_of(request.user, number)
    form = AccessForm(request.POST)
    unit = None
    if form.is_valid():
        unit = bodies_visible_to(request.user).filter(pk=form.cleaned_data["unit"]).first()
    if unit is None:
        messages.error(request, say("funds_access_ground_missing", language()))
        return redirect("case_money", number)
    try:
        ask_access(case=case, unit=unit, ground=form.cleaned_data["ground"], officer=request.user)
    except IzdesError as refused:
        messages.error(request, say(refused.code, language(), **refused.details))
    else:
        messages.success(request, say("funds_access_asked", language()))
    return redirect("case_money", number)


def _claims(request: OfficerRequest, case: Case, shown: TraceShown) -> Listing:
    """Return the table of declared payments and what was found of them."""
    lang = language()

    def state(claim: Claim) -> Mark:
        return Mark(say(f"funds_claim_{claim.state}", lang), _STATES[claim.state])

    return Listing(
        request,
        name="claims",
        rows=claims_in(shown.trace),
        columns=(
            Column("receipt", "complaint.receipt", sort="complaint__receipt",
                   filter=Text("complaint__receipt")),
            Column("claim", "claim_id", sort="claim_id", words="funds_column_claim"),
            Column("amount", "amount_minor", sort="amount_minor", kind="money",
                   currency=".currency"),
            Column("state", state, sort="state", kind="state"),
            Column("near", "near_misses", kind="number", words="funds_column_near_misses"),
        ),
        caption="funds_claims",
        empty="funds_claims_none",
        prefix="claims-",
        case=case.pk,
    )  # fmt: skip


def _hops(
    request: OfficerRequest, case: Case, shown: TraceShown, rule: str, sight: Sight
) -> Listing:
    """Return the way of the money as a table, each step with the row that states it."""
    lang = language()

    def source(hop: HopShown) -> object:
        if not hop.rows:
            is_declared = hop.transfer is not None and not hop.transfer.row_ids
            return say("funds_hop_declared" if is_declared else "funds_hop_masked", lang)
        row = hop.rows[0]
        _, sheet, line = row.row_id.split("/")
        words = say("funds_source_row", lang, file=row.row_id[:8], sheet=sheet, line=line)
        return Link(words, reverse("case_statements_row", args=[case.pk, row.pk]))

    return Listing(
        request,
        name="hops",
        rows=hops_of(request.user, shown, rule=rule),
        columns=(
            Column("receipt", "receipt", sort="value", filter=Text()),
            Column("step", "hop.step", sort="value", kind="number", words="funds_column_step"),
            Column("at", lambda h: h.transfer.booked_at if h.transfer else None, sort="value",
                   kind="moment"),
            Column("from", lambda h: place_words(h.source, sight), sort="value", filter=Text(),
                   words="funds_column_from"),
            Column("to", lambda h: place_words(h.target, sight), sort="value", filter=Text(),
                   words="funds_column_to"),
            Column("amount", lambda h: Money(h.hop.amount_minor, h.hop.currency), kind="money",
                   words="funds_column_traced"),
            Column("of", lambda h: Money(h.transfer.amount_minor, h.transfer.currency)
                   if h.transfer else None, kind="money", words="funds_column_of"),
            Column("row", source, words="funds_column_source", kind="link"),
            Column("unit", lambda h: ", ".join(getattr(b, f"name_{lang}") for b in h.keepers),
                   words="funds_column_keeper"),
        ),
        caption="funds_hops",
        empty="funds_hops_none",
        tone=lambda h: "" if h.hop.is_own else "due",
        prefix="hops-",
        case=case.pk,
    )  # fmt: skip


def _endings(
    request: OfficerRequest, case: Case, shown: TraceShown, rule: str, sight: Sight
) -> Listing:
    """Return where the money is."""
    lang = language()
    others = also_claimed(shown, rule=rule)

    def marks(one: EndingShown) -> str:
        told = [say(f"report_mark_{mark}", lang) for mark in one.ending.marks]
        if not one.ending.is_own:
            told.append(say("funds_ending_of_others", lang))
        if one.ending.ending in _RESTS and one.ending.place in others:
            told.append(say("funds_also_claimed", lang, count=others[one.ending.place]))
        return " · ".join(told)

    return Listing(
        request,
        name="endings",
        rows=endings_in(shown, rule=rule),
        columns=(
            Column("receipt", "receipt", sort="value", filter=Text()),
            Column("place", lambda e: place_words(e.place, sight) if e.place else "—",
                   sort="value", filter=Text(), words="funds_column_place"),
            Column("ending", lambda e: Mark(say(e.ending.ending, lang),
                   _TONES.get(e.ending.ending, "")), kind="state", words="funds_column_ending"),
            Column("amount", lambda e: Money(e.ending.amount_minor, e.ending.currency),
                   kind="money"),
            Column("arrived", "ending.arrived_last", sort="value", kind="moment",
                   words="funds_column_arrived"),
            Column("as_of", "ending.as_of", sort="value", kind="moment",
                   words="funds_column_as_of"),
            Column("marks", marks, words="funds_column_marks"),
        ),
        caption="funds_endings",
        empty="funds_endings_none",
        prefix="endings-",
        case=case.pk,
    )  # fmt: skip


def _steps(request: OfficerRequest, case: Case, rows: list[StepShown], sight: Sight) -> Listing:
    """Return what the trace proposes: what to hold, and whom to ask."""
    lang = language()

    def what(one: StepShown) -> Mark:
        return Mark(say(f"funds_step_{one.step.kind}", lang), "guess")

    def why(one: StepShown) -> str:
        if one.step.kind == "freeze":
            return say("funds_freeze_why", lang)
        asks = ", ".join(say(f"paper_ask.{ask}", lang) for ask in one.step.details["ask"])
        return f"{say(f'paper_because.{one.step.because}', lang)}: {asks}"

    return Listing(
        request,
        name="steps",
        rows=rows,
        columns=(
            Column("number", "step.group", sort="value"),
            Column("kind", what, kind="state", words="funds_column_step_kind"),
            Column("bank", lambda s: _bank(s, lang), sort="value", filter=Text(),
                   words="funds_column_bank"),
            Column("account", lambda s: place_words(s.place, sight), sort="value",
                   words="funds_column_account"),
            Column("from", "step.period_from", kind="day", words="funds_column_period_from"),
            Column("to", "step.period_to", kind="day", words="funds_column_period_to"),
            Column("amount", lambda s: Money(s.step.amount_minor, s.step.currency), kind="money",
                   words="funds_column_traced"),
            Column("reason", why, words="funds_column_why"),
        ),
        caption="funds_steps",
        empty="funds_steps_none",
        tone=lambda s: "guess",  # noqa: ARG005 - every one is the machine's proposal
        prefix="steps-",
        case=case.pk,
    )  # fmt: skip


def place_words(place: PlaceShown, sight: Sight) -> str:
    """Return a place as one line: its number, and who keeps it."""
    lang = language()
    key = place.key or place.label
    if key.startswith("@"):
        return say(f"report_party_{key[1:].partition(':')[0]}", lang)
    label = place.label if sight is not Sight.MASKED else mask(place.label, "iban")
    bank = place.institution(lang)
    return f"{label} · {bank}" if bank else label


def _bank(one: StepShown, lang: str) -> str:
    """Return the institution that is asked, or could hold."""
    return (one.step.institution_names or {}).get(lang, "") or one.step.institution_printed or "—"


def _sighted(shown: TraceShown, sight: Sight) -> TraceShown:
    """Return a trace with what this officer may read of people and numbers."""
    if sight is Sight.FULL:
        return shown

    places = {
        n: replace(
            p,
            holder=mask(p.holder, "name") if p.holder else "",
            label=mask(p.label, "iban") if sight is Sight.MASKED else p.label,
        )
        for n, p in shown.places.items()
    }
    return replace(shown, places=places)


def _keepers(shown: TraceShown) -> list[object]:
    """Return the bodies on whose cases' statements something here rests."""
    found = {body.pk: body for place in shown.places.values() for body in place.keepers}
    return list(found.values())
