"""Column facts: the names and times behind a ledger's columns, made only for what is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import (
    ORDER_PROOFS,
    TRANSFER_KINDS,
    Party,
    Precision,
    RowId,
    Transfer,
    TransferId,
)
from izdes.core.tracing.pools import Pool
from izdes.core.tracing.trace import AssumedOpening
from izdes.engine.tracing.ledger.codes import NEVER, Int64, moment_of
from izdes.engine.tracing.ledger.columns import Columns
from izdes.engine.tracing.planning.windows import Windows

# Transfers that are kept after they were made.
_KEPT = 100_000


@dataclass(slots=True, eq=False)
class ColumnFacts:
    """The facts behind the numbers of a normal form.

    Attributes:
        opening: Signed balance with which each account pool begins.
        others: Pools behind the account pools: pins, then exchanges.
    """

    columns: Columns
    windows: Windows
    opening: Int64
    others: Sequence[tuple[str, int]] = ()
    _places: dict[TransferId, int | None] = field(default_factory=dict)
    _made: dict[int, Transfer] = field(default_factory=dict)
    _texts: "_Texts" = field(init=False)

    def __post_init__(self) -> None:
        self._texts = _Texts(self.columns)

    def learn(self, transfer_ids: Iterable[TransferId]) -> None:
        """Look up many transfers in one pass; `place_of` then knows them."""
        asked = [i for i in dict.fromkeys(transfer_ids) if i not in self._places]
        self._places.update(places_of(self.columns, asked))

    def place_of(self, transfer_id: TransferId) -> int | None:
        """Return a transfer's place in the ledger, or None where the ledger lacks it."""
        self.learn([transfer_id])
        return self._places[transfer_id]

    def transfer(self, place: int) -> Transfer:
        """Return the transfer at a place; it is made once and kept for a while."""
        found = self._made.get(place)
        if found is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            found = self._made[place] = self._transfer(place)
            self._places[found.transfer_id] = place
        return found

    def _transfer(self, place: int) -> Transfer:
        """Make the transfer at a place."""
        c, cells = self.columns, self._texts.row(place)
        credited = NEVER if c.credited_at is None else int(c.credited_at[place])
        precision: Precision = cells.get("time_precision") or "second"
        return Transfer(
            transfer_id=TransferId(cells["transfer_id"]),
            booked_at=moment_of(int(c.booked_at[place])),
            amount_minor=int(c.amount[place]),
            currency=c.currencies[0 if c.currency is None else c.currency[place]],
            payer=_party(cells, "payer", self.account(int(c.payer[place]))),
            payee=_party(cells, "payee", self.account(int(c.payee[place]))),
            seq=cells.get("seq"),
            time_precision=precision,
            kind=TRANSFER_KINDS[0 if c.kind is None else c.kind[place]],
            purpose=cells.get("purpose", ""),
            purpose_code=cells.get("purpose_code", ""),
            row_ids=tuple(map(RowId, cells.get("row_ids", "").split())),
            credited_at=None if credited == NEVER else moment_of(credited),
            order_proven=ORDER_PROOFS[0 if c.order_proven is None else c.order_proven[place]],
        )

    def account(self, code: int) -> AccountKey:
        """Return an account's key."""
        return AccountKey(self.columns.accounts[code].as_py())

    def pool(self, number: int) -> Pool:
        """Return a pool."""
        if number < len(self.windows):
            return self._account_pool(number)
        kind, place = self.others[number - len(self.windows)]
        c = self.columns
        currency = c.currencies[0 if c.currency is None else c.currency[place]]
        if kind == "pin":
            return Pool("pin", self.account(int(c.payer[place])), currency)
        return Pool("exchange", self.account(int(c.payee[place])), currency, ending="conversion")

    def _account_pool(self, number: int) -> Pool:
        """Return the pool of one window of an account."""
        w = self.windows
        goes_dark = w.goes_dark(number)
        return Pool(
            "account",
            self.account(int(w.account[number])),
            self.columns.currencies[w.currency[number]],
            start=moment_of(int(w.start[number])),
            opening_minor=max(0, int(self.opening[number])),
            ending="held" if w.is_held and not goes_dark else "frontier",
            as_of=moment_of(int(w.end[number])) if w.is_held else None,
            goes_dark=goes_dark,
            is_assumed=not w.is_printed[number],
        )

    def assumed(self, numbers: Iterable[int] | None = None) -> tuple[AssumedOpening, ...]:
        """Return the openings that nobody printed: of some pools, or of all."""
        w = self.windows
        if numbers is None:
            numbers = np.flatnonzero(~w.is_printed).tolist()
        return tuple(
            AssumedOpening(
                self.account(int(w.account[n])),
                self.columns.currencies[w.currency[n]],
                moment_of(int(w.start[n])),
                int(self.opening[n]),
            )
            for n in numbers
        )


class _Texts:
    """The text of transfers, a row at a time; the columns are looked up once."""

    def __init__(self, columns: Columns) -> None:
        self._row = columns.row
        self._columns = {
            name: column.chunk(0) if column.num_chunks == 1 else column
            for name, column in zip(columns.texts.column_names, columns.texts.columns, strict=True)
        }

    def row(self, place: int) -> dict[str, Any]:
        """Return the cells of one transfer that say something."""
        at = place if self._row is None else int(self._row[place])
        cells = ((name, column[at].as_py()) for name, column in self._columns.items())
        return {name: value for name, value in cells if value is not None}


def _party(cells: Mapping[str, Any], side: str, account: AccountKey) -> Party:
    """Return one side of a transfer."""
    return Party(
        account,
        name=cells.get(f"{side}_name", ""),
        iin=cells.get(f"{side}_iin", ""),
        bank=cells.get(f"{side}_bank", ""),
    )


def places_of(columns: Columns, asked: Sequence[TransferId]) -> dict[TransferId, int | None]:
    """Return the places of some transfers, None for those that the ledger lacks."""
    found: dict[TransferId, int | None] = dict.fromkeys(asked)
    if not asked:
        return found
    ids = columns.texts.column("transfer_id")
    number = pc.index_in(ids, value_set=pa.array(asked, pa.string()))
    rows = np.flatnonzero(pc.is_valid(number).to_numpy())
    places = rows if columns.row is None else _placed(columns.row, rows)
    numbers = number.take(pa.array(rows)).to_pylist()
    found.update((asked[n], place) for n, place in zip(numbers, places.tolist(), strict=True))
    return found


def _placed(row: Int64, rows: Int64) -> Int64:
    """Return the places of some rows of text."""
    place = np.empty(len(row), np.int64)
    place[row] = np.arange(len(row))
    return place[rows]


def ids_of(columns: Columns, places: Iterable[int]) -> list[TransferId]:
    """Return the ids of the transfers at some places."""
    rows = np.array(list(places), np.int64)
    rows = rows if columns.row is None else columns.row[rows]
    found: list[TransferId] = columns.texts.column("transfer_id").take(pa.array(rows)).to_pylist()
    return found
