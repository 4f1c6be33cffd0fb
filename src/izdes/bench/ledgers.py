"""Large ledgers for measuring: seeded, simulated with true balances, as columns from the start.

Accounts are paid from outside, spend a part of what they have, and some are mules: what reaches one
leaves it whole, a little later. No account ever pays what it has not. `EVERYDAY` and `CHAINS` are
the two mixes by which the engine's speed is told; `bounced` is the ledger that breaks engines which
move one lot after another.

These ledgers have neither overdrafts nor refunds nor exchanges, and all their accounts are covered:
what they measure is the plain case.

>>> from izdes.engine.tracing.planning.normal import flat_of_columns
>>> flat = flat_of_columns(simulated(1_000, EVERYDAY, seed=7))
>>> flat.transfers, flat.transfer is None
(1000, True)
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numba as nb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from izdes.core.money.account import ACCOUNT_KINDS
from izdes.core.money.transfer import ORDER_PROOFS, TRANSFER_KINDS
from izdes.engine.tracing.ledger.codes import NEVER, Int32, Int64, micros
from izdes.engine.tracing.ledger.columns import BASES, Columns, Coverages

START = micros(datetime(2026, 1, 1, tzinfo=UTC))
_END = micros(datetime(2030, 1, 1, tzinfo=UTC))
_SECOND = 1_000_000
_DARK = ("@cash:HSBKKZKX", "@merchant:0f0f0f0f0f0f0f0f")
_EMPLOYERS = 100
_ACCOUNTS_FOR_EACH = 10
_BYTES = np.uint8
_ZERO = ord("0")
_MOST_TEXT = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Mix:
    """What kinds of accounts and payments a ledger has.

    Attributes:
        mules_percent: Accounts out of which everything goes on at once.
        income_percent: Of payments that no mule makes: those from outside.
    """

    mules_percent: int
    income_percent: int


EVERYDAY = Mix(mules_percent=15, income_percent=25)
CHAINS = Mix(mules_percent=60, income_percent=5)


def simulated(
    transfers: int,
    mix: Mix,
    *,
    seed: int,
    accounts: int | None = None,
    whole_seconds: bool = False,
) -> Columns:
    """Return a simulated ledger.

    Args:
        transfers: How many.
        mix: `EVERYDAY` or `CHAINS`.
        seed: The same seed gives the same ledger on any machine.
        accounts: Covered accounts, at least 2; a tenth of the transfers unless given.
        whole_seconds: Round times down, so that many movements share an instant.
    """
    size = max(2, transfers // _ACCOUNTS_FOR_EACH if accounts is None else accounts)
    payer, payee, amount, booked_at = _simulate(
        transfers, size, mix.mules_percent, mix.income_percent, np.uint64(seed)
    )
    if whole_seconds:
        booked_at -= booked_at % _SECOND
    names = _names(size)
    return _columns((payer, payee), amount, booked_at, accounts=names, covered=range(size))


def bounced(deposits: int, bounces: int, *, seed: int) -> Columns:
    """Return a ledger of deposits that then go to and fro between two accounts, whole."""
    payer = np.full(deposits + bounces, len(_DARK) + 2, np.int32)
    payee = np.full(deposits + bounces, len(_DARK), np.int32)
    amount = 1 + (_drawn(deposits, np.uint64(seed)) % np.uint64(1_000_000)).astype(np.int64)
    turn = np.arange(bounces, dtype=np.int32) % 2
    payer[deposits:] = len(_DARK) + turn
    payee[deposits:] = len(_DARK) + 1 - turn
    booked_at = START + _SECOND * np.arange(deposits + bounces, dtype=np.int64)
    amounts = np.append(amount, np.full(bounces, amount.sum(), np.int64))
    return _columns((payer, payee), amounts, booked_at, accounts=_names(2), covered=range(2))


def write_parquet(folder: Path, columns: Columns, *, shuffled: int | None = None) -> None:
    """Write ``transfers.parquet`` and ``accounts.parquet``.

    Args:
        folder: Exists.
        columns: Of a ledger.
        shuffled: A seed: the rows are then written in an order that means nothing.
    """
    table = transfers_table(columns)
    if shuffled is not None:
        table = table.take(np.argsort(_drawn(len(columns), np.uint64(shuffled)), kind="stable"))
    pq.write_table(table, folder / "transfers.parquet")
    pq.write_table(accounts_table(columns), folder / "accounts.parquet")


def transfers_table(columns: Columns) -> pa.Table:
    """Return the transfers as files hold them."""
    moment = pa.timestamp("us", tz="UTC")
    coded = {
        "currency": (columns.currency, columns.currencies),
        "kind": (columns.kind, TRANSFER_KINDS),
        "order_proven": (columns.order_proven, ORDER_PROOFS),
    }
    table = pa.table(
        {
            "booked_at": pa.array(columns.booked_at).cast(moment),
            "amount_minor": pa.array(columns.amount),
            "payer_account": pa.DictionaryArray.from_arrays(columns.payer, columns.accounts),
            "payee_account": pa.DictionaryArray.from_arrays(columns.payee, columns.accounts),
        }
        | {
            name: pa.DictionaryArray.from_arrays(
                np.zeros(len(columns), np.int32) if codes is None else codes, pa.array(words)
            )
            for name, (codes, words) in coded.items()
        }
    )
    if columns.credited_at is not None:
        late = pa.array(columns.credited_at, mask=columns.credited_at == NEVER).cast(moment)
        table = table.append_column("credited_at", late)
    texts = columns.texts if columns.row is None else columns.texts.take(columns.row)
    if "seq" not in texts.column_names:
        # Said to be empty: a file without the column takes the order of its rows.
        texts = texts.append_column("seq", pa.nulls(len(columns), pa.int64()))
    for name in texts.column_names:
        table = table.append_column(name, texts.column(name))
    return table


def accounts_table(columns: Columns) -> pa.Table:
    """Return what is known of accounts as files hold it."""
    c, moment = columns.coverages, pa.timestamp("us", tz="UTC")
    words = (
        ("account", c.account, columns.accounts),
        ("currency", c.currency, pa.array(columns.currencies)),
        ("kind", c.kind, pa.array(ACCOUNT_KINDS)),
        ("coverage", c.basis, pa.array(BASES)),
    )
    table = {name: pa.DictionaryArray.from_arrays(codes, known) for name, codes, known in words}
    table["opening_minor"] = pa.array(c.opening_minor, mask=~c.is_printed)
    for name, column in (("covered_from", c.start), ("covered_to", c.end)):
        table[name] = pa.array(column, mask=column == NEVER).cast(moment)
    return pa.table(table)


def _columns(
    sides: tuple[Int32, Int32],
    amount: Int64,
    booked_at: Int64,
    *,
    accounts: pa.Array,
    covered: range,
) -> Columns:
    """Return a ledger whose covered accounts stand behind the dark ones and begin with nothing."""
    known = len(covered)
    return Columns(
        payer=sides[0],
        payee=sides[1],
        currency=None,
        amount=amount,
        booked_at=booked_at,
        credited_at=None,
        kind=None,
        order_proven=None,
        accounts=accounts,
        currencies=("KZT",),
        coverages=Coverages(
            account=np.arange(len(_DARK), len(_DARK) + known, dtype=np.int32),
            currency=np.zeros(known, np.int32),
            kind=np.zeros(known, np.int8),
            opening_minor=np.zeros(known, np.int64),
            is_printed=np.ones(known, np.bool_),
            start=np.full(known, START - _SECOND, np.int64),
            end=np.full(known, _END, np.int64),
            basis=np.ones(known, np.int8),
        ),
        has_coverage=True,
        texts=pa.table({"transfer_id": numbered("t", len(amount))}),
    )


def _names(accounts: int) -> pa.Array:
    """Return the keys of cash and shops, of the accounts, and of those who pay wages."""
    employers = numbered("wage:", _EMPLOYERS)
    return pa.concat_arrays([pa.array(_DARK), numbered("acct:", accounts), employers])


def numbered(head: str, count: int) -> pa.Array:
    """Return so many words: a head and a number of one width, so that they stand in order.

    >>> numbered("t", 11).to_pylist()[-2:]
    ['t09', 't10']
    """
    digits = max(1, len(str(max(0, count - 1))))
    width = len(head) + digits
    if count * width > _MOST_TEXT:
        raise ValueError("more text than one array of Arrow holds")
    letters = np.empty((count, width), _BYTES)
    letters[:, : len(head)] = np.frombuffer(head.encode(), _BYTES)
    rest = np.arange(count, dtype=np.int32)
    for column in range(width - 1, len(head) - 1, -1):
        letters[:, column] = _ZERO + rest % 10
        rest //= 10
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(letters))


@nb.njit(cache=True)
def _mixed(state: np.uint64) -> np.uint64:
    """Return the number that belongs to a state (splitmix64, after Steele, Lea and Flood 2014)."""
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@nb.njit(cache=True)
def _drawn(count: int, seed: np.uint64) -> NDArray[np.uint64]:
    """Return so many numbers of a seed."""
    found = np.empty(count, np.uint64)
    for n in range(count):
        found[n] = _mixed(seed + np.uint64(n + 1) * np.uint64(0x9E3779B97F4A7C15))
    return found


@nb.njit(cache=True)
def _simulate(
    transfers: int, accounts: int, mules_percent: int, income_percent: int, seed: np.uint64
) -> tuple[Int32, Int32, Int64, Int64]:
    """Return payer, payee, amount and time of simulated transfers."""
    payer, payee = np.empty(transfers, np.int32), np.empty(transfers, np.int32)
    amount, booked_at = np.empty(transfers, np.int64), np.empty(transfers, np.int64)
    balance = np.zeros(accounts, np.int64)
    # Mules that have received, first come first served; each waits until its turn.
    waiting, due = np.empty(transfers, np.int32), np.empty(transfers, np.int64)
    first, last, clock = 0, 0, np.int64(START)
    for n in range(transfers):
        base = seed + np.uint64(3 * n + 1) * np.uint64(0x9E3779B97F4A7C15)
        a, b = _mixed(base), _mixed(base + np.uint64(0x9E3779B97F4A7C15))
        c = _mixed(base + np.uint64(2) * np.uint64(0x9E3779B97F4A7C15))
        one = np.int64((a >> np.uint64(32)) % np.uint64(accounts))
        other = np.int64((b >> np.uint64(32)) % np.uint64(accounts))
        clock += 1 + np.int64(c % np.uint64(1_500_000))
        chance = np.int64((a & np.uint64(0xFFFF)) % np.uint64(100))
        part = 1 + np.int64(b & np.uint64(0xFFFF))
        while first < last and due[first] <= n and balance[waiting[first]] == 0:
            first += 1
        if first < last and due[first] <= n:
            one = np.int64(waiting[first])
            first += 1
            moved = balance[one]
        else:
            # Up to a half, in two steps, so that no large balance overflows.
            moved = (balance[one] >> 17) * part + ((balance[one] & 0x1FFFF) * part >> 17)
            if chance < income_percent or moved == 0:
                one = np.int64(-1)
                moved = 1_000_000 + np.int64((c >> np.uint64(24)) % np.uint64(50_000_000))
        if one >= 0:
            balance[one] -= moved
        if other == one:
            other = (other + 1) % accounts
        # One payment of sixteen of what an account spends goes to cash or to a shop.
        is_dark = one >= 0 and (c >> np.uint64(60)) == np.uint64(0)
        if not is_dark:
            balance[other] += moved
            if np.int64(_mixed(seed ^ np.uint64(other)) % np.uint64(100)) < mules_percent:
                waiting[last], due[last] = other, n + 1 + np.int64(a & np.uint64(0xFF))
                last += 1
        payer[n] = 2 + one if one >= 0 else 2 + accounts + np.int64(c % np.uint64(100))
        payee[n] = np.int64(c & np.uint64(1)) if is_dark else 2 + other
        amount[n], booked_at[n] = moved, clock
    return payer, payee, amount, booked_at
