"""Assembly: statements of many banks into one ledger.

Faulty statements stay out. What is left is united account by account, then the two sides of each
transfer are brought together, then every row is either half of a transfer or a transfer of its
own. The ledger restricted to an account inside its covered interval says exactly what the
account's statements say: where two banks disagree about a payment, its far side becomes unknown
rather than being booked on an account whose own bank does not know it.

Nothing here depends on the order of files or on their names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from izdes.core.errors import Fault
from izdes.core.money.account import AccountKey, AccountKind, Alias, Coverage
from izdes.core.money.aliases import AliasBook
from izdes.core.money.booking import AccountBook, AmbiguousGroup, Place, book
from izdes.core.money.order import in_order
from izdes.core.money.overlap import (
    Covered,
    Movement,
    Stretch,
    coverage_of_stretch,
    stretches_of,
)
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import Ledger, Party, RowId, Transfer, TransferId


@dataclass(frozen=True, slots=True)
class Assembly:
    """One ledger, and everything that was decided on the way to it.

    Attributes:
        coverages: As in the ledger: from statements, then what else is known of accounts.
        aliases: Every alias by which accounts could be recognised.
        ambiguous: Rows that two banks state and that could be paired in several ways; each of
            them stands in the ledger as a transfer of its own, with an unknown far side.
        faults: Statements left out because others contradict them; coverages set aside.
        row_to_transfer: Every row in the ledger -> its transfer.
        within_account: Rows that move nothing because both sides are one account.
        left_out: ``statement_id`` of each statement that is faulty, empty or contradicted.
    """

    ledger: Ledger
    coverages: tuple[Coverage, ...]
    aliases: tuple[Alias, ...]
    ambiguous: tuple[AmbiguousGroup, ...]
    faults: tuple[Fault, ...]
    row_to_transfer: Mapping[RowId, TransferId]
    within_account: tuple[RowId, ...]
    left_out: tuple[str, ...]


def assemble(
    statements: Iterable[Statement],
    *,
    known: Sequence[Coverage] = (),
    aliases: Sequence[Alias] = (),
) -> Assembly:
    """Bring statements together into one ledger.

    Args:
        statements: As read, in any order; the same file twice counts once.
        known: What is known of accounts without a statement: kinds, or covered intervals.
        aliases: Cards and phones known from elsewhere.
    """
    given = {s.statement_id: s for s in sorted(statements, key=_by_content, reverse=True)}
    usable = [(s, c) for s in given.values() if (c := reconcile(s).coverage)]
    tied = _tied(aliases, (s for s, _ in usable))
    names = AliasBook(tied, (s.account for s, _ in usable))
    stretches, faults = _united(_covered(s, c, names) for s, c in usable)
    books = {place: _book_of(place, found) for place, found in sorted(stretches.items())}
    rest, set_aside = _known_besides(known, names, books)
    booking = book(books)
    transfers = tuple(in_order(booking.placed))
    coverages = _coverages(books, rest, transfers)
    told = {c.statement.statement_id for f in stretches.values() for s in f for c in s.told_by}
    return Assembly(
        ledger=Ledger(transfers, coverages),
        coverages=coverages,
        aliases=tied,
        ambiguous=tuple(booking.ambiguous),
        faults=(*faults, *set_aside),
        row_to_transfer=booking.row_to_transfer(),
        within_account=tuple(sorted(booking.within_account)),
        left_out=tuple(sorted(given.keys() - told)),
    )


def _by_content(statement: Statement) -> tuple[str, str]:
    """Order statements by what they are; the file's name only breaks a tie of equal bytes."""
    return (statement.statement_id, statement.file)


def _tied(given: Sequence[Alias], statements: Iterable[Statement]) -> tuple[Alias, ...]:
    """Return all aliases in canonical order, each once."""
    every = (*given, *(alias for s in statements for alias in s.aliases))
    unique: dict[object, Alias] = {}
    for alias in sorted(every, key=lambda a: (a.key, a.account, a.source), reverse=True):
        unique[alias.key, alias.account, alias.valid_from, alias.valid_to] = alias
    return tuple(reversed(unique.values()))


