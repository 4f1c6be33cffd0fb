"""The result of a trace as tables: where the money stopped, and the rules side by side."""

from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from izdes.adapters.tables.comparison import Compared
from izdes.adapters.tables.trace import Bounds, bound_of
from izdes.adapters.words import Lang, amount, say
from izdes.cli.tracing.places import account_text, rule_short, rule_text
from izdes.cli.visible import plain
from izdes.core.tracing.poison import Reached
from izdes.core.tracing.trace import Trace


def print_endings(trace: Trace, bounds: Bounds | None, console: Console, lang: Lang) -> None:
    """Print where the money stopped under one rule, and beside it what holds under any."""
    table = _table(("col_claim", "col_account", "col_ending"), lang)
    _add_sums(table, [say("col_amount", lang), *_envelope_titles(bounds, lang)])
    for e in trace.endings:
        if e.amount_minor:
            limits = () if bounds is None else bound_of(bounds, e)
            table.add_row(
                plain(e.claim_id),
                plain(e.account or "—"),
                say(e.ending, lang),
                amount(e.amount_minor, e.currency),
                *(_sum(minor, e.local_currency) for minor in limits),
            )
    console.print(table)
    console.print()
    console.print(Text(say("trace_rule", lang, rule=rule_text(trace.rule, lang))))
    if bounds is None:
        console.print(Text(say("trace_envelope_left_out", lang)))


def print_comparison(
    rows: Iterable[Compared], bounds: Bounds | None, console: Console, lang: Lang
) -> None:
    """Print several rules side by side with the envelope, and what it says in sentences."""
    compared = list(rows)
    rules = list(compared[0].by_rule) if compared else []
    table = _table(("col_claim", "col_account", "col_ending"), lang)
    _add_sums(table, [rule_short(rule, lang) for rule in rules] + _envelope_titles(bounds, lang))
    for c in compared:
        limits = () if bounds is None else (c.least_minor, c.most_minor)
        table.add_row(
            plain(c.claim_id),
            plain(c.account or "—"),
            say(c.ending, lang),
            *(_sum(minor, c.currency) for minor in (*c.by_rule.values(), *limits)),
        )
    console.print(table)
    console.print()
    if bounds is None:
        console.print(Text(say("trace_envelope_left_out", lang)))
        return
    console.print(Text(say("comparison_lead", lang)))
    for sentence in _certain(compared, lang):
        console.print(plain(f"  {sentence}"))


def print_reached(reached: Sequence[Reached], console: Console, lang: Lang) -> None:
    """Print how far claimed money may have come; the table holds the accounts."""
    accounts = {r.account for r in reached}
    console.print()
    console.print(Text(say("poison_lead", lang, accounts=len(accounts))))


def _certain(rows: Iterable[Compared], lang: Lang) -> Iterator[str]:
    """Yield a sentence for every place where some money is whatever the rule."""
    certain = [c for c in rows if c.is_certain]
    for c in certain:
        yield say(
            "comparison_exact" if c.least_minor == c.most_minor else "comparison_certain",
            lang,
            claim=c.claim_id,
            account=account_text(c.account, lang),
            ending=say(c.ending, lang),
            least=_sum(c.least_minor, c.currency),
            most=_sum(c.most_minor, c.currency),
        )
    if not certain:
        yield say("comparison_nothing_certain", lang)


def _table(titles: Iterable[str], lang: Lang) -> Table:
    """Return a table with columns of text."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for code in titles:
        table.add_column(say(code, lang), overflow="fold")
    return table


def _add_sums(table: Table, titles: Iterable[str]) -> None:
    """Add columns of sums."""
    for title in titles:
        table.add_column(title, justify="right")


def _envelope_titles(bounds: Bounds | None, lang: Lang) -> list[str]:
    """Return the titles of the two columns of the envelope, where it was computed."""
    return [] if bounds is None else [say(code, lang) for code in ("col_least", "col_most")]


def _sum(minor: int | None, currency: str) -> str:
    """Return a sum, or a dash where none is stated."""
    return "—" if minor is None else amount(minor, currency)
