import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iban import calc_check_digits
from tests.core.identifiers.invented import bins, cards, ibans, iins

from izdes.core.identifiers.bin import Bin, read_bin
from izdes.core.identifiers.card import agree, is_complete, is_same_card, is_telling, read_card
from izdes.core.identifiers.iban import Iban, read_iban
from izdes.core.identifiers.iin import Iin, check_digit, read_iin
from izdes.core.identifiers.invalid import InvalidIdentifier, WrongCheckDigit, WrongShape


@given(iins(), st.integers(1, 9))
def test_a_wrong_last_digit_of_an_iin_is_always_noticed_and_kept(digits: str, by: int) -> None:
    wrong = digits[:11] + str((int(digits[11]) + by) % 10)

    reading = read_iin(wrong)

    assert (reading.value, reading.code) == (wrong, "wrong_check_digit")
    with pytest.raises(InvalidIdentifier):
        Iin.parse(wrong)


def test_a_wrong_eleventh_digit_of_an_iin_usually_passes() -> None:
    # Its first-pass weight is 11, which vanishes modulo 11: a limit of the number itself.
    passing = {d for d in "0123456789" if read_iin(f"0001018000{d}0").is_certain}

    assert passing == set("0123456789")


@given(iins())
def test_an_iin_is_read_with_blanks_and_hyphens(digits: str) -> None:
    written = f" {digits[:6]}-{digits[6:9]}\u00a0{digits[9:]}"

    assert Iin.parse(written).digits == digits
    assert read_iin(written).raw == written


def test_some_payloads_are_never_issued() -> None:
    payloads = (f"0001018{n:04d}" for n in range(200))

    assert any(check_digit(payload) is None for payload in payloads)


def test_a_number_of_zeros_is_a_filler() -> None:
    assert read_iin("000000000000").code == "placeholder"
    assert read_card("0000 0000 0000 0000").code == "placeholder"


@pytest.mark.parametrize("text", ["", "12345", "1234567890123", "99010180001A", "٠٠٠"])
def test_what_is_not_twelve_digits_has_no_value(text: str) -> None:
    assert read_iin(text).value is None
    assert read_bin(text).value is None


@given(bins())
def test_a_bin_is_told_from_an_iin_by_its_mark(digits: str) -> None:
    assert read_bin(digits).is_certain
    assert Bin.parse(digits) == Bin(digits)


@given(iins())
def test_an_iin_is_no_bin(digits: str) -> None:
    with pytest.raises(WrongShape):
        Bin(digits)


def test_a_bin_with_a_wrong_check_digit_is_kept() -> None:
    assert read_bin("991340000018").code == "wrong_check_digit"


@given(ibans())
def test_an_iban_is_read_in_groups_and_small_letters(text: str) -> None:
    written = " ".join(text[n : n + 4] for n in range(0, 20, 4)).lower()

    assert read_iban(written).value == text
    assert Iban.parse(written).text == text


@given(ibans(), st.integers(4, 19), st.integers(1, 9))
def test_one_wrong_digit_of_an_iban_is_always_noticed(text: str, place: int, by: int) -> None:
    wrong = text[:place] + str((int(text[place]) + by) % 10) + text[place + 1 :]

    assert read_iban(wrong).code == "wrong_check_digit"
    with pytest.raises(WrongCheckDigit):
        Iban(wrong)


@given(ibans())
def test_cyrillic_letters_in_an_iban_are_folded_and_noted(text: str) -> None:
    reading = read_iban("К" + text[1:])

    assert (reading.value, reading.code) == (text, "look_alike_letters")


@pytest.mark.parametrize("text", ["", "KZ09", "ZZ091010000000000001", "KZ0910100000000000011"])
def test_what_has_no_countrys_length_is_no_good_iban(text: str) -> None:
    assert not read_iban(text).is_certain


@given(cards())
def test_a_masked_card_agrees_with_the_whole_one(digits: str) -> None:
    masked = read_card(f"{digits[:4]} {digits[4:6]}** **** {digits[12:]}").value
    tail = read_card(f"*{digits[-4:]}").value

    assert masked is not None
    assert tail is not None
    assert agree(masked, digits)
    assert agree(tail, digits)
    assert is_same_card(digits, masked)
    assert not is_same_card(digits, tail)


@given(cards(), st.integers(0, 15), st.integers(1, 9))
def test_one_different_visible_digit_is_another_card(digits: str, place: int, by: int) -> None:
    other = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]

    assert not agree(digits, other)
    assert read_card(other).code in {"wrong_check_digit", "placeholder"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("*1234", "************1234"),
        ("…1234", "************1234"),
        ("1234", "************1234"),
        ("9398 00** **** 1234", "939800******1234"),
        ("939800XXXXXX1234", "939800******1234"),
        ("9398ХХХХХХХХ1234", "9398********1234"),
        ("939800**1234", "939800******1234"),
        ("9398 0012 3456 1230", "9398001234561230"),
    ],
)
def test_masks_are_kept_in_sixteen_places(written: str, value: str) -> None:
    assert read_card(written).value == value


def test_a_telephone_with_its_middle_hidden_is_no_card() -> None:
    assert read_card("8701***1234").value is None


def test_cards_of_different_length_agree_only_where_one_is_masked() -> None:
    assert agree("939800******1234", "9398005555555551234")
    assert not agree("9398001234561230", "93980012345612301")


def test_only_more_than_a_tail_tells_a_card() -> None:
    assert is_telling("9398********1234")
    assert not is_telling("************1234")
    assert not is_complete("9398********1234")


@pytest.mark.parametrize("value", [Iin("000101800010"), Bin("991340000017")])
def test_a_repr_shows_four_digits_only(value: Iin | Bin) -> None:
    assert value.digits not in repr(value)
    assert value.digits[-4:] in repr(value)


def test_readings_and_errors_hold_no_number() -> None:
    reading = read_iban("KZ09 1010 0000 0000 0001")

    with pytest.raises(WrongCheckDigit) as caught:
        Iban("KZ101010000000000001")

    assert "1010000000000001" not in repr(reading) + repr(Iban("KZ091010000000000001"))
    assert "1010" not in str(caught.value)


@pytest.mark.parametrize("account", ["XX001234567890123456", "DE00A70400440532013000"])
def test_right_check_digits_make_no_account_where_there_are_none_such(account: str) -> None:
    text = account[:2] + calc_check_digits(account) + account[4:]

    assert read_iban(text).code == "wrong_shape"
