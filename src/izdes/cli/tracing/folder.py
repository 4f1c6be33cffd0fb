"""The folder of a trace: one rule in its root, several rules in a folder each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from izdes.adapters.tables.comparison import Compared
from izdes.adapters.tables.reached import write_reached
from izdes.adapters.tables.rules import write_traces
from izdes.adapters.tables.sources import write_sources
from izdes.adapters.tables.trace import write_trace
from izdes.cli.tracing.result import Traced
from izdes.core.tracing.backward import Source
from izdes.core.tracing.rules import RuleName

Json = dict[str, object]
Sources = Mapping[RuleName, Sequence[Source]]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the summary, and the comparison of several rules."""

    summary: Json
    rows: Sequence[Compared]


def write_result(folder: Path, traced: Traced, sources: Sources) -> Written:
    """Write the results of every rule into an existing folder."""
    is_one = len(traced.traces) + (traced.reached is not None) == 1
    given = traced.given
    summary: Json = {}
    rows: Sequence[Compared] = ()
    if is_one and traced.traces:
        summary = write_trace(
            folder,
            traced.first,
            traced.ledger,
            given.claims,
            seconds=traced.seconds,
            bounds=traced.bounds,
            openings=traced.openings.get(next(iter(traced.traces)), ()),
            inputs=traced.inputs,
            transfers=traced.prepared.size,
        )
    elif traced.traces:
        summary, rows = write_traces(
            folder,
            traced.traces,
            traced.ledger,
            given.claims,
            bounds=traced.bounds,
            openings=traced.openings,
            inputs=traced.inputs,
            seconds=traced.seconds,
            transfers=traced.prepared.size,
        )
    if traced.reached is not None:
        perimeter = write_reached(
            _own(folder, "poison", is_one=is_one),
            traced.reached,
            inputs=traced.inputs,
            sizes=traced.sizes,
            seconds=traced.seconds,
        )
        summary = summary or perimeter
    for rule, theirs in sources.items():
        write_sources(_own(folder, rule, is_one=is_one), theirs)
    return Written(summary, rows)


def _own(folder: Path, rule: str, *, is_one: bool) -> Path:
    """Return the folder of one rule."""
    own = folder if is_one else folder / rule
    own.mkdir(exist_ok=True)
    return own
