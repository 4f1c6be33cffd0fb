"""Claims followed under the rules that were asked for, and what no rule can change."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from izdes.adapters.tables.claims import read_claims
from izdes.adapters.tables.ledger import read_ledger
from izdes.adapters.tables.pins import read_pins
from izdes.adapters.tables.trace import Bounds, input_digests
from izdes.core.money.known import known_at
from izdes.core.money.transfer import Claim, ClaimId, Ledger
from izdes.core.tracing.plan import Plan
from izdes.core.tracing.poison import Reached
from izdes.core.tracing.rules import RULES, RuleName
from izdes.core.tracing.trace import Pinned, Trace
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.ledger.reading import read_columns
from izdes.engine.tracing.relational.prepared import prepare_on_disk
from izdes.engine.tracing.run import Prepared, Small, prepare, prepare_columns
from izdes.follow.openings import Curves, curves_of

# Beyond so many endings the envelope is computed only where it is asked for.
ENVELOPE_UNASKED = 10_000


class Rule(StrEnum):
    """A tracing rule; ``poison`` follows no amount."""

    fifo = "fifo"
    lifo = "lifo"
    pro_rata = "pro-rata"
    lowest_balance = "lowest-balance"
    poison = "poison"


class Engine(StrEnum):
    """What follows the claims; all give the same answers."""

    auto = "auto"
    core = "core"
    numpy = "numpy"
    numba = "numba"
    duckdb = "duckdb"


# Bytes of a table beyond which reading it as objects takes longer than loading the engine.
_LARGE_FROM = 50_000_000
_IN_COLUMNS: Mapping[Engine, Kernels] = {Engine.numpy: "numpy", Engine.numba: "numba"}


@dataclass(frozen=True, slots=True)
class OnDiskAt:
    """Where tables on disk lie while they are needed, and how much memory they may use."""

    beside: Path
    memory: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a trace is made from: a ledger made ready, and what is asked of it."""

    prepared: Prepared
    claims: Sequence[Claim]
    pins: Sequence[Pinned]


@dataclass(frozen=True, slots=True)
class Traced:
    """Claims followed.

    Attributes:
        ledger: Holds at least the transfers that the traces name, and their accounts.
        traces: By rule, in the order asked for.
        bounds: The rule-free envelope of every claim's endings; None where it was not computed.
        openings: By rule, what a larger opening balance than an assumed one would change. A rule
            under which it was not computed is absent.
        reached: The perimeter; None where it was not asked for.
        inputs: Digests of the ledger, of the claims and of stated pins.
        seconds: How long it took.
    """

    given: Given
    inputs: Mapping[str, str]
    ledger: Ledger
    traces: Mapping[RuleName, Trace]
    bounds: Bounds | None
    openings: Mapping[RuleName, Curves]
    reached: Sequence[Reached] | None
    seconds: float

    @property
    def prepared(self) -> Prepared:
        """The ledger, ready for any rule."""
        return self.given.prepared

    @property
    def plan(self) -> Plan:
        """The whole ledger as objects; what needs it is followed by the core, whatever its size."""
        if not isinstance(self.prepared, Small):
            raise TypeError("a ledger in columns has no plan")
        return self.prepared.plan

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many claims and transfers there are."""
        return {"claims": len(self.given.claims), "transfers": self.prepared.size}

    @property
    def first(self) -> Trace:
        """The trace under the rule that was named first."""
        return next(iter(self.traces.values()))


@contextmanager
def read_given(
    ledger: Path,
    *,
    accounts: Path | None,
    claims: Path,
    pins: Path | None,
    as_of: datetime | None,
    engine: Engine,
    on_disk: OnDiskAt,
) -> Iterator[Given]:
    """Read everything that a trace is made from, and hold it as long as it is asked.

    Raises:
        InputRefused: A table is not what it should be.
        PinRefused: A stated pin does not hold.
    """
    stated, ours = read_pins(pins) if pins else (), read_claims(claims)
    if as_of is None and engine is Engine.duckdb:
        with (
            TemporaryDirectory(prefix=".izdes-", dir=on_disk.beside) as folder,
            prepare_on_disk(
                ledger, accounts, stated, memory_limit=on_disk.memory, folder=Path(folder)
            ) as prepared,
        ):
            yield Given(prepared, ours, stated)
        return
    if as_of is None and (engine in _IN_COLUMNS or (engine is Engine.auto and is_large(ledger))):
        columns = read_columns(ledger, accounts)
        kernels = _IN_COLUMNS.get(engine, "auto")
        yield Given(prepare_columns(columns, stated, kernels=kernels), ours, stated)
        return
    book = read_ledger(ledger, accounts)
    known = known_at(book, as_of) if as_of else book
    yield Given(prepare(known, stated), ours, stated)


def is_large(ledger: Path) -> bool:
    """Say whether a ledger is better followed in columns."""
    try:
        return str(ledger) != "-" and ledger.stat().st_size > _LARGE_FROM
    except OSError:
        return False


def follow_claims(
    given: Given,
    rules: Iterable[Rule],
    *,
    with_envelope: bool | None,
    with_openings: bool | None = None,
) -> Traced:
    """Follow the claims under each rule.

    Args:
        with_envelope, with_openings: None: unless the case is too large for it to be quick.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
    """
    started = time.perf_counter()
    asked, prepared = list(rules), given.prepared
    names = [name for rule in asked for name in RULES if name == rule]
    traces = {name: prepared.trace(given.claims, name) for name in names}
    endings = sum(len(trace.endings) for trace in traces.values())
    is_wanted = endings <= ENVELOPE_UNASKED if with_envelope is None else with_envelope
    bounds = prepared.bounds(given.claims, traces.values()) if is_wanted and traces else None
    openings = dict(_openings(given, traces, is_wanted=with_openings))
    perimeter = prepared.reached(given.claims) if Rule.poison in asked else None
    seconds = time.perf_counter() - started
    inputs = input_digests(prepared.digest(), given.claims, given.pins)
    ledger = prepared.ledger_of(traces.values(), given.claims)
    return Traced(given, inputs, ledger, traces, bounds, openings, perimeter, seconds)


def _openings(
    given: Given, traces: Mapping[RuleName, Trace], *, is_wanted: bool | None
) -> Iterator[tuple[RuleName, Curves]]:
    """Yield, by rule, what larger opening balances would change; a large ledger tells it not."""
    prepared = given.prepared
    if not isinstance(prepared, Small):
        return
    for rule, trace in traces.items():
        curves = curves_of(
            prepared, given.claims, trace, rule, pins=given.pins, is_wanted=is_wanted
        )
        if curves is not None:
            yield rule, curves


def claim_named(given: Given, name: str) -> Claim | None:
    """Return the claim of this id."""
    return next((c for c in given.claims if c.claim_id == ClaimId(name)), None)
