import pytest
from tests.core.identifiers.narrative.told import ZONE

from izdes.core.identifiers.narrative.extract import read_narrative
from izdes.core.identifiers.narrative.schemes import above


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("Позвонили из банка, велели перевести на безопасный счет", "SAFE_ACCOUNT"),
        ("Банктің қауіпсіздік қызметінен қоңырау шалды", "BANK_CALL_SMS"),
        ("Просили установить AnyDesk", "REMOTE_ACCESS"),
        ("Пришел курьер и забрал наличные", "COURIER_CASH"),
        ("Менің атыма несие рәсімделген", "LOAN_IN_VICTIM_NAME"),
        ("Перешла по ссылке, ввела данные карты на сайте", "PHISHING"),
        ("Посылка пришла, назвала код из смс", "DELIVERY_CODE"),
        ("Купила диван в магазине, внесла предоплату", "ONLINE_PURCHASE"),
        ("Квартира посуточно, отправил задаток", "FAKE_SERVICE_AD"),
        ("Инвестиции на бирже, обещали доход", "INVESTMENT"),
        ("Юрист обещал вернуть деньги", "RECOVERY_SCAM"),
        ("Қаржы пирамидасы болып шықты", "PYRAMID"),
        ("Лайк басу тапсырмасы, үйден жұмыс", "JOB_TASK"),
        ("Аккаунт друга взломали", "MESSENGER_TAKEOVER"),
        ("Это был дипфейк", "DEEPFAKE"),
    ],
)
def test_a_scheme_is_told_by_words_that_meet(text: str, scheme: str) -> None:
    proposals = read_narrative(text, zone=ZONE).schemes

    assert proposals[0].scheme == scheme
    assert proposals[0].words
    assert all(text[start:end] == raw for p in proposals for raw, start, end in p.words)


def test_words_in_different_sentences_do_not_meet() -> None:
    assert read_narrative("Это безопасный район. Мой счет цел", zone=ZONE).schemes == ()


def test_a_narrower_scheme_belongs_to_a_wider_one() -> None:
    assert above("SAFE_ACCOUNT") == "BANK_CALL_SMS"
    assert above("PHISHING") == "PHISHING"
    assert above("NO_SUCH") == "NO_SUCH"
