"""A ledger on disk, made ready once: the same questions as any prepared ledger, out of core."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from izdes.adapters.tables.ledger import read_accounts
from izdes.core.money.transfer import Claim, Ledger, RowId, Transfer, TransferId
from izdes.core.tracing.poison import Reached, reached
from izdes.core.tracing.rules import RuleName
from izdes.core.tracing.trace import Pinned, Trace
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import flat_of
from izdes.engine.tracing.limits.envelope import envelopes
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.fillings import Clean
from izdes.engine.tracing.relational.index import Index
from izdes.engine.tracing.relational.reach import reach_pools
from izdes.engine.tracing.relational.source import query
from izdes.engine.tracing.relational.subplan import SmallPlan
from izdes.engine.tracing.relational.trace import MOST_REACHED, refuse_too_many, trace_index
from izdes.engine.tracing.run import Bounds, places_of, stated


class OnDisk:
    """A ledger in DuckDB, ready for any rule."""

    def __init__(self, index: Index, accounts: Path | None) -> None:
        self._index, self._accounts = index, accounts
        self._met: dict[TransferId, Transfer] = {}

    @property
    def size(self) -> int:
        """How many transfers the ledger has."""
        return self._index.database.count("moves")

    def digest(self) -> str:
        """Return the digest of the whole ledger."""
        return self._index.digest

    def trace(self, claims: Sequence[Claim], rule: RuleName) -> Trace:
        """Follow claims under a rule."""
        found = trace_index(self._index, claims, rule)
        self._meet(found.ledger.transfers)
        return found.trace

    def reached(self, claims: Sequence[Claim]) -> tuple[Reached, ...]:
        """Return what claimed money may have touched."""
        return reached(self._small(claims).plan(), claims)

    def bounds(self, claims: Sequence[Claim], traces: Iterable[Trace]) -> Bounds:
        """Return what any rule leaves at the endings of some traces."""
        plan = self._small(claims).plan()
        exchanges = {pool.account for pool in plan.pools if pool.kind == "exchange"}
        found = envelopes(flat_of(plan), PlanFacts(plan), claims, places_of(traces))
        return stated(found, exchanges)

    def ledger_of(self, traces: Iterable[Trace], claims: Sequence[Claim]) -> Ledger:
        """Return the ledger of the transfers that some traces name."""
        named = {s.transfer_id for trace in traces for s in trace.slices}
        named |= {c.transfer_id for c in claims}
        rows = dict(self._row_ids(named))
        transfers = tuple(
            replace(t, row_ids=rows.get(t.transfer_id, ()))
            for t in sorted(self._met.values(), key=lambda t: t.sort_key)
            if t.transfer_id in named
        )
        touched = {a for t in transfers for a in (t.payer.account, t.payee.account)}
        known = read_accounts(self._accounts) if self._accounts else []
        covered = tuple(c for c in known if c.account in touched)
        return Ledger(transfers, covered, self._accounts is not None)

    def _meet(self, transfers: Iterable[Transfer]) -> None:
        """Keep transfers that a trace met."""
        self._met |= {t.transfer_id: t for t in transfers}

    def _small(self, claims: Sequence[Claim]) -> SmallPlan:
        """Return everything that claimed money may have entered.

        Raises:
            ReachTooLarge: That is more than may be read into memory.
        """
        self._index.arrange("main")
        reach_pools(self._index.database, claims)
        refuse_too_many(self._index.database, MOST_REACHED)
        return SmallPlan(self._index.database, Clean({}, ()))

    def _row_ids(
        self, named: Iterable[TransferId]
    ) -> Iterator[tuple[TransferId, tuple[RowId, ...]]]:
        """Yield the rows behind some transfers, out of the file."""
        database, source = self._index.database, self._index.transfers
        database.push("named", {"transfer_id": "text"}, [(name,) for name in sorted(named)])
        cells = [f"{source.text('transfer_id')} AS name", f"{source.text('row_ids')} AS rows"]
        select = query(cells, source.relation)
        named_rows = f"SELECT w.name, w.rows FROM ({select}) AS w"  # noqa: S608 - quoted there
        join = "JOIN named AS n ON n.transfer_id = w.name ORDER BY w.name"
        for name, rows in database.rows(f"{named_rows} {join}"):
            yield TransferId(str(name)), tuple(RowId(row) for row in str(rows).split())
        database.drop("named")


@contextmanager
def prepare_on_disk(
    transfers: Path,
    accounts: Path | None,
    pins: Sequence[Pinned],
    *,
    memory_limit: str,
    folder: Path,
) -> Iterator[OnDisk]:
    """Make a ledger ready in a folder, for as long as it is asked.

    Args:
        memory_limit: What DuckDB may use (``2GB``); what the claims reach comes on top.
        folder: An empty folder for the tables and for what is spilled.

    Raises:
        InputRefused: A table cannot be used.
        PinRefused: A stated pin does not hold.
        MemoryTooSmall: The limit does not suffice even with what is spilled.
    """
    with Database(folder, memory_limit=memory_limit, threads=2) as database:
        yield OnDisk(Index(database, transfers, accounts, pins=pins), accounts)
