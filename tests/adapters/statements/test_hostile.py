"""Hostile and odd workbooks: what is wrong is said with its place, and nothing is guessed."""

import io
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import (
    MOVES,
    OTHER,
    OWN,
    START,
    Answer,
    Line,
    camt,
    changed,
    codes,
    halyk_grid,
    kaspi_grid,
    only,
    plain_grid,
    read,
    with_moves,
    xls,
    xlsx,
)
from tests.adapters.statements.workbooks import (
    SHEET,
    edited,
    html,
    ods,
    packed,
    parts_of,
    spreadsheetml,
    with_part,
)

from izdes.adapters.words import entries
from izdes.core.errors import Fault
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading, Statement, StatementRow

GOOD = halyk_grid(Answer())
A_ROW = 12
DEBIT = 5
FAR_ACCOUNT, FAR_LETTER = 16, "Q"


def noted(statement: Statement) -> list[str]:
    return [f.code for f in statement.faults if f.severity == "noted"]


def refused(reading: FileReading) -> Fault:
    (fault,) = reading.faults
    assert reading.statements == ()
    assert (fault.severity, fault.file) == ("refused", reading.file)
    return fault


# --- files that are refused as a whole


def overlapping() -> bytes:
    """Return a zip whose central directory names one part twice under two names."""
    data = bytearray(packed({"xl/workbook.xml": b"<a/>", "xl/workbook.xmm": b"<a/>"}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 42 : directory + 46] = b"\0\0\0\0"
    return bytes(data)


def doubled() -> bytes:
    data = packed({"xl/workbook.xml": b"<a/>", "xl/workbook.xmm": b"<b/>"})
    return data.replace(b"xl/workbook.xmm", b"xl/workbook.xml")


def locked_zip() -> bytes:
    data = bytearray(xlsx(GOOD))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + flags] |= 1
    return bytes(data)


def locked_xls() -> bytes:
    """Return an .xls with the record that begins an encrypted stream."""
    return xls(GOOD).replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)


def far_cells_xls() -> list[bytes]:
    """Return old workbooks that claim more rows or columns than there can be, or less than none."""
    rows, columns, none = bytearray(xls(GOOD)), bytearray(xls(GOOD)), bytearray(xls(GOOD))
    dimensions = rows.index(b"\x00\x02\x0e\x00")
    rows[dimensions + 8 : dimensions + 12] = b"\xff\xff\xff\x7f"
    text = columns.index(b"\xfd\x00\x0a\x00")
    columns[text + 4 : text + 8] = b"\xff\xff\xff\xff"
    none[dimensions + 4 : dimensions + 6] = b"\x01\x10"
    old = xls(GOOD).replace(b"\x00\x02\x0e\x00", b"\x00\x02\x0a\x00\x16\x00\x10\x00", 1)
    return [bytes(rows), bytes(columns), bytes(none), old]


def astray_xls() -> bytes:
    """Return an old workbook whose sheet is said to begin in the middle of a record."""
    book = bytearray(xls(GOOD))
    sheet = book.index(b"\x85\x00", 512) + 4
    book[sheet : sheet + 4] = (int.from_bytes(book[sheet : sheet + 4], "little") + 2).to_bytes(
        4, "little"
    )
    return bytes(book)


def with_entities() -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><sst'
    return edited(xlsx(GOOD), b"<sst", bomb, "xl/sharedStrings.xml")


def long_sheet() -> bytes:
    return edited(xlsx(GOOD), b'<c r="A2"', b'<c r="A1048576"')


