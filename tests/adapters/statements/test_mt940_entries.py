from datetime import datetime

import pytest
from tests.adapters.statements.answers import OTHER, OWN, codes, only, read
from tests.adapters.statements.mt_files import (
    FROM,
    IN,
    LATE,
    OUT,
    TO,
    File,
    Interim,
    local,
    row_of,
)

from izdes.adapters.statements.mt940.fields import amount_of


@pytest.mark.parametrize(
    ("mark", "direction", "minor"),
    [
        ("C", "credit", 150),
        ("D", "debit", 150),
        ("RC", "debit", 150),
        ("RD", "credit", 150),
        ("CT", "credit", 150),
        ("RDT", "credit", 150),
    ],
)
def test_a_mark_says_which_way_the_money_went(mark: str, direction: str, minor: int) -> None:
    row = row_of(f":61:260503{mark}1,5NTRFNONREF")

    assert (row.direction, row.amount_minor) == (direction, minor)


@pytest.mark.parametrize("mark", ["RC", "RD"])
def test_a_reversal_is_a_refund_unless_the_bank_says_otherwise(mark: str) -> None:
    plain = row_of(f":61:260503{mark}1,5NTRFNONREF")
    said = row_of(f":61:260503{mark}1,5NTRFNONREF", "Комиссия")

    assert (plain.kind, said.kind) == ("refund", "fee")


@pytest.mark.parametrize("mark", ["EC", "ED"])
def test_what_is_only_expected_moves_nothing(mark: str) -> None:
    statement = only(read(Interim(entries=(IN, f":61:260503{mark}1,NTRFX"), sums=()).data()))

    assert len(statement.rows) == 1
    assert ("entry_not_booked", 7) in codes(statement)


@pytest.mark.parametrize(
    ("dates", "booked"),
    [
        ("260503", local(3)),
        ("2605030504", local(4)),
        ("260503    ", local(3)),
        ("2512310102", local(2, 1, 2026)),
        ("2601021231", local(31, 12, 2025)),
        ("2403010229", local(29, 2, 2024)),
        ("990503", local(3, 5, 1999)),
    ],
)
def test_the_entry_date_is_the_day_of_booking(dates: str, booked: datetime) -> None:
    assert row_of(f":61:{dates}C1,NTRFX").booked_at == booked


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (":61:260532C1,NTRFX", "time_unreadable"),
        (":61:2605031301C1,NTRFX", "time_unreadable"),
        (":61:2605030229C1,NTRFX", "time_unreadable"),
        (":61:850503C1,NTRFX", "time_unreadable"),
        (":61:9001011231C1,NTRFX", "time_unreadable"),
        (":61:260503C1,123NTRFX", "amount_inexact"),
        (":61:260503C1.250NTRFX", "amount_unclear"),
        (":61:260503C1,", "mt_line_unreadable"),
        (":61:260503C1,5NTR", "mt_line_unreadable"),
        (":61:260503С1,5NTRFX", "mt_line_unreadable"),
        (":61:260503X1,5NTRFX", "mt_line_unreadable"),
        (":61:26050٣C1,5NTRFX", "mt_line_unreadable"),
        (":61:260503C,5NTRFX", "mt_line_unreadable"),
        (":61:", "mt_line_unreadable"),
    ],
)
def test_a_broken_line_is_a_fault_with_its_line_and_the_rest_is_read(line: str, code: str) -> None:
    reading = read(File(entries=(IN, FROM, line, TO, OUT)).data())

    statement = only(reading)
    (fault,) = [f for f in statement.faults if f.severity == "refused"]
    assert (fault.code, fault.row, fault.column) == (code, 7, ":61:")
    assert (len(statement.rows), statement.unread_rows) == (2, 1)


@pytest.mark.parametrize(
    ("printed", "minor"),
    [("1,250", 125), ("100,", 10_000), ("000000000127,50", 12_750), ("5", 500), ("12.5", 1_250)],
)
def test_a_comma_is_always_the_decimal_mark(printed: str, minor: int) -> None:
    assert amount_of(printed, "KZT") == minor


