"""`izdes law install` and `izdes law installed`, in three languages and for machines."""

import json
import os
from pathlib import Path

import pytest
from tests.web.cast import Cast
from tests.web.law.packs import two_days
from typer.testing import CliRunner

from izdes.adapters.lawpack import write_pack
from izdes.adapters.words import LANGUAGES
from izdes.cli.main import app
from izdes.core.law.release import packaged_pack, read_pack
from izdes.web.database.logins import Logins, keep_logins, kept_logins
from izdes.web.database.service import folder_of


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["law", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _known_address(logins: Logins) -> None:
    """Let commands know a server that was not started in this run's folder."""
    folder = folder_of(Path(os.environ["IZDES_HOME"]))
    if kept_logins(folder) is None:
        folder.mkdir(exist_ok=True)
        keep_logins(folder, logins)


def test_an_administrator_installs_a_folder(cast: Cast, tmp_path: Path) -> None:
    assert cast.officers
    write_pack(two_days(), tmp_path)

    code, told, _ = run("install", tmp_path, "--officer", "administrator", "--json")

    assert code == 0
    assert json.loads(told)["digest"] == read_pack(two_days()).ref.digest
    assert json.loads(told)["origin"] == "trial"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pack_of_the_program_is_installed_by_its_name(cast: Cast, lang: str) -> None:
    assert cast.officers

    code, told, _ = run("install", "packaged", "--officer", "administrator", "--lang", lang)

    assert code == 0
    assert packaged_pack().ref.digest in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_installed_is_listed(cast: Cast, lang: str) -> None:
    assert cast.officers

    code, told, _ = run("installed", "--lang", lang)

    assert code == 0
    assert packaged_pack().ref.digest in told


def test_what_is_installed_is_listed_for_machines(cast: Cast) -> None:
    assert cast.officers

    _, told, _ = run("installed", "--json")

    assert [pack["origin"] for pack in json.loads(told)["packs"]] == ["packaged"]


def test_whoever_is_no_administrator_is_refused(cast: Cast) -> None:
    assert cast.officers

    code, _, told = run("install", "packaged", "--officer", "auditor", "--json")

    assert code == 1
    assert "not_permitted" in told


def test_a_moment_without_offset_is_wrong_usage(cast: Cast) -> None:
    assert cast.officers

    for moment in ("2099-01-01T00:00", "soon"):
        code, _, _ = run("install", "packaged", "--officer", "administrator", "--since", moment)
        assert code == 2
