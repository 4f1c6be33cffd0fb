"""Where the money is now, by the latest plan of the case, and what is not asked, with its reason.

An estimate rests on how long money stayed on accounts before; it is the machine's, and no finding.
"""

from django.urls import reverse

from izdes.adapters.words import say
from izdes.web.cases.masking import Sight
from izdes.web.cases.models import Case
from izdes.web.language import language
from izdes.web.loop.models import Plan, Spot, Stop
from izdes.web.loop.selectors import spots_visible_to, stops_visible_to
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.correspondence.naming import account_chip, body_name, worded
from izdes.web.pages.figures import Link, Money
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Column, Listing


def spots(request: OfficerRequest, case: Case, plan: Plan, sight: Sight) -> Listing:
    """Return the table of accounts on which money may still be, the likeliest first."""
    lang = language()
    rows = spots_visible_to(request.user).filter(plan=plan).select_related("request")
    named = {spot.institution for spot in rows if spot.institution}
    banks = bodies_visible_to(request.user).filter(institution__in=named)
    names = {bank.institution: body_name(bank) for bank in banks}

    def account(spot: Spot) -> object:
        return account_chip(spot.account, sight) if spot.account else spot.masked

    def done(spot: Spot) -> object:
        if spot.request is None:
            return worded("hold_stop.", spot.reason) if spot.reason else ""
        return Link(spot.request.number, reverse("request", args=[spot.request_id]))

    def likely(spot: Spot) -> object:
        known = spot.likely_minor is not None
        return Money(spot.likely_minor or 0, spot.currency) if known else say("corr_unknown", lang)

    return Listing(
        request,
        name="spots",
        rows=rows,
        columns=(
            Column("rank", "rank", words="corr_spot_rank", sort="rank", kind="number"),
            Column("account", account, words="corr_account", kind="identifier"),
            Column("institution", lambda s: names.get(s.institution, s.institution),
                   words="corr_addressee", sort="institution"),
            Column("likely", likely, words="corr_spot_likely", sort="likely_minor", kind="money"),
            Column("cap", "cap_minor", words="corr_cap", sort="cap_minor", kind="money",
                   currency=".currency"),
            Column("caught", "caught_minor", words="corr_held", sort="caught_minor",
                   kind="money", currency=".currency"),
            Column("hour", lambda s: Money(s.loss_per_hour_minor, s.currency)
                   if s.loss_per_hour_minor is not None else None, words="corr_spot_hour",
                   sort="loss_per_hour_minor", kind="money"),
            Column("arrived", "arrived_last", words="corr_spot_arrived", sort="arrived_last",
                   kind="moment"),
            Column("order", done, words="corr_spot_order", kind="link"),
        ),
        caption="corr_spots",
        empty="corr_spots_none",
        tone=lambda _: "guess",
        order="rank",
        prefix="spots-",
        case=case.pk,
    )  # fmt: skip


def stops(request: OfficerRequest, case: Case, plan: Plan) -> Listing:
    """Return the table of what is not asked, each with its reason."""

    def because(stop: Stop) -> str:
        return worded("paper_because.", stop.because)

    return Listing(
        request,
        name="stops",
        rows=stops_visible_to(request.user).filter(plan=plan),
        columns=(
            Column("account", "masked", words="corr_account"),
            Column("institution", "institution", words="corr_addressee", sort="institution"),
            Column("because", because, words="corr_stop_because"),
            Column("reason", lambda s: worded("hold_stop.", s.reason), words="corr_stop_reason",
                   sort="reason"),
            Column("traced", "traced_minor", words="corr_stop_traced", sort="traced_minor",
                   kind="money", currency=".currency"),
            Column("layer", "layer", words="corr_layer", sort="layer", kind="number"),
        ),
        caption="corr_stops",
        empty="corr_stops_none",
        prefix="stops-",
        case=case.pk,
    )  # fmt: skip
