"""A trace out of core: DuckDB finds what the claims reach, and they are followed through that.

The order, the windows, the balances, the parts, the axes and the link table are computed by
relational steps for the whole ledger, within a limit of memory and on disk beyond it. Only what
the claims reach is read into memory: under `fifo` and `lifo` the transfers that carry their units,
under the rules that mix every pool that claimed money may have entered, from then on. What those
rules ask of a pool, each payment a share of what the one before it left, is a recursion and no
relational question. So memory is bounded by what a trace touches, not by the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from izdes.adapters.tables.trace import input_digests, trace_digests
from izdes.core.errors import IzdesError
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger, TransferId
from izdes.core.tracing.endings import endings_of
from izdes.core.tracing.rules import RuleName, trace_plan
from izdes.core.tracing.trace import AssumedOpening, Pinned, Resting, Slice, Trace
from izdes.engine.tracing.mixtures.mixing import trace_mixed
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.dialect import moment_of
from izdes.engine.tracing.relational.fillings import fill_axes, fill_levels
from izdes.engine.tracing.relational.index import Index
from izdes.engine.tracing.relational.reach import reach_pools, reach_units
from izdes.engine.tracing.relational.smallflat import SmallFlat
from izdes.engine.tracing.relational.subplan import SmallPlan

Found = tuple[tuple[Slice, ...], tuple[Resting, ...]]

MOST_REACHED = 1_000_000


class ReachTooLarge(IzdesError):
    """The claims reach more transfers than may be read into memory."""

    code = "reach_too_large"


@dataclass(frozen=True, slots=True)
class RelationalTrace:
    """What a trace out of core states.

    Attributes:
        trace: As the core states it.
        ledger: Transfers that the claims reached: all that the trace names are among them.
        digests: As `izdes.adapters.tables.trace.trace_digests` gives them; that of the ledger is
            of the whole one.
    """

    trace: Trace
    ledger: Ledger
    digests: Mapping[str, str]


def trace_on_duckdb(
    transfers_path: Path,
    accounts_path: Path | None,
    claims: Sequence[Claim],
    *,
    rule: RuleName,
    memory_limit: str,
    folder: Path,
    pins: Sequence[Pinned] = (),
    threads: int = 2,
    most_reached: int = MOST_REACHED,
) -> RelationalTrace:
    """Follow the claims through a ledger on disk.

    Args:
        transfers_path, accounts_path: CSV or Parquet, as ``docs/reference/files.md`` says.
        memory_limit: What DuckDB may use (``2GB``); what the claims reach comes on top.
        folder: An empty folder for the tables and for what is spilled.
        most_reached: How many transfers may be read into memory: about a kilobyte each, under
            the rules that mix a fifth of that.

    Raises:
        InputRefused: A table cannot be used.
        LedgerTooLarge: The sums of an account do not fit into 64 bits.
        MemoryTooSmall: The limit does not suffice even with what is spilled.
        ReachTooLarge: The claims reach more transfers than that.
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        PinRefused: A stated pin does not hold.
    """
    with Database(folder, memory_limit=memory_limit, threads=threads) as database:
        index = Index(database, transfers_path, accounts_path, pins=pins)
        return trace_index(index, claims, rule, most_reached=most_reached)


def trace_index(
    index: Index, claims: Sequence[Claim], rule: RuleName, *, most_reached: int = MOST_REACHED
) -> RelationalTrace:
    """Follow the claims through an index that was made before."""
    index.arrange("main")
    ledger, (slices, resting) = _followed(index, claims, rule, most_reached)
    other = resting
    if index.has_ties:
        index.arrange("turned")
        _, (_, other) = _followed(index, claims, rule, most_reached)
        index.arrange("main")
    trace = Trace(
        rule=rule,
        slices=slices,
        resting=resting,
        endings=endings_of(resting, claims, ledger, other),
        assumed=_assumed(index.database),
        annulled=_annulled(index.database),
        pins=_pins(index),
    )
    inputs = input_digests(index.digest, claims, trace.pins)
    digests = trace_digests(trace, ledger, claims, inputs=inputs)
    return RelationalTrace(trace, ledger, digests)


def _followed(
    index: Index, claims: Sequence[Claim], rule: RuleName, most_reached: int
) -> tuple[Ledger, Found]:
    """Follow the claims in the order to which the index is turned."""
    database = index.database
    if rule == "pro-rata" or rule == "lowest-balance":  # noqa: PLR1714 - narrows the type
        reach_pools(database, claims)
        refuse_too_many(database, most_reached)
        small = SmallFlat(database)
        found = trace_mixed(small.flat, small, claims, rule)
        return small.ledger({s.transfer_id for s in found[0]}), found
    index.link(rule)
    reach_units(database, claims, turned_round=rule == "lifo")
    refuse_too_many(database, most_reached)
    clean = fill_axes(database) if rule == "fifo" else fill_levels(database)
    plan = SmallPlan(database, clean)
    return plan.ledger, trace_plan(plan.plan(), claims, rule)


def refuse_too_many(database: Database, most_reached: int) -> None:
    """Refuse to read more transfers into memory than may be."""
    reached = database.count("wanted")
    if reached > most_reached:
        raise ReachTooLarge(reached=reached, most=most_reached)


def _assumed(database: Database) -> tuple[AssumedOpening, ...]:
    """Return the openings of the whole ledger that nobody printed."""
    database.run("subplan.assumed")
    rows = database.rows("SELECT account, currency, starts, opening FROM assumed ORDER BY pool")
    return tuple(
        AssumedOpening(
            AccountKey(str(account)), str(currency), moment_of(int(str(at))), int(str(minor))
        )
        for account, currency, at, minor in rows
    )


def _annulled(database: Database) -> tuple[tuple[TransferId, TransferId], ...]:
    """Return the pairs of the whole ledger that undo each other."""
    rows = database.rows(
        """SELECT p.transfer_id AS payment, r.transfer_id AS refund
        FROM annulled AS a
        JOIN moves AS p ON p.place = a.payment
        JOIN moves AS r ON r.place = a.refund
        ORDER BY payment, refund"""
    )
    return tuple((TransferId(str(payment)), TransferId(str(refund))) for payment, refund in rows)


def _pins(index: Index) -> tuple[Pinned, ...]:
    """Return the pins of the whole ledger that hold, stated ones first."""
    rows = index.database.rows(
        """SELECT p.number, c.transfer_id AS credit, d.transfer_id AS debit, p.minor
        FROM pins AS p
        JOIN moves AS c ON c.place = p.credit
        JOIN moves AS d ON d.place = p.debit
        ORDER BY number"""
    )
    return tuple(
        index.pins[int(str(number))]
        if int(str(number)) < len(index.pins)
        else Pinned(
            TransferId(str(credit)), TransferId(str(debit)), int(str(minor)), basis="refund"
        )
        for number, credit, debit, minor in rows
    )
