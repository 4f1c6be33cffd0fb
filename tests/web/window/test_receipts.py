"""Receipts: numbers that notice a slip, codes without look-alikes, one for a token."""

from hypothesis import given
from hypothesis import strategies as st

from izdes.web.receipts import code_digest
from izdes.web.window.receipts import read_code, read_number, receipt_of

KEY = bytes(32)
tokens = st.text(min_size=1, max_size=40)


@given(tokens)
def test_a_token_has_one_receipt(token: str) -> None:
    assert receipt_of(token, key=KEY) == receipt_of(token, key=KEY)
    assert receipt_of(token, key=KEY) != receipt_of(token, key=KEY, attempt=1)


@given(tokens)
def test_a_number_is_read_as_it_is_printed(token: str) -> None:
    receipt = receipt_of(token, key=KEY)

    assert read_number(f" {receipt.printed_number} ") == receipt.number
    assert read_code(f" {receipt.code[:4].lower()} {receipt.code[4:]}") == receipt.code


@given(tokens, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(token: str, place: int, off: int) -> None:
    number = receipt_of(token, key=KEY).number
    digit = str((int(number[place]) + off) % 10)

    assert read_number(number[:place] + digit + number[place + 1 :]) is None


@given(tokens)
def test_a_code_has_no_signs_that_are_mistaken_for_each_other(token: str) -> None:
    code = receipt_of(token, key=KEY).code

    assert len(code) == 8
    assert not set(code) & set("01OIL")


def test_a_code_is_nothing_without_its_number() -> None:
    assert code_digest("1", "ABCDEFGH") != code_digest("2", "ABCDEFGH")


def test_what_is_no_number_is_none() -> None:
    assert [read_number(typed) for typed in ("", "12", "١٢٣٤٥٦٧٨٩٠١٢", "1234-5678-90AB")] == [
        None
    ] * 4
