from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.adapters.statements.answers import codes, only, read
from tests.adapters.statements.camt_files import (
    ENTRIES,
    Message,
    amount,
    details,
    entry,
    notification,
)
from tests.adapters.statements.understood import refused, told

from izdes.core.money.statement import StatementRow

BATCH = "<NtryDtls><Btch><NbOfTxs>{}</NbOfTxs></Btch>{}</NtryDtls>"


def rows_of(*entries: str) -> tuple[StatementRow, ...]:
    return only(read(notification_of(*entries))).rows


def notification_of(*entries: str) -> bytes:
    return replace(notification(), entries=entries).data()


@pytest.mark.parametrize("code", ["PDNG", "INFO", "FUTR"])
def test_an_entry_that_is_not_booked_is_noted_whatever_it_holds(code: str) -> None:
    waiting = entry(5, status=f"<Sts><Cd>{code}</Cd></Sts>", currency="USD")

    statement = only(read(Message(entries=(*ENTRIES, waiting)).data()))

    assert [(f.code, f.row, f.severity) for f in statement.faults] == [
        ("entry_not_booked", 4, "noted")
    ]


@pytest.mark.parametrize("status", ["", "<Sts/>", "<Sts><Cd>MAYB</Cd></Sts>"])
def test_an_entry_of_unknown_status_is_refused(status: str) -> None:
    statement = only(read(Message(entries=(*ENTRIES, entry(5, status=status))).data()))

    assert codes(statement) == [("camt_status_unknown", 4)]
    assert len(statement.rows) == 3


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (entry(500).replace("5.00", "5.001"), "amount_inexact"),
        (entry(500).replace("5.00", "-5.00"), "negative_amount"),
        (entry(500).replace("5.00", "5,00"), "amount_unreadable"),
        (entry(500).replace("5.00", "5e2"), "amount_unreadable"),
        (entry(500).replace("5.00", ""), "amount_unreadable"),
        (entry(500, currency="USD"), "foreign_currency"),
        (entry(500, "XXXX"), "direction_unclear"),
        (entry(500, day="2026-02-30"), "time_unreadable"),
        (
            entry(500).replace("<Amt", "<Amnt", 1).replace("</Amt>", "</Amnt>", 1),
            "row_without_amount",
        ),
    ],
)
def test_a_broken_entry_is_a_fault_and_the_rest_is_read(wrong: str, code: str) -> None:
    statement = only(read(Message(entries=(wrong, *ENTRIES)).data()))

    assert codes(statement) == [(code, 1)]
    assert (len(statement.rows), statement.unread_rows) == (3, 1)


@pytest.mark.parametrize(
    ("printed", "minor"), [("1.250", 125), ("5", 500), (".5", 50), ("5.", 500), ("7.50000", 750)]
)
def test_a_dot_is_always_the_decimal_mark(printed: str, minor: int) -> None:
    (row,) = rows_of(entry(500).replace("5.00", printed))

    assert row.amount_minor == minor


@pytest.mark.parametrize("day", ["2026-05-03", "2026-05-03+05:00", "2026-05-03Z"])
def test_a_day_stays_that_day_whatever_its_offset(day: str) -> None:
    data = notification_of(entry(500).replace("2026-05-03", day))

    (row,) = only(read(data)).rows

    assert (row.booked_at, row.time_precision) == (datetime(2026, 5, 2, 19, tzinfo=UTC), "day")


