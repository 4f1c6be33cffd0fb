"""1CClientBankExchange: the text file for accounting programs, in the Kazakh dialect.

Only days are printed. Some banks print a section of balances for each month, some one amount and
some two, some write for Windows and some still for DOS, where Kazakh letters have no place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from izdes.twin.bank import LOCAL, Side
from izdes.twin.country import material
from izdes.twin.dialects.rows import (
    CURRENCY,
    PartyCells,
    RowCells,
    bank_name,
    bic_of,
    printed_day,
    row_cells,
)
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Entry, Page

_LINE_END = "\r\n"
_SAID = {"kz1048": "Windows", "cp866": "DOS", "utf-8-sig": "UTF-8", "utf-8": "UTF-8"}
_ENCODINGS = ("kz1048", "utf-8-sig", "cp866", "utf-8")
_SPELLINGS = ("kazakh", "old", "capitals")
_SHOP = "@merchant:"
_LONG_PURPOSE = 24
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Habits:
    """How one bank writes the file: decided by the account's serial alone.

    Attributes:
        names: What each field is called.
        is_split: The amount stands in a field that tells its direction.
        is_monthly: Each month has its own section of balances.
        is_broken: Long purposes go on in a second line.
    """

    spelling: str
    names: Mapping[str, Any]
    is_split: bool
    is_monthly: bool
    is_broken: bool


def written(page: Page) -> Written:
    """Return the statement as text."""
    habits = _habits(page.account.serial)
    encoding = _encoding(page)
    head = _head(page, encoding)
    lines = [*head, *_sections(page, habits)]
    starts = []
    for place, entry in enumerate(page.entries, start=1):
        starts.append((1, len(lines) + 1))
        lines += _document(row_cells(page, entry), habits, f"{page.account.serial:05d}{place:04d}")
    lines.append("КонецФайла")
    if habits.spelling == "capitals":
        lines = [*head, *map(_in_capitals, lines[len(head) :])]
    text = "".join(f"{line}{_LINE_END}" for line in lines)
    if encoding == "cp866":
        text = text.translate(str.maketrans(material("dialects/exchange1c.yaml")["typed"]))
    return Written(text.encode(encoding), tuple(starts))


def _habits(serial: int) -> _Habits:
    """Return how a page is written."""
    spelling = _SPELLINGS[serial % 3]
    table = material("dialects/exchange1c.yaml")
    return _Habits(
        spelling,
        table["old" if spelling == "old" else "kazakh"],
        is_split=serial % 5 > 1,
        is_monthly=serial % 7 == 0,
        is_broken=serial % 2 == 0,
    )


def _encoding(page: Page) -> str:
    """Return in which letters a page is written.

    A shop is known by its name alone, so a page with one that DOS cannot write is for Windows.
    """
    encoding = _ENCODINGS[page.account.serial % 4]
    sides = (s for e in page.entries for s in (e.transfer.payer, e.transfer.payee))
    shops = "".join(side.name for side in sides if side.key.startswith(_SHOP))
    return "kz1048" if encoding == "cp866" and not _fits(shops, encoding) else encoding


def _fits(text: str, encoding: str) -> bool:
    """Say whether an encoding has every letter of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _in_capitals(line: str) -> str:
    """Return a line with the name of its field in capitals."""
    name, sign, value = line.partition("=")
    is_field = sign or name.startswith(("Секция", "Конец"))
    return f"{name.upper()}{sign}{value}" if is_field else line


def _head(page: Page, encoding: str) -> list[str]:
    """Return the first lines."""
    last = printed_day(page.last_day)
    return [
        "1CClientBankExchange",
        "ВерсияФормата=2.00",
        f"Кодировка={_SAID[encoding]}",
        f"Отправитель={bank_name(page.account.side.bank)}",
        "Получатель=",
        f"ДатаСоздания={last}",
        "ВремяСоздания=23:59:59",
        f"ДатаНачала={printed_day(page.first_day)}",
        f"ДатаКонца={last}",
        f"РасчСчет={page.account.side.printed}",
    ]


