"""Numerals: numbers as people say and write them, in digits, in words, and mixed.

``16 552 000``, ``2,5 млн``, ``екі жүз елу мың``, ``полтора миллиона``, ``1 млн 250 тыс`` are
read from one place on, as far as the number goes. A comma or point with three digits behind it
parts thousands, with any other count decimals; of several the last may be the decimal one.

>>> numeral_at(Tokens.of("екі жүз елу мың теңге"), 0).value // UNIT
250000
>>> numeral_at(Tokens.of("12.500,50"), 0).value * 100 // UNIT
1250050
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from izdes.core.identifiers.narrative.lexicon import flag, flags, meaning
from izdes.core.identifiers.narrative.tokens import NUMBER, WORD, Tokens

# Values are whole numbers of this smallest part, so that no decimals said are lost.
UNIT = 10**18
_MOST_DECIMALS = 18
_GROUP = 3
_MOST_TOKENS = 24
_MOST_GROUPS = 5
_LONGEST_DIGITS = 15
_THOUSAND = 1000
_HUNDRED, _TEN = 100, 10
_PARTING = frozenset(".,'’")
_DECIMAL = frozenset(".,")


class Numeral(NamedTuple):
    """A number.

    Attributes:
        value: In parts of `UNIT`; not negative.
        past: One past the index of its last token.
        tail: What stands behind its last scale, in parts of `UNIT`; 0 where nothing does.
        scale: Its last scale, as 1000; 0 where it has none.
        is_scaled: Whether a word like "тысяч" stands in it.
        is_in_digits: Whether it is digits only.
    """

    value: int
    past: int
    tail: int
    scale: int
    is_scaled: bool
    is_in_digits: bool


@dataclass(slots=True)
class _Building:
    """A number while it is read.

    Attributes:
        total: What its scales have closed.
        current: What stands before the next scale.
        room: What the next word has to be smaller than: nobody says "five six".
        scale: The last scale; the next one has to be smaller.
    """

    total: int = 0
    current: int | None = None
    room: int = _THOUSAND
    scale: int = 0

    def take_digits(self, value: int) -> bool:
        """Take digits, which are a whole number of themselves; behind a scale only hundreds."""
        if self.current is not None or (self.scale and value >= _THOUSAND * UNIT):
            return False
        self.current, self.room = value, 1
        return True

    def take_word(self, tokens: Tokens, index: int) -> bool:
        """Take a word of a number; say whether it belongs to this one."""
        bits, values = tokens.flags[index], meaning(tokens.texts[index]).values
        if "scale" in values:
            is_alone = self.current is None and bits & flag("not_alone")
            is_scale = not is_alone and _is_scale(tokens, index)
            return is_scale and self._take_scale(int(values["scale"]))
        if bits & flag("hundred"):
            return self._take_hundred()
        if "half_scale" in values or bits & flag("half_more"):
            return self._take_half(int(values.get("half_scale", 0)))
        if "fraction" in values:
            return self.take_digits(int(values["fraction"]) * UNIT // _THOUSAND)
        return "number" in values and self._take_number(int(values["number"]))

    def _take_half(self, scale: int) -> bool:
        """Take "полмиллиона", or the half that "жарым" adds to what was said."""
        if scale:
            self.total += scale * UNIT // 2
        else:
            self.current, self.room = (self.current or 0) + UNIT // 2, 1
        return True

    def _take_number(self, value: int) -> bool:
        """Take a number word: "елу" has room for a unit, "екі" for nothing."""
        if value >= self.room:
            return False
        self.current = (self.current or 0) + value * UNIT
        self.room = _HUNDRED if value >= _HUNDRED else _TEN if _is_round(value) else 1
        return True

    def _take_hundred(self) -> bool:
        """Take "жүз": so many hundreds as were said, or one."""
        if self.current is not None and self.current >= _TEN * UNIT:
            return False
        self.current, self.room = (self.current or UNIT) * _HUNDRED, _HUNDRED
        return True

    def _take_scale(self, scale: int) -> bool:
        """Take "мың", "млн": so many as were said, or one."""
        if self.scale and scale >= self.scale:
            return False
        self.total += (UNIT if self.current is None else self.current) * scale
        self.current, self.room, self.scale = None, _THOUSAND, scale
        return True


def _is_round(value: int) -> bool:
    """Say whether a unit may follow: after ten in Kazakh, after twenty and more in all."""
    return value >= _TEN and value % _TEN == 0


@cache
def number_bits() -> int:
    """Return the bits of every word that may begin a number."""
    return flags("number", "hundred", "fraction", "half_scale", "scale")


def numeral_at(tokens: Tokens, first: int, *, end: int | None = None) -> Numeral | None:
    """Return the number that begins at a token, or None where none does.

    Args:
        tokens: Of the plain text.
        first: Index of the token.
        end: One past the last token that may belong to it.
    """
    if tokens.sorts[first] == NUMBER:
        value, past = _digits_at(tokens, first)
        if value is None:
            return None
        if not _goes_on(tokens, past):
            return Numeral(value, past, tail=0, scale=0, is_scaled=False, is_in_digits=True)
    return _built(tokens, first, min(first + _MOST_TOKENS, tokens.count, end or tokens.count))


def _built(tokens: Tokens, first: int, end: int) -> Numeral | None:
    """Return the number that words, or digits and words together, make."""
    building = _Building()
    index = past = first
    is_in_digits = True
    while index < end:
        if tokens.sorts[index] == NUMBER:
            value, following = _digits_at(tokens, index)
            if value is None or not building.take_digits(value):
                break
            index = past = following
        elif index > first and tokens.texts[index] in _SKIPPED:
            index += 1
        elif _is_and_a_half(tokens, index) and building.current is not None:
            building.current += UNIT // 2
            index = past = index + 2
        elif tokens.sorts[index] == WORD and building.take_word(tokens, index):
            is_in_digits = False
            index = past = index + 1
        else:
            break
    if past == first:
        return None
    value = building.total + (building.current or 0)
    tail = (building.current or 0) if building.scale else 0
    is_scaled = bool(building.scale) or building.total > 0
    return Numeral(value, past, tail, building.scale, is_scaled, is_in_digits)


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Say whether a word of a number may follow digits: behind most of them none does."""
    if index < tokens.count and (tokens.texts[index] in _SKIPPED or tokens.texts[index] == "с"):
        index += 1
    return index < tokens.count and bool(tokens.flags[index] & _words_of_numbers())


