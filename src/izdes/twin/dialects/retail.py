"""Retail statements as PDF: what a customer prints at home and brings to the police.

Two layouts. One signs its amounts, calls each operation by one of five words, puts the turnover of
each into the heading and lists the newest movement first. The other has a column for what came and
one for what went, repeats the card in every row, and lists the oldest first. Both print days and no
times; rows take one to four lines; some banks print the titles on every page, some on the first.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from izdes.twin.bank import LOCAL, Side
from izdes.twin.country import material
from izdes.twin.dialects.retail_paper import HEIGHT, Printed, line_on, pdf_of
from izdes.twin.dialects.rows import RowCells, bank_name, bic_of, row_cells
from izdes.twin.dialects.written import Written
from izdes.twin.numbers import masked
from izdes.twin.pages import Page

_PAGE = 1000  # a row is named by page × 1000 + line
_LEFT, _MIDDLE, _RIGHT = 40.0, 320.0, 555.0
_TOP, _BOTTOM, _FOOT = 60.0, HEIGHT - 70.0, HEIGHT - 30.0
_STEP, _SPACE = 8.0, 4.0
_FEWEST_ROWS, _ROWS_VARY = 30, 11
_LETTERS = 44
# By the remainder of the serial.
_SIGN_THEIR_AMOUNTS, _REPEAT_THEIR_TITLES = (0, 1), (0, 1)
_SHORTEN_YEARS, _PUT_A_MINUS = (0, 1, 2, 3), (0, 1, 2, 3)
_NO_BREAK = "\u00a0"
_SHOP = "@merchant:"
_SIGNED = (_LEFT, 120.0, 230.0, 320.0)
_SPLIT = (_LEFT, 110.0, 400.0, 490.0, 505.0)
_SET_RIGHT = (2, 3)


@dataclass(frozen=True, slots=True)
class _Habits:
    """How one bank prints, decided by the account's serial alone."""

    words: Mapping[str, Any]
    language: str
    is_signed: bool
    repeats_titles: bool
    has_short_years: bool
    has_minus: bool
    rows_a_page: int
    way_of_pages: int

    @property
    def columns(self) -> tuple[Sequence[str], Sequence[float]]:
        """The titles and where each stands."""
        if self.is_signed:
            return self.words["signed"], _SIGNED
        return self.words["split"], _SPLIT

    def day(self, day: date) -> str:
        """Print a day."""
        return f"{day:%d.%m.%y}" if self.has_short_years else f"{day:%d.%m.%Y}"


def written(page: Page) -> Written:
    """Return the statement as PDF."""
    habits = _habits(page)
    order = _order(page, habits)
    sheets, places = _sheets(page, habits, [row_cells(page, page.entries[n]) for n in order])
    by_entry = dict(zip(order, places, strict=True))
    title = habits.words["title"]
    data = pdf_of(sheets, title=title, language=habits.language, day=page.last_day)
    return Written(data, tuple((1, by_entry[n]) for n in range(len(page.entries))))


def _habits(page: Page) -> _Habits:
    """Return how the bank prints this account's statement."""
    serial, words = page.account.serial, material("dialects/retail.yaml")
    language = words["languages"][serial % 3]
    return _Habits(
        words=words[language],
        language=language,
        is_signed=serial % 4 in _SIGN_THEIR_AMOUNTS,
        repeats_titles=serial % 5 in _REPEAT_THEIR_TITLES,
        has_short_years=serial % 7 in _SHORTEN_YEARS,
        has_minus=serial % 8 in _PUT_A_MINUS,
        rows_a_page=_FEWEST_ROWS + serial % _ROWS_VARY,
        way_of_pages=serial // 3 % 2,
    )


def _order(page: Page, habits: _Habits) -> Sequence[int]:
    """Return the entries in the order of print; what shows no order lists the newest first."""
    days = {entry.at.astimezone(LOCAL).date() for entry in page.entries}
    oldest_first = range(len(page.entries))
    return oldest_first if len(days) > 1 and not habits.is_signed else oldest_first[::-1]


