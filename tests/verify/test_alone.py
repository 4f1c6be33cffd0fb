"""The room stands alone: no import of ours, and a copy of the folder is the whole program."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.verify.everything import CASE, PINS
from tests.verify.papers import RULES, papers, write_inputs

import izdes.verify
from izdes.adapters.tables.certificate import FORMAT, RESTING_COLUMNS, SLICE_COLUMNS
from izdes.adapters.tables.conventions import CONVENTIONS
from izdes.core.tracing.rules import AXES
from izdes.core.tracing.trace import ENDING_KINDS
from izdes.verify import certificate, pieces, words
from izdes.verify.__main__ import main

ROOM = Path(izdes.verify.__file__).parent
SENTENCES = json.loads((ROOM / "words.json").read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Return the packages that a module imports from outside its own folder."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level != 1:
            found.add("." * node.level + (node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_a_module_imports_the_standard_library_only(path: Path) -> None:
    assert imported(path) <= sys.stdlib_module_names


def test_a_copy_of_the_folder_is_the_whole_program(tmp_path: Path) -> None:
    shutil.copytree(ROOM, tmp_path / "verify", ignore=shutil.ignore_patterns("__pycache__"))
    made = papers(tmp_path / "x", CASE, "fifo", PINS)
    given = made.given

    # -I: no site packages, no environment, nothing but the copy.
    run = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import runpy; "
    run += "runpy.run_module('verify', run_name='__main__', alter_sys=True)"
    options = ["--ledger", given.ledger, "--accounts", given.accounts, "--claims", given.claims]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", run, str(made.folder), "--json", *map(str, options)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert done.returncode == 0
    assert json.loads(done.stdout)["is_verified"] is True


def test_a_followed_case_brings_its_own_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "trace").mkdir()
    for rule in RULES:
        made = papers(tmp_path / "trace" / rule, CASE, rule, PINS)
        for file in (made.given.ledger, made.given.accounts, made.given.claims):
            if file:
                file.unlink()
    (tmp_path / "ledger").mkdir()
    write_inputs(tmp_path / "ledger", *CASE)
    (tmp_path / "ledger/claims.csv").rename(tmp_path / "claims.csv")

    status = main([str(tmp_path), "--json"])

    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [c["rule"] for c in told["certificates"]] == sorted(RULES)
    assert all("is_computed" in [x["code"] for x in c["lines"]] for c in told["certificates"])


def test_the_room_and_the_writer_name_the_same_things() -> None:
    assert certificate.FORMAT == FORMAT
    assert pieces.Slice._fields == tuple(SLICE_COLUMNS)
    assert pieces.Resting._fields == tuple(RESTING_COLUMNS)
    assert set(pieces.ENDINGS) == set(ENDING_KINDS)
    for rule in RULES:
        axes = AXES[rule]
        assert certificate.RULES[rule] == (axes.own, axes.among, tuple(CONVENTIONS[rule]))


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_exists_in_three_languages_with_the_same_names(code: str) -> None:
    texts = SENTENCES[code]

    assert list(texts) == list(words.LANGUAGES)
    assert all(text.strip() for text in texts.values())
    assert len({frozenset(re.findall(r"\{\w+\}", text)) for text in texts.values()}) == 1


def test_every_code_that_is_said_has_its_sentence() -> None:
    said = set()
    for path in ROOM.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r'(?:Refused|say|sentence)\(\s*"(\w+)"', text))
        said |= set(re.findall(r'"unchecked", "(\w+)"', text))

    assert said - SENTENCES.keys() == set()
    assert len(said) > 30
