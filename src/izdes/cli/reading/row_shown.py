"""How one row is shown: for people as tables, for machines as one object."""

from collections.abc import Iterator
from textwrap import dedent

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from izdes.adapters.statements.zones import zone_named
from izdes.adapters.words import Lang, amount, say
from izdes.adapters.words.figures import LOCAL
from izdes.cli.frame import fault_text
from izdes.cli.reading.explain import meaning_word, size
from izdes.cli.reading.row import Shown
from izdes.cli.visible import plain, visible
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import Party, Precision

_CLOCKS: dict[Precision, str] = {
    "second": "%d.%m.%Y %H:%M:%S",
    "minute": "%d.%m.%Y %H:%M",
    "day": "%d.%m.%Y",
}


def row_json(shown: Shown) -> dict[str, object]:
    """Return a row for machines."""
    origin, reading = shown.origin, shown.reading
    return {
        "row_id": str(shown.row_id),
        "file": {
            "file": reading.file,
            "sha256": reading.sha256,
            "size": reading.size,
            "form": reading.form,
        },
        "sheet": {
            "number": shown.row_id.sheet,
            "name": origin.sheet_name,
            "unit": origin.unit,
        },
        "row": shown.row_id.row,
        "cells": [
            {
                "column": cell.column,
                "title": shown.titles.get(cell.column, ("", ""))[0],
                "meaning": shown.titles.get(cell.column, ("", ""))[1],
                "type": cell.kind,
                "value": cell.text,
            }
            for cell in origin.cells
        ],
        "lines": [{"number": line.number, "text": line.text} for line in origin.lines],
        "xpath": origin.xpath,
        "xml": origin.xml,
        "is_cut": origin.is_cut,
        "made": _made_json(shown.made, shown.statement),
        "faults": [fault.as_json() for fault in shown.faults],
    }


def _made_json(row: StatementRow | None, statement: Statement | None) -> dict[str, object] | None:
    """Return what was made of a row, for machines."""
    if row is None or statement is None:
        return None
    balance = row.balance_minor
    return {
        "account": statement.account,
        "booked_at": row.booked_at.isoformat(),
        "time_precision": row.time_precision,
        "zone": statement.zone,
        "direction": row.direction,
        "amount_minor": str(row.amount_minor),
        "currency": row.currency,
        "kind": row.kind,
        "operation": row.operation,
        "payer": _party_json(row.payer),
        "payee": _party_json(row.payee),
        "purpose": row.purpose,
        "purpose_code": row.purpose_code,
        "reference": row.reference,
        "balance_minor": None if balance is None else str(balance),
    }


def _party_json(party: Party) -> dict[str, str]:
    """Return one side for machines."""
    return {
        "account": party.account,
        "name": party.name,
        "iin": party.iin,
        "bank": party.bank,
    }


def print_row(shown: Shown, console: Console, lang: Lang) -> None:
    """Print where a row stands, what stands there, what was made of it, what is wrong."""
    _print_pairs(_place(shown, lang), console)
    _heading("row_as_it_stands", console, lang)
    _print_origin(shown, console, lang)
    _heading("row_made", console, lang)
    if shown.made is None or shown.statement is None:
        console.print(Text(f"  {say('row_not_made', lang)}"))
    else:
        _print_pairs(_made(shown.made, shown.statement, lang), console)
    if shown.faults:
        _heading("row_faults", console, lang)
        for fault in shown.faults:
            console.print(plain(f"  {fault_text(fault, lang)}"))


def _heading(code: str, console: Console, lang: Lang) -> None:
    """Print a heading."""
    console.print()
    console.print(Text(say(code, lang), style="bold"))


def _print_pairs(pairs: Iterator[tuple[str, str]], console: Console) -> None:
    """Print names and values beside each other; what is empty is left away."""
    table = Table.grid(padding=(0, 2))
    table.add_column(width=0)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            table.add_row("", name, Text("\n").join(map(plain, value.split("\n"))))
    console.print(table)


