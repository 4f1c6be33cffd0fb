"""The series as a table: how many, where, when, how much, and by what they are joined."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from izdes.adapters.tables.links import Linked
from izdes.adapters.words import Lang, amount, entries, say
from izdes.adapters.words.figures import day
from izdes.cli.visible import plain
from izdes.core.linking.series import JUDGED

Json = dict[str, Any]
_REASONS_SHOWN = 3
_REGIONS_SHOWN = 4
# A table of nine columns needs room where nobody says how much there is.
_PIPE_WIDTH = 160


def console() -> Console:
    """Return where tables are printed: as wide as the terminal, wide enough on a pipe."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def print_series(series: Sequence[Json], found: Linked, lang: Lang, *, top: int) -> None:
    """Print the largest series, and in a line what there is beside them."""
    out = console()
    if series:
        out.print(_table(series[:top], lang))
    else:
        out.print(plain(say("link_no_series", lang)))
    if len(series) > top:
        out.print(plain(say("link_more_series", lang, series=len(series) - top)))
    out.print(plain(counts_line(found, lang)))
    for line in _next_steps(found, lang):
        out.print(plain(line))


def counts_line(found: Linked, lang: Lang) -> str:
    """Return how many complaints, series and identifiers of each verdict there are."""
    links = found.links
    sizes = Counter(series for _, series in links.series)
    verdicts = Counter(hub.verdict for hub in links.hubs)
    return say(
        "link_counts",
        lang,
        complaints=len(links.series),
        series=sum(size > 1 for size in sizes.values()),
        alone=sum(size == 1 for size in sizes.values()),
        hubs=verdicts["hub"],
        pending=verdicts["pending"],
        possible=len(links.possible),
    )


def _next_steps(found: Linked, lang: Lang) -> Iterable[str]:
    """Yield what stands beside the series and waits for a person."""
    if found.links.possible:
        yield say("link_possible", lang)
    if shared := [one for one in found.links.services if one.shared_by > 1]:
        yield say("link_services", lang, services=len(shared))
    if any(hub.verdict == "pending" for hub in found.links.hubs):
        yield say("link_review_pending", lang)
    if found.links.contradictions:
        yield say("link_contradictions", lang, judgements=len(found.links.contradictions))


def _table(series: Sequence[Json], lang: Lang) -> Table:
    """Return the table of some series."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(say("col_series", lang), overflow="fold")
    table.add_column(say("col_members", lang), justify="right")
    table.add_column(say("col_campaigns", lang), justify="right")
    table.add_column(say("col_regions", lang))
    table.add_column(say("col_dates", lang), no_wrap=True)
    table.add_column(say("col_declared_loss", lang), justify="right", no_wrap=True)
    table.add_column(say("col_strongest", lang), overflow="fold")
    for part in series:
        table.add_row(*_row(part, lang))
    return table


def _row(part: Json, lang: Lang) -> Iterable[Text]:
    """Yield the cells of one series."""
    first, last = (day(datetime.fromisoformat(part[end])) for end in ("first", "last"))
    losses = [amount(int(loss["amount_minor"]), loss["currency"]) for loss in part["loss"]]
    yield plain(part["series_id"])
    yield plain(str(len(part["complaints"])))
    yield plain(str(len(part["campaigns"])) if part["campaigns"] else "—")
    yield plain(_regions(part["regions"], lang))
    yield plain(first if first == last else f"{first}–{last}")
    yield lines(losses or ["—"])
    yield lines(_reasons(part["reasons"], lang))


def lines(texts: Iterable[str]) -> Text:
    """Return texts below each other in one cell."""
    return Text("\n").join(map(plain, texts))


def _regions(codes: Sequence[str], lang: Lang) -> str:
    """Return the names of some regions, and how many more there are."""
    names = [region(code, lang) for code in codes[:_REGIONS_SHOWN]]
    if len(codes) > _REGIONS_SHOWN:
        names.append(f"+{len(codes) - _REGIONS_SHOWN}")
    return ", ".join(names) or "—"


def region(code: str, lang: Lang) -> str:
    """Return the name of a region by its classifier, or the code where it has none."""
    return say(f"region_{code}", lang) if f"region_{code}" in entries() else code


def _reasons(reasons: Sequence[Json], lang: Lang) -> Iterable[str]:
    """Yield the strongest things that the complaints share, with their weights."""
    for reason in reasons[:_REASONS_SHOWN]:
        if reason["reason"] == JUDGED:
            yield say("link_judged", lang)
            continue
        name = f"{kind_word(reason['kind'], lang)} {reason['value']}"
        strength = hundredths(reason["log10_lr_milli"])
        yield say("link_reason", lang, name=name, strength=strength, complaints=reason["count"])
    if len(reasons) > _REASONS_SHOWN:
        yield say("link_more_reasons", lang, reasons=len(reasons) - _REASONS_SHOWN)


def kind_word(kind: str, lang: Lang) -> str:
    """Return what a kind of identifier is called."""
    return say(f"kind_{kind}", lang) if f"kind_{kind}" in entries() else kind


def hundredths(milli: int) -> str:
    """Write thousandths with two decimals, the rest cut off.

    >>> hundredths(3829), hundredths(-45)
    ('3,82', '-0,04')
    """
    return thousandths(milli)[:-1]


def thousandths(milli: int) -> str:
    """Write an integer number of thousandths.

    >>> thousandths(3829), thousandths(-45)
    ('3,829', '-0,045')
    """
    whole, rest = divmod(abs(milli), 1000)
    return f"{'-' if milli < 0 else ''}{whole},{rest:03d}"
