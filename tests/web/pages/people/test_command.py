"""`izdes office bodies`: the codes of bodies, for whoever stands at the machine."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from tests.web.cast import Cast
from typer.testing import CliRunner

from izdes.cli.main import app
from izdes.web.cases.services.ending import end_body
from izdes.web.database.logins import Logins, keep_logins, kept_logins
from izdes.web.database.service import folder_of
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.services.bodies import Names, found_body


@pytest.fixture(autouse=True)
def _address(logins: Logins) -> None:
    """Let the command find the server, which may be another than this folder's own."""
    folder = folder_of(Path(os.environ["IZDES_HOME"]))
    if kept_logins(folder) is None:
        folder.mkdir(parents=True, exist_ok=True)
        keep_logins(folder, logins)


def told(*given: str) -> str:
    done = CliRunner().invoke(app, ["office", "bodies", *given])
    assert done.exit_code == 0, done.output
    return done.output


def test_codes_of_bodies_are_printed_with_what_they_are(cast: Cast) -> None:
    del cast

    lines = told("--officer", "administrator", "--lang", "en").splitlines()

    assert any(line.startswith("bank-one: institution") for line in lines)
    assert {"a1", "a1-pros", "court"} <= {line.split(":")[0] for line in lines}


def test_programs_get_them_as_json(cast: Cast) -> None:
    body = cast.body("bank-one")

    found = json.loads(told("--officer", "administrator", "--json"))["bodies"]

    assert {"code": "bank-one", "kind": "institution", "institution": body.institution}.items() <= (
        next(one for one in found if one["code"] == "bank-one").items()
    )


def test_whoever_holds_no_post_is_told_of_none(cast: Cast) -> None:
    del cast

    assert json.loads(told("--officer", "nobody", "--json")) == {"bodies": []}


def test_a_body_that_is_no_more_is_printed_with_the_day(cast: Cast) -> None:
    with cast.acts("administrator") as officer:
        body = found_body(
            code="short-lived",
            kind=BodyKind.COURT,
            names=Names("x", "x", "x"),
            since=date(2026, 1, 1),
            officer=officer,
        )
        until = end_body(body=body, ground="order", officer=officer).until

    lines = told("--officer", "administrator", "--lang", "en").splitlines()

    (line,) = (one for one in lines if one.startswith("short-lived:"))
    assert line.endswith(f"no more since {until}")
