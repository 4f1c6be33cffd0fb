"""A ledger as columns: whole numbers in NumPy, text in Arrow, so that ten million rows fit.

The same facts as `izdes.core.money.transfer.Ledger`. A number stands for each account and each
currency, in the bytewise order of their names; times are microseconds since 1970, UTC. Text that no
rule reads (names, purposes, ids) stays in Arrow and becomes an object only when asked for.

All sums fit in 62 bits; a ledger whose amounts do not is refused here, once, so that no kernel has
to look. The core counts such a ledger with whole numbers of any size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

import numpy as np
import pyarrow as pa

from izdes.core.errors import IzdesError
from izdes.core.money.account import ACCOUNT_KINDS, AccountKey, Coverage
from izdes.core.money.transfer import ORDER_PROOFS, TRANSFER_KINDS, Ledger, Transfer
from izdes.engine.tracing.ledger.codes import (
    NEVER,
    Bool,
    Int8,
    Int32,
    Int64,
    coded,
    micros,
    moment_of,
)

LARGEST = 2**62
# What a column of text says where it is left away, if not nothing.
USUAL = {"time_precision": "second"}
BASES: tuple[Literal["", "printed", "inferred"], ...] = ("", "printed", "inferred")
# Text of a transfer that no rule reads, beside its id and its `seq`.
SPOKEN = (
    "time_precision",
    "payer_name",
    "payer_iin",
    "payer_bank",
    "payee_name",
    "payee_iin",
    "payee_bank",
    "purpose",
    "purpose_code",
    "row_ids",
)
_SEQ_LIMIT = 2**63
_Codes = TypeVar("_Codes", Int8, Int32, Int64)


class SumTooLarge(IzdesError):
    """The amounts together are 2^62 minor units or more."""

    code = "sum_too_large"


@dataclass(frozen=True, slots=True, eq=False)
class Coverages:
    """What is known of accounts, a row for each interval.

    Attributes:
        account, currency: Codes into the ledger's accounts and currencies.
        kind: Place in `ACCOUNT_KINDS`.
        opening_minor: Balance before the first row; 0 where ``is_printed`` is False.
        start, end: Microseconds, half-open; `NEVER` where the row only states the kind.
        basis: Place in `BASES`.
    """

    account: Int32
    currency: Int32
    kind: Int8
    opening_minor: Int64
    is_printed: Bool
    start: Int64
    end: Int64
    basis: Int8


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A ledger of n transfers in total order, by place.

    Attributes:
        payer, payee: Codes into ``accounts``.
        currency: Codes into ``currencies``; None where all are the first.
        amount: Minor units.
        booked_at: Microseconds, never falling.
        credited_at: Microseconds as stated, `NEVER` where not; None where none is stated.
        kind: Place in `TRANSFER_KINDS`; None where all are ``transfer``.
        order_proven: Place in `ORDER_PROOFS`: 1 on the payer's side, 2 on the payee's, 3 on both;
            None where none is proven.
        accounts, currencies: Names in bytewise order.
        texts: ``transfer_id``, ``seq`` and such of `SPOKEN` as are there, in the order of ``row``.
        row: Row of ``texts`` of each transfer; None where both are in one order.
    """

    payer: Int32
    payee: Int32
    currency: Int32 | None
    amount: Int64
    booked_at: Int64
    credited_at: Int64 | None
    kind: Int8 | None
    order_proven: Int8 | None
    accounts: pa.Array
    currencies: tuple[str, ...]
    coverages: Coverages
    has_coverage: bool
    texts: pa.Table
    row: Int64 | None = None

    def __post_init__(self) -> None:
        openings = self.coverages.opening_minor
        if len(openings) and int(openings.min()) <= -LARGEST:
            raise SumTooLarge
        if summed(self.amount) + summed(np.abs(openings)) >= LARGEST:
            raise SumTooLarge

    def __len__(self) -> int:
        """Return how many transfers there are."""
        return len(self.amount)

    def starting(self, prefix: str) -> Bool:
        """Say of each account whether its key begins with a prefix."""
        names = pa.compute.starts_with(self.accounts, prefix)
        found: Bool = names.to_numpy(zero_copy_only=False)
        return found

    @property
    def arrives_at(self) -> Int64:
        """When each transfer reaches its payee."""
        if self.credited_at is None:
            return self.booked_at
        return np.maximum(self.credited_at, self.booked_at)


def summed(amounts: Int64) -> int:
    """Return the exact sum of numbers from 0 to 2^63, however many."""
    if not len(amounts):
        return 0
    if int(amounts.max()) * len(amounts) < LARGEST:
        return int(amounts.sum())
    low, high = amounts & (2**31 - 1), amounts >> 31
    return (int(high.sum()) << 31) + int(low.sum())


