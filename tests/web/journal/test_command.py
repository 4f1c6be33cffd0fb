"""`izdes journal`: what is signed, taken out, proved and checked, from the command line."""

import json
import os
from pathlib import Path

import pytest
from django.db import connections
from tests.web.journal.conftest import People
from typer.testing import CliRunner

from izdes.cli.main import app
from izdes.verify.__main__ import main as verify_alone
from izdes.web.acting import acting
from izdes.web.database.logins import Logins, keep_logins, kept_logins
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.database.service import folder_of
from izdes.web.journal.events import Event
from izdes.web.journal.heads import make_head
from izdes.web.journal.readings import read_by, seal_readings
from izdes.web.journal.record import Change, Subject, record


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["journal", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


def owner(query: str) -> list[tuple[object, ...]]:
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall()) if cursor.description else []


def owner_against_the_rules(statement: str) -> None:
    """Change a table as only its owner could who means harm."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        for table in ("journal_entry", "journal_value"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)


@pytest.fixture(autouse=True)
def _known_address(logins: Logins) -> None:
    """Let commands know a server that was not started in this run's folder."""
    folder = folder_of(Path(os.environ["IZDES_HOME"]))
    if kept_logins(folder) is None:
        folder.mkdir(exist_ok=True)
        keep_logins(folder, logins)


@pytest.fixture
def written(people: People) -> People:
    """Write five entries with values in case 7 and a sealed reading."""
    with acting(people.investigator):
        for n in range(5):
            record(
                Event.POST_ENDED,
                officer=people.investigator,
                subject=Subject("post", "17"),
                changes={"reason": Change(None, f"Ә. {n}")},
                case=7,
            )
        read_by(people.investigator, Subject("person", "1"), case=7, purpose="x")
    seal_readings()
    return people


def test_a_head_is_a_note_and_the_same_until_something_happens(written: People) -> None:  # noqa: ARG001
    first, second = run("head"), run("head")

    assert first == second
    assert first[1].startswith("izdes\n6\n")


def test_an_export_is_verified_by_a_stranger(written: People, tmp_path: Path) -> None:  # noqa: ARG001
    out = tmp_path / "journal"
    _, key = run("key")

    status, told = run("export", "--out", out, "--json")

    assert (status, json.loads(told)) == (0, {"entries": 7, "heads": 1, "values": 0})
    assert verify_alone(["journal", str(out), "--key", key.strip()]) == 0
    assert owner("SELECT event FROM journal_entry WHERE number = 7") == [("journal.exported",)]
    assert "Ә. 1" not in "".join(file.read_text(encoding="utf-8") for file in out.iterdir())


def test_values_of_a_case_are_exported_for_whoever_sees_it(
    written: People,
    tmp_path: Path,
) -> None:
    out = tmp_path / "journal"

    assert run("export", "--out", out, "--case", 7, "--officer", "investigator")[0] == 0

    assert "Ә. 1" in (out / "values.jsonl").read_text(encoding="utf-8")
    assert run("verify", out)[0] == 0
    assert owner("SELECT event, case_id, officer_id FROM journal_entry WHERE number = 7") == [
        ("journal.exported", 7, written.investigator)
    ]


@pytest.mark.usefixtures("written")
def test_values_are_not_exported_for_whoever_does_not_see_them(tmp_path: Path) -> None:
    out = tmp_path / "journal"

    status, _ = run("export", "--out", out, "--case", 7, "--officer", "auditor")

    assert (status, out.exists()) == (1, False)
    assert owner("SELECT count(*) FROM journal_entry") == [(6,)]


@pytest.mark.usefixtures("written")
def test_values_of_a_case_are_erased_by_a_norm_and_the_chain_is_right(tmp_path: Path) -> None:
    given = ("erase", 7, "--officer", "investigator", "--norm", "2027-1", "--json")

    first, again = run(*given), run(*given)

    assert (first[0], json.loads(first[1])) == (0, {"case": 7, "erased": 5})
    assert json.loads(again[1])["erased"] == 0
    assert owner("SELECT event, norm FROM journal_entry WHERE number > 6") == [
        ("journal.values_erased", "2027-1")
    ]
    out = tmp_path / "journal"
    assert run("export", "--out", out, "--case", 7, "--officer", "investigator")[0] == 0
    assert "Ә. 1" not in (out / "values.jsonl").read_text(encoding="utf-8")
    assert run("verify", out)[0] == 0


