"""One sheet of eighteen columns becomes one statement, or one for each currency.

The statement carries everything that was wrong with its rows; what makes it unfit for tracing is
``refused``, what its reader must only know is ``noted``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from izdes.adapters.statements import halyk, kaspi, plain
from izdes.adapters.statements.columns18 import Grid, Header, find_header
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.forms import Form
from izdes.adapters.statements.heading import Heading, read_heading
from izdes.adapters.statements.lines import Line, Table, oldest_first, read_table
from izdes.adapters.statements.manifest import ManifestEntry
from izdes.adapters.statements.parties import UNKNOWN_BANK, Parties, Printed
from izdes.adapters.statements.rows import Doubt, Owner, RowMaker, rows_of
from izdes.adapters.statements.totals import totals_faults
from izdes.core.errors import Fault, Severity
from izdes.core.law.institutions import Institution, Register
from izdes.core.money.account import AccountKey, AccountKind, Alias
from izdes.core.money.statement import Statement, StatementRow

FORMS = (halyk.FORM, kaspi.FORM, plain.FORM)
_KINDS: Mapping[str, AccountKind] = {"payment": "wallet", "exchange": "crypto_exchange"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sheet comes from, and what is known around it."""

    file: str
    sha256: str
    sheet: int
    sheet_name: str
    register: Register
    manifest: Mapping[str, ManifestEntry]


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one sheet turned out to be; ``form`` is None when it holds no table that we know."""

    form: Form | None
    statements: tuple[Statement, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Notes:
    """Collects the faults of one sheet."""

    source: Source
    titles: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def add(
        self,
        code: str,
        *,
        row: int = 0,
        meaning: str = "",
        severity: Severity = "refused",
        details: Mapping[str, str] | None = None,
    ) -> None:
        """Add a fault at a row and column of the sheet."""
        column = self.titles.get(meaning, "")
        given = tuple((name, value) for name, value in (details or {}).items() if value)
        self.faults.append(
            Fault(code, self.source.file, self.source.sheet_name, row, column, given, severity)
        )

    def unread(self, rows: Iterable[tuple[int, Unreadable]]) -> None:
        """Add a fault for each row that cannot be read."""
        for number, unreadable in rows:
            self.add(
                unreadable.fault,
                row=number,
                meaning=unreadable.meaning,
                details={"value": unreadable.value},
            )

    def doubts(self, doubts: Iterable[Doubt]) -> None:
        """Add what was readable and is doubtful."""
        for doubt in doubts:
            self.add(doubt.code, row=doubt.number, meaning=doubt.meaning, severity="noted")


def read_sheet(grid: Grid, source: Source) -> SheetReading:
    """Read one sheet, whatever bank it is from."""
    header = find_header(grid)
    if header is None:
        return SheetReading(None)
    form = next(form for form in FORMS if form.recognises(header))
    notes = Notes(source, header.titles)
    for title in header.missing:
        notes.add("column_missing", details={"title": title})
    if header.missing:
        return SheetReading(form, faults=tuple(notes.faults))
    parties = Parties(source.register)
    table, heading = _read(grid, header, form, source)
    owner = _owner(table.lines, heading, parties, source=source, notes=notes)
    if owner is None:
        notes.add("account_unknown")
        return SheetReading(form, faults=tuple(notes.faults))
    return SheetReading(
        form,
        tuple(_statements(table, heading, owner, parties=parties, form=form, notes=notes)),
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
    if account is None:
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
    source = notes.source
    maker = RowMaker(parties, owner, sha256=source.sha256, sheet=source.sheet)
    lines = oldest_first(table.lines, newest_first=form.newest_first)
    rows, without_side = rows_of(maker, lines)
    unread = [*table.unread, *without_side]
    notes.unread(sorted(unread, key=lambda entry: entry[0]))
    _note_doubts(notes, table, heading, maker)
    if not unread:
        for code, details in totals_faults(table, heading, rows):
            notes.add(code, details=details)
    currencies = [heading.currency] if heading.currency else sorted({r.currency for r in rows})
    if len(currencies) > 1:
        notes.add(
            "several_currencies", severity="noted", details={"currencies": ", ".join(currencies)}
        )
    near = _near_sides(lines, owner.account, parties)
    institution = parties.institution_of(owner.account, owner.bank)
    whole = Statement(
        file_sha256=source.sha256,
        file=source.file,
        sheet=source.sheet,
        account=owner.account,
        currency="",
        bank=owner.bank or (institution.name_ru if institution else ""),
        holder=heading.holder or next((s.name for s in near if s.name), ""),
        holder_iin=heading.iin or next((s.iin for s in near if s.iin), ""),
        account_kind=account_kind(institution),
        period_from=heading.period_from,
        period_to=heading.period_to,
        opening_minor=heading.balances.get("opening"),
        closing_minor=heading.balances.get("closing"),
        unread_rows=len(unread),
        faults=tuple(notes.faults),
        aliases=_aliases(owner, source.sha256),
    )
    return [
        replace(whole, currency=currency, rows=_of_currency(rows, currency))
        for currency in currencies or ["KZT"]
    ]


def account_kind(institution: Institution | None) -> AccountKind:
    """Return what kind of account the institution keeps."""
    return _KINDS.get(institution.kind, "bank") if institution else "bank"


def _of_currency(rows: Iterable[StatementRow], currency: str) -> tuple[StatementRow, ...]:
    """Return the rows of one currency."""
    return tuple(row for row in rows if row.currency == currency)


def _aliases(owner: Owner, sha256: str) -> tuple[Alias, ...]:
    """Tie the cards of the heading to the account."""
    return tuple(Alias(card, owner.account, source=sha256[:16]) for card in owner.cards)


def _note_doubts(notes: Notes, table: Table, heading: Heading, maker: RowMaker) -> None:
    """Add what was readable but must be told."""
    for code, label in heading.refused:
        notes.add(code, details={"label": label})
    for number in table.empty:
        notes.add("zero_amount", row=number, severity="noted")
    for number in table.differing:
        notes.add("tenge_differs", row=number, meaning="tenge", severity="noted")
    notes.doubts(maker.doubts)