def test_a_line_of_nothing_is_noted() -> None:
    reading = read(File(entries=(IN, OUT, LATE, ":61:260503C0,NTRFX")).data())

    assert [(f.code, f.row, f.severity) for f in only(reading).faults] == [
        ("zero_amount", 8, "noted")
    ]


@pytest.mark.parametrize(
    ("rest", "reference"),
    [
        ("R2//B2", "R2"),
        ("NONREF//B2", "B2"),
        ("NONREF", ""),
        ("EREF//B2", "B2"),
        ("R 2", "R 2"),
        ("", ""),
    ],
)
def test_the_reference_is_the_customers_else_the_banks(rest: str, reference: str) -> None:
    assert row_of(f":61:260503C1,NTRF{rest}").reference == reference


@pytest.mark.parametrize(
    ("code", "word", "kind"),
    [
        ("NTRF", "", "transfer"),
        ("NCHG", "", "fee"),
        ("NCOM", "", "fee"),
        ("FINT", "", "interest"),
        ("NFEX", "", "conversion"),
        ("NRTI", "", "refund"),
        ("S103", "", "transfer"),
        ("NMSC", "", "other"),
        ("NMSC", "Снятие наличных", "cash_out"),
        ("NTRF", "Қайтару", "refund"),
        ("NCHG", "Неслыханное", "fee"),
    ],
)
def test_a_kind_is_the_banks_word_else_the_type_code(code: str, word: str, kind: str) -> None:
    lines = [f":61:260503D1,{code}X", *([word] if word else [])]

    assert row_of(*lines).kind == kind


def test_an_iban_under_a_line_is_the_other_side() -> None:
    row = row_of(":61:260503D1,NTRFX", OTHER)

    assert (row.payee.account, row.purpose) == (f"iban:{OTHER}", "")


def test_words_under_a_line_that_say_no_kind_are_part_of_the_purpose() -> None:
    row = row_of(":61:260503D1,NTRFX", "Договор 5", ":86:за май")

    assert row.purpose == "Договор 5 за май"


SUB_FIELDS = (
    ":86:116?00Перевод?20Перевод собственных средств?21 по договору?30TAUYKZKA"
    f"?31{OTHER}?32Сейтқали Ә.?60/BIN/000101800016?61/KNP/119"
)


_WHAT_FOR = "Перевод собственных средств по договору"
IN_OTHER_WAYS = (
    (
        f":86:/TRTP/Перевод/BENM//NAME/Сейтқали Ә./IIN/000101800016/IBAN/{OTHER}/BIC/TAUYKZKA"
        f"/REMI/{_WHAT_FOR}/KNP/119"
    ),
    (
        f":86:/NAME/Сейтқали Ә./ID/000101800016/ID/{OTHER}/BIC/TAUYKZKA"
        f"/REMI/{_WHAT_FOR}/EKNP/1919KZT119"
    ),
    (
        ":86:Перевод собственных средств\nпо договору\nПолучатель: Сейтқали Ә.\n"
        f"ИИН/БИН: 000101800016\nИИК: {OTHER}\nБИК: TAUYKZKA\nКНП: 119"
    ),
    (
        f":86:Төлем мақсаты: {_WHAT_FOR}\nАлушы: Сейтқали Ә.\n"
        f"ЖСН/БСН: 000101800016\nЖСК: {OTHER}\nБСК: TAUYKZKA\nТМК = 119"
    ),
    (
        f":86:Details: {_WHAT_FOR}\nBeneficiary: Сейтқали Ә.\n"
        f"BIN: 000101800016\nIBAN: {OTHER}\nBIC: TAUYKZKA\nKNP: 119"
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        SUB_FIELDS,
        SUB_FIELDS.replace("?", "<"),
        SUB_FIELDS.replace("?", "^"),
        SUB_FIELDS.replace("?", "~"),
        SUB_FIELDS.replace("?", "+"),
        SUB_FIELDS.replace("116?", "?"),
        SUB_FIELDS.replace("?31", "?31000123?38"),
        SUB_FIELDS.replace("?", "\n?").replace("116\n", "116"),
        *IN_OTHER_WAYS,
    ],
)
def test_whichever_way_a_bank_tells_of_the_other_side_it_is_understood(text: str) -> None:
    row = row_of(":61:260503D1,NTRFX", "Перевод", *text.split("\n"))

    assert row.payee.account == f"iban:{OTHER}"
    assert (row.payee.name, row.payee.iin) == ("Сейтқали Ә.", "000101800016")
    assert (row.payee.bank, row.purpose_code) == ("TAUYKZKA", "119")
    assert row.purpose.removesuffix(" 000123") == _WHAT_FOR


