"""Amounts: sums of money as victims say them, in the smallest part of their unit.

A number with a scale or a currency is one ("2,5 млн", "екі жүз мың теңге", "$300"); without a
currency the tenge is meant. A bare number is one only where a doing with money governs it
("перевел 500000"). Quoted prices and wages are none, nor are years, counts and shares.

The sum is what was said: rounded, remembered, with or without fees.

Source: ISO 4217 for minor units; the tokens' own documents for theirs.

>>> from izdes.core.identifiers.narrative.found import Taken
>>> text = "перевел 2,5 млн, потом $300"
>>> [f.value for f in find_amounts(Tokens.of(text), Taken(len(text)))]
[Sum(minor=250000000, currency='KZT'), Sum(minor=30000, currency='USD')]
"""

from collections.abc import Iterator

from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.lexicon import flag, flags, meaning
from izdes.core.identifiers.narrative.mention import Sum
from izdes.core.identifiers.narrative.numerals import UNIT, Numeral, number_bits, numeral_at
from izdes.core.identifiers.narrative.tokens import NUMBER, SIGN, WORD, Tokens
from izdes.core.identifiers.tokens import MINOR_DIGITS

HOME = "KZT"
_FIAT_DIGITS = 2
_OF_PARTS = frozenset({"BTC", "ETH", "LTC", "SOL", "TON", "BNB"})
_CONTINUING = frozenset(".,'(-")
_PRICE_BEFORE, _PRICE_AFTER = 5, 2
LONGEST_BARE = 9
_HUNDRED, _THOUSAND, _MILLION = 100 * UNIT, 1000 * UNIT, 10**6
MOST = 10**30 * UNIT


