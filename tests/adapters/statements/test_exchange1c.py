from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.adapters.statements.answers import OTHER, OWN, codes, only
from tests.adapters.statements.exchange1c_files import (
    CAME,
    EXPECTED,
    FIRST_LINE,
    WENT,
    changed,
    document,
    facts,
    local_day,
    one,
    read_text,
    section,
    usual,
    whole,
)

from izdes.core.money.reconcile import reconcile


def test_a_file_is_recognised_by_its_first_line_and_read() -> None:
    reading = read_text(usual())

    statement = only(reading)
    assert (reading.form, reading.faults) == (FIRST_LINE, ())
    assert (statement.account, statement.currency, statement.sheet) == (f"iban:{OWN}", "KZT", 1)
    assert facts(statement) == EXPECTED
    assert {row.time_precision for row in statement.rows} == {"day"}
    assert (statement.holder, statement.holder_iin) == ("Омар Б.", "000202800019")
    assert statement.faults == ()


def test_what_prints_balances_and_a_period_is_reconciled() -> None:
    found = reconcile(only(read_text(usual())))

    assert (found.outcome, found.faults) == ("reconciled", ())
    assert found.coverage is not None
    assert found.coverage.opening_minor == 100_000
    assert found.coverage.covered_from == local_day(1)
    assert found.coverage.covered_to == datetime(2026, 5, 31, 19, tzinfo=UTC)


def test_a_row_keeps_everything_as_printed_and_the_line_of_its_document() -> None:
    reading = read_text(usual())

    row = only(reading).rows[0]
    line = usual().split("\r\n").index("СекцияДокумент=Выписка") + 1
    assert row.row_id == f"{reading.sha256[:16]}/1/{line}"
    assert (row.payer.name, row.payer.iin, row.payer.bank) == (
        "Әсел Қ.",
        "000101800016",
        "TAUYKZKA",
    )
    assert (row.purpose, row.purpose_code) == ("Перевод на карту *1234", "119")
    assert (row.operation, row.reference) == ("Перевод", "7")


def test_another_text_is_none_of_it() -> None:
    for text in ("СекцияДокумент=Выписка\n", "ClientBank\n1CClientBankExchange\n", "a;b\n"):
        assert read_text(text).form is None


OTHER_NAMES = [
    {
        "НомерДокумента": "Номер",
        "ДатаДокумента": "Дата",
        "ПлательщикНаименование": "Плательщик1",
        "ПлательщикБИН_ИИН": "Плательщик_БИН",
        "ПлательщикИИК": "ПлательщикСчет",
        "ПлательщикБанкБИК": "ПлательщикБИК",
        "ПолучательНаименование": "Получатель",
        "ПолучательБИН_ИИН": "ПолучательИНН",
        "ПолучательИИК": "ПолучательРасчСчет",
        "КодНазначенияПлатежа": "КНП",
    },
    {"ПлательщикБИН_ИИН": "плательщик_бин_иин", "СуммаПриход": "Сумма_Приход"},
    {"ПлательщикБИН_ИИН": "ПлательщикИИН", "ПолучательБИН_ИИН": "ПолучательБИН"},
]


@pytest.mark.parametrize("names", OTHER_NAMES)
def test_every_spelling_of_a_field_is_read_alike(names: dict[str, str]) -> None:
    text = usual()
    for name, other in names.items():
        text = text.replace(f"\n{name}=", f"\n{other}=")

    statement = only(read_text(text))

    assert facts(statement) == EXPECTED
    assert replace(statement, file_sha256="", rows=()) == replace(
        only(read_text(usual())), file_sha256="", rows=()
    )


def test_capitals_and_lower_case_are_read_alike() -> None:
    first, _, rest = usual().partition("\r\n")
    lines = [line.partition("=") for line in rest.split("\r\n")]
    upper = "\r\n".join(f"{name.upper()}{sign}{value}" for name, sign, value in lines)
    lower = "\r\n".join(f"{name.lower()}{sign}{value}" for name, sign, value in lines)

    for text in (upper, lower):
        assert facts(only(read_text(f"{first}\r\n{text}"))) == EXPECTED


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("Windows", "kz1048"),
        ("windows-1251", "cp1251"),
        ("DOS", "cp866"),
        ("UTF-8", "utf-8"),
        ("UTF8", "utf-8-sig"),
    ],
)
def test_every_encoding_is_read_without_a_remark(said: str, encoding: str) -> None:
    text = usual().replace("Кодировка=UTF-8", f"Кодировка={said}").replace("Әсел Қ.", "Асель К.")

    statement = only(read_text(text, encoding=encoding))

    assert facts(statement) == EXPECTED
    assert statement.rows[0].payer.name == "Асель К."
    assert statement.faults == ()


def test_an_encoding_that_is_not_the_one_it_says_is_noted() -> None:
    statement = only(read_text(usual().replace("Кодировка=UTF-8", "Кодировка=Windows")))

    assert [(f.code, f.severity) for f in statement.faults] == [
        ("exchange1c_encoding_differs", "noted")
    ]
    assert facts(statement) == EXPECTED


