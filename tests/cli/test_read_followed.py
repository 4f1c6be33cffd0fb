"""What `izdes read` shows of statements, `izdes follow` leaves beside its ledger."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.statements.answers import MOVES, OWN, Answer, changed, halyk_grid, xlsx
from typer.testing import CliRunner

from izdes.cli.main import app

COMPLAINT = {
    "complaint_id": "C1",
    "reported_at": "2026-06-01T10:00:00+05:00",
    "narrative": "Мошенники позвонили и выманили деньги.",
    "language": "ru",
}
DECISION = "file,supersedes,decided_by,decided_on,reason\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "statements").mkdir(parents=True)
    text = json.dumps(COMPLAINT, ensure_ascii=False) + "\n"
    (folder / "complaints.jsonl").write_text(text, encoding="utf-8")
    faulty = xlsx(changed(halyk_grid(Answer()), 11, 4, 7.0))
    fewer = xlsx(halyk_grid(replace(Answer(), moves=MOVES[:-1])))
    (folder / "statements" / "old.xlsx").write_bytes(faulty)
    (folder / "statements" / "new.xlsx").write_bytes(fewer)
    return folder


def followed(case: Path) -> Path:
    out = case.with_name("out")
    result = CliRunner().invoke(app, ["follow", str(case), "--out", str(out), "--jobs", "1"])
    assert result.exit_code == 0, result.stderr
    return out


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def findings(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    return found


def test_the_calendar_stands_beside_the_ledger(case: Path) -> None:
    rows = table(followed(case) / "ledger" / "coverage.csv")

    assert [(r["account"], r["certainty"], r["files"]) for r in rows] == [
        (f"iban:{OWN}", "reconciled", "new.xlsx; old.xlsx")
    ]


def test_a_decision_of_the_manifest_is_followed_and_recorded(case: Path) -> None:
    (case / "statements" / "manifest.csv").write_text(
        f"{DECISION}new.xlsx,old.xlsx,Омаров Б.,2026-06-02,банк исправил\n", encoding="utf-8"
    )

    out = followed(case)

    statements = table(out / "ledger" / "statements.csv")
    assert {s["file"]: (s["outcome"], s["superseded"]) for s in statements} == {
        "old.xlsx": ("faulty", "yes"),
        "new.xlsx": ("reconciled", ""),
    }
    (noted,) = [f for f in findings(out)["faults"] if f["code"] == "superseded"]
    assert (noted["file"], noted["severity"]) == ("old.xlsx", "noted")
    assert noted["details"]["who"] == "Омаров Б."
    assert [r["files"] for r in table(out / "ledger" / "coverage.csv")] == ["new.xlsx"]


def test_a_decision_that_names_no_file_is_a_fault_of_its_row(case: Path) -> None:
    (case / "statements" / "manifest.csv").write_text(
        f"{DECISION}new.xlsx,older.xlsx,Омаров Б.,2026-06-02,банк исправил\n", encoding="utf-8"
    )

    faults = findings(followed(case))["faults"]

    (nothing,) = [f for f in faults if f["code"] == "supersedes_nothing"]
    assert (nothing["file"], nothing["row"]) == ("manifest.csv", 2)
