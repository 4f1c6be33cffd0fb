"""Tables in text files: cells, line numbers, and what spoils a line."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import Answer, codes, only, plain_grid, read

from izdes.adapters.statements.containers.decoding import Text
from izdes.adapters.statements.containers.delimited import (
    DELIMITERS,
    Delimited,
    table_of,
    without_lines,
)

cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


def table(content: str) -> Delimited:
    found = table_of(Text(content, "utf-8"))
    assert found is not None
    return found


def rows(found: Delimited) -> list[list[str]]:
    return [list(row) for row in found.rows]


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_each_of_the_four_signs_is_found(delimiter: str) -> None:
    lines = ["Дата", "Сумма", "Назначение"], ["01.05.2026", "1 250.00", "за товар"]

    found = table("\n".join(delimiter.join(line) for line in lines))

    assert found.delimiter == delimiter
    assert rows(found) == [*lines]


def test_commas_inside_amounts_do_not_part_cells() -> None:
    found = table("Дата;Сумма\n01.05.2026;1,250,000.00\n02.05.2026;2,000,000.00\n")

    assert found.delimiter == ";"
    assert found.rows[1] == ["01.05.2026", "1,250,000.00"]


def test_lines_above_the_titles_do_not_hide_the_sign() -> None:
    above = "Выписка по счету\nКлиент: Омар Б., Алматы, Абай, 1\n"

    found = table(f"{above}Дата;Сумма;Остаток\n01.05.2026;1,00;2,00\n")

    assert found.delimiter == ";"


@pytest.mark.parametrize("sign", DELIMITERS)
def test_a_file_may_name_its_sign(sign: str) -> None:
    found = table(f"sep={sign}\na{sign}b,c;d\n")

    assert found.delimiter == sign
    assert found.rows[0] == []


@pytest.mark.parametrize("content", ["", "одна строка", "одна\nдве\nтри\n", '"', "sep=x\n"])
def test_a_text_without_columns_is_no_table(content: str) -> None:
    assert table_of(Text(content, "utf-8")) is None


def test_quotes_hold_signs_quotes_and_lines_together() -> None:
    found = table('a;b\n"x;y";"он сказал ""да""\nи ушёл"\nc;d\n')

    assert found.rows[1] == ["x;y", 'он сказал "да"\nи ушёл']
    assert found.rows[2] == []
    assert found.rows[3] == ["c", "d"]


def test_a_row_keeps_the_line_on_which_it_begins() -> None:
    found = table('Дата;Сумма\r\n"1\r\n2\r\n3";4\r\n5;6\r\n')

    assert found.rows[4] == ["5", "6"]


@pytest.mark.parametrize(
    "line",
    ['"Рога" и копыта;100', 'ТОО;"не закрыта', '"a"b;c', 'x;"y" z'],
)
def test_a_broken_quote_spoils_its_line_only(line: str) -> None:
    found = table(f"Имя;Сумма\nA;1\n{line}\nB;2\n")

    assert found.broken == {3}
    assert (found.rows[1], found.rows[3]) == (["A", "1"], ["B", "2"])


def test_a_quote_inside_a_cell_is_a_letter() -> None:
    found = table('Имя;Сумма\nТОО "Рога";1\n')

    assert (found.broken, found.rows[1]) == (frozenset(), ['ТОО "Рога"', "1"])


def test_a_line_with_other_cells_than_its_titles_is_named() -> None:
    found = table("a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;\n\n")

    assert found.spoilt(0) == {3, 4}


def test_titles_may_end_with_empty_cells() -> None:
    found = table("a;b;;\n1;2\n1;2;;\n")

    assert found.spoilt(0) == frozenset()


def test_every_line_with_an_open_quote_is_read_in_time_that_grows_with_the_file() -> None:
    found = table("a;b\n" + 'x;"\n' * 30_000)

    assert len(found.rows) == 30_002


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(DELIMITERS),
)
def test_what_a_program_writes_is_what_is_read(lines: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines)

    found = table(f"sep={delimiter}\n{out.getvalue()}")

    assert [row for row in rows(found) if row] == [[*line] for line in lines] + [[""]]
    assert not found.broken


@given(st.text(max_size=200))
def test_any_text_is_a_table_of_its_lines_or_none(content: str) -> None:
    text = Text(content, "utf-8")

    found = table_of(text)

    if found is not None:
        assert len(found.rows) == len(text.lines)
        assert all(0 < number <= len(found.rows) for number in found.spoilt(0))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "kz1048", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_eighteen_columns_are_read_out_of_text_as_out_of_a_workbook(
    encoding: str, delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(plain_grid(Answer()))

    statement = only(read(out.getvalue().encode(encoding)))

    assert [row.signed_minor for row in statement.rows] == [m.signed for m in Answer().moves]
    assert [row.row_id.rpartition("/")[2] for row in statement.rows] == ["3", "4", "5", "6", "7"]


def test_a_ragged_line_of_eighteen_columns_is_a_fault_and_the_others_are_read() -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(plain_grid(Answer()))
    lines = out.getvalue().splitlines()
    lines[3] += ";и ещё"

    statement = only(read("\n".join(lines).encode()))

    assert codes(statement) == [("line_ragged", 4)]
    assert (len(statement.rows), statement.unread_rows) == (4, 1)


def test_rows_on_spoilt_lines_are_unread() -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(plain_grid(Answer()))
    statement = only(read(out.getvalue().encode()))

    without = without_lines(statement, frozenset({5, 99}))

    assert without == replace(
        statement,
        rows=(*statement.rows[:2], *statement.rows[3:]),
        unread_rows=1,
        faults=without.faults,
    )
