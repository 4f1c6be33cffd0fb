"""Assembly: statements of many banks into one ledger.

Faulty statements stay out. What is left is united account by account, then the two sides of each
transfer are brought together, then every row is either half of a transfer or a transfer of its
own. The ledger restricted to an account inside its covered interval says exactly what the
account's statements say: where two banks disagree about a payment, its far side becomes unknown
rather than being booked on an account whose own bank does not know it.

Nothing here depends on the order of files or on their names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from izdes.core.errors import Fault
from izdes.core.money.account import AccountKey, AccountKind, Alias, Coverage
from izdes.core.money.aliases import AliasBook
from izdes.core.money.ambiguous import AmbiguousGroup
from izdes.core.money.booking import AccountBook, MatchedRows, Place, book
from izdes.core.money.likeness import Known
from izdes.core.money.order import in_order
from izdes.core.money.overlap import (
    Covered,
    Movement,
    Stretch,
    coverage_of_stretch,
    stretches_of,
)
from izdes.core.money.placing import placed_in_time
from izdes.core.money.proposals import AliasProposal, proposals_of
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import Ledger, Party, RowId, Transfer, TransferId

_IBAN_BANK = slice(9, 12)
_TILLS: tuple[AccountKind, ...] = ("crypto_exchange", "merchant")


@dataclass(frozen=True, slots=True)
class Assembly:
    """One ledger, and everything that was decided on the way to it.

    Attributes:
        coverages: As in the ledger: from statements, then what else is known of accounts.
        aliases: Every alias by which accounts could be recognised.
        matched: The pairs of rows that are one transfer, each with its reasons.
        ambiguous: Rows that two banks state and that could be paired in several ways; each of
            them stands in the ledger as a transfer of its own, with an unknown far side.
        proposals: Cards and phones that seem to be another name of an account; none is used.
        faults: Statements left out because others contradict them; coverages set aside.
        row_to_transfer: Every row in the ledger -> its transfer.
        within_account: Rows that move nothing because both sides are one account.
        left_out: ``statement_id`` of each statement that is faulty, empty or contradicted.
    """

    ledger: Ledger
    coverages: tuple[Coverage, ...]
    aliases: tuple[Alias, ...]
    matched: tuple[MatchedRows, ...]
    ambiguous: tuple[AmbiguousGroup, ...]
    proposals: tuple[AliasProposal, ...]
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
    cards = _cards(tied)
    books = {
        place: _book_of(place, found, cards.get(place[0], frozenset()))
        for place, found in sorted(stretches.items())
    }
    rest, set_aside = _known_besides(known, names, books)
    booking = book(books)
    transfers = tuple(in_order(placed_in_time(booking.placed)))
    coverages = _coverages(books, rest, transfers)
    told = {c.statement.statement_id for f in stretches.values() for s in f for c in s.told_by}
    return Assembly(
        ledger=Ledger(transfers, coverages),
        coverages=coverages,
        aliases=tied,
        matched=tuple(sorted(booking.matched, key=lambda m: (m.debit_row, m.credit_row))),
        ambiguous=tuple(booking.ambiguous),
        proposals=_proposals(booking.matched, books, tied),
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


def _cards(aliases: Iterable[Alias]) -> dict[AccountKey, frozenset[str]]:
    """Return the digits of the cards that are tied to each account."""
    found: defaultdict[AccountKey, set[str]] = defaultdict(set)
    for alias in aliases:
        if alias.key.startswith("card:"):
            found[alias.account].add(alias.key.split(":")[2])
    return {account: frozenset(cards) for account, cards in found.items()}


def _book_of(place: Place, stretches: Sequence[Stretch], cards: frozenset[str]) -> AccountBook:
    """Return an account's movements over all its stretches, numbered in order."""
    every = (m for stretch in stretches for m in stretch.movements)
    statements = [c.statement for stretch in stretches for c in stretch.told_by]
    return AccountBook(
        *place,
        movements=tuple(
            Movement(m.account, m.holder, m.far, m.rows, position)
            for position, m in enumerate(every)
        ),
        coverages=tuple(map(coverage_of_stretch, stretches)),
        known=_holder(statements, cards),
        bank=_bank(place[0], statements),
    )


def _holder(statements: Iterable[Statement], cards: frozenset[str]) -> Known:
    """Return who holds an account: as headings say, and as its own rows print it."""
    names, numbers = set(), set()
    for statement in statements:
        own = {(near.name, near.iin) for near in map(_near_side, statement.rows)}
        for name, number in ((statement.holder, statement.holder_iin), *own):
            names.add(name)
            numbers.add(number)
    return Known(frozenset(names - {""}), frozenset(numbers - {""}), cards)


def _bank(account: AccountKey, statements: Sequence[Statement]) -> str:
    """Return what stands for an account's bank: the code in its IBAN, else its printed name."""
    if account.startswith("iban:KZ"):
        return account[_IBAN_BANK]
    return min((s.bank for s in statements if s.bank), default="")


def _proposals(
    matched: Iterable[MatchedRows], books: Mapping[Place, AccountBook], tied: Sequence[Alias]
) -> tuple[AliasProposal, ...]:
    """Return the other names of accounts that the joined rows propose."""
    moved = {m.shown.row_id: m for its_book in books.values() for m in its_book.movements}
    pairs = [(moved[pair.debit_row], moved[pair.credit_row]) for pair in matched]
    accounts = {m.shown.row_id: m.account for pair in pairs for m in pair}
    return proposals_of(((d.shown, c.shown) for d, c in pairs), accounts, tied)


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
    told = [c for b in books.values() for c in _told_of(b, kinds.get(b.account))]
    besides = [c for c in known if c.covered_from or (c.account, c.currency) not in books]
    abroad = _accounts_abroad(transfers) - {(c.account, c.currency) for c in (*told, *besides)}
    return (*told, *besides, *(Coverage(*place, kind="abroad") for place in sorted(abroad)))


def _told_of(its_book: AccountBook, known: AccountKind | None) -> Iterator[Coverage]:
    """Yield what statements cover of an account; of a till, only that it is one.

    On an account that a bank keeps for an exchange or a shop lies the money of everybody who pays
    there. Which of it left for whom nobody can say: the trail ends on arrival.
    """
    kind = known or next((c.kind for c in its_book.coverages if c.kind in _TILLS), None)
    if kind in _TILLS and its_book.account.startswith("iban:"):
        yield Coverage(its_book.account, its_book.currency, kind)
    else:
        yield from (replace(c, kind=kind or c.kind) for c in its_book.coverages)


def _accounts_abroad(transfers: Iterable[Transfer]) -> set[Place]:
    """Return the accounts whose IBAN is of another country: no statement will come from there."""
    return {
        (t.payee.account, t.currency)
        for t in transfers
        if t.payee.account.startswith("iban:") and not t.payee.account.startswith("iban:KZ")
    }
