"""Tables: sortable, filterable, printable, and lists of cards on a narrow screen.

Headings stand once a table. On a narrow screen, where a row becomes a card, the style repeats
them before each value; `labels_style` writes that style in three languages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag
from izdes.adapters.documents.report.phrases import words
from izdes.adapters.words import LANGUAGES, say

__all__ = ["Cell", "Column", "Row", "filled", "labels_style", "listed"]

_FILTER_FROM = 13


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the code of its heading, and how its values are compared and set."""

    code: str
    kind: Literal["text", "number", "time"] = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as shown, and what it is sorted by where that is something else."""

    shown: Html
    sort_by: str = ""


Row = Sequence[Cell | Html]


def filled(
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    caption: Html,
    total: Row | None = None,
) -> Html:
    """Return a table with a caption; `listed` is the same with a sentence for no rows."""
    head = tag("tr", *(_heading(column) for column in columns))
    body = joined(_row(row, columns) for row in rows)
    foot = tag("tfoot", _row(total, columns)) if total else NOTHING
    whole = tag(
        "table",
        tag("caption", caption),
        tag("thead", head),
        tag("tbody", body),
        foot,
        class_=f"t t-{name}",
        data_sortable=len(rows) > 1,
    )
    return joined((_filter(len(rows)), tag("div", whole, class_="wide")))


def listed(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    caption: Html,
    empty: str,
    total: Row | None = None,
) -> Html:
    """Return a table, or the sentence that says why there is none and what to do."""
    given = list(rows)
    if not given:
        return tag("p", words(empty), class_="empty")
    return filled(name, columns, given, caption=caption, total=total)


def labels_style(tables: dict[str, Sequence[Column]]) -> str:
    """Return the style that repeats the headings inside cards."""
    rules = [
        f"#lang-{lang}:checked~main .t-{name} td:nth-child({at})::before"
        f'{{content:"{_css(say(column.code, lang))}"}}'
        for name, columns in tables.items()
        for at, column in enumerate(columns, 1)
        for lang in LANGUAGES
    ]
    return "@media screen and (max-width:48rem){" + "".join(rules) + "}"


def _css(text: str) -> str:
    """Write text as the inside of a CSS string."""
    return "".join(c if c.isalnum() or c in " .,-:" else f"\\{ord(c):x} " for c in text)


def _heading(column: Column) -> Html:
    """Return one heading."""
    return tag(
        "th",
        words(column.code),
        scope="col",
        class_=_align(column),
        data_kind=None if column.kind == "text" else column.kind,
    )


def _align(column: Column) -> str | None:
    """Figures stand to the right."""
    return "n" if column.kind == "number" else None


def _row(row: Row, columns: Sequence[Column]) -> Html:
    """Return one row."""
    cells = (_cell(value, column) for value, column in zip(row, columns, strict=True))
    return tag("tr", *cells)


def _cell(value: Cell | Html, column: Column) -> Html:
    """Return one cell."""
    if isinstance(value, Cell):
        return tag("td", value.shown, class_=_align(column), data_v=value.sort_by or None)
    return tag("td", value, class_=_align(column))


def _filter(rows: int) -> Html:
    """Return the field that narrows a long table; the script shows it where it runs."""
    if rows < _FILTER_FROM:
        return NOTHING
    field = tag("input", type="search", autocomplete="off")
    return tag("label", words("report_filter"), " ", field, class_="filter", hidden=True)
