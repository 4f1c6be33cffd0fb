"""Dialects of the eighteen columns: known by what they show, read to the last row and tiyn."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
import xlsxwriter
from tests.adapters.statements.answers import (
    MOVES,
    OTHER,
    OWN,
    TITLES,
    Answer,
    Line,
    Value,
    changed,
    codes,
    only,
    plain_grid,
    read,
    with_moves,
    xls,
    xlsx,
)

from izdes.adapters.statements import read_bytes
from izdes.adapters.statements.columns18.sheet import FORMS
from izdes.adapters.words import entries
from izdes.core.law.institutions import Institution, Register
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading, Statement
from izdes.twin.country import country, material
from izdes.twin.dialects import statement_file
from izdes.twin.facts import facts_of
from izdes.twin.pages import Page

TWIN_FORMS = ("plain", "halyk", "kaspi", "freedom", "vtb", "forte")


@cache
def pages() -> tuple[Page, ...]:
    return facts_of(11, 24).pages


@cache
def banks() -> Register:
    return Register(
        [
            Institution(
                institution_id=known.institution_id,
                code=known.code,
                bic=known.institution_id if known.kind == "bank" else "",
                bin="",
                kind=known.kind,  # type: ignore[arg-type]  # one of the kinds
                name_kk=known.name_kk,
                name_ru=known.name_ru,
                name_en=known.name_en,
                verified=False,
            )
            for known in country().institutions
        ]
    )


def in_form(page: Page, form: str, extension: str) -> Page:
    return replace(page, answer=replace(page.answer, form=form, extension=extension))


def name_of(page: Page) -> str:
    given = page.answer.file_name.format(
        serial=page.account.serial, last="-", day="-", iban=page.account.side.printed
    )
    return f"{given}.{page.answer.extension}"


def reading_of(page: Page) -> tuple[FileReading, tuple[tuple[int, int], ...]]:
    written = statement_file(page)
    reading = read_bytes(written.data, name=name_of(page), register=banks(), manifest={})
    return reading, written.rows


WRITTEN = [
    (form, extension)
    for form in TWIN_FORMS
    for extension in material("dialects/forms.yaml")[form]["extensions"]
]


@pytest.mark.parametrize(("form", "extension"), WRITTEN)
def test_every_page_is_read_as_its_bank_wrote_it(form: str, extension: str) -> None:
    for page in (in_form(p, form, extension) for p in pages()):
        reading, rows = reading_of(page)

        statement = only(reading)
        assert reading.form == f"columns18-{form}"
        assert statement.account == page.account.side.key
        assert [f for f in statement.faults if f.severity == "refused"] == []
        assert [r.row_id for r in statement.rows] == [
            f"{reading.sha256[:16]}/{sheet}/{row}" for sheet, row in rows
        ]
        assert [(r.booked_at, r.direction, r.amount_minor) for r in statement.rows] == [
            (e.at, "credit" if e.is_credit else "debit", e.transfer.amount_minor)
            for e in page.entries
        ]


@pytest.mark.parametrize(("form", "extension"), WRITTEN)
def test_a_page_with_balances_reconciles_to_the_tiyn(form: str, extension: str) -> None:
    for page in (in_form(p, form, extension) for p in pages()):
        statement = only(reading_of(page)[0])

        found = reconcile(statement)

        if page.answer.states_balances:
            assert found.outcome == "reconciled"
            assert (statement.opening_minor, statement.closing_minor) == (
                page.opening_minor,
                page.closing_minor,
            )
        else:
            assert found.outcome == "not_checkable"


@pytest.mark.parametrize(("form", "extension"), WRITTEN)
def test_the_same_page_gives_the_same_bytes(form: str, extension: str) -> None:
    page = in_form(pages()[0], form, extension)

    assert statement_file(page) == statement_file(page)


@pytest.mark.parametrize("form", TWIN_FORMS)
def test_why_a_form_was_taken_is_explained(form: str) -> None:
    reading, _ = reading_of(in_form(pages()[0], form, "xlsx"))

    explained = [finding.code for finding in reading.explained]
    assert f"how_form_{reading.reason}" in explained


def test_every_form_has_a_reason_of_its_own_in_words() -> None:
    reasons = [form.reason for form in FORMS]

    assert len(set(reasons)) == len(FORMS)
    assert {f"how_form_{reason}" for reason in reasons} <= entries().keys()


@pytest.mark.parametrize("form", TWIN_FORMS)
def test_what_a_page_says_of_people_and_purposes_is_kept(form: str) -> None:
    page = in_form(pages()[0], form, "xlsx")

    statement = only(reading_of(page)[0])

    assert statement.holder == page.account.side.name
    assert statement.holder_iin == page.account.side.number
    in_full = [
        (row, entry.transfer)
        for row, entry in zip(statement.rows, page.entries, strict=True)
        if (row.payer.account, row.payee.account)
        == (entry.transfer.payer.key, entry.transfer.payee.key)
    ]
    assert in_full
    for row, transfer in in_full:
        assert row.payee.iin == transfer.payee.number
        assert transfer.purpose.text in row.purpose
        assert row.purpose_code in ("", transfer.purpose.code)


# --- Freedom: a sheet for each currency, the purpose in the code's column

SEVENTEEN: Line = [*TITLES[:16], "КНП"]


def freedom_grid(currency: str = "KZT") -> list[Line]:
    rows = [[*row[:1], currency, *row[2:16], row[17]] for row in plain_grid(Answer())[2:]]
    return [SEVENTEEN, *rows]


def book(sheets: dict[str, list[Line]], path: str) -> bytes:
    workbook = xlsxwriter.Workbook(path)
    for name, grid in sheets.items():
        page = workbook.add_worksheet(name)
        for number, line in enumerate(grid):
            page.write_row(number, 0, line)
    workbook.close()
    with open(path, "rb") as file:  # noqa: PTH123  # as the library wants it
        return file.read()


def test_each_sheet_of_a_currency_is_a_statement(tmp_path: object) -> None:
    sheets = {"KZT": freedom_grid(), "USD": freedom_grid("USD"), "EUR": [SEVENTEEN]}

    reading = read(book(sheets, f"{tmp_path}/a.xlsx"))

    assert (reading.form, reading.reason) == ("columns18-freedom", "purpose_in_code_column")
    assert [(s.sheet, s.currency, len(s.rows)) for s in reading.statements] == [
        (1, "KZT", len(MOVES)),
        (2, "USD", len(MOVES)),
    ]
    assert [(f.code, f.sheet, f.severity) for f in reading.faults] == [
        ("table_without_rows", "EUR", "noted")
    ]


def test_an_operation_in_another_currency_than_its_sheet_is_refused(tmp_path: object) -> None:
    grid = changed(freedom_grid("USD"), 3, 1, "EUR")

    statement = only(read(book({"USD": grid}, f"{tmp_path}/a.xlsx")))

    assert ("foreign_currency", 3) in codes(statement)


@pytest.mark.parametrize(
    ("cell", "code", "purpose"),
    [
        ("Перевод денег", "", "Перевод денег"),
        ("119 - Перевод денег", "119", "Перевод денег"),
        ("119 Перевод денег", "119", "Перевод денег"),
        ("119", "119", ""),
        (119.0, "119", ""),
        ("2026 жылғы төлем", "", "2026 жылғы төлем"),
    ],
)
def test_words_in_the_code_column_are_the_purpose(cell: Value, code: str, purpose: str) -> None:
    statement = only(read(xlsx(changed(freedom_grid(), 2, 16, cell))))

    assert (statement.rows[0].purpose_code, statement.rows[0].purpose) == (code, purpose)


def test_seventeen_columns_with_codes_alone_are_the_plain_form() -> None:
    grid = [SEVENTEEN, *([*row[:16], "119"] for row in freedom_grid()[1:])]

    assert read(xlsx(grid)).form == "columns18-plain"


# --- VTB: the operation, the sign and the side agree


def vtb_grid(answer: Answer | None = None) -> list[Line]:
    titles: Line = [
        *TITLES[:2],
        "Вид операции (КД)",
        *TITLES[3:8],
        "Резиденство плательщика",
        *TITLES[9:13],
        "Резиденство получателя",
        *TITLES[14:],
    ]
    rows = []
    for move, row in zip(MOVES, plain_grid(answer or Answer())[2:], strict=True):
        came = move.direction == "credit"
        operation = "1 - Внешние входящие" if came else "2 - Внешние исходящие"
        amount = move.signed / 100
        at = f"{move.at:%Y.%m.%d %H:%M:%S}"
        rows.append([at, "KZT - Тенге", operation, "", amount, amount, *row[6:]])
    return [["ИИК", OWN], titles, *rows]


@pytest.mark.parametrize("write", [xlsx, xls])
def test_sign_and_operation_say_the_direction(write: Callable[[list[Line]], bytes]) -> None:
    reading = read(write(vtb_grid()))

    assert reading.form == "columns18-vtb"
    assert reading.reason == "operations_numbered_by_direction"
    assert only(reading).faults == ()
    assert [(r.direction, r.amount_minor) for r in only(reading).rows] == [
        (m.direction, m.minor) for m in MOVES
    ]
    assert {r.currency for r in only(reading).rows} == {"KZT"}


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (4, 2, "1 - Внешние входящие", "operation_disagrees"),
        (4, 2, "1 - Внешние исходящие", "operation_disagrees"),
        (4, 2, "2 - Внешние входящие", "operation_disagrees"),
        (3, 2, "2 - Внешние исходящие", "operation_disagrees"),
        (4, 4, 200_000.5, "operation_disagrees"),
        (4, 10, OTHER, "direction_disagrees"),
        (4, 15, OWN, None),
        (4, 2, "3 - Внутренние", None),
        (4, 2, "Прочее", None),
    ],
)
def test_witnesses_that_contradict_each_other_refuse_the_row(
    row: int, column: int, value: Value, code: str | None
) -> None:
    statement = only(read(xlsx(changed(vtb_grid(), row, column, value))))

    assert codes(statement) == ([(code, row)] if code else [])


def test_a_refused_operation_is_named_with_its_column() -> None:
    grid = changed(vtb_grid(), 4, 2, "1 - Внешние входящие")

    (fault,) = only(read(xlsx(grid))).faults

    assert fault.column == "Вид операции (КД)"
    assert dict(fault.details) == {"value": "1 - Внешние входящие"}


def test_an_amount_of_nothing_has_no_direction_to_contradict() -> None:
    grid = changed(changed(vtb_grid(), 4, 4, 0.0), 4, 5, 0.0)

    statement = only(read(xlsx(grid)))

    assert [(f.code, f.severity) for f in statement.faults] == [("zero_amount", "noted")]


# --- Forte: a branch, no account in the heading


def forte_grid(answer: Answer | None = None) -> list[Line]:
    given = answer or Answer()
    heading: list[Line] = [
        ["Выписка"],
        ["Клиент", "Омар Б."],
        ["ИИН/БИН", 202_800_019],
        ["Валюта счета", "KZT"],
        ["Период", "01.05.2026 - 31.05.2026"],
        ["Входящий остаток", given.opening / 100],
        ["Исходящий остаток", given.closing / 100],
        [],
    ]
    rows = [["Головной офис", *row] for row in plain_grid(given)[2:]]
    sums = [sum(m.minor for m in given.moves if m.direction == d) for d in ("debit", "credit")]
    totals: list[Line] = [["Итого дебет", sums[0] / 100], ["Итого кредит", sums[1] / 100]]
    return [*heading, ["Филиал", *TITLES], *rows, *totals]


def own_by_sheet(write: Callable[[list[Line], str], bytes], sheet: str) -> Statement:
    pair = with_moves(MOVES[0], MOVES[1])
    return only(read(write(forte_grid(pair), sheet)))


@pytest.mark.parametrize("write", [xlsx, xls])
def test_the_account_is_in_the_name_of_the_sheet(
    write: Callable[[list[Line], str], bytes],
) -> None:
    statement = own_by_sheet(write, OWN)

    assert statement.account == f"iban:{OWN}"
    assert statement.faults == ()
    assert reconcile(statement).outcome == "reconciled"


def test_the_account_is_in_the_name_of_the_file() -> None:
    pair = with_moves(MOVES[0], MOVES[1])

    statement = only(read(xlsx(forte_grid(pair)), name=f"SDP {OWN}.xlsx"))

    assert statement.account == f"iban:{OWN}"
    assert [f.code for f in statement.faults] == ["account_from_file_name"]


def test_the_branch_shows_the_form_and_lost_zeros_come_back() -> None:
    moves = [replace(m, far_number=101_800_016) for m in MOVES]

    reading = read(xlsx(forte_grid(with_moves(*moves))))

    assert (reading.form, reading.reason) == ("columns18-forte", "branch_column")
    assert only(reading).holder_iin == "000202800019"
    far = only(reading).rows[0].payer
    assert far.iin == "000101800016"


def test_the_sums_under_the_table_are_checked() -> None:
    grid = forte_grid()

    statement = only(read(xlsx(changed(grid, len(grid), 1, 1.0))))

    assert [c for c, _ in codes(statement)] == ["turnover_differs"]
