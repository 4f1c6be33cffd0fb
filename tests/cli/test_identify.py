import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from izdes.cli.main import app

TEXT = "Вчера звонили с 8 701 000 12 34, перевел 2,5 млн на KZ421060284918874847"


def run(*arguments: str, given: str | bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["identify", *arguments], input=given)
    return result.exit_code, result.stdout, result.stderr


def test_a_plain_text_is_one_line_of_json() -> None:
    status, out, _ = run("-", "--lang", "en", given=f"{TEXT}\nи всё")

    (line,) = out.splitlines()
    found = json.loads(line)
    assert status == 0
    assert found["id"] == "1"
    assert [(m["kind"], m["role"]) for m in found["found"]] == [
        ("moment", "unknown"),
        ("phone", "offender_contact"),
        ("amount", "unknown"),
        ("iban", "recipient"),
    ]
    assert found["found"][0]["code"] == "no_reference_time"
    assert found["found"][2]["value"] == {"minor": 250_000_000, "currency": "KZT"}
    assert all(TEXT[m["start"] : m["end"]] == m["raw"] for m in found["found"])


def test_digits_hint_at_bank_network_and_operator() -> None:
    text = "KZ726010000000000000, 4000 0012 3456 7899, 8 701 000 12 34, +7 926 000 01 42, *1234"

    line = {"id": "a", "text": text, "reported_at": "2026-05-21T12:00:00+05:00"}

    _, out, _ = run(given=json.dumps(line))

    assert [m.get("about") for m in json.loads(out)["found"]] == [
        {"bank": "HSBKKZKX", "country": "KZ"},
        {"brand": "visa"},
        {"country": "KZ", "first_operator": "Kcell/Activ"},
        {"country": "RU", "first_operator": "MegaFon"},
        None,
    ]


def test_lines_keep_their_ids_and_know_the_time_of_telling(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": TEXT, "reported_at": "2026-05-21T12:00:00+05:00"},
        {"complaint_id": "b", "narrative": "ничего"},
        {"text": "@bonus_desk"},
    ]
    file = tmp_path / "told.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    status, out, _ = run(str(file), "--json")

    found = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [line["id"] for line in found] == ["a", "b", "3"]
    moment = found[0]["found"][0]
    assert (moment["value"], moment["precision"]) == ("2026-05-20T00:00:00+05:00", "day")


def test_a_scheme_is_proposed_with_its_words() -> None:
    _, out, _ = run(given="Из банка велели перевести на безопасный счет")

    (proposal, *_) = json.loads(out)["schemes"]
    assert proposal["scheme"] == "SAFE_ACCOUNT"
    assert [word["raw"] for word in proposal["words"]] == ["безопасный", "счет"]
    assert proposal["f3"]


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    file = tmp_path / "told.jsonl"
    file.write_text('{"id": "a", "text": "@bonus_desk"}\n{"id": "b"}\nno json\n', encoding="utf-8")

    status, out, err = run(str(file), "--lang", "kk")

    assert status == 1
    assert len(out.splitlines()) == 1
    assert "narrative_missing" in err
    assert "complaint_not_json" in err


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe\xfa", "narrative_not_utf8"), (b"a\x00b", "narrative_not_utf8")],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "told.txt"
    file.write_bytes(content)

    status, out, err = run(str(file), "--json")

    assert (status, out) == (1, "")
    assert [fault["code"] for fault in json.loads(err)["faults"]] == [code]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    status, _, err = run(str(tmp_path / "none"), "--lang", "ru")

    assert status == 1
    assert "narratives_unreadable" in err


def test_nothing_gives_nothing() -> None:
    assert run(given="  \n ") == (0, "", "")


def test_an_amount_beyond_exact_numbers_is_text() -> None:
    _, out, _ = run(given="перевел 999999 ETH")

    assert json.loads(out)["found"][0]["value"]["minor"] == "999999" + "0" * 18


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_break_the_command(content: bytes) -> None:
    status, _, _ = run(given=content)

    assert status in {0, 1}