def _sheets(
    page: Page, habits: _Habits, rows: Sequence[RowCells]
) -> tuple[list[list[Printed]], list[int]]:
    """Put everything on sheets; return them and where each row begins."""
    sheets = [_head(page, habits)]
    y = _titles(sheets[0], habits, max(p.y for p in sheets[0]) + 2 * _STEP)
    starts: list[tuple[int, float]] = []
    on_sheet = 0
    for row in rows:
        lines = _details(habits, row)
        if on_sheet == habits.rows_a_page or y + len(lines) * _STEP > _BOTTOM:
            sheets.append([Printed(_LEFT, 30.0, bank_name(page.account.side.bank))])
            y, on_sheet = _TOP, 0
            y = _titles(sheets[-1], habits, y) if habits.repeats_titles else y
        starts.append((len(sheets), y))
        sheets[-1] += _row(page, habits, row, details=lines, y=y)
        y, on_sheet = y + len(lines) * _STEP + _SPACE, on_sheet + 1
    sheets[-1] += _foot(page, habits, y + 2 * _STEP)
    for number, sheet in enumerate(sheets, start=1):
        way = habits.words["pages"][habits.way_of_pages]
        sheet.append(Printed(_LEFT, _FOOT, way.format(page=number, pages=len(sheets))))
    return sheets, [n * _PAGE + line_on(sheets[n - 1], y) for n, y in starts]


def _head(page: Page, habits: _Habits) -> list[Printed]:
    """Return what stands above the titles: the account on the left, sums on the right."""
    label, side = habits.words["labels"], page.account.side
    first, last = habits.day(page.first_day), habits.day(page.last_day)
    about = [
        f"{label['holder']}: {side.name}",
        f"{label['card']}: {masked(side.card)}" if side.card else "",
        f"{label['account']}: {side.printed}",
        f"{label['currency']}: {habits.words['currency']}",
    ]
    sums = _summary(page, habits) if habits.is_signed else _balances(page, habits)
    y = _TOP + 5 * _STEP
    lines = [
        Printed(_LEFT, 30.0, bank_name(side.bank), size=11.0),
        Printed(_LEFT, _TOP, habits.words["title"], size=14.0),
        Printed(_LEFT, _TOP + 2 * _STEP, habits.words["period"].format(first=first, last=last)),
    ]
    lines += [Printed(_LEFT, y + n * _STEP, text) for n, text in enumerate(about)]
    for n, (text, minor) in enumerate(sums):
        amount = _figure(minor, sign=habits.is_signed, unit="₸")
        lines += [
            Printed(_MIDDLE, y + n * _STEP, text),
            Printed(_RIGHT, y + n * _STEP, amount, is_right=True),
        ]
    return lines


def _summary(page: Page, habits: _Habits) -> list[tuple[str, int]]:
    """Return what was available on the first and last day, and the turnover of each operation."""
    words = habits.words
    moved = dict.fromkeys(words["operations"], 0)
    for entry in page.entries:
        moved[_operation(row_cells(page, entry))] += entry.signed_minor
    return [
        (words["available"].format(day=habits.day(page.first_day)), page.opening_minor),
        *((words["operations"][name][1], minor) for name, minor in moved.items()),
        (words["available"].format(day=habits.day(page.last_day)), page.closing_minor),
    ]


def _balances(page: Page, habits: _Habits) -> list[tuple[str, int]]:
    """Return the balances and what came and went between them."""
    label, (came, went) = habits.words["labels"], _turnover(page)
    return [
        (label["opening"], page.opening_minor),
        (label["credit"], came),
        (label["debit"], went),
        (label["closing"], page.closing_minor),
    ]


def _turnover(page: Page) -> tuple[int, int]:
    """Return what came and what went."""
    signed = [entry.signed_minor for entry in page.entries]
    return sum(m for m in signed if m > 0), -sum(m for m in signed if m < 0)


