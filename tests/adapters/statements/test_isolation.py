import os
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest
from tests.adapters.statements.answers import (
    REGISTER,
    Answer,
    Line,
    camt,
    halyk_grid,
    kaspi_grid,
    plain_grid,
    read,
    xls,
    xlsx,
)

from izdes.adapters.statements.isolation import read_paths
from izdes.adapters.words import entries
from izdes.core.money.statement import FileReading

DATA = {
    "a.xlsx": xlsx(halyk_grid(Answer())),
    "b.bin": camt(Answer()),
    "c.xls": xls(plain_grid(Answer())),
    "d.xlsx": xlsx(kaspi_grid(Answer())),
}


def written(folder: Path, data: dict[str, bytes]) -> list[Path]:
    for name, content in data.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in data]


def hostile_xls() -> bytes:
    """Return a small workbook with one cell in its last corner: its reader makes room for all."""
    lines: list[Line] = [*([] for _ in range(65_535)), [*[None] * 255, "x"]]
    return xls(lines)


@pytest.mark.parametrize("jobs", [1, 3])
def test_readings_come_in_the_order_of_paths_and_are_the_same(tmp_path: Path, jobs: int) -> None:
    paths = written(tmp_path, DATA)

    readings = read_paths(paths, register=REGISTER, manifest={}, jobs=jobs)

    assert readings == [read(data, name=name) for name, data in DATA.items()]


def test_a_file_that_kills_its_reader_is_a_fault_and_the_rest_is_read(tmp_path: Path) -> None:
    paths = written(tmp_path, {"hostile.xls": hostile_xls(), **DATA})

    hostile, *others = read_paths(paths, register=REGISTER, manifest={}, jobs=1, memory_bytes=2**29)

    assert [f.code for f in hostile.faults] == ["reading_died"]
    assert len(hostile.sha256) == 64
    assert all(reading.statements for reading in others)


def test_broken_old_workbooks_are_readings_with_words(tmp_path: Path) -> None:
    random = Random(7)
    broken = {}
    for number in range(60):
        data = bytearray(DATA["c.xls"])
        for _ in range(random.randint(1, 6)):
            data[random.randrange(len(data))] = random.randrange(256)
        broken[f"{number}.xls"] = bytes(data)

    readings = read_paths(written(tmp_path, broken), register=REGISTER, manifest={}, jobs=2)

    found = {f.code for r in readings for f in r.faults}
    found |= {f.code for r in readings for s in r.statements for f in s.faults}
    assert found <= entries().keys()
    assert len(readings) == len(broken)


def test_a_file_that_takes_too_long_is_a_fault(tmp_path: Path) -> None:
    paths = written(tmp_path, DATA)[:1]

    (reading,) = read_paths(paths, register=REGISTER, manifest={}, jobs=1, seconds=0)

    assert [f.code for f in reading.faults] == ["reading_took_too_long"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")
def test_a_file_that_needs_too_much_memory_is_a_fault(tmp_path: Path) -> None:
    paths = written(tmp_path, {"large.bin": b"x" * 2**26})

    (reading,) = read_paths(paths, register=REGISTER, manifest={}, jobs=1, memory_bytes=2**25)

    assert [f.code for f in reading.faults] == ["reading_out_of_memory"]


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    paths = [tmp_path / "missing.xlsx", tmp_path]

    readings = read_paths(paths, register=REGISTER, manifest={}, jobs=2)

    assert [[f.code for f in r.faults] for r in readings] == [["file_unreadable"]] * 2


def test_whoever_waits_is_told_of_each_file_in_his_own_thread(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []

    def note(reading: FileReading) -> None:
        told.append((reading.file, threading.get_ident()))

    read_paths(written(tmp_path, DATA), register=REGISTER, manifest={}, jobs=2, on_done=note)

    assert {name for name, _ in told} == set(DATA)
    assert {thread for _, thread in told} == {threading.get_ident()}


def test_an_error_of_whoever_waits_ends_the_reading(tmp_path: Path) -> None:
    def stop(_: FileReading) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_paths(written(tmp_path, DATA), register=REGISTER, manifest={}, jobs=2, on_done=stop)


def test_it_works_without_standard_input(tmp_path: Path) -> None:
    (path, *_) = written(tmp_path, DATA)
    code = (
        "import os, sys; os.close(0)\n"
        "from pathlib import Path\n"
        "from izdes.adapters.statements.isolation import read_paths\n"
        "from izdes.core.law.institutions import Register\n"
        "found = read_paths([Path(sys.argv[1])], register=Register([]), manifest={}, jobs=1)\n"
        "print(len(found[0].statements[0].rows))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "5"
    assert done.stderr == ""


def test_a_file_named_like_a_library_in_the_working_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "yaml.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    readings = read_paths(written(tmp_path, DATA)[:1], register=REGISTER, manifest={}, jobs=1)

    assert readings[0].statements
    assert Path.cwd() == tmp_path
    assert os.fspath(tmp_path) not in sys.path
