"""A form that no rules know: a bank's own table, with the balance after each movement.

Times are printed to the minute, so that only the balances tell the order within one. Some
branches print one signed amount and others two columns; some list the newest row first; the
encoding and the sign between cells are those of whatever computer wrote the file. It is read by
the profiles that a case brings.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from izdes.twin.bank import LOCAL
from izdes.twin.country import material
from izdes.twin.dialects.rows import (
    CURRENCY,
    Cell,
    RowCells,
    bank_name,
    in_units,
    printed_day,
    row_cells,
)
from izdes.twin.dialects.workbook import xlsx
from izdes.twin.dialects.written import Written, in_order, turned
from izdes.twin.pages import Entry, Page

_NO_BREAK = "\u00a0"
# Decided by the account's serial number, each by a divisor of its own.
_ENCODINGS = ("utf-8-sig", "kz1048", "utf-8")
_DELIMITERS = (";", "\t")
_SIDE = ("name", "number", "bank", "account")


def case_profiles() -> Mapping[str, bytes]:
    """Return the profiles that belong into the case's folder: file name -> content."""
    texts: Mapping[str, str] = material("dialects/table.yaml")["profiles"]
    return {name: text.encode("utf-8") for name, text in texts.items()}


def written(page: Page) -> Written:
    """Return the table as .csv or .xlsx."""
    is_split = page.account.serial % 2 == 1
    is_newest_first = page.account.serial // 2 % 2 == 1
    above = [*_head(page), [], _titles(page, is_split=is_split)]
    lines = [_line(page, *each, is_split=is_split) for each in _with_balances(page)]
    listed = lines[::-1] if is_newest_first else lines
    data = _workbook([*above, *listed]) if _is_workbook(page) else _text(page, [*above, *listed])
    place = turned if is_newest_first else in_order
    return place(page, data, first=len(above) + 1)


def _is_workbook(page: Page) -> bool:
    """Say whether the page is written as a workbook."""
    return page.answer.extension == "xlsx"


def _words(page: Page, section: str) -> Mapping[str, str]:
    """Return the words of one section in the language of the branch."""
    found: Mapping[str, str] = material("dialects/table.yaml")[section][page.answer.language]
    return found


def _head(page: Page) -> list[list[Cell]]:
    """Return eight lines of label and value."""
    label, side = _words(page, "labels"), page.account.side
    period = f"{printed_day(page.first_day)} - {printed_day(page.last_day)}"
    return [
        [label["bank"], bank_name(side.bank)],
        [label["holder"], side.name],
        [label["number"], side.number],
        [label["account"], side.printed],
        [label["currency"], CURRENCY],
        [label["period"], period],
        [label["opening"], _figure(page, page.opening_minor)],
        [label["closing"], _figure(page, page.closing_minor)],
    ]


def _titles(page: Page, *, is_split: bool) -> list[Cell]:
    """Return the titles of the columns."""
    words = _words(page, "titles")
    moved = ("debit", "credit") if is_split else ("amount",)
    return [words[m] for m in ("moment", "operation", *moved, "balance", *_SIDE, "code", "purpose")]


def _with_balances(page: Page) -> Iterator[tuple[Entry, int]]:
    """Yield each movement with the balance after it."""
    balance = page.opening_minor
    for entry in page.entries:
        balance += entry.signed_minor
        yield entry, balance


def _line(page: Page, entry: Entry, balance: int, *, is_split: bool) -> list[Cell]:
    """Return one movement."""
    row = row_cells(page, entry)
    amount = entry.transfer.amount_minor
    moved: list[Cell] = [_figure(page, entry.signed_minor)]
    if is_split:
        moved = ["", _figure(page, amount)] if entry.is_credit else [_figure(page, amount), ""]
    return [
        _minute(row),
        row.kind,
        *moved,
        _figure(page, balance),
        *_far(row),
        row.purpose_code,
        row.purpose,
    ]


def _minute(row: RowCells) -> str:
    """Return when it happened, to the minute."""
    at = row.entry.at.astimezone(LOCAL)
    return f"{at:%d.%m.%Y %H:%M}"


def _far(row: RowCells) -> list[Cell]:
    """Return the other side as far as the bank knows it."""
    side = row.payer if row.entry.is_credit else row.payee
    return [side.name, side.number, side.bank, side.account]


def _figure(page: Page, minor: int) -> str | Decimal:
    """Return an amount: a number in a workbook, in a text with blanks and a comma."""
    if _is_workbook(page):
        return in_units(minor)
    return f"{in_units(minor):,.2f}".replace(",", _NO_BREAK).replace(".", ",")


def _workbook(grid: Sequence[Sequence[Cell]]) -> bytes:
    """Return the table as a workbook."""
    return xlsx(material("dialects/table.yaml")["sheet"], grid)


def _text(page: Page, grid: Sequence[Sequence[Cell]]) -> bytes:
    """Return the table as delimited text."""
    out = io.StringIO()
    delimiter = _DELIMITERS[page.account.serial // 4 % len(_DELIMITERS)]
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(grid)
    return out.getvalue().encode(_ENCODINGS[page.account.serial % len(_ENCODINGS)])
