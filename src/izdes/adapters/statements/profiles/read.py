"""Reading: a table that fits a profile becomes statements, one for each account and currency.

Each statement carries what was wrong with its own rows; a row of which not even the currency can
be read is missing from all of them. A fee is a movement of its own, named by its row with a plus:
``…/1/+12`` is what row 12 cost besides.
"""

from dataclasses import dataclass, replace

from izdes.adapters.statements.columns18.header import Grid
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import UNKNOWN_BANK, Printed
from izdes.adapters.statements.profiles.accounts import Naming, decided, naming_of
from izdes.adapters.statements.profiles.around import BALANCES, Around, around_of
from izdes.adapters.statements.profiles.entries import Body, body_of
from izdes.adapters.statements.profiles.explaining import explain
from izdes.adapters.statements.profiles.grouping import Group, Place, groups_of
from izdes.adapters.statements.profiles.match import Fit
from izdes.adapters.statements.profiles.movement import Setting
from izdes.adapters.statements.profiles.naming_rows import named
from izdes.adapters.statements.profiles.sides import ProfiledParties
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.stating import Made, Stated, cards_of, made_of, statement_of
from izdes.adapters.statements.wording import currency_of
from izdes.adapters.statements.zones import PRINTED
from izdes.core.errors import IzdesError
from izdes.core.money.account import AccountKey, AccountKind
from izdes.core.money.statement import Statement

REASON = "titles_of_profile"
_KINDS: dict[str, AccountKind] = {"chain": "wallet", "exchange": "crypto_exchange"}
_HOME = "KZT"


@dataclass(frozen=True, slots=True)
class _Table:
    """One table and what is known of it as a whole.

    Attributes:
        notes: What is to be said of all of it.
    """

    fit: Fit
    body: Body
    around: Around
    naming: Naming
    notes: Notes


def read_statements(
    grid: Grid, fit: Fit, source: Source, *, spoilt: frozenset[int] = frozenset()
) -> Content:
    """Read a table that fits a profile.

    Args:
        spoilt: Lines of a text whose cells may stand under the wrong titles.
    """
    table = _table(grid, fit, source, spoilt)
    notes = table.notes
    explain(notes, fit)
    usual = Place(_own_account(table), _usual_currency(table))
    newest_first = fit.profile.newest_first
    groups = groups_of(table.body, table.naming, usual, notes, newest_first=newest_first)
    named_groups = {place: group for place, group in groups.items() if place.account}
    _note_nameless(groups, notes)
    each = [Notes(source, fit.titles, list(notes.faults)) for _ in named_groups]
    statements = [
        _statement(place, group, table, own_notes, alone=_is_alone(place, named_groups))
        for (place, group), own_notes in zip(sorted(named_groups.items()), each, strict=True)
    ]
    return Content(
        fit.profile.form,
        REASON,
        tuple(statements),
        () if statements else tuple(notes.faults),
        explained=(*notes.explained, *(each[0].explained if each else ())),
    )


def _table(grid: Grid, fit: Fit, source: Source, spoilt: frozenset[int]) -> _Table:
    """Read the rows of a table and the lines around it; balances may stand below it."""
    profile = fit.profile
    above = grid[: max(fit.header, 0)]
    heading = around_of(above, profile, source.register)
    parties = ProfiledParties(source.register)
    naming = naming_of(profile, parties, source, heading.heading.bank)
    token = naming.token if profile.account.of == "exchange" else ""
    body = body_of(grid, Setting(fit, heading.currency, token, spoilt))
    around = around_of([*above, *body.remarks], profile, source.register)
    notes = Notes(source, fit.titles)
    for code, label in around.heading.refused:
        notes.add(code, details={"label": label})
    for row in body.skipped:
        details = {"value": row.value}
        notes.add(row.code, row=row.number, severity="noted", details=details)
    return _Table(fit, body, around, naming, notes)


def _own_account(table: _Table) -> str:
    """Return whose table it is where its rows do not say, empty where nothing does."""
    notes = table.notes
    if "own_account" in table.fit.columns:
        notes.explain("how_account_column")
        return ""
    heading = table.around.heading.account_text
    told = decided(table.body.entries, table.naming, notes.source, heading)
    if told is None:
        return ""
    notes.explain(f"how_account_{told.told_by}")
    if told.told_by == "file":
        notes.add("account_from_file_name", severity="noted")
    return told.printed


