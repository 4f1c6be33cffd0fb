"""Exports: a table as CSV or XLSX, with the rows and masks that its reader sees on the page.

A cell that a spreadsheet would take for a formula gets an apostrophe before it in CSV, and is
written as text in XLSX. CSV follows RFC 4180 in UTF-8 with a mark at its beginning, sums with a
point and moments as ISO 8601, for programs; XLSX has sums as numbers and local times, for people.

>>> safe("=1+1"), safe("+7 701 000 12 34"), safe("мәтін")
("'=1+1", "'+7 701 000 12 34", 'мәтін')
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import xlsxwriter

from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import local
from izdes.core.money.amounts import minor_digits, plain_amount
from izdes.web.pages.figures import Money
from izdes.web.pages.tables.columns import Column, text_of

# A spreadsheet takes these for the beginning of a formula, also behind spaces.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_IN_MEMORY = 4 * 1024 * 1024
# A double keeps fifteen digits; a longer sum is written as text.
_LARGEST_NUMBER = 10**15
_LARGEST_CELL = 32_767
_WIDTHS = {"text": 32, "moment": 17, "end": 17, "day": 12, "money": 18, "number": 12}
_WIDTH = 24


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def as_csv(columns: Sequence[Column], rows: Iterable[object], lang: Lang) -> IO[bytes]:
    """Write rows as CSV; the file is at its beginning."""
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([say(one.heading, lang) for one in columns])
    out.writerows([_plain(one.of(row), one) for one in columns] for row in rows)
    text.detach()
    file.seek(0)
    return file


def _plain(value: object, column: Column) -> str:
    """Return a value as programs read it."""
    if isinstance(value, Money):
        return plain_amount(value.minor, value.currency)
    if isinstance(value, datetime) and column.kind != "day":
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return safe(text_of(value, column.kind))


def as_xlsx(columns: Sequence[Column], rows: Iterable[object], lang: Lang) -> IO[bytes]:
    """Write rows as a workbook; the file is at its beginning."""
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    given = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, given)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    shapes = _shapes(book)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column.kind, _WIDTH))
        sheet.write_string(0, at, say(column.heading, lang), heading)
    for line, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            _write(sheet, (line, at), column.of(row), column=column, shapes=shapes)
    book.close()
    file.seek(0)
    return file


def _shapes(book: Any) -> dict[str, Any]:  # noqa: ANN401 - the library has no types
    """Return how numbers are shown."""
    shown = {
        "money": "#,##0.00",
        "whole": "#,##0",
        "moment": "dd.mm.yyyy hh:mm",
        "day": "dd.mm.yyyy",
    }
    return {name: book.add_format({"num_format": text}) for name, text in shown.items()}


def _write(
    sheet: Any,  # noqa: ANN401 - the library has no types
    place: tuple[int, int],
    value: object,
    *,
    column: Column,
    shapes: dict[str, Any],
) -> None:
    """Write one cell: a number where a number is exact, else text; never a formula."""
    if isinstance(value, Money) and abs(value.minor) < _LARGEST_NUMBER:
        digits = minor_digits(value.currency)
        shape = shapes["money" if digits else "whole"]
        sheet.write_number(*place, value.minor / 10**digits, shape)
    elif isinstance(value, datetime) and column.kind != "day":
        at = local(value).replace(tzinfo=None)
        sheet.write_datetime(*place, at, shapes["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*place, _local_day(value), shapes["day"])
    elif isinstance(value, int) and not isinstance(value, bool) and value < _LARGEST_NUMBER:
        sheet.write_number(*place, value, shapes["whole"])
    else:
        sheet.write_string(*place, text_of(value, column.kind)[:_LARGEST_CELL])


def _local_day(value: date) -> date:
    """Return the local day of a day or moment."""
    return local(value).date() if isinstance(value, datetime) else value
