"""Blocks that a passport is laid out from: text, facts, lists and tables of cells.

Every text is a string of the paper's language; the template lays blocks out and evaluates nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from izdes.adapters.documents.plain import plain
from izdes.adapters.documents.requests import spans
from izdes.adapters.words import Lang, entries, say

Json = Mapping[str, Any]
View = dict[str, Any]
Style = Literal["normal", "small", "strong", "mono"]
Line = tuple[str, Style]
Cell = list[dict[str, Any]]
Align = Literal["left", "right", "center"]
# Heading code, width in parts of the line, alignment.
Columns = Sequence[tuple[str, int, Align]]

NEAR = "_near"
# In hundredths of a millimetre: a line of the sheet, what a cell keeps free, the widest letter.
_LINE = 16_500
_INSET = 300
_LETTER = {"normal": 420, "strong": 450, "small": 350, "mono": 200}
_MILLI = 1000


def part(name: str, lang: Lang, *blocks: View | None) -> View:
    """Return a part of the paper; absent blocks leave no gap."""
    title = say(f"passport_part.{name}", lang)
    return {"title": title, "blocks": [block for block in blocks if block is not None]}


def text(words: str, style: Style = "normal") -> View:
    """Return a paragraph."""
    return {"kind": "text", "text": words, "style": style}


def facts(pairs: Iterable[tuple[str, str]]) -> View:
    """Return labels with values."""
    return {"kind": "facts", "pairs": [list(pair) for pair in pairs]}


def bullets(items: Sequence[str]) -> View | None:
    """Return a list, or nothing where it is empty."""
    return {"kind": "list", "items": list(items)} if items else None


def table(columns: Columns, rows: Iterable[Sequence[Cell]], lang: Lang) -> View | None:
    """Return a table, or nothing where it has no rows."""
    laid = [
        [_fitted(one, width) for one, width in zip(row, _widths(columns), strict=True)]
        for row in rows
    ]
    if not laid:
        return None
    return {
        "kind": "table",
        "head": [say(f"passport_column.{name}", lang) for name, _, _ in columns],
        "widths": [width for _, width, _ in columns],
        "align": [align for _, _, align in columns],
        "rows": laid,
    }


def _widths(columns: Columns) -> list[int]:
    """Return the room for text in each column, in hundredths of a millimetre."""
    whole = sum(width for _, width, _ in columns)
    return [_LINE * width // whole - _INSET for _, width, _ in columns]


def _fitted(one: Cell, width: int) -> Cell:
    """Mark the lines whose words surely fit, so that the template need not measure them."""
    return [
        {**line, "fits": _longest_word(line["text"]) * _LETTER[line["style"]] <= width}
        if "text" in line
        else line
        for line in one
    ]


def _longest_word(words: str) -> int:
    """Return the letters of the longest word."""
    return max(map(len, words.split(" ")))


def cell(*lines: Line | str | None) -> Cell:
    """Return a cell of lines; absent and empty ones leave no gap."""
    told = ((line, "normal") if isinstance(line, str) else line for line in lines if line)
    return [{"text": words, "style": style} for words, style in told if words]


def small(words: str) -> Line:
    """Return a line in small print."""
    return words, "small"


def strong(words: str) -> Line:
    """Return a line in bold print."""
    return words, "strong"


def mono(words: str) -> Line:
    """Return a line of a number or an address, as it was given."""
    return plain(words), "mono"


def episodes_of(numbers: Sequence[int]) -> str:
    """Return numbers of episodes shortly, such as ``1–3, 5``."""
    return spans(numbers)


def milli(value: int) -> str:
    """Print thousandths with a comma.

    >>> milli(3460), milli(-5)
    ('3,460', '-0,005')
    """
    whole, rest = divmod(abs(value), _MILLI)
    return f"{'-' if value < 0 else ''}{whole},{rest:03}"


def day_text(given: str) -> str:
    """Print a day of the passport's JSON.

    >>> day_text("2026-05-21")
    '21.05.2026'
    """
    return date.fromisoformat(given).strftime("%d.%m.%Y")


def kind_words(kind: str, lang: Lang) -> str:
    """Return the kind of an identifier in words."""
    name = kind.removesuffix(NEAR)
    codes = (f"kind_{name}", f"passport_kind.{name}")
    known = next((code for code in codes if code in entries()), None)
    return say(known, lang) if known else say("passport_kind.other", lang, given=plain(kind))


def reason_words(reason: str, lang: Lang) -> str:
    """Return why two complaints are linked, in words."""
    if reason in entries():
        return say(reason, lang)
    return say("passport_reason.other", lang, given=plain(reason))


def value_words(value: str, lang: Lang) -> str:
    """Return the value of an identifier; a name is not shown."""
    return plain(value) or say("passport_name_hidden", lang)


def region_words(region: str, lang: Lang) -> str:
    """Return a region by name, or that it is not given."""
    if not region:
        return say("passport_no_region", lang)
    code = f"region_{region}"
    return say(code, lang) if code in entries() else plain(region)


def scheme_words(scheme: str, lang: Lang) -> str:
    """Return a scheme in words, or that it is not classified."""
    code = f"scheme_{scheme.casefold()}"
    return say(code if scheme and code in entries() else "passport_no_scheme", lang)
