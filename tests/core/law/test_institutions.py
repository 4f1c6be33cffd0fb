import pickle
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.errors import InputRefused
from izdes.core.identifiers.institution_name import institution_key
from izdes.core.law.institutions import (
    Institution,
    Register,
    packaged,
    read_institutions,
)
from izdes.core.law.pack import measures

DAY = date(2026, 5, 21)
HEADER = "institution_id,code,bic,bin,kind,name_kk,name_ru,name_en,valid_from,valid_to,verified\n"


def refusal(text: str) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read_institutions(text, file="institutions.csv")
    return caught.value


@pytest.mark.parametrize(
    "printed",
    [
        "HSBKKZKX",
        "hsbkkzkx",
        "HSBKKZKXXXX",
        'АО "Народный Банк Казахстана"',
        "«Қазақстан Халық Банкі» АҚ",
        "ҚАЗАҚСТАН ХАЛЫҚ БАНКІ",
        "Halyk  Bank",
        "Акционерное общество «Народный банк Казахстана»",
        "АО «Народный Банк», БИК HSBKKZKX, г. Алматы",
    ],
)
def test_a_bank_is_found_under_every_name_it_is_printed_with(printed: str) -> None:
    found = packaged(DAY).named(printed)

    assert found is not None
    assert found.institution_id == "HSBKKZKX"


@pytest.mark.parametrize("printed", ["", "   ", "АО", "Банк, которого нет", "XXXXKZKX", "-"])
def test_an_unknown_name_finds_nobody(printed: str) -> None:
    assert packaged(DAY).named(printed) is None


def test_two_banks_in_one_cell_are_not_guessed_between() -> None:
    assert packaged(DAY).named("HSBKKZKX / CASPKZKA") is None


@pytest.mark.parametrize(
    ("key", "bic"),
    [
        ("iban:KZ867220000000000000", "CASPKZKA"),
        ("iban:KZ009990000000000000", None),
        ("iban:DE867220000000000000", None),
        ("card:CASPKZKA:939800******1234", "CASPKZKA"),
        ("card:?:939800******1234", None),
        ("acct:Kaspi Bank:12345", "CASPKZKA"),
        ("@cash:CASPKZKA", "CASPKZKA"),
        ("phone:+77010000000", None),
        ("anything", None),
        ("", None),
    ],
)
def test_a_key_says_who_keeps_the_account_or_nothing(key: str, bic: str | None) -> None:
    found = packaged(DAY).of_account(key)

    assert (found.bic if found else None) == bic


def test_a_card_says_who_issued_it_by_the_longest_beginning_known() -> None:
    rows = "ONE,bank,One,939801|93980299\nTWO,bank,Two,939802\n"
    register = Register(
        read_institutions(f"institution_id,kind,name_en,cards\n{rows}", file="institutions.csv")
    )

    found = [
        register.of_account(f"card:?:{number}")
        for number in ("939801******1234", "9398029900001234", "939802******1234", "***1234", "")
    ]

    assert [i.institution_id if i else "" for i in found] == ["ONE", "ONE", "TWO", "", ""]
    assert "institutions_cell_wrong" in [
        f.code for f in refusal("institution_id,kind,name_en,cards\nONE,bank,One,9398\n").faults
    ]


def test_an_earlier_bic_leads_to_the_bank_that_has_the_code_now() -> None:
    register = packaged(DAY)

    assert register.by_bic("SABRKZKA") == register.by_iban_code("914")


def test_no_two_packaged_banks_share_a_name_or_code() -> None:
    banks = packaged(DAY).institutions

    names = Counter(
        name for bank in banks for name in {institution_key(n) for n in bank.printed_names}
    )
    codes = Counter(bank.code for bank in banks if bank.code)

    assert [name for name, times in (names + codes).items() if times > 1] == []


def test_the_packaged_table_names_every_bank_in_three_languages_and_invents_no_bin() -> None:
    for bank in packaged(DAY).institutions:
        assert all((bank.name_kk, bank.name_ru, bank.name_en)), bank.institution_id
        assert bank.bin == ""
        assert bank.institution_id == bank.bic or (bank.bic, bank.code) == ("", "")


@pytest.mark.parametrize("institution", packaged(DAY).institutions, ids=lambda i: i.institution_id)
def test_a_packaged_institution_is_asked_under_a_measure_that_exists_or_under_none(
    institution: Institution,
) -> None:
    assert institution.measure_id in {"", *measures()}
    assert institution.kind != "bank" or institution.measure_id or institution.code == "125"