def _covered(statement: Statement, coverage: Coverage, names: AliasBook) -> Covered:
    """Return a statement's movements under resolved keys."""
    account = names.resolve(statement.account, coverage.covered_from)
    movements = tuple(
        Movement(
            account=account,
            holder=statement.holder_iin or _near_side(row).iin or account,
            far=names.resolve(_far_side(row).account, row.booked_at),
            rows=(row,),
        )
        for row in sorted(statement.rows, key=lambda r: (r.booked_at, r.position))
    )
    return Covered(statement, replace(coverage, account=account), movements)


def _near_side(row: StatementRow) -> Party:
    """Return the side that is the statement's own account."""
    return row.payer if row.direction == "debit" else row.payee


def _far_side(row: StatementRow) -> Party:
    """Return the other side."""
    return row.payee if row.direction == "debit" else row.payer


def _united(
    covered: Iterable[Covered],
) -> tuple[dict[Place, list[Stretch]], list[Fault]]:
    """Unite the statements of each account and currency."""
    offered: defaultdict[Place, list[Covered]] = defaultdict(list)
    for one in covered:
        offered[one.coverage.account, one.coverage.currency].append(one)
    found = {place: stretches_of(every) for place, every in sorted(offered.items())}
    faults = [fault for _, left_out in found.values() for fault in left_out]
    return {place: stretches for place, (stretches, _) in found.items()}, faults


def _book_of(place: Place, stretches: Sequence[Stretch]) -> AccountBook:
    """Return an account's movements over all its stretches, numbered in order."""
    every = (m for stretch in stretches for m in stretch.movements)
    return AccountBook(
        *place,
        movements=tuple(
            Movement(m.account, m.holder, m.far, m.rows, position)
            for position, m in enumerate(every)
        ),
        coverages=tuple(map(coverage_of_stretch, stretches)),
    )


def _known_besides(
    known: Sequence[Coverage], names: AliasBook, books: Mapping[Place, AccountBook]
) -> tuple[list[Coverage], list[Fault]]:
    """Split what was told beforehand: kept, or set aside because a statement covers it."""
    kept, faults = [], []
    for coverage in known:
        resolved = replace(coverage, account=names.resolve(coverage.account, None))
        own = books.get((resolved.account, resolved.currency))
        if own and any(_overlap(resolved, c) for c in own.coverages):
            code = "known_coverage_set_aside"
            faults.append(Fault(code, "accounts.csv", severity="noted"))
        else:
            kept.append(resolved)
    return kept, faults


def _overlap(one: Coverage, other: Coverage) -> bool:
    """Say whether two covered intervals share an instant."""
    if one.covered_from is None or one.covered_to is None:
        return False
    if other.covered_from is None or other.covered_to is None:
        return False
    return one.covered_from < other.covered_to and other.covered_from < one.covered_to


def _coverages(
    books: Mapping[Place, AccountBook],
    known: Sequence[Coverage],
    transfers: Iterable[Transfer],
) -> tuple[Coverage, ...]:
    """Return the statements' coverages under their known kinds, then what else is known."""
    kinds: dict[AccountKey, AccountKind] = {c.account: c.kind for c in known}
    told = [
        replace(c, kind=kinds.get(c.account, c.kind)) for b in books.values() for c in b.coverages
    ]
    besides = [c for c in known if c.covered_from or (c.account, c.currency) not in books]
    abroad = _accounts_abroad(transfers) - {(c.account, c.currency) for c in (*told, *besides)}
    return (*told, *besides, *(Coverage(*place, kind="abroad") for place in sorted(abroad)))


def _accounts_abroad(transfers: Iterable[Transfer]) -> set[Place]:
    """Return the accounts whose IBAN is of another country: no statement will come from there."""
    return {
        (t.payee.account, t.currency)
        for t in transfers
        if t.payee.account.startswith("iban:") and not t.payee.account.startswith("iban:KZ")
    }
