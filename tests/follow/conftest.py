"""A twin's case, written once a session; tests that change it copy it first."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from izdes.follow.findings import findings_of
from izdes.follow.run import Followed, follow
from izdes.twin.write import write_case


def quiet(_step: str, _done: int, _total: int) -> None:
    """Watch nothing."""


@pytest.fixture(scope="session")
def twin_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("twin") / "case"
    folder.mkdir()
    write_case(folder, seed=11, complaints=24)
    return folder


@pytest.fixture
def case(twin_case: Path, tmp_path: Path) -> Path:
    shutil.copytree(twin_case, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture(scope="session")
def followed(twin_case: Path) -> Followed:
    return follow(twin_case, as_of=None, jobs=2, watch=quiet)


@pytest.fixture
def follow_quietly() -> Callable[..., dict[str, Any]]:
    def run(folder: Path, *, as_of: datetime | None = None, jobs: int = 2) -> dict[str, Any]:
        return findings_of(follow(folder, as_of=as_of, jobs=jobs, watch=quiet))

    return run