def test_a_line_carries_its_dates_and_channel() -> None:
    text = HEADER.replace("verified", "verified,measure,channel") + (
        "a,,,,exchange,,Биржа,,2024-01-01,2025-01-01,false,request.crypto_exchange,legal_assistance\n"
    )

    (found,) = read_institutions(text, file="x")

    assert (found.valid_from, found.valid_to) == (date(2024, 1, 1), date(2025, 1, 1))
    assert (found.measure_id, found.channel) == ("request.crypto_exchange", "legal_assistance")


def test_a_channel_nobody_knows_is_a_fault() -> None:
    text = HEADER.replace("verified", "verified,channel") + "a,,,,mfo,,МФО,,,,false,pigeon\n"

    refused = refusal(text)

    assert [(f.row, f.column) for f in refused.faults] == [(2, "channel")]


def test_what_the_case_brings_wins_over_the_package() -> None:
    own = read_institutions(
        HEADER + "HSBKKZKX,601,HSBKKZKX,,bank,,Свой Халык,,,,true\n"
        "my-exchange,,,,exchange,,Биржа,,,,\n",
        file="institutions.csv",
    )

    register = packaged(DAY).with_more(own)

    assert register.by_iban_code("601") == own[0]
    assert register.named("ТОО «Биржа»") == own[1]
    assert len(register.institutions) == len(packaged(DAY).institutions) + 1


def test_a_register_crosses_a_process_border() -> None:
    register = packaged(DAY)

    again = pickle.loads(pickle.dumps(register))  # noqa: S301 - our own bytes

    assert again.institutions == register.institutions
    assert again.named("Kaspi Bank") == register.named("Kaspi Bank")


def test_a_line_holds_between_its_dates() -> None:
    text = (
        HEADER + "old,001,,,bank,,Прежний,,2020-01-01,2025-01-01,\n"
        "new,001,,,bank,,Новый,,2025-01-01,,\n"
    )

    before = read_institutions(text, file="x", on=date(2024, 12, 31))
    after = read_institutions(text, file="x", on=date(2025, 1, 1))

    assert [i.institution_id for i in before] == ["old"]
    assert [i.institution_id for i in after] == ["new"]


def test_every_fault_names_row_and_column() -> None:
    refused = refusal(
        HEADER + ",601,HSBKKZKX,,bank,,Банк,,,,\nb,60,bic,12,shop,,,,2026-13-01,,maybe\n"
    )

    places = {(fault.row, fault.column) for fault in refused.faults}

    assert places == {
        (2, "institution_id"),
        (3, "name_ru"),
        (3, "code"),
        (3, "bic"),
        (3, "bin"),
        (3, "kind"),
        (3, "valid_from"),
        (3, "verified"),
    }


def test_a_missing_column_is_named() -> None:
    refused = refusal("bic,code\nHSBKKZKX,601\n")

    assert [f.column for f in refused.faults] == ["institution_id", "kind", "name_ru"]


def test_an_id_given_twice_is_refused() -> None:
    refused = refusal(HEADER + "a,,,,bank,,А,,,,\na,,,,bank,,Б,,,,\n")

    assert [(f.code, f.row) for f in refused.faults] == [("institutions_row_repeated", 3)]


def test_a_table_saved_with_semicolons_and_a_byte_order_mark_is_read() -> None:
    text = "\ufeffinstitution_id;kind;name_ru;comment\nmfo-1;mfo;ТОО «МФО»;наш\n"

    (found,) = read_institutions(text, file="institutions.csv")

    assert (found.institution_id, found.kind, found.name_ru) == ("mfo-1", "mfo", "ТОО «МФО»")


@given(st.text())
def test_a_hostile_table_ends_in_a_refusal_or_in_institutions(text: str) -> None:
    try:
        found = read_institutions(HEADER + text, file="institutions.csv")
    except InputRefused as refused:
        faults: tuple[object, ...] = refused.faults
        found = ()
    else:
        faults = ()

    assert not (faults and found)
    assert all(i.institution_id and i.printed_names for i in found)


@given(st.text())
def test_any_printed_text_may_be_looked_up(printed: str) -> None:
    found = Register(()).named(printed)

    assert found is None


@given(st.sampled_from(packaged(DAY).institutions), st.data())
def test_quotes_case_spaces_and_legal_form_do_not_hide_a_bank(
    bank: Institution, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from((bank.name_kk, bank.name_ru, bank.name_en)))
    cased = data.draw(st.sampled_from((name.upper(), name.lower(), name)))
    form = data.draw(st.sampled_from(("", "АО ", "ТОО ", "JSC ")))

    found = packaged(DAY).named(f" {form}«{cased.replace(' ', '  ')}» ")

    assert found == bank
