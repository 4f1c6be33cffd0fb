"""A small plan: what the claims reached, with clean money in place of all the rest.

The core follows the claims through the small plan as through the whole one, and finds the same:
what was not reached is clean, and stands only in the way (`fillings` beside this module).
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Ledger, Party, Transfer, TransferId, TransferKind
from izdes.core.tracing.plan import OUTSIDE, Part, Plan, Pool, PoolKind, Step
from izdes.core.tracing.trace import EndingKind
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.dialect import EARLIEST, moment_of
from izdes.engine.tracing.relational.fillings import Clean, Filling

SMALL = (
    *(f"runs.{step}" for step in ("sources", "targets", "parts")),
    *(f"subplan.small_{step}" for step in ("transfers", "parts", "steps", "pools")),
)
_NOBODY = Party(AccountKey(""))


class TransferRow(NamedTuple):
    """A wanted transfer with its names."""

    place: int
    transfer_id: str
    booked: int
    seq: int
    credited: int | None
    amount: int
    currency: str
    payer: str
    payee: str
    kind: TransferKind

    def transfer(self) -> Transfer:
        """Return the transfer with what a trace asks of it."""
        return Transfer(
            transfer_id=TransferId(self.transfer_id),
            booked_at=moment_of(self.booked),
            amount_minor=self.amount,
            currency=self.currency,
            payer=Party(AccountKey(self.payer)),
            payee=Party(AccountKey(self.payee)),
            seq=self.seq,
            kind=self.kind,
            credited_at=None if self.credited is None else moment_of(self.credited),
        )


class PoolRow(NamedTuple):
    """A kept pool; ``there`` is what it holds when the first reached units come."""

    pool: int
    kind: PoolKind
    account: str
    currency: str
    starts: int | None
    ends: int | None
    is_covered: bool
    goes_dark: bool
    is_assumed: bool
    there: int

    def as_pool(self) -> Pool:
        """Return the pool."""
        is_held = self.is_covered and not self.goes_dark
        ending: EndingKind = "held" if is_held else "frontier"
        return Pool(
            self.kind,
            AccountKey(self.account),
            self.currency,
            start=None if self.starts is None else moment_of(self.starts),
            opening_minor=self.there,
            ending="conversion" if self.kind == "exchange" else ending,
            as_of=None if self.ends is None or not self.is_covered else moment_of(self.ends),
            goes_dark=self.goes_dark,
            is_assumed=self.is_assumed,
        )


class _StepRow(NamedTuple):
    """A departure or an arrival."""

    moment: int
    instant: int
    place: int
    is_arrival: bool


class SmallPlan:
    """What was reached, read into memory.

    Attributes:
        ledger: The wanted transfers in the ledger's order.
    """

    def __init__(self, database: Database, clean: Clean) -> None:
        """Read the wanted transfers and the kept pools, and fill what lies between."""
        for step in SMALL:
            database.run(step)
        rows = list(database.read(TransferRow, "small_transfers", order="place"))
        self.ledger = Ledger(tuple(row.transfer() for row in rows))
        self._number = {row.place: n for n, row in enumerate(rows)}
        pool_rows = list(database.read(PoolRow, "small_pools", order="pool"))
        self._pool = {row.pool: n for n, row in enumerate(pool_rows)} | {OUTSIDE: OUTSIDE}
        self._pools = [
            row._replace(there=clean.openings.get(row.pool, row.there)).as_pool()
            for row in pool_rows
        ]
        self._fillings = clean.fillings
        self._parts: list[tuple[Part, ...]] = [()] * len(rows)
        for place, parts in groupby(self._read_parts(database), key=attrgetter("place")):
            self._parts[place] = tuple(parts)
        self._steps = [
            (row.moment, Step(moment_of(row.instant), self._number[row.place], row.is_arrival))
            for row in database.read(_StepRow, "small_steps", order="moment")
        ]

    def plan(self) -> Plan:
        """Return the plan: the wanted transfers in their order, the fillings behind them."""
        transfers, parts = list(self.ledger.transfers), list(self._parts)
        keyed = [(moment, 0, step) for moment, step in self._steps]
        for filling in self._fillings:
            place = len(transfers)
            transfers.append(_filler(filling))
            source, target = OUTSIDE, self._pool[filling.pool]
            if filling.is_out:
                source, target = target, source
            ending: EndingKind | None = "frontier" if filling.is_out else None
            parts.append((Part(place, 0, filling.units, source, target, ending),))
            keyed += [
                (filling.moment, filling.turn, Step(EARLIEST, place, is_arrival))
                for is_arrival in (False, True)
            ]
        keyed.sort(key=lambda key: key[:2])
        return Plan(
            transfers=tuple(transfers),
            steps=tuple(step for _, _, step in keyed),
            parts=tuple(parts),
            pools=tuple(self._pools),
            assumed=(),
            annulled=(),
            pins=(),
        )

    def _read_parts(self, database: Database) -> Iterator[Part]:
        """Yield the parts, numbers of the small plan in place of the whole one's."""
        for part in database.read(Part, "small_parts", order="place, lo"):
            yield part._replace(
                place=self._number[part.place],
                source=self._pool[part.source],
                target=self._pool[part.target],
            )


def _filler(filling: Filling) -> Transfer:
    """Return the transfer of a filling: nobody's, and nothing can be claimed of it."""
    return Transfer(
        transfer_id=TransferId("\0"),
        booked_at=EARLIEST,
        amount_minor=filling.units,
        currency="",
        payer=_NOBODY,
        payee=_NOBODY,
    )
