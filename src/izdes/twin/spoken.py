"""How people write accounts, phones, sums and times: with spaces, stars, tails and rounding."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from izdes.twin.bank import LOCAL, Account, Side
from izdes.twin.chance import chosen, happens
from izdes.twin.numbers import masked

_TENGE = 100
_MONTHS = {
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    "kk": (
        *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
        *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    ),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """An account as somebody writes it, and the key it can be read as.

    Attributes:
        key: ``iban:…``, ``card:?:…`` or ``phone:…``; empty where it names no one account.
    """

    raw: str
    key: str
    kind: str


def account_as_given(rng: Random, account: Account, weights: dict[str, int]) -> Spoken:
    """Return an account as its payer or its victim knows it."""
    side = account.side
    if not side.card:
        weights = {"iban": 1}
    way = chosen(rng, weights)
    if way == "iban":
        raw = side.printed if happens(rng, 40) else grouped(side.printed)
        return Spoken(raw, side.key, "iban")
    if way == "card":
        shown = masked(side.card)
        return Spoken(shown if happens(rng, 50) else grouped(shown), f"card:?:{shown}", "card")
    if way == "tail":
        return Spoken(f"*{side.card[-4:]}", "", "tail")
    if way == "phone":
        return Spoken(phone_as_written(rng, side.phone), f"phone:{side.phone}", "phone")
    return Spoken(account.short_name if way == "name" else "", "", way)


def grouped(text: str) -> str:
    """Return the text in groups of four."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def phone_as_written(rng: Random, phone: str) -> str:
    """Return a phone as people write it, ``phone`` being E.164."""
    digits = phone[2:]
    area, block, first, last = digits[:3], digits[3:6], digits[6:8], digits[8:]
    forms = (
        phone,
        f"8{digits}",
        f"8 {area} {block} {first} {last}",
        f"+7 ({area}) {block}-{first}-{last}",
        f"8-{area}-{block}-{first}{last}",
    )
    return rng.choice(forms)


def handle_as_written(rng: Random, kind: str, handle: str) -> str:
    """Return a page in a messenger as people copy it."""
    host = {"telegram": "t.me", "instagram": "instagram.com"}[kind]
    return rng.choice((f"@{handle}", f"@{handle}", handle, f"https://{host}/{handle}"))


def site_as_written(rng: Random, site: str) -> str:
    """Return a site as people write it."""
    return rng.choice((site, f"https://{site}/", f"www.{site}", site.capitalize()))


def sum_as_written(rng: Random, minor: int, language: str) -> str:
    """Return a sum in words or figures, tenge rounded down."""
    tenge = minor // _TENGE
    spaced = f"{tenge:,}".replace(",", " ")
    if tenge % 1_000 == 0 and happens(rng, 35):
        return f"{tenge // 1_000} мың теңге" if language == "kk" else f"{tenge // 1_000} тыс. тенге"
    word = "теңге" if language == "kk" else rng.choice(("тенге", "тг", "тнг"))
    return rng.choice((f"{spaced} {word}", f"{tenge} {word}", f"{tenge}тг", f"{spaced} ₸"))


def day_as_written(moment: datetime, language: str) -> str:
    """Return the local day in words."""
    local = moment.astimezone(LOCAL)
    month = _MONTHS[language][local.month - 1]
    return f"{local.day} {month} күні" if language == "kk" else f"{local.day} {month}"


def time_as_remembered(rng: Random, moment: datetime) -> datetime:
    """Return a time to the second, the minute or the half hour, or wrong by up to an hour."""
    way = chosen(rng, {"exact": 45, "minute": 30, "half": 15, "wrong": 10})
    if way == "exact":
        return moment
    minutes = {"minute": 1, "half": 30, "wrong": 5}[way]
    if way == "wrong":
        moment += timedelta(minutes=rng.randint(-60, 60))
    moment = moment.replace(second=0)
    return moment - timedelta(minutes=moment.minute % minutes)


def amount_as_remembered(rng: Random, minor: int, fee: int) -> int:
    """Return what the victim says she paid: mostly exact, else with the fee, or rounded."""
    way = chosen(rng, {"exact": 92, "fee": 4, "rounded": 4})
    if way == "fee":
        return minor + fee
    thousand = 1_000 * _TENGE
    return max(minor // thousand, 1) * thousand if way == "rounded" else minor


def printed_for_victim(side: Side) -> str:
    """Return a lender or shop as victims name it."""
    return side.name.replace("ТОО ", "").replace("МФО ", "")
