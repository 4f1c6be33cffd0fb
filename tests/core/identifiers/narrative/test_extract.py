import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.identifiers.invented import bins, cards, ibans, iins, phones
from tests.core.identifiers.narrative.told import TOLD_AT, ZONE, heard, values

from izdes.core.identifiers.narrative.extract import identify, read_narrative
from izdes.core.identifiers.narrative.found import Taken
from izdes.core.identifiers.narrative.spoken import find_spoken
from izdes.core.identifiers.narrative.tokens import Tokens

TRON = "TM1rMt39dGFhzziMcv93TBaY5So9oqynwC"
ETH = "0xED03bc8a6a830724EB4fE6e78e55AD029494A774"
TON = "EQAWdfT96UQ7a3TJGieBaXrF5g-yieCepqleXrqUJYWrxSU-"
DICTATED = "восемь семьсот один ноль ноль ноль двенадцать тридцать четыре"
HASH = "75824e8c9cf16880c8d728de15ec29ed82a0f55832bb2b52d2f7735127911356"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("с номера 8 (701) 000-12-34-тен", ("phone", "+77010001234")),
        ("тел. 87010001234", ("phone", "+77010001234")),
        ("смска с 8 701 000 12 34: посылка не доставлена", ("phone", "+77010001234")),
        ("заявка подана ночью кем-то с номера 87010001234", ("phone", "+77010001234")),
        ("IMEI 350000 00 023259 1", ("imei", "350000000232591")),
        ("имей по чеку 350000000232591", ("imei", "350000000232591")),
        ("IMSI 401 01 0000000001", ("imsi", "401010000000001")),
        ("код авторизации 851554327136", ("reference", "851554327136")),
        ("аударым коды FT2620752934", ("reference", "FT2620752934")),
        ("номер перевода 851554327136", ("reference", "851554327136")),
        (
            (
                "Instagram. Оказалось, аккаунт поддельный, и давно, и все знали, кроме нас, вот "
                "он: @alma.shop.kz"
            ),
            ("instagram", "alma.shop.kz"),
        ),
        ("тиктогы @alma.shop.kz", ("tiktok", "alma.shop.kz")),
        ("чектегі RRN 122797673009", ("reference", "122797673009")),
        ("чек № FT26 5107 9944", ("reference", "FT2651079944")),
        ("чек ft2651078456", ("reference", "FT2651078456")),
        ("Payeer p1056800101", ("ewallet", "P1056800101")),
        ("My Binance ID, if you need it: 410873322", ("ewallet", "410873322")),
        ("inbound session 192.0.2.188:21116", ("ip", "192.0.2.188")),
        ("звонили с 8 7172 00 06 38 сообщили что договор", ("phone", "+77172000638")),
        ("my number, in case: 8 701 000 12 34", ("phone", "+77010001234")),
        ("вк vk.com/alma_kz.менеджер", ("vk", "alma_kz")),
        ("ЮMoney 4100 1365 0780 887", ("ewallet", "410013650780887")),
        ("үйде болған кезде 8 7172 00 06 38", ("phone", "+77172000638")),
        ("инсту жены @alma_bakes", ("instagram", "alma_bakes")),
        ("тел87010001234", ("phone", "+77010001234")),
        ("нөмірі 701 000 12 34", ("phone", "+77010001234")),
        ("+7701 000 1234 звонил", ("phone", "+77010001234")),
        ("+(7) 7010001234", ("phone", "+77010001234")),
        ("8 7172 00 06 38 банк", ("phone", "+77172000638")),
        ("+7 926 000 01 42", ("phone", "+79260000142")),
        ("телефон 996700000025", ("phone", "+996700000025")),
        ("+44 7700 900 918", ("phone", "+447700900918")),
        ("8701000\u00a012\u201134", ("phone", "+77010001234")),
        ("карта 4000 0012 3456 7899", ("card", "4000001234567899")),
        ("карта 4000001234567899", ("card", "4000001234567899")),
        ("4042 43** **** 1234", ("card", "404243******1234")),
        ("404243xxxxxx1234", ("card", "404243******1234")),
        ("4042...1234", ("card", "4042********1234")),
        ("картам *1234", ("card", "************1234")),
        ("карта ..1234", ("card", "************1234")),
        ("карта 4000 0012 **** **87", ("card", "40000012******87")),
        ("1234 деп аяқталатын картам", ("card", "************1234")),
        ("карта оканчивается на 1234", ("card", "************1234")),
        ("card ending in 1234", ("card", "************1234")),
        ("на карту каспи 5599999720573822", ("card", "5599999720573822")),
        ("American card 378282246310005", ("card", "378282246310005")),
        ("kz42 1060 2849 1887 4847", ("iban", "KZ421060284918874847")),
        ("ЖСК KZ421060284918874847-ге", ("iban", "KZ421060284918874847")),
        ("КZ421060284918874847", ("iban", "KZ421060284918874847")),
        ("на DE89370400440532013000 перевел", ("iban", "DE89370400440532013000")),
        ("LT45 0000 6629 5807 8465 BANK", ("iban", "LT450000662958078465")),
        ("ИИН 821128879244", ("iin", "821128879244")),
        ("821128 879244 деген", ("iin", "821128879244")),
        ("БСН 101552346003", ("bin", "101552346003")),
        ("IMEI 860000004815576", ("imei", "860000004815576")),
        ("аппарат 860000004815576", ("imei", "860000004815576")),
        ("IMSI 401770030505906", ("imsi", "401770030505906")),
        ("сим 401770030505906", ("imsi", "401770030505906")),
        ("почта pay.desk@mail.ru.", ("email", "pay.desk@mail.ru")),
        ("desk [at] mail.ru", ("email", "desk@mail.ru")),
        ("hxxps://Kaspi-Bonus[.]kz/Pay?a=1,", ("url", "https://kaspi-bonus.kz/Pay?a=1")),
        ("kaspi-bonus.kz/pay дегенге", ("url", "kaspi-bonus.kz/pay")),
        ("(https://bonus.kz/a(b))", ("url", "https://bonus.kz/a(b)")),
        ("login.kaspi-bonus.kz-ке кірдім", ("domain", "kaspi-bonus.kz")),
        ("сайт bonus.kz.Потом", ("domain", "bonus.kz")),
        ("сайт қазпошта.қаз", ("domain", "қазпошта.қаз")),
        ("http://203.0.113.5/login", ("url", "http://203.0.113.5/login")),
        ("IP 203[.]0[.]113[.]5", ("ip", "203.0.113.5")),
        ("2001:db8::1:2 адресі", ("ip", "2001:db8::1:2")),
        ("телеграм @Bonus_Desk.", ("telegram", "bonus_desk")),
        ("@bonus_desk в инстаграме", ("instagram", "bonus_desk")),
        ("@bonus_desk-ке жаздым", ("telegram", "bonus_desk")),
        ("@bonusqa", ("telegram", "bonusqa")),
        ("ник в телеге bonus_desk", ("telegram", "bonus_desk")),
        ("инстаграм: kaspi.shop", ("instagram", "kaspi.shop")),
        ("телеграм: karina", ("telegram", "karina")),
        ("bonus_desk деген тикток", ("tiktok", "bonus_desk")),
        ("вк: id_777", ("vk", "id_777")),
        ("t.me/Bonus_Desk", ("telegram", "bonus_desk")),
        ("tg://resolve?domain=Bonus_Desk", ("telegram", "bonus_desk")),
        ("tg://user?id=5123456789", ("telegram_id", "5123456789")),
        ("wa.me/77010001234", ("whatsapp", "77010001234")),
        ("ID телеграм 5123456789", ("telegram_id", "5123456789")),
        ("объявление на OLX № 345678901", ("ad_id", "olx:345678901")),
        ("https://krisha.kz/a/show/698112233", ("ad_id", "krisha:698112233")),
        (f"USDT TRC20:{TRON}-ға", ("tron", TRON)),
        (f"кошелек {ETH}", ("eth", ETH.lower())),
        (f"TON {TON}", ("ton", TON)),
        (f"хэш 0x{HASH}", ("tx_hash", f"0x{HASH}")),
        ("кошелек Z161691774794", ("ewallet", "Z161691774794")),
        ("ЮMoney 410014674911735", ("ewallet", "410014674911735")),
        ("Binance ID 123456789", ("ewallet", "123456789")),
        ("номер чека 771442177949", ("reference", "771442177949")),
        ("операция нөмірі FT2695123948", ("reference", "FT2695123948")),
        ("код авторизации 123456", ("reference", "123456")),
    ],
)
def test_an_identifier_is_found_as_people_write_it(text: str, found: tuple[str, str]) -> None:
    assert values(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "ЕРДР 257100031000123",
        "заказ № 123456789012",
        "посылка RB123456789KZ",
        "кв 45, дом 12",
        "ст. 190 УК",
        "удостоверение 012345678",
        "договор 87010001234",
        "4000001234567890123456",
        "код из смс 1234",
        "файл document.pdf",
        "перевел.Потом ушел",
        "money.He said",
        "т.д. и т.п.",
        "Android 13.1.2",
        "в 2026 году",
        "карта 2026 года",
        "IBAN KZ12",
        "DE12 3456",
        "телеграм потом написал",
        "телеграм сайт",
        "telegram account named she",
        "@",
        "@a",
        "abc_87010001234",
        "kaspi87010001234",
        "87010001234abc",
        "123456789012",
        "заявка 4000 0012 3456 7899",
        "000000000000",
        "пример 3.pm",
        "*123#",
        "объявление 345678901",
        "ID 5123456789",
        "15555 66666",
        "USDT TRC20 в телеграм",
        "а@б",
        "АБВГ123456",
        "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2",
        "12345678901",
        "заказ на 2200000000000000 и чек-лист",
        "А" * 40,
    ],
)
def test_what_is_no_identifier_stays_out(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("ИИН 821128879245", "iin", "wrong_check_digit"),
        ("карта 4000 0012 3456 7898", "card", "wrong_check_digit"),
        ("шот KZ431060284918874847", "iban", "wrong_check_digit"),
        ("IMEI 860000004815577", "imei", "wrong_check_digit"),
        ("IMSI 999990030505906", "imsi", "no_such_range"),
        ("телефон 8 799 000 12 34", "phone", "no_such_range"),
        ("телеграм @bоnus_desk", "telegram", "look_alike_letters"),
        (ETH.replace("ED", "eD"), "eth", "wrong_check_digit"),
    ],
)
def test_what_is_doubtful_is_kept_with_its_code(text: str, kind: str, code: str) -> None:
    (found,) = heard(text)

    assert (found.kind, found.code) == (kind, code)
    assert found.value is not None


