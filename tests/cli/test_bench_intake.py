import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES, Lang
from izdes.cli.bench_intake import print_figures
from izdes.cli.main import app

COUNT = 100


def test_all_is_taken_in_and_linked_and_the_cores_are_given_back(tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    cores = os.sched_getaffinity(0)

    done = CliRunner().invoke(
        app, ["bench", "intake", "--complaints", str(COUNT), "--out", str(out), "--json"]
    )

    figures = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (figures["complaints"], figures["faults"]) == (COUNT, 0)
    assert figures["taken"]["seconds"] <= figures["taken_and_linked"]["seconds"]
    assert json.loads(out.read_text(encoding="utf-8")) == figures
    assert os.sched_getaffinity(0) == cores


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_are_told_in_every_language(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    figures = {"seconds": 12.3, "per_second": 321.4}

    print_figures({"complaints": 77, "taken": figures, "taken_and_linked": figures}, lang)

    told = capsys.readouterr().out
    assert (told.count("77"), told.count("321")) == (2, 2)
