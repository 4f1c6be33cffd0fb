"""Importing open cases: good rows are taken, bad ones named; to repeat it is harmless."""

from pathlib import Path

import pytest
from tests.web.cast import Cast

from izdes.adapters.case_register import read_register
from izdes.core.errors import InputRefused
from izdes.web.cases.models import Case
from izdes.web.funds.models import CaseAnswer
from izdes.web.funds.services.importing import Imported, import_cases

_HEAD = "number;unit;registered_at;form;category;answers;remark\n"


def imported(office: Cast, folder: Path, rows: str) -> Imported:
    """Import a register in the name of an investigator."""
    register = folder / "register.csv"
    register.write_text(_HEAD + rows, encoding="utf-8")
    with office.acts("investigator_a1") as officer:
        return import_cases(register, answers=folder, officer=officer, watch=lambda *_: None)


def test_good_rows_are_taken_and_bad_ones_named(office: Cast, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    rows = (
        "000000000000001;a1;19.05.2026;investigation;ordinary;one.csv;x\n"
        ";a1;19.05.2026;investigation;ordinary;;\n"
        "000000000000003;nowhere;19.05.2026;inquiry;ordinary;;\n"
        "000000000000004;a1;31.02.2026;walk;ordinary;;\n"
        "000000000000001;a1;19.05.2026;investigation;ordinary;;\n"
        "000000000000006;b1;19.05.2026;investigation;ordinary;;\n"
        "000000000000007;a1;2026-05-19 14:02;investigation;ordinary;../one.csv;absent\n"
    )

    found = imported(office, tmp_path, rows)

    assert (found.cases, found.answers) == (2, 1)
    assert {(f.row, f.column, f.code) for f in found.faults} == {
        (3, "number", "register_cell_empty"),
        (4, "unit", "register_unit_unknown"),
        (5, "registered_at", "register_day_unreadable"),
        (5, "form", "register_form_unknown"),
        (6, "number", "register_number_twice"),
        (7, "unit", "not_permitted"),
        (8, "answers", "register_answer_missing"),
    }


def test_to_repeat_an_import_changes_nothing(office: Cast, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    row = "000000000000001;a1;2026-05-19T10:00:00+05:00;investigation;ordinary;one.csv;\n"

    imported(office, tmp_path, row)
    again = imported(office, tmp_path, row)

    assert (again.cases, again.known, again.answers, again.known_answers) == (0, 1, 0, 1)
    with office.acts("investigator_a1"):
        case = Case.objects.get(number="000000000000001")
        assert CaseAnswer.objects.filter(case=case).count() == 1


def test_a_case_that_another_unit_has_is_not_taken_over(office: Cast, tmp_path: Path) -> None:
    found = imported(office, tmp_path, "b1;a1;19.05.2026;investigation;ordinary;;\n")

    assert [f.code for f in found.faults] == ["register_case_elsewhere"]


@pytest.mark.parametrize("text", ["", "number;unit\n1;2\n", "\x00\x01\ufeff;\n", '"open\n'])
def test_a_table_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    register = tmp_path / "register.csv"
    register.write_text(text, encoding="utf-8")

    with pytest.raises(InputRefused):
        read_register(register)
