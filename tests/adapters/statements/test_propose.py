"""Drafted profiles: what a table's content and arithmetic decide, and what is left open."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.statements.answers import Answer, camt, xlsx
from tests.adapters.statements.of_twin import PAGES, REGISTER, in_form
from tests.adapters.statements.profiled import FAR, OWN, lines, profile

from izdes.adapters.statements import ManifestEntry, read_bytes
from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.profiles import Profile, Proposal, propose_profile
from izdes.adapters.statements.profiles.sighting import NoTable
from izdes.adapters.words import LANGUAGES, Lang
from izdes.core.errors import IzdesError
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading
from izdes.twin.dialects import table

THIRD = "KZ721030000000000001"
PERSON = "000101800016"
ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
MANIFEST = {"a.csv": ManifestEntry(OWN)}


def proposed(content: str | bytes, name: str = "a.csv") -> Proposal:
    return propose_profile(content.encode() if isinstance(content, str) else content, name, "en")


def read_by(proposal: Proposal, content: str | bytes) -> FileReading:
    """Read a file with the profile that was drafted from it."""
    data = content.encode() if isinstance(content, str) else content
    given_: tuple[Profile, ...] = (profile(proposal.text),)
    return read_bytes(data, name="a.csv", register=REGISTER, manifest=MANIFEST, profiles=given_)


def signed(reading: FileReading) -> list[int]:
    return [row.signed_minor for s in reading.statements for row in s.rows]


def reasons(proposal: Proposal) -> set[str]:
    return {reason.code for reason in proposal.reasons}


def undecided(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    return {each.path: each.candidates for each in proposal.undecided}


@pytest.mark.parametrize("serial", range(8))
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_invented_banks_table_is_read_by_its_draft(serial: int, extension: str) -> None:
    page = in_form(PAGES[serial], "table", serial=serial)
    page = replace(page, answer=replace(page.answer, extension=extension))
    file = table.written(page)

    proposal = propose_profile(file.data, page.file, "kk")

    found = read_bytes(
        file.data, name="a", register=REGISTER, manifest={}, profiles=[profile(proposal.text)]
    )
    (statement,) = found.statements
    assert proposal.is_complete
    assert set(undecided(proposal)) == {"time.zone"}
    assert "propose_balance_proven" in reasons(proposal)
    assert reconcile(statement).outcome == "reconciled"
    assert [r.signed_minor for r in statement.rows] == [e.signed_minor for e in page.entries]
    far = [(r.payee if r.direction == "debit" else r.payer) for r in statement.rows]
    assert sum(bool(side.name) for side in far) > len(far) / 2


SIGNED = lines(
    ("Дата", "Операция", "Сумма", "Остаток", "Валюта"),
    ("01.05.2026 10:00", "Пополнение", "1 000,00", "1 500,00", "KZT"),
    ("01.05.2026 10:00", "Перевод", "-250,50", "1 249,50", "KZT"),
    ("02.05.2026 11:00", "Перевод", "-49,50", "1 200,00", "KZT"),
)
SPLIT = (
    "Date,Description,Withdrawals,Deposits,Balance,Currency\n"
    '05/13/2026,Shop,"1,250.00",,"8,750.00",USD\n'
    '05/14/2026,Salary,,"2,000.00","10,750.00",USD\n'
    '05/15/2026,Cash,100.00,,"10,650.00",USD\n'
)
WORDED = lines(
    ("Күні", "Түрі", "Сома", "Қалдық", "Валюта", "Алушының ЖСН", "Контрагенттің шоты"),
    ("04.05.2026", "Б", "10,5", "89,5", "KZT", PERSON, FAR),
    ("03.05.2026", "А", "50", "100", "KZT", PERSON, THIRD),
    ("02.05.2026", "Б", "20", "50", "KZT", PERSON, FAR),
    ("01.05.2026", "А", "70", "70", "KZT", PERSON, FAR),
)
MINUS_IN_DEBIT = lines(
    ("Дата", "Списано", "Зачислено", "Баланс", "Валюта"),
    ("01.05.2026", "-5,25", "", "94,75", "EUR"),
    ("02.05.2026", "", "10,00", "104,75", "EUR"),
    ("03.05.2026", "-4,75", "", "100,00", "EUR"),
)
KNOWN_WORDS = lines(
    ("Дата", "Время", "Приход/Расход", "Сумма", "Валюта", "Счет контрагента", "Назначение"),
    ("01.02.2026", "10:15:00", "Приход", "1250.50", "KZT", FAR, "долг"),
    ("02.02.2026", "11:00:00", "Расход", "100.00", "KZT", FAR, "аренда"),
    ("03.02.2026", "12:30:00", "Расход", "7.00", "KZT", THIRD, "аренда"),
)
SIDES = lines(
    ("Дата операции", "Счет отправителя", "Счет получателя", "Сумма", "Валюта", "Назначение"),
    ("01.02.2026 10:00:00", OWN, FAR, "12,50", "KZT", "а"),
    ("02.02.2026 10:00:00", FAR, OWN, "13,50", "KZT", "б"),
    ("03.02.2026 10:00:00", OWN, THIRD, "14,50", "KZT", "в"),
)
CHAIN = (
    "Hash,Unix Timestamp,From,To,Value(ETH),Status\n"
    f"0x{'a1' * 32},1684152000,{ADDRESS},0x{'b1' * 20},1.5,Success\n"
    f"0x{'a2' * 32},1684152060,0x{'b2' * 20},{ADDRESS},0.25,Success\n"
    f"0x{'a3' * 32},1684152120,{ADDRESS},0x{'b3' * 20},9.75,Pending\n"
)
BY_OPERATION = lines(
    ("Дата", "Вид операции", "Сумма", "Валюта", "Собственный счет"),
    ("01.02.2026", "Снятие наличных", "-100,00", "KZT", OWN),
    ("02.02.2026", "Перевод", "50,00", "KZT", OWN),
    ("03.02.2026", "Комиссия", "-1,50", "KZT", OWN),
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SIGNED, [100_000, -25_050, -4_950]),
        (SPLIT, [-125_000, 200_000, -10_000]),
        (WORDED, [7_000, -2_000, 5_000, -1_050]),
        (MINUS_IN_DEBIT, [-525, 1_000, -475]),
        (KNOWN_WORDS, [125_050, -10_000, -700]),
        (SIDES, [-1_250, 1_350, -1_450]),
        (CHAIN, [-15 * 10**17, 25 * 10**16]),
        (BY_OPERATION, [-10_000, 5_000, -150]),
    ],
)
def test_a_table_is_read_by_its_own_draft(content: str, expected: list[int]) -> None:
    proposal = proposed(content)

    found = read_by(proposal, content)

    assert proposal.is_complete, proposal.text
    assert signed(found) == expected
    assert not [f for s in found.statements for f in s.faults if f.severity == "refused"]


def test_running_balances_prove_columns_signs_and_order() -> None:
    found = proposed(WORDED)

    assert {
        "propose_balance_proven",
        "propose_amount_proven",
        "propose_direction_proven",
    } <= reasons(found)
    assert 'debit: ["Б"]' in found.text


def test_running_balances_prove_the_order_where_times_are_silent() -> None:
    content = lines(
        ("Дата", "Сумма", "Остаток"),
        ("01.05.2026", "-5,25", "100,00"),
        ("01.05.2026", "10,00", "105,25"),
        ("01.05.2026", "-4,75", "95,25"),
    )

    assert "order: newest_first" in proposed(content).text


def test_a_sign_that_nothing_proves_is_left_open() -> None:
    content = lines(
        ("Дата", "Сумма", "Валюта"), ("01.05.2026", "-5,25", "KZT"), ("02.05.2026", "7,00", "KZT")
    )

    found = proposed(content)

    assert not found.is_complete
    assert undecided(found)["amounts.negative"] == ("debit", "credit")
    assert "  # negative: debit" in found.text


def test_an_open_key_is_decided_by_taking_a_sign_away() -> None:
    content = lines(
        ("Дата", "Сумма", "Валюта"), ("01.05.2026", "-5,25", "KZT"), ("02.05.2026", "7,00", "KZT")
    )
    found = proposed(content)

    text = found.text.replace("  # negative: debit", "  negative: debit")

    assert signed(read_by(replace(found, text=text), content)) == [-525, 700]


def test_amounts_of_two_readings_are_settled_by_the_balances_or_left_open() -> None:
    titles = ("Дата", "Сумма", "Остаток", "Валюта")
    proven = lines(
        titles,
        ("01.05.2026", "1,500", "2,000", "KZT"),
        ("02.05.2026", "-1,250", "750", "KZT"),
        ("03.05.2026", "2,000", "2,750", "KZT"),
    )
    open_ = lines(titles, ("01.05.2026", "1,500", "", "KZT"), ("02.05.2026", "-1,250", "", "KZT"))

    settled, left = proposed(proven), proposed(open_)

    assert signed(read_by(settled, proven)) == [150_000, -125_000, 200_000]
    assert "propose_mark_proven" in reasons(settled)
    assert undecided(left)["amounts.mark"] == ('","', '"."')
    assert not left.is_complete


@pytest.mark.parametrize(
    ("dates", "notation"),
    [
        (("13/04/2026", "02/05/2026"), "DD/MM/YYYY"),
        (("04/13/2026", "05/02/2026"), "MM/DD/YYYY"),
        (("03/04/2026", "04/04/2026", "05/04/2026", "01/05/2026", "02/05/2026"), "DD/MM/YYYY"),
        (("04/05/2026 02:15 PM", "04/30/2026 03:15 AM"), "M/D/YYYY h:mm AP"),
        (("23-09-20 22:25:57", "23-09-21 22:25:57"), "YY-MM-DD hh:mm:ss"),
        (("2026-05-01T10:00:00Z", "2026-05-02T10:00:00Z"), None),
        (("1684152000", "1684152060"), "unix"),
        (("1684152000000", "1684152060000"), "unix-ms"),
        (("1 мамыр 2026", "2 мамыр 2026"), None),
    ],
)
def test_the_notation_of_times_is_found(dates: tuple[str, ...], notation: str | None) -> None:
    rows = [(date, f"{n},50", "KZT") for n, date in enumerate(dates, start=1)]

    found = proposed(lines(("Дата", "Сумма", "Валюта"), *rows))

    assert (f"  notation: {notation}\n" in found.text) == (notation is not None)
    assert "time.notation" not in undecided(found)


def test_days_that_could_be_months_are_left_open() -> None:
    rows = [(day, "1,50") for day in ("03/04/2026", "02/05/2026", "02/04/2026")]

    found = proposed(lines(("Дата", "Сумма"), *rows))

    assert undecided(found)["time.notation"] == ("DD/MM/YYYY", "MM/DD/YYYY")


def test_a_title_that_says_utc_is_believed() -> None:
    rows = [("2026-05-01 10:00:00", "1.50"), ("2026-05-02 10:00:00", "2.50")]

    assert "  zone: UTC" in proposed(lines(("Time (UTC)", "Amount"), *rows)).text


def test_what_stands_above_the_table_is_told_and_not_repeated() -> None:
    content = f"Номер счета;{OWN}\nВалюта;KZT\n{SIGNED.replace(';Валюта', '').replace(';KZT', '')}"

    found = proposed(content)

    assert {"propose_account_heading", "propose_currency_heading"} <= reasons(found)
    assert found.is_complete
    assert signed(read_by(found, content)) == [100_000, -25_050, -4_950]


def test_two_columns_that_fill_each_others_gaps_are_the_two_directions() -> None:
    content = lines(
        ("Дата", "Первая", "Вторая"), ("01.05.2026", "5,25", ""), ("02.05.2026", "", "7,00")
    )

    found = undecided(proposed(content))

    assert found["columns.debit"] == found["columns.credit"] == ("Первая", "Вторая")


def test_columns_without_titles_or_with_one_title_twice_are_named_by_place() -> None:
    content = lines(
        ("Дата", "", "Сумма", "Сумма", "Валюта"),
        ("01.05.2026 10:00", "1 000,00", "1 500,00", "а", "KZT"),
        ("01.05.2026 10:00", "-250,50", "1 249,50", "б", "KZT"),
        ("02.05.2026 11:00", "-49,50", "1 200,00", "в", "KZT"),
    )

    found = proposed(content)

    assert "amount: {place: 2}" in found.text
    assert 'balance: {title: "Сумма", nth: 1}' in found.text
    assert signed(read_by(found, content)) == [100_000, -25_050, -4_950]


def test_titles_tell_the_two_directions_where_no_balance_does() -> None:
    content = lines(
        ("Дата", "Расход", "Приход", "Комиссия", "Валюта", "Валюта комиссии"),
        ("01.05.2026", "5,25", "0,00", "0,50", "KZT", "KZT"),
        ("02.05.2026", "0,00", "7,00", "0,25", "KZT", "KZT"),
    )

    found = proposed(content)

    assert found.is_complete
    assert signed(read_by(found, content)) == [-525, -50, 700, -25]


def test_several_columns_of_amounts_are_left_to_be_chosen_among() -> None:
    content = lines(
        ("Дата", "Сумма операции", "Сумма в тенге"),
        ("01.05.2026", "5,25", "1,00"),
        ("02.05.2026", "7,00", "2,00"),
    )

    assert undecided(proposed(content))["columns.amount"] == ("Сумма операции", "Сумма в тенге")


def test_one_counterparty_in_every_row_is_not_the_tables_own_account() -> None:
    content = lines(
        ("Дата", "Сумма, KZT", "Операция", "Счет контрагента"),
        ("01.05.2026", "-5,25", "Покупка", FAR),
        ("02.05.2026", "-7,00", "Покупка", FAR),
    )

    found = proposed(content)

    assert found.is_complete
    assert "far_account:" in found.text
    assert signed(read_by(found, content)) == [-525, -700]


def test_one_account_in_every_row_is_the_tables_own() -> None:
    content = lines(
        ("Дата", "Изменение", "Счет", "Валюта", "Описание"),
        ("01.05.2026", "-5,25", OWN, "KZT", "Снятие"),
        ("02.05.2026", "7,00", OWN, "KZT", "Возврат"),
    )

    found = proposed(content)

    assert found.is_complete
    assert "own_account:" in found.text
    assert [s.account for s in read_by(found, content).statements] == [f"iban:{OWN}"]


def test_addresses_of_an_exchange_are_the_other_side() -> None:
    content = (
        "Date,Coin,Change,Address,Network,State\n"
        f"2026-05-01 10:00:00,ETH,-1.5,{ADDRESS},ETH,Completed\n"
        f"2026-05-02 10:00:00,ETH,2.25,0x{'b1' * 20},ETH,Completed\n"
    )

    found = proposed(content)

    assert 'far_account: "Address"' in found.text
    assert "  of: chain" in found.text
    assert 'network: "Network"' in found.text


def test_an_address_of_several_chains_leaves_the_chain_open() -> None:
    content = CHAIN.replace("(ETH)", "")

    assert "bsc" in undecided(proposed(content))["constants.network"]


def test_a_status_of_unknown_words_is_left_open() -> None:
    content = lines(
        ("Дата", "Сумма", "Валюта", "Вид операции", "Статус"),
        ("01.05.2026", "-5,25", "KZT", "Покупка", "зю"),
        ("02.05.2026", "-7,00", "KZT", "Покупка", "зю"),
    )

    assert undecided(proposed(content))["columns.status"] == ("Статус",)


def test_a_record_of_calls_is_drafted_as_one() -> None:
    content = lines(
        ("Номер А", "Номер Б", "Дата и время", "Длительность", "Вид услуги", "Направление", "IMEI"),
        (
            "77010001234",
            "77020001234",
            "19.05.2026 14:02:07",
            "00:01:05",
            "голос",
            "исх",
            "350000001234562",
        ),
        ("77010001234", "102", "19.05.2026 14:05:07", "00:00:05", "смс", "вх", "350000001234562"),
        ("77010001234", "KASPI", "19.05.2026 14:09:07", "", "смс", "вх", "350000001234562"),
    )

    found = proposed(content)
    calls = read_by(found, content).calls

    assert found.is_complete
    assert [(c.b_number, c.duration_seconds, c.call_type, c.direction) for c in calls] == [
        ("+77020001234", 65, "voice", "outgoing"),
        ("102", 5, "sms", "incoming"),
        ("KASPI", None, "sms", "incoming"),
    ]


def test_the_number_that_stands_in_every_row_is_the_subscribers() -> None:
    content = lines(
        ("Абонентский №", "Собеседник", "Начало соединения", "Длительность", "Направление"),
        ("77010001234", "77020001234", "19.05.2026 14:02:07", "65", "исходящий"),
        ("77010001234", "77020005678", "19.05.2026 14:05:07", "5", "входящий"),
    )

    found = proposed(content)
    calls = read_by(found, content).calls

    assert "propose_own_number" in reasons(found)
    assert [c.a_number for c in calls] == ["+77010001234", "+77020005678"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_are_comments_in_the_language_that_was_asked_for(lang: Lang) -> None:
    texts = {each: propose_profile(SIGNED.encode(), "a.csv", each).text for each in LANGUAGES}

    assert len({texts[each] for each in LANGUAGES}) == len(LANGUAGES)
    assert "—" not in texts[lang]
    assert profile(texts[lang]).form == profile(texts["ru"]).form


def test_a_draft_says_that_nobody_has_verified_it() -> None:
    found = proposed(SIGNED, "Выписка банка 2026.csv")

    assert not profile(found.text).is_verified
    assert profile(found.text).name == "table-2026"


def test_the_same_file_gives_the_same_draft() -> None:
    assert proposed(SIDES) == proposed(SIDES)


def test_a_workbook_is_drafted_from_its_first_table() -> None:
    at = datetime(2026, 5, 3, 10, tzinfo=UTC).replace(tzinfo=None)
    grid: list[list[str | int | float | datetime | None]] = [
        ["Дата", "Сумма", "Остаток", "Валюта"],
        [at, -5.5, 94.5, "KZT"],
        [at, 10, 104.5, "KZT"],
        [at, -4.5, 100, "KZT"],
    ]
    data = xlsx(grid, cover="Письмо")

    proposal = proposed(data)

    assert proposal.is_complete
    assert signed(read_by(proposal, data)) == [-550, 1_000, -450]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 9,
        "просто письмо".encode(),
        "а;б\nв;г\n".encode(),
        b"1;2\n3;4\n",
        b"\xff\xfe\x00",
        camt(Answer()),
        b"%PDF-1.7",
    ],
)
def test_a_file_without_a_table_is_refused(data: bytes) -> None:
    with pytest.raises((NoTable, Unusable)):
        proposed(data)


cells = st.sampled_from(
    ["", "Дата", "01.05.2026", "5", "-7,50", "1,250", "KZT", OWN, PERSON, "[", '"', "{a: b}", "#x"]
) | st.text(max_size=12)


@settings(max_examples=60)
@given(st.lists(st.lists(cells, min_size=2, max_size=6), min_size=1, max_size=8))
def test_a_draft_of_any_table_is_a_profile_or_says_what_it_lacks(rows: list[list[str]]) -> None:
    content = "\n".join(";".join(row) for row in rows)

    try:
        found = proposed(content.encode("utf-8", "ignore"))
    except IzdesError:
        return

    assert {f.code for f in found.faults} <= {
        "profile_key_missing",
        "profile_direction_untold",
        "profile_keys_clash",
        "profile_too_few_titles",
    }
    if not found.faults:
        read_by(found, content.encode("utf-8", "ignore"))
