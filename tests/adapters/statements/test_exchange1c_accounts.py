from datetime import UTC, datetime

import pytest
from tests.adapters.statements.answers import OWN, codes, only, read
from tests.adapters.statements.exchange1c_files import (
    CAME,
    EXPECTED,
    FIRST_LINE,
    HEAD,
    PERIOD,
    SECOND,
    WENT,
    changed,
    document,
    facts,
    local_day,
    read_text,
    section,
    whole,
)

from izdes.adapters.statements import ManifestEntry
from izdes.core.money.reconcile import reconcile

CURRENCIES: list[tuple[list[str], str, str, str]] = [
    ([], "", "KZT", "assumed"),
    ([], "USD", "USD", "documents"),
    (["Валюта=USD"], "", "USD", "section"),
    (["Валюта=840"], "USD", "USD", "section"),
]


@pytest.mark.parametrize(("of_section", "of_document", "currency", "told_by"), CURRENCIES)
def test_the_currency_is_that_of_the_section_else_of_the_documents_else_assumed(
    of_section: list[str], of_document: str, currency: str, told_by: str
) -> None:
    text = whole(section(*of_section), document(*changed(CAME, Валюта=of_document)))

    reading = read_text(text)

    assert (only(reading).currency, only(reading).rows[0].currency) == (currency, currency)
    assert f"how_exchange1c_currency_{told_by}" in [f.code for f in reading.explained]


def test_each_currency_of_an_account_is_a_statement() -> None:
    tenge = section("Валюта=KZT", closing="301000.00")
    dollars = section("Валюта=USD", opening="5.00", closing="6.00")
    bought = document(*changed(CAME, СуммаПриход="1.00", Валюта="USD"))
    text = whole(
        tenge,
        dollars,
        document(*changed(CAME, Валюта="KZT")),
        bought,
        document(*changed(WENT, Валюта="KZT")),
    )

    statements = read_text(text).statements

    assert [(s.currency, len(s.rows), s.sheet) for s in statements] == [
        ("KZT", 2, 1),
        ("USD", 1, 1),
    ]
    assert [reconcile(s).outcome for s in statements] == ["reconciled", "reconciled"]


def test_a_document_in_a_currency_of_no_section_is_refused() -> None:
    text = whole(section("Валюта=KZT"), document(*changed(CAME, Валюта="EUR")))

    statement = only(read_text(text))

    assert ("foreign_currency", statement.faults[0].row) in codes(statement)
    assert statement.rows == ()


def test_several_currencies_under_one_balance_are_told_apart_and_never_reconciled() -> None:
    text = whole(
        section(closing="501000.50"),
        document(*changed(CAME, Валюта="KZT")),
        document(*changed(CAME, Валюта="USD")),
        document(*changed(WENT, Валюта="")),
    )

    statements = read_text(text).statements

    assert [(s.currency, len(s.rows), s.unread_rows) for s in statements] == [
        ("KZT", 1, 1),
        ("USD", 1, 0),
    ]
    for statement in statements:
        found = {f.code for f in statement.faults}
        assert {"several_currencies", "exchange1c_balances_of_no_currency"} <= found
        assert "exchange1c_of_no_currency" in found
        assert reconcile(statement).outcome == "faulty"


def test_several_currencies_without_balances_are_statements_that_cannot_be_checked() -> None:
    text = whole(
        document(*changed(CAME, Валюта="KZT")),
        document(*changed(CAME, Валюта="USD")),
        head=(*HEAD, f"РасчСчет={OWN}"),
    )

    statements = read_text(text).statements

    assert [(s.currency, len(s.rows)) for s in statements] == [("KZT", 1), ("USD", 1)]
    assert [reconcile(s).outcome for s in statements] == ["not_checkable", "not_checkable"]


def transfer(*, told: bool = False, is_credit: bool = False) -> list[str]:
    """Return a payment from the first own account to the second."""
    amount = ("СуммаПриход" if is_credit else "СуммаРасход") if told else "Сумма"
    return document(
        "НомерДокумента=11",
        "ДатаОперации=05.05.2026",
        f"{amount}=500.00",
        f"ПлательщикИИК={OWN}",
        f"ПолучательИИК={SECOND}",
    )


