r"""Plain text for paper: what stood in a source, made safe to lay out and nothing more.

Paper shows what was printed, so letters are never changed. Line ends become spaces, invisible
marks vanish, and marks that could turn the order of letters round show as the replacement
character. Where a word may break is the template's matter.

>>> plain(" ТОО\n«Ромашка\u200b» "), plain("\u202eабв")
('ТОО «Ромашка»', '\ufffdабв')
>>> account_number("iban:KZ876010000000000000"), account_number("card:?:939800******1234")
('KZ876010000000000000', '9398 00** **** 1234')
"""

import unicodedata
from datetime import UTC, date, datetime, timedelta

from izdes.adapters.words.figures import LOCAL, moment

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_PREFIXES = frozenset({"iban", "card", "phone", "wallet", "chain", "acct"})
_CARD_GROUP = 4
_CARD_PLACES = range(12, 20)


def plain(text: object) -> str:
    """Return printed text as one line without control characters.

    An absent value is an empty text.
    """
    spaced = " ".join(unicodedata.normalize("NFC", "" if text is None else str(text)).split())
    return "".join(_shown(letter) for letter in spaced if letter not in _INVISIBLE)


def _shown(letter: str) -> str:
    """Return the letter, or the replacement character for one that only commands."""
    return "\ufffd" if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} else letter


def optional(text: object) -> str | None:
    """Return plain text, or None (a ruled blank) where nothing is known."""
    return plain(text) or None


def account_number(key: object) -> str:
    """Return the number inside an account key, without its prefix and bank; empty when virtual."""
    whole = plain(key)
    prefix, _, rest = whole.partition(":")
    if whole.startswith("@"):
        return ""
    if prefix in {"card", "acct", "wallet", "chain"}:
        rest = rest.partition(":")[2]
    number = rest if prefix in _PREFIXES else whole
    return _grouped(number) if prefix == "card" else number


def account_kind(key: object) -> str:
    """Return how the account is known: ``iban``, ``card``, …, ``unknown`` or ``other``."""
    whole = plain(key)
    prefix = whole.partition(":")[0]
    if whole.startswith("@"):
        return "unknown"
    return prefix if prefix in _PREFIXES else "other"


def _grouped(digits: str) -> str:
    """Print a card number in groups of four."""
    if len(digits) not in _CARD_PLACES:
        return digits
    return " ".join(digits[i : i + _CARD_GROUP] for i in range(0, len(digits), _CARD_GROUP))


def instant(text: object) -> datetime | None:
    """Read a time of a paper's JSON (RFC 3339), or None."""
    return datetime.fromisoformat(str(text)) if text else None


def when(text: object) -> str:
    """Print a time of a paper's JSON in local time; an absent one is empty."""
    at = instant(text)
    return moment(at) if at else ""


def day_of(text: object) -> date:
    """Return the local day of a time of a paper's JSON."""
    return datetime.fromisoformat(str(text)).astimezone(LOCAL).date()


def registered(text: object) -> str:
    """Print a registration: a day as a day, a moment as a moment."""
    given = plain(text)
    if len(given) == len("2026-05-20"):
        return date.fromisoformat(given).strftime("%d.%m.%Y")
    return when(given)


def period_start(text: object) -> str:
    """Print the start of a period; midnight is left out."""
    at = instant(text)
    return _short(at.astimezone(LOCAL)) if at else ""


def period_end(text: object) -> str:
    """Print the end of a half-open period so that the last day or minute is inside it."""
    at = instant(text)
    if at is None:
        return ""
    local = at.astimezone(LOCAL)
    if not (local.hour or local.minute or local.second or local.microsecond):
        return (local.date() - timedelta(days=1)).strftime("%d.%m.%Y")
    inside = at + timedelta(minutes=1) - timedelta(microseconds=1)
    return moment(inside.astimezone(UTC))


def _short(local: datetime) -> str:
    """Print a local time, without the clock at midnight."""
    if not (local.hour or local.minute):
        return local.strftime("%d.%m.%Y")
    return moment(local)
