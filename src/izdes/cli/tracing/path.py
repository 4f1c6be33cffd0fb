"""The path of a claim in sentences, each branch set in below what it continues."""

from collections.abc import Iterator, Sequence

from izdes.adapters.tables.trace import Bounds
from izdes.adapters.words import Lang, amount, moment, say
from izdes.cli.tracing.lines import Line
from izdes.cli.tracing.places import (
    account_text,
    bound_text,
    from_text,
    kind_of,
    named_text,
    party_text,
    rule_named,
    rule_text,
)
from izdes.core.money.account import is_virtual
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.path import Hop, Stop, path_of
from izdes.core.tracing.trace import Ending, Trace

Json = dict[str, object]
_PLAIN_STOPS = {"held", "frontier", "lender", "returned"}


def path_lines(
    trace: Trace, ledger: Ledger, claim: Claim, bounds: Bounds, lang: Lang
) -> Iterator[Line]:
    """Yield the path of a claim under a trace's rule, and then where all of it is."""
    endings = [e for e in trace.endings if e.claim_id == claim.claim_id and e.amount_minor]
    currency = endings[0].currency if endings else claim.currency
    path = path_of(trace, ledger, claim.claim_id)
    yield (
        0,
        say(
            "path_head",
            lang,
            claim=claim.claim_id,
            amount=amount(claim.amount_minor, currency),
            rule=rule_text(trace.rule, lang),
        ),
    )
    if not path:
        yield 0, _without_path(endings, lang)
    for hop in path:
        yield hop.depth + 1, " ".join(_hop(hop, trace.rule, currency, lang))
        yield from ((hop.depth + 2, text) for text in _stops(hop, lang))
    yield 0, say("path_total", lang)
    names = {hop.transfer.payee.account: hop.transfer.payee.name for hop in path}
    for e in endings:
        yield 1, " ".join(_total(e, names.get(e.account, ""), bounds, lang))


def _without_path(endings: Sequence[Ending], lang: Lang) -> str:
    """Say why a claim has no path."""
    if any(e.ending == "returned" for e in endings):
        return say("path_undone", lang, account=account_text(endings[0].account, lang))
    return say("path_unmatched", lang)


def _hop(hop: Hop, rule: str, currency: str, lang: Lang) -> Iterator[str]:
    """Yield the sentences of one movement: what moved, what of it is the claim's, what follows."""
    t = hop.transfer
    yield say(
        f"path_move_{kind_of(t.payee.account)}",
        lang,
        at=moment(t.booked_at),
        payer=from_text(t.payer, lang),
        payee=party_text(t.payee, lang),
        named=named_text(t.payee.name),
        whole=amount(t.amount_minor, t.currency),
    )
    if t.is_late:
        yield say("path_late", lang, arrived=moment(t.arrives_at))
    yield _share(hop, rule, lang)
    if t.currency != currency:
        yield say("path_origin", lang, origin=amount(hop.origin_minor, currency))
    if hop.behind:
        yield say("path_behind", lang, behind=hop.behind)
    parts = hop.continues + len(hop.stops)
    if parts > 1:
        yield say("path_splits", lang, count=parts)


def _share(hop: Hop, rule: str, lang: Lang) -> str:
    """Say how much of a movement is the claim's: as claimed at its beginning, later by the rule."""
    is_whole = hop.amount_minor == hop.transfer.amount_minor
    given = amount(hop.amount_minor, hop.transfer.currency)
    if hop.depth == 0:
        code = "path_claimed_whole" if is_whole else "path_claimed_part"
        return say(code, lang, amount=given)
    code = "path_whole" if is_whole else "path_part"
    return say(code, lang, amount=given, rule=rule_named(rule, lang))


def _stops(hop: Hop, lang: Lang) -> Iterator[str]:
    """Yield where parts of a movement stopped; not what the movement itself says already."""
    for stop in hop.stops:
        is_said = is_virtual(stop.account) and not hop.continues and len(hop.stops) == 1
        if not is_said:
            yield _stop(hop, stop, lang)


def _stop(hop: Hop, stop: Stop, lang: Lang) -> str:
    """Say where one part stopped."""
    holder = hop.transfer.payee.name if hop.transfer.payee.account == stop.account else ""
    return say(
        f"path_stop_{_stop_kind(stop)}",
        lang,
        account=account_text(stop.account, lang, name=holder),
        amount=amount(stop.amount_minor, stop.currency),
        as_of=moment(stop.as_of) if stop.as_of else "—",
        ending=say(stop.ending, lang),
    )


def _stop_kind(stop: Stop) -> str:
    """Return which sentence says how a part stopped."""
    if is_virtual(stop.account) or stop.ending not in _PLAIN_STOPS:
        return "here"
    return "gap" if "gap" in stop.marks else stop.ending


def _total(e: Ending, name: str, bounds: Bounds, lang: Lang) -> Iterator[str]:
    """Yield what one ending comes to, under this rule and under any."""
    is_named = bool(e.account) and not is_virtual(e.account)
    yield say(
        "path_total_line" if is_named else "path_total_plain",
        lang,
        amount=amount(e.amount_minor, e.currency),
        ending=say(e.ending, lang),
        account=account_text(e.account, lang, name=name),
        named=named_text(name),
    )
    bound = bounds.get((e.claim_id, e.account, e.ending, e.local_currency))
    if bound is not None and e.local_currency == e.currency:
        yield bound_text(*bound, e.currency, lang)
    if "order_sensitive" in e.marks:
        least, most = (amount(minor, e.currency) for minor in (e.least_minor, e.most_minor))
        yield say("any_order", lang, least=least, most=most)
    if e.behind:
        yield say("path_behind", lang, behind=e.behind)


def path_json(trace: Trace, ledger: Ledger, claim: Claim) -> Json:
    """Return the path of a claim for machines."""
    path = path_of(trace, ledger, claim.claim_id)
    return {"claim_id": claim.claim_id, "rule": trace.rule, "hops": [_hop_json(h) for h in path]}


def _hop_json(hop: Hop) -> Json:
    """Return one movement for machines."""
    t = hop.transfer
    return {
        "depth": hop.depth,
        "transfer_id": t.transfer_id,
        "payer": t.payer.account,
        "payee": t.payee.account,
        "left_at": canonical_time(t.booked_at),
        "arrived_at": canonical_time(t.arrives_at),
        "whole_minor": str(t.amount_minor),
        "amount_minor": str(hop.amount_minor),
        "currency": t.currency,
        "origin_minor": str(hop.origin_minor),
        "behind": hop.behind,
        "stops": [
            {
                "account": stop.account,
                "ending": stop.ending,
                "amount_minor": str(stop.amount_minor),
                "currency": stop.currency,
                "origin_minor": str(stop.origin_minor),
                "as_of": canonical_time(stop.as_of) if stop.as_of else None,
                "behind": stop.behind,
                "marks": list(stop.marks),
            }
            for stop in hop.stops
        ],
    }
