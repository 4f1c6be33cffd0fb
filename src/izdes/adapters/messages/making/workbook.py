"""The table of eighteen columns, as our own reader and a person both read it.

Above the titles stand bank, holder, account, currency, period and both balances, so that what is
inside can be added up. Times carry their offset from UTC: nobody has to guess a clock. An amount
that a spreadsheet would round is written as text. The same extract gives the same bytes.

Source: rules of the Agency for Financial Monitoring, form "Ответ на запрос", annex (18 columns).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from io import BytesIO
from typing import Any

import xlsxwriter
import yaml

from izdes.adapters.messages.making.books import moment_at
from izdes.adapters.messages.making.extract import Extract
from izdes.adapters.words.figures import LOCAL, minor_digits
from izdes.core.errors import Fault, InputRefused
from izdes.core.money.amounts import LARGEST_EXACT
from izdes.core.money.transfer import Party, Transfer

Cell = str | Decimal
MOST_ROWS = 1_000_000
_LONGEST_TEXT = 32_000
# What stands before a number in a key, with and without the name of a bank between them.
_OF_A_BANK = ("card", "wallet", "acct", "chain")
_ALONE = ("iban", "phone")
# A workbook says when it was made; this one says nothing.
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
# What a reader of spreadsheets takes for the wreck of a value.
_ERROR_STARTS = ("#", "=", "Err:", "Ошибка:", "Қате:")


def workbook(extract: Extract) -> bytes:
    """Return an extract as .xlsx.

    Raises:
        InputRefused: It has more rows than a sheet holds; ask the office to part the period.
    """
    if len(extract.transfers) > MOST_ROWS:
        count = (("count", str(len(extract.transfers))),)
        raise InputRefused(Fault("kit_rows_too_many", details=count))
    words = _words()
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": _WRITTEN, "author": ""})
    page = book.add_worksheet(words["sheet"])
    for number, line in enumerate(_lines(extract, words)):
        for column, cell in enumerate(line):
            if isinstance(cell, Decimal):
                page.write_number(number, column, cell)
            elif cell:
                page.write_string(number, column, _plain(cell))
    book.close()
    return out.getvalue()


def _words() -> dict[str, Any]:
    """Return titles, labels and kinds of operation."""
    text = files(__package__).joinpath("workbook.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _lines(extract: Extract, words: dict[str, Any]) -> Iterator[Sequence[Cell]]:
    """Yield every line of the sheet."""
    yield from _heading(extract, words["labels"], words["accounts"].get(extract.kind, ""))
    titles = [*words["titles"], words["document"]]
    yield titles
    yield [str(number) for number in range(1, len(titles) + 1)]
    for transfer in extract.transfers:
        yield _line(extract, transfer, words["kinds"])


def _heading(extract: Extract, labels: dict[str, str], kind: str) -> Iterator[Sequence[Cell]]:
    """Yield what is said of the account; a line of which nothing is known is left out."""
    account, currency = extract.place
    since, until = (end.replace(microsecond=0) for end in (extract.period.since, _before(extract)))
    told: dict[str, Cell] = {
        "bank": extract.holder.bank,
        "holder": extract.holder.name,
        "iin": extract.holder.iin,
        "account": _printed(account),
        "kind": kind,
        "currency": currency,
        "period": f"{_clock(since)} – {_clock(until)}",
        "card": extract.card,
    }
    yield from ([labels[name], text] for name, text in told.items() if text)
    balances = {"opening": extract.opening_minor, "closing": extract.closing_minor}
    for name, minor in balances.items():
        if minor is not None:
            yield [labels[name], _figure(minor, currency)]


def _before(extract: Extract) -> datetime:
    """Return the last moment of the period: its end belongs to it no longer."""
    return extract.period.until - timedelta.resolution


def _line(extract: Extract, transfer: Transfer, kinds: dict[str, str]) -> Sequence[Cell]:
    """Return one movement in eighteen cells, and the number of its document."""
    account, currency = extract.place
    at = moment_at(transfer, account).astimezone(LOCAL).replace(microsecond=0)
    amount = _figure(transfer.amount_minor, currency)
    return [
        at.isoformat(),
        currency,
        kinds["abroad" if transfer.payee.account.startswith("@abroad:") else transfer.kind],
        "",
        amount,
        amount if currency == "KZT" else "",
        *_party(transfer.payer),
        *_party(transfer.payee),
        transfer.purpose_code,
        transfer.purpose,
        transfer.transfer_id,
    ]


def _party(party: Party) -> tuple[Cell, ...]:
    """Return the five cells of one side."""
    return (party.name, party.iin, "", party.bank, _printed(party.account))


def _printed(account: str) -> str:
    """Return an account as a person reads it; what is no account is left blank."""
    if account.startswith("@"):
        return ""
    prefix, _, rest = account.partition(":")
    if prefix in _OF_A_BANK:
        return rest.partition(":")[2]
    return rest if prefix in _ALONE else account


def _clock(moment: datetime) -> str:
    """Return a moment on the clock of the country."""
    return f"{moment.astimezone(LOCAL):%d.%m.%Y %H:%M:%S}"


def _figure(minor: int, currency: str) -> Cell:
    """Return an amount: a number, or text where a number would be rounded."""
    exact = Decimal(minor).scaleb(-minor_digits(currency))
    return exact if abs(minor) < LARGEST_EXACT else f"{exact:f}"


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for anything else."""
    short = text[:_LONGEST_TEXT]
    return f" {short}" if short.startswith(_ERROR_STARTS) else short
