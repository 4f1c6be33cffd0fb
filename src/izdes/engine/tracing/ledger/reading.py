"""Reading a ledger into columns: Parquet as whole columns, anything else row by row.

The same files as `izdes.adapters.tables.ledger` reads, the same ledger out of them, and the same
refusals: file, row and column.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from izdes.adapters.tables.ledger import (
    ACCOUNT_COLUMNS,
    TRANSFER_COLUMNS,
    read_accounts,
    read_ledger,
)
from izdes.core.errors import Fault, InputRefused
from izdes.core.money.account import ACCOUNT_KINDS, Coverage
from izdes.core.money.transfer import ORDER_PROOFS, PRECISIONS, TRANSFER_KINDS
from izdes.engine.tracing.ledger.codes import NEVER, Bool, Int32, Int64, in_order, numbered_words
from izdes.engine.tracing.ledger.columns import (
    BASES,
    SPOKEN,
    Columns,
    Coverages,
    as_text,
    columns_of,
    coverages_of,
    unless_all,
)
from izdes.engine.tracing.ledger.equals import has_equals
from izdes.engine.tracing.ledger.sheet import Sheet, Unusual, is_parquet

Words = tuple[pa.Array, Int32]
_REQUIRED = (
    "transfer_id",
    "booked_at",
    "amount_minor",
    "currency",
    "payer_account",
    "payee_account",
)
_FIRST_DATA_ROW = 2


def read_columns(transfers: Path, accounts: Path | None = None) -> Columns:
    """Read a ledger, and its accounts where a file is given.

    Raises:
        InputRefused: As `izdes.adapters.tables.ledger.read_ledger`.
        SumTooLarge: Amounts and openings together are 2^62 minor units or more.
    """
    if not is_parquet(transfers):
        return columns_of(read_ledger(transfers, accounts))
    try:
        return _read(transfers, accounts)
    except Unusual:
        return columns_of(read_ledger(transfers, accounts))


def _read(transfers: Path, accounts: Path | None) -> Columns:
    """Read Parquet files of the usual types."""
    sheet = Sheet(transfers, TRANSFER_COLUMNS, _REQUIRED)
    ids = sheet.ids("transfer_id")
    booked_at = sheet.times("booked_at", is_required=True)
    seq, has_seq = sheet.integers("seq")
    amount = sheet.positive("amount_minor")
    currency, payer, payee = map(sheet.words, ("currency", "payer_account", "payee_account"))
    sheet.one_of("time_precision", PRECISIONS, "second")
    kind = sheet.one_of("kind", TRANSFER_KINDS, "transfer")
    credited_at = sheet.times("credited_at")
    order_proven = sheet.one_of("order_proven", ORDER_PROOFS, "")
    sheet.check()
    _refuse_twice(sheet.file, ids)
    covered, (covered_account, covered_currency) = _read_accounts(accounts)
    names, (payers, payees, theirs) = in_order(payer, payee, covered_account)
    currencies, (own, their_currency) = in_order(currency, covered_currency)
    row = _order(booked_at, seq if sheet.has("seq") else None, ids)
    which = slice(None) if row is None else row
    return Columns(
        payer=payers[which],
        payee=payees[which],
        currency=unless_all(own[which], 0),
        amount=amount[which],
        booked_at=booked_at[which],
        credited_at=unless_all(credited_at[which], NEVER),
        kind=unless_all(kind[which], 0),
        order_proven=unless_all(order_proven[which], 0),
        accounts=names,
        currencies=tuple(currencies.to_pylist()),
        coverages=replace(covered, account=theirs, currency=their_currency),
        has_coverage=accounts is not None,
        texts=_texts(sheet, ids, _seq(sheet, seq, has_seq)),
        row=row,
    )


def _refuse_twice(file: str, ids: pa.ChunkedArray) -> None:
    """Refuse a ledger in which an id stands twice: it would count money twice."""
    if not has_equals(ids):
        return
    _, numbers = numbered_words(ids)
    _, firsts = np.unique(numbers, return_index=True)
    again = np.ones(len(ids), np.bool_)
    again[firsts] = False
    raise InputRefused(
        *(
            Fault("id_twice", file, "", row + _FIRST_DATA_ROW, "transfer_id", (("value", value),))
            for row in np.flatnonzero(again).tolist()
            for value in (ids[row].as_py(),)
        )
    )


def _order(booked_at: Int64, seq: Int64 | None, ids: pa.ChunkedArray) -> Int64 | None:
    """Return the rows in the ledger's order, or None where they stand in it.

    Args:
        seq: 0 where there is none; None where the file has no such column, and rows of one
            instant stay as they stand.
    """
    order = np.argsort(booked_at, kind="stable")
    if seq is not None:
        at = booked_at[order]
        shares = np.zeros(len(at), np.bool_)
        shares[1:] = at[1:] == at[:-1]
        shares[:-1] |= shares[1:]
        places = np.flatnonzero(shares)
        rows = order[places]
        tied = {"at": booked_at[rows], "seq": seq[rows], "id": ids.take(pa.array(rows))}
        keys = [(name, "ascending") for name in tied]
        order[places] = rows[pc.sort_indices(pa.table(tied), sort_keys=keys).to_numpy()]
    return None if np.array_equal(order, np.arange(len(order))) else order


def _seq(sheet: Sheet, seq: Int64, has_seq: Bool) -> pa.Array:
    """Return `seq` as stated; rows of a file without it are numbered as a spreadsheet does."""
    if sheet.has("seq"):
        return pa.array(seq, mask=~has_seq)
    return pa.array(np.arange(_FIRST_DATA_ROW, len(seq) + _FIRST_DATA_ROW))


def _texts(sheet: Sheet, ids: pa.ChunkedArray, seq: pa.Array) -> pa.Table:
    """Return the text of transfers, in the order of the file."""
    columns = {"transfer_id": ids, "seq": seq}
    for name in SPOKEN:
        if sheet.has(name):
            columns[name] = sheet.text(name)
    if "row_ids" in columns:
        columns["row_ids"] = _parted(columns["row_ids"])
    return pa.table(columns)


def _parted(row_ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return row ids parted by one blank each."""
    plain = row_ids.cast(pa.string())
    odd = pc.match_substring_regex(plain, r"[^!-~ ]|  |^ | $")
    if not pc.any(odd).as_py():
        return row_ids
    parted = [" ".join((text or "").split()) for text in plain.to_pylist()]
    return pa.chunked_array([pa.array(parted, pa.string())])