def test_of_two_sides_the_one_that_is_not_the_account_is_taken() -> None:
    both = (
        f":86:/ORDP//NAME/Омар Б./IIN/000202800019/IBAN/{OWN}/BENM//NAME/Сейтқали Ә./IBAN/{OTHER}"
    )

    out, came = (row_of(f":61:260503{mark}1,NTRFX", both) for mark in "DC")

    assert (out.payer.name, out.payer.iin) == ("Омар Б.", "000202800019")
    assert (out.payee.name, out.payee.account) == ("Сейтқали Ә.", f"iban:{OTHER}")
    assert out.purpose == ""
    assert came.payer.account == f"@unknown:{came.row_id}"
    assert (came.payee.name, came.purpose) == ("", f"Сейтқали Ә. {OTHER}")


@pytest.mark.parametrize(
    ("text", "account", "iin", "knp"),
    [
        (f"на счет {OTHER} ИИН 000101800016 КНП 119", f"iban:{OTHER}", "000101800016", "119"),
        ("за БИН:000101800016", None, "000101800016", ""),
        ("ЖСН/БСН № 000101800016", None, "000101800016", ""),
        ("ИИН 000101800016 и ИИН 000202800019", None, "", ""),
        ("000101800016 без слова", None, "", ""),
        (f"с {OWN}", None, "", ""),
        ("KZ881020000000000001 с ошибкой", None, "", ""),
        (f"{OTHER} или KZ091010000000000002", f"iban:{OTHER}", "", ""),
    ],
)
def test_of_free_words_only_what_cannot_be_mistaken_is_taken(
    text: str, account: str | None, iin: str, knp: str
) -> None:
    row = row_of(":61:260503D1,NTRFX", f":86:{text}")

    assert row.payee.account == (account or f"@unknown:{row.row_id}")
    assert (row.payee.iin, row.purpose_code, row.purpose) == (iin, knp, text)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        (":86:?20Қарыз?34901?77Иное", "Қарыз ?34901 ?77Иное"),
        (":86:/BENM//NAME/А/NAME/Б/MARF/M1/REMI/Қарыз", "/MARF/M1 Қарыз Б"),
        (":86:?20EREF+E1?21SVWZ+Қарыз", "Қарыз"),
        (":86:Оплата: за товар 5/6", "Оплата: за товар 5/6"),
        (":86:+77010000001 пополнение", "+77010000001 пополнение"),
        (":86:Получатель:\nҚарыз", "Получатель: Қарыз"),
        (":86:\n\nҚарыз", "Қарыз"),
    ],
)
def test_what_is_not_understood_stays_in_the_purpose(text: str, purpose: str) -> None:
    assert row_of(":61:260503D1,NTRFX", *text.split("\n")).purpose == purpose


def test_a_full_line_goes_on_in_the_next_one() -> None:
    whole = "а" * 60 + " перевод денег"

    row = row_of(":61:260503D1,NTRFX", f":86:{whole[:65]}", whole[65:], "за май", "КНП: 119")

    assert (row.purpose, row.purpose_code) == (f"{whole} за май", "119")


def test_a_full_line_does_not_swallow_a_label() -> None:
    row = row_of(":61:260503D1,NTRFX", f":86:{'а' * 65}", "КНП: 119")

    assert (row.purpose, row.purpose_code) == ("а" * 65, "119")


def test_what_a_bank_tells_of_the_other_sides_account_is_never_the_own_one() -> None:
    row = row_of(":61:260503D1,NTRFX", f":86:?20Қарыз?31{OWN}")

    assert row.payee.account == f"@unknown:{row.row_id}"
