"""A table that nobody knows: drafted, confirmed, read."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from izdes.cli.main import app

TABLE = """Номер счета;KZ091010000000000001
Входящий остаток;100 000,00
Исходящий остаток;361 500,00

Проведено;Операция;Оборот;Остаток;Контрагент;Счет контрагента;Комментарий
03.05.2026 09:12;Перевод;+300 000,00;400 000,00;Сейткали А.;KZ891020000000000001;Возврат долга
03.05.2026 09:12;Перевод;-20 000,00;380 000,00;Сейткали А.;KZ891020000000000001;За обед
04.05.2026 18:40;Покупка;-18 500,00;361 500,00;Дүкен Береке;;
"""


def izdes(*args: object) -> Result:
    return CliRunner().invoke(app, [*map(str, args)])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "answer.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_is_drafted_and_read_by_its_draft(table: Path, tmp_path: Path) -> None:
    draft = izdes("read", table, "--propose-profile", "--lang", "kk")
    profile = tmp_path / "bank.yaml"
    profile.write_text(draft.stdout.replace("# constants:", "constants:", 1), encoding="utf-8")
    text = profile.read_text(encoding="utf-8").replace("  # currency: KZT", "  currency: KZT", 1)
    profile.write_text(text.replace("verified: no", "verified: yes"), encoding="utf-8")

    result = izdes("read", table, "--profile", profile, "--json")

    assert draft.exit_code == result.exit_code == 0
    assert "verified: yes" in draft.stderr
    (statement,) = json.loads(result.stdout)["statements"]
    assert (statement["outcome"], statement["rows"]) == ("reconciled", 3)


def test_a_draft_is_machine_readable(table: Path) -> None:
    draft = json.loads(izdes("read", table, "--propose-profile", "--json").stdout)

    assert draft["is_complete"]
    assert "profile: 1" in draft["profile"]
    assert {"code", "details"} == set(draft["reasons"][0])


def test_what_holds_no_table_gives_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("По вашему запросу сообщаем", encoding="utf-8")

    result = izdes("read", path, "--propose-profile", "--lang", "en")

    assert result.exit_code == 1
    assert "letter.txt" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "more", [["--out", "x"], ["--row", "0123456789abcdef/1/1"], ["answer.csv"]]
)
def test_a_draft_is_of_one_file_and_nothing_else(table: Path, more: list[str]) -> None:
    assert izdes("read", table, *more, "--propose-profile").exit_code == 2


def test_a_profile_with_a_mistake_is_refused_with_its_key(table: Path, tmp_path: Path) -> None:
    profile = tmp_path / "bank.yaml"
    profile.write_text("profile: 1\nname: bank\nkind: statement\ncolour: blue\n", encoding="utf-8")

    result = izdes("read", table, "--profile", profile, "--lang", "ru")

    assert result.exit_code == 1
    assert "colour" in result.stderr


def test_a_broken_profile_of_a_case_is_a_remark_and_the_case_goes_on(
    table: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    (case / "profiles").mkdir(parents=True)
    (case / "statements").mkdir()
    (case / "profiles" / "bank.yaml").write_text("profile: 1\nname: [", encoding="utf-8")
    (case / "statements" / "answer.csv").write_bytes(table.read_bytes())
    complaint = {"complaint_id": "A1", "reported_at": "2026-05-05T10:00:00+05:00", "narrative": "—"}
    (case / "complaints.jsonl").write_text(json.dumps(complaint) + "\n", encoding="utf-8")

    result = izdes("follow", case, "--out", tmp_path / "found", "--json")

    assert result.exit_code == 0
    findings = json.loads((tmp_path / "found" / "findings.json").read_text(encoding="utf-8"))
    assert {"profile_unreadable", "form_unknown"} <= {f["code"] for f in findings["faults"]}
