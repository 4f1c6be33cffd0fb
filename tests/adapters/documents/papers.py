"""Invented papers for tests: no person, account or case of these exists."""

from typing import Any

DIGEST = "9f3a12bc7d9044e1" + "0" * 48
Paper = dict[str, Any]

CASE: Paper = {
    "register_number": "261000000000001",
    "registered_at": "2026-05-20",
    "qualification": {"article": "190", "part": "3", "point": "4", "text": None},
    "body": "Үлгі қаласының Полиция департаменті",
    "officer": {"name": "Сынақова Ә. Ғ.", "post": "Тергеуші", "phone": "+7 (700) 000-00-00"},
    "prosecutor": {"name": "Үлгібаев Қ. Ү.", "post": "Прокурор", "office": "Үлгі прокуратурасы"},
    "language": "kk",
}


def head(kind: str, measure: str, number: str, language: str) -> Paper:
    return {
        "format": f"izdes.{kind}/1",
        "kind": kind,
        "measure": measure,
        "number": number,
        "language": language,
        "as_of": "2026-05-21T09:02:00.000000Z",
        "findings_digest": DIGEST,
        "case": None,
        "institution": {
            "institution_id": "HSBKKZKX",
            "bic": "HSBKKZKX",
            "bin": "",
            "name_kk": "«Қазақстан Халық Банкі» АҚ",
            "name_ru": "АО «Народный Банк Казахстана»",
            "name_en": "Halyk Bank of Kazakhstan JSC",
        },
    }


def arrivals(count: int) -> list[Paper]:
    return [
        {
            "booked_at": f"2026-05-19T{n % 24:02}:02:00.000000Z",
            "amount_minor": str(250_000_000 - n),
            "traced_minor": str(150_000_000 - n),
            "payer_printed": "Үлгіқызы Ә., KZ107220000000000000",
            "rows": [f"0123456789abcdef/1/{n + 14}"],
        }
        for n in range(count)
    ]


def a_freeze(language: str = "kk", **changed: object) -> Paper:
    return {
        **head("freeze", "freeze.suspension", "F-001", language),
        "account": {
            "key": "iban:KZ876010000000000000",
            "printed": "KZ87 6010 0000 0000 0000",
            "holder": "Сынақов Тест Үлгіұлы",
            "holder_iin": "000101100016",
        },
        "currency": "KZT",
        "cap_minor": "245000000",
        "held_minor": "200000050",
        "held_as_of": "2026-05-20T18:00:00.000000Z",
        "frontier_minor": "44999950",
        "rule": "fifo",
        "arrivals": arrivals(2),
        "claims": [{"claim_id": "C-000001/1", "amount_minor": "245000000"}],
        "marks": ["opening_assumed"],
        **changed,
    }


def a_subject(key: str = "iban:KZ876010000000000000", **changed: object) -> Paper:
    return {
        "account_key": key,
        "printed": "",
        "holder": None,
        "period_from": "2026-05-18T19:00:00.000000Z",
        "period_to": "2026-05-21T09:02:00.000000Z",
        "ask": ["movements", "opening_balance", "closing_balance", "holder"],
        "traced_minor": "123456789",
        "currency": "KZT",
        "because": "frontier",
        "arrivals": arrivals(1),
        **changed,
    }


def a_request(language: str = "kk", **changed: object) -> Paper:
    return {
        **head("request", "request.bank_secrecy", "R-001", language),
        "subjects": [a_subject()],
        **changed,
    }
