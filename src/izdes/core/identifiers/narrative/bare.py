"""Bare amounts: numbers in digits that nothing but a doing with money tells to be sums.

"Перевел 500000" is one, "квартира 45" none. Thousands that blanks part are a sum wherever no label
calls them something else.
"""

from collections.abc import Iterator
from functools import cache

from izdes.core.identifiers.known import is_known
from izdes.core.identifiers.narrative.amounts import (
    HOME,
    LONGEST_BARE,
    MOST,
    currency_behind,
    in_minor_units,
    is_something_else,
)
from izdes.core.identifiers.narrative.digits import groups_of
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.labels import labels_of
from izdes.core.identifiers.narrative.lexicon import flag, flags
from izdes.core.identifiers.narrative.mention import Sum
from izdes.core.identifiers.narrative.numerals import UNIT, Numeral, numeral_at
from izdes.core.identifiers.narrative.tokens import NUMBER, Tokens

_VERB_BEFORE, _VERB_AFTER = 5, 6
_VERB_FARTHEST = 20
_LONGEST_ENDING = 4
_LONGEST_LIST = 6
_ORDINAL_ENDINGS = frozenset({"я", "й", "го", "ый", "ая", "ой", "ые"})
_LEAST_BARE, _LEAST_DIGITS = 100 * UNIT, 3
_YEARS = range(1900, 2101)
# "447 210 936" is a number of somebody's machine.
_LONG_GROUPS = 3


@cache
def _money() -> int:
    """Return the bits of doings with money."""
    return flags("pays", "takes", "asks", "borrows", "sum_word")


def find_bare_amounts(tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield numbers in digits that nothing but a doing with money tells to be amounts."""
    past = last = 0
    for index in groups_of(tokens, taken):
        if index < past:
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
            value, code = in_minor_units(numeral.value, HOME)
            yield Found("amount", start, end, Sum(value, HOME), code)


def _parts(tokens: Tokens, index: int) -> bool:
    """Say whether a sign that parts thousands stands here: few numbers are written so."""
    return index < tokens.count and tokens.texts[index] in ".,'’"


def _is_bare_amount(tokens: Tokens, first: int, numeral: Numeral, taken: Taken) -> bool:
    """Say whether digits without a unit are money by what is done."""
    past = numeral.past
    if not _LEAST_BARE <= numeral.value < MOST or is_something_else(tokens, first, past):
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
    if len(tokens.texts[first]) > LONGEST_BARE or is_known("phone", tokens.texts[first]):
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
        if currency_behind(tokens, past, currency=flag("currency")) is not None:
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
