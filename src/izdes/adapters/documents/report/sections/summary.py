"""Summary: how much was claimed, where it is, and what to do first."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from izdes.adapters.documents.report.glyphs import ENDINGS, glyph, pattern
from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag
from izdes.adapters.documents.report.parties import account_line, institution
from izdes.adapters.documents.report.phrases import money, sums, words
from izdes.adapters.documents.report.sections import proposal, section
from izdes.adapters.documents.report.shape import EndingTotal, Findings, RequestPart
from izdes.adapters.documents.report.tables import Cell, Column, filled

__all__ = ["ENDING_COLUMNS", "summary", "traced_of"]

ENDING_COLUMNS = (
    Column("report_col_ending"),
    Column("report_col_amount", "number"),
    Column("report_col_share", "number"),
    Column("report_col_claims", "number"),
)
# Glyphs are drawn only where a part of the bar is wide enough for one, in thousandths.
_GLYPH_FROM = 25


def summary(findings: Findings) -> Html:
    """Return the section."""
    if not findings["summary"]["complaints"]:
        return section("summary", tag("p", words("report_no_complaints"), class_="empty"))
    return section(
        "summary",
        tag("ul", joined(_tiles(findings)), class_="tiles"),
        tag("div", joined(tag("p", line) for line in _sentences(findings)), class_="prose"),
        _first_steps(findings),
        joined(_money_by_ending(findings)),
    )


def traced_of(request: RequestPart) -> dict[str, int]:
    """Return how much traced money a request asks about, by currency."""
    totals: Counter[str] = Counter()
    for subject in request["subjects"]:
        totals[subject["currency"]] += int(subject["traced_minor"])
    return dict(totals)


def _tiles(findings: Findings) -> Iterator[Html]:
    """Yield the figures that a reader looks for first."""
    counts = findings["summary"]
    reachable: Counter[str] = Counter()
    for freeze in findings["freezes"]:
        reachable[freeze["currency"]] += int(freeze["cap_minor"])
    claimed = {total["currency"]: int(total["amount_minor"]) for total in counts["claimed"]}
    yield _tile("report_tile_claimed", sums(claimed))
    yield _tile("report_tile_reachable", sums(reachable))
    yield _tile("report_tile_freezes", _count(counts["freezes"]))
    yield _tile("report_tile_requests", _count(counts["requests"]))
    yield _tile("report_tile_series", _count(counts["series"]))


def _tile(code: str, figure: Html) -> Html:
    """Return one figure with its name."""
    return tag("li", tag("span", words(code), class_="name"), tag("b", figure))


def _count(number: int) -> Html:
    """Return a whole number."""
    return tag("span", str(number), class_="sum")


def _sentences(findings: Findings) -> Iterator[Html]:
    """Yield the summary in plain words."""
    counts = findings["summary"]
    yield words("report_sum_claims", complaints=counts["complaints"], **counts["claims"])
    read = counts["statements"]
    if any(read.values()):
        yield words("report_sum_statements", **read)
    else:
        yield words("report_sum_no_statements")
    if counts["files_unread"]:
        yield words("report_sum_unread", files=counts["files_unread"])


def _first_steps(findings: Findings) -> Html:
    """Return what to do now: the first freeze and the heaviest request."""
    steps = [*_freeze_step(findings), *_request_step(findings)]
    if not steps:
        return NOTHING
    title = tag("h3", words("report_do_first"), " ", proposal())
    return tag("div", title, tag("ol", *(tag("li", step) for step in steps)), class_="do-first")


def _freeze_step(findings: Findings) -> Iterator[Html]:
    """Yield the freeze to propose first."""
    for freeze in sorted(findings["freezes"], key=lambda f: f["rank"])[:1]:
        paper = tag("a", freeze["number"], href=f"{freeze['file']}.pdf", class_="paper")
        account = account_line(findings, freeze["account"])
        cap = money(freeze["cap_minor"], freeze["currency"])
        yield joined((words("report_do_freeze"), " ", account, " — ", cap, " (", paper, ")"))


def _request_step(findings: Findings) -> Iterator[Html]:
    """Yield the request that asks about the most money."""

    def weight(request: RequestPart) -> int:
        return max(traced_of(request).values(), default=0)

    for request in sorted(findings["requests"], key=weight, reverse=True)[:1]:
        paper = tag("a", request["number"], href=f"{request['file']}.pdf", class_="paper")
        asked = institution(request["institution"], request["institution_printed"])
        traced = sums(traced_of(request))
        yield joined((words("report_do_request"), " ", asked, " — ", traced, " (", paper, ")"))


def _money_by_ending(findings: Findings) -> Iterator[Html]:
    """Yield a bar and a table for each currency."""
    by_currency: defaultdict[str, list[EndingTotal]] = defaultdict(list)
    for total in findings["summary"]["endings"]:
        by_currency[total["currency"]].append(total)
    yield tag("h3", words("report_where_money"))
    for currency, totals in sorted(by_currency.items(), key=lambda item: item[0] != "KZT"):
        in_order = sorted(totals, key=lambda t: ENDINGS.index(t["ending"]))
        yield _bar(in_order)
        yield _ending_table(currency, in_order)


def _bar(totals: Sequence[EndingTotal]) -> Html:
    """Draw the endings side by side; the table under it says the same."""
    whole = max(1, sum(int(total["amount_minor"]) for total in totals))
    parts, done = [], 0
    for total in totals:
        start, done = done * 1000 // whole, done + int(total["amount_minor"])
        parts.append(_bar_part(total["ending"], start, done * 1000 // whole))
    picture = tag("svg", *parts, class_="bar", width="100%", height=40, aria_hidden="true")
    return tag("div", picture, class_="bar-frame")


def _bar_part(ending: str, start: int, end: int) -> Html:
    """Draw one part of the bar, from and to in thousandths of its width."""
    wide = tag(
        "rect",
        x=_percent(start),
        width=_percent(max(end - start, 2)),
        y=0,
        height=40,
        fill=pattern(ending),
        class_="part",
    )
    if end - start < _GLYPH_FROM:
        return wide
    middle = _percent((start + end) // 2)
    plate = tag("circle", cx=middle, cy=20, r=12, class_="plate")
    inner = tag("use", href=f"#g-{ending}", x=-7, y=0, width=14, height=14)
    shape = tag("svg", inner, x=middle, y=13, overflow="visible")
    return joined((wide, plate, shape))


def _percent(thousandths: int) -> str:
    """Write thousandths as per cent."""
    return f"{thousandths // 10}.{thousandths % 10}%"


def _ending_table(currency: str, totals: Sequence[EndingTotal]) -> Html:
    """Return the table under the bar."""
    whole = sum(int(total["amount_minor"]) for total in totals)
    rows = [_ending_row(total, whole) for total in totals]
    total = (
        words("report_total"),
        money(str(whole), currency),
        tag("span", "100 %", class_="sum"),
        NOTHING,
    )
    caption = words("report_cap_endings", currency=currency)
    return filled("endings", ENDING_COLUMNS, rows, caption=caption, total=total)


def _ending_row(total: EndingTotal, whole: int) -> list[Cell | Html]:
    """Return one row: shape and words, sum, share, number of payments."""
    share = int(total["amount_minor"]) * 1000 // max(1, whole)
    named = joined((glyph(total["ending"]), " ", words(total["ending"])))
    return [
        Cell(named, str(ENDINGS.index(total["ending"]))),
        money(total["amount_minor"], total["currency"]),
        tag("span", f"{share // 10},{share % 10} %", class_="sum"),
        _count(total["claims"]),
    ]
