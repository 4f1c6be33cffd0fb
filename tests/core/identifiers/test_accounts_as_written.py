import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.identifiers.invented import bins, cards, ibans, iins, phones

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.core.identifiers.kinds import KINDS, normalise


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("KZ09 1010 0000 0000 0001", "iban", "KZ091010000000000001"),
        ("шот KZ091010000000000001 (Айгүл)", "iban", "KZ091010000000000001"),
        ("GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432"),
        ("9398 00** **** 1234", "card", "939800******1234"),
        ("карта 9398 0012 3456 1230 Kaspi", "card", "9398001234561230"),
        ("*1234", "card", "************1234"),
        ("Kaspi Gold •1234, Айгүл", "card", "************1234"),
        ("8 (701) 000-12-34", "phone", "+77010001234"),
        ("87010001234 Ерлан", "phone", "+77010001234"),
        ("000101800010", "iin", "000101800010"),
        ("ЖСН 000101800010", "iin", "000101800010"),
        ("991340000017", "bin", "991340000017"),
        ("0x" + "Ab" * 20, "eth", "0x" + "ab" * 20),
        ("40817810099910004312", "account", "40817810099910004312"),
        ("  Айгүл   С. ", "name", "Айгүл С."),
        ("*1234 *5678", "account", None),
        ("123", "account", None),
        ("", "none", None),
        ("\u200b \t", "none", None),
    ],
)
def test_an_account_is_typed_by_its_number(written: str, kind: str, value: str | None) -> None:
    reading = read_account(written)

    assert (reading.raw, reading.kind, reading.value) == (written, kind, value)


def test_of_two_accounts_in_one_text_none_is_guessed() -> None:
    reading = read_account("KZ091010000000000001 және KZ791010000000000002")

    assert reading.kind == "name"


@pytest.mark.parametrize(
    ("written", "kind"),
    [("KZ10 1010 0000 0000 0001", "iban"), ("9398001234561231", "card"), ("000101800011", "iin")],
)
def test_a_failing_check_digit_keeps_its_digits(written: str, kind: str) -> None:
    reading = read_account(written)

    assert (reading.kind, reading.value, reading.code) == (
        kind,
        written.replace(" ", ""),
        "wrong_check_digit",
    )


@given(
    st.one_of(
        st.tuples(st.just("iban"), ibans()),
        st.tuples(st.just("card"), cards()),
        st.tuples(st.just("phone"), phones()),
        st.tuples(st.just("iin"), iins()),
        st.tuples(st.just("bin"), bins()),
    ),
    st.sampled_from(["iban", "card", "phone", "iin", "bin"]),
)
def test_a_certain_number_is_itself_under_any_label(number: tuple[str, str], label: str) -> None:
    reading = normalise(label, number[1])

    assert (reading.kind, reading.value, reading.code) == (*number, None)


@given(st.sampled_from([*KINDS, "imei", ""]), st.text(max_size=60))
def test_nothing_is_lost_and_nothing_raised(kind: str, raw: str) -> None:
    reading = normalise(kind, raw)

    assert reading.raw == raw
    assert (reading.value is None) <= (reading.code is not None)


@given(st.text("0123456789 +-*•.()KZkzх…@/:", max_size=40))
def test_a_normal_form_is_its_own_normal_form(raw: str) -> None:
    reading = read_account(raw)

    again = read_account(reading.value or "")

    assert reading.value is None or (again.kind, again.value) == (reading.kind, reading.value)


def test_a_kind_without_a_reader_keeps_its_text() -> None:
    reading = GivenIdentifier("Pager", " 49 0154 ", "offender_contact").reading

    assert (reading.raw, reading.kind, reading.code) == (" 49 0154 ", "pager", "unknown_kind")


@pytest.mark.parametrize("unit", ["1", "*", "8 ", "KZ", "a.", "(1", "…", "77 "])
def test_hostile_texts_take_no_time(unit: str) -> None:
    text = unit * 100_000
    begun = time.process_time()

    for kind in KINDS:
        normalise(kind, text)

    assert time.process_time() - begun < 10
