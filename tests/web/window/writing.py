"""What an invented victim writes."""

from typing import Any

from izdes.twin.numbers import card, person_number, phone
from izdes.web.window.drafts import add_file, new_draft, save

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 8
FRESH: dict[str, dict[str, Any]] = {
    "start": {"fresh": "yes"},
    "payments": {
        "rows": [
            {
                "from_bank": "",
                "from_account": "",
                "to_bank": "other",
                "to": phone(7),
                "amount_minor": 25_000_000,
                "currency": "KZT",
                "day": "2026-11-20",
                "clock": "09:15",
                "channel": "transfer",
            }
        ]
    },
}
FULL: dict[str, dict[str, Any]] = {
    **FRESH,
    "scheme": {"scheme": ""},
    "story": {"narrative": "Қоңырау шалып, банк қызметкерімін деді."},
    "when": {
        "from_day": "2026-11-20",
        "from_clock": "09:00",
        "to_day": "2026-11-20",
        "to_clock": "",
        "going_on": "no",
    },
    "contacts": {
        "text": phone(8),
        "found": [{"kind": "phone", "raw": phone(8), "value": phone(8), "code": ""}],
    },
    "loans": {
        "had": "yes",
        "rows": [
            {
                "lender": "Ойдан МҚҰ",
                "contract": "17",
                "amount_minor": 10_000_000,
                "currency": "KZT",
                "day": "2026-11-20",
                "clock": "",
                "paid_to": card("00", 9),
            }
        ],
    },
    "who": {"who": "me"},
    "person": {
        "full_name": "Ойдан Айгүл",
        "iin": person_number("900101", 77, is_odd=False),
        "birth_year": "1990",
        "sex": "female",
    },
    "reach": {"phone": phone(9), "region": "75", "address": "", "way": "sms"},
    "signing": {"how": "protocol"},
}


def written(answers: dict[str, dict[str, Any]], *, files: tuple[bytes, ...] = ()) -> str:
    """Write a draft and return its token."""
    token = new_draft("kk").token
    for step, said in answers.items():
        save(token, step, said)
    for number, file in enumerate(files):
        add_file(token, name=f"{number}.png", stream=[file])
    return token