@pytest.mark.parametrize("before", ["\ufeff", "\n\n", "\ufeff \r\n"])
def test_blanks_before_the_first_line_say_nothing(before: str) -> None:
    reading = read_text(before + usual())

    assert facts(only(reading)) == EXPECTED
    shift = before.count("\n")
    first = usual().split("\r\n").index("СекцияДокумент=Выписка") + 1 + shift
    assert only(reading).rows[0].row_id.endswith(f"/{first}")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n\n"])
def test_any_line_ends_are_read(end: str) -> None:
    assert facts(only(read_text(usual().replace("\r\n", end)))) == EXPECTED


def test_the_end_of_a_dos_file_is_no_text() -> None:
    assert only(read_text(f"{usual()}\x1a")).faults == ()


def test_a_purpose_goes_on_over_several_lines_and_may_hold_signs_of_equality() -> None:
    fields = changed(CAME, НазначениеПлатежа="Оплата по договору = 5 от 01.05.2026")
    at = next(n for n, f in enumerate(fields) if f.startswith("НазначениеПлатежа")) + 1
    lines = [*fields[:at], "", "за товар", "Скидка=10", "сумма без НДС=5", *fields[at:]]

    statement = one(*lines)

    (row,) = statement.rows
    assert row.purpose == (
        "Оплата по договору = 5 от 01.05.2026 за товар Скидка=10 сумма без НДС=5"
    )
    assert row.purpose_code == "119"
    assert statement.faults == ()


@pytest.mark.parametrize(
    "name", ["ПлательщикКПП", "ПЛАТЕЛЬЩИККПП", "Вид_Платежа", "НовоеПолеБанка"]
)
def test_an_unknown_field_is_left_out_and_told(name: str) -> None:
    fields = [f"{name}=1" if f.startswith("ПолучательКБЕ") else f for f in CAME]
    at = next(n for n, f in enumerate(fields) if f.startswith("НазначениеПлатежа")) + 1
    lines = [*fields[:at], f"{name}=2", *fields[at:]]

    reading = read_text(whole([*section()[:2], "КонецРасчСчет"], document(*lines)))

    assert facts(only(reading)) == EXPECTED[:1]
    assert only(reading).rows[0].purpose == "Перевод на карту *1234"
    told = [dict(f.details) for f in reading.explained if f.code == "how_exchange1c_left_out"]
    assert told == [{"count": "1", "names": name}]


def test_a_purpose_in_numbered_lines_is_put_together() -> None:
    fields = [f for f in CAME if not f.startswith("НазначениеПлатежа")]

    (row,) = one(*fields, "НазначениеПлатежа1=Оплата", "НазначениеПлатежа2=по счёту").rows

    assert row.purpose == "Оплата по счёту"


def test_a_line_that_belongs_to_no_field_is_noted() -> None:
    at = CAME.index("СуммаПриход=500000.50") + 1

    statement = one(*CAME[:at], "что-то ещё", *CAME[at:])

    assert [(f.code, f.severity) for f in statement.faults] == [("exchange1c_stray_line", "noted")]
    assert facts(statement) == EXPECTED[:1]


def test_a_field_that_stands_twice_is_noted_and_the_first_is_taken() -> None:
    statement = one(*CAME, "СуммаПриход=7", "Сумма_Приход=8")

    assert facts(statement) == EXPECTED[:1]
    (fault,) = statement.faults
    assert (fault.code, fault.severity) == ("exchange1c_field_twice", "noted")
    assert fault.details == (("field", "СуммаПриход"),)


def test_the_section_names_the_kind_where_the_document_does_not() -> None:
    fields = changed(WENT, ВидДокумента=None)
    own = [*section()[:2], "КонецРасчСчет"]

    named = only(read_text(whole(own, document(*fields, kind="Выдача наличных"))))
    vague = only(read_text(whole(own, document(*fields))))

    assert (named.rows[0].operation, named.rows[0].kind) == ("Выдача наличных", "cash_out")
    assert (vague.rows[0].operation, vague.rows[0].kind) == ("", "other")


