import json
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup, TyperOption
from typer.testing import CliRunner

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


def test_the_example_of_the_readme_is_what_the_program_prints(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    case, out = str(tmp_path / "case"), str(tmp_path / "found")
    run = CliRunner().invoke

    run(app, ["twin", "write", "--seed", "7", "--complaints", "60", "--out", case])
    printed = run(app, ["follow", case, "--out", out, "--lang", "en"]).stdout
    score = json.loads(run(app, ["twin", "score", case, out, "--json"]).stdout)

    example = text.partition("--out demo/found --lang en\n")[2].partition("```")[0]
    assert example in printed.replace("\u202f", " ").replace("\u00a0", " ")
    told = " ".join(text.split())
    for sentence in (
        f"Of {score['claims']} payments {score['claims_visible']} stand on some statement",
        f"{score['claims_matched_right']} were matched to the right transfer, none to a wrong one",
        f"{score['paths_stated']} went only through accounts",
        f"{score['paths_matched']} of these were matched, and all {score['paths_exact']} have",
        f"The {score['pairs_right']} pairs",
        f"({score['pairs_true']} pairs are)",
    ):
        assert sentence in told
    assert score["claims_matched_wrong"] == 0
    assert score["pairs_found"] == score["pairs_right"]
