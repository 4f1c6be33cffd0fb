from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup, TyperOption

from izdes.cli.main import app

ROOT = Path(__file__).parents[2]
COMMON = {"--json", "--lang", "--help", "-h", "--install-completion", "--show-completion"}


def commands() -> list[tuple[str, set[str]]]:
    """Every command with its own options."""
    found = []
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    waiting = [(f"izdes {name}", command) for name, command in group.commands.items()]
    while waiting:
        name, command = waiting.pop()
        if isinstance(command, TyperGroup):
            waiting += [(f"{name} {inner}", c) for inner, c in command.commands.items()]
        else:
            options = {o for p in command.params if isinstance(p, TyperOption) for o in p.opts}
            found.append((name, options - COMMON))
    return sorted(found)


@pytest.mark.parametrize(("name", "options"), commands())
def test_the_reference_names_every_command_and_option(name: str, options: set[str]) -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")

    part = next(p for p in text.split("\n## ") if p.startswith(name))

    assert {option for option in options if option not in part} == set()
