import pytest
from tests.core.identifiers.narrative.told import heard

ETH = "0xED03bc8a6a830724EB4fE6e78e55AD029494A774"
OTHER = "0x32bFcDD1845dbC9841EA445BFDD3A1f3B274f0A4"


@pytest.mark.parametrize(
    ("text", "role", "rule"),
    [
        ("позвонили с номера 8 701 000 12 34", "offender_contact", "called_from"),
        ("8 701 000 12 34 нөмірінен қоңырау шалды", "offender_contact", "called_from"),
        ("she texted me from +7 701 000 12 34", "offender_contact", "called_from"),
        ("звонили, 8 701 000 12 34", "offender_contact", "reached_from"),
        ("мой номер 8 701 000 12 34", "victim", "own"),
        ("нөмірім 8 701 000 12 34", "victim", "own"),
        ("на номер 8 701 000 12 34 позвонили", "victim", "called_to"),
        ("перевел на номер 8 701 000 12 34", "recipient", "phone_paid_to"),
        ("8 701 000 12 34 нөміріне салдым", "recipient", "paid_to"),
        ("колл-центр 8 7172 00 06 38", "institution", "institutions"),
        ("перевела на карту 4000 0012 3456 7899", "recipient", "an_account"),
        ("4000 0012 3456 7899-ға аудардым", "recipient", "paid_to"),
        ("с карты *1234 списали", "victim", "left_by_money"),
        ("*1234 картамнан шешілді", "victim", "own"),
        ("ввел карту 4000 0012 3456 7899", "victim", "given_away"),
        (f"{ETH} әмиянынан кетті", "victim", "left_by_money"),
        (f"USDT ушли на {ETH}", "recipient", "an_account"),
        ("получатель ИИН 821128879244, перевел ему", "recipient", "a_payee"),
        ("ИИН 821128879244", "unknown", ""),
        ("МФО «Тез», БИН 101552346003", "institution", "institutions"),
        ("БИН 101552346003", "unknown", ""),
        ("банк БИН 101552346003", "institution", "institutions"),
        ("зашел на kaspi.kz", "institution", "known_to_all"),
        ("перешел на kaspi-bonus.kz", "offender_site", "a_page"),
        ("менің сайтым alma.kz", "victim", "own"),
        ("писал @bonus_desk", "offender_contact", "reached_from"),
        ("@bonus_desk", "offender_contact", "a_contact"),
        ("IMEI 860000004815576 ұрланды", "victim", "a_device"),
        ("звонили с IMEI 860000004815576", "offender_contact", "an_offenders_device"),
        ("8 701 000 12 34", "unknown", ""),
        ("Тел мамы 8 701 000 12 34", "victim", "kins"),
        ("Заявление. Тел: 8 701 000 12 34", "victim", "the_tellers"),
        ("Я, Иванова Анна, ИИН 821128879244, сообщаю", "victim", "the_tellers"),
        ("От действий лиц пострадала А.Б., ИИН 821128879244", "victim", "the_tellers"),
        ("настоящий сайт alma.kz", "institution", "genuine"),
        ("просит назвать карту 4000 0012 3456 7899", "victim", "asked_for"),
        ("Картамды тердім, соңы *1234", "victim", "own"),
        ("на почту anna@alma.kz пришло письмо", "victim", "called_to"),
        ("Телефоныма 8 701 000 12 34 дан қоңырау шалды", "offender_contact", "called_from"),
        ("нашла страницу в инстаграме @alma_shop", "offender_site", "a_network_page"),
        ("сервер сайта 203.0.113.7", "offender_site", "a_host"),
        ("новая сим, IMSI 401010000000001", "offender_contact", "an_offenders_device"),
        ("заплатила картой *1234", "victim", "left_by_money"),
        ("ақшаны 8 701 000 12 34 нөмірімен салдым", "recipient", "phone_paid_to"),
        ("номер не мой: 8 701 000 12 34", "offender_contact", "reached_from"),
        ("Сатып алушы 8 701 000 12 34", "offender_contact", "reached_from"),
        ("ушло с карты на карту *1234", "recipient", "an_account"),
        ("С моей карты, которая оканчивается на 1234, списали", "victim", "own"),
        ("мой счёт на бирже: Binance ID 418820973", "victim", "own"),
        ("мои сбережения ушли на карту *1234", "recipient", "an_account"),
        ("мои деньги на карту *1234", "recipient", "an_account"),
        ("карта оканчивается на 1234", "recipient", "an_account"),
        ("номер чека 771442177949", "unknown", ""),
    ],
)
def test_a_role_is_what_the_words_say(text: str, role: str, rule: str) -> None:
    (found,) = heard(text)

    assert (found.role, found.rule) == (role, rule)


def test_a_list_goes_on_as_it_began() -> None:
    found = heard("Мой ИИН 821128879244, карта 4000 0012 3456 7899 и телефон 8 701 000 12 34")

    assert [m.role for m in found] == ["victim"] * 3
    assert found[1].rule == "listed_with"


def test_a_person_beside_the_account_is_its_owner() -> None:
    (account, person) = heard("счёт KZ091010000000000001, Асанов А., ИИН 821128879244")

    assert (account.role, person.role, person.rule) == (
        "recipient",
        "recipient",
        "beside_an_account",
    )


def test_a_person_far_from_the_account_is_nobodys() -> None:
    text = "счёт KZ091010000000000001, это всё, что известно об этих людях. ИИН 821128879244"

    assert [m.role for m in heard(text)] == ["recipient", "unknown"]


def test_a_list_ends_with_its_sentence() -> None:
    text = "Мой ИИН 821128879244. Карта 4000 0012 3456 7899, на неё перевел"

    assert [m.role for m in heard(text)] == ["victim", "recipient"]


def test_far_away_words_are_no_list() -> None:
    words = "карта " * 40

    assert heard(f"Мой ИИН 821128879244, {words} 4000 0012 3456 7899")[-1].role == "recipient"


def test_amounts_and_moments_have_no_role() -> None:
    found = heard("вчера перевел 500 000 тг")

    assert {(m.role, m.rule) for m in found} == {("unknown", "")}