@pytest.mark.parametrize(
    "new",
    [
        {"СуммаРасход": "200000.50"},
        {"СуммаРасход": "200000,50", "СуммаПриход": "0.00"},
        {"СуммаРасход": "200 000.5", "Сумма": "200000.50"},
        {"СуммаРасход": None, "Сумма": "200000.50"},
        {"СуммаРасход": None, "Сумма": "200000.50", "ДатаСписано": "04.05.2026"},
        {"СуммаРасход": "", "СуммаПриход": "0", "Сумма": "200000.50"},
    ],
)
def test_the_direction_is_told_by_the_amount_the_day_or_the_side(new: dict[str, str]) -> None:
    assert facts(one(*changed(WENT, **new))) == EXPECTED[1:]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ({"СуммаРасход": "1.00"}, "both_amounts"),
        ({"СуммаПриход": None, "СуммаРасход": "1.00"}, "direction_disagrees"),
        ({"ДатаСписано": "03.05.2026"}, "direction_disagrees"),
        ({"ПолучательИИК": OTHER}, "account_not_in_row"),
        ({"СуммаПриход": None, "Сумма": "5", "ПолучательИИК": OTHER}, "account_not_in_row"),
        ({"СуммаПриход": None, "Сумма": "5", "ПолучательИИК": ""}, "account_not_in_row"),
        ({"ПлательщикИИК": OWN, "ПолучательИИК": OTHER}, "direction_disagrees"),
        ({"ПлательщикИИК": OWN, "ПолучательИИК": ""}, "direction_disagrees"),
        ({"Сумма": "499999.99"}, "exchange1c_amounts_differ"),
        ({"СуммаПриход": "-5.00"}, "negative_amount"),
        ({"СуммаПриход": None, "Сумма": "-5.00"}, "negative_amount"),
        ({"СуммаПриход": None}, "row_without_amount"),
        ({"СуммаПриход": "1.005"}, "amount_unclear"),
        ({"СуммаПриход": "10000.005"}, "amount_inexact"),
        ({"СуммаПриход": "пятьсот 5"}, "amount_unreadable"),
        ({"ДатаОперации": "31.02.2026"}, "time_unreadable"),
        ({"ДатаОперации": "вчера"}, "time_unreadable"),
        ({"ДатаОперации": None, "ДатаДокумента": None}, "time_unreadable"),
        ({"Валюта": "тугрик"}, "currency_unknown"),
        ({"ВидДокумента": "Конвертация", "СуммаПриход": None, "Сумма": "5", "ПлательщикИИК": OWN},
         "direction_unclear"),
    ],
)  # fmt: skip
def test_a_broken_document_is_a_fault_of_its_line_and_the_rest_is_read(
    new: dict[str, str], code: str
) -> None:
    text = whole(section(closing="1000.00"), document(*changed(CAME, **new)), document(*WENT))

    statement = only(read_text(text))

    line = text.split("\r\n").index("СекцияДокумент=Выписка") + 1
    assert (code, line) in codes(statement)
    assert facts(statement) == EXPECTED[1:]
    assert statement.unread_rows == 1
    assert reconcile(statement).outcome == "faulty"


def test_a_fault_names_the_field_as_printed() -> None:
    (fault,) = one(*changed(CAME, СуммаПриход="1.005")).faults

    assert (fault.column, fault.details) == ("СуммаПриход", (("value", "1.005"),))


def test_an_amount_of_nothing_is_noted_and_does_no_harm() -> None:
    nothing = document(*changed(CAME, СуммаПриход="0.00"))

    statement = only(read_text(whole(section(closing="1000.00"), nothing)))

    assert [(f.code, f.severity) for f in statement.faults] == [("zero_amount", "noted")]
    assert statement.unread_rows == 0


@pytest.mark.parametrize(
    ("new", "day"),
    [
        ({}, 3),
        ({"ДатаОперации": None}, 2),
        ({"ДатаОперации": "", "ДатаПоступило": "05.05.2026"}, 5),
        ({"ДатаОперации": "01.01.0001 0:00:00", "ДатаПоступило": "05.05.2026"}, 5),
        ({"ДатаОперации": "  .  .    "}, 2),
        ({"ДатаОперации": "03.05.2026 0:00:00"}, 3),
        ({"ДатаОперации": "2026-05-06"}, 6),
    ],
)
def test_the_day_of_the_operation_comes_before_the_others(new: dict[str, str], day: int) -> None:
    (row,) = one(*changed(CAME, **new)).rows

    assert (row.booked_at, row.time_precision) == (local_day(day), "day")


def test_where_both_days_of_execution_stand_each_side_has_its_own() -> None:
    days = {"ДатаОперации": None, "ДатаСписано": "05.05.2026", "ДатаПоступило": "06.05.2026"}

    came, went = one(*changed(CAME, **days)), one(*changed(WENT, **days))

    assert came.rows[0].booked_at == local_day(6)
    assert went.rows[0].booked_at == local_day(5)


def test_a_printed_time_is_kept_and_midnight_is_a_time_among_times() -> None:
    morning = document(*changed(WENT, ДатаОперации="04.05.2026 09:02:07"))
    midnight = document(*changed(CAME, ДатаОперации="04.05.2026 00:00:00"))

    rows = only(read_text(whole(section(), morning, midnight))).rows

    assert [(row.direction, row.time_precision) for row in rows] == [
        ("credit", "second"),
        ("debit", "second"),
    ]
    assert rows[1].booked_at == datetime(2026, 5, 4, 4, 2, 7, tzinfo=UTC)


def test_rows_are_in_order_of_time_whatever_the_order_of_the_file() -> None:
    came, went = document(*CAME), document(*WENT)
    later = document(*changed(CAME, ДатаОперации="05.05.2026", НомерДокумента="9"))

    for order in ([went, later, came], [later, went, came], [came, went, later]):
        rows = only(read_text(whole(section(), *order))).rows

        assert [row.reference for row in rows] == ["7", "8", "9"]
        assert [row.position for row in rows] == [0, 1, 2]
