"""Connections as a table."""

import csv
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from izdes.adapters.tables.calls import CALL_COLUMNS, write_calls
from izdes.core.money.statement import FileReading
from izdes.core.telecom.call import Call

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def reading(*calls: Call) -> FileReading:
    return FileReading("calls.csv", "0" * 64, 1, "profile-calls", calls=calls)


def test_calls_of_all_files_stand_in_order_of_time_each_once(tmp_path: Path) -> None:
    first = Call("a/1/2", "+77000000001", "+77000000002", NOON, duration_seconds=61, imei="1")
    later = Call("b/1/2", "+77000000003", "", NOON + timedelta(hours=1), call_type="data")

    write_calls(tmp_path, [reading(later), reading(first), reading(first)])

    with (tmp_path / "calls.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["call_id"] for row in rows] == ["a/1/2", "b/1/2"]
    assert (rows[0]["duration_seconds"], rows[1]["duration_seconds"]) == ("61", "")
    assert rows[0]["started_at"] == "2026-05-03T12:00:00+00:00"


def test_without_calls_there_is_no_table(tmp_path: Path) -> None:
    write_calls(tmp_path, [reading()])

    assert not (tmp_path / "calls.csv").exists()


def test_every_field_of_a_call_has_its_column() -> None:
    assert [field.name for field in fields(Call)] == list(CALL_COLUMNS)
