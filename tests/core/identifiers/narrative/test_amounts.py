import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.identifiers.narrative.told import amounts, heard, values

T = 100


@pytest.mark.parametrize(
    ("said", "minor", "currency"),
    [
        ("2,5 млн", 2_500_000 * T, "KZT"),
        ("412 870 тг 50 тиын", 412_870 * T + 50, "KZT"),
        ("миллион восемьсот", 1_800_000 * T, "KZT"),
        ("3.071 ETH", 3_071 * 10**15, "ETH"),
        ("260 долл. США", 260 * T, "USD"),
        ("шестистах тысячах", 600_000 * T, "KZT"),
        ("8 200 АҚШ доллары", 8_200 * T, "USD"),
        ("40 т.тг", 40_000 * T, "KZT"),
        ("два с половиной миллиона", 2_500_000 * T, "KZT"),
        ("четверть миллиона", 250_000 * T, "KZT"),
        ("30 мыңы", 30_000 * T, "KZT"),
        ("16 552 000 тг", 16_552_000 * T, "KZT"),
        ("16.552.000 тенге", 16_552_000 * T, "KZT"),
        ("150к", 150_000 * T, "KZT"),
        ("1.2k usd", 1_200 * T, "USD"),
        ("50 мың теңгені", 50_000 * T, "KZT"),
        ("екі жүз мың теңге", 200_000 * T, "KZT"),
        ("екі жүз елу мың", 250_000 * T, "KZT"),
        ("бір жарым миллион", 1_500_000 * T, "KZT"),
        ("жарты миллион", 500_000 * T, "KZT"),
        ("полмиллиона тенге", 500_000 * T, "KZT"),
        ("полтора миллиона", 1_500_000 * T, "KZT"),
        ("сто пятьдесят тысяч", 150_000 * T, "KZT"),
        ("два миллиона триста тысяч", 2_300_000 * T, "KZT"),
        ("1 млн 250 тыс", 1_250_000 * T, "KZT"),
        ("1 миллион 200 мың теңге", 1_200_000 * T, "KZT"),
        ("500 тыс.тг", 500_000 * T, "KZT"),
        ("500000тг", 500_000 * T, "KZT"),
        ("500 000-дай теңге", 500_000 * T, "KZT"),
        ("300$", 300 * T, "USD"),
        ("$300", 300 * T, "USD"),
        ("€200", 200 * T, "EUR"),
        ("KZT 450,000", 450_000 * T, "KZT"),
        ("half a million tenge", 500_000 * T, "KZT"),
        ("300 thousand tenge", 300_000 * T, "KZT"),
        ("200 USDT", 200_000_000, "USDT"),
        ("0,015 BTC", 1_500_000, "BTC"),
        ("12 500,50 тг", 1_250_050, "KZT"),
        ("12.500,50 тг", 1_250_050, "KZT"),
        ("1 500 000 (один миллион пятьсот тысяч) тенге", 1_500_000 * T, "KZT"),
        ("2 ляма", 2_000_000 * T, "KZT"),
        ("100 сом", 100 * T, "KGS"),
        ("мың теңге", 1_000 * T, "KZT"),
        ("жүз мың теңге", 100_000 * T, "KZT"),
        ("елу, жүз мың теңге", 100_000 * T, "KZT"),
        ("елу жүз мың теңге", 100_000 * T, "KZT"),
    ],
)
def test_an_amount_is_read_as_it_is_said(said: str, minor: int, currency: str) -> None:
    assert amounts(f"Мен {said}, содан кейін") == [(minor, currency)]


@pytest.mark.parametrize(
    ("said", "minor"),
    [
        ("перевел 500000 на карту", 500_000 * T),
        ("85 000 жібердім", 85_000 * T),
        ("списали 45 900", 45_900 * T),
        ("сумма 120000", 120_000 * T),
        ("500000 сразу перевёл", 500_000 * T),
        ("потом «разблокировка» 52 000", 52_000 * T),
        ("sent 45000 to her", 45_000 * T),
    ],
)
def test_a_bare_number_is_an_amount_where_money_is_done_with(said: str, minor: int) -> None:
    assert amounts(said) == [(minor, "KZT")]