FIRST_OF_TWO = section(opening="1000.00", closing="500.00")
SECOND_OF_TWO = section(account=SECOND, opening="0.00", closing="500.00")
BETWEEN = {
    "once": [FIRST_OF_TWO, SECOND_OF_TWO, transfer()],
    "twice": [FIRST_OF_TWO, SECOND_OF_TWO, transfer(), transfer()],
    "told": [
        FIRST_OF_TWO,
        SECOND_OF_TWO,
        transfer(told=True, is_credit=True),
        transfer(told=True),
    ],
    "under its account": [FIRST_OF_TWO, transfer(), SECOND_OF_TWO, transfer()],
}


@pytest.mark.parametrize("parts", BETWEEN.values(), ids=BETWEEN)
def test_a_payment_between_two_accounts_of_the_file_moves_both(parts: list[list[str]]) -> None:
    first, second = read_text(whole(*parts)).statements

    assert (first.account, second.account) == (f"iban:{OWN}", f"iban:{SECOND}")
    assert [(r.direction, r.payee.account) for r in first.rows] == [("debit", f"iban:{SECOND}")]
    assert [(r.direction, r.payer.account) for r in second.rows] == [("credit", f"iban:{OWN}")]
    assert [reconcile(s).outcome for s in (first, second)] == ["reconciled", "reconciled"]
    assert (first.sheet, second.sheet) == (1, 2)
    assert first.rows[0].row_id != second.rows[0].row_id


def test_a_broken_payment_between_two_accounts_is_unread_in_both() -> None:
    broken = [line.replace("500.00", "1.005") for line in transfer()]

    statements = read_text(whole(FIRST_OF_TWO, SECOND_OF_TWO, broken)).statements

    assert [(s.rows, s.unread_rows) for s in statements] == [((), 1), ((), 1)]


def test_a_document_of_no_account_of_the_file_refuses_all_its_statements() -> None:
    foreign = document(*changed(CAME, ПолучательИИК="KZ351020000000000003", СуммаПриход="1"))

    statements = read_text(whole(FIRST_OF_TWO, SECOND_OF_TWO, transfer(), foreign)).statements

    assert sum(s.unread_rows for s in statements) == 1
    for statement in statements:
        assert "exchange1c_of_no_account" in [f.code for f in statement.faults]
        assert reconcile(statement).outcome == "faulty"


def test_an_account_that_is_no_iban_is_known_whether_or_not_its_bank_is_printed() -> None:
    with_bank = changed(CAME, ПолучательИИК="40817 001", ПолучательБанкБИК="DALAKZKA")
    without = changed(WENT, ПлательщикИИК="40817001", ПлательщикБанкБИК="")

    statement = only(
        read_text(whole(section(account="40817001"), document(*with_bank), document(*without)))
    )

    assert statement.account == "acct:DALAKZKA:40817001"
    assert [row.direction for row in statement.rows] == ["credit", "debit"]
    assert statement.unread_rows == 0


def stretch(first: str, last: str, opening: str, closing: str) -> list[str]:
    days = (f"ДатаНачала={first}.05.2026", f"ДатаКонца={last}.05.2026")
    return section(*days, opening=opening, closing=closing)


def test_sections_of_one_account_are_joined_in_the_order_of_their_days() -> None:
    later = stretch("04", "31", "501000.50", "301000.00")
    earlier = stretch("01", "03", "1000.00", "501000.50")

    statement = only(read_text(whole(later, earlier, document(*WENT), document(*CAME))))

    assert (statement.opening_minor, statement.closing_minor) == (100_000, 30_100_000)
    assert statement.period_from == local_day(1)
    assert statement.period_to == datetime(2026, 5, 31, 19, tzinfo=UTC)
    assert statement.faults == ()
    assert reconcile(statement).outcome == "reconciled"


@pytest.mark.parametrize(
    ("second", "code", "severity"),
    [
        (stretch("04", "31", "501000.49", "301000.00"), "exchange1c_sections_differ", "refused"),
        (stretch("03", "31", "501000.50", "301000.00"), "exchange1c_sections_differ", "refused"),
        (stretch("05", "31", "", "301000.00"), "exchange1c_sections_differ", "refused"),
        (stretch("05", "31", "501000.50", "301000.00"), "exchange1c_sections_apart", "noted"),
    ],
)
def test_sections_that_do_not_go_on_are_a_fault(
    second: list[str], code: str, severity: str
) -> None:
    first = stretch("01", "03", "1000.00", "501000.50")

    statement = only(read_text(whole(first, second, document(*CAME), document(*WENT))))

    assert [(f.code, f.severity) for f in statement.faults] == [(code, severity)]


