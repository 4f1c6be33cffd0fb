"""Tables read by a profile: every key of it, and what stays refused."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import REGISTER, Answer, camt, plain_grid, xlsx
from tests.adapters.statements.profiled import (
    FAR,
    OWN,
    TABLE,
    changed,
    codes,
    lines,
    profile,
    reading,
    signed,
    statement,
)

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.adapters.statements.isolation import read_paths
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import StatementRow

DATES = ("Дата", "Сумма")
SIDED = """
profile: 1
name: sided
kind: statement
match: {titles: [Дата, Сумма, Кто, Кому]}
columns: {moment: Дата, amount: Сумма, payer_account: Кто, payee_account: Кому}
constants: {currency: KZT}
"""


def test_a_signed_amount_goes_the_way_its_profile_says() -> None:
    table = lines(DATES, ("03.05.2026 10:00", "-5,50"), ("04.05.2026", "7"))

    credit = changed(TABLE, amounts="{negative: credit}")

    assert signed(statement(TABLE, table)) == [-550, 700]
    assert signed(statement(credit, table)) == [550, -700]


def test_the_form_and_the_steps_to_it_are_told() -> None:
    found = reading(TABLE, lines(DATES, ("03.05.2026", "-5")))

    told = [step.code for step in found.explained]
    assert (found.form, found.reason) == ("profile-t", "titles_of_profile")
    assert {"how_profile", "how_header", "how_column", "how_delimiter"} <= set(told)
    assert "how_account_profile" in told


def test_debit_and_credit_may_have_columns_of_their_own() -> None:
    text = changed(
        TABLE,
        match="{titles: [Дата, Расход, Приход]}",
        columns="{moment: Дата, debit: Расход, credit: Приход}",
        amounts="",
    )
    table = lines(
        ("Дата", "Расход", "Приход"),
        ("03.05.2026", "5", ""),
        ("04.05.2026", "", "7"),
        ("05.05.2026", "1", "2"),
        ("06.05.2026", "", ""),
        ("07.05.2026", "-1", "0"),
        ("08.05.2026", "0", "0"),
    )

    found = statement(text, table)

    assert signed(found) == [-500, 700]
    assert codes(found) == [
        ("zero_amount", 7),
        ("both_amounts", 4),
        ("row_without_amount", 5),
        ("negative_amount", 6),
    ]


def test_a_column_of_debits_may_print_a_minus() -> None:
    text = changed(
        TABLE,
        match="{titles: [Дата, Расход, Приход]}",
        columns="{moment: Дата, debit: Расход, credit: Приход}",
        amounts="{debit_has_minus: yes}",
    )
    table = lines(("Дата", "Расход", "Приход"), ("03.05.2026", "-5", ""), ("04.05.2026", "5", ""))

    found = statement(text, table)

    assert (signed(found), codes(found)) == ([-500], [("negative_amount", 3)])


def test_a_word_may_tell_the_direction() -> None:
    text = changed(
        TABLE,
        match="{titles: [Дата, Сумма, Тип]}",
        columns="{moment: Дата, amount: Сумма, direction: Тип}",
        amounts="",
        directions='{debit: [Списание, "-"], credit: [Зачисление, "+"]}',
    )
    table = lines(
        (*DATES, "Тип"),
        ("03.05.2026", "5", "СПИСАНИЕ"),
        ("04.05.2026", "-6", "-"),
        ("05.05.2026", "7", "+"),
        ("06.05.2026", "8", "Списание с карты"),
        ("07.05.2026", "-9", "зачисление"),
    )

    found = statement(text, table)

    assert signed(found) == [-500, -600, 700]
    assert codes(found) == [("direction_unclear", 5), ("negative_amount", 6)]


def test_all_rows_may_go_one_way() -> None:
    text = changed(TABLE, amounts="", constants="{currency: KZT, direction: credit}")

    assert signed(statement(text, lines(DATES, ("03.05.2026", "5")))) == [500]


def test_two_printed_sides_tell_the_direction_and_whose_table_it_is() -> None:
    table = lines(
        (*DATES, "Кто", "Кому"),
        ("03.05.2026", "5", OWN, FAR),
        ("04.05.2026", "7", FAR, OWN),
        ("05.05.2026", "1", OWN, "KZ721030000000000001"),
    )

    found = statement(SIDED, table)

    assert found.account == f"iban:{OWN}"
    assert signed(found) == [-500, 700, -100]
    assert [row.payer.account for row in found.rows] == [f"iban:{a}" for a in (OWN, FAR, OWN)]


def test_a_row_of_two_others_is_refused() -> None:
    table = lines((*DATES, "Кто", "Кому"), ("03.05.2026", "5", FAR, "KZ721030000000000001"))

    found = statement(changed(SIDED, account=f"{{is: {OWN}}}"), table)

    assert codes(found) == [("account_not_in_row", 2)]


@pytest.mark.parametrize(
    ("mark", "printed", "minor"),
    [
        (",", "1.250,50", 125_050),
        (".", "1,250.50", 125_050),
        (",", "1,250", 125),
        (".", "1,250", 125_000),
    ],
)
def test_the_sign_before_the_fraction_is_the_profiles(mark: str, printed: str, minor: int) -> None:
    text = changed(TABLE, amounts=f'{{mark: "{mark}", negative: debit}}')

    assert signed(statement(text, lines(DATES, ("03.05.2026", printed)))) == [minor]


def test_without_that_sign_two_readings_are_refused() -> None:
    found = statement(TABLE, lines(DATES, ("03.05.2026", "1,250"), ("03.05.2026", "1250,5")))

    assert (signed(found), codes(found)) == ([125_050], [("amount_unclear", 2)])


@pytest.mark.parametrize("unit", ["KZT", "₸", "тг"])
def test_the_right_unit_beside_an_amount_is_dropped(unit: str) -> None:
    table = lines(DATES, ("03.05.2026", f"-1 250,50 {unit}"), ("03.05.2026", "5 USD"))

    found = statement(TABLE, table)

    assert (signed(found), codes(found)) == ([-125_050], [("amount_unreadable", 3)])


def test_an_amount_that_no_table_of_results_could_hold_is_refused() -> None:
    found = statement(TABLE, lines(DATES, ("03.05.2026", "9" * 39)))

    assert codes(found) == [("amount_unreadable", 2)]


def test_day_and_time_may_stand_apart() -> None:
    text = changed(
        TABLE,
        columns="{date: Дата, clock: Время, amount: Сумма}",
        time="{notation: DD.MM.YY hh:mm}",
    )

    found = statement(text, lines((*DATES, "Время"), ("03.05.26", "5", "14:02")))

    (row,) = found.rows
    assert row.booked_at == datetime(2026, 5, 3, 9, 2, tzinfo=UTC)
    assert row.time_precision == "minute"


@pytest.mark.parametrize(
    ("time", "zone", "hour"),
    [
        ("", "Asia/Almaty", 9),
        ("{zone: UTC}", "UTC", 14),
        ("{zone: 'UTC+03:00'}", "UTC+03:00", 11),
        ("{zone: Europe/Kyiv}", "Europe/Kyiv", 11),
        ("{usual_zone: UTC}", "UTC", 14),
    ],
)
def test_times_are_by_the_clock_of_the_form(time: str, zone: str, hour: int) -> None:
    found = statement(changed(TABLE, time=time), lines(DATES, ("03.05.2026 14:00", "5")))

    assert (found.zone, found.rows[0].booked_at.hour) == (zone, hour)


def test_a_manifest_names_another_clock_than_the_usual_one_and_not_than_the_forms() -> None:
    table = lines(DATES, ("03.05.2026 14:00", "5"))
    manifest = {"answer.csv": ManifestEntry("", zone="UTC+02:00")}

    usual, own = (
        reading(changed(TABLE, time=time), table, manifest=manifest).statements[0]
        for time in ("{usual_zone: UTC}", "{zone: UTC}")
    )

    assert (usual.zone, own.zone) == ("UTC+02:00", "UTC")


def test_a_promised_offset_must_be_there() -> None:
    text = changed(TABLE, time="{notation: iso, zone: printed}")
    table = lines(DATES, ("2026-05-03T14:00:00+06:00", "5"), ("2026-05-03T14:00:00", "6"))

    found = statement(text, table)

    assert found.rows[0].booked_at == datetime(2026, 5, 3, 8, tzinfo=UTC)
    assert (found.zone, codes(found)) == ("printed", [("time_unreadable", 3)])


def test_day_and_month_are_not_guessed() -> None:
    found = statement(TABLE, lines(DATES, ("03/04/2026", "5")))

    assert codes(found) == [("date_unclear", 2)]


def test_each_account_and_currency_is_a_statement_of_its_own() -> None:
    text = changed(
        TABLE,
        columns="{moment: Дата, amount: Сумма, currency: Валюта, own_account: Счет}",
        constants="",
        account="",
    )
    table = lines(
        (*DATES, "Валюта", "Счет"),
        ("03.05.2026", "5", "KZT", OWN),
        ("04.05.2026", "6", "USD", OWN),
        ("05.05.2026", "7", "KZT", FAR),
        ("06.05.2026", "8", "тенге", OWN),
        ("07.05.2026", "1.234", "USD", OWN),
        ("сегодня", "9", "KZT", FAR),
        ("08.05.2026", "9", "что-то", OWN),
    )

    found = {(str(s.account), s.currency): s for s in reading(text, table).statements}

    assert {place: signed(s) for place, s in found.items()} == {
        (f"iban:{OWN}", "KZT"): [500, 800],
        (f"iban:{OWN}", "USD"): [600],
        (f"iban:{FAR}", "KZT"): [700],
    }
    unknown = ("currency_unknown", 8)
    assert codes(found[f"iban:{OWN}", "KZT"]) == [unknown]
    assert codes(found[f"iban:{OWN}", "USD"]) == [("amount_unclear", 6), unknown]
    assert codes(found[f"iban:{FAR}", "KZT"]) == [("time_unreadable", 7)]


def test_rows_that_do_not_name_their_account_are_missing_from_every_statement() -> None:
    text = changed(TABLE, columns="{moment: Дата, amount: Сумма, own_account: Счет}", account="")
    table = lines(
        (*DATES, "Счет"), ("03.05.2026", "5", OWN), ("04.05.2026", "6", ""), ("?", "7", "")
    )

    found = statement(text, table)

    assert signed(found) == [500]
    assert codes(found) == [("account_unknown", 3), ("account_unknown", 4)]


def test_rows_of_which_nothing_is_known_are_missing_everywhere() -> None:
    text = changed(TABLE, constants="", columns="{moment: Дата, amount: Сумма, currency: В}")

    found = statement(text, lines((*DATES, "В"), ("03.05.2026", "5", "?!")))

    assert (found.currency, found.unread_rows) == ("KZT", 1)


def test_the_heading_is_read_in_usual_words_and_in_the_profiles() -> None:
    text = changed(
        TABLE,
        account="",
        constants="",
        amounts='{mark: ".", negative: debit}',
        time="{notation: MM/DD/YYYY}",
        labels="{account: Acct no, currency: Ccy, period: Range, opening: Start, closing: End}",
    )
    table = "\n".join(
        [
            f"Acct no: {OWN}",
            "Клиент;Омар Б.",
            "Ccy;USD",
            "Range;05/01/2026 - 05/31/2026",
            'Start;"1,250"',
            "Дата;Сумма",
            "05/03/2026;-250.5",
            "End: 999.5",
        ]
    )

    found = statement(text, table)

    assert (found.account, found.holder, found.currency) == (f"iban:{OWN}", "Омар Б.", "USD")
    assert (found.opening_minor, found.closing_minor) == (125_000, 99_950)
    assert found.period_from == datetime(2026, 4, 30, 19, tzinfo=UTC)
    assert found.period_to == datetime(2026, 5, 31, 19, tzinfo=UTC)
    assert reconcile(found).outcome == "reconciled"


def test_a_balance_that_cannot_be_read_makes_the_statement_faulty() -> None:
    table = f"Входящий остаток;много\n{lines(DATES, ('03.05.2026', '5'))}"

    found = statement(TABLE, table)

    assert codes(found) == [("balance_unreadable", 0)]
    assert reconcile(found).outcome == "faulty"


def test_a_heading_in_tokens_has_their_smallest_parts() -> None:
    text = changed(TABLE, constants="", amounts='{mark: ".", negative: debit}')
    table = f"Валюта: USDT\nВходящий остаток: 1.5\n{lines(DATES, ('03.05.2026', '0.000001'))}"

    found = statement(text, table)

    assert (found.currency, found.opening_minor, signed(found)) == ("USDT", 1_500_000, [1])


def test_lines_of_totals_and_signatures_are_no_movements() -> None:
    table = f"{lines(DATES, ('03.05.2026', '5'))}\nИтого;5\n;\nДиректор;Омар\nОборот за день;5\n"

    found = statement(TABLE, table)

    assert (signed(found), codes(found)) == ([500], [])


def test_running_balances_prove_the_order_within_one_minute() -> None:
    text = changed(TABLE, columns="{moment: Дата, amount: Сумма, balance: Остаток}")
    table = lines(
        (*DATES, "Остаток"),
        ("03.05.2026 10:00", "-5", "3"),
        ("03.05.2026 10:00", "-2", "8"),
        ("03.05.2026 10:00", "10", "10"),
    )

    found = statement(text, table)

    assert signed(found) == [1000, -200, -500]
    assert (found.opening_minor, found.closing_minor) == (0, 300)


@pytest.mark.parametrize(("order", "first"), [("newest_first", 3), ("oldest_first", 2), ("", 2)])
def test_the_profile_tells_the_order_where_times_do_not(order: str, first: int) -> None:
    table = lines(DATES, ("03.05.2026", "5"), ("03.05.2026", "6"))

    found = statement(changed(TABLE, order=order), table)

    assert found.rows[0].row_id.endswith(f"/{first}")


def test_rows_that_did_not_happen_are_noted_and_failed_ones_cost_their_fee() -> None:
    text = changed(
        TABLE,
        columns="{moment: Дата, amount: Сумма, status: Статус, fee: Комиссия}",
        status='{booked: [Исполнен, ""], failed: [Ошибка]}',
    )
    table = lines(
        (*DATES, "Статус", "Комиссия"),
        ("03.05.2026", "-5", "исполнен", "0,1"),
        ("03.05.2026", "-6", "", ""),
        ("03.05.2026", "-7", "В обработке", "0,2"),
        ("03.05.2026", "-8", "Ошибка 17", "0,3"),
    )

    found = statement(text, table)

    assert [(r.row_id[17:], r.signed_minor, r.kind) for r in found.rows] == [
        ("1/2", -500, "other"),
        ("1/+2", -10, "fee"),
        ("1/3", -600, "other"),
        ("1/+5", -30, "fee"),
    ]
    assert [(f.code, f.row, f.severity) for f in found.faults] == [
        ("status_not_booked", 4, "noted"),
        ("status_failed", 5, "noted"),
    ]
    fee = found.rows[1]
    assert (fee.operation, fee.payee.account) == ("Комиссия", "@fee:DALAKZKA")


def test_a_fee_may_be_in_another_currency() -> None:
    text = changed(
        TABLE,
        columns="{moment: Дата, amount: Сумма, fee: Ф, fee_currency: В}",
        amounts='{mark: ".", negative: debit}',
    )
    table = lines(
        (*DATES, "Ф", "В"), ("03.05.2026", "-5", "-0.5", "BNB"), ("03.05.2026", "-5", "1", "XXXX")
    )

    found = {s.currency: s for s in reading(text, table).statements}

    assert signed(found["BNB"]) == [-5 * 10**17]
    assert (signed(found["KZT"]), codes(found["KZT"])) == ([-500], [("currency_unknown", 3)])


def test_the_profiles_words_tell_the_kind_of_transfer() -> None:
    text = changed(
        TABLE,
        columns="{moment: Дата, amount: Сумма, operation: Оп, far_name: Кто, far_bank: Банк}",
        kinds=(
            "{cash_out: [atm], fee: [atm fee], card_payment: [pos], abroad: [swift],"
            " crypto_exchange: [ramp], transfer: [coffee]}"
        ),
    )
    operations = ["ATM 17", "atm fee", "POS", "SWIFT out", "ramp", "Coffee", "posting", "Снятие"]
    rows = [("03.05.2026", "-5", each, "Дүкен", "TLSTKG20") for each in operations]

    found = statement(text, lines((*DATES, "Оп", "Кто", "Банк"), *rows))

    told = [(r.kind, r.payee.account.partition(":")[0]) for r in found.rows]
    assert told == [
        ("cash_out", "@cash"),
        ("fee", "@fee"),
        ("card_payment", "@merchant"),
        ("transfer", "@abroad"),
        ("crypto_exchange", "@unknown"),
        ("transfer", "@unknown"),
        ("other", "@unknown"),
        ("cash_out", "@cash"),
    ]
    assert found.rows[0].operation == "ATM 17"


def test_money_moved_between_parts_of_an_account_leaves_nobody() -> None:
    text = changed(
        TABLE, columns="{moment: Дата, amount: Сумма, operation: Оп}", within="[между кошельками]"
    )

    found = statement(text, lines((*DATES, "Оп"), ("03.05.2026", "-5", "Между кошельками")))

    (row,) = found.rows
    assert row.payer.account == row.payee.account == f"iban:{OWN}"


def test_the_other_side_is_read_in_full() -> None:
    columns = ", ".join(
        f"far_{part}: {title}"
        for part, title in zip(("account", "name", "iin", "bank"), "СИНБ", strict=True)
    )
    text = changed(
        TABLE, columns=f"{{moment: Дата, amount: Сумма, knp: К, reference: Р, {columns}}}"
    )
    table = lines(
        (*DATES, *"СИНБКР"), ("03.05.2026", "5", FAR, "Айша", "000101800016", "Банк", "119", "7")
    )

    (row,) = statement(text, table).rows

    assert (row.payer.account, row.payer.name, row.payer.iin) == (
        f"iban:{FAR}",
        "Айша",
        "000101800016",
    )
    assert (row.purpose_code, row.reference, row.payee.account) == ("119", "7", f"iban:{OWN}")


def test_several_columns_make_one_purpose() -> None:
    text = changed(TABLE, columns="{moment: Дата, amount: Сумма, purpose: {join: [А, Б]}}")

    (row,) = statement(text, lines((*DATES, "А", "Б"), ("03.05.2026", "5", "x", ""))).rows

    assert row.purpose == "А: x"


def test_columns_are_found_by_place_and_by_the_second_of_a_title() -> None:
    text = changed(
        TABLE, columns="{moment: {place: A}, amount: {title: Сумма, nth: 2}, purpose: {place: 4}}"
    )

    (row,) = statement(
        text, lines(("Дата", "Сумма", "Сумма", ""), ("03.05.2026", "1", "2", "п"))
    ).rows

    assert (row.amount_minor, row.purpose) == (200, "п")


def test_a_table_without_titles_is_read_by_places() -> None:
    text = changed(
        TABLE,
        match="{file: 'a*'}",
        header="0",
        columns="{moment: {place: 1}, amount: {place: 2}}",
    )

    found = reading(text, "03.05.2026;5\n04.05.2026;6\n")

    assert [signed(s) for s in found.statements] == [[500, 600]]
    assert reading(text, "Имя;Возраст\nОмар;6\n").form is None
    assert reading(text, "одно\nдва\n").form is None


def test_titles_may_stand_in_a_fixed_row() -> None:
    table = f"Дата;Сумма\nДата;Сумма\n{lines(('03.05.2026', '5'))}"

    assert signed(statement(changed(TABLE, header="2"), table)) == [500]
    assert reading(changed(TABLE, header="3"), table).form is None


def test_a_table_that_lacks_a_title_is_not_read_and_the_title_is_told() -> None:
    text = changed(TABLE, match="{titles: [Дата, Сумма, Курс]}")

    found = reading(text, lines(DATES, ("03.05.2026", "5")))

    assert [f.code for f in found.faults] == ["form_unknown"]
    unfit = next(step for step in found.explained if step.code == "how_profile_unfit")
    assert dict(unfit.details) == {"name": "t", "title": "курс"}


def test_a_title_that_must_not_stand_there_keeps_a_profile_away() -> None:
    text = changed(TABLE, match="{titles: [Дата, Сумма], without: [Курс]}")

    assert reading(text, lines((*DATES, "Курс"), ("03.05.2026", "5", "1"))).form is None


def test_the_most_specific_profile_wins_and_a_files_name_breaks_ties() -> None:
    table = lines((*DATES, "Курс"), ("03.05.2026", "5", "1")).encode()
    texts = [
        TABLE,
        changed(TABLE, name="exact", match="{titles: [Дата, Сумма, Курс]}"),
        changed(TABLE, name="filed", match="{titles: [Дата, Сумма, Курс], file: 'курс*'}"),
    ]

    forms = [
        read_bytes(
            table, name=name, register=REGISTER, manifest={}, profiles=[*map(profile, texts)]
        ).form
        for name in ("курс 1.csv", "other.csv")
    ]

    assert forms == ["profile-filed", "profile-exact"]


def test_a_given_profile_wins_over_the_readers_that_know_the_form() -> None:
    text = """
