import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from izdes.adapters.folder import OutputBusy, OutputUnwritable, new_folder
from izdes.core.errors import OutputExists

WRITE_AND_WAIT = """
import sys, time
from pathlib import Path
from izdes.adapters.folder import new_folder
with new_folder(Path(sys.argv[1]), replace=True) as folder:
    (folder / "a").write_text("new")
    print("ready", flush=True)
    time.sleep(60)
"""


def write(out: Path, text: str, *, replace: bool = False) -> None:
    with new_folder(out, replace=replace) as folder:
        (folder / "a").write_text(text)


def test_a_result_appears_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"

    with new_folder(out, replace=False) as folder:
        (folder / "a").write_text("x")
        assert not out.exists()

    assert (out / "a").read_text() == "x"
    assert [p.name for p in out.parent.iterdir()] == ["out"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "out", replace=False):
        _ = 1 // 0

    assert not (tmp_path / "out").exists()
    assert not (tmp_path / ".out.draft").exists()


def test_an_existing_result_is_not_touched_unasked(tmp_path: Path) -> None:
    write(tmp_path / "out", "old")

    with pytest.raises(OutputExists):
        write(tmp_path / "out", "new")

    assert (tmp_path / "out" / "a").read_text() == "old"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    write(tmp_path / "out", "new")

    assert (tmp_path / "out" / "a").read_text() == "new"
    assert not (tmp_path / "out.previous").exists()


def test_a_replaced_result_is_kept_as_previous(tmp_path: Path) -> None:
    for text in ("first", "second", "third"):
        write(tmp_path / "out", text, replace=True)

    assert (tmp_path / "out" / "a").read_text() == "third"
    assert (tmp_path / "out.previous" / "a").read_text() == "second"


def test_two_runs_do_not_write_one_result(tmp_path: Path) -> None:
    with new_folder(tmp_path / "out", replace=False), pytest.raises(OutputBusy):
        write(tmp_path / "out", "other")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputUnwritable):
        write(tmp_path / "file" / "out", "x")


def test_a_kill_leaves_the_old_result_and_the_next_run_cleans_up(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "old")
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_AND_WAIT, str(out)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"

    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

    assert (out / "a").read_text() == "old"
    write(out, "newer", replace=True)
    assert (out / "a").read_text() == "newer"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "out.previous"]