def many_parts() -> bytes:
    return packed({**parts_of(xlsx(GOOD)), **{f"x/{n}": b"" for n in range(10_001)}})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (locked_zip(), "file_encrypted"),
        (locked_xls(), "file_encrypted"),
        *((data, "file_damaged") for data in far_cells_xls()),
        (astray_xls(), "file_damaged"),
        (with_entities(), "xml_has_entities"),
        (doubled(), "file_damaged"),
        (many_parts(), "workbook_of_too_many_parts"),
        (long_sheet(), "sheet_too_long"),
        (packed({"xl/workbook.bin": b""}), "file_is_xlsb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "form_unknown"),
        (ods(GOOD)[:-40], "file_truncated"),
        (xls(GOOD)[: len(xls(GOOD)) // 2], "file_damaged"),
        (html([["одно", "слово"]]).encode(), "file_is_html"),
        (spreadsheetml(GOOD)[:-200], "xml_damaged"),
        (spreadsheetml([["одно", "слово"]]), "form_unknown"),
    ],
)
def test_a_workbook_that_cannot_be_used_says_why(data: bytes, code: str) -> None:
    assert refused(read(data)).code == code


def test_parts_that_overlap_are_refused() -> None:
    assert refused(read(overlapping())).code in {"file_truncated", "file_damaged"}


def test_a_sheet_too_long_says_how_long_it_may_be() -> None:
    fault = refused(read(long_sheet()))

    assert dict(fault.details) == {"rows": "1048576", "most": "400000"}


def test_cells_that_are_only_coloured_do_not_make_a_sheet_long() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'

    assert only(read(edited(xlsx(GOOD), b"</sheetData>", far))).faults == ()


def test_a_remark_in_the_last_column_does_no_harm() -> None:
    far = b'<c r="XFD2" t="str"><v>x</v></c></row><row r="3"'

    statement = only(read(edited(xlsx(GOOD), b'</row><row r="3"', far)))

    assert len(statement.rows) == len(MOVES)
    assert statement.faults == ()


# --- what is told and does no harm


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx(GOOD), "ответ.pdf"),
        (xlsx(GOOD), "ответ.XLS"),
        (xls(GOOD), "ответ.xlsx"),
        (html(GOOD).encode(), "ответ.xls"),
        (spreadsheetml(GOOD), "ответ.xls"),
        (camt(Answer()), "ответ.xlsx"),
    ],
)
def test_a_name_that_promises_another_kind_is_noted(data: bytes, name: str) -> None:
    statement = only(read(data, name=name))

    assert noted(statement) == ["extension_differs"]
    assert statement.faults[0].file == name
    assert reconcile(statement).outcome == "reconciled"


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a", "a.2026", "a.bak"])
def test_of_other_names_nothing_is_concluded(name: str) -> None:
    assert only(read(xlsx(GOOD), name=name)).faults == ()


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "workbook_has_macros"),
        ("xl/externalLinks/externalLink1.xml", "workbook_has_links"),
    ],
)
def test_macros_and_links_are_noted_and_left_alone(part: str, code: str) -> None:
    reading = read(with_part(xlsx(GOOD), part, b"<a/>"))

    assert [(f.code, f.severity) for f in reading.faults] == [(code, "noted")]
    assert reconcile(only(reading)).outcome == "reconciled"


def two_sheets(visibility: str) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet("Письмо").write_string(0, 0, "По вашему запросу")
    page = book.add_worksheet("Выписка")
    for number, line in enumerate(GOOD):
        page.write_row(number, 0, line)
    getattr(page, visibility)()
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("visibility", ["hide", "very_hidden"])
def test_a_hidden_sheet_with_a_table_is_read_and_noted(visibility: str) -> None:
    statement = only(read(two_sheets(visibility)))

    assert noted(statement) == ["sheet_hidden"]
    assert (statement.sheet, statement.faults[0].sheet) == (2, "Выписка")
    assert len(statement.rows) == len(MOVES)


# --- formulas and errors


def test_formulas_are_counted_and_their_saved_values_taken() -> None:
    data = edited(xlsx(GOOD), b"<v>200000.5</v>", b"<f>A1*2</f><v>200000.5</v>")

    statement = only(read(data))

    (fault,) = statement.faults
    assert (fault.code, fault.severity) == ("formula_cells", "noted")
    assert dict(fault.details) == {"count": "1", "first": "F12"}
    assert reconcile(statement).outcome == "reconciled"


