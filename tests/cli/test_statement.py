"""`izdes statement`: what a citizen signs is checked by anybody who has the two files."""

import json
from functools import partial
from pathlib import Path

import pytest
from tests.adapters.signatures.citizen import ANOTHER, IIN, STATEMENT
from typer.testing import CliRunner, Result

from izdes.cli.main import app

run = partial(CliRunner().invoke, app)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, and the key of a citizen that it has issued."""
    folder = tmp_path_factory.mktemp("authority")
    assert run(["pki", "demo", "--out", str(folder / "pki")]).exit_code == 0
    for iin in (IIN, ANOTHER):
        key = str(folder / f"{iin}.p12")
        given = ["--authority", str(folder / "pki"), "--iin", iin, "--out", key]
        assert run(["pki", "citizen", *given]).exit_code == 0
    (folder / "password").write_text("demo")
    return folder


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    """A statement as it was downloaded."""
    file = tmp_path / "statement.txt"
    file.write_bytes(STATEMENT)
    return file


def sign(statement: Path, authority: Path, iin: str) -> Result:
    key = ["--key", str(authority / f"{iin}.p12")]
    password = ["--password-file", str(authority / "password")]
    return run(["statement", "sign", str(statement), *key, *password])


def verify(statement: Path, authority: Path, *more: str) -> Result:
    trust = str(authority / "pki" / "trust")
    signature = f"{statement}.p7s"
    return run(["statement", "verify", str(statement), signature, "--trust", trust, *more])


def test_a_signature_by_the_citizen_is_accepted(
    statement: Path, authority: Path, tmp_path: Path
) -> None:
    sign(statement, authority, IIN)

    done = verify(statement, authority, "--json", "--report", str(tmp_path / "report.json"))

    assert done.exit_code == 0
    assert json.loads(done.stdout)["signer"]["iin"] == IIN
    assert json.loads((tmp_path / "report.json").read_bytes())["is_accepted"] is True


def test_anothers_signature_is_refused_by_name_unless_he_is_asked_for(
    statement: Path, authority: Path
) -> None:
    sign(statement, authority, ANOTHER)

    assert "sign_person_other" in verify(statement, authority).stdout
    assert verify(statement, authority).exit_code == 1
    assert verify(statement, authority, "--iin", ANOTHER).exit_code == 0


def test_what_is_no_statement_is_not_signed(tmp_path: Path, authority: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all")

    done = sign(file, authority, IIN)

    assert done.exit_code == 1
    assert not file.with_name("letter.txt.p7s").exists()