profile: 1
name: mine
kind: statement
match: {titles: [Дата и время операции, Сумма в тенге]}
columns:
  moment: Дата и время операции
  amount: Сумма в тенге
  own_account: Номер счета плательщика
constants: {currency: KZT}
amounts: {negative: debit}
"""
    data = xlsx(plain_grid(Answer()))

    given = read_bytes(data, name="a", register=REGISTER, manifest={}, profiles=[profile(text)])
    usual = read_bytes(data, name="a", register=REGISTER, manifest={})

    assert (given.form, usual.form) == ("profile-mine", "columns18-plain")


def test_a_profile_that_does_not_fit_leaves_the_file_to_its_reader() -> None:
    found = read_bytes(
        camt(Answer()), name="a", register=REGISTER, manifest={}, profiles=[profile(TABLE)]
    )
    book = read_bytes(
        xlsx(plain_grid(Answer())),
        name="a",
        register=REGISTER,
        manifest={},
        profiles=[profile(TABLE)],
    )

    assert found.form == "camt.053"
    assert book.form == "columns18-plain"
    assert book.explained[1].code == "how_profile_unfit"


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    at = datetime(2026, 5, 3)  # noqa: DTZ001  # a clock on a wall
    grid: list[list[str | int | float | datetime | None]] = [
        ["Дата", "Сумма"],
        [at, -5.5],
        [at + timedelta(hours=3), 7],
    ]
    text = changed(TABLE, match="{titles: [Дата, Сумма], sheet: 'Движ*'}")

    found, other = (
        reading(text, xlsx(grid, sheet, cover="Письмо")) for sheet in ("Движения", "Лист")
    )

    (only,) = found.statements
    assert (signed(only), only.sheet) == ([-550, 700], 2)
    assert [row.time_precision for row in only.rows] == ["minute", "minute"]
    assert other.form is None


def book(*rows: Sequence[object], merged: str = "") -> bytes:
    """Return a workbook whose typed cells stay typed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        day, clock = (workbook.add_format({"num_format": f}) for f in ("dd.mm.yyyy", "hh:mm:ss"))
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                form = clock if isinstance(cell, time | timedelta) else day
                page.write(number, column, cell, None if isinstance(cell, str | int) else form)
        if merged:
            page.merge_range(merged, "5")
    return out.getvalue()


