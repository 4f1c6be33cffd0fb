"""`izdes case import` as it is typed: a workbook of open cases and a folder of old bank answers."""

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.web.cast import Cast
from tests.web.funds.worked import answers_of, run_jobs
from typer.testing import CliRunner

from izdes.cli.main import app
from izdes.web.cases.models import Case
from izdes.web.database.logins import Logins, keep_logins
from izdes.web.database.service import folder_of
from izdes.web.funds.models import CaseAnswer, Row

_HEAD = ("number", "unit", "registered_at", "form", "category", "answers")


@pytest.fixture
def installed(office: Cast, home: Path, logins: Logins) -> Cast:
    """Return the office, where a command finds it."""
    folder_of(home).mkdir()
    keep_logins(folder_of(home), logins)
    return office


def _register(place: Path, *rows: tuple[str, ...]) -> Path:
    """Write a workbook as an office keeps one."""
    with xlsxwriter.Workbook(place) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((_HEAD, *rows)):
            sheet.write_row(number, 0, row)
    return place


def _ran(*words: str, status: int) -> Any:  # noqa: ANN401 - whatever it printed
    done = CliRunner().invoke(app, ["case", "import", *words, "--json"], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def test_a_workbook_and_a_folder_become_cases_with_their_statements(
    installed: Cast, twin: Path, tmp_path: Path
) -> None:
    answers = answers_of(twin)
    register = _register(
        tmp_path / "register.xlsx",
        ("269900031000101", "a1", "19.05.2026", "investigation", "ordinary",
         "; ".join(path.name for path in answers[:3])),
        ("269900031000102", "a1", "20.05.2026", "inquiry", "ordinary", ""),
        ("269900031000103", "nowhere", "20.05.2026", "inquiry", "ordinary", ""),
    )  # fmt: skip
    words = (str(register), "--officer", "investigator_a1", "--answers", str(twin / "statements"))

    told = _ran(*words, status=1)
    run_jobs()
    again = _ran(*words, status=1)

    assert (told["cases"], told["answers"]) == (2, 3)
    assert [(one["row"], one["code"]) for one in told["faults"]] == [(4, "register_unit_unknown")]
    assert (again["cases"], again["known"]) == (0, 2)
    assert (again["answers"], again["known_answers"]) == (0, 3)
    with installed.acts("investigator_a1"):
        case = Case.objects.get(number="269900031000101")
        given = CaseAnswer.objects.filter(case=case).select_related("answer")
        assert {one.answer.state for one in given} == {"read"}
        assert Row.objects.filter(statement__answer__given_to__case=case).exists()
