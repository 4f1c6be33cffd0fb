"""How a bank connects: the commands of the page, run as they stand there."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from izdes.cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "connect-a-bank.md"


def commands() -> list[str]:
    """Every command of the page, in order."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_page_leads_from_nothing_to_an_answer_that_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    statuses = {}

    for line in commands():
        program, *args = shlex.split(line)
        assert program == "izdes"
        statuses[line] = CliRunner().invoke(app, args).exit_code

    failed = [line for line, status in statuses.items() if status]
    assert failed == [
        "izdes kit check try/request-answer --request try/freeze.package.json",
    ]
    assert (tmp_path / "schemas" / "izdes.answer.1.schema.json").exists()


def test_what_the_page_says_lies_in_the_example_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = PAGE.read_text(encoding="utf-8").partition("| in `try` |")[2].partition("\n\n")[0]
    named = re.findall(r"`([^`]+)`", table)

    CliRunner().invoke(app, ["kit", "example", "--out", "try"])

    assert named
    assert [name for name in named if not (tmp_path / "try" / name).exists()] == []
