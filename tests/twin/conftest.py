"""One small case of the invented country, written once for a session."""

from pathlib import Path

import pytest

from izdes.twin.facts import Facts, facts_of
from izdes.twin.write import write_case

SEED, COMPLAINTS = 11, 24


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("twin") / "case"
    out.mkdir()
    write_case(out, seed=SEED, complaints=COMPLAINTS)
    return out


@pytest.fixture(scope="session")
def facts() -> Facts:
    return facts_of(SEED, COMPLAINTS)
