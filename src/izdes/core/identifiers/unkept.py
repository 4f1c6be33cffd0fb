r"""What is never kept: a card's security code, a PIN, codes from messages, the victim's full card.

Nobody who catches thieves needs them, and whoever stole a table of them could. So every text that
is typed, by a victim at the window or by an officer of hers, goes through here before it is saved:
what looks like one of them is cut out, and whoever typed it is told.

It is a look at words and digits. A secret that is written without its word ("it was 4 8 2 1") is
not found; a number of an order that stands behind the word PIN is cut out for nothing.

Only her own card is cut: that of whoever deceived her is what the case turns on.

>>> masked("они просили CVV 123 и код из смс 4821").text
'они просили CVV ••• и код из смс ••••'
>>> masked("перевела на карту 4400 4302 0000 0005").found
()
>>> masked("4400 4302 0000 0005", is_own=True).text
'•••• 0005'
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_BETWEEN = r"[^\d\n]{0,24}?"
_CVV = (
    r"\b(?:cvv2?|cvc2?|cid|цвв|свв|код\w*\s+(?:безопасности|с\s+обратной\s+стороны|на\s+обороте)"
    r"|қауіпсіздік\s+код\w*|security\s+code)"
)
_PIN = r"\b(?:pin|пин|пін)(?:[\s-]?(?:код|code)\w*)?\b"
_SMS_CODE = (
    r"\b(?:(?:sms|смс|push|пуш)[\s-]?(?:код|code|пароль|password)\w*"
    r"|код\w*\s+(?:из|в|с|по)\s+(?:sms|смс|сообщени\w*)|код\w*\s+подтверждения"
    r"|(?:sms|смс|хабарлама)\w*[\s-]+код\w*|растау\s+код\w*"
    r"|одноразов\w+\s+(?:код|пароль)\w*|бір\s+реттік\s+(?:код|құпиясөз|пароль)\w*"
    r"|one[\s-]time\s+(?:code|password)|otp|verification\s+code|code\s+from\s+(?:the\s+)?sms)"
)
# A secret's word, and how many digits it may have.
_WORDS = (("cvv", _CVV, (3, 4)), ("pin", _PIN, (4, 6)), ("sms_code", _SMS_CODE, (4, 8)))
_OWN = re.compile(
    r"(?:мо(?:я|ей|ю)|своей|свою|у\s+меня)\s+(?:\w+\s+){0,2}карт\w*|менің\s+(?:\w+\s+){0,2}карта\w*"
    r"|өз\s+карта\w*|картам(?:нан|а|ның|ды)?\b|my\s+(?:own\s+)?(?:\w+\s+)?card",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d+])\d(?:[ \-\u00a0]?\d){12,18}(?!\d)")
_NEAR = 40
_TAIL = 4
_LONGEST_CARD = 19
_SIGN = "•"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without secrets.

    Attributes:
        found: What was cut out of it: ``cvv``, ``pin``, ``sms_code``, ``own_card``; each once.
    """

    text: str = field(repr=False)
    found: tuple[str, ...] = ()


def masked(text: str, *, is_own: bool = False) -> Masked:
    """Cut out of a text what is never kept.

    Args:
        is_own: The field asks for her own account: whatever card stands there is hers.

    Returns:
        The text, with signs in the place of digits, and what was cut out. Cutting twice cuts
        nothing more.
    """
    found = list[str]()
    for reason, word, (least, most) in _WORDS:
        pattern = re.compile(rf"({word}{_BETWEEN})({_spaced(least, most)})(?!\d)", re.IGNORECASE)
        text = pattern.sub(_noted(found, reason), text)
    text = _CARD.sub(lambda match: _own_cut(match, found, is_own=is_own), text)
    return Masked(text, tuple(dict.fromkeys(found)))


def _noted(found: list[str], reason: str) -> Callable[[re.Match[str]], str]:
    """Return what puts signs in the place of a secret, and notes it."""

    def cut(match: re.Match[str]) -> str:
        found.append(reason)
        return match[1] + re.sub(r"\d", _SIGN, match[2])

    return cut


def _own_cut(match: re.Match[str], found: list[str], *, is_own: bool) -> str:
    """Return her own card's tail; another's card, and what is no card, as it stands."""
    digits = re.sub(r"\D", "", match[0])
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    if not _is_card(digits) or not (is_own or _OWN.search(before)):
        return match[0]
    found.append("own_card")
    return f"{_SIGN * _TAIL} {digits[-_TAIL:]}"


def _is_card(digits: str) -> bool:
    """Say whether digits are a card's by their check digit (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return len(digits) <= _LONGEST_CARD and sum(d - 9 * (d > 9) for d in doubled) % 10 == 0  # noqa: PLR2004


def _spaced(least: int, most: int) -> str:
    """Return the pattern of so many digits with at most a blank or a hyphen between them."""
    return rf"\d(?:[ -]?\d){{{least - 1},{most - 1}}}"
