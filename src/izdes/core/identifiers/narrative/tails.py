"""Tails: cards with hidden places, and cards named by their last four digits.

``4042 43** **** 1234`` and ``*1234`` tell themselves. Four bare digits are a card's only where the
words say so: "1234 деп аяқталатын картам", "карта, последние цифры 1234".
"""

import re
from collections.abc import Iterator

from izdes.core.identifiers.card import TAIL, read_card
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.labels import labels_of
from izdes.core.identifiers.narrative.lexicon import flag, flags
from izdes.core.identifiers.narrative.tokens import NUMBER, Tokens

_HIDDEN = r"[*xXхХ•●#]"
# A set of characters comes first and what stands before it is looked at afterwards: the search
# then leaps from one to the next.
_MASKED = re.compile(
    rf"[0-9*xXхХ•●.…](?<![\w*•●#].)(?:"
    rf"(?<=[0-9])[0-9]{{3}}[ -]?(?:[0-9]{{1,4}})?[ -]?(?:{_HIDDEN}{{1,8}}[ -]?){{1,3}}+"
    r"|(?<=[0-9])[0-9]{3,7}(?:\.{2,8}|…)"
    r"|(?<=[*xXхХ•●])[*xXхХ•●]{3}[ -]?(?:[*xXхХ•●]{4}[ -]?){0,2}+"
    r"|(?<=[*•●])[*•●]{0,11}+ ?|(?<=\.)\.{1,5} ?|(?<=…) ?)"
    rf"(?:[0-9]{{4}}|(?<={_HIDDEN})[0-9]{{2}})(?![\w#*]|[.,:][0-9])"
)
_WORDS_AROUND, _CARD_AROUND = 5, 10
_FIRST_YEAR, _LAST_YEAR = 1990, 2035


def find_masked(plain: str, tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield cards with hidden places, also those that show the last four digits only."""
    for match in _MASKED.finditer(plain):
        first = tokens.at(match.start())
        is_of_a_phone = match[0][0] in ".…" and labels_of(tokens, first, first).is_called(
            "phone_label"
        )
        is_year = match[0][0] in ".…" and _is_a_year(match[0][-TAIL:])
        if not (is_of_a_phone or is_year):
            yield from _read(match[0], match.start(), taken)


def find_tails(tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield four digits that the words around them call a card's last ones."""
    if not tokens.said & flags("tail_word", "card_label"):
        return
    for index in tokens.numbers:
        text = tokens.texts[index]
        if len(text) == TAIL and _is_a_tail(tokens, index):
            yield from _read(text, tokens.starts[index], taken)


def _read(text: str, start: int, taken: Taken) -> Iterator[Found]:
    """Read a card in part at its place."""
    reading, end = read_card(text), start + len(text)
    if reading.value is not None and taken.is_free(start, end):
        taken.take(start, end)
        yield Found("card", start, end, reading.value, reading.code)


def _is_a_tail(tokens: Tokens, index: int) -> bool:
    """Say whether four digits are called the last ones of a card, or follow the word itself."""
    around = _flags_around(tokens, index, _WORDS_AROUND)
    if around & flag("tail_word"):
        return bool(
            _flags_around(tokens, index, _CARD_AROUND) & flags("card_label", "account_label")
        )
    if _is_group(tokens, index + 1):
        return False
    if _is_a_year(tokens.texts[index]):
        return False
    return index > 0 and bool(tokens.flags[index - 1] & flag("card_label"))


def _is_a_year(text: str) -> bool:
    """Say whether four digits are likelier a year."""
    return _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _is_group(tokens: Tokens, index: int) -> bool:
    """Say whether four more digits follow, as in a whole number of a card."""
    is_number = index < tokens.count and tokens.sorts[index] == NUMBER
    return is_number and len(tokens.texts[index]) == TAIL


def _flags_around(tokens: Tokens, index: int, reach: int) -> int:
    """Return the bits of all words within reach of a token, on its line."""
    bits = 0
    for step in (-1, 1):
        place = index + step
        while abs(place - index) <= reach and 0 <= place < tokens.count:
            if tokens.texts[place] == "\n":
                break
            bits |= tokens.flags[place]
            place += step
    return bits