def _read_accounts(path: Path | None) -> tuple[Coverages, tuple[Words, Words]]:
    """Return what is known of accounts, and the words of their accounts and currencies."""
    if path is not None and is_parquet(path):
        try:
            return _accounts_by_columns(Sheet(path, ACCOUNT_COLUMNS, ("account", "currency")))
        except Unusual:
            pass
    known: list[Coverage] = [] if path is None else read_accounts(path)
    words = numbered_words(as_text(c.account for c in known))
    currencies = numbered_words(as_text(c.currency for c in known))
    return coverages_of(known, words[1], currencies[1]), (words, currencies)


def _accounts_by_columns(sheet: Sheet) -> tuple[Coverages, tuple[Words, Words]]:
    """Read what is known of accounts from columns of the usual types."""
    start, end = sheet.times("covered_from"), sheet.times("covered_to")
    has_start, has_end = start != NEVER, end != NEVER
    sheet.refuse("half_interval", "covered_to", has_start & ~has_end, lambda _: {})
    sheet.refuse("half_interval", "covered_from", has_end & ~has_start, lambda _: {})
    sheet.refuse("interval_backwards", "covered_to", has_start & (start > end), lambda _: {})
    account, currency = sheet.words("account"), sheet.words("currency")
    kind = sheet.one_of("kind", ACCOUNT_KINDS, "bank")
    opening_minor, is_printed = sheet.integers("opening_minor")
    basis = sheet.one_of("coverage", BASES[1:], BASES[0])
    sheet.check()
    found = Coverages(
        account=account[1],
        currency=currency[1],
        kind=kind,
        opening_minor=opening_minor,
        is_printed=is_printed,
        start=start,
        end=end,
        basis=basis,
    )
    return found, (account, currency)
