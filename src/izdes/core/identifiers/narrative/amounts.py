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

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from izdes.core.identifiers.known import is_known
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.labels import labels_of
from izdes.core.identifiers.narrative.lexicon import flag, flags, meaning
from izdes.core.identifiers.narrative.mention import Sum
from izdes.core.identifiers.narrative.numerals import UNIT, Numeral, number_bits, numeral_at
from izdes.core.identifiers.narrative.tokens import NUMBER, SIGN, WORD, Tokens

HOME = "KZT"
_MINOR_DIGITS: Mapping[str, int] = MappingProxyType(
    {"USDT": 6, "USDC": 6, "BTC": 8, "ETH": 18, "TRX": 6, "TON": 9, "SOL": 9, "LTC": 8, "BNB": 18}
)
_FIAT_DIGITS = 2
_OF_PARTS = frozenset({"BTC", "ETH", "LTC", "SOL", "TON", "BNB"})
_CONTINUING = frozenset(".,'(-")
_PRICE_BEFORE, _PRICE_AFTER = 5, 2
_VERB_BEFORE, _VERB_AFTER = 5, 6
_VERB_FARTHEST = 20
_LONGEST_ENDING = 4
_LONGEST_LIST = 6
_LONGEST_BARE = 9
# "447 210 936" is a number of somebody's machine.
_LONG_GROUPS = 3
_ORDINAL_ENDINGS = frozenset({"я", "й", "го", "ый", "ая", "ой", "ые"})
_LEAST_BARE, _LEAST_DIGITS = 100 * UNIT, 3
_HUNDRED, _THOUSAND, _MILLION = 100 * UNIT, 1000 * UNIT, 10**6
_MOST = 10**30 * UNIT
_YEARS = range(1900, 2101)


@cache
def _money() -> int:
    """Return the bits of doings with money."""
    return flags("pays", "takes", "asks", "borrows", "sum_word")


