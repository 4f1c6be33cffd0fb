"""Small countries for tests: mentions written down one by one."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from izdes.bench.linking.known import OWN, Known, nothing_told
from izdes.engine.linking.columns import MentionColumns, columns_of_words

DAY = 86_400_000_000
# Complaint, kind, value; with a day, or on the first one.
Named = tuple[int, str, str] | tuple[int, str, str, int]


def mentions(complaints: int, rows: Sequence[Named]) -> MentionColumns:
    return columns_of_words(
        pa.array([f"A{n:04d}" for n in range(complaints)], pa.string()),
        complaint=np.array([row[0] for row in rows], np.int32),
        kind=pa.array([row[1] for row in rows], pa.string()),
        value=pa.array([row[2] for row in rows], pa.string()),
        at=np.array([row[3] * DAY if len(row) == 4 else 0 for row in rows], np.int64),
        certainty=pa.array(["exact"] * len(rows), pa.string()),
    )


def known(
    series: Sequence[int],
    rows: Sequence[Named],
    *,
    whose: dict[str, int] | None = None,
    wrong: Sequence[int] = (),
    campaigns: Sequence[int] | None = None,
) -> Known:
    """Return a country; ``whose`` by value, ``wrong`` by row."""
    named = mentions(len(series), rows)
    values = named.nodes.value.to_pylist()
    is_wrong = np.zeros(len(rows), np.bool_)
    is_wrong[list(wrong)] = True
    return Known(
        named,
        nothing_told(len(series)),
        series=np.array(series, np.int64),
        campaigns=None if campaigns is None else np.array(campaigns, np.int64),
        whose=np.array([(whose or {}).get(value, OWN) for value in values], np.int8),
        wrong=is_wrong,
    )


def phone(line: int) -> str:
    return f"+7763000{line:04d}"
