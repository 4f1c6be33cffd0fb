"""Calls as a table: what operators' records of connections say, whatever form they came in."""

from collections.abc import Iterable
from pathlib import Path

from izdes.adapters.tables.rows import Columns, write_csv
from izdes.core.money.statement import FileReading
from izdes.core.sealing.canonical import Field
from izdes.core.telecom.call import Call

CALL_COLUMNS: Columns = {
    "call_id": "text",
    "a_number": "text",
    "b_number": "text",
    "started_at": "time",
    "time_precision": "text",
    "duration_seconds": "int",
    "direction": "text",
    "call_type": "text",
    "imei": "text",
    "imsi": "text",
    "lac": "text",
    "cell": "text",
    "cell_address": "text",
    "azimuth": "text",
}


def write_calls(folder: Path, readings: Iterable[FileReading]) -> None:
    """Write ``calls.csv`` in order of time, where any file records calls; else nothing."""
    calls = {call.call_id: call for reading in readings for call in reading.calls}
    if calls:
        in_time = sorted(calls.values(), key=lambda call: (call.started_at, call.call_id))
        write_csv(folder / "calls.csv", CALL_COLUMNS, map(_row, in_time))


def _row(call: Call) -> tuple[Field, ...]:
    """Return one connection in the columns' order."""
    return tuple(getattr(call, name) for name in CALL_COLUMNS)
