"""What the exchange's commands say without a network and without an office."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from izdes.adapters.messages.package import read_package
from izdes.cli.kit_example import write_example
from izdes.cli.main import app


def izdes(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit") / "example"
    folder.mkdir()
    write_example(folder, at=datetime(2026, 5, 20, 9, tzinfo=UTC))
    return min(folder.rglob("*.package.json"))


def confirm(package: Path, **changed: str) -> Result:
    order = read_package(package.read_bytes())
    given = {
        "number": order.order.number,
        "body": order.order.initiator.body_bin,
        "digest": order.order_digest,
        **changed,
    }
    options = [text for name, value in given.items() for text in (f"--{name}", value)]
    return izdes("exchange", "confirm", package, *options, "--json")


def test_a_package_is_confirmed_by_number_body_and_digest(package: Path) -> None:
    result = confirm(package)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"is_confirmed": True, "differs": ""}


@pytest.mark.parametrize("what", ["number", "body", "digest"])
def test_what_differs_is_named(package: Path, what: str) -> None:
    result = confirm(package, **{what: "0"})

    assert result.exit_code == 1
    assert json.loads(result.stdout)["differs"] == what


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(b"[")

    result = izdes(
        "exchange", "confirm", tmp_path / "p.json", "--number", "1", "--body", "1", "--digest", "1",
        "--json",
    )  # fmt: skip

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == "message_unreadable"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"url": "http://bank.example"}, "exchange_address_wrong"),
        ({"errors": "partial=101"}, "exchange_conduct_wrong"),
        ({"institution": "NOBODY"}, "sandbox_unknown"),
    ],
)
def test_a_sandbox_that_cannot_work_says_why(
    tmp_path: Path, changed: dict[str, str], code: str
) -> None:
    (tmp_path / "institutions.csv").write_text(
        "institution_id,code,bin\nDEMOKZKA,101,171340000918\n", encoding="utf-8"
    )
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    given = {
        "ledger": str(tmp_path),
        "institution": "DEMOKZKA",
        "client": f"core:{tmp_path / 'secret'}",
        "state": str(tmp_path / "state"),
        **changed,
    }

    result = izdes("sandbox", *(t for n, v in given.items() for t in (f"--{n}", v)), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == code
