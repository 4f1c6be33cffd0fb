"""One sheet of eighteen columns becomes one statement, or one for each currency.

The statement carries everything that was wrong with its rows; what makes it unfit for tracing is
``refused``, what its reader must only know is ``noted``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from izdes.adapters.statements import halyk, kaspi, plain
from izdes.adapters.statements.columns18 import Grid, Header, find_header
from izdes.adapters.statements.forms import Form
from izdes.adapters.statements.heading import Heading, read_heading
from izdes.adapters.statements.lines import Line, Table, oldest_first, read_table
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import UNKNOWN_BANK, Parties, Printed
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.source import Source
from izdes.adapters.statements.stating import Stated, cards_of, made_of, statement_of
from izdes.adapters.statements.totals import totals_faults
from izdes.core.errors import Fault
from izdes.core.money.account import AccountKey
from izdes.core.money.statement import Finding, Statement, StatementRow

FORMS = (halyk.FORM, kaspi.FORM, plain.FORM)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one sheet turned out to be; ``form`` is None when it holds no table that we know."""

    form: Form | None
    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()
    explained: tuple[Finding, ...] = ()


def read_sheet(grid: Grid, source: Source) -> SheetReading:
    """Read one sheet, whatever bank it is from."""
    header = find_header(grid)
    if header is None:
        return SheetReading(None)
    form = next(form for form in FORMS if form.recognises(header))
    notes = Notes(source, header.titles)
    _explain_header(header, form, notes)
    for title in header.missing:
        notes.add("column_missing", details={"title": title})
    if header.missing:
        return _without_statements(form, notes)
    parties = Parties(source.register)
    table, heading = _read(grid, header, form, source)
    owner = _owner(table.lines, heading, parties, source=source, notes=notes)
    if owner is None:
        notes.add("account_unknown")
        return _without_statements(form, notes)
    statements = _statements(table, heading, owner, parties=parties, form=form, notes=notes)
    return SheetReading(form, tuple(statements), explained=tuple(notes.explained))


def _without_statements(form: Form, notes: Notes) -> SheetReading:
    """Return a sheet that is recognised and cannot be used."""
    return SheetReading(form, faults=tuple(notes.faults), explained=tuple(notes.explained))


def _explain_header(header: Header, form: Form, notes: Notes) -> None:
    """Say where the table begins and which title was taken for what."""
    sheet = notes.source.sheet_name
    notes.explain("how_header", sheet=sheet, row=header.first + 1, form=form.name)
    for meaning, column in sorted(header.columns.items(), key=lambda pair: pair[1]):
        notes.explain(
            "how_column", column=column + 1, title=header.titles[meaning], meaning=meaning
        )


def _read(grid: Grid, header: Header, form: Form, source: Source) -> tuple[Table, Heading]:
    """Read the lines around the table and the table itself; balances may stand below it."""
    above = grid[: header.first]
    heading = read_heading(above, source.register)
    table = read_table(grid, header, amount_of=form.amount_of, currency=heading.currency)
    return table, read_heading([*above, *table.remarks], source.register)


def _owner(
    lines: Sequence[Line],
    heading: Heading,
    parties: Parties,
    *,
    source: Source,
    notes: Notes,
) -> Owner | None:
    """Return whose statement it is: as the heading says, else as the rows show."""
    account, doubt = parties.key_of(heading.account_text, heading.bank)
    if doubt:
        notes.add(doubt, severity="noted")
    if account is not None:
        notes.explain("how_account_heading")
    else:
        decided = plain.account_of(
            lines,
            parties,
            sheet=source.sheet_name,
            file=source.file,
            manifest=source.manifest,
        )
        if decided is None:
            return None
        account = decided.account
        notes.explain(f"how_account_{decided.told_by}")
        if decided.told_by == "file":
            notes.add("account_from_file_name", severity="noted")
    near = _near_sides(lines, account, parties)
    bank = heading.bank or next((side.bank for side in near if side.bank), "")
    institution = parties.institution_of(account, bank)
    token = institution.institution_id if institution else UNKNOWN_BANK
    cards = (parties.key_of(card, heading.bank or token)[0] for card in heading.cards)
    return Owner(account, token, bank, tuple(k for k in cards if k and k.startswith("card:")))


def _near_sides(lines: Sequence[Line], account: AccountKey, parties: Parties) -> list[Printed]:
    """Return the sides of rows on which the account itself is printed."""
    sides = (side for line in lines for side in (line.payer, line.payee))
    return [side for side in sides if parties.key_of(side.account, side.bank)[0] == account]


def _statements(
    table: Table,
    heading: Heading,
    owner: Owner,
    *,
    parties: Parties,
    form: Form,
    notes: Notes,
) -> list[Statement]:
    """Make the statements of a sheet, one for each currency in it."""
    lines = oldest_first(table.lines, newest_first=form.newest_first)
    _note_doubts(notes, table, heading)
    made = made_of(lines, owner, parties=parties, notes=notes, unread=table.unread)
    if not made.unread:
        for code, details in totals_faults(table, heading, made.rows):
            notes.add(code, details=details)
    currencies = sorted({row.currency for row in made.rows})
    if heading.currency:
        currencies = [heading.currency]
    if len(currencies) > 1:
        given = {"currencies": ", ".join(currencies)}
        notes.add("several_currencies", severity="noted", details=given)
    near = _near_sides(lines, owner.account, parties)
    stated = Stated(
        owner,
        holder=heading.holder or next((s.name for s in near if s.name), ""),
        holder_iin=heading.iin or next((s.iin for s in near if s.iin), ""),
        period_from=heading.period_from,
        period_to=heading.period_to,
        opening_minor=heading.balances.get("opening"),
        closing_minor=heading.balances.get("closing"),
        aliases=cards_of(owner, notes.source.sha256),
    )
    whole = statement_of(stated, made, parties=parties, notes=notes)
    return [
        replace(whole, currency=currency, rows=_of_currency(made.rows, currency))
        for currency in currencies or ["KZT"]
    ]


def _of_currency(rows: Iterable[StatementRow], currency: str) -> tuple[StatementRow, ...]:
    """Return the rows of one currency."""
    return tuple(row for row in rows if row.currency == currency)


def _note_doubts(notes: Notes, table: Table, heading: Heading) -> None:
    """Add what was readable but must be told."""
    for code, label in heading.refused:
        notes.add(code, details={"label": label})
    for number in table.empty:
        notes.add("zero_amount", row=number, severity="noted")
    for number in table.differing:
        notes.add("tenge_differs", row=number, meaning="tenge", severity="noted")