@pytest.mark.parametrize("left", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_that_was_never_computed_refuses_its_row(left: bytes) -> None:
    data = edited(xlsx(GOOD), b"<v>200000.5</v>", b"<f>SUM(A1:A2)</f>" + left)

    statement = only(read(data))

    assert ("formula_without_value", A_ROW) in codes(statement)
    assert statement.unread_rows == 1


def test_a_formula_of_another_writer_is_seen_too() -> None:
    parts = parts_of(xlsx(GOOD))
    sheet = parts[SHEET].replace(b"<v>200000.5</v>", b"<f t='shared' si='0'/><v>200000.5</v>")
    for name in (b"c", b"f", b"v", b"row", b"sheetData", b"worksheet", b"is", b"t"):
        for before, after in ((b"<", b"<x:"), (b"</", b"</x:")):
            for end in (b" ", b">", b"/"):
                sheet = sheet.replace(before + name + end, after + name + end)
    sheet = sheet.replace(b"xmlns=", b"xmlns:x=")

    statement = only(read(packed({**parts, SHEET: sheet})))

    assert noted(statement) == ["formula_cells"]
    assert len(statement.rows) == len(MOVES)


@pytest.mark.parametrize("shown", [b"#N/A", b"#REF!", b"#DIV/0!"])
def test_an_error_in_a_cell_refuses_its_row_and_names_the_column(shown: bytes) -> None:
    grid = changed(GOOD, A_ROW, FAR_ACCOUNT, 7.0)
    data = edited(xlsx(grid), b'<c r="Q12"><v>7</v>', b'<c r="Q12" t="e"><v>' + shown + b"</v>")

    statement = only(read(data))

    fault = next(f for f in statement.faults if f.code == "cell_error")
    assert (fault.row, fault.column) == (A_ROW, "Номер счета получателя")
    assert dict(fault.details) == {"value": shown.decode()}
    assert len(statement.rows) == len(MOVES) - 1


@pytest.mark.parametrize("shown", ["#N/A", "#Н/Д", "#ссылка!", "Err:502"])
def test_an_error_that_became_text_is_no_account(shown: str) -> None:
    for data in (
        xlsx(changed(GOOD, A_ROW, FAR_ACCOUNT, shown)),
        xls(changed(GOOD, A_ROW, FAR_ACCOUNT, shown)),
        html(changed(GOOD, A_ROW, FAR_ACCOUNT, shown)).encode(),
    ):
        assert ("cell_error", A_ROW) in codes(only(read(data)))


def old(fill: Callable[[xlwt.Worksheet], None], *, is_1904: bool = False) -> bytes:
    """Write the good answer as .xls and let a test change the sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = is_1904
    page = book.add_sheet("Выписка", cell_overwrite_ok=True)
    for number, line in enumerate(GOOD):
        for column, value in enumerate(line):
            if value is not None:
                page.write(number, column, value)
    fill(page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_error_in_an_old_workbook_is_seen_too() -> None:
    data = old(lambda page: page.row(A_ROW - 1).set_cell_error(FAR_ACCOUNT, 0x17))

    fault = next(f for f in only(read(data)).faults if f.code == "cell_error")

    assert (fault.row, dict(fault.details)) == (A_ROW, {"value": "#REF!"})


def test_formulas_in_an_old_workbook_are_counted() -> None:
    data = old(lambda page: page.write(1, 20, xlwt.Formula("1+1")))

    (fault,) = only(read(data)).faults

    assert (fault.code, dict(fault.details)) == ("formula_cells", {"count": "1", "first": "U2"})


def test_an_old_workbook_whose_sectors_go_in_a_circle_is_damaged() -> None:
    data = bytearray(xls(GOOD))
    (table,) = struct.unpack_from("<I", data, 76)
    for n in range(128):
        struct.pack_into("<I", data, 512 + table * 512 + n * 4, 0)

    assert refused(read(bytes(data))).code == "file_damaged"


@pytest.mark.parametrize("value", ["TRUE", "ИСТИНА", "12 мың теңге"])
def test_words_are_no_amount(value: str) -> None:
    statement = only(read(xlsx(changed(GOOD, A_ROW, DEBIT, value))))

    assert ("amount_unreadable", A_ROW) in codes(statement)


def test_a_truth_value_is_no_amount() -> None:
    data = edited(xlsx(GOOD), b'<c r="F12"><v>200000.5</v>', b'<c r="F12" t="b"><v>1</v>')

    fault = next(f for f in only(read(data)).faults if f.row == A_ROW)

    assert (fault.code, dict(fault.details)) == ("amount_unreadable", {"value": "TRUE"})


# --- marks that nobody sees


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u202a", "\u2060", "\ufeff", "\u00ad"])
def test_hidden_marks_are_left_out_and_noted_once(mark: str) -> None:
    hidden = [replace(m, far_name=f"{mark}{m.far_name}") for m in MOVES]
    grid = changed(halyk_grid(with_moves(*hidden)), A_ROW, DEBIT, f"{mark}200 000,50{mark}")
    grid = changed(grid, A_ROW, FAR_ACCOUNT, f"{OTHER[:4]}{mark}{OTHER[4:]}")

    statement = only(read(xlsx(grid)))

    (fault,) = statement.faults
    assert (fault.code, fault.row, fault.severity) == ("hidden_marks", 11, "noted")
    assert dict(fault.details) == {"count": str(len(MOVES))}
    assert statement.rows[1].payee.account == f"iban:{OTHER}"
    assert statement.rows[1].payee.name == MOVES[1].far_name
    assert reconcile(statement).outcome == "reconciled"


def test_control_characters_are_left_out_of_words_and_refuse_an_amount() -> None:
    grid = changed(GOOD, A_ROW, 12, "Сейтқали\u0000 Ә.\u0001")
    grid = changed(grid, A_ROW + 1, DEBIT, "10\u0000 000,00")

    statement = only(read(xlsx(grid)))

    assert statement.rows[1].payee.name == "Сейтқали Ә."
    assert ("amount_unreadable", A_ROW + 1) in codes(statement)


# --- amounts as text


@pytest.mark.parametrize(
    "printed",
    [
        "200 000,50",
        "200\u00a0000,50",
        "200\u202f000.50",
        "200'000.50",
        "200’000,50",
        "200,000.50",
        "200.000,50",
        "200000.5",
        "200 000,50 ₸",
        "200 000,50 KZT",
    ],
)
def test_an_amount_is_read_in_every_known_notation(printed: str) -> None:
    statement = only(read(xlsx(changed(GOOD, A_ROW, DEBIT, printed))))

    assert statement.rows[1].amount_minor == 20_000_050
    assert statement.faults == ()


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("200,000", "amount_unclear"),
        ("200.000", "amount_unclear"),
        ("2,000005E+05", "amount_unreadable"),
        ("2.000005e5", "amount_unreadable"),
        ("200 000,505", "amount_inexact"),
        ("≈200 000", "amount_unreadable"),
        ("200 000,50 USD", "amount_unreadable"),
        ("200 00,50", "amount_unreadable"),
    ],
)
def test_an_amount_that_is_not_exact_is_refused_with_its_place(printed: str, code: str) -> None:
    statement = only(read(xlsx(changed(GOOD, A_ROW, DEBIT, printed), "Май"), name="ответ.xlsx"))

    fault = next(f for f in statement.faults if f.code == code)
    assert (fault.file, fault.sheet, fault.row) == ("ответ.xlsx", "Май", A_ROW)
    assert fault.column == "Сумма в валюте ее проведения по дебету"
    assert dict(fault.details) == {"value": printed}


@pytest.mark.parametrize("printed", ["(1 250,00)", "1250-", "1 250,00 -", "-1250", "−1 250,00"])
def test_a_minus_in_any_notation_means_that_money_leaves(printed: str) -> None:
    out = with_moves(*(replace(m, direction="debit") for m in MOVES))
    grid = [*plain_grid(out)[:2], *(changed([g], 1, 4, printed)[0] for g in plain_grid(out)[2:])]

    statement = only(read(xlsx(grid)))

    assert {(r.direction, r.amount_minor) for r in statement.rows} == {("debit", 125_000)}


def test_a_number_shown_in_scientific_notation_is_the_number_that_it_is() -> None:
    data = edited(xlsx(GOOD), b"<v>200000.5</v>", b"<v>2.000005E+05</v>")

    assert only(read(data)).rows[1].amount_minor == 20_000_050


# --- dates


def dated(values: list[str | float | datetime]) -> list[Line]:
    """Return the plain table with these dates in its rows."""
    head, rows = plain_grid(Answer())[:2], plain_grid(Answer())[2:]
    return [
        *head,
        *([value, *row[1:]] for value, row in zip(values, rows, strict=True)),
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "{:%d.%m.%Y %H:%M:%S}",
        "{:%d.%m.%y %H:%M:%S}",
        "{:%d-%m-%Y %H:%M:%S}",
        "{:%Y-%m-%d %H:%M:%S}",
        "{:%Y-%m-%dT%H:%M:%S}",
        "{:%Y.%m.%d %H:%M:%S}",
        "{:%Y/%m/%d %H:%M:%S}",
        "{:%d мамыр %Y ж. %H:%M:%S}",
        "{:%Y жылғы %d мамыр %H:%M:%S}",
        "{:%d мая %Y г. %H:%M:%S}",
        "{:%d мая %Y года, %H:%M:%S}",
        "{:%d May %Y %H:%M:%S}",
    ],
)
def test_a_date_is_read_in_every_known_notation(pattern: str) -> None:
    statement = only(read(xlsx(dated([pattern.format(m.at) for m in MOVES]))))

    assert statement.faults == ()
    assert [r.booked_at for r in statement.rows] == [
        r.booked_at for r in only(read(xlsx(plain_grid(Answer())))).rows
    ]


def serial(at: datetime) -> float:
    return (at - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001  # a wall clock


@pytest.mark.parametrize("write", [xlsx, xls])
def test_dates_that_lost_their_format_are_read_and_noted(
    write: Callable[[list[Line]], bytes],
) -> None:
    statement = only(read(write(dated([serial(m.at) for m in MOVES]))))

    assert noted(statement) == ["dates_as_numbers"]
    assert [r.booked_at for r in statement.rows] == [
        r.booked_at for r in only(read(xlsx(plain_grid(Answer())))).rows
    ]
    assert {r.time_precision for r in statement.rows} == {"second"}


def test_numbers_are_dates_only_where_all_of_them_are() -> None:
    values: list[str | float | datetime] = [serial(m.at) for m in MOVES]
    values[2] = 20_260_519.0

    reading = read(xlsx(dated(values)))

    assert reading.statements == ()
    assert [f.code for f in reading.faults] == [*["time_unreadable"] * 5, "account_unknown"]


def test_numbers_among_dates_that_are_texts_stay_refused() -> None:
    values: list[str | float | datetime] = [f"{m.at:%d.%m.%Y %H:%M:%S}" for m in MOVES]
    values[2] = serial(MOVES[2].at)

    statement = only(read(xlsx(dated(values))))

    assert [(f.code, f.row) for f in statement.faults] == [("time_unreadable", 5)]


def test_slashes_are_read_where_the_column_tells_day_from_month() -> None:
    values: list[str | float | datetime] = [f"{m.at:%d/%m/%Y %H:%M:%S}" for m in MOVES]
    unclear = only(read(xlsx(dated(values))))
    values[-1] = "19/05/2026 10:00:00"
    clear = only(read(xlsx(dated(values))))

    # The fifth of the fifth month is clear by itself.
    assert [(f.code, f.row) for f in unclear.faults] == [("date_unclear", n) for n in (3, 4, 5, 7)]
    assert clear.faults == ()
    assert clear.rows[0].booked_at.day == START.day


def test_a_typed_date_beside_slashes_may_have_changed_places_and_is_refused() -> None:
    values: list[str | float | datetime] = [f"{m.at:%d/%m/%Y %H:%M:%S}" for m in MOVES]
    values[0], values[-1] = START, "19/05/2026 10:00:00"

    statement = only(read(xlsx(dated(values))))

    assert [(f.code, f.row) for f in statement.faults] == [("date_unclear", 3)]


def test_a_workbook_that_counts_from_1904_keeps_its_days() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "date_1904": True})
    clock, page = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}), book.add_worksheet()
    for number, line in enumerate(dated([m.at for m in MOVES])):
        for column, value in enumerate(line):
            if isinstance(value, datetime):
                page.write_datetime(number, column, value, clock)
            elif value is not None:
                page.write(number, column, value)
    book.close()

    statement = only(read(stream.getvalue()))

    assert [r.booked_at for r in statement.rows] == [
        r.booked_at for r in only(read(xlsx(plain_grid(Answer())))).rows
    ]


def test_numbers_that_are_dates_are_counted_as_their_workbook_counts() -> None:
    shift = 1462
    data = xlsx(dated([serial(m.at) - shift for m in MOVES]))

    statement = only(read(edited(data, b"<workbookPr", b'<workbookPr date1904="1"', BOOK)))

    assert noted(statement) == ["dates_as_numbers"]
    assert statement.rows[0].booked_at.day == START.day


BOOK = "xl/workbook.xml"


# --- what stands around and inside a table


def merged(grid: list[Line], top: int, bottom: int, column: int) -> bytes:
    """Write the grid with one column's cells merged over some rows, from 1."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet()
    for number, line in enumerate(grid):
        for place, value in enumerate(line):
            if place != column or not top <= number + 1 <= bottom:
                page.write(number, place, value)
    page.merge_range(top - 1, column, bottom - 1, column, grid[top - 1][column])
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("column", [0, DEBIT, 11, FAR_ACCOUNT])
def test_a_cell_merged_with_the_row_above_is_not_guessed(column: int) -> None:
    statement = only(read(merged(GOOD, A_ROW, A_ROW + 1, column)))

    assert ("cell_merged", A_ROW + 1) in codes(statement)
    assert [r.row_id.rpartition("/")[2] for r in statement.rows] == ["11", "12", "14", "15"]


@pytest.mark.parametrize(
    ("grid", "rows"),
    [
        (GOOD, ["11", "12", "15", "16", "17"]),
        (plain_grid(Answer()), ["3", "4", "7", "8", "9"]),
        (kaspi_grid(Answer()), ["17", "16", "15", "14", "13"]),
    ],
)
def test_titles_that_stand_again_on_a_new_page_are_no_rows(
    grid: list[Line], rows: list[str]
) -> None:
    place = next(n for n, line in enumerate(grid) if line[:1] == ["Дата и время операции"])
    titles = grid[place : place + 2] if len(grid[place]) == 18 else [grid[place], []]
    again = titles if rows[0] != "17" else []
    middle = len(grid) - 4 if rows[0] == "11" else len(grid) - 3
    cut = [*grid[:middle], *again, *grid[middle:]]

    statement = only(read(xlsx(cut)))

    assert statement.faults == ()
    assert [r.row_id.rpartition("/")[2] for r in statement.rows] == rows


def test_sums_of_days_and_numbers_of_columns_are_no_rows() -> None:
    day: Line = [None, None, "Итого за 03.05.2026", None, 7.0, 7.0]
    beside: Line = ["03.05.2026", "Итого за день", None, None, 7.0, 7.0]
    numbers: Line = [str(n) for n in range(1, 19)]
    grid = plain_grid(Answer())

    statement = only(read(xlsx([*grid[:4], day, beside, numbers, *grid[4:]])))

    assert statement.faults == ()
    assert len(statement.rows) == len(MOVES)


def test_footers_with_names_and_marks_are_no_rows() -> None:
    after: list[Line] = [
        [None, None, None, None, "М.П."],
        ["Исполнитель", None, None, None, "подпись"],
        [None, None, None, None, None, None, None, None, None, None, "(подпись)"],
        ["Страница 1 из 1"],
    ]

    statement = only(read(xlsx([*plain_grid(Answer()), *after])))

    assert statement.faults == ()
    assert len(statement.rows) == len(MOVES)


def of_other(grid: list[Line]) -> list[Line]:
    """Return the answer as the bank of the other account gives it about that account."""
    new = "KZ791010000000000002"
    return [[new if value == OWN else value for value in line] for line in grid]


def test_a_table_of_another_account_below_is_a_statement_of_its_own() -> None:
    reading = read(xlsx([*GOOD, [], *of_other(GOOD)]))

    first, second = reading.statements
    assert (first.account, second.account) == (f"iban:{OWN}", "iban:KZ791010000000000002")
    assert {reconcile(s).outcome for s in reading.statements} == {"reconciled"}
    assert second.rows[0].row_id.endswith(f"/{len(GOOD) + 1 + 11}")
    assert first.statement_id != second.statement_id


def test_a_plain_table_of_another_account_below_is_a_statement_of_its_own() -> None:
    first, second = read(
        xlsx([*plain_grid(Answer()), [], *of_other(plain_grid(Answer()))])
    ).statements

    assert [len(s.rows) for s in (first, second)] == [len(MOVES)] * 2
    assert first.faults == second.faults == ()


def test_the_same_heading_on_every_page_is_said_once() -> None:
    page = [*GOOD[:11], *GOOD[:10], *GOOD[11:]]

    statement = only(read(xlsx(page)))

    assert statement.faults == ()
    assert reconcile(statement).outcome == "reconciled"


def test_a_second_table_of_the_account_with_other_balances_is_refused() -> None:
    later = changed(GOOD, 7, 1, 5.0)

    statement = only(read(xlsx([*GOOD, *later])))

    assert ("second_table_differs", len(GOOD) + 10) in codes(statement)
    assert reconcile(statement).outcome == "faulty"


def test_titles_without_rows_are_noted() -> None:
    reading = read(xlsx(plain_grid(Answer(moves=()))))

    assert [(f.code, f.severity) for f in reading.faults] == [("table_without_rows", "noted")]


# --- other containers of the same table


@pytest.mark.parametrize("write", [ods, spreadsheetml, lambda grid: html(grid).encode()])
@pytest.mark.parametrize("grid", [GOOD, kaspi_grid(Answer()), plain_grid(Answer())])
def test_the_table_is_the_same_in_every_container(
    write: Callable[[list[Line]], bytes], grid: list[Line]
) -> None:
    expected, found = read(xlsx(grid)), read(write(grid))

    assert (found.form, found.faults) == (expected.form, ())
    assert only(found).faults == ()
    assert [r.row_id.partition("/")[2] for r in only(found).rows] == [
        r.row_id.partition("/")[2] for r in only(expected).rows
    ]
    assert [replace(r, row_id=e.row_id) for r, e in rows_of(found, expected)] == [
        e for _, e in rows_of(found, expected)
    ]


def rows_of(one: FileReading, other: FileReading) -> list[tuple[StatementRow, StatementRow]]:
    return list(zip(only(one).rows, only(other).rows, strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_web_page_is_read_in_its_encoding(encoding: str) -> None:
    ascii_names = [replace(m, far_name="Сейтова А.") for m in MOVES]
    grid = halyk_grid(with_moves(*ascii_names))
    page = html(grid).replace("Сатып алу", "Покупка")

    statement = only(read(page.encode(encoding, "replace")))

    assert statement.faults == ()
    assert reconcile(statement).outcome == "reconciled"


def test_what_a_web_page_merges_over_rows_is_not_guessed() -> None:
    page = html(GOOD).replace(
        f"<td>{OTHER}</td><td>Резидент", f"<td rowspan=2>{OTHER}</td><td>Резидент", 1
    )
    cell = f"<td>{OWN}</td>"
    page = page.replace(cell, f'<td rowspan="2">{OWN}</td>', 2)

    statement = only(read(page.encode()))

    assert "cell_merged" in {code for code, _ in codes(statement)}


def test_strict_office_open_xml_is_read() -> None:
    parts = parts_of(xlsx(GOOD))
    exchanged = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
            b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        ),
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    for old_name, new_name in exchanged.items():
        parts = {name: part.replace(old_name, new_name) for name, part in parts.items()}

    statement = only(read(packed(parts)))

    assert statement.faults == ()
    assert len(statement.rows) == len(MOVES)


# --- whatever the bytes


def all_codes(reading: FileReading) -> set[str]:
    every = [*reading.faults, *(f for s in reading.statements for f in s.faults)]
    return {f.code for f in every}


SAMPLES = (
    xls(kaspi_grid(Answer())),
    ods(GOOD),
    html(GOOD).encode(),
    spreadsheetml(GOOD),
    parts_of(ods(GOOD))["content.xml"],
)


@given(
    st.sampled_from(SAMPLES[2:4]),
    st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_broken_page_is_a_reading_with_words(data: bytes, changes: list[tuple[int, int]]) -> None:
    copy = bytearray(data)
    for place, value in changes:
        copy[place % len(copy)] = value

    assert all_codes(read(bytes(copy))) <= entries().keys()


@given(st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_broken_ods_is_a_reading_with_words(changes: list[tuple[int, int]]) -> None:
    parts = parts_of(SAMPLES[1])
    copy = bytearray(parts["content.xml"])
    for place, value in changes:
        copy[place % len(copy)] = value

    reading = read(packed({**parts, "content.xml": bytes(copy)}))

    assert all_codes(reading) <= entries().keys()
