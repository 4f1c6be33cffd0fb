"""Exports: what a spreadsheet opens is data, and nothing that it would run."""

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.web.pages.tables.listed import COLUMNS, Row, rows

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.core.money.amounts import minor_of_number
from izdes.web.pages.tables.exporting import as_csv, as_xlsx, safe

_FORMULAS = [
    "=1+1",
    "+7701",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\xa0=1",
    "＝1",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("text", _FORMULAS)
def test_nothing_in_a_csv_begins_a_formula(text: str) -> None:
    with as_csv(COLUMNS, [Row(1, text, 5)], "kk") as file:
        cells = list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))

    assert cells[1][1] == f"'{text}"


@given(st.text(max_size=20))
def test_guarding_changes_nothing_but_the_first_sign(text: str) -> None:
    assert safe(text) in {text, f"'{text}"}
    assert not safe(text).lstrip(" \xa0").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_csv_has_its_heads_in_the_language_and_its_figures_for_programs(lang: Lang) -> None:
    with as_csv(COLUMNS, [Row(1, 'Ә; "ә",', -250_000_050, "USD")], lang) as file:
        raw = file.read()
    cells = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert cells[0][1] == say("column_name", lang)
    assert cells[1][:4] == ["1", 'Ә; "ә",', "-2500000.50 USD", "2026-05-19T15:02:00+05:00"]


@pytest.mark.parametrize("text", _FORMULAS)
def test_nothing_in_a_workbook_is_a_formula_or_a_link(text: str) -> None:
    with as_xlsx(COLUMNS, [Row(1, text, 5), Row(2, "https://example.kz", 5)], "kk") as file:
        book = zipfile.ZipFile(file)
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=20))
def test_sums_of_a_workbook_are_exact_to_the_tiyn(sums: list[int]) -> None:
    given = [Row(at, "a", minor) for at, minor in enumerate(sums)]

    with as_xlsx(COLUMNS, given, "kk") as file:
        cells = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()

    read = [float(str(line[2])) for line in cells[1:]]
    assert [minor_of_number(one, digits=2) for one in read if abs(one) < 10**13] == [
        one for one in sums if abs(one) < 10**15
    ]


def test_a_workbook_opens_with_every_row() -> None:
    with as_xlsx(COLUMNS, rows(1000), "ru") as file:
        cells = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()

    assert len(cells) == 1001
    assert cells[0][2] == say("column_amount", "ru")
    assert cells[1000][0] == 999


def test_a_sum_too_long_for_a_double_is_kept_as_text() -> None:
    with as_xlsx(COLUMNS, [Row(1, "a", 10**17 + 1)], "kk") as file:
        cells = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()

    assert cells[1][2] == "1\u202f000\u202f000\u202f000\u202f000\u202f000,01\xa0₸"
