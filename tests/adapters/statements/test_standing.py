import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.statements.answers import REGISTER
from tests.adapters.statements.test_isolation import DATA, hostile_xls, written

from izdes.adapters.statements.isolation import read_paths
from izdes.adapters.statements.standing import Readers, read_standing


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers()
    yield made
    made.stop()


def test_readings_are_those_of_a_process_for_each_file(tmp_path: Path) -> None:
    paths = written(tmp_path, DATA)

    readings = read_standing(paths, register=REGISTER, manifest={})

    assert readings == read_paths(paths, register=REGISTER, manifest={}, jobs=1)


def test_the_process_stays_for_the_next_file(readers: Readers, tmp_path: Path) -> None:
    paths = written(tmp_path, DATA)

    pids = set()
    for path in paths:
        readers.read(path, register=REGISTER, manifest={})
        pids |= readers.idle()

    assert len(pids) == 1


def test_a_process_that_ended_while_it_waited_says_nothing_of_the_next_file(
    readers: Readers, tmp_path: Path
) -> None:
    path, *_ = written(tmp_path, DATA)
    before = readers.read(path, register=REGISTER, manifest={})
    (pid,) = readers.idle()
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    assert readers.read(path, register=REGISTER, manifest={}) == before
    assert pid not in readers.idle()


def test_a_file_that_cannot_be_read_harms_no_other(readers: Readers, tmp_path: Path) -> None:
    torn, *others = written(tmp_path, {"torn.xls": hostile_xls()[:3000], **DATA})

    assert readers.read(torn, register=REGISTER, manifest={}).faults
    assert all(readers.read(p, register=REGISTER, manifest={}).statements for p in others)