def test_a_mistyped_number_has_the_meant_one_among_its_candidates() -> None:
    (found,) = heard("ИИН 821128879245")

    assert "821128879244" in found.candidates
    assert "821128879244" not in repr(found)


def test_an_address_with_look_alike_letters_keeps_them_and_has_the_folded_form_beside() -> None:
    (found,) = heard("сайт kаspi-bonus.kz")

    assert (found.value, found.candidates) == ("kаspi-bonus.kz", ("kaspi-bonus.kz",))


@given(
    st.one_of(
        st.tuples(st.just("iban"), ibans()),
        st.tuples(st.just("card"), cards()),
        st.tuples(st.just("phone"), phones()),
        st.tuples(st.just("iin"), iins()),
        st.tuples(st.just("bin"), bins()),
    )
)
def test_every_valid_number_is_found_in_a_sentence(number: tuple[str, str]) -> None:
    kind, value = number
    label = {"card": "карта", "iban": "счет", "phone": "номер", "iin": "ИИН", "bin": "БИН"}[kind]

    assert values(f"Потом дали {label} {value} и пропали", kind) == [(kind, value)]


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_text_raises_and_every_place_is_verbatim(text: str) -> None:
    found = identify(text, reported_at=TOLD_AT, zone=ZONE)

    assert all(text[m.start : m.end] == m.raw for m in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


PIECES = st.sampled_from(
    [
        *string.printable,
        "карта ",
        "8 701 ",
        "KZ42",
        "http://",
        "@",
        "*1234",
        "19 мая ",
        "тг ",
        "\u200b",
        "e\u0331",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_pieces_of_identifiers_in_any_order_raise_nothing(text: str) -> None:
    read = read_narrative(text, zone=ZONE)

    assert all(text[m.start : m.end] == m.raw for m in read.mentions)


def test_the_same_text_gives_the_same_findings() -> None:
    text = f"Позвонили с 8 701 000 12 34, отправил 500 USDT на {TRON}"

    assert identify(text, zone=ZONE) == identify(text, zone=ZONE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Мой заказ. 87010001234", ("phone", "+77010001234")),
        ("заказ 5, 87010001234", ("phone", "+77010001234")),
        ("сайт bonus.kz...", ("domain", "bonus.kz")),
        ("карта\n1234\nсоңғы", None),
        ("хабарландыру 345678901 krisha", ("ad_id", "krisha:345678901")),
        ("объявление 345678901", None),
        ("карта 4999999999999 деген", None),
        ("карта 5018000000007", ("card", "5018000000007")),
        ("LT45 0000 6629", None),
        ("DE88370400440532013000", ("iban", "DE88370400440532013000")),
        ("DE88 3704 0044 0532 0130 00", ("iban", "DE88370400440532013000")),
        ("DE88 3704 0044 05 320130 00", None),
        ("XX88370400440532013000", None),
        ("кошелек P1012345678", ("ewallet", "P1012345678")),
        ("сілтеме https://bonus.kz/a-ға", ("url", "https://bonus.kz/a")),
        ("телефон ...1234", None),
        ("ватсап bonus_desk", None),
        ("@bonus_desk, телеграм", ("telegram", "bonus_desk")),
        ("в телеграм; bonus_desk", None),
        ("bonus_desk. Телеграм", None),
    ],
)
def test_the_words_around_decide(text: str, found: tuple[str, str] | None) -> None:
    assert values(text) == ([found] if found else [])


def test_an_id_belongs_to_the_service_and_not_to_a_name_inside_a_handle() -> None:
    assert values("телеграм @bybit_help, id 8004756497") == [
        ("telegram", "bybit_help"),
        ("telegram_id", "8004756497"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "квитанция А-00918",
        "наш адрес @alma.shop.kz",
        "IMEI 350000 00 023259 2",
        "transfer ID 88120045119",
        "телеграм-чат «Alma Partner»",
        "user-agent Chrome/121.0.0.0",
        "«...2026 жылғы»",
        "каспи был у одних, но совсем не у тех людей, про которых тут говорят, объявление 5123456",
    ],
)
def test_what_only_looks_like_one_stays_out(text: str) -> None:
    assert [m for m in heard(text) if m.kind != "reference" or m.value != "88120045119"] == []


def test_a_marketplace_is_named_by_its_own_page() -> None:
    assert values("на olx.kz объявление ID 398117204") == [
        ("domain", "olx.kz"),
        ("ad_id", "olx:398117204"),
    ]


def test_a_nickname_is_of_the_service_named_before() -> None:
    text = "В телеграме был канал. Там мне сразу ответили. Оператор с ником alma_finans писал"

    assert values(text) == [("telegram", "alma_finans")]
    assert values("в ватсапе с ником alma_finans") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "с номера восемь семьсот один ноль ноль ноль двенадцать тридцать четыре говорит",
            "+77010001234",
        ),
        ("плюс семь семьсот один ноль ноль ноль двенадцать тридцать четыре", "+77010001234"),
        ("сегіз жеті жүз бір нөл нөл нөл он екі отыз төрт", "+77010001234"),
        ("один два три четыре пять шесть", None),
        ("нөл нөл нөл нөл нөл нөл нөл нөл нөл нөл нөл нөл нөл", None),
        ("сто сорок два сто сорок три сто сорок", None),
        ("один два три четыре пять тысяч шесть семь", None),
    ],
)
def test_a_dictated_number_is_heard(text: str, found: str | None) -> None:
    assert [m.value for m in heard(text, "phone")] == [found] * (found is not None)


def test_a_repr_tells_the_kind_and_not_the_number() -> None:
    (mention,) = heard("звонили с 8 701 000 12 34")
    (found,) = find_spoken(Tokens.of(DICTATED), Taken(len(DICTATED)))

    assert repr(mention) == "Mention(phone, 10-25, None, offender_contact)"
    assert repr(found) == f"Found(phone, 0-{len(DICTATED)}, None)"
