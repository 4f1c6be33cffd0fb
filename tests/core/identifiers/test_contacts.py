import pytest
from hypothesis import given
from tests.core.identifiers.invented import phones

from izdes.core.identifiers.chain import chain_of, read_chain
from izdes.core.identifiers.domain import read_domain
from izdes.core.identifiers.handle import read_handle
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.mail import read_email
from izdes.core.identifiers.phone import read_phone


@given(phones())
def test_all_spellings_of_a_telephone_are_one_number(phone: str) -> None:
    area, block, line = phone[2:5], phone[5:8], phone[8:]
    spellings = (
        phone,
        phone[1:],
        phone[2:],
        f"8{phone[2:]}",
        f"8 ({area}) {block}-{line[:2]}-{line[2:]}",
        f"+7\u00a0{area}\u2011{block}\u2011{line}",
        f"тел. 8{phone[2:]} Айгүл",
    )

    assert {read_phone(spelling).value for spelling in spellings} == {phone}


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        ("102", "102", "short_number"),
        ("+996 555 123 456", "+996555123456", None),
        ("727 250 00 00", "+77272500000", None),
        ("+7 799 000 12 34", "+77990001234", "no_such_range"),
        ("8-701-000-12-34, 8-702-000-12-35", None, "wrong_shape"),
        ("12", None, "wrong_shape"),
        ("+0 000 000 00 00", None, "wrong_shape"),
        ("звонили вечером", None, "wrong_shape"),
    ],
)
def test_telephones_in_doubt_are_kept_with_a_code(
    written: str, value: str | None, code: str | None
) -> None:
    reading = read_phone(written)

    assert (reading.raw, reading.value, reading.code) == (written, value, code)


@pytest.mark.parametrize(
    ("kind", "written", "found"),
    [
        ("telegram", "@Bonus_Desk", ("telegram", "bonus_desk")),
        ("telegram", "https://t.me/Bonus_Desk", ("telegram", "bonus_desk")),
        ("telegram", "t.me/+AbCdEfGh", ("url", "t.me/+AbCdEfGh")),
        ("telegram", "5123456789", ("telegram_id", "5123456789")),
        ("telegram", "+7 701 000 12 34", ("phone", "+77010001234")),
        ("whatsapp", "8 701 000 12 34", ("whatsapp", "77010001234")),
        ("whatsapp", "https://wa.me/77010001234", ("whatsapp", "77010001234")),
        (
            "whatsapp",
            "https://api.whatsapp.com/send?phone=77010001234&text=a",
            ("whatsapp", "77010001234"),
        ),
        ("instagram", "https://www.instagram.com/Shop.Invented/", ("instagram", "shop.invented")),
        (
            "instagram",
            "https://instagram.com/p/CxYz",
            ("url", "https://instagram.com/p/CxYz"),
        ),
        ("vk", "https://vk.com/id12345", ("vk", "id12345")),
        ("tiktok", "https://www.tiktok.com/@shop_invented", ("tiktok", "shop_invented")),
        ("tiktok", "no such handle", ("tiktok", None)),
        ("whatsapp", "102", ("whatsapp", None)),
    ],
)
def test_a_page_in_a_messenger_is_its_handle(
    kind: str, written: str, found: tuple[str, str | None]
) -> None:
    reading = read_handle(kind, written)

    assert (reading.kind, reading.value) == found


def test_look_alike_letters_in_a_handle_are_folded_and_noted() -> None:
    reading = read_handle("telegram", "@аdmin_dеsk")

    assert (reading.value, reading.code) == ("admin_desk", "look_alike_letters")


@pytest.mark.parametrize(
    ("kind", "written", "found"),
    [
        ("url", "hxxps://Evil[.]example/Login?a=1", ("url", "https://evil.example/Login?a=1")),
        ("url", "https://evil.example/", ("url", "https://evil.example")),
        ("url", "https://evil.example:8443/a", ("url", "https://evil.example:8443/a")),
        ("url", "www.Evil.example", ("domain", "evil.example")),
        ("url", "https://t.me/bonus_desk", ("telegram", "bonus_desk")),
        ("url", "javascript:alert(1)", ("url", None)),
        ("domain", "EVIL.example.", ("domain", "evil.example")),
        ("domain", "xn--80ak6aa92e.example", ("domain", "аррӏе.example")),
        ("domain", "xn--\u00ff.example", ("domain", "xn--\u00ff.example")),
        ("domain", "https://evil.example/a", ("url", "https://evil.example/a")),
        ("domain", "10.0.0.1", ("ip", "10.0.0.1")),
        ("domain", "-a.example", ("domain", None)),
    ],
)
def test_links_and_hosts_are_told_apart(
    kind: str, written: str, found: tuple[str, str | None]
) -> None:
    reading = normalise(kind, written)

    assert (reading.kind, reading.value) == found


def test_a_host_of_two_alphabets_is_kept_as_written_and_noted() -> None:
    reading = read_domain("bаnk.example")

    assert (reading.value, reading.code) == ("bаnk.example", "look_alike_letters")


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        ("Pay.Desk@Example.KZ", "pay.desk@example.kz", None),
        ("<mailto:a@b.example>", "a@b.example", None),
        ("mailto:a@b[.]example", "a@b.example", None),
        ("раy@b.example", "раy@b.example", "look_alike_letters"),
        ("a b@c.example", None, "wrong_shape"),
        ("a@b@c.example", None, "wrong_shape"),
        ("a@localhost", None, "wrong_shape"),
        ("no address", None, "wrong_shape"),
    ],
)
def test_addresses_of_mail(written: str, value: str | None, code: str | None) -> None:
    reading = read_email(written)

    assert (reading.value, reading.code) == (value, code)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("eth", "0x" + "ab" * 20),
        ("tron", "TM1rMt39dGFhzziMcv93TBaY5So9oqynwC"),
        ("btc", "bc1q43953l4f4fvygwjxreawat6epjnr2nv92fqw35"),
        ("btc", "bc1pzm26cfvj78qpzfrsnkqdss8ddg3uf8k2zm26cfvj78qpzfrsnkqqw2g46k"),
        ("btc", "38ZjVUxRtb8cdMVHMb6XNw7UrKHANMj3Mw"),
        ("ltc", "MPoxEKxawyVhEwHSMcQZ17aBEhxUfF3Xdg"),
        ("ltc", "ltc1quggmw4mhglt8rk9guqf6cxa4e4hnn7sudqepcg"),
        ("ton", "EQAWdfT96UQ7a3TJGieBaXrF5g-yieCepqleXrqUJYWrxSU-"),
        ("sol", "7TNifd4TmgS2hL6LN3A1bZ99CTE36jTDNLJ6EaobBisM"),
    ],
)
def test_an_address_on_a_chain_is_told_by_its_shape_and_checksum(kind: str, written: str) -> None:
    guessed = chain_of(written)

    assert read_chain(kind, written).value == written
    assert guessed is not None
    assert (guessed.kind, guessed.value) == (kind, written)


@pytest.mark.parametrize("written", ["", "0x12", "Достық", "A" * 40, "1" * 30, "Kaspi Gold"])
def test_a_word_or_a_long_number_is_no_address(written: str) -> None:
    assert chain_of(written) is None