def _place(shown: Shown, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield where the row stands."""
    reading = shown.reading
    yield say("col_file", lang), reading.file
    yield "SHA-256", reading.sha256
    yield say("row_size", lang), size(reading.size, lang)
    yield say("col_form", lang), reading.form or "—"
    yield say(f"unit_{shown.origin.unit}", lang), _unit(shown)
    yield say("row_row", lang), _row(shown)


def _unit(shown: Shown) -> str:
    """Return the number and the name of the sheet, message, part or page."""
    name = shown.origin.sheet_name
    if shown.origin.unit == "page":
        return name
    return f"{shown.row_id.sheet} «{name}»" if name else str(shown.row_id.sheet)


def _row(shown: Shown) -> str:
    """Return the number of the row, on a page with that of its line before it."""
    origin, row = shown.origin, str(shown.row_id.row)
    return f"{origin.lines[0].number} ({row})" if origin.unit == "page" else row


def _print_origin(shown: Shown, console: Console, lang: Lang) -> None:
    """Print the row as it stands: its cells, its lines or its element."""
    origin = shown.origin
    if origin.cells:
        console.print(_cells(shown, lang))
    if origin.cells and origin.lines:
        console.print()
    for line in origin.lines:
        console.print(plain(f"{line.number:>6}  ", "dim").append(visible(line.text), style="none"))
    if origin.xml:
        console.print(plain(f"  {origin.xpath}", "dim"))
        first, _, rest = origin.xml.partition("\n")
        for text in (first, *dedent(rest).split("\n")):
            console.print(plain(f"  {text}"))
    if origin.is_cut:
        console.print(Text(f"  … {say('row_cut', lang)}", style="dim"))


def _cells(shown: Shown, lang: Lang) -> Table:
    """Return the cells of a row with the titles they were taken under, where there are any."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("", justify="right", no_wrap=True)
    if shown.titles:
        table.add_column(say("col_title", lang), overflow="fold")
        table.add_column(say("col_taken_as", lang), overflow="fold")
    table.add_column(say("col_type", lang), no_wrap=True, style="dim")
    table.add_column(say("col_value", lang), overflow="fold")
    for cell in shown.origin.cells:
        title, meaning = shown.titles.get(cell.column, ("", ""))
        taken_as = meaning_word(meaning, lang) if meaning else ""
        above = (plain(title), taken_as) if shown.titles else ()
        table.add_row(cell.column, *above, say(f"cell_{cell.kind}", lang), plain(cell.text))
    return table


def _made(row: StatementRow, statement: Statement, lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield what was made of a row."""
    yield say("made_account", lang), f"{statement.account}  {statement.currency}"
    yield say("made_time", lang), _time(row, statement, lang)
    yield say("made_direction", lang), say(f"direction_{row.direction}", lang)
    yield say("col_amount", lang), amount(row.amount_minor, row.currency)
    yield say("made_kind", lang), f"{say(f'kind_{row.kind}', lang)} [{row.kind}]"
    yield _title("operation", lang), row.operation
    yield say("made_payer", lang), _party(row.payer)
    yield say("made_payee", lang), _party(row.payee)
    yield _title("purpose", lang), row.purpose
    yield _title("knp", lang), row.purpose_code
    yield _title("reference", lang), row.reference
    if row.balance_minor is not None:
        yield _title("balance", lang), amount(row.balance_minor, row.currency)


def _title(meaning: str, lang: Lang) -> str:
    """Return the word of a meaning as the title of a line."""
    word = meaning_word(meaning, lang)
    return word[:1].upper() + word[1:]


def _time(row: StatementRow, statement: Statement, lang: Lang) -> str:
    """Return when a row was booked: by its own clock, how precisely, and by UTC."""
    zone = zone_named(statement.zone) or LOCAL
    local = row.booked_at.astimezone(zone).strftime(_CLOCKS[row.time_precision])
    precision = say(f"precision_{row.time_precision}", lang)
    instant = row.booked_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{local} ({precision}; {_clock(statement, lang)}; {instant})"


def _clock(statement: Statement, lang: Lang) -> str:
    """Return by which clock the times of a statement are read."""
    if zone_named(statement.zone) is None:
        return say("zone_printed", lang)
    return statement.zone


def _party(party: Party) -> str:
    """Return one side on a line of its own for each thing that is known of it."""
    return "\n".join(filter(None, (party.account, party.name, party.iin, party.bank)))