def test_a_workbook_may_type_day_and_time_apart() -> None:
    text = changed(TABLE, columns="{date: Дата, clock: Время, amount: Сумма}")
    day = date(2026, 5, 3)
    data = book(
        (*DATES, "Время"),
        (day, 1, time(14, 2, 7)),
        (day, 2, "14:02"),
        (day, 3, datetime(1900, 1, 1, 15)),  # noqa: DTZ001  # a time as some programs type it
        (day, 4, ""),
        (day, 5, "25:00"),
        (day, 6, "потом"),
        ("03.05.2026", 7, time(16, 0, 1)),
    )

    found = statement(text, data)

    assert {r.amount_minor: r.booked_at.hour + 5 for r in found.rows} == {
        100: 14,
        200: 14,
        300: 15,
        400: 24 + 0,
        700: 16,
    }
    assert codes(found) == [("time_unreadable", 6), ("time_unreadable", 7)]


def test_a_row_whose_cell_lost_its_value_is_refused() -> None:
    data = book(DATES, ("03.05.2026", 5), ("04.05.2026", ""), merged="B2:B3")

    found = statement(TABLE, data)

    assert (signed(found), codes(found)) == ([500], [("cell_merged", 3)])


def test_a_typed_date_is_no_amount() -> None:
    found = statement(TABLE, book(DATES, (date(2026, 5, 3), date(2026, 5, 4))))

    assert codes(found) == [("amount_unreadable", 2)]


