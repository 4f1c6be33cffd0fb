"""Every engine of `izdes link` writes the same bytes, on complaints of the twin."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from izdes.cli.main import app
from izdes.twin.crowd.write import write_crowd

JUDGEMENTS = """judgement_id,complaint_a,complaint_b,verdict,at,by,reason
J-1,{0},{1},same,2026-06-02T10:00:00+05:00,officer:17,voice
J-2,{0},{2},not_same,2026-06-02T10:05:00+05:00,officer:17,abroad
J-3,{1},{2},same,2026-06-02T10:10:00+05:00,officer:17,voice
"""


def run(folder: Path, *more: str, out: str) -> Result:
    asked = ["link", str(folder / "complaints.jsonl"), "--out", str(folder / out)]
    return CliRunner().invoke(app, [*asked, *more])


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crowd")
    write_crowd(folder, seed=5, complaints=400)
    return folder


@pytest.mark.parametrize("engine", ["numba", "duckdb"])
def test_every_engine_writes_the_same_bytes(crowd: Path, engine: str) -> None:
    ids = ["A0000001", "A0000002", "A0000003"]
    said = crowd / "said.csv"
    said.write_text(JUDGEMENTS.format(*ids), encoding="utf-8")
    asked = ("--judgements", str(said), "--replace")
    run(crowd, *asked, "--engine", "core", out="core")

    result = run(crowd, *asked, "--engine", engine, out=engine)

    assert result.exit_code == 0, result.stderr
    assert len(everything_in(crowd / "core")) > 8
    assert everything_in(crowd / engine) == everything_in(crowd / "core")
    assert not [path for path in crowd.iterdir() if path.name.startswith(".izdes-")]


@pytest.mark.parametrize(
    ("limit", "code"), [("1MB", "linking_memory_too_small"), ("much", "memory_limit_unreadable")]
)
def test_a_limit_that_does_not_do_is_told(crowd: Path, limit: str, code: str) -> None:
    result = run(crowd, "--engine", "duckdb", "--memory-limit", limit, out="limited")

    assert result.exit_code == 1
    assert code in result.stderr
    assert not (crowd / "limited").exists()
