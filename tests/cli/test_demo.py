"""The demo's folder: what is a demo, what is half of one, and what is somebody's work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from izdes.cli.demo import NoDemoHere, state_of


def test_an_empty_folder_is_no_demo_yet(tmp_path: Path) -> None:
    assert state_of(tmp_path / "nothing") == "none"


@pytest.mark.parametrize(
    ("note", "state"), [({"is_whole": True}, "whole"), ({"is_whole": False}, "half")]
)
def test_a_note_says_whether_a_demo_was_made_to_its_end(
    tmp_path: Path, note: dict[str, bool], state: str
) -> None:
    (tmp_path / "database").mkdir()
    (tmp_path / "demo.json").write_text(json.dumps(note), encoding="utf-8")

    assert state_of(tmp_path) == state


def test_a_database_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "database" / "work"
    kept.parent.mkdir()
    kept.write_text("somebody's", encoding="utf-8")

    with pytest.raises(NoDemoHere):
        state_of(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", "from izdes.cli.main import run; run()", "demo", "--fresh"],
        env={"IZDES_MODE": "demo", "IZDES_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "no_demo_here" in done.stderr
    assert kept.read_text(encoding="utf-8") == "somebody's"
