from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from tests.core.identifiers.invented import bins, cards, ibans, iins

from izdes.core.identifiers import base58, bech32, card, chain, phone
from izdes.core.identifiers.advert import read_advert
from izdes.core.identifiers.bin import has_mark
from izdes.core.identifiers.complaint import (
    Complaint,
    ComplaintId,
    GivenIdentifier,
    Loan,
    Payment,
    Victim,
)
from izdes.core.identifiers.domain import is_known_zone, read_domain, registrable
from izdes.core.identifiers.iban import Iban, length
from izdes.core.identifiers.iin import check_digit
from izdes.core.identifiers.imei import has_reporting_body, read_imei
from izdes.core.identifiers.imsi import country, read_imsi
from izdes.core.identifiers.invalid import WrongShape
from izdes.core.identifiers.ip import read_ip
from izdes.core.identifiers.kinds import KINDS, normalise
from izdes.core.identifiers.mistyped import candidates
from izdes.core.identifiers.phone import read_phone
from izdes.core.identifiers.reference import read_reference
from izdes.core.identifiers.transaction import read_transaction
from izdes.core.identifiers.wallet import is_telling, read_ewallet


@pytest.mark.parametrize(
    ("read", "written", "value", "code"),
    [
        (read_imei, "86 000000 481557 6", "860000004815576", None),
        (read_imei, "860000004815577", "860000004815577", "wrong_check_digit"),
        (read_imei, "000000000000000", "000000000000000", "placeholder"),
        (read_imei, "86000000481557", None, "wrong_shape"),
        (read_imsi, "401770030505906", "401770030505906", None),
        (read_imsi, "000000030505906", "000000030505906", "no_such_range"),
        (read_imsi, "123", None, "wrong_shape"),
        (read_ip, "192.0.2.1:8080", "192.0.2.1", None),
        (read_ip, "[2001:db8::1]:443", "2001:db8::1", None),
        (read_ip, "192.0.2.256", None, "wrong_shape"),
        (read_ip, "192.0.2.01", None, "wrong_shape"),
        (read_ip, "1" * 100, None, "wrong_shape"),
        (read_transaction, "AB" * 32, "ab" * 32, None),
        (read_transaction, "0x" + "00" * 32, "0x" + "00" * 32, "placeholder"),
        (read_transaction, "AB" * 31, None, "wrong_shape"),
        (read_ewallet, "Z161691774794", "Z161691774794", None),
        (read_ewallet, "Р1012345678", "P1012345678", None),
        (read_ewallet, "кошелек", None, "wrong_shape"),
        (read_reference, "№ QR 123456", "QR123456", None),
        (read_reference, "ABCDEF", None, "wrong_shape"),
        (read_advert, "https://m.olx.kz/d/obyavlenie/a-IDabC1d.html", "olx:abC1d", None),
        (read_advert, "https://kaspi.kz/shop/p/divan-102298404/?c=7", "kaspi:102298404", None),
        (read_advert, "obyavleniya.kaspi.kz/a/show/123456", "kaspi:123456", None),
        (read_advert, "olx:345678901", "olx:345678901", None),
        (read_advert, "https://krisha.kz/about", None, "wrong_shape"),
        (read_advert, "https://evil.example/a/show/123456", None, "wrong_shape"),
        (read_advert, "no link", None, "wrong_shape"),
    ],
)
def test_a_kind_is_read_to_its_normal_form(
    read: object, written: str, value: str | None, code: str | None
) -> None:
    assert callable(read)
    reading = read(written)

    assert (reading.raw, reading.value, reading.code) == (written, value, code)


def test_what_tells_a_device_a_network_and_a_wallet() -> None:
    assert has_reporting_body("860000004815576")
    assert not has_reporting_body("570000004815576")
    assert country("401770030505906") == "kz"
    assert country("99") is None
    assert is_telling("410014674911735")
    assert not is_telling("123456789")


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("imei", "860000004815576"),
        ("imsi", "401770030505906"),
        ("ip", "192.0.2.1"),
        ("tx_hash", "ab" * 32),
        ("ewallet", "Z161691774794"),
        ("reference", "QR123456"),
        ("ad_id", "krisha:698112233"),
        ("telegram_id", "5123456789"),
    ],
)
def test_every_kind_can_be_given_as_such(kind: str, written: str) -> None:
    assert kind in KINDS
    assert (normalise(kind, written).kind, normalise(kind, written).value) == (kind, written)


def test_a_link_to_an_advert_is_the_advert() -> None:
    reading = normalise("url", "https://krisha.kz/a/show/698112233")

    assert (reading.kind, reading.value) == ("ad_id", "krisha:698112233")


NUMBERS = st.one_of(
    st.tuples(st.just("iin"), iins()),
    st.tuples(st.just("bin"), bins()),
    st.tuples(st.just("card"), cards()),
    st.tuples(st.just("iban"), ibans()),
)


@given(NUMBERS, st.data())
def test_the_meant_number_is_among_the_candidates_of_one_slip(
    number: tuple[str, str], data: st.DataObject
) -> None:
    kind, value = number
    place = data.draw(st.integers(4, len(value) - 2))
    if data.draw(st.booleans()):
        other = data.draw(st.sampled_from("0123456789"))
        written = value[:place] + other + value[place + 1 :]
    else:
        written = value[:place] + value[place + 1] + value[place] + value[place + 2 :]

    found = candidates(kind, written)

    assert written == value or value in found or has_mark(written) != has_mark(value)
    assert found == tuple(sorted(set(found)))
    assert written not in found


