"""Why two complaints are in one series, or are not, in sentences.

Every figure is that of `izdes.core.linking.explaining.explain`; nothing is computed here but the
words.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from izdes.adapters.words import Lang, entries, say
from izdes.adapters.words.figures import day
from izdes.cli.linking.asked import EXAMPLE_HAND, Asked
from izdes.cli.linking.table import kind_word, lines, thousandths
from izdes.cli.visible import plain
from izdes.core.linking.explaining.agreements import Agreement
from izdes.core.linking.explaining.explain import Distance, Explanation, random_pair_milli
from izdes.core.linking.holders.persons import KIND as HOLDER
from izdes.core.linking.holders.table import level_code
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.series import JUDGED, Link

_DAY = timedelta(days=1)
# Beyond this a product of assumed frequencies says nothing more precise than "very much".
_MOST_TIMES_MILLI = 6000
_FIVE_MILLI, _TWO_MILLI = 699, 302


def print_explanation(asked: Asked, out: Console, lang: Lang) -> None:
    """Print an explanation: what counts, what does not, and what follows."""
    found = asked.explanation
    for name in (found.complaint_a, found.complaint_b):
        complaint = asked.complaint(name)
        date = day(complaint.reported_at)
        out.print(plain(say("explain_complaint", lang, name=name, line=complaint.line, day=date)))
    _heading("explain_agreements", out, lang)
    if found.agreements:
        out.print(_waterfall(asked, found.agreements, found.evidence_milli, lang))
    else:
        out.print(plain(say("explain_nothing_shared", lang)))
    for line in (*_excluded(found, lang), *_judged(found.judgements, lang), *_prior(found, lang)):
        out.print(plain(line))
    _heading("explain_series", out, lang)
    for line in _outcome(asked, lang):
        out.print(plain(line))
    if found.money:
        _heading("explain_money", out, lang)
        out.print(_waterfall(asked, found.money, found.money_milli, lang))
        for line in _money(asked, lang):
            out.print(plain(line))


def _heading(code: str, out: Console, lang: Lang) -> None:
    """Print a heading."""
    out.print()
    out.print(Text(say(code, lang), style="bold"))


def _waterfall(asked: Asked, agreements: Sequence[Agreement], milli: int, lang: Lang) -> Table:
    """Return the agreements, each with what time and other agreements take away, and the sum."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, show_footer=True)
    evidence = thousandths(milli)
    table.add_column(say("col_agreement", lang), say("explain_sum", lang), overflow="fold")
    for code in ("col_degree", "col_weight", "col_silence", "col_kept", "col_already"):
        table.add_column(say(code, lang), justify="right")
    table.add_column(say("col_counted", lang), evidence, justify="right", no_wrap=True)
    for agreement in agreements:
        table.add_row(
            lines(_described(asked, agreement, lang)),
            str(agreement.degree),
            thousandths(agreement.whole_milli),
            say("explain_days", lang, days=-(-agreement.silence // _DAY)),
            f"{agreement.kept // 10} %",
            thousandths(agreement.already_milli) if agreement.already_milli else "",
            thousandths(agreement.counted_milli),
        )
    return table


def _described(asked: Asked, agreement: Agreement, lang: Lang) -> Iterator[str]:
    """Yield what both name, and where each of them does."""
    yield say(agreement.reason, lang)
    yield f"{kind_word(agreement.kind, lang)} {agreement.value}"
    for kind, value in agreement.implied_by:
        yield say("explain_implied", lang, name=f"{kind_word(kind, lang)} {value}")
    for mention in (agreement.one, agreement.other):
        places = ", ".join(map(str, asked.sources(mention))) or say("explain_elsewhere", lang)
        written = "" if mention.value == agreement.value else f" {mention.value}"
        yield f"  {mention.complaint_id}:{written} {places}"


def _excluded(found: Explanation, lang: Lang) -> Iterator[str]:
    """Yield what both name and what was kept out, with why."""
    for one in found.excluded:
        said = one.verdict
        yield say(
            "explain_excluded",
            lang,
            name=f"{kind_word(one.kind, lang)} {one.value}",
            verdict=say(said.verdict, lang),
            reason=reason_word(said.reason, lang),
            degree=one.degree,
        )
        for code, points in said.grounds:
            yield f"  {points:+d} {reason_word(code, lang)}"


def reason_word(reason: str, lang: Lang) -> str:
    """Return the sentence of a reason; an officer's own words stay as they are."""
    return say(reason, lang) if reason in entries() else reason


def _judged(judgements: Sequence[Judgement], lang: Lang) -> Iterator[str]:
    """Yield what officers said of the pair."""
    for j in judgements:
        given = {"by": j.by, "day": day(j.at), "reason": j.reason, "id": j.judgement_id}
        yield say(f"explain_judged_{j.verdict}", lang, **given)


def _prior(found: Explanation, lang: Lang) -> Iterator[str]:
    """Yield what the sum says, and what it does not."""
    if found.evidence_milli > 0:
        yield say("explain_times", lang, times=_times(found.evidence_milli))
    odds = random_pair_milli(EXAMPLE_HAND, found.population)
    yield say(
        "explain_prior",
        lang,
        hand=EXAMPLE_HAND,
        population=_grouped(found.population),
        odds=thousandths(odds),
    )


def _times(milli: int) -> str:
    r"""Return a round number that a ratio is not below, at most a million.

    >>> _times(3829), _times(301), _times(9000)
    ('5\u202f000', '1', '1\u202f000\u202f000')
    """
    whole, rest = divmod(min(milli, _MOST_TIMES_MILLI), 1000)
    first = 5 if rest >= _FIVE_MILLI else 2 if rest >= _TWO_MILLI else 1
    return _grouped(first * 10**whole)


def _grouped(number: int) -> str:
    """Return a number in groups of three digits."""
    return f"{number:,}".replace(",", "\u202f")


def _outcome(asked: Asked, lang: Lang) -> Iterator[str]:
    """Yield by which links the two hold together, or what keeps their series apart."""
    found = asked.explanation
    if found.distance is not None:
        yield from _apart(found.distance, lang)
        return
    series = dict(asked.links.series)[found.complaint_a]
    yield say("explain_one_series", lang, series=series, links=len(found.chain))
    for link in found.chain:
        yield f"  {_link(link, lang)}"
    if found.weakest is not None and len(found.chain) > 1:
        weakest = f"{found.weakest.complaint_a} – {found.weakest.complaint_b}"
        yield say("explain_weakest", lang, link=weakest)


def _link(link: Link, lang: Lang) -> str:
    """Return one link of the chain."""
    given = {"one": link.complaint_a, "other": link.complaint_b}
    if link.reason == JUDGED:
        return say("explain_link_judged", lang, **given)
    name = f"{kind_word(link.kind, lang)} {link.value}"
    return say(
        "explain_link",
        lang,
        **given,
        name=name if link.value else say(link.reason, lang),
        weight=thousandths(link.log10_lr_milli),
        evidence=thousandths(link.evidence_milli),
        level=thousandths(link.level),
    )


def _money(asked: Asked, lang: Lang) -> Iterator[str]:
    """Yield why accounts have one holder, and which service both paid."""
    names = asked.held.names
    for agreement in asked.explanation.money:
        if agreement.kind == HOLDER:
            name = names.get(agreement.value) or agreement.value
            yield say("explain_holder", lang, name=name)
            for found in asked.held.reasons(agreement.value):
                why = ", ".join(say(level_code(*level), lang) for level in found.levels)
                records = f"{found.one} – {found.other}"
                weight = thousandths(found.log10_lr_milli)
                yield "  " + say(
                    "explain_holder_why", lang, records=records, weight=weight, why=why
                )
    service = asked.explanation.service
    code = "explain_no_service" if service is None else "explain_service"
    yield say(code, lang, service=service or "")


def _apart(distance: Distance, lang: Lang) -> Iterator[str]:
    """Yield what would be needed for one series."""
    yield say(
        "explain_two_series",
        lang,
        one=distance.series_a,
        ones=distance.members_a,
        other=distance.series_b,
        others=distance.members_b,
        evidence=thousandths(distance.evidence_milli),
        needed=thousandths(distance.needed_milli),
    )
    for j in distance.apart:
        given = {"one": j.complaint_a, "other": j.complaint_b}
        yield say("explain_kept_apart", lang, id=j.judgement_id, by=j.by, day=day(j.at), **given)
    if distance.is_too_large:
        yield say("explain_too_large", lang, most=distance.most)
    elif distance.missing_milli:
        yield say("explain_missing", lang, missing=thousandths(distance.missing_milli))
