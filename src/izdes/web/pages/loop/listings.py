"""The tables of a plan: accounts by rank, and what is not asked."""

from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.web.cases.masking import Sight
from izdes.web.language import language
from izdes.web.loop.models import Plan, Spot, Stop
from izdes.web.loop.selectors import spots_visible_to, stops_visible_to
from izdes.web.pages.correspondence.naming import account_chip, state_mark, worded
from izdes.web.pages.correspondence.requests import request_url
from izdes.web.pages.figures import Chip, Link, Mark, Money
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Column, Listing, Text
from izdes.web.pages.triage.desk import bank_name, register_today

_NOBODY_KNOWS = "—"
_HIDDEN = "•"
# What an account of the ledger may be known by; the rest is a payee whom nobody named.
_NUMBERED = frozenset({"iban", "card", "phone", "wallet", "acct", "chain"})


def spots_listing(
    request: OfficerRequest, plan: Plan, sight: Sight, *, case: int | None
) -> Listing:
    """Return where money may still be, the most that is likely there and not held first."""
    register, at = register_today(), now()

    def draft(spot: Spot) -> object:
        if spot.request is not None:
            return Link(spot.request.number, request_url(spot.request))
        return worded("hold_stop.", spot.reason) if spot.reason else _NOBODY_KNOWS

    def state(spot: Spot) -> object:
        return state_mark(spot.request, at) if spot.request else _NOBODY_KNOWS

    return Listing(
        request,
        name="spots",
        rows=spots_visible_to(request.user)
        .filter(plan=plan)
        .select_related("request")
        .order_by("rank"),
        columns=(
            Column("rank", "rank", sort="rank", kind="number", words="loop_rank"),
            Column("account", lambda s: _account(s, sight), sort="masked", kind="identifier",
                   words="loop_account", filter=Text("masked")),
            Column("institution", lambda s: bank_name(s.institution, register) or _NOBODY_KNOWS,
                   sort="institution", words="loop_institution"),
            Column("draft", draft, kind="link", words="loop_draft"),
            Column("state", state, kind="state", words="loop_state"),
            Column("cap", "cap_minor", sort="cap_minor", kind="money", currency=".currency",
                   words="loop_cap"),
            Column("likely", lambda s: _sum(s.likely_minor, s), sort="likely_minor",
                   kind="money", words="loop_likely"),
            Column("basis", lambda s: Mark(worded("loop_basis_", s.basis), "guess"), sort="basis",
                   kind="state", words="loop_basis"),
            Column("loss", lambda s: _sum(s.loss_per_hour_minor, s),
                   sort="loss_per_hour_minor", kind="money", words="loop_loss"),
            Column("caught", "caught_minor", sort="caught_minor", kind="money",
                   currency=".currency", words="loop_caught"),
            Column("traced", "traced_minor", sort="traced_minor", kind="money",
                   currency=".currency", words="loop_traced", is_hidden=True),
            Column("arrived", "arrived_last", sort="arrived_last", kind="moment",
                   words="loop_arrived", is_hidden=True),
        ),
        caption="loop_spots",
        empty="loop_spots_none",
        tone=lambda s: "held" if s.caught_minor else "",
        prefix="spots-",
        case=case,
    )  # fmt: skip


def stops_listing(request: OfficerRequest, plan: Plan, *, case: int | None) -> Listing:
    """Return what is not asked, each question with its reason."""
    register = register_today()

    def institution(stop: Stop) -> str:
        return bank_name(stop.institution, register) or _NOBODY_KNOWS

    return Listing(
        request,
        name="stops",
        rows=stops_visible_to(request.user).filter(plan=plan).order_by("ordinal"),
        columns=(
            Column("account", lambda s: _masked(s.masked), sort="masked",
                   words="loop_account", filter=Text("masked")),
            Column("institution", institution, sort="institution", words="loop_institution"),
            Column("because", lambda s: worded("paper_because.", s.because), sort="because",
                   words="loop_because"),
            Column("reason", lambda s: worded("hold_stop.", s.reason), sort="reason",
                   words="loop_reason"),
            Column("traced", "traced_minor", sort="traced_minor", kind="money",
                   currency=".currency", words="loop_traced"),
            Column("expected", "expected_minor", sort="expected_minor", kind="money",
                   currency=".currency", words="loop_expected"),
            Column("layer", "layer", sort="layer", kind="number", words="loop_layer"),
        ),
        caption="loop_stops",
        empty="loop_stops_none",
        prefix="stops-",
        case=case,
    )  # fmt: skip


def _account(spot: Spot, sight: Sight) -> Chip | str:
    """Return an account as the case may know it: its number, its end, or that it is not known."""
    kind, _, _ = spot.account.partition(":")
    if kind in _NUMBERED:
        return account_chip(spot.account, sight)
    return _masked(spot.masked)


def _masked(number: str) -> str:
    """Return the end of a number; of one without an end, that the account is not known."""
    return number if number.strip(_HIDDEN) else say("paper_account.unknown", language())


def _sum(minor: int | None, spot: Spot) -> Money | str:
    """Return an estimate, or that there is none."""
    return say("loop_no_estimate", language()) if minor is None else Money(minor, spot.currency)
