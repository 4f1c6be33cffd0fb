import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES, Lang
from izdes.cli.bench_journal import print_figures
from izdes.cli.main import app

SHORT = ["--writers", "2", "--work", "1", "--seconds", "0.3", "--rounds", "1"]


def test_both_ways_are_measured_in_one_run_and_the_chain_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "result.json"

    done = CliRunner().invoke(app, ["bench", "journal", *SHORT, "--out", str(out), "--json"])

    figures = json.loads(done.stdout)
    assert done.exit_code == 0
    assert figures["chain_is_whole"] is True
    both = [figures[way]["command_seconds"]["rounds"] for way in ("lock_last", "lock_first")]
    assert figures["entries"] == sum(both)
    assert min(both) > 0
    assert json.loads(out.read_text(encoding="utf-8")) == figures


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_told_in_every_language(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    way = {
        "commands_per_second": {"median": 300.4, "least": 290.0, "most": 310.0},
        "command_seconds": {"p50": 0.0251, "p99": 0.04},
    }

    print_figures(
        {"lock_last": way, "lock_first": way, "chain_is_whole": True, "entries": 12}, lang
    )

    told = capsys.readouterr().out
    assert (told.count("300"), told.count("25"), told.count("12")) == (2, 2, 1)