@given(NUMBERS)
def test_every_candidate_is_valid(number: tuple[str, str]) -> None:
    kind, value = number
    wrong = value[:-1] + str((int(value[-1]) + 1) % 10)

    for found in candidates(kind, wrong):
        assert normalise(kind, found).code in {None, "placeholder"}
        assert normalise(kind, found).kind == kind


def test_a_kind_without_check_digits_has_no_candidates() -> None:
    assert candidates("phone", "+77010001234") == ()


def test_a_number_that_is_never_issued_has_no_check_digit() -> None:
    payloads = (f"{number:011d}" for number in range(10_000))

    assert any(check_digit(payload) is None for payload in payloads)


def test_codes_of_addresses_notice_foreign_signs_and_other_networks() -> None:
    assert base58.decoded("0OIl") is None
    assert base58.payload("11") is None
    assert not bech32.is_address("ltc1quggmw4mhglt8rk9guqf6cxa4e4hnn7sudqepcg", prefix="bc")
    assert not bech32.is_address("bc1bio", prefix="bc")
    assert not bech32.is_address("bc1bbbbbbbbbbb", prefix="bc")


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("btc", "38ZjVUxRtb8cdMVHMb6XNw7UrKHANMj3Mx"),
        ("ltc", "MPoxEKxawyVhEwHSMcQZ17aBEhxUfF3Xdh"),
        ("tron", "TM1rMt39dGFhzziMcv93TBaY5So9oqynwD"),
        ("ton", "EQAWdfT96UQ7a3TJGieBaXrF5g-yieCepqleXrqUJYWrxSU_"),
        ("sol", "7TNifd4TmgS2hL6LN3A1bZ99CTE36jTDNLJ6EaobBis"),
    ],
)
def test_a_checksum_that_fails_keeps_the_address(kind: str, written: str) -> None:
    reading = chain.read_chain(kind, written)

    assert (reading.value, reading.code) in {(written, "wrong_check_digit"), (written, None)}


def test_the_raw_form_of_ton_has_no_checksum() -> None:
    assert chain.read_chain("ton", "0:" + "AB" * 32).value == "0:" + "ab" * 32


def test_an_address_in_look_alike_letters_keeps_them() -> None:
    reading = chain.read_chain("tron", "ТM1rMt39dGFhzziMcv93TBaY5So9oqynwC")

    assert reading.code == "look_alike_letters"


def test_a_domain_is_what_somebody_registered() -> None:
    assert registrable("login.bank.com.kz") == "bank.com.kz"
    assert registrable("a.b.example") == "b.example"
    assert not is_known_zone("b.example")
    assert read_domain("a.xn--p1ai").value == "a.рф"


def test_lengths_of_accounts_are_known_by_country() -> None:
    assert (length("KZ"), length("DE"), length("XX")) == (20, 22, 0)
    bban = "12345678901"
    for wrong in ("KZ", f"KZ{iban.calc_check_digits(f'KZ00{bban}')}{bban}"):
        with pytest.raises(WrongShape):
            Iban(wrong)


@given(st.integers(0, 10**10 - 1), st.sampled_from(["+7", "8", "7", ""]))
def test_the_shortcut_for_code_seven_says_what_the_library_says(number: int, trunk: str) -> None:
    import phonenumbers  # noqa: PLC0415 - the library itself is what is compared with

    written = f"{trunk}{number:010d}"

    reading = read_phone(written)

    # Eleven digits that begin with the country code are read as with a plus.
    parsed = phonenumbers.parse(f"+{written}" if trunk == "7" else written, "KZ")
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert reading.is_certain == phonenumbers.is_valid_number(parsed)
    assert reading.value == e164 or not reading.is_certain


@pytest.mark.parametrize(
    ("value", "brand"),
    [
        ("4000001234567899", "visa"),
        ("5599999720573822", "mastercard"),
        ("2200000000000000", "mir"),
        ("378282246310005", "amex"),
        ("************1234", None),
    ],
)
def test_the_network_of_a_card_is_told_by_its_beginning(value: str, brand: str | None) -> None:
    assert card.brand(value) == brand


def test_country_and_first_operator_of_a_number_are_hints() -> None:
    assert (phone.country("+77010001234"), phone.country("+79260000142")) == ("KZ", "RU")
    assert phone.first_operator("+77172000638") is None


def test_a_number_inside_letters_is_no_telephone() -> None:
    assert read_phone("KZ801020000000002200").value is None


def test_reprs_of_a_complaint_say_nothing_of_its_people() -> None:
    shown = f"{Victim('secret')!r}{Payment(paid_to='secret')!r}{Loan(lender='secret')!r}"

    complaint = Complaint(ComplaintId("A1"), datetime(2026, 5, 21, tzinfo=UTC), narrative="secret")
    assert repr(complaint) == "Complaint(A1)"
    assert complaint.sort_key == (complaint.reported_at, "A1")
    assert "secret" not in shown + repr(GivenIdentifier("phone", "secret"))


@given(cards())
def test_luhn_agrees_with_the_library(card: str) -> None:
    assert luhn.is_valid(card)
    assert all(luhn.is_valid(found) for found in candidates("card", card[:-1] + "0"))
