"""Spoken: telephone numbers in words, as dictated messages hold them.

"Восемь семьсот один ноль ноль ноль двенадцать тридцать четыре" is 8 701 000 12 34: each run of
words that make one number is a group of digits, and a zero is one by itself.

>>> text = "восемь семьсот один ноль ноль ноль двенадцать тридцать четыре"
>>> [f.value for f in find_spoken(Tokens.of(text), Taken(len(text)))]
['+77010001234']
"""

from collections.abc import Iterator

from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.lexicon import flags, meaning
from izdes.core.identifiers.narrative.numerals import UNIT, numeral_at
from izdes.core.identifiers.narrative.tokens import Tokens
from izdes.core.identifiers.phone import read_phone

_LEAST_WORDS = 5
_MOST_GROUPS = 11
# "Жеті жүз жетпіс бір" is one group.
_LONGEST = 4
_LENGTHS = frozenset({10, 11})


def find_spoken(tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield telephone numbers that are said in words."""
    words = flags("number", "hundred")
    past = 0
    for index in tokens.meaning(words):
        end = index + _LEAST_WORDS
        # A run is as long as its words follow each other.
        if index < past or not all(bits & words for bits in tokens.flags[index:end]):
            continue
        digits, past = _dictated(tokens, index, words)
        reading = read_phone(digits) if len(digits) in _LENGTHS else None
        if reading is not None and reading.is_certain:
            start, stop = tokens.starts[index], tokens.ends[past - 1]
            taken.take(start, stop)
            yield Found("phone", start, stop, reading.value)


def _dictated(tokens: Tokens, first: int, words: int) -> tuple[str, int]:
    """Return the digits of words that follow each other, and one past the last of them."""
    digits, index = "", first
    for _ in range(_MOST_GROUPS):
        if index >= tokens.count or not tokens.flags[index] & words:
            break
        # A zero is a group of its own, and ends the one before it.
        end = index + 1
        while not (_is_zero(tokens, index) or _is_zero(tokens, end)) and end < index + _LONGEST:
            end += 1
        numeral = numeral_at(tokens, index, end=end)
        if numeral is None or numeral.is_scaled:
            break
        digits += str(numeral.value // UNIT)
        index = numeral.past
    return digits, index


def _is_zero(tokens: Tokens, index: int) -> bool:
    """Say whether a token is the word for nothing."""
    return index < tokens.count and meaning(tokens.texts[index]).values.get("number") == 0
