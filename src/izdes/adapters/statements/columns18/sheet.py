"""One sheet of eighteen columns becomes one statement, or one for each account and currency.

The statement carries everything that was wrong with its rows; what makes it unfit for tracing is
``refused``, what its reader must only know is ``noted``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from izdes.adapters.statements.columns18 import forte, freedom, halyk, kaspi, plain, vtb
from izdes.adapters.statements.columns18.blocks import Block, blocks_of
from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.columns18.header import Grid, Header, find_header
from izdes.adapters.statements.columns18.totals import totals_faults
from izdes.adapters.statements.containers.marks import SheetMarks
from izdes.adapters.statements.heading import Heading
from izdes.adapters.statements.lines import Line, oldest_first
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import UNKNOWN_BANK, Parties, Printed
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.source import Source
from izdes.adapters.statements.stating import Stated, cards_of, made_of, statement_of
from izdes.core.errors import Fault
from izdes.core.money.account import AccountKey
from izdes.core.money.statement import Finding, Statement, StatementRow

# Those with a title of their own come first: their headers may be split or of two rows besides.
FORMS = (vtb.FORM, forte.FORM, freedom.FORM, halyk.FORM, kaspi.FORM, plain.FORM)
_NO_MARKS = SheetMarks()


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one sheet turned out to be; ``form`` is None when it holds no table that we know."""

    form: Form | None
    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()
    explained: tuple[Finding, ...] = ()


def read_sheet(grid: Grid, source: Source, marks: SheetMarks = _NO_MARKS) -> SheetReading:
    """Read one sheet, whatever bank it is from.

    Args:
        grid: Its cells.
        source: Where it comes from.
        marks: What else its workbook says of it.
    """
    header = find_header(grid)
    if header is None:
        return SheetReading(None)
    form = next(form for form in FORMS if form.recognises(header, grid))
    notes = Notes(source, header.titles)
    _explain_header(header, form, notes)
    if header.missing:
        for title in header.missing:
            notes.add("column_missing", details={"title": title})
        return SheetReading(form, faults=tuple(notes.faults), explained=tuple(notes.explained))
    parties = Parties(source.register)
    blocks = blocks_of(grid, header, form=form, source=source, parties=parties, marks=marks)
    statements: list[Statement] = []
    faults: list[Fault] = []
    explained = notes.explained
    for block in blocks:
        notes = Notes(source, block.header.titles)
        _note_marks(notes, marks)
        found = _statements(block, form, parties=parties, notes=notes)
        if {s.account for s in found} & {s.account for s in statements}:
            notes.add("second_table_unclear", row=block.header.first + 1)
            found = []
        statements += found
        faults += [] if found else notes.faults
        explained += notes.explained
    return SheetReading(form, tuple(statements), tuple(faults), tuple(explained))


def _explain_header(header: Header, form: Form, notes: Notes) -> None:
    """Say where the table begins, why it has its form, and which title was taken for what."""
    sheet = notes.source.sheet_name
    notes.explain("how_header", sheet=sheet, row=header.first + 1, form=form.name)
    notes.explain(f"how_form_{form.reason}")
    for meaning, column in sorted(header.columns.items(), key=lambda pair: pair[1]):
        notes.explain(
            "how_column", column=column + 1, title=header.titles[meaning], meaning=meaning
        )


def _note_marks(notes: Notes, marks: SheetMarks) -> None:
    """Add what the workbook says of the sheet and its reader must know."""
    if marks.is_hidden:
        notes.add("sheet_hidden", severity="noted")
    if marks.formulas:
        details = {"count": str(marks.formulas), "first": marks.first_formula}
        notes.add("formula_cells", severity="noted", details=details)


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
    banks = (side.bank for side in _near_sides(lines, account, parties) if side.bank)
    bank = heading.bank or next(banks, "")
    institution = parties.institution_of(account, bank)
    token = institution.institution_id if institution else UNKNOWN_BANK
    cards = (parties.key_of(card, heading.bank or token)[0] for card in heading.cards)
    return Owner(account, token, bank, tuple(k for k in cards if k and k.startswith("card:")))


def _near_sides(lines: Sequence[Line], account: AccountKey, parties: Parties) -> Iterator[Printed]:
    """Yield the sides of rows on which the account itself is printed."""
    for line in lines:
        for side in (line.payer, line.payee):
            if parties.key_of(side.account, side.bank)[0] == account:
                yield side


def _statements(block: Block, form: Form, *, parties: Parties, notes: Notes) -> list[Statement]:
    """Make the statements of a block, one for each currency in it."""
    source, table = notes.source, block.table
    heading = block.heading(source.register)
    if table.is_bare and not heading.account_text:
        notes.add("table_without_rows", row=block.header.first + 1, severity="noted")
        return []
    owner = _owner(table.lines, heading, parties, source=source, notes=notes)
    if owner is None:
        notes.unread(table.unread)
        notes.add("account_unknown")
        return []
    lines = oldest_first(table.lines, newest_first=form.newest_first)
    _note_doubts(notes, block, heading)
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
    stated = _stated(lines, heading, owner, parties=parties, notes=notes)
    whole = statement_of(stated, made, parties=parties, notes=notes)
    return [
        replace(whole, currency=currency, rows=_of_currency(whole.rows, currency))
        for currency in currencies or ["KZT"]
    ]


def _stated(
    lines: Sequence[Line], heading: Heading, owner: Owner, *, parties: Parties, notes: Notes
) -> Stated:
    """Return what the sheet says of the account besides its rows."""
    names = (s.name for s in _near_sides(lines, owner.account, parties) if s.name)
    numbers = (s.iin for s in _near_sides(lines, owner.account, parties) if s.iin)
    return Stated(
        owner,
        holder=heading.holder or next(names, ""),
        holder_iin=heading.iin or next(numbers, ""),
        kind=heading.kind,
        period_from=heading.period_from,
        period_to=heading.period_to,
        opening_minor=heading.balances.get("opening"),
        closing_minor=heading.balances.get("closing"),
        aliases=cards_of(owner, notes.source.sha256),
    )


def _of_currency(rows: Iterable[StatementRow], currency: str) -> tuple[StatementRow, ...]:
    """Return the rows of one currency."""
    return tuple(row for row in rows if row.currency == currency)


def _note_doubts(notes: Notes, block: Block, heading: Heading) -> None:
    """Add what was readable but must be told."""
    table = block.table
    for code, label in heading.refused:
        notes.add(code, details={"label": label})
    if block.clash:
        notes.add("second_table_differs", row=block.clash)
    for number in table.empty:
        notes.add("zero_amount", row=number, severity="noted")
    for number in table.differing:
        notes.add("tenge_differs", row=number, meaning="tenge", severity="noted")
    if table.hidden:
        details = {"count": str(len(table.hidden))}
        notes.add("hidden_marks", row=table.hidden[0], severity="noted", details=details)
    if table.has_serials:
        notes.add("dates_as_numbers", meaning="moment", severity="noted")