@pytest.mark.usefixtures("written")
def test_values_are_not_erased_in_the_name_of_whoever_does_not_see_them_or_without_a_norm() -> None:
    assert run("erase", 7, "--officer", "auditor", "--norm", "2027-1")[0] == 1
    assert run("erase", 7, "--officer", "investigator", "--norm", " ")[0] == 2

    assert owner("SELECT count(*) FROM journal_value WHERE text IS NULL") == [(0,)]


def test_an_entry_is_proved_to_whoever_has_only_the_key(
    written: People,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    proof, (_, key) = tmp_path / "3.tlog-proof", run("key")

    assert run("prove", 3, "--out", proof)[0] == 0

    assert run("verify", proof, "--key", key.strip())[0] == 0
    assert run("prove", 99, "--out", proof)[0] == 1


def test_a_later_head_is_proved_to_continue_an_earlier_one(written: People, tmp_path: Path) -> None:
    kept, proof = tmp_path / "kept.txt", tmp_path / "continued.json"
    kept.write_text(run("head")[1], encoding="utf-8")
    with acting(written.auditor):
        record(Event.POST_ENDED, officer=written.auditor, subject=Subject("post", "1"))

    assert run("prove", "--from", 6, "--out", proof)[0] == 0

    status, told = run("verify", proof, "--head", kept, "--key", run("key")[1].strip(), "--json")
    assert status == 0
    assert "journal_kept_head" in [line["code"] for line in json.loads(told)["lines"]]
    assert run("prove", "--from", 5, "--out", proof)[0] == 1


@pytest.mark.usefixtures("written")
def test_the_database_is_checked_where_it_lies() -> None:
    make_head()

    status, told = run("verify", "--json")

    found = json.loads(told)
    assert (status, found["outcome"]) == (0, "verified")
    assert (found["values"], found["readings"]) == (5, 1)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            "UPDATE journal_entry SET at = at + interval '1 microsecond' WHERE number = 3",
            "journal_hash",
        ),
        (
            "UPDATE journal_entry SET body = replace(body, 'ended', 'begun') WHERE number = 3",
            "journal_hash",
        ),
        ("UPDATE journal_entry SET previous = hash WHERE number = 3", "journal_previous"),
        (
            "DELETE FROM journal_value; DELETE FROM journal_entry WHERE number = 3",
            "journal_gap",
        ),
    ],
)
def test_what_the_owner_of_the_tables_changed_is_named_by_its_number(
    change: str, code: str
) -> None:
    owner_against_the_rules(change)

    status, told = run("verify", "--json")

    reason = json.loads(told)["lines"][-1]
    assert (status, reason["code"]) == (1, code)
    assert "3" in reason["details"].values()


@pytest.mark.usefixtures("written")
def test_a_value_that_the_owner_of_the_tables_changed_is_named() -> None:
    owner_against_the_rules("UPDATE journal_value SET text = 'other' WHERE entry_number = 2")

    status, told = run("verify", "--json")

    assert (status, json.loads(told)["first_wrong"]) == (1, {"value": 2, "batch": None})
    assert run("verify", "--lang", "kk")[1].count("Себебі. 2-жазбаның") == 1


def test_history_is_told_in_the_name_of_an_officer(written: People) -> None:  # noqa: ARG001
    seen = run("history", "post", "17", "--officer", "investigator", "--lang", "kk")
    unknown = run("history", "post", "17", "--officer", "nobody")

    assert seen[0] == 0
    assert seen[1].count("Т. Тергеуші лауазымды аяқтады (17).") == 5
    assert "«Ә. 4»" in seen[1]
    assert unknown[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("prove", "--out", "x"),
        ("prove", "1", "--from", "2", "--out", "x"),
        ("export", "--out", "x", "--case", "7"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2
