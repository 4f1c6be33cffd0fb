"""One crowd, planned and written once for a session."""

import csv
from pathlib import Path

import pytest

from izdes.twin.crowd.plan import Plan, plan_of
from izdes.twin.crowd.truth import CrowdTruth, read_truth
from izdes.twin.crowd.write import CrowdSummary, write_crowd

SEED, COMPLAINTS = 7, 4_500
LARGE = 60_000


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CrowdSummary]:
    out = tmp_path_factory.mktemp("twin") / "crowd"
    out.mkdir()
    return out, write_crowd(out, seed=SEED, complaints=COMPLAINTS)


@pytest.fixture(scope="session")
def crowd(written: tuple[Path, CrowdSummary]) -> Path:
    return written[0]


@pytest.fixture(scope="session")
def truth(crowd: Path) -> CrowdTruth:
    return read_truth(crowd)


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Return the plan of the written crowd."""
    return plan_of(SEED, COMPLAINTS)


@pytest.fixture(scope="session")
def large() -> Plan:
    """Return a plan large enough for shares to be near what they should be."""
    return plan_of(SEED, LARGE)