def columns_of(ledger: Ledger) -> Columns:
    """Return a ledger as columns.

    Raises:
        SumTooLarge: Amounts and openings together are 2^62 minor units or more.
    """
    transfers, coverages = ledger.transfers, ledger.coverages
    _refuse_large(transfers, coverages)
    accounts, (payer, payee, covered) = coded(
        as_text(t.payer.account for t in transfers),
        as_text(t.payee.account for t in transfers),
        as_text(c.account for c in coverages),
    )
    currencies, (currency, covered_currency) = coded(
        as_text(t.currency for t in transfers), as_text(c.currency for c in coverages)
    )
    return Columns(
        payer=payer,
        payee=payee,
        currency=unless_all(currency, 0),
        amount=np.array([t.amount_minor for t in transfers], np.int64),
        booked_at=_moments(t.booked_at for t in transfers),
        credited_at=unless_all(_moments(t.credited_at for t in transfers), NEVER),
        kind=unless_all(_codes((t.kind for t in transfers), TRANSFER_KINDS), 0),
        order_proven=unless_all(_codes((t.order_proven for t in transfers), ORDER_PROOFS), 0),
        accounts=accounts,
        currencies=tuple(currencies.to_pylist()),
        coverages=coverages_of(coverages, covered, covered_currency),
        has_coverage=ledger.has_coverage,
        texts=_texts(transfers),
    )


def _refuse_large(transfers: Iterable[Transfer], coverages: Iterable[Coverage]) -> None:
    """Refuse amounts and places that 64 bits do not hold."""
    openings = sum(abs(c.opening_minor or 0) for c in coverages)
    if sum(t.amount_minor for t in transfers) + openings >= LARGEST:
        raise SumTooLarge
    if any(abs(t.seq or 0) >= _SEQ_LIMIT for t in transfers):
        raise SumTooLarge


def coverages_of(coverages: Sequence[Coverage], account: Int32, currency: Int32) -> Coverages:
    """Return what is known of accounts as columns."""
    return Coverages(
        account=account,
        currency=currency,
        kind=_codes((c.kind for c in coverages), ACCOUNT_KINDS),
        opening_minor=np.array([c.opening_minor or 0 for c in coverages], np.int64),
        is_printed=np.array([c.opening_minor is not None for c in coverages], np.bool_),
        start=_moments(c.covered_from for c in coverages),
        end=_moments(c.covered_to for c in coverages),
        basis=_codes((c.basis for c in coverages), BASES),
    )


def _texts(transfers: Sequence[Transfer]) -> pa.Table:
    """Return the ids, the `seq` and such text as any transfer has."""
    spoken: dict[str, list[str]] = {
        "time_precision": [t.time_precision for t in transfers],
        "payer_name": [t.payer.name for t in transfers],
        "payer_iin": [t.payer.iin for t in transfers],
        "payer_bank": [t.payer.bank for t in transfers],
        "payee_name": [t.payee.name for t in transfers],
        "payee_iin": [t.payee.iin for t in transfers],
        "payee_bank": [t.payee.bank for t in transfers],
        "purpose": [t.purpose for t in transfers],
        "purpose_code": [t.purpose_code for t in transfers],
        "row_ids": [" ".join(t.row_ids) for t in transfers],
    }
    columns = {
        "transfer_id": pa.array([t.transfer_id for t in transfers], pa.string()),
        "seq": pa.array([t.seq for t in transfers], pa.int64()),
    }
    for name, values in spoken.items():
        if any(value != USUAL.get(name, "") for value in values):
            columns[name] = pa.array(values, pa.string())
    return pa.table(columns)


def coverages_of_accounts(columns: Columns, accounts: Int32) -> tuple[Coverage, ...]:
    """Return what is known of some accounts, given as codes."""
    c = columns.coverages
    rows = np.flatnonzero(np.isin(c.account, accounts)).tolist()
    names = columns.accounts.take(pa.array(c.account[rows])).to_pylist()
    return tuple(
        Coverage(
            AccountKey(name),
            columns.currencies[c.currency[n]],
            ACCOUNT_KINDS[c.kind[n]],
            int(c.opening_minor[n]) if c.is_printed[n] else None,
            _moment(int(c.start[n])),
            _moment(int(c.end[n])),
            BASES[c.basis[n]],
        )
        for n, name in zip(rows, names, strict=True)
    )


def _moment(at: int) -> datetime | None:
    """Return a moment, or None for `NEVER`."""
    return None if at == NEVER else moment_of(at)


def unless_all(codes: _Codes, usual: int) -> _Codes | None:
    """Return a column, or None where it says the usual thing in every row."""
    return codes if np.any(codes != usual) else None


def as_text(words: Iterable[str]) -> pa.ChunkedArray:
    """Return words as a column of text."""
    return pa.chunked_array([pa.array(list(words), pa.string())])


def _codes(words: Iterable[str], allowed: Sequence[str]) -> Int8:
    """Return the places of words in a fixed list."""
    places = {word: code for code, word in enumerate(allowed)}
    return np.array([places[word] for word in words], np.int8)


def _moments(moments: Iterable[datetime | None]) -> Int64:
    """Return moments as microseconds."""
    return np.array([NEVER if m is None else micros(m) for m in moments], np.int64)