def find_amounts(tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield amounts that their scale or currency tells."""
    currency, past = flag("currency"), 0
    for index in tokens.numbers_and(number_bits()):
        if index < past or not taken.is_free(tokens.starts[index], tokens.ends[index]):
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
    behind = _currency_behind(tokens, numeral.past, currency=currency)
    # "Айди в тг 7055158737" is no sum.
    is_long = numeral.is_in_digits and len(tokens.texts[first]) > _LONGEST_BARE
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
    if not 0 < said < _MOST or _is_something_else(tokens, first, past, has_unit=behind is not None):
        return None
    value, code = _minor(said, unit)
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


def _currency_behind(tokens: Tokens, index: int, *, currency: int) -> int | None:
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


def _minor(value: int, unit: str) -> tuple[int, str | None]:
    """Return a sum in the smallest part of its unit; what is smaller still is cut, and said."""
    minor, rest = divmod(value * 10 ** _MINOR_DIGITS.get(unit, _FIAT_DIGITS), UNIT)
    return minor, "not_exact" if rest else None


def _is_something_else(tokens: Tokens, first: int, past: int, *, has_unit: bool = False) -> bool:
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


def find_bare_amounts(tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield numbers in digits that nothing but a doing with money tells to be amounts."""
    past = last = 0
    for index in tokens.numbers:
        if index < past or not taken.is_free(tokens.starts[index], tokens.ends[index]):
            continue
        following = index + 1
        is_alone = following >= tokens.count or tokens.sorts[following] != NUMBER
        if is_alone and len(tokens.texts[index]) < _LEAST_DIGITS and not _parts(tokens, following):
            continue
        numeral = numeral_at(tokens, index)
        if numeral is None or not numeral.is_in_digits:
            continue
        past = numeral.past
        start, end = tokens.starts[index], tokens.ends[past - 1]
        # "Жібердім: 700 000, 500000, 500000": a list goes on as it began.
        goes_on = last > 0 and index == last + 1 and tokens.texts[last] == ","
        is_amount = goes_on or _is_bare_amount(tokens, index, numeral, taken)
        if is_amount and taken.is_free(start, end):
            last = past
            taken.take(start, end)
            value, code = _minor(numeral.value, HOME)
            yield Found("amount", start, end, Sum(value, HOME), code)


def _parts(tokens: Tokens, index: int) -> bool:
    """Say whether a sign that parts thousands stands here: few numbers are written so."""
    return index < tokens.count and tokens.texts[index] in ".,'’"


def _is_bare_amount(tokens: Tokens, first: int, numeral: Numeral, taken: Taken) -> bool:
    """Say whether digits without a unit are money by what is done."""
    past = numeral.past
    if not _LEAST_BARE <= numeral.value < _MOST or _is_something_else(tokens, first, past):
        return False
    is_share = first > 0 and tokens.texts[first - 1] in {"из", "of"}
    if tokens.texts[first].startswith("0") or is_share or _is_numbered(tokens, first):
        return False
    if (
        past - first == 1
        and numeral.value // UNIT in _YEARS
        and len(tokens.texts[first]) == len("2026")
    ):
        return False
    if _is_glued(tokens, first, past) or labels_of(tokens, first, past).nearest & _labels():
        return False
    if len(tokens.texts[first]) > _LONGEST_BARE or is_known("phone", tokens.texts[first]):
        return False
    is_parted = _is_parted(tokens, first, past)
    return is_parted or _is_governed(tokens, first, past, taken) or _is_in_a_list(tokens, past)


def _is_parted(tokens: Tokens, first: int, past: int) -> bool:
    """Say whether blanks part the thousands: nothing else is written so where no label stands."""
    is_round = past - first < _LONG_GROUPS or tokens.texts[past - 1] == "000"
    return past - first > 1 and tokens.sorts[first + 1] == NUMBER and is_round


def _is_numbered(tokens: Tokens, first: int) -> bool:
    """Say whether "номер" or "№" stands right before a number."""
    place = first - 2 if first > 1 and tokens.texts[first - 1] == ":" else first - 1
    return place >= 0 and bool(tokens.flags[place] & flag("number_sign"))


def _is_in_a_list(tokens: Tokens, past: int) -> bool:
    """Say whether a unit said once, at the end, is this number's too: "145 000 и 98 500 тг"."""
    for _ in range(_LONGEST_LIST):
        joins = past + 1 < tokens.count and (
            tokens.texts[past] == "," or tokens.flags[past] & flag("and_word")
        )
        following = numeral_at(tokens, past + 1) if joins else None
        if following is None:
            return False
        past = following.past
        if _currency_behind(tokens, past, currency=flag("currency")) is not None:
            return True
    return False


@cache
def _labels() -> int:
    """Return the bits of labels whose numbers are no money."""
    return flags(
        *("order_label", "case_label", "contract_label", "document_label", "place_label"),
        *("article_label", "reference_label", "code_label", "id_label", "advert_label"),
        *("number_sign", "iin_label", "bin_label", "imei_label", "imsi_label", "phone_label"),
    )


def _is_glued(tokens: Tokens, first: int, past: int) -> bool:
    """Say whether letters or signs of numbers stand right at the digits."""
    before = first > 0 and tokens.touches(first) and tokens.texts[first - 1] not in '(«"~≈:,-\n'
    # "2026-55610" is a number of something.
    # So is "417 ABC 13", of a car.
    plate = tokens.texts[past] if past < tokens.count else ""
    before = before or (plate.isascii() and plate.isupper() and len(plate) == len("ABC"))
    before = before or (first > 1 and tokens.touches(first) and tokens.touches(first - 1))
    after = past < tokens.count and tokens.touches(past) and tokens.texts[past] in "_/*#:"
    # "305-кабинет" is a room, "305-ті" an amount with its ending.
    is_thing = (
        past + 1 < tokens.count
        and tokens.texts[past] == "-"
        and tokens.touches(past + 1)
        and (
            len(tokens.texts[past + 1]) > _LONGEST_ENDING
            or tokens.texts[past + 1] in _ORDINAL_ENDINGS
        )
    )
    return before or after or is_thing


def _is_governed(tokens: Tokens, first: int, past: int, taken: Taken) -> bool:
    """Say whether a doing with money stands near in the same sentence.

    Identifiers between them do not count: "оплатила картой 4000 0012 3456 7899 74 000".
    """
    money = _money()
    left = _VERB_BEFORE
    for index in range(first - 1, max(first - 1 - _VERB_FARTHEST, -1), -1):
        if not left or index in tokens.stops:
            break
        if tokens.flags[index] & money:
            return True
        left -= taken.is_free(tokens.starts[index], tokens.ends[index])
    for index in range(past, min(past + _VERB_AFTER, tokens.count)):
        if index in tokens.stops or tokens.texts[index] == ",":
            break
        if tokens.flags[index] & money:
            return True
    return False
