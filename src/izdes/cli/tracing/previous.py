"""What moved since an earlier result, and why, in sentences."""

from collections.abc import Iterator
from datetime import datetime

from izdes.adapters.words import Lang, amount, moment, say
from izdes.cli.tracing.earlier import Moved, Reason
from izdes.cli.tracing.lines import Line
from izdes.cli.tracing.places import account_text
from izdes.core.money.account import AccountKey

Json = dict[str, object]


def moved_lines(moved: Moved, lang: Lang) -> Iterator[Line]:
    """Yield what moved, and why, in sentences."""
    yield 0, say("previous_head", lang, out=moved.name)
    for reason in moved.general:
        yield 1, _said(reason, lang)
    if not moved.claims:
        yield 1, say("previous_nothing", lang)
    for reason, places in moved.claims:
        yield 1, _said(reason, lang)
        for (account, ending, currency), before, now in places:
            yield (
                2,
                say(
                    "moved_line",
                    lang,
                    account=account_text(AccountKey(account), lang),
                    ending=say(ending, lang),
                    before=amount(before, currency),
                    after=amount(now, currency),
                ),
            )


def _said(reason: Reason, lang: Lang) -> str:
    """Return a reason as a sentence."""
    given = dict(reason.details)
    for name in ("start", "end", "at"):
        if name in given:
            given[name] = moment(datetime.fromisoformat(given[name]))
    if "account" in given:
        given["account"] = account_text(AccountKey(given["account"]), lang)
    return say(reason.code, lang, **given)


def moved_json(moved: Moved) -> Json:
    """Return what moved, and why, for machines."""
    return {
        "previous": moved.name,
        "inputs": [r.code for r in moved.general],
        "claims": [
            {
                "claim_id": reason.details["claim"],
                "why": reason.code,
                "details": dict(reason.details),
                "places": [
                    {
                        "account": account,
                        "ending": ending,
                        "currency": currency,
                        "before_minor": str(before),
                        "now_minor": str(now),
                    }
                    for (account, ending, currency), before, now in places
                ],
            }
            for reason, places in moved.claims
        ],
    }
