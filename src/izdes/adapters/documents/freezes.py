"""A freeze on paper: one account, the most that may be held, for how long, who is told.

The amount is a cap, never the balance; it holds under the rule that the paper names.
"""

from izdes.adapters.documents.head import (
    Json,
    View,
    account_line,
    columns,
    differing,
    frame,
    known_or_other,
    sum_of,
)
from izdes.adapters.documents.plain import optional, plain, when
from izdes.adapters.documents.requests import arrival_row
from izdes.adapters.words import Lang, say
from izdes.core.law.pack import Measure, measure

_RULES = ("fifo",)
_MARKS = ("opening_assumed", "order_sensitive", "gap", "claimed_only")
_EXECUTED = ("received", "done", "balance", "held", "by")


def freeze_view(paper: Json, lang: Lang) -> View:
    """Return everything a freeze prints, as strings in the paper's language."""
    rule = measure(paper["measure"])
    return {
        **frame(paper, lang),
        "found_title": say("paper_found_title", lang),
        "grounds": say("paper_grounds.freeze", lang),
        "account": _account(paper, lang),
        "notes": _notes(paper, lang),
        "order_title": say("paper_order_title", lang),
        "order": _order(paper, rule, lang),
        "notices_title": _notices_title(rule, lang),
        "notices": [say(f"paper_noticed.{notice.to}", lang) for notice in rule.notices],
        "executed_title": say("paper_executed_title", lang),
        "executed": [say(f"paper_executed.{name}", lang) for name in _EXECUTED],
        "arrivals_title": say("paper_arrivals_freeze", lang),
        "arrivals_head": columns(("booked_at", "amount", "traced", "payer_source"), lang),
        "arrivals": [arrival_row(a, paper["currency"]) for a in paper.get("arrivals", ())],
        "claims_title": say("paper_claims_title", lang),
        "claims_head": columns(("claim", "sum"), lang),
        "claims": _claims(paper),
    }


def _claims(paper: Json) -> list[dict[str, str]]:
    """Return how the amount divides among the complaints."""
    return [
        {
            "claim": plain(claim["claim_id"]),
            "amount": sum_of(claim["amount_minor"], paper["currency"]),
        }
        for claim in paper.get("claims", ())
    ]


def _account(paper: Json, lang: Lang) -> list[View]:
    """Return the account, its holder and the amounts, blank where not known."""
    account, currency = paper["account"], paper["currency"]
    key, printed = account["key"], account.get("printed")
    held_as_of = when(paper.get("held_as_of")) or when(paper["as_of"])
    rows: list[tuple[str, str, str | None]] = [
        ("account", say("paper_freeze.account", lang), account_line(key, printed, lang)),
        ("printed", say("paper_freeze.printed", lang), differing(printed, key)),
        ("holder", say("paper_freeze.holder", lang), optional(account.get("holder"))),
        ("holder_iin", say("paper_freeze.holder_iin", lang), optional(account.get("holder_iin"))),
        ("cap", say("paper_freeze.cap", lang), sum_of(paper["cap_minor"], currency)),
        (
            "held",
            say("paper_freeze.held", lang, moment=held_as_of),
            sum_of(paper["held_minor"], currency),
        ),
        (
            "frontier",
            say("paper_freeze.frontier", lang),
            sum_of(paper["frontier_minor"], currency),
        ),
    ]
    hidden = _hidden(paper, differing(printed, key))
    return [
        {"kind": kind, "label": label, "value": value}
        for kind, label, value in rows
        if kind not in hidden
    ]


def _hidden(paper: Json, printed: str | None) -> set[str]:
    """Return the rows that would say nothing: an equal spelling, a part that is nought."""
    nought = {name for name in ("held", "frontier") if int(paper[f"{name}_minor"]) == 0}
    return (nought if len(nought) == 1 else set()) | (set() if printed else {"printed"})


def _notes(paper: Json, lang: Lang) -> list[str]:
    """Return the rule of the calculation and everything the reader must know of the amount."""
    marks = (known_or_other("paper_mark", m, lang, _MARKS) for m in paper.get("marks", ()))
    return [known_or_other("paper_rule", paper["rule"], lang, _RULES), *marks]


def _order(paper: Json, rule: Measure, lang: Lang) -> list[str]:
    """Return the points of the decree."""
    account = paper["account"]
    hold = say(
        f"paper_order.{rule.measure_id}",
        lang,
        account=account_line(account["key"], account.get("printed"), lang),
        amount=sum_of(paper["cap_minor"], paper["currency"]),
        days=rule.term_days,
    )
    points = [say(f"paper_order.{name}", lang) for name in ("limits", "report", "lapse")]
    return [hold, *points, *_notify(rule, lang)]


def _notify(rule: Measure, lang: Lang) -> list[str]:
    """Return the points about who is told, one for each span of time."""
    spans = sorted({notice.within_hours for notice in rule.notices})
    return [
        say(
            "paper_order.notify",
            lang,
            hours=hours,
            recipients=", ".join(
                say(f"paper_notice_to.{n.to}", lang)
                for n in rule.notices
                if n.within_hours == hours
            ),
        )
        for hours in spans
    ]


def _notices_title(rule: Measure, lang: Lang) -> str:
    """Return the heading of the record of notices, with the shortest of their terms."""
    hours = min((notice.within_hours for notice in rule.notices), default=0)
    return say("paper_notices_title", lang, hours=hours)
