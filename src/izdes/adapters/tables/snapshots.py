"""A snapshot as a table: the frequencies, verdicts and kinds that weights were taken from.

Whoever links again with the same snapshot gets the same weights, however many complaints have come
since. The first row bears the date, how many complaints were counted, and the digest; a file whose
digest is another one was changed by hand or damaged, and is refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import get_args

from izdes.adapters.tables.rows import Cells, Columns, read_table, write_csv
from izdes.core.errors import Fault, InputRefused
from izdes.core.linking.hubs.known import Hub
from izdes.core.linking.hubs.review import Verdict, VerdictWord
from izdes.core.linking.kind_tables import is_estimable
from izdes.core.linking.kinds import ESTIMATED, Kind, completed, is_own, packaged
from izdes.core.linking.mentions import Node
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
_ROWS = ("snapshot", "kind", "degree", "hub", "verdict")
_VERDICTS: tuple[VerdictWord, ...] = get_args(VerdictWord)
_FORMAT = "izdes.snapshot/2"
_LEAST_SHARED = 2


def write_snapshot(path: Path, snapshot: Snapshot, *, taken_at: datetime) -> None:
    """Write a snapshot; the same one gives the same bytes."""
    write_csv(path, SNAPSHOT_COLUMNS, _rows(snapshot, taken_at))


def _rows(snapshot: Snapshot, taken_at: datetime) -> Iterator[tuple[Field, ...]]:
    """Yield the head, then kinds, what was counted, listed and said, each in a fixed order."""
    total = snapshot.complaints
    yield "snapshot", _FORMAT, snapshot.digest, total, None, None, None, taken_at, None, None
    for kind in snapshot.own_kinds:
        for name, number in zip(ESTIMATED, kind.estimated, strict=True):
            yield "kind", kind.name, name, number, None, None, kind.source, None, None, None
    for node, degree in sorted(snapshot.degrees.items()):
        if degree >= _LEAST_SHARED:
            yield "degree", *node, degree, None, None, None, None, None, None
    for node, hub in sorted(snapshot.hubs.items()):
        yield "hub", *node, None, None, hub.reason, hub.source, None, None, None
    for node, said in sorted(snapshot.verdicts.items()):
        grounds = grounds_text(said.grounds)
        yield "verdict", *node, None, said.verdict, said.reason, None, said.at, said.by, grounds


def grounds_text(grounds: Iterable[tuple[str, int]]) -> str:
    """Return every reason of the machine with its points, as one cell holds them."""
    return " ".join(f"{code}:{points}" for code, points in grounds)


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
    kinds = {name: kind for name, kind in packaged().items() if is_own(name, kind)}

    def take(cells: Cells) -> None:
        word = cells.one_of("row", _ROWS, "")
        node = cells.required("kind"), cells.required("value")
        if word == "snapshot":
            heads.append((*node, cells.positive("count")))
        elif word == "kind":
            _change(kinds, cells)
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
    snapshot = Snapshot(heads[0][2], degrees, hubs, verdicts, _kinds(kinds, path.name))
    if snapshot.digest != heads[0][1]:
        raise InputRefused(Fault("snapshot_changed", path.name, row=2, column="value"))
    return snapshot


def _change(kinds: dict[str, Kind], cells: Cells) -> None:
    """Read one number of one kind."""
    name = cells.one_of("kind", tuple(kinds), "")
    number = cells.integer("count")
    if number is None:
        raise cells.refuse("empty_cell", "count")
    field = cells.one_of("value", ESTIMATED, ESTIMATED[0])
    kinds[name] = kinds[name].with_estimated({field: number}, cells.text("source"))


def _kinds(kinds: Mapping[str, Kind], file: str) -> Mapping[str, Kind]:
    """Return the kinds of a snapshot, those that follow from others among them."""
    wrong = [name for name, kind in kinds.items() if not is_estimable(kind)]
    if wrong:
        raise InputRefused(*(Fault("kind_number_wrong", file, column=name) for name in wrong))
    return completed(kinds)


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