def _titles(sheet: list[Printed], habits: _Habits, y: float) -> float:
    """Print the titles, some banks in two lines; return the height of the first row."""
    titles, columns = habits.columns
    for column, (title, x) in enumerate(zip(titles, columns, strict=True)):
        is_right = not habits.is_signed and column in _SET_RIGHT
        parts = title.rsplit(" ", 1) if habits.way_of_pages else [title]
        sheet += [
            Printed(x, y + n * _STEP, part, is_right=is_right) for n, part in enumerate(parts)
        ]
    return y + 3 * _STEP


def _row(
    page: Page, habits: _Habits, row: RowCells, *, details: Sequence[str], y: float
) -> list[Printed]:
    """Print one movement, its details from its first line on."""
    minor, day = row.entry.signed_minor, habits.day(row.entry.at.astimezone(LOCAL).date())
    if habits.is_signed:
        word = habits.words["operations"][_operation(row)][0]
        cells = [day, _figure(minor, sign=True, unit="₸"), word]
        printed = [Printed(x, y, text) for x, text in zip(_SIGNED, cells, strict=False)]
    else:
        amount = _figure(minor if habits.has_minus else abs(minor))
        card = f"*{page.account.side.card[-4:]}" if page.account.side.card else ""
        printed = [Printed(_SPLIT[0], y, day), Printed(_SPLIT[4], y, card)]
        printed.append(Printed(_SPLIT[2 if minor > 0 else 3], y, amount, is_right=True))
    x = _SIGNED[3] if habits.is_signed else _SPLIT[1]
    return printed + [Printed(x, y + n * _STEP, text) for n, text in enumerate(details)]


def _operation(row: RowCells) -> str:
    """Return by which of five words a movement is called."""
    kind, is_credit = row.entry.transfer.kind, row.entry.is_credit
    if kind in {"fee", "interest"}:
        return "misc"
    if kind == "card_payment" or (kind == "refund" and _far(row).key.startswith(_SHOP)):
        return "purchase"
    if kind == "cash_out":
        return "withdrawal"
    return "top_up" if is_credit else "transfer"


def _far(row: RowCells) -> Side:
    """Return the other side of a movement."""
    return row.entry.transfer.payer if row.entry.is_credit else row.entry.transfer.payee


def _details(habits: _Habits, row: RowCells) -> list[str]:
    """Return the lines that say with whom and what for."""
    shown = row.payer if row.entry.is_credit else row.payee
    operation = _operation(row)
    words = [] if habits.is_signed else [row.kind]
    if operation in {"withdrawal", "misc"} or row.kind_key == "cash_in":
        return _wrapped([*words, row.purpose or row.kind])
    lines = [*words, shown.name, shown.account]
    if shown.account and not shown.account.startswith("KZ"):
        lines.append(shown.bank)
    if row.kind_key == "abroad":
        lines.append(shown.bank)
    return _wrapped([*lines, row.purpose if operation != "purchase" else ""])


def _wrapped(lines: Sequence[str]) -> list[str]:
    """Return the lines, long ones in several, empty ones left out; at least one."""
    return [part for line in lines for part in textwrap.wrap(line, _LETTERS)] or ["—"]


def _foot(page: Page, habits: _Habits, y: float) -> list[Printed]:
    """Return what stands below the last row: sums of the columns, and who printed it."""
    side, words = page.account.side, habits.words
    bank = words["foot"].format(bank=bank_name(side.bank), bic=bic_of(side.bank))
    foot = [Printed(_LEFT, y + 2 * _STEP, bank)]
    if not habits.is_signed:
        came, went = _turnover(page)
        foot += [
            Printed(_LEFT, y, words["total"]),
            Printed(_SPLIT[2], y, _figure(came), is_right=True),
            Printed(_SPLIT[3], y, _figure(-went if habits.has_minus else went), is_right=True),
        ]
    return foot


def _figure(minor: int, *, sign: bool = False, unit: str = "") -> str:
    """Return an amount with no-break spaces and a comma, its sign apart from it where wanted."""
    whole, part = divmod(abs(minor), 100)
    digits = f"{whole:,}".replace(",", _NO_BREAK) + f",{part:02d}"
    before = ("- " if minor < 0 else "+ ") if sign else "-" if minor < 0 else ""
    return f"{before}{digits} {unit}".strip()
