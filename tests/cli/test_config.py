"""`izdes config`: every variable described, no secret printed, the page of reference up to date."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from izdes.cli.config import as_table
from izdes.cli.main import app
from izdes.web.config import (
    Configuration,
    ConfigurationMissing,
    ConfigurationWrong,
    configuration,
    described,
    read_configuration,
    variable,
)

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"
SECRETS = {variable(f.name) for f in described() if f.metadata["secret"]}


def given(home: Path, **more: str) -> dict[str, str]:
    return {
        "IZDES_HOME": str(home),
        "IZDES_SECRET_KEY": "s" * 40,
        "IZDES_FILES_KEY": "0a" * 32,
        "IZDES_JOURNAL_KEY": "0b" * 32,
        **more,
    }


@pytest.mark.parametrize("as_json", [True, False])
def test_no_secret_is_printed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_json: bool,  # noqa: FBT001 - both forms
) -> None:
    for name, value in given(tmp_path, IZDES_NAME="Алматы").items():
        monkeypatch.setenv(name, value)
    configuration.cache_clear()

    printed = CliRunner().invoke(app, ["config", *(["--json"] if as_json else [])]).stdout

    configuration.cache_clear()
    assert "Алматы" in printed
    assert not [v for v in ("s" * 40, "0a" * 32, "0b" * 32) if v in printed]
    if as_json:
        assert {r["variable"] for r in json.loads(printed)} == {
            variable(f.name) for f in described()
        }


def test_the_page_of_reference_is_what_the_program_says() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert as_table() in text


def test_everything_is_described_in_a_sentence() -> None:
    assert [f.name for f in described() if not f.metadata["about"].endswith(".")] == []


@pytest.mark.parametrize("name", sorted(SECRETS & {variable(n) for n in Configuration.SECRETS}))
def test_in_production_a_missing_secret_stops_the_start(tmp_path: Path, name: str) -> None:
    environment = given(tmp_path)
    del environment[name]

    with pytest.raises(ConfigurationMissing) as raised:
        read_configuration(environment)

    assert raised.value.details == {"name": name}


def test_the_demo_makes_its_secrets_once_for_nobody_else(tmp_path: Path) -> None:
    environment = {"IZDES_HOME": str(tmp_path), "IZDES_MODE": "demo"}

    first, again = read_configuration(environment), read_configuration(environment)

    assert first == again
    kept = list((tmp_path / "secrets").iterdir())
    assert {file.stat().st_mode & 0o077 for file in kept} == {0}


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("0c" * 32 + "\n")
    environment = given(tmp_path, IZDES_FILES_KEY_FILE=str(tmp_path / "key"))

    assert read_configuration(environment).files_key == "0c" * 32


def test_a_secret_is_in_no_repr(tmp_path: Path) -> None:
    assert "0a0a" not in repr(read_configuration(given(tmp_path)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IZDES_MODE", "holiday"),
        ("IZDES_FILES_KEY", "short"),
        ("IZDES_FILES_OLD_KEYS", "short"),
        ("IZDES_FILE_MEGABYTES", "many"),
        ("IZDES_FILE_MEGABYTES", "0"),
        ("IZDES_FILES_KEY_FILE", "/nowhere/at/all"),
        ("IZDES_ADDRESS", "somewhere"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigurationWrong) as raised:
        read_configuration(given(tmp_path, **{name: value}))

    assert raised.value.details == {"name": name}
