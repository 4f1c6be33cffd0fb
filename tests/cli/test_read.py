import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.statements.answers import (
    MOVES,
    OWN,
    Answer,
    camt,
    changed,
    halyk_grid,
    kaspi_grid,
    plain_grid,
    xlsx,
)
from typer.testing import CliRunner, Result

from izdes.adapters.words import LANGUAGES, say
from izdes.cli.main import app

FIRST_ROW = 11
FIRST, LAST = "2026-04-30T19:00:00+00:00", "2026-05-31T19:00:00+00:00"
DECISION = "file,supersedes,decided_by,decided_on,reason\n"


def izdes(*arguments: object, width: int = 140) -> Result:
    return CliRunner(env={"COLUMNS": str(width)}).invoke(app, [str(a) for a in arguments])


def found(*arguments: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(izdes(*arguments, "--json").stdout)
    return answer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, "ответ.xlsx", xlsx(halyk_grid(Answer())))


def written(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def row_id(path: Path, row: int, sheet: int = 1) -> str:
    return f"{sha256(path.read_bytes()).hexdigest()[:16]}/{sheet}/{row}"


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_is_shown_as_it_stands_and_as_it_was_understood(file: Path, lang: str) -> None:
    result = izdes("read", file, "--row", row_id(file, FIRST_ROW), "--lang", lang)

    shown = flat(result.stdout)
    assert result.exit_code == 0
    assert sha256(file.read_bytes()).hexdigest() in shown
    assert "Сумма в валюте ее проведения по кредиту" in shown
    assert "500000" in shown
    assert f"iban:{OWN}" in shown
    assert "2026-05-03T04:02:07Z" in shown
    assert say("direction_credit", lang) in shown  # type: ignore[arg-type]  # one of them


def test_a_row_is_shown_to_machines(file: Path) -> None:
    shown = found("read", file, "--row", row_id(file, FIRST_ROW + 1))

    assert shown["sheet"] == {"number": 1, "name": "Выписка", "unit": "sheet"}
    assert shown["cells"][5] == {
        "column": "F",
        "title": "Сумма в валюте ее проведения по дебету",
        "meaning": "debit",
        "type": "number",
        "value": "200000.5",
    }
    made = shown["made"]
    assert (made["direction"], made["amount_minor"], made["zone"]) == (
        "debit",
        "20000050",
        "Asia/Almaty",
    )
    assert made["payer"]["account"] == f"iban:{OWN}"
    assert shown["faults"] == []


def test_a_row_of_a_delimited_text_is_shown_as_lines_and_as_cells(tmp_path: Path) -> None:
    lines = [";".join(map(str, line)) for line in plain_grid(Answer())]
    file = written(tmp_path, "a.csv", "\n".join(lines).encode())

    shown = found("read", file, "--row", row_id(file, 3))

    assert shown["lines"] == [{"number": 3, "text": lines[2]}]
    assert shown["cells"][4]["title"] == "Сумма в валюте ее проведения"
    assert (shown["cells"][4]["value"], shown["cells"][4]["meaning"]) == ("500000.0", "amount")
    assert shown["sheet"]["unit"] == "part"
    assert shown["made"]["amount_minor"] == "50000000"


def test_the_file_of_a_row_is_found_among_others(file: Path, tmp_path: Path) -> None:
    other = written(tmp_path, "b.xlsx", xlsx(kaspi_grid(Answer())))
    broken = written(tmp_path, "c.xlsx", b"PK")

    shown = found("read", broken, other, file, "--row", row_id(file, FIRST_ROW))

    assert shown["file"]["file"] == file.name


def test_a_row_that_cannot_be_read_is_shown_with_its_fault(tmp_path: Path) -> None:
    data = xlsx(changed(halyk_grid(Answer()), FIRST_ROW + 1, 5, "2E+05"))
    file = written(tmp_path, "a.xlsx", data)

    shown = found("read", file, "--row", row_id(file, FIRST_ROW + 1))
    printed = izdes("read", file, "--row", row_id(file, FIRST_ROW + 1), "--lang", "en")

    assert shown["made"] is None
    assert [f["code"] for f in shown["faults"]] == ["amount_unreadable"]
    assert "No movement was made of this row." in printed.stdout
    assert "amount_unreadable" in printed.stdout


def test_a_row_above_the_titles_stands_under_none(file: Path) -> None:
    shown = found("read", file, "--row", row_id(file, 2))

    assert {cell["title"] for cell in shown["cells"]} == {""}


def test_a_row_in_no_file_is_refused_with_what_was_looked_at(file: Path) -> None:
    wrong = izdes("read", file, "--row", f"{'0' * 16}/1/5", "--lang", "en")
    absent = izdes("read", file, "--row", row_id(file, 999), "--json")

    assert (wrong.exit_code, absent.exit_code) == (1, 1)
    assert "row_not_found" in wrong.stderr
    assert file.name in wrong.stderr
    assert json.loads(absent.stderr)["error"] == "row_not_found"


@pytest.mark.parametrize("name", ["", "37", "0123456789abcdef/1", "0123456789abcdeg/1/37"])
def test_what_is_no_name_of_a_row_is_wrong_usage(file: Path, name: str) -> None:
    assert izdes("read", file, "--row", name).exit_code == 2


def test_one_row_is_shown_and_nothing_is_written(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    result = izdes("read", file, "--row", row_id(file, FIRST_ROW), "--out", out)

    assert result.exit_code == 2
    assert not out.exists()


def test_signs_that_steer_a_terminal_are_shown_and_not_sent(tmp_path: Path) -> None:
    hostile = "Перевод\x1b[2J\u202e[bold]"
    moves = [replace(MOVES[0], purpose=hostile), *MOVES[1:]]
    data = xlsx(plain_grid(replace(Answer(), moves=moves)))
    file = written(tmp_path, "a\x1b[2J.xlsx", data)

    result = izdes("read", file, "--row", row_id(file, 3))

    assert "a\\x1b[2J.xlsx" in result.stdout
    assert "\x1b[2J" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "\\u202e[bold]" in result.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 140])
