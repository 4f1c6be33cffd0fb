"""`izdes verify` says what the room says, and leaves with its status."""

import json
from pathlib import Path

import typer
from tests.verify.everything import CASE, PINS
from tests.verify.papers import papers
from typer.testing import CliRunner

from izdes.cli.verify import verify

APP = typer.Typer()
APP.command()(verify)


def test_the_command_verifies_a_trace_and_refuses_a_changed_one(tmp_path: Path) -> None:
    made = papers(tmp_path / "x", CASE, "lowest-balance", PINS)
    given = made.given
    options = ["--ledger", given.ledger, "--accounts", given.accounts, "--claims", given.claims]

    honest = CliRunner().invoke(APP, [str(made.folder), "--json", *map(str, options)])
    (made.folder / "claims.csv").write_text("claim_id,transfer_id,amount_minor\nC1,t01,449\n")
    changed = CliRunner().invoke(APP, [str(made.folder), "--lang", "kk", *map(str, options)])

    assert honest.exit_code == 0
    assert json.loads(honest.stdout)["is_verified"] is True
    assert changed.exit_code == 1
    assert changed.stdout.startswith("РАСТАЛМАДЫ")


def test_without_a_ledger_the_command_does_not_say_verified(tmp_path: Path) -> None:
    made = papers(tmp_path / "x", CASE, "fifo", PINS)

    found = CliRunner().invoke(APP, [str(made.folder), "--lang", "en"])

    assert found.exit_code == 0
    assert found.stdout.startswith("CHECKED WITHOUT THE LEDGER")
    assert "--ledger" in found.stdout


def test_a_folder_without_a_certificate_is_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(APP, [str(tmp_path)]).exit_code == 2