def _note_nameless(groups: dict[Place, Group], notes: Notes) -> None:
    """Add that the account of the table is not known, or of those rows that do not name theirs."""
    nameless = [group for place, group in groups.items() if not place.account]
    if len(nameless) == len(groups):
        notes.add("account_unknown")
        return
    for group in nameless:
        for number in sorted({*(line.number for line in group.lines), *group.numbers_unread}):
            notes.add("account_unknown", row=number)


def _usual_currency(table: _Table) -> str:
    """Return the currency of a table without rows."""
    constant = table.fit.profile.constants.get("currency", "")
    return table.around.currency or currency_of(constant) or constant or _HOME


def _is_alone(place: Place, groups: dict[Place, Group]) -> bool:
    """Say whether what is printed around the table can only be about one of its statements."""
    return all(other == place for other in groups)


def _statement(
    place: Place, group: Group, table: _Table, notes: Notes, *, alone: bool
) -> Statement:
    """Make the statement of one account in one currency."""
    owner = _owner(place, group, table, notes)
    made = _made(group, owner, table, notes)
    around, heading = table.around, table.around.heading
    is_meant = alone or around.currency == place.currency
    balances = {name: _balance(name, place, table, notes) for name in BALANCES if is_meant}
    near = [side for line in group.lines if (side := _own_side(line, place, table))]
    stated = Stated(
        owner,
        currency=place.currency,
        holder=heading.holder or next((side.name for side in near if side.name), ""),
        holder_iin=heading.iin or next((side.iin for side in near if side.iin), ""),
        period_from=heading.period_from,
        period_to=heading.period_to,
        opening_minor=balances.get("opening"),
        closing_minor=balances.get("closing"),
        aliases=cards_of(owner, notes.source.sha256),
    )
    statement = statement_of(stated, made, parties=table.naming.parties, notes=notes)
    kind = _KINDS.get(table.fit.profile.account.of, statement.account_kind)
    return replace(statement, account_kind=kind)


def _owner(place: Place, group: Group, table: _Table, notes: Notes) -> Owner:
    """Return the account of a statement."""
    naming = table.naming
    near = (_own_side(line, place, table) for line in group.lines)
    bank = naming.bank or next((side.bank for side in near if side and side.bank), "")
    key, doubt = naming.parties.key_of(place.account, bank)
    if doubt:
        notes.add(doubt, severity="noted")
    account = key or AccountKey(place.account)
    institution = naming.parties.institution_of(account, bank)
    token = naming.token or (institution.institution_id if institution else UNKNOWN_BANK)
    cards = (naming.parties.key_of(card, bank)[0] for card in table.around.heading.cards)
    known = tuple(card for card in cards if card and card.startswith("card:"))
    return Owner(account, token, bank, known)


def _made(group: Group, owner: Owner, table: _Table, notes: Notes) -> Made:
    """Make the rows of a group."""
    parties = table.naming.parties
    made = made_of(
        group.lines,
        owner,
        parties=parties,
        notes=notes,
        unread=[(row.number, row.why) for row in group.unread],
        zone=_zone(owner, table),
    )
    title = table.fit.titles.get("fee", "")
    rows = named(made.rows, group, owner, parties=parties, fee_title=title)
    return replace(made, rows=rows)


def _zone(owner: Owner, table: _Table) -> str:
    """Return the clock that the form itself tells, or usually means; empty where others decide."""
    clock, source = table.fit.profile.clock, table.notes.source
    if clock.zone:
        return "" if clock.zone == PRINTED else clock.zone
    entry = source.manifest.get(source.file)
    institution = table.naming.parties.institution_of(owner.account, owner.bank)
    is_told = bool(entry and entry.zone) or bool(institution and institution.zone)
    return "" if is_told else clock.usual_zone


def _balance(name: str, place: Place, table: _Table, notes: Notes) -> int | None:
    """Return a printed balance of one account; one that cannot be read is a fault."""
    try:
        return table.around.minor(name, place.currency, table.fit.profile)
    except IzdesError:
        label = table.around.balances[name][0]
        notes.add("balance_unreadable", details={"label": label})
        return None


def _own_side(line: Line, place: Place, table: _Table) -> Printed | None:
    """Return the side of a row that is its own account, None where no account tells."""
    if not table.fit.profile.has_two_sides:
        return line.payee if line.amount.direction == "credit" else line.payer
    own = table.naming.key_of(place.account)
    sides = (line.payer, line.payee)
    return next((s for s in sides if table.naming.key_of(s.account) == own), None)
