import json
from pathlib import Path

import pytest
from tests.cli.test_link import CREW, JUDGEMENTS, link, phone, write
from typer.testing import CliRunner, Result

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.cli.main import app
from izdes.core.linking.kind_tables import read_kinds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, CREW)
    rows = [
        f"{n},{one},{other},{verdict},2026-06-0{n}T10:00:00+05:00,court:1,sentence"
        for n, (one, other, verdict) in enumerate(
            [("A1", "A2", "same"), ("A1", "A3", "same"), ("A1", "B1", "not_same")], 1
        )
    ]
    (tmp_path / "judgements.csv").write_text(JUDGEMENTS + "\n".join(rows), encoding="utf-8")
    return tmp_path


def estimate(folder: Path, *more: object) -> Result:
    given = ("--judgements", folder / "judgements.csv")
    arguments = ("estimate", folder / "complaints.jsonl", *given, *more)
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_a_table_is_written_that_linking_reads(folder: Path) -> None:
    table = folder / "kinds.yaml"

    result = estimate(folder, "--out", table, "--source", "sentences of 2026", "--json")

    told = json.loads(result.stdout)
    (row,) = told["kinds"]
    assert row["kind"] == "phone"
    assert row["same_hand"] == {"agree": 2, "pairs": 3}
    assert row["different_hands"] == {"agree": 0, "pairs": 3}
    kinds = read_kinds(table.read_text(encoding="utf-8"), file="kinds.yaml")
    assert kinds["phone"].share_milli == row["share_milli"][1] > row["share_milli"][0]
    assert told["table"] == table.read_text(encoding="utf-8")


def test_linking_weighs_by_the_table_and_keeps_it_with_the_snapshot(folder: Path) -> None:
    table = folder / "own.yaml"
    table.write_text("kinds: {phone: {share_milli: 600}}", encoding="utf-8")
    snapshot = folder / "own" / "snapshot.csv.gz"

    runs = {
        "packaged": link(folder, "--json", out="packaged"),
        "own": link(folder, "--kinds", table, "--json", out="own"),
        "kept": link(folder, "--snapshot", snapshot, "--json", out="kept"),
        "numba": link(folder, "--kinds", table, "--engine", "numba", "--json", out="numba"),
    }

    assert {name: run.exit_code for name, run in runs.items()} == dict.fromkeys(runs, 0)
    found = {name: json.loads(run.stdout)["snapshot_digest"] for name, run in runs.items()}
    assert found["packaged"] != found["own"] == found["kept"] == found["numba"]
    links = {name: (folder / name / "links.csv").read_bytes() for name in runs}
    assert links["packaged"] != links["own"] == links["kept"] == links["numba"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_counted_is_printed_for_review(folder: Path, lang: Lang) -> None:
    printed = " ".join(estimate(folder, "--lang", lang).stdout.split())

    assert "2 / 3" in printed
    assert " ".join(say("estimate_review", lang).split()) in printed
    assert " ".join(say("estimate_not_kept", lang).split()) in printed
    assert phone(1) not in printed


def test_nothing_decided_estimates_nothing(folder: Path) -> None:
    (folder / "judgements.csv").write_text(JUDGEMENTS, encoding="utf-8")

    result = estimate(folder, "--lang", "en")

    assert result.exit_code == 0
    assert "There is nothing to estimate" in result.stdout


def test_an_existing_table_is_not_overwritten_unasked(folder: Path) -> None:
    table = folder / "kinds.yaml"
    table.write_text("kinds: {}", encoding="utf-8")

    assert estimate(folder, "--out", table).exit_code == 1
    assert table.read_text(encoding="utf-8") == "kinds: {}"
    assert estimate(folder, "--out", table, "--replace").exit_code == 0


def test_a_wrong_table_of_kinds_is_refused(folder: Path) -> None:
    table = folder / "own.yaml"
    table.write_text("kinds: {pager: {share_milli: 3}}", encoding="utf-8")

    result = link(folder, "--kinds", table, "--json")

    assert result.exit_code == 1
    (fault,) = json.loads(result.stderr)["faults"]
    assert (fault["code"], fault["file"], fault["column"]) == ("kind_unknown", "own.yaml", "pager")
