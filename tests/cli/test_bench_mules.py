import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.cli.main import app


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["bench", "mules", *arguments], env={"COLUMNS": "200"})
    return result.exit_code, result.stdout, result.stderr


def test_figures_name_their_cases_and_are_the_same_in_the_file(tmp_path: Path) -> None:
    status, out, _ = run(
        "--seeds", "3-4", "--complaints", "4", "--out", str(tmp_path / "result.json"), "--json"
    )

    figures = json.loads(out)
    assert status == 0
    assert figures["seeds"] == {"first": 3, "last": 4}
    assert (figures["complaints"], figures["cases"]) == (4, 2)
    assert figures["points"]["traders"] == 16
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8")) == figures


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_printed_as_tables_in_every_language(lang: Lang) -> None:
    status, out, _ = run("--seeds", "3", "--complaints", "3", "--lang", lang)

    assert status == 0
    for code in ("bench_mules_proposals", "bench_mules_holds", "bench_mules_order_best_possible"):
        assert say(code, lang) in out


@pytest.mark.parametrize("seeds", ["", "x", "8-1", "1-", "-5", "1,2", "1-999999", "٣"])
def test_seeds_that_are_none_are_refused(seeds: str) -> None:
    status, out, errors = run(f"--seeds={seeds}", "--json")

    assert (status, out) == (1, "")
    assert [fault["code"] for fault in json.loads(errors)["faults"]] == ["bench_seeds_unclear"]
