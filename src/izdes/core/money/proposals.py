"""Proposals: cards and phones that seem to be another name of an account, with the evidence.

A bank prints a card, the other bank books the same transfer on an account: then the card may be
that account's. One agreement is a hint, several are better, two accounts for one card contradict
each other. Nothing here is used by itself: whoever confirms a proposal writes it into
``aliases.csv``.

A tail of four digits fits one card in ten thousand of every bank: it proposes, it proves nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from izdes.core.identifiers.card import TAIL
from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.aliases import AliasBook
from izdes.core.money.likeness import tails_in
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import RowId

_PROPOSED = ("card:", "phone:")
_HIDDEN = "*" * 12


@dataclass(frozen=True, slots=True)
class AliasProposal:
    """A key that may be another name of an account.

    Attributes:
        rows: The rows that print the key and belong to a transfer of the account.
        is_contradicted: The same key is proposed for another account too.
    """

    key: AccountKey
    account: AccountKey
    rows: tuple[RowId, ...]
    is_contradicted: bool = False


def proposals_of(
    pairs: Iterable[tuple[StatementRow, StatementRow]],
    accounts: Mapping[RowId, AccountKey],
    known: Iterable[Alias],
) -> tuple[AliasProposal, ...]:
    """Return what the rows of joined transfers propose.

    Args:
        pairs: The payer's and the payee's row of each transfer that two statements show.
        accounts: Row -> the account whose statement it stands on.
        known: Aliases that need no proposal.

    Returns:
        Proposals by key and account.
    """
    names = AliasBook(known)
    found: defaultdict[tuple[AccountKey, AccountKey], set[RowId]] = defaultdict(set)
    for debit, credit in pairs:
        for row, other in ((debit, credit), (credit, debit)):
            account, own = accounts[other.row_id], accounts[row.row_id]
            for key in _keys(row, own, names):
                if names.resolve(key, row.booked_at) != account:
                    found[key, account].add(row.row_id)
    accounts_of: defaultdict[AccountKey, set[AccountKey]] = defaultdict(set)
    for key, account in found:
        accounts_of[key].add(account)
    return tuple(
        AliasProposal(key, account, tuple(sorted(rows)), len(accounts_of[key]) > 1)
        for (key, account), rows in sorted(found.items())
    )


def _keys(row: StatementRow, own: AccountKey, names: AliasBook) -> Iterable[AccountKey]:
    """Yield the cards and phones that a row prints of its far side."""
    far = row.payee if row.direction == "debit" else row.payer
    if far.account.startswith(_PROPOSED):
        yield far.account
        return
    for tail in sorted(tails_in(row.purpose)):
        key = AccountKey(f"card:?:{_HIDDEN}{tail[-TAIL:]}")
        if names.resolve(key, row.booked_at) != own:
            yield key