def test_an_account_whose_check_digits_fail_is_kept_and_noted() -> None:
    text = changed(TABLE, account="{is: KZ101010000000000001}")

    found = statement(text, lines(DATES, ("03.05.2026", "5")))

    assert (found.account, codes(found)) == (
        "acct:?:KZ101010000000000001",
        [("iban_check_digit", 0)],
    )


def test_an_unknown_account_is_a_fault_of_the_file() -> None:
    text = changed(TABLE, account="")
    table = lines(DATES, ("03.05.2026", "5"))

    nobody = reading(text, table)
    told = reading(text, table, manifest={"answer.csv": ManifestEntry(OWN)})
    named = reading(text, table, name=f"выписка {OWN}.csv")

    assert ([f.code for f in nobody.faults], nobody.statements) == (["account_unknown"], ())
    assert [s.account for s in told.statements] == [f"iban:{OWN}"]
    (by_file,) = named.statements
    assert codes(by_file) == [("account_from_file_name", 0)]


def test_a_table_without_rows_is_a_statement_without_rows() -> None:
    found = statement(TABLE, lines(DATES))

    assert (found.account, found.currency, found.rows) == (f"iban:{OWN}", "KZT", ())


def test_what_nobody_has_verified_says_so() -> None:
    found = statement(changed(TABLE, verified="no"), lines(DATES, ("03.05.2026", "5")))

    assert [(f.code, f.severity) for f in found.faults] == [("profile_unverified", "noted")]


