"""SWIFT MT940 and MT942: a customer statement and an interim report as a file of tags.

Days only. What field 86 holds SWIFT leaves to the bank: numbered sub-fields, code words or lines
with a label (`izdes.twin.dialects.mt_details`). Banks differ further in blocks or none, in parts of
a few entries each, in line ends, and in whether they print the day of entry beside the value date.

Names are Cyrillic, as a bank writes them that does not send the file over SWIFT.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from izdes.twin.bank import LOCAL
from izdes.twin.country import material
from izdes.twin.dialects.mt_details import details_of
from izdes.twin.dialects.rows import CURRENCY, row_cells
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Entry, Page

_PART = 25
_IN_BLOCKS, _IN_PARTS, _WITH_LINE_FEEDS, _WITH_ENTRY_DAY = 2, 5, 7, 4  # every so many accounts
_TIME = time(23, 59)


@dataclass(slots=True)
class _Sheet:
    """The lines of a file, and where in it each movement stands."""

    lines: list[str] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)

    def entry(self, page: Page, entry: Entry) -> None:
        """Add one movement."""
        self.rows.append((1, len(self.lines) + 1))
        row = row_cells(page, entry)
        word, details = details_of(page, row)
        self.lines.append(_statement_line(page, entry, row.kind_key))
        self.lines += [word] if word else []
        self.lines += _under(":86:", details)


def statement_of(page: Page) -> Written:
    """Return the page as MT940, in one part or in several."""
    sheet = _Sheet()
    size = len(page.entries) if page.account.serial % _IN_PARTS else _PART
    parts = [page.entries[n : n + size] for n in range(0, len(page.entries), max(size, 1))] or [()]
    balance = page.opening_minor
    for number, entries in enumerate(parts, start=1):
        is_last = number == len(parts)
        sheet.lines += _head(page, "940", number)
        day = page.first_day if number == 1 else _day(entries[0])
        sheet.lines.append(_balance("60F" if number == 1 else "60M", balance, day))
        for entry in entries:
            sheet.entry(page, entry)
        balance += sum(entry.signed_minor for entry in entries)
        day = page.last_day if is_last else _day(entries[-1])
        sheet.lines.append(_balance("62F" if is_last else "62M", balance, day))
        if is_last:
            sheet.lines += [_balance("64", balance, day), *_owner(page)]
        sheet.lines.append(_end(page))
    return _written(page, sheet)


def report_of(page: Page) -> Written:
    """Return the page as MT942."""
    sheet = _Sheet(_head(page, "942", 1))
    made = f"{page.last_day:%y%m%d}{_TIME:%H%M}+0500"
    sheet.lines += [f":34F:{CURRENCY}0,", f":13D:{made}"]
    for entry in page.entries:
        sheet.entry(page, entry)
    for name, is_credit in (("90D", False), ("90C", True)):
        moved = [e.transfer.amount_minor for e in page.entries if e.is_credit is is_credit]
        sheet.lines.append(f":{name}:{len(moved)}{CURRENCY}{_figure(sum(moved))}")
    sheet.lines += [*_owner(page), _end(page)]
    return _written(page, sheet)


def _head(page: Page, message: str, part: int) -> list[str]:
    """Return what stands above the balances and entries of one part."""
    bank, serial = page.account.side.bank, page.account.serial
    account = page.account.side.printed
    number = f"{serial % 1000}/{part}"
    if serial % _IN_BLOCKS:
        return [f":20:ST{serial:08d}", f":25:{account}", f":28C:{number}"]
    terminal = f"{bank:X<12}"
    blocks = f"{{1:F01{terminal}0000000000}}{{2:O{message}2359{page.last_day:%y%m%d}"
    blocks += f"{terminal}0000000000{page.last_day:%y%m%d}2359N}}{{4:"
    return [blocks, f":20:ST{serial:08d}", f":25:{bank}/{account}", f":28C:{number}"]


def _end(page: Page) -> str:
    """Return what ends a part."""
    return "-" if page.account.serial % _IN_BLOCKS else "-}"


def _owner(page: Page) -> Iterator[str]:
    """Yield a text about the statement as a whole: whose account it is."""
    labels = material("dialects/mt.yaml")["labels"][page.answer.language]
    side = page.account.side
    lines = (f"{labels['owner']}: {side.name}", f"{labels['number']}: {side.number}")
    return iter(_under(":86:", lines))


def _under(tag: str, lines: Sequence[str]) -> list[str]:
    """Return lines under a tag, which stands before the first of them; none where none are."""
    return [f"{tag}{lines[0]}", *lines[1:]] if lines else []


def _statement_line(page: Page, entry: Entry, kind_key: str) -> str:
    """Return one field 61."""
    day = _day(entry)
    booked = f"{day:%m%d}" if page.account.serial % _WITH_ENTRY_DAY else ""
    mark = "C" if entry.is_credit else "D"
    code = material("dialects/mt.yaml")["types"][kind_key]
    reference = f"{entry.transfer.transfer_id}{mark}"
    figure = _figure(entry.transfer.amount_minor)
    return f":61:{day:%y%m%d}{booked}{mark}{figure}{code}NONREF//{reference}"


def _balance(name: str, minor: int, day: date) -> str:
    """Return one balance."""
    return f":{name}:{'D' if minor < 0 else 'C'}{day:%y%m%d}{CURRENCY}{_figure(abs(minor))}"


def _figure(minor: int) -> str:
    """Return an amount as SWIFT writes it: a comma always, zeros behind it never."""
    return f"{minor // 100},{minor % 100:02d}".rstrip("0")


def _day(entry: Entry) -> date:
    """Return the local day of a movement."""
    return entry.at.astimezone(LOCAL).date()


def _written(page: Page, sheet: _Sheet) -> Written:
    """Return the file."""
    end = "\r\n" if page.account.serial % _WITH_LINE_FEEDS else "\n"
    return Written(end.join([*sheet.lines, ""]).encode(), tuple(sheet.rows))
