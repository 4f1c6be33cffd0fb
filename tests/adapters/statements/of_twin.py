"""Pages of the invented country in any form, and what a reader must make of them."""

from dataclasses import replace
from itertools import islice

from izdes.adapters.statements import read_bytes
from izdes.core.law.institutions import Institution, Register
from izdes.core.money.statement import FileReading
from izdes.twin.bank import LOCAL
from izdes.twin.country import country
from izdes.twin.dialects import statement_file
from izdes.twin.dialects.rows import row_cells
from izdes.twin.dialects.written import Written
from izdes.twin.facts import facts_of
from izdes.twin.pages import Page

SEED, COMPLAINTS = 11, 24
_LONGEST = 120
PAGES = [p for p in facts_of(SEED, COMPLAINTS).pages if len(p.entries) <= _LONGEST]
REGISTER = Register(
    [
        Institution(
            institution_id=i.institution_id,
            code=i.code,
            bic=i.bic,
            bin=i.bin,
            kind=i.kind,  # type: ignore[arg-type]  # one of the kinds
            name_kk=i.name_kk,
            name_ru=i.name_ru,
            name_en=i.name_en,
            verified=False,
        )
        for i in country().institutions
    ]
)
# What a statement calls otherwise than the story does.
_SHOWN_BY_KIND = ("@cash:", "@fee:", "@merchant:", "@abroad:")
_KINDS = {"loan": "transfer", "abroad": "transfer"}


def in_form(
    page: Page, form: str, *, serial: int | None = None, entries: int | None = None
) -> Page:
    """Return a page in another form; under another serial it has other habits."""
    account = page.account if serial is None else replace(page.account, serial=serial)
    kept = tuple(islice(page.entries, entries))
    answer = replace(page.answer, form=form)
    return replace(page, account=account, answer=answer, entries=kept)


def read_page(page: Page, form: str) -> tuple[Written, FileReading]:
    """Return a page's file in one form, and its reading."""
    written = statement_file(in_form(page, form))
    return written, read_bytes(written.data, name="answer", register=REGISTER, manifest={})


def assert_read_as_written(page: Page, form: str) -> None:
    """See that every movement is read with its row, its day, its other side and its words."""
    written, reading = read_page(page, form)
    (statement,) = reading.statements
    assert reading.faults == ()
    assert statement.account == page.account.side.key
    assert statement.holder_iin == page.account.side.number
    places = [r.row_id.split("/")[1:] for r in statement.rows]
    assert places == [[str(sheet), str(row)] for sheet, row in written.rows]
    shown_page = in_form(page, form)
    for row, entry in zip(statement.rows, page.entries, strict=True):
        cells = row_cells(shown_page, entry)
        shown = cells.payer if entry.is_credit else cells.payee
        far = row.payer if row.direction == "credit" else row.payee
        true = entry.transfer.payer if entry.is_credit else entry.transfer.payee
        assert (row.direction == "credit", row.amount_minor) == (
            entry.is_credit,
            entry.transfer.amount_minor,
        )
        day, true_day = (at.astimezone(LOCAL).date() for at in (row.booked_at, entry.at))
        assert day == true_day
        assert (far.name, far.iin) == (shown.name, shown.number)
        assert (row.purpose, row.purpose_code) == (cells.purpose, cells.purpose_code)
        kinds = ("crypto_exchange", _KINDS.get(entry.transfer.kind, entry.transfer.kind))
        assert row.kind in kinds
        if shown.account == true.printed != "" or true.key.startswith(_SHOWN_BY_KIND):
            assert far.account == true.key
