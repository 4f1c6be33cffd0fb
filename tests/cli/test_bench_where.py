import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.cli.main import app


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["bench", "where", *arguments], env={"COLUMNS": "200"})
    return result.exit_code, result.stdout


def test_figures_name_their_cases_and_are_the_same_in_the_file(tmp_path: Path) -> None:
    status, out = run(
        "--seeds", "3-4", "--complaints", "4", "--out", str(tmp_path / "result.json"), "--json"
    )

    figures = json.loads(out)
    assert status == 0
    assert figures["seeds"] == {"first": 3, "last": 4}
    assert (figures["complaints"], figures["cases"]) == (4, 2)
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8")) == figures


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_printed_as_tables_in_every_language(lang: Lang) -> None:
    status, out = run("--seeds", "3", "--complaints", "3", "--lang", lang)

    assert status == 0
    for code in ("bench_where_estimates", "bench_where_way_crew", "bench_where_order_replanned"):
        assert say(code, lang) in out
