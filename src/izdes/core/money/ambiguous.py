"""Ambiguous: rows of two banks that may be one transfer in several ways, listed together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from izdes.core.money.account import AccountKey
from izdes.core.money.pairing import Candidate
from izdes.core.money.transfer import RowId


@dataclass(frozen=True, slots=True)
class AmbiguousGroup:
    """Rows of two banks about equal payments that can be paired in several ways.

    ``payer`` and ``payee`` are empty where the rows may belong to several accounts.
    """

    payer: AccountKey
    payee: AccountKey
    amount_minor: int
    currency: str
    debit_rows: tuple[RowId, ...]
    credit_rows: tuple[RowId, ...]


def groups_of(candidates: Iterable[Candidate]) -> Iterator[AmbiguousGroup]:
    """Yield each set of rows that hang together by what they might be."""
    group_of: dict[RowId, int] = {}
    groups: list[list[Candidate]] = []
    for candidate in sorted(candidates, key=lambda c: c.rows):
        here = sorted({group_of[row] for row in candidate.rows if row in group_of})
        if not here:
            here = [len(groups)]
            groups.append([])
        for other in here[1:]:
            groups[here[0]] += groups[other]
            groups[other] = []
        groups[here[0]].append(candidate)
        group_of.update((row, here[0]) for c in groups[here[0]] for row in c.rows)
    for group in groups:
        if group:
            yield _group(group)


def _group(group: list[Candidate]) -> AmbiguousGroup:
    """Return one such set."""
    payers = {c.debit.account for c in group}
    payees = {c.credit.account for c in group}
    row = group[0].debit.shown
    return AmbiguousGroup(
        payers.pop() if len(payers) == 1 else AccountKey(""),
        payees.pop() if len(payees) == 1 else AccountKey(""),
        row.amount_minor,
        row.currency,
        tuple(sorted({c.debit.shown.row_id for c in group})),
        tuple(sorted({c.credit.shown.row_id for c in group})),
    )
