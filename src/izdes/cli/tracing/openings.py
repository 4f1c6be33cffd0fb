"""What a larger opening balance than the assumed one would change, in sentences.

Of several rules: of the one that was named first. The others are in the tables.
"""

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console

from izdes.adapters.words import Lang, amount, moment, say
from izdes.cli.tracing.lines import Line as Sentence
from izdes.cli.tracing.lines import print_lines
from izdes.cli.tracing.places import account_text, rule_named
from izdes.cli.tracing.result import Traced
from izdes.core.money.transfer import ClaimId
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.opening_curve import Line, OpeningCurve, opening_interval
from izdes.core.tracing.rules import RuleName

Json = dict[str, object]
Currencies = Mapping[ClaimId, str]
# Of each account the greatest changes are told; the table holds all.
MOST_TOLD = 12


def print_openings(traced: Traced, console: Console, lang: Lang) -> None:
    """Print what larger openings would change, where claimed money met an assumed one."""
    lines = list(_told(traced, lang))
    if lines:
        console.print()
        print_lines(lines, console)


def openings_json(traced: Traced) -> Json:
    """Return the least and the most of each ending for machines; nothing where nothing was met."""
    if not traced.traces:
        return {}
    rule, currencies = next(iter(traced.traces)), _currencies(traced)
    if rule not in traced.openings:
        return {"openings": None} if _is_met(traced, rule) else {}
    curves = traced.openings[rule]
    return {"openings": [_curve_json(c, currencies) for c in curves]} if curves else {}


def _told(traced: Traced, lang: Lang) -> Iterator[Sentence]:
    """Yield the sentences."""
    rule = next(iter(traced.traces), None)
    if rule is not None:
        curves = traced.openings.get(rule, ())
        for curve in curves:
            yield from _curve_told(curve, _currencies(traced), lang)
        if len(curves) > 1:
            yield 0, say("openings_alone", lang)
    left_out = [name for name in traced.traces if name not in traced.openings]
    if any(_is_met(traced, name) for name in left_out):
        rules = ", ".join(rule_named(name, lang) for name in left_out)
        yield 0, say("openings_left_out", lang, rules=rules)


def _curve_told(curve: OpeningCurve, currencies: Currencies, lang: Lang) -> Iterator[Sentence]:
    """Yield the sentences of one account: what was assumed, and which endings depend on it."""
    opening = curve.opening
    yield (
        0,
        say(
            "opening_not_known",
            lang,
            account=account_text(opening.account, lang),
            at=moment(opening.covered_from),
            least=amount(opening.least_minor, opening.currency),
            rule=rule_named(curve.rule, lang),
        ),
    )
    moving = sorted(_moving(curve.lines), key=lambda line: (-_change(line), line.place))
    if curve.rule == "lifo":
        yield 1, say("opening_lifo_refunds" if moving else "opening_lifo", lang)
    elif not moving:
        yield 1, say("opening_changes_nothing", lang)
    for line in moving[:MOST_TOLD]:
        yield 1, _line_told(curve, line, currencies, lang)
    if len(moving) > MOST_TOLD:
        yield 1, say("openings_more", lang, count=len(moving) - MOST_TOLD)


def _line_told(curve: OpeningCurve, line: Line, currencies: Currencies, lang: Lang) -> str:
    """Return the sentence of one ending that depends on the opening."""
    claim_currency = currencies[line.place.claim_id]
    amounts = [minor for _, minor in line.points]
    return say(
        "opening_changes" if line.is_exact else "opening_changes_samples",
        lang,
        claim=line.place.claim_id,
        account=account_text(line.place.account, lang),
        ending=say(line.place.ending, lang),
        now=amount(amounts[0], claim_currency),
        least=amount(min(amounts), claim_currency),
        most=amount(max(amounts), claim_currency),
        last=amount(line.points[-1][0], curve.opening.currency),
    )


def _moving(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines that a larger opening changes."""
    for line in lines:
        if _change(line):
            yield line


def _change(line: Line) -> int:
    """Return how far apart the least and the most of a line are."""
    amounts = [minor for _, minor in line.points]
    return max(amounts) - min(amounts)


def _curve_json(curve: OpeningCurve, currencies: Currencies) -> Json:
    """Return one account's curve, without its points: the table holds them."""
    intervals = opening_interval(curve)
    return {
        "account": curve.opening.account,
        "currency": curve.opening.currency,
        "covered_from": canonical_time(curve.opening.covered_from),
        "opening_least_minor": str(curve.opening.least_minor),
        "endings": [
            {
                **line.place._asdict(),
                "claim_currency": currencies[line.place.claim_id],
                "amount_minor": str(line.points[0][1]),
                "least_minor": str(intervals[line.place][0]),
                "most_minor": str(intervals[line.place][1]),
                "settled_minor": str(line.points[-1][0]) if line.is_exact else None,
                "is_exact": line.is_exact,
                "is_cut": line.is_cut,
            }
            for line in curve.lines
        ],
    }


def _currencies(traced: Traced) -> dict[ClaimId, str]:
    """Return the currency that each claim is counted in."""
    return {e.claim_id: e.currency for e in traced.first.endings}


def _is_met(traced: Traced, rule: RuleName) -> bool:
    """Say whether claimed money met an assumed opening."""
    return any("opening_assumed" in e.marks for e in traced.traces[rule].endings)