def find_amounts(tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield amounts that their scale or currency tells."""
    currency, past = flag("currency"), 0
    marks, starts = taken.marks, tokens.starts
    for index in tokens.numbers_and(number_bits()):
        if index < past or marks[starts[index]]:
            continue
        numeral = numeral_at(tokens, index) if _may_begin(tokens, index, currency) else None
        if numeral is None:
            continue
        if not taken.is_free(tokens.starts[index], tokens.ends[numeral.past - 1]):
            # "Сто тысяч 2 ноября": what is something else already is no part of the number.
            numeral = numeral_at(tokens, index, end=_first_taken(tokens, index, taken)) or numeral
        past = numeral.past
        found = _with_unit(tokens, index, numeral, currency=currency)
        if found is not None and taken.is_free(found.start, found.end):
            taken.take(found.start, found.end)
            yield found


def _first_taken(tokens: Tokens, index: int, taken: Taken) -> int:
    """Return the index of the next token that is something already."""
    while taken.is_free(tokens.starts[index], tokens.ends[index]):
        index += 1
    return index


def _may_begin(tokens: Tokens, index: int, currency: int) -> bool:
    """Say whether the token beside a number lets it have a unit: most numbers have none."""
    following = index + 1
    if tokens.sorts[index] != NUMBER or (index and tokens.flags[index - 1] & currency):
        return True
    if following >= tokens.count:
        return False
    sign = tokens.texts[following]
    if sign in _CONTINUING:
        # Digits behind a sign are decimals or thousands only where nothing stands between.
        after = following + 1
        return sign == "(" or (after < tokens.count and (sign == "-") != _is_digits(tokens, after))
    is_group = tokens.sorts[following] == NUMBER and len(sign) == len("000")
    units = currency | number_bits() | flags("half_more", "half_of", "from_word")
    return is_group or bool(tokens.flags[following] & (units | flag("currency_country")))


def _is_digits(tokens: Tokens, index: int) -> bool:
    """Say whether digits stand right behind a sign, or a unit after its full stop."""
    is_unit = tokens.texts[index - 1] == "." and tokens.sorts[index] == WORD
    return is_unit or (tokens.sorts[index] == NUMBER and tokens.touches(index))


def _with_unit(tokens: Tokens, first: int, numeral: Numeral, *, currency: int) -> Found | None:
    """Return a number with its scale or currency as an amount."""
    behind = currency_behind(tokens, numeral.past, currency=currency)
    # "Айди в тг 7055158737" is no sum.
    is_long = numeral.is_in_digits and len(tokens.texts[first]) > LONGEST_BARE
    in_front = first > 0 and tokens.flags[first - 1] & currency and _is_near(tokens, first)
    in_front = in_front and not is_long
    said = numeral.value
    if behind is not None:
        unit, past = _unit(tokens, behind), behind + 1
        if unit in _OF_PARTS:
            said = _in_parts(tokens, first, numeral)
        parts, past = _minor_units(tokens, past)
        said += parts
    elif in_front:
        unit, past = _unit(tokens, first - 1), numeral.past
        first -= 1
    elif numeral.is_scaled:
        unit, past = HOME, numeral.past
        said = _with_thousands(numeral)
    else:
        return None
    if not 0 < said < MOST or is_something_else(tokens, first, past, has_unit=behind is not None):
        return None
    value, code = in_minor_units(said, unit)
    return Found("amount", tokens.starts[first], tokens.ends[past - 1], Sum(value, unit), code)


def _in_parts(tokens: Tokens, first: int, numeral: Numeral) -> int:
    """Return a number of a unit of which people own parts: "3.071 ETH" is about three."""
    is_three_places = numeral.past - first == _FIAT_DIGITS + 1 and tokens.texts[first + 1] in ".,"
    return (
        numeral.value // 1000 if is_three_places and numeral.value >= _THOUSAND else numeral.value
    )


def _minor_units(tokens: Tokens, index: int) -> tuple[int, int]:
    """Return the hundredths that are named behind a currency, and one past them: "50 тиын"."""
    unit = index + 1
    is_named = unit < tokens.count and tokens.flags[unit] & flag("minor_unit")
    if not is_named or tokens.sorts[index] != NUMBER or len(tokens.texts[index]) > _FIAT_DIGITS:
        return 0, index
    return int(tokens.texts[index]) * UNIT // 10**_FIAT_DIGITS, unit + 1


def _with_thousands(numeral: Numeral) -> int:
    """Return what is meant where "миллион восемьсот" leaves the thousands unsaid."""
    is_short = numeral.scale == _MILLION and _HUNDRED <= numeral.tail < _THOUSAND
    return numeral.value + numeral.tail * (1000 - 1) if is_short else numeral.value


def _unit(tokens: Tokens, index: int) -> str:
    """Return the currency that a token names."""
    return str(meaning(tokens.texts[index]).values["currency"])


def _is_near(tokens: Tokens, index: int) -> bool:
    """Say whether at most one blank stands before a token."""
    return tokens.starts[index] - tokens.ends[index - 1] <= 1


def currency_behind(tokens: Tokens, index: int, *, currency: int) -> int | None:
    """Return the token of the currency behind a number.

    Between them may stand the full stop of an abbreviation, an ending of about-ness ("-дай"), or
    the same number in words in brackets.
    """
    index = _past_brackets(tokens, index)
    for _ in range(_FIAT_DIGITS + 1):
        if index >= tokens.count:
            return None
        if tokens.flags[index] & currency:
            return index
        following = tokens.flags[index + 1] if index + 1 < tokens.count else 0
        if tokens.flags[index] & flag("currency_country") and following & currency:
            return index + 1
        is_ending = tokens.sorts[index] == WORD and tokens.texts[index - 1] == "-"
        # A full stop behind digits ends a sentence.
        is_abbreviated = tokens.texts[index] == "." and tokens.sorts[index - 1] == WORD
        if tokens.texts[index] != "-" and not is_abbreviated and not is_ending:
            return None
        index += 1
    return None


def _past_brackets(tokens: Tokens, index: int) -> int:
    """Return one past a number in words in brackets, or the same place where there is none."""
    if index + 1 < tokens.count and tokens.texts[index] == "(":
        inner = numeral_at(tokens, index + 1)
        if inner and inner.past < tokens.count and tokens.texts[inner.past] == ")":
            return inner.past + 1
    return index


def in_minor_units(value: int, unit: str) -> tuple[int, str | None]:
    """Return a sum in the smallest part of its unit; what is smaller still is cut, and said."""
    minor, rest = divmod(value * 10 ** MINOR_DIGITS.get(unit, _FIAT_DIGITS), UNIT)
    return minor, "not_exact" if rest else None


def is_something_else(tokens: Tokens, first: int, past: int, *, has_unit: bool = False) -> bool:
    """Say whether a number is a count, a share, part of a longer one, a price or a wage."""
    thing = past + 1 if past < tokens.count and tokens.texts[past] == "." else past
    if thing < tokens.count and tokens.flags[thing] & flag("counted") and not has_unit:
        return True
    if past < tokens.count and tokens.texts[past] == "%":
        return True
    # "Две тысячи двадцать шестой год": the last word of the year is no number word.
    if past + 1 < tokens.count and tokens.flags[past + 1] & flag("year_word"):
        return True
    # "Подарок+25 000тг" is a sum, "+25 000" may be a telephone.
    signs = "_/" if has_unit else "+_/"
    if first > 0 and tokens.touches(first) and tokens.texts[first - 1] in signs:
        return True
    return _is_a_price(tokens, first, past)


def _is_a_price(tokens: Tokens, first: int, past: int) -> bool:
    """Say whether a word of prices or wages governs a number: near, with no doing between."""
    price, doing = flag("price_word"), flags("pays", "takes", "borrows")
    if not tokens.said & price:
        return False
    for index in range(first - 1, max(first - 1 - _PRICE_BEFORE, -1), -1):
        if index in tokens.stops or tokens.texts[index] == "," or tokens.flags[index] & doing:
            break
        if tokens.flags[index] & price:
            return True
    for index in range(past, min(past + _PRICE_AFTER, tokens.count)):
        if tokens.sorts[index] == SIGN or tokens.flags[index] & doing:
            break
        if tokens.flags[index] & price:
            return True
    return False
