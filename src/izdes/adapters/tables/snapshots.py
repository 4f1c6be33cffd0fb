"""A snapshot as a table: the frequencies and verdicts that weights were taken from.

Whoever links again with the same snapshot gets the same weights, however many complaints have come
since. The first row bears the date, how many complaints were counted, and the digest; a file whose
digest is another one was changed by hand or damaged, and is refused.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

from izdes.adapters.tables.rows import Cells, Columns, read_table, write_csv
from izdes.core.errors import Fault, InputRefused
from izdes.core.linking.hubs import Hub
from izdes.core.linking.mentions import Node
from izdes.core.linking.review import Verdict, VerdictWord
from izdes.core.linking.snapshot import Snapshot
from izdes.core.sealing.canonical import Field

SNAPSHOT_COLUMNS: Columns = {
    "row": "text",
    "kind": "text",
    "value": "text",
    "count": "int",
    "verdict": "text",
    "reason": "text",
    "source": "text",
    "at": "time",
    "by": "text",
    "grounds": "text",
}
_ROWS = ("snapshot", "degree", "hub", "verdict")
_VERDICTS: tuple[VerdictWord, ...] = get_args(VerdictWord)
_FORMAT = "izdes.snapshot/1"
_LEAST_SHARED = 2


def write_snapshot(path: Path, snapshot: Snapshot, *, taken_at: datetime) -> None:
    """Write a snapshot; the same one gives the same bytes."""
    write_csv(path, SNAPSHOT_COLUMNS, _rows(snapshot, taken_at))


def _rows(snapshot: Snapshot, taken_at: datetime) -> Iterator[tuple[Field, ...]]:
    """Yield the head, then what was counted, listed and said, each in a fixed order."""
    total = snapshot.complaints
    yield "snapshot", _FORMAT, snapshot.digest, total, None, None, None, taken_at, None, None
    for node, degree in sorted(snapshot.degrees.items()):
        if degree >= _LEAST_SHARED:
            yield "degree", *node, degree, None, None, None, None, None, None
    for node, hub in sorted(snapshot.hubs.items()):
        yield "hub", *node, None, None, hub.reason, hub.source, None, None, None
    for node, said in sorted(snapshot.verdicts.items()):
        grounds = " ".join(f"{code}:{points}" for code, points in said.grounds)
        yield "verdict", *node, None, said.verdict, said.reason, None, said.at, said.by, grounds


def read_snapshot(path: Path) -> Snapshot:
    """Read a snapshot.

    Raises:
        InputRefused: It is no table of a snapshot, or its digest is not the one that it bears.
    """
    table = read_table(path)
    table.require(*SNAPSHOT_COLUMNS)
    heads: list[tuple[str, str, int]] = []
    degrees: dict[Node, int] = {}
    hubs: dict[Node, Hub] = {}
    verdicts: dict[Node, Verdict] = {}

    def take(cells: Cells) -> None:
        word = cells.one_of("row", _ROWS, "")
        node = cells.required("kind"), cells.required("value")
        if word == "snapshot":
            heads.append((*node, cells.positive("count")))
        elif word == "degree":
            degrees[node] = cells.positive("count")
        elif word == "hub":
            hubs[node] = Hub(*node, cells.text("reason"), cells.text("source"))
        elif word == "verdict":
            verdicts[node] = _verdict(cells)
        else:
            raise cells.refuse("empty_cell", "row")

    table.each(take)
    if len(heads) != 1 or heads[0][0] != _FORMAT:
        raise InputRefused(Fault("snapshot_without_head", path.name, row=2, column="row"))
    snapshot = Snapshot(heads[0][2], degrees, hubs, verdicts)
    if snapshot.digest != heads[0][1]:
        raise InputRefused(Fault("snapshot_changed", path.name, row=2, column="value"))
    return snapshot


def _verdict(cells: Cells) -> Verdict:
    """Read what was said of one identifier."""
    word = cells.one_of("verdict", _VERDICTS, _VERDICTS[0])
    grounds = tuple(_ground(cells, text) for text in cells.text("grounds").split())
    return Verdict(word, cells.text("reason"), cells.time("at"), cells.text("by"), grounds)


def _ground(cells: Cells, text: str) -> tuple[str, int]:
    """Read one reason of the machine with its points."""
    code, _, points = text.rpartition(":")
    try:
        return code, int(points)
    except ValueError:
        raise cells.refuse("not_an_integer", "grounds", value=points[:40]) from None