@cache
def _words_of_numbers() -> int:
    """Return the bits of every word that may stand in a number."""
    return number_bits() | flags("half_more", "half_of")


def _is_and_a_half(tokens: Tokens, index: int) -> bool:
    """Say whether "с половиной" stands here."""
    following = tokens.flags[index + 1] if index + 1 < tokens.count else 0
    return tokens.texts[index] == "с" and bool(following & flag("half_of"))


# Signs and words that stand inside a number: "500 тыс. тг", "half a million".
_SKIPPED = frozenset({".", "a", "-"})


def _is_scale(tokens: Tokens, index: int) -> bool:
    """Say whether a scale is meant: one of a single letter only right at its digits.

    Behind a blank it is one where money follows: "к" and "м" are words of their own.
    """
    if not tokens.flags[index] & flag("short_scale"):
        return True
    if index == 0 or tokens.sorts[index - 1] != NUMBER:
        return False
    # "40 т.тг": the full stop is the scale's.
    after = index + 2 if index + 1 < tokens.count and tokens.texts[index + 1] == "." else index + 1
    following = tokens.flags[after] if after < tokens.count else 0
    is_money = bool(following & flags("currency", "pays", "takes", "asks"))
    # In "7K-4410" it is a letter of a code.
    behind = index + 1
    if behind + 1 < tokens.count and tokens.texts[behind] == "-":
        behind += tokens.sorts[behind + 1] == NUMBER
    is_whole = (
        behind >= tokens.count or not tokens.touches(behind) or not tokens.texts[behind].isalnum()
    )
    return is_whole and (
        is_money
        or (tokens.touches(index) and tokens.texts[index].lower() in {"к", "k", "кк", "kk"})
    )


def _digits_at(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """Return the number that digits and their groups are, and one past its last token."""
    whole = tokens.texts[index]
    following = index + 1
    if len(whole) <= _GROUP and whole != "0":
        groups = _groups_from(tokens, following)
        whole += "".join(tokens.texts[i] for i in groups)
        following = groups[-1] + 1 if groups else following
    if len(whole) > _LONGEST_DIGITS:
        return None, following
    # "400 000,400 000" is a list.
    is_list = following > index + 1 and _is_group(tokens, following + 1, sign=",")
    if not is_list and _has_decimals(tokens, following):
        decimals = tokens.texts[following + 1][:_MOST_DECIMALS]
        return int(whole + decimals.ljust(_MOST_DECIMALS, "0")), following + 2
    return int(whole) * UNIT, following


def _groups_from(tokens: Tokens, index: int) -> list[int]:
    """Return the tokens of the groups of three digits that continue a number."""
    found: list[int] = []
    parting = ""
    while len(found) < _MOST_GROUPS and index < tokens.count:
        sign = tokens.texts[index] if tokens.texts[index] in _PARTING else ""
        place = index + 1 if sign else index
        if found and sign != parting:
            break
        if not _is_group(tokens, place, sign=sign):
            break
        found.append(place)
        parting, index = sign, place + 1
    return found


def _is_group(tokens: Tokens, index: int, *, sign: str) -> bool:
    """Say whether a token is three digits that stand right behind the sign, or one blank away."""
    if index >= tokens.count or tokens.sorts[index] != NUMBER:
        return False
    if len(tokens.texts[index]) != _GROUP:
        return False
    gap = tokens.starts[index] - tokens.ends[index - 1]
    return gap == 0 and tokens.touches(index - 1) if sign else gap == 1


def _has_decimals(tokens: Tokens, index: int) -> bool:
    """Say whether a decimal sign and digits follow, with no blank between."""
    return (
        index + 1 < tokens.count
        and tokens.texts[index] in _DECIMAL
        and tokens.touches(index)
        and tokens.touches(index + 1)
        and tokens.sorts[index + 1] == NUMBER
    )