@pytest.mark.parametrize(
    "said",
    [
        "два раза",
        "5 - - - тг",
        "перевел 5 (один раз",
        "взял 3 кредита",
        "10 тысяч подписчиков",
        "2026 год",
        "две тысячи двадцать шестой год",
        "5% в месяц",
        "екі күн",
        "8 701 000 12 34",
        "цена 250 000 тенге",
        "стоит 5000 тг",
        "бағасы 90 000 теңге",
        "250 000 тг тұрады",
        "зарплата 300 000 тг",
        "0 тг",
        "перевел по заказу № 123456",
        "перевел в 2026",
        "в 10 к врачу",
        "модель 7K21",
        "перевел 50",
        "перевел 12345678901234567890 раз",
        "5-6",
        "перевел по адресу 15/200*",
    ],
)
def test_what_is_no_amount_stays_out(said: str) -> None:
    assert amounts(said) == []


def test_more_decimals_than_the_unit_has_are_cut_and_said() -> None:
    (found,) = heard("0,12345678901 USDT", "amount")

    assert found.code == "not_exact"


def test_two_sums_in_a_row_are_two() -> None:
    assert amounts("перевел 100 000 тг и 32 мың теңге") == [
        (100_000 * T, "KZT"),
        (32_000 * T, "KZT"),
    ]


@given(st.integers(1, 10**12))
def test_any_sum_in_digits_is_read_to_the_last_place(number: int) -> None:
    grouped = f"{number:,}".replace(",", " ")

    assert amounts(f"аудардым {grouped} теңге") == [(number * T, "KZT")]


def test_numbers_said_one_after_the_other_are_not_added() -> None:
    assert amounts("екі үш мың теңге") == [(3_000 * T, "KZT")]
    assert amounts("мың миллион теңге") == [(1_000 * T, "KZT"), (1_000_000 * T, "KZT")]


def test_a_currency_said_once_belongs_to_the_whole_list() -> None:
    assert amounts("3 микрокредита: 145 000, 200 000 и 98 500 тг") == [
        (145_000 * T, "KZT"),
        (200_000 * T, "KZT"),
        (98_500 * T, "KZT"),
    ]
    assert amounts("коды 145, 200 и 98") == []
    assert amounts("вот 145, 150, 155, 160, 165, 170, 175, 180 тг")[0] != (145 * T, "KZT")


def test_a_date_behind_a_sum_is_no_part_of_it() -> None:
    assert values("Вложил сто двадцать тысяч 2 ноября") == [
        ("amount", (12_000_000, "KZT")),
        ("moment", "2025-11-02T00:00:00+05:00"),
    ]


def test_a_card_behind_a_sum_is_no_part_of_it() -> None:
    assert values("75 мыңды 4000 0012 3456 7899 картасына", "amount", "card") == [
        ("amount", (7_500_000, "KZT")),
        ("card", "4000001234567899"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Төлем жасадым, стартовый номер 2217",
        "Төлем жасадым, стартовый номер: 2217",
        "Код доступа к переводу 7K-4410",
        "права номері JL 009912 деп сұрап алды",
        "Бұрын мындай болмаған, төледім",
        "айыппұл 200 АЕК төледім",
        "оплатила, очередь 317-я",
        "оплатила, заявка 2026-55610",
        "оплатила, потом звонила на 1414",
        "төледім, штрихкод 4870001234567",
        "перевёл 1234567890123456789012: это всё",
        "бэкап на 1 048 576 строк",
        "оплатила, рейтинг 80 из 100",
        "оплатил 100 %",
        "оплатил. Потом их было 4500",
        "оплатил совсем не то что было показано там 4500",
        "на странице 24 тыс. подписчиков",
        "курс был 502,3 тг",
    ],
)
def test_what_is_numbered_or_counted_is_no_sum(text: str) -> None:
    assert amounts(text) == []


def test_a_list_of_sums_goes_on_as_it_began() -> None:
    assert amounts("үш бөліп жібердім: 700 000, 500000, 600000") == [
        (70_000_000, "KZT"),
        (50_000_000, "KZT"),
        (60_000_000, "KZT"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "цена была другая. Сказали 45 000 тг",
        "сказали 45 000 тг. Цена другая",
        "сказали 45 000 тг и потом ещё про цену",
        "цену не помню, сказали 45 000 тг",
    ],
)
def test_a_price_elsewhere_is_not_this_sums(text: str) -> None:
    assert amounts(text) == [(4_500_000, "KZT")]
