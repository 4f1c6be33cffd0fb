from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from tests.adapters.statements.answers import (
    MOVES,
    START,
    Answer,
    Line,
    camt,
    entry,
    halyk_grid,
    read,
    xls,
    xlsx,
)
from tests.adapters.statements.mutations import mutated

from izdes.adapters.statements.cells import Spoilt
from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.isolation import read_row
from izdes.adapters.statements.origin import origin_of, raw_cell
from izdes.adapters.statements.origin.value import Origin, Place, column_letters
from izdes.core.errors import InputRefused
from izdes.twin.dialects import statement_file
from izdes.twin.facts import facts_of

GRID = halyk_grid(Answer())
FIRST_ROW = 11


def values(origin: Origin) -> dict[str, tuple[str, str]]:
    return {cell.column: (cell.kind, cell.text) for cell in origin.cells}


@pytest.mark.parametrize("data", [xlsx(GRID), xls(GRID)], ids=["xlsx", "xls"])
def test_the_cells_of_a_row_stand_as_in_the_file(data: bytes) -> None:
    origin = origin_of(data, Place(1, FIRST_ROW))

    assert origin.sheet_name == "Выписка"
    assert values(origin)["A"] == ("text", "03.05.2026 09:02:07")
    assert values(origin)["E"] == ("number", "500000")
    assert values(origin)["F"] == ("empty", "")
    assert [cell.column for cell in origin.cells][-1] == "S"


def test_a_typed_date_is_shown_as_a_date() -> None:
    origin = origin_of(xlsx([[START]]), Place(1, 1))

    assert values(origin) == {"A": ("date", "2026-05-03 09:02:07")}


def test_every_row_of_a_statement_is_found_by_its_name() -> None:
    data = xlsx(GRID)
    (statement,) = read(data).statements

    for row in statement.rows:
        sheet, number = (int(part) for part in row.row_id.split("/")[1:])
        cells = values(origin_of(data, Place(sheet, number)))
        assert cells["S"] == ("text", row.purpose)


def test_a_number_keeps_all_of_its_digits() -> None:
    grid: list[Line] = [["x", 0.1, 12_345_678.25, 939_800_123_456_789_0.0, 100.0]]

    assert [cell.text for cell in origin_of(xlsx(grid), Place(1, 1)).cells] == [
        "x",
        "0.1",
        "12345678.25",
        "9398001234567890.0",
        "100",
    ]


def test_blanks_and_hidden_signs_of_a_cell_are_kept() -> None:
    grid: list[Line] = [["  a\u200b\n b "]]

    assert origin_of(xlsx(grid), Place(1, 1)).cells[0].text == "  a\u200b\n b "


def test_a_cell_that_lost_its_value_is_shown_as_plain_text() -> None:
    cell = raw_cell(1, Spoilt("formula_without_value", "="))

    assert (cell.kind, cell.text, type(cell.text)) == ("text", "=", str)


@pytest.mark.parametrize("place", [Place(1, 999), Place(2, 1), Place(1, 0), Place(0, 1)])
def test_a_row_that_is_not_there_is_said_not_to_be(place: Place) -> None:
    assert not origin_of(xlsx(GRID), place).is_there


@pytest.mark.parametrize("number", [1, 2, 26, 27, 52, 53, 702, 703, 16_384])
def test_columns_are_lettered_as_spreadsheets_do(number: int) -> None:
    letters = column_letters(number)

    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    assert value == number


def test_a_row_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(GRID))

    origin = read_row(path, Place(1, FIRST_ROW))

    assert origin == origin_of(xlsx(GRID), Place(1, FIRST_ROW))


@pytest.mark.parametrize(
    ("data", "code"),
    [(xlsx(GRID)[:100], "file_truncated"), (b"", "file_empty")],
    ids=["truncated", "empty"],
)
def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.bin").write_bytes(data)

    with pytest.raises(InputRefused) as refused:
        read_row(tmp_path / "a.bin", Place(1, 1))

    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_missing_file_and_a_slow_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(GRID))

    with pytest.raises(InputRefused):
        read_row(tmp_path / "missing.xlsx", Place(1, 1))
    with pytest.raises(InputRefused) as refused:
        read_row(tmp_path / "a.xlsx", Place(1, 1), seconds=0)

    assert [fault.code for fault in refused.value.faults] == ["reading_took_too_long"]


def batch(count: int) -> str:
    """Return an entry that holds several payments."""
    details = "".join(
        f'<TxDtls><Amt Ccy="KZT">1.00</Amt><RmtInf><Ustrd>P{n}</Ustrd></RmtInf></TxDtls>'
        for n in range(count)
    )
    return entry(100 * count, "credit", at="2026-05-20T10:00:00+05:00", details=details)


def test_an_entry_of_a_message_is_shown_as_its_own_xml() -> None:
    origin = origin_of(camt(Answer()), Place(1, 2))

    assert origin.xpath == "/Document/BkToCstmrStmt/Stmt/Ntry[2]"
    assert origin.xml.startswith("<Ntry")
    assert "200000.50" in origin.xml
    assert not origin.is_cut