def test_an_entry_without_a_booking_date_has_its_value_date() -> None:
    (row,) = rows_of(entry(500).replace("BookgDt", "ValDt"))

    assert row.booked_at == datetime(2026, 5, 2, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    "returned",
    [
        {"more": "<RvslInd>true</RvslInd>"},
        {"inside": f"<NtryDtls>{details(more='<RtrInf/>', role='Dbtr')}</NtryDtls>"},
        {
            "more": "<RvslInd>true</RvslInd><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
            "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        },
    ],
)
def test_what_is_given_back_is_a_refund(returned: dict[str, str]) -> None:
    reading = read(notification_of(entry(500, "CRDT", **returned)))

    (row,) = only(reading).rows
    assert (row.kind, row.direction) == ("refund", "credit")
    assert told(reading)["how_camt_reversed"] == {"count": "1"}


def test_the_banks_own_word_wins_over_a_reversal() -> None:
    word = "<RvslInd>true</RvslInd><BkTxCd><Prtry><Cd>Комиссия</Cd></Prtry></BkTxCd>"

    (row,) = rows_of(entry(500, more=word))

    assert (row.kind, row.operation) == ("fee", "Комиссия")


def test_a_word_that_nobody_listed_stands_beside_the_codes() -> None:
    codes_and_word = (
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>CCRD</Cd><SubFmlyCd>CWDL</SubFmlyCd></Fmly></Domn>"
        "<Prtry><Cd>X-77</Cd></Prtry></BkTxCd>"
    )

    (row,) = rows_of(entry(500, more=codes_and_word))

    assert (row.kind, row.operation) == ("cash_out", "X-77 PMNT/CCRD/CWDL")


def test_an_entry_of_nothing_is_noted() -> None:
    statement = only(read(Message(entries=(*ENTRIES, entry(0))).data()))

    assert [(f.code, f.row, f.severity) for f in statement.faults] == [("zero_amount", 4, "noted")]


def test_a_batch_that_does_not_tell_its_payments_is_one_line_about_nobody() -> None:
    for inside in (BATCH.format(5, ""), BATCH.format(5, details())):
        statement = only(read(notification_of(entry(500, inside=inside))))

        (row,) = statement.rows
        assert row.payee.account == f"@unknown:{row.row_id}"
        assert ("camt_batch_untold", 1) in codes(statement)


def test_a_batch_of_one_needs_no_details() -> None:
    for inside in (BATCH.format(1, ""), BATCH.format(1, details()), BATCH.format("x", "")):
        assert codes(only(read(notification_of(entry(500, inside=inside))))) == [
            ("camt_notification", 0)
        ]


def test_the_lines_of_a_batch_are_taken_in_the_accounts_currency() -> None:
    dollars = f"{amount(100, 'USD')}<AmtDtls><TxAmt>{amount(250)}</TxAmt></AmtDtls>"
    inside = f"<NtryDtls>{details(more=dollars) * 2}</NtryDtls>"

    reading = read(notification_of(entry(500, inside=inside), entry(7)))

    assert [r.amount_minor for r in only(reading).rows] == [250, 250, 7]
    assert [r.row_id.rpartition("/")[2] for r in only(reading).rows] == ["1", "2", "3"]


def test_a_line_of_a_batch_in_another_currency_only_is_refused() -> None:
    inside = f"<NtryDtls>{details(more=amount(250, 'USD')) * 2}</NtryDtls>"

    assert refused(read(notification_of(entry(500, inside=inside)))) == [("foreign_currency", 1)]


def test_an_order_in_another_currency_moves_what_the_account_moved() -> None:
    more = f"<AmtDtls><InstdAmt>{amount(100, 'USD')}</InstdAmt></AmtDtls>"

    reading = read(notification_of(entry(50_000, more=more)))

    assert only(reading).rows[0].amount_minor == 50_000
    assert told(reading)["how_camt_exchanged"] == {"count": "1"}


def test_a_party_that_is_a_bank_is_named() -> None:
    bank = "<Cdtr><Agt><FinInstnId><Nm>Банк Тау</Nm></FinInstnId></Agt></Cdtr>"

    (row,) = rows_of(entry(500, inside=f"<NtryDtls>{details(party=bank)}</NtryDtls>"))

    assert row.payee.name == "Банк Тау"


def test_of_several_numbers_of_a_person_the_one_of_twelve_places_is_taken() -> None:
    ids = "".join(f"<Othr><Id>{n}</Id></Othr>" for n in ("N12345678", "000101800016"))
    party = f"<Cdtr><Pty><Nm>А</Nm><Id><PrvtId>{ids}</PrvtId></Id></Pty></Cdtr>"

    (row,) = rows_of(entry(500, inside=f"<NtryDtls>{details(party=party)}</NtryDtls>"))

    assert row.payee.iin == "000101800016"


@pytest.mark.parametrize(
    ("remittance", "purpose"),
    [
        ("<Ustrd>Перевод</Ustrd><Ustrd>денег</Ustrd>", "Перевод денег"),
        (
            "<Strd><CdtrRefInf><Ref>RF</Ref></CdtrRefInf><AddtlRmtInf>счёт 5</AddtlRmtInf></Strd>",
            "RF счёт 5",
        ),
    ],
)
def test_a_purpose_is_free_words_or_a_reference(remittance: str, purpose: str) -> None:
    inside = f"<NtryDtls>{details(more=f'<RmtInf>{remittance}</RmtInf>')}</NtryDtls>"

    (row,) = rows_of(entry(500, inside=inside))

    assert row.purpose == purpose


def test_a_message_that_lists_the_newest_first_is_turned_round() -> None:
    statement = only(read(Message(entries=ENTRIES[::-1]).data()))

    assert statement.rows[0].booked_at < statement.rows[-1].booked_at
    assert [r.row_id.rpartition("/")[2] for r in statement.rows] == ["3", "2", "1"]