def test_an_explanation_names_form_header_columns_account_and_clock(
    file: Path, lang: str, width: int
) -> None:
    result = izdes("read", file, "--explain", "--lang", lang, width=width)

    said = flat(result.stdout)
    assert result.exit_code == 0
    assert "columns18-halyk" in said
    assert "amount_split_by_direction" in said
    assert say("how_account_heading", lang) in said  # type: ignore[arg-type]  # one of them
    assert say("meaning_payee_account", lang) in said  # type: ignore[arg-type]  # as above
    assert "Asia/Almaty" in said


def test_an_explanation_is_machine_readable_where_it_is_asked_for(file: Path) -> None:
    explained = found("read", file, "--explain")["files"][0]["explained"]

    assert explained[0] == {"code": "how_container", "details": {"container": "xlsx"}}
    assert "explained" not in found("read", file)["files"][0]


def test_a_file_of_no_known_form_is_explained_as_far_as_it_goes(tmp_path: Path) -> None:
    file = written(tmp_path, "a.txt", "Здравствуйте!".encode())

    result = izdes("read", file, "--explain", "--lang", "en")

    assert result.exit_code == 1
    assert "utf-8" in result.stdout
    assert "The form of the file is not recognised." in result.stdout
    assert "form_unknown" in result.stderr


def later(days: int) -> Answer:
    """Return an answer of the same account some days later."""
    moves = [replace(m, at=m.at + timedelta(days=days)) for m in MOVES]
    return replace(Answer(), moves=moves)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 140])