def test_the_head_gives_the_period_where_the_section_does_not() -> None:
    own = only(read_text(whole(section(*PERIOD), document(*CAME), head=HEAD)))
    of_head = only(read_text(whole(section(), document(*CAME))))
    nobody = only(read_text(whole(section(), document(*CAME), head=HEAD)))

    assert (own.period_from, own.period_to) == (of_head.period_from, of_head.period_to)
    assert (nobody.period_from, nobody.period_to) == (None, None)


def test_a_period_with_midnights_includes_its_last_day() -> None:
    days = ("ДатаНачала=01.05.2026 0:00:00", "ДатаКонца=31.05.2026 0:00:00")

    statement = only(read_text(whole(section(*days), document(*CAME), head=HEAD)))

    assert statement.period_to == datetime(2026, 5, 31, 19, tzinfo=UTC)


@pytest.mark.parametrize("last", ["30.04.2026", "32.05.2026"])
def test_a_period_that_cannot_be_read_is_refused(last: str) -> None:
    days = ("ДатаНачала=01.05.2026", f"ДатаКонца={last}")

    statement = only(read_text(whole(section(*days), document(*CAME), head=HEAD)))

    assert [f.code for f in statement.faults] == ["period_unreadable"]


@pytest.mark.parametrize("field", ["ВсегоПоступило", "ВсегоСписано"])
def test_printed_turnovers_are_compared_with_the_rows(field: str) -> None:
    right, wrong = section(f"{field}=0.00"), section(f"{field}=1.00")
    movement = document(*(WENT if field == "ВсегоПоступило" else CAME))

    assert only(read_text(whole(right, movement))).faults == ()
    assert [c for c, _ in codes(only(read_text(whole(wrong, movement))))] == ["turnover_differs"]


def test_a_balance_that_cannot_be_read_is_never_left_out_in_silence() -> None:
    statement = only(read_text(whole(section(opening="1.005"), document(*CAME))))

    assert [c for c, _ in codes(statement)] == ["balance_unreadable"]
    assert statement.opening_minor is None


def test_the_head_names_the_account_where_no_section_does() -> None:
    orphan = section(account="", closing="501000.50")
    head = (*HEAD, *PERIOD, f"РасчСчет={OWN}")

    with_section = only(read_text(whole(orphan, document(*CAME), head=head)))
    without = only(read_text(whole(document(*CAME), head=head)))

    assert reconcile(with_section).outcome == "reconciled"
    assert (without.account, without.opening_minor) == (f"iban:{OWN}", None)
    assert reconcile(without).outcome == "not_checkable"


def test_the_manifest_names_the_account_where_the_file_does_not() -> None:
    data = whole(section(account=""), document(*CAME)).encode()

    named = read(data, name="a.txt", manifest={"a.txt": ManifestEntry(OWN)})
    unnamed = read(data, name="a.txt")

    assert facts(only(named)) == EXPECTED[:1]
    assert "how_account_manifest" in [f.code for f in named.explained]
    assert unnamed.statements == ()
    assert [f.code for f in unnamed.faults] == ["account_unknown"]


def test_a_section_without_an_account_among_others_refuses_the_file() -> None:
    statement = only(read_text(whole(section(), section(account=""), document(*CAME))))

    assert "account_unknown" in [f.code for f in statement.faults]
    assert reconcile(statement).outcome == "faulty"


def test_a_file_without_sections_and_documents_holds_no_statement() -> None:
    reading = read_text(whole())

    assert reading.form == FIRST_LINE
    assert [f.code for f in reading.faults] == ["no_statement"]


def test_an_order_that_nothing_shows_to_be_carried_out_is_no_movement() -> None:
    order = document(*changed(CAME, ДатаОперации=None, СуммаПриход=None, Сумма="5.00"))
    head = (*HEAD, f"РасчСчет={OWN}")

    alone = only(read_text(whole(order, head=head)))
    in_statement = only(read_text(whole(section(), order)))

    assert [c for c, _ in codes(alone)] == ["exchange1c_not_executed"]
    assert alone.rows == ()
    assert len(in_statement.rows) == 1
