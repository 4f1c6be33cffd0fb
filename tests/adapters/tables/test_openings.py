"""The table of what larger opening balances would change."""

import csv
import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from tests.core.tracing.ledgers import claim, cover, ledger, move
from tests.core.tracing.test_opening_curve import Case, unknown_cases

from izdes.adapters.tables.openings import OPENING_COLUMNS, opening_rows, openings_digest
from izdes.adapters.tables.trace import write_trace
from izdes.core.money.transfer import Ledger
from izdes.core.tracing.opening_curve import OpeningCurve, opening_curves
from izdes.core.tracing.rules import RuleName, trace

MOVES = [
    move("in", 0, "V", "M", 100),
    move("out", 1, "M", "N", 150),
    move("late", 2, "W", "M", 40),
]
BOOK = ledger(MOVES, cover("M", opening=None))
CLAIMS = [claim("C/1", "in", 100), claim("C/2", "late", 40)]
CURVES = opening_curves(BOOK, CLAIMS, "fifo")


def written(folder: Path, curves: tuple[OpeningCurve, ...], book: Ledger = BOOK) -> dict[str, Any]:
    """Write a trace into a new folder and return the digests of its summary."""
    folder.mkdir()
    found = trace(book, CLAIMS, "fifo")
    write_trace(folder, found, book, CLAIMS, seconds=0.0, openings=curves)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    digests: dict[str, Any] = summary["digests"]
    return digests


def test_a_row_names_the_opening_the_ending_and_a_point() -> None:
    rows = [dict(zip(OPENING_COLUMNS, row, strict=True)) for row in opening_rows(CURVES)]

    assert [(r["claim_id"], r["end_account"], r["ending"]) for r in rows] == [
        ("C/1", "M", "held"),
        ("C/1", "M", "held"),
        ("C/1", "N", "frontier"),
        ("C/1", "N", "frontier"),
        ("C/2", "M", "held"),
    ]
    assert [(r["delta_minor"], r["amount_minor"]) for r in rows] == [
        (0, 0),
        (100, 100),
        (0, 100),
        (100, 0),
        (0, 40),
    ]
    assert {(r["account"], r["currency"], r["least_minor"]) for r in rows} == {("M", "KZT", 50)}
    assert {(r["is_exact"], r["is_cut"]) for r in rows} == {(1, 0)}
    assert all(isinstance(r["covered_from"], datetime) for r in rows)


@pytest.mark.parametrize("rule", ["pro-rata", "lowest-balance"])
def test_a_sampled_line_says_that_it_is_not_exact(rule: RuleName) -> None:
    curves = opening_curves(BOOK, CLAIMS, rule)

    assert {row[-2:] for row in opening_rows(curves)} == {(0, 0)}


def test_both_files_hold_the_same_rows(tmp_path: Path) -> None:
    written(tmp_path / "out", CURVES)

    with gzip.open(tmp_path / "out" / "openings.csv.gz", "rt", encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    held = pq.read_table(tmp_path / "out" / "openings.parquet").to_pylist()
    assert [int(r["amount_minor"]) for r in listed] == [r["amount_minor"] for r in held]
    assert [r["end_account"] for r in listed] == [r["end_account"] for r in held]
    assert len(held) == len(opening_rows(CURVES))


def test_the_digest_of_openings_stands_beside_the_others_and_changes_none(tmp_path: Path) -> None:
    without = written(tmp_path / "without", ())
    with_table = written(tmp_path / "with", CURVES)

    assert with_table == {**without, "openings": openings_digest(CURVES)}
    assert not list((tmp_path / "without").glob("openings.*"))


def test_a_table_is_the_same_bytes_again(tmp_path: Path) -> None:
    first = written(tmp_path / "1", CURVES)
    again = written(tmp_path / "2", opening_curves(BOOK, CLAIMS[::-1], "fifo"))

    assert first["openings"] == again["openings"]
    for name in ("openings.csv.gz", "openings.parquet"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_where_the_opening_is_printed_there_is_nothing_to_write() -> None:
    known = ledger(MOVES, cover("M", opening=50))

    assert opening_rows(opening_curves(known, CLAIMS, "fifo")) == []


@settings(max_examples=30)
@given(case=unknown_cases())
def test_no_point_stands_twice(case: Case) -> None:
    rows = opening_rows(opening_curves(*case, "fifo"))

    keys = [(row[:3], row[4:9]) for row in rows]
    assert len(keys) == len(set(keys))
