"""Numbers nobody has: right check digits, impossible values."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as iban_numbers
from stdnum import luhn

from izdes.core.law.institutions import packaged
from izdes.twin import numbers
from izdes.twin.country import country
from izdes.twin.facts import Facts

BIRTHS = st.dates(date(1950, 1, 1), date(2006, 12, 31)).map(lambda d: f"{d:%y%m%d}")


def is_valid_number(digits: str) -> bool:
    """Check a number of twelve digits by the published rule, written out once more."""
    first = sum((place + 1) * int(digits[place]) for place in range(11)) % 11
    second = sum(((place + 2) % 11 + 1) * int(digits[place]) for place in range(11)) % 11
    return int(digits[11]) == (first if first < 10 else second)


@given(BIRTHS, st.integers(0, 9999), st.sampled_from(["male", "female"]))
def test_a_person_number_is_valid_and_never_issued(birth: str, serial: int, sex: str) -> None:
    number = numbers.person_number(birth, serial, is_odd=sex == "male")

    assert is_valid_number(number)
    assert number[6] in "89"


@given(st.integers(0, 50_000))
def test_a_company_number_is_valid_and_its_month_does_not_exist(serial: int) -> None:
    number = numbers.company_number(serial)

    assert is_valid_number(number)
    assert 13 <= int(number[2:4]) <= 19
    assert number[4] in "456"


@given(st.sampled_from([b.code for b in country().banks]), st.integers(1, 10**6))
def test_an_iban_passes_an_independent_check(code: str, serial: int) -> None:
    printed = numbers.iban(code, numbers.account_part("T", serial))

    assert iban_numbers.is_valid(printed, check_country=False)
    assert len(printed) == 20
    assert printed[4:7] == code


@given(st.integers(0, 9999))
def test_a_card_passes_luhn_on_a_prefix_of_no_scheme(serial: int) -> None:
    digits = numbers.card("01", serial)

    assert luhn.is_valid(digits)
    assert digits.startswith("9398")
    assert len(digits) == 16


def test_masked_cards_of_a_bank_are_all_different() -> None:
    shown = [numbers.masked(numbers.card("01", serial)) for serial in range(10_000)]

    assert len(set(shown)) == 10_000


def test_phones_are_all_different_and_in_the_block_000() -> None:
    phones = [numbers.phone(serial) for serial in range(50_000)]

    assert len(set(phones)) == len(phones)
    assert all(p.startswith("+77") and p[5:8] == "000" and len(p) == 12 for p in phones)


def test_no_invented_bank_has_the_code_or_the_bic_of_a_real_one() -> None:
    real = packaged(date(2026, 5, 1))

    for bank in country().banks:
        assert real.by_bic(bank.bic) is None
        assert real.of_account(f"iban:{numbers.iban(bank.code, 'T000000000001')}") is None
        assert bank.bic.endswith("0")


def test_everybody_in_the_country_has_valid_impossible_numbers(facts: Facts) -> None:
    sides = [account.side for account in facts.world.accounts]

    assert all(is_valid_number(side.number) for side in sides)
    assert all(side.number[6] in "89" or 13 <= int(side.number[2:4]) <= 19 for side in sides)
    assert all(iban_numbers.is_valid(side.printed, check_country=False) for side in sides)
    assert all(luhn.is_valid(side.card) for side in sides if side.card)
    assert len({side.key for side in sides}) == len(sides)


def test_crews_use_sites_that_nobody_can_register(facts: Facts) -> None:
    sites = [site for crew in facts.world.crews for site in crew.sites]

    assert sites
    assert all(site.endswith(".example") for site in (*sites, country().marketplace))
