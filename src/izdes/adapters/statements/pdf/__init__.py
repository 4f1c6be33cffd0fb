"""Retail statements in PDF: what victims print out of their bank's application and bring along.

Any bank's table is read that has titles, dates and amounts, in Kazakh, Russian or English; words
and their places are all that is used. A page without text is a picture, and no text is guessed
from pictures: a wrongly guessed digit is another amount.

The other side stands in such statements in words only, and a customer could have altered the file:
it shows where to ask the bank, and the bank's own answer takes its place.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties
from izdes.adapters.statements.pdf.document import DrawnFile, drawn
from izdes.adapters.statements.pdf.heading import PrintedHeading, ibans_in, read_heading
from izdes.adapters.statements.pdf.lines import PrintedLine, lines_of
from izdes.adapters.statements.pdf.rows import Booked, booked
from izdes.adapters.statements.pdf.table import PrintedTable, read_table
from izdes.adapters.statements.pdf.totals import missing_pages, sums_that_differ
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.stating import Stated, cards_of, owner_of, statement_of
from izdes.core.errors import Severity
from izdes.core.identifiers.card import is_telling
from izdes.core.money.statement import Statement

FORM: Final = "pdf-retail"
REASON: Final = "titles_of_a_retail_statement"


def read_pdf(data: bytes, source: Source) -> Content | None:
    """Read the statement of a PDF; None where it has text and no table of movements.

    Raises:
        Unusable: It cannot be opened, or it is a picture.
    """
    file = drawn(data)
    pages = pages_of(file)
    table = read_table(pages)
    if table is None:
        return None
    notes = Notes(replace(source, sheet=1, sheet_name=""), table.titles)
    _note_pages(file, pages, notes)
    _explain_table(table, notes)
    parties = Parties(source.register)
    heading = _heading(table, source)
    owner = _owner(heading, parties, notes)
    if owner is None:
        notes.add("account_unknown")
        return Content(FORM, REASON, faults=tuple(notes.faults), explained=tuple(notes.explained))
    _note_doubts(file, notes, are_proven={"opening", "closing"} <= heading.figures.keys())
    statement = _statement(table, heading, owner, parties=parties, notes=notes)
    return Content(FORM, REASON, (statement,), explained=tuple(notes.explained))


def pages_of(file: DrawnFile) -> list[tuple[PrintedLine, ...]]:
    """Return the lines of every page.

    Raises:
        Unusable: No page has text, or what letters it has the file does not say.
    """
    letters = sum(len(piece.text) for page in file.pages for piece in page.pieces)
    if file.unknown * 2 >= letters:
        raise Unusable("pdf_without_text")
    return [
        lines_of(number, page.pieces, page.rules) for number, page in enumerate(file.pages, start=1)
    ]


def _note_pages(file: DrawnFile, pages: Sequence[Sequence[PrintedLine]], notes: Notes) -> None:
    """Say what is wrong with the pages as such."""
    notes.explain("how_pdf_pages", pages=len(pages))
    if lacking := missing_pages(pages):
        notes.add("pdf_page_missing", details=lacking)
    if file.hidden:
        notes.add("pdf_hidden_text", severity="noted", details={"count": str(file.hidden)})
    if file.slanted:
        notes.explain("how_pdf_slanted", count=file.slanted)


def _note_doubts(file: DrawnFile, notes: Notes, *, are_proven: bool) -> None:
    """Say where rows may be lost; where printed balances prove the rows whole it is no obstacle."""
    severity: Severity = "noted" if are_proven else "refused"
    for number, page in enumerate(file.pages, start=1):
        if page.has_picture and not page.pieces:
            notes.add("pdf_page_is_picture", severity=severity, details={"page": str(number)})
    if file.odd:
        notes.add("pdf_odd_content", severity=severity, details={"count": str(file.odd)})


def _explain_table(table: PrintedTable, notes: Notes) -> None:
    """Say where the table begins and which title was taken for what."""
    notes.explain("how_pdf_table", page=table.page, line=table.line)
    for column, (meaning, title) in enumerate(table.titles.items(), start=1):
        notes.explain("how_column", column=column, title=title, meaning=meaning)


def _heading(table: PrintedTable, source: Source) -> PrintedHeading:
    """Read the lines above the table and below it; of accounts only those above rows."""
    rows, remarks = table.found.rows, table.found.remarks
    last = rows[-1].line.row if rows else 0
    inner = [line for line in remarks if line.row < last]
    after = [line for line in remarks if line.row > last]
    heading = read_heading([*table.heading, *after, *inner], source.register)
    labelled = read_heading([*table.heading, *inner], source.register).accounts
    heading.accounts = labelled or ibans_in(table.heading)
    return heading


def _owner(heading: PrintedHeading, parties: Parties, notes: Notes) -> Owner | None:
    """Return whose statement it is: by its account, by the manifest, or by a card alone."""
    entry = notes.source.manifest.get(notes.source.file)
    told = (
        ("how_account_heading", next(iter(heading.accounts), ""), heading.bank),
        ("how_account_manifest", entry.account if entry else "", entry.bank if entry else ""),
        ("how_pdf_account_card", next(iter(heading.cards), ""), heading.bank),
    )
    how, account, bank = next((one for one in told if one[1]), ("", "", ""))
    owner = owner_of(parties, account, bank or heading.bank, notes) if account else None
    if owner is None:
        return None
    notes.explain(how)
    if how == "how_pdf_account_card":
        notes.add("pdf_account_from_card", severity="noted")
    if len(heading.accounts) > 1:
        notes.add("pdf_several_accounts")
    # A tail alone is shared by one card in ten thousand of every bank: it ties nothing.
    keys = (parties.key_of(card, owner.token)[0] for card in heading.cards if is_telling(card))
    return replace(owner, cards=tuple(k for k in keys if k and k != owner.account))


def _statement(
    table: PrintedTable,
    heading: PrintedHeading,
    owner: Owner,
    *,
    parties: Parties,
    notes: Notes,
) -> Statement:
    """Make the statement of what all pages print."""
    found = booked(table, heading, owner, parties=parties, notes=notes)
    _note_sums(table, heading, found, notes)
    stated = Stated(
        owner,
        currency=found.currency,
        holder=heading.holder,
        holder_iin=heading.iin,
        period_from=heading.period_from,
        period_to=heading.period_to,
        opening_minor=heading.minor("opening", found.currency),
        closing_minor=heading.minor("closing", found.currency),
        aliases=cards_of(owner, notes.source.sha256),
    )
    return statement_of(stated, found.made, parties=parties, notes=notes)


def _note_sums(table: PrintedTable, heading: PrintedHeading, found: Booked, notes: Notes) -> None:
    """Say which printed sums cannot be read, or are not the sums of the rows."""
    for code, label in heading.refused:
        notes.add(code, details={"label": label})
    for name in heading.unreadable(found.currency):
        notes.add("balance_unreadable", details={"label": name})
    if found.made.unread:
        return
    totals = table.found.totals
    for code, details in sums_that_differ(found.movements, heading, totals, found.currency):
        notes.add(code, details=details)
