"""A bank's message, pasted: sum, moment, payee and bank, as far as it says them.

The first sum is the payment; what stands behind a word for the rest of the account is not. A
message says what the bank did, not to whom the money really went.

>>> said = read_message("Перевод 150 000 KZT на +7 701 000 12 34. 19.05.2026 14:02. Доступно 9 KZT")
>>> said["amount"], said["day"], said["clock"], said["to"]
(15000000, '2026-05-19', '14:02', '+7 701 000 12 34')
"""

import re
from datetime import datetime
from typing import Any

from django.utils.timezone import get_current_timezone, localdate, now

from izdes.core.identifiers.narrative.extract import identify
from izdes.core.identifiers.narrative.mention import Mention, Sum
from izdes.core.law.institutions import packaged

# Source: messages of banks of Kazakhstan as victims show them.
_REST = re.compile(
    r"доступн|остаток|баланс|қалдық|қолжетімді|қалды|dostupno|ostatok|balans|qaldyq|available",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_][\w-]+(?: [^\W\d_][\w-]+){0,2}(?: [^\W\d_]\b\.?)?"
_NAMED = re.compile(
    rf"(?:получатель|алушы|кому|кімге|poluchatel|alushy)\s*:?\s*({_NAME})", re.IGNORECASE
)
_AWAY = re.compile(r"на карту|получател|алушы|картасына|кому|to card", re.IGNORECASE)
_BEFORE = 30
_PAYEES = frozenset({"phone", "iban", "card"})
_LONGEST = 2_000
_WORD = re.compile(r"\w[\w.]*(?: Bank| Банк| Gold)?")


def read_message(text: str) -> dict[str, Any]:
    """Return what a message fills in of a payment's form; what it does not say is absent."""
    text = text[:_LONGEST]
    mentions = identify(text, reported_at=now(), zone=get_current_timezone())
    said = {**_amount(text, mentions), **_moment(mentions), **_parties(text, mentions)}
    return said | _bank(text)


def _amount(text: str, mentions: tuple[Mention, ...]) -> dict[str, Any]:
    """Return the first sum that is not the rest of the account."""
    for one in mentions:
        before = re.split(r"[.;\n]", text[: one.start])[-1]
        if isinstance(one.value, Sum) and one.value.currency == "KZT" and not _REST.search(before):
            return {"amount": one.value.minor}
    return {}


def _moment(mentions: tuple[Mention, ...]) -> dict[str, Any]:
    """Return the day and the time of the message."""
    for one in mentions:
        if one.kind == "moment" and isinstance(one.value, str):
            when = datetime.fromisoformat(one.value)
            day = {"day": when.date().isoformat()}
            return day if one.precision == "day" else {**day, "clock": when.strftime("%H:%M")}
    return {}


def _parties(text: str, mentions: tuple[Mention, ...]) -> dict[str, Any]:
    """Return to whom was paid, and the end of the card that was paid from."""
    found = dict[str, Any]()
    for one in mentions:
        if one.kind not in _PAYEES:
            continue
        # A message speaks of the card of whoever got it, unless it says whose it is.
        is_own = one.role == "victim" or (one.kind == "card" and not _points_away(text, one))
        found.setdefault("from_account" if is_own else "to", _tail(one) if is_own else one.raw)
    if "to" not in found and (named := _NAMED.search(text)):
        found["to"] = named[1].strip()
    return found


def _points_away(text: str, mention: Mention) -> bool:
    """Say whether the words before a card speak of the other side."""
    before = text[max(mention.start - _BEFORE, 0) : mention.start]
    return _AWAY.search(before) is not None


def _tail(mention: Mention) -> str:
    """Return the last digits of a card, which is all that is kept of the victim's own."""
    return f"*{str(mention.value)[-4:]}"


def _bank(text: str) -> dict[str, Any]:
    """Return the bank that the message names."""
    register = packaged(localdate())
    for word in _WORD.findall(text):
        if (bank := register.named(word)) is not None and bank.kind == "bank":
            return {"from_bank": bank.institution_id}
    return {}