def test_every_entry_and_payment_is_found_by_the_number_of_its_row() -> None:
    data = camt(Answer(), more=batch(3) + batch(1))
    (statement,) = read(data).statements

    found = {row.number: origin_of(data, Place(1, row.number)) for row in statement.rows}

    assert len(found) == len(MOVES) + 4
    first = len(MOVES) + 1
    path = f"/Document/BkToCstmrStmt/Stmt/Ntry[{first}]/NtryDtls/TxDtls"
    assert [found[first + n].xpath for n in range(3)] == [f"{path}[{n}]" for n in (1, 2, 3)]
    assert found[first + 3].xpath == f"/Document/BkToCstmrStmt/Stmt/Ntry[{first + 1}]"


def test_of_a_long_entry_only_its_payment_is_shown() -> None:
    origin = origin_of(camt(Answer(), more=batch(100)), Place(1, len(MOVES) + 7))

    assert origin.xpath.endswith("TxDtls[7]")
    assert "P6" in origin.xml
    assert "P7" not in origin.xml


def test_a_long_element_is_cut_and_it_is_said() -> None:
    long = entry(5, "credit", at="2026-05-20", details="<TxDtls/>", kind="Я" * 9_000)

    origin = origin_of(camt(Answer(), more=long), Place(1, len(MOVES) + 1))

    assert origin.is_cut
    assert 4_000 < len(origin.xml.encode()) <= 4_096


@pytest.mark.parametrize("place", [Place(1, 99), Place(2, 1), Place(1, 0)])
def test_an_entry_that_is_not_there_is_said_not_to_be(place: Place) -> None:
    assert not origin_of(camt(Answer()), place).is_there


def shown(text: str, place: Place) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in origin_of(text.encode(), place).lines]


def test_a_document_of_an_exchange_file_goes_to_where_it_is_closed() -> None:
    text = (
        "1CClientBankExchange\r\nСекцияДокумент=Выписка\r\nСумма=5\r\nКонецДокумента\r\n"
        "СекцияДокумент=Выписка\r\nСумма=6\r\nКонецФайла\r\n"
    )

    assert shown(text, Place(1, 2)) == [
        (2, "СекцияДокумент=Выписка"),
        (3, "Сумма=5"),
        (4, "КонецДокумента"),
    ]
    assert shown(text, Place(1, 5, until=7)) == [(5, "СекцияДокумент=Выписка"), (6, "Сумма=6")]


def test_an_entry_of_a_swift_message_holds_what_is_told_of_it() -> None:
    text = (
        ":20:1\n:25:KZ\n:60F:C260501KZT1,\n:61:2605010501C5,NTRF\n/more\n:86:first\nsecond\n"
        ":61:2605020502D5,NTRF\n:62F:C260502KZT1,\n-\n"
    )

    first = shown(text, Place(1, 4, form="mt940"))

    assert [number for number, _ in first] == [4, 5, 6, 7]
    assert shown(text, Place(1, 8, form="mt940")) == [(8, ":61:2605020502D5,NTRF")]


def test_a_row_of_a_delimited_table_is_shown_with_its_cells() -> None:
    text = 'Дата;Сумма;Назначение\n01.05.2026;5,00;"a\nb"\n02.05.2026;6,00;\n'

    origin = origin_of(text.encode(), Place(1, 2))

    assert [line.number for line in origin.lines] == [2, 3]
    assert values(origin) == {
        "A": ("text", "01.05.2026"),
        "B": ("text", "5,00"),
        "C": ("text", "a\nb"),
    }
    assert shown(text, Place(1, 4)) == [(4, "02.05.2026;6,00;")]


def test_of_any_other_text_a_row_goes_on_until_the_next_one() -> None:
    text = "\n".join(f"word {n}" for n in range(1, 500))

    assert [n for n, _ in shown(text, Place(1, 3, until=6))] == [3, 4, 5]
    assert origin_of(text.encode(), Place(1, 3)).is_cut
    assert not origin_of(text.encode(), Place(1, 900)).is_there


FORMS = {
    "halyk": "xls",
    "kaspi": "xlsx",
    "plain": "xlsx",
    "camt052": "xml",
    "camt053": "xml",
    "camt054": "xml",
    "exchange1c": "txt",
    "mt940": "sta",
    "mt942": "txt",
    "retail": "pdf",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_row_of_every_form_leads_back_to_its_amount_in_the_file(form: str) -> None:
    for page in facts_of(5, 12).pages[:3]:
        answer = replace(page.answer, form=form, extension=FORMS[form])
        data = statement_file(replace(page, answer=answer)).data
        rows = [row for statement in read(data).statements for row in statement.rows]

        for row in rows:
            sheet = int(row.row_id.split("/")[1])
            origin = origin_of(data, Place(sheet, row.number, form=form))
            stands = [cell.text for cell in origin.cells] + [line.text for line in origin.lines]
            digits = "".join(filter(str.isdigit, "".join((*stands, origin.xml))))
            assert str(row.amount_minor // 100) in digits
        assert rows


@pytest.mark.parametrize("form", [form for form, extension in FORMS.items() if extension != "xls"])
def test_of_a_broken_file_a_row_is_shown_or_it_is_said_why_not(form: str) -> None:
    (page, *_) = facts_of(5, 12).pages
    answer = replace(page.answer, form=form, extension=FORMS[form])
    whole = statement_file(replace(page, answer=answer)).data

    for number in range(40):
        rng = Random(f"{form}/{number}")
        place = Place(rng.randint(0, 2), rng.randint(0, 2_000), form=form)
        with suppress(Unusable):
            assert isinstance(origin_of(mutated(whole, rng), place), Origin)