def _sections(page: Page, habits: _Habits) -> Iterator[str]:
    """Yield the sections of balances: one, or one for each month."""
    starts = [page.first_day, *(_first_days(page) if habits.is_monthly else ())]
    ends = [*(start - _DAY for start in starts[1:]), page.last_day]
    balance = page.opening_minor
    for first, last in zip(starts, ends, strict=True):
        moved = [e.signed_minor for e in page.entries if first <= _day_of(e) <= last]
        came, went = sum(m for m in moved if m > 0), -sum(m for m in moved if m < 0)
        yield "СекцияРасчСчет"
        yield f"ДатаНачала={printed_day(first)}"
        yield f"ДатаКонца={printed_day(last)}"
        yield f"РасчСчет={page.account.side.printed}"
        yield f"НачальныйОстаток={_figure(balance)}"
        yield f"ВсегоПоступило={_figure(came)}"
        yield f"ВсегоСписано={_figure(went)}"
        balance += came - went
        yield f"КонечныйОстаток={_figure(balance)}"
        yield "КонецРасчСчет"


def _first_days(page: Page) -> Iterator[date]:
    """Yield the first day of each further month of the period."""
    days = (page.last_day - page.first_day).days
    later = (page.first_day + n * _DAY for n in range(1, days + 1))
    yield from (day for day in later if day.day == 1)


def _day_of(entry: Entry) -> date:
    """Return the local day of a movement."""
    return entry.at.astimezone(LOCAL).date()


def _document(row: RowCells, habits: _Habits, number: str) -> Iterator[str]:
    """Yield one document."""
    names, is_credit = habits.names, row.entry.is_credit
    kind = material("dialects/words.yaml")["kinds"][row.kind_key]["ru"]
    day = printed_day(_day_of(row.entry))
    yield f"СекцияДокумент={'Выписка' if 'kind' in names else kind}"
    yield f"{names['number']}={number}"
    yield f"{names['dated']}={day}"
    if "kind" in names:
        yield f"{names['kind']}={kind}"
        yield f"{names['booked']}={day}"
    else:
        yield f"{names['credited' if is_credit else 'debited']}={day}"
    amount = "amount" if not habits.is_split else "credit" if is_credit else "debit"
    yield f"{names[amount]}={_figure(row.entry.transfer.amount_minor)}"
    if "currency" in names:
        yield f"{names['currency']}={CURRENCY}"
    yield from _party(names["payer"], row.payer, row.entry.transfer.payer)
    yield from _party(names["payee"], row.payee, row.entry.transfer.payee)
    yield from _purpose(names["purpose"], row.purpose, habits)
    yield f"{names['code']}={row.purpose_code}"
    yield "КонецДокумента"


def _party(names: Mapping[str, str], cells: PartyCells, side: Side) -> Iterator[str]:
    """Yield one side; its bank by BIC where it has one, otherwise by name."""
    sectors = material("dialects/exchange1c.yaml")["sectors"]
    bic = bic_of(side.bank) if cells.bank else ""
    yield f"{names['name']}={cells.name}"
    yield f"{names['number']}={cells.number}"
    yield f"{names['account']}={cells.account}"
    yield f"{names['bic']}={bic}"
    if cells.bank and not bic:
        yield f"{names['bank']}={cells.bank}"
    if cells.name:
        sector = sectors["resident" if side.country == "KZ" else "foreign"]
        yield f"{names['sector']}={sector}"


def _purpose(name: str, purpose: str, habits: _Habits) -> Iterator[str]:
    """Yield a purpose in one line, or a long one in two."""
    cut = purpose.find(" ", _LONG_PURPOSE)
    if habits.is_broken and cut > 0:
        yield f"{name}={purpose[:cut]}"
        yield purpose[cut + 1 :]
    else:
        yield f"{name}={purpose}"


def _figure(minor: int) -> str:
    """Return an amount as the format writes it."""
    return f"{minor // 100}.{minor % 100:02d}"
