"""The command line loads what a command stands on when the command is asked for, not before."""

import subprocess
import sys

import pytest

_TOLD = "import sys; from izdes.cli.main import app; print(*sorted(sys.modules))"
_LAW = (
    "import sys; from typer.testing import CliRunner; from izdes.cli.main import app; "
    "assert CliRunner().invoke(app, ['law', 'explain', 'DL_ANSWER_3D']).exit_code == 0; "
    "print(*sorted(sys.modules))"
)


def loaded(program: str) -> set[str]:
    printed = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return set(printed.stdout.split())


@pytest.mark.parametrize("program", [_TOLD, _LAW])
def test_a_command_does_not_wait_for_what_others_stand_on(program: str) -> None:
    found = loaded(program)

    assert found.isdisjoint({"numba", "duckdb", "django", "pyarrow", "splink"})
