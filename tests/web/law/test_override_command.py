"""`izdes law override`: one administrator proposes, another confirms, in three languages."""

import json
import os
from pathlib import Path

import pytest
from tests.web.cast import Cast
from typer.testing import CliRunner

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.cli.main import app
from izdes.web.database.logins import Logins, keep_logins, kept_logins
from izdes.web.database.service import folder_of
from izdes.web.law.editions import pack_in_force
from izdes.web.law.models import Override

ACT = ("--ground", "Budget law", "--source", "gazette", "--since", "2020-01-01")
MCI = (
    "indexes.yaml",
    "mci",
    *("--set", "minor=450000", "--set", "valid_from=2027-01-01", "--set", "valid_to=2028-01-01"),
)
BY_ONE, BY_ANOTHER = ("--officer", "administrator"), ("--officer", "administrator_2")


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["law", "override", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _known_address(logins: Logins) -> None:
    """Let commands know a server that was not started in this run's folder."""
    folder = folder_of(Path(os.environ["IZDES_HOME"]))
    if kept_logins(folder) is None:
        folder.mkdir(exist_ok=True)
        keep_logins(folder, logins)


def proposed(*, given: tuple[str, ...] = MCI) -> int:
    code, told, wrong = run("propose", *given, *ACT, *BY_ONE, "--json")
    assert code == 0, wrong
    return int(json.loads(told)["number"])


def state(cast: Cast, number: int) -> str:
    with cast.acts("auditor"):
        return Override.objects.get(pk=number).state


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_proposes_and_another_confirms(cast: Cast, lang: Lang) -> None:
    assert cast.officers

    code, told, _ = run("propose", *MCI, *ACT, *BY_ONE, "--lang", lang)
    _, listed, _ = run("list", *BY_ONE, "--json")
    number = json.loads(listed)["overrides"][0]["number"]
    confirmed = run("confirm", number, *BY_ANOTHER, "--lang", lang)

    assert code == 0
    assert say("law_proposed_now", lang, number=number) in told
    assert confirmed[0] == 0
    assert say("law_confirmed_now", lang, number=number) in confirmed[1]
    with cast.acts("investigator_a1"):
        assert pack_in_force().tables["indexes.yaml"][-1]["minor"] == 450_000


def test_nobody_confirms_what_he_proposed(cast: Cast) -> None:
    number = proposed()

    code, _, told = run("confirm", number, *BY_ONE, "--json")

    assert (code, state(cast, number)) == (1, "proposed")
    assert "law_override_by_same" in told


def test_what_was_refused_stays_refused(cast: Cast) -> None:
    number = proposed()

    code, _, _ = run("refuse", number, "--reason", "No such law", *BY_ANOTHER)
    again, _, told = run("confirm", number, *BY_ANOTHER, "--json")

    assert (code, again, state(cast, number)) == (0, 1, "refused")
    assert "law_override_decided" in told


def test_what_was_confirmed_is_withdrawn(cast: Cast) -> None:
    assert cast.officers
    number = proposed()
    run("confirm", number, *BY_ANOTHER)

    code, _, _ = run("withdraw", number, "--reason", "Repealed", *BY_ONE)
    _, told, _ = run("list", *BY_ONE, "--json")

    (found,) = (one for one in json.loads(told)["overrides"] if one["number"] == number)
    assert (code, found["state"]) == (0, "withdrawn")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_overrides_are_listed_for_people(cast: Cast, lang: Lang) -> None:
    assert cast.officers
    number = proposed()

    code, told, _ = run("list", "--officer", "auditor", "--lang", lang)

    assert code == 0
    assert f"{number}: indexes.yaml" in told
    assert say("law_state_proposed", lang) in told


def test_cells_of_a_table_are_text_and_values_of_yaml_what_they_are(cast: Cast) -> None:
    day = ("clocks/days.csv", "2026-12-11", "--set", "is_working=false")
    reasons = ("--set", "reason_kk=Қаулы", "--set", "reason_ru=Постановление")

    number, index = proposed(given=(*day, *reasons)), proposed()

    with cast.acts("auditor"):
        assert Override.objects.get(pk=number).fields["is_working"] == "false"
        assert Override.objects.get(pk=index).fields["minor"] == 450_000


def test_whoever_is_no_administrator_is_refused(cast: Cast) -> None:
    assert cast.officers

    code, _, told = run("propose", *MCI, *ACT, "--officer", "auditor", "--json")

    assert code == 1
    assert "not_permitted" in told


def test_an_override_that_is_not_there_is_refused(cast: Cast) -> None:
    assert cast.officers

    code, _, told = run("confirm", 10**9, *BY_ANOTHER, "--json")

    assert code == 1
    assert "law_override_unknown" in told


@pytest.mark.parametrize("wrong", [("--set", "minor"), ("--set", "=1"), ("--until", "soon")])
def test_what_cannot_be_meant_is_wrong_usage(cast: Cast, wrong: tuple[str, str]) -> None:
    assert cast.officers

    code, _, _ = run("propose", *MCI, *ACT, *BY_ONE, *wrong)

    assert code == 2