def test_broken_lines_are_faults_and_the_others_are_read() -> None:
    table = 'Дата;Сумма\n03.05.2026;5;лишнее\n04.05.2026;"6\n05.05.2026;7\n06.05.2026\n'

    found = statement(TABLE, table)

    assert signed(found) == [700]
    assert codes(found) == [("line_ragged", 2), ("line_ragged", 3), ("line_ragged", 5)]


def test_profiles_reach_the_process_that_reads(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(lines(DATES, ("03.05.2026", "5")), encoding="utf-8")

    (found,) = read_paths([path], register=REGISTER, manifest={}, jobs=1, profiles=[profile(TABLE)])

    assert found.form == "profile-t"


def row_names(rows: tuple[StatementRow, ...]) -> list[str]:
    return [row.row_id for row in rows]


@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
            st.integers(-(10**13), 10**13).filter(bool),
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([(",", "\u00a0"), (".", ",")]),
)
def test_what_is_written_is_read_to_the_last_tiyn(
    moves: list[tuple[datetime, int, str]], marks: tuple[str, str]
) -> None:
    mark, group = marks
    text = changed(
        TABLE,
        columns="{moment: Дата, amount: Сумма, purpose: П}",
        amounts=f'{{mark: "{mark}", negative: debit}}',
        time="{notation: YYYY-MM-DD hh:mm:ss, zone: UTC}",
    )
    rows = [
        (
            f"{at:%Y-%m-%d %H:%M:%S}",
            f"{minor / 100:,.2f}".replace(",", "_").replace(".", mark).replace("_", group),
            f'"{words.replace(chr(34), chr(34) * 2)}"',
        )
        for at, minor, words in moves
    ]

    found = statement(text, lines((*DATES, "П"), *rows))

    assert sorted(signed(found)) == sorted(minor for _, minor, _ in moves)
    assert len(set(row_names(found.rows))) == len(moves)
    assert not [f for f in found.faults if f.severity == "refused"]


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_under_the_right_titles_are_a_reading(data: bytes) -> None:
    found = reading(
        TABLE, b"\xd0\x94\xd0\xb0\xd1\x82\xd0\xb0;\xd0\xa1\xd1\x83\xd0\xbc\xd0\xbc\xd0\xb0\n" + data
    )

    for each in found.statements:
        assert len(set(row_names(each.rows))) == len(each.rows)
