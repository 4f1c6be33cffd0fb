"""Owners as a table: from which moment an identifier is somebody else's, as it was found out.

An operator says since when a number has its present subscriber, a bank since when a card. Reading a
row proves that somebody wrote it.
"""

from pathlib import Path

from izdes.adapters.tables.judgements import node_of
from izdes.adapters.tables.rows import Cells, Columns, read_table
from izdes.core.linking.owners import NewOwner

OWNER_COLUMNS: Columns = {"kind": "text", "value": "text", "from": "time", "source": "text"}


def read_owners(path: Path) -> tuple[NewOwner, ...]:
    """Read when identifiers passed to somebody else.

    Raises:
        InputRefused: A column is missing, a cell is wrong, or a value has no normal form.
    """
    table = read_table(path)
    table.require(*OWNER_COLUMNS)
    return tuple(sorted(table.each(_owner)))


def _owner(cells: Cells) -> NewOwner:
    """Read one row."""
    return NewOwner(node_of(cells), cells.required_time("from"), cells.required("source"))