def test_the_calendar_shows_stretches_gaps_and_their_files(
    tmp_path: Path, lang: str, width: int
) -> None:
    april = written(tmp_path, "апрель.xlsx", xlsx(plain_grid(later(-30))))
    may = written(tmp_path, "май.xlsx", xlsx(halyk_grid(Answer())))

    result = izdes("read", may, april, "--lang", lang, width=width)

    lines = [flat(line) for line in result.stdout.splitlines()]
    gap, seen = (say(f"certainty_{c}", lang) for c in ("gap", "seen"))  # type: ignore[arg-type]
    assert any(line.startswith(f"iban:{OWN} KZT ▒") for line in lines)
    assert f"03.04.2026 09:02 – 06.04.2026 09:02 {seen} апрель.xlsx" in lines
    assert f"06.04.2026 09:02 – 30.04.2026 24:00 {gap}" in lines
    assert max(map(len, result.stdout.splitlines())) <= width


def test_the_calendar_is_written_and_machine_readable(tmp_path: Path) -> None:
    may = written(tmp_path, "май.xlsx", xlsx(halyk_grid(Answer())))
    again = written(tmp_path, "ещё.xml", camt(Answer()))

    (account,) = found("read", may, again, "--out", tmp_path / "out")["coverage"]

    assert account["gaps"] == []
    assert account["stretches"] == [
        {
            "covered_from": FIRST,
            "covered_to": LAST,
            "certainty": "reconciled",
            "files": ["ещё.xml", "май.xlsx"],
        }
    ]
    assert (tmp_path / "out" / "coverage.csv").read_text(encoding="utf-8").splitlines() == [
        "account,currency,covered_from,covered_to,certainty,files",
        f"iban:{OWN},KZT,{FIRST},{LAST},reconciled,ещё.xml; май.xlsx",
    ]


def contradicting(tmp_path: Path) -> Sequence[Path]:
    """Write two answers about the same days, of which the second lacks a payment."""
    fewer = replace(Answer(), moves=MOVES[:-1])
    return (
        written(tmp_path, "old.xlsx", xlsx(halyk_grid(Answer()))),
        written(tmp_path, "new.xlsx", xlsx(halyk_grid(fewer))),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_two_that_contradict_it_is_said_how_to_decide(tmp_path: Path, lang: str) -> None:
    result = izdes("read", *contradicting(tmp_path), "--lang", lang)

    assert result.exit_code == 1
    assert "contradicts_other_statement" in result.stderr
    assert "manifest.csv" in result.stderr
    assert "supersedes" in result.stderr


def test_a_recorded_decision_replaces_an_answer_and_is_shown(tmp_path: Path) -> None:
    files = contradicting(tmp_path)
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(
        f"{DECISION}new.xlsx,old.xlsx,Омаров Б.,2026-06-02,банк исправил\n", encoding="utf-8"
    )

    result = izdes("read", *files, "--manifest", manifest, "--out", tmp_path / "out", "--json")
    printed = izdes("read", *files, "--manifest", manifest, "--lang", "ru")

    read = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {s["file"]: s["superseded"] for s in read["statements"]} == {
        "old.xlsx": True,
        "new.xlsx": False,
    }
    assert read["transfers"] == len(MOVES) - 1
    assert [s["files"] for s in read["coverage"][0]["stretches"]] == [["new.xlsx"]]
    assert "заменена" in printed.stdout
    assert "Решение принял(а) Омаров Б. 2026-06-02, причина: банк исправил." in printed.stderr


def test_a_faulty_answer_that_is_replaced_refuses_nothing_any_more(tmp_path: Path) -> None:
    files = (
        written(tmp_path, "old.xlsx", xlsx(changed(halyk_grid(Answer()), FIRST_ROW, 4, 7.0))),
        written(tmp_path, "new.xlsx", xlsx(halyk_grid(Answer()))),
    )
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"{DECISION}new.xlsx,old.xlsx,А,2026-06-02,Б\n", encoding="utf-8")

    without = izdes("read", *files, "--json")
    decided = izdes("read", *files, "--manifest", manifest, "--json")

    assert (without.exit_code, decided.exit_code) == (1, 0)
    outcomes = [s["outcome"] for s in json.loads(decided.stdout)["statements"]]
    assert outcomes == ["faulty", "reconciled"]
    codes = {f["code"] for f in json.loads(decided.stdout)["faults"]}
    assert {"superseded", "balances_differ"} <= codes
