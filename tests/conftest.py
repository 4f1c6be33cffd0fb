"""Shared by all rooms: how hard properties are tried, and where the ISO schemas lie."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The machines that run the suite are shared and slow at times: the clock decides nothing here.
settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=60,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    max_examples=int(os.environ.get("IZDES_EXAMPLES", "3000")),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("IZDES_HYPOTHESIS", "ci"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the office's server down, when the process that began the run ends it.

    It stands here because that process leaves collecting to its workers, and does not read what
    stands further down.
    """
    folder = Path(os.environ.get("IZDES_HOME", ""))
    is_ours = folder.name.startswith("izdes-tests-") and folder.exists()
    if is_ours and not hasattr(config, "workerinput"):
        from tests.web.conftest import take_down  # noqa: PLC0415 - Django is set up by now

        take_down()


@pytest.fixture(scope="session")
def schemas() -> Path:
    """Return the folder of the ISO 20022 schemas: not ours to hand on, so not everywhere."""
    given = os.environ.get("IZDES_SCHEMAS")
    if given is None:
        pytest.skip("IZDES_SCHEMAS is not set: no ISO 20022 schemas to check against")
    if not given or not Path(given).is_dir():
        pytest.fail(f"IZDES_SCHEMAS names no folder: {given!r}")
    return Path(given)
