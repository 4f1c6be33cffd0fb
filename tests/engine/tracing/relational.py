"""Ledgers written to files and indexed out of core; many small ledgers side by side in one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, wild_cases

from izdes.adapters.tables.ledger import write_ledger
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, Ledger, Party, Transfer, TransferId
from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.index import Index

Case = tuple[Ledger, list[Claim]]


@contextmanager
def indexed(book: Ledger, pins: Sequence[Pinned] = ()) -> Iterator[Index]:
    """Write a ledger and index it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_ledger(folder, book)
        accounts = folder / "accounts.csv" if book.has_coverage else None
        with Database(folder, memory_limit="300MB", threads=1) as database:
            yield Index(database, folder / "transfers.csv", accounts, pins=pins)


def several() -> st.SearchStrategy[Case]:
    """Draw some small ledgers, side by side in one: a database is slow to open."""
    one = st.one_of(cases(), cases(ties=True), wild_cases())
    return st.lists(one, min_size=1, max_size=4).map(side_by_side)


def side_by_side(found: Sequence[Case]) -> Case:
    """Return several ledgers as one in which they share no account."""
    transfers, coverages, claims = [], [], []
    for n, (book, theirs) in enumerate(found):
        transfers += [_renamed(t, n) for t in book.transfers]
        coverages += [replace(c, account=_key(c.account, n)) for c in book.coverages]
        claims += [
            replace(c, claim_id=ClaimId(f"{n}{c.claim_id}"), transfer_id=_id(c.transfer_id, n))
            for c in theirs
        ]
    return Ledger.ordered(transfers, coverages), claims


def _renamed(t: Transfer, n: int) -> Transfer:
    return replace(
        t,
        transfer_id=_id(t.transfer_id, n),
        payer=Party(_key(t.payer.account, n)),
        payee=Party(_key(t.payee.account, n)),
    )


def _id(transfer_id: TransferId, n: int) -> TransferId:
    return TransferId(f"{n}{transfer_id}")


def _key(account: AccountKey, n: int) -> AccountKey:
    return AccountKey(f"{account}.{n}")
