from pathlib import Path

import pytest
from tests.cli.tracing_books import run_trace, write_books


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return every file but those of the run itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "run.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("engine", ["numpy", "numba", "duckdb"])
def test_every_engine_writes_the_same_bytes(tmp_path: Path, engine: str) -> None:
    write_books(tmp_path)
    asked = ("--compare", "--rule", "poison", "--no-openings")
    run_trace(tmp_path, *asked, "--engine", "core", out="core")

    result = run_trace(tmp_path, *asked, "--engine", engine, out=engine)

    expected = everything_in(tmp_path / "core")
    assert result.exit_code == 0, result.stderr
    assert len(expected) > 30
    assert everything_in(tmp_path / engine) == expected
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []
