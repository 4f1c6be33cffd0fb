"""Story: which days and clocks tell when something happened.

Days of birth, of contracts and of laws, deadlines and the hours of offices and buses are none.
"""

from izdes.core.identifiers.narrative.lexicon import flag, flags
from izdes.core.identifiers.narrative.numerals import numeral_at
from izdes.core.identifiers.narrative.sayings import Saying
from izdes.core.identifiers.narrative.tokens import Tokens

_DOCUMENT_BEFORE, _DOCUMENT_AFTER = 5, 3
_NUMBER_BEFORE, _SCHEDULE_BEFORE = 12, 24
_OPENS_BEFORE, _OPENS_AFTER = 2, 8
_PAYMENT_BEFORE = 4


def is_of_the_story(tokens: Tokens, saying: Saying) -> bool:
    """Say whether a saying is no birth, document or deadline, and no number like any other."""
    if _is_of_a_schedule(tokens, saying):
        return False
    if saying.date is None:
        return True
    if saying.date.is_bare and not (saying.clock or _is_marked(tokens, saying)):
        return False
    return not (_is_dated_before(tokens, saying) or _is_dated_behind(tokens, saying))


def _is_dated_before(tokens: Tokens, saying: Saying) -> bool:
    """Say whether a paper, a birth or a deadline stands before a day."""
    until = flag("until_word") if saying.date and saying.date.days_ago else 0
    is_of = saying.first > 0 and tokens.texts[saying.first - 1].lower() in {"от", "of"}
    reach = _NUMBER_BEFORE if is_of else _DOCUMENT_BEFORE
    for steps, index in enumerate(range(saying.first - 1, max(saying.first - 1 - reach, -1), -1)):
        if index in tokens.stops or tokens.flags[index] & flags("pays", "takes", "calls"):
            break
        here = 0 if tokens.flags[index] & until else tokens.flags[index]
        is_paper = (is_of or steps < _DOCUMENT_BEFORE) and here & flag("document_date")
        is_from = reach == _NUMBER_BEFORE and (
            here & flag("paper_word") or _is_of_a_paper(tokens, index)
        )
        if is_paper or is_from:
            return True
    return False


def _is_of_a_paper(tokens: Tokens, index: int) -> bool:
    """Say whether it is the "№" of a paper ("запрос № 3-17/2206 от …"), and not of a payment."""
    payment = flags("reference_label", "payment_noun")
    before = tokens.flags[max(index - _PAYMENT_BEFORE, 0) : index]
    return tokens.texts[index] == "№" and not any(bits & payment for bits in before)


def _is_dated_behind(tokens: Tokens, saying: Saying) -> bool:
    """Say whether a birth or a deadline stands behind a day, in its clause."""
    if saying.past < tokens.count and tokens.texts[saying.past] == "№":
        return True
    for index in range(saying.past, min(saying.past + _DOCUMENT_AFTER, tokens.count)):
        if index in tokens.stops or tokens.texts[index] in ",;":
            break
        if tokens.flags[index] & flag("dated_behind"):
            return True
    return False


def _is_of_a_schedule(tokens: Tokens, saying: Saying) -> bool:
    """Say whether its sentence tells when an office is open, or when to come."""
    if _is_opening(tokens, saying) or _is_in_a_range(tokens, saying):
        return True
    schedule = flag("schedule_word")
    if not tokens.said & schedule:
        return False
    for index in range(saying.first - 1, max(saying.first - 1 - _SCHEDULE_BEFORE, -1), -1):
        if index in tokens.stops:
            return False
        if tokens.flags[index] & schedule:
            return True
    return False


def _is_opening(tokens: Tokens, saying: Saying) -> bool:
    """Say whether something opens or goes at a clock: "до 21:00 работает", "8:15-те жүреді"."""
    if saying.date or not tokens.said & flag("opens_word"):
        return _is(tokens, saying.past, "opens_word")
    if any(_is(tokens, saying.first - step, "opens_word") for step in (1, _OPENS_BEFORE)):
        return True
    for index in range(saying.past, min(saying.past + _OPENS_AFTER, tokens.count)):
        if index in tokens.stops:
            return False
        if _is(tokens, index, "opens_word"):
            return True
    return False


def _is_in_a_range(tokens: Tokens, saying: Saying) -> bool:
    """Say whether a clock alone is one end of hours: "9:00-18:30"."""
    if saying.date or not saying.clock:
        return False
    first, past = saying.first - 1, saying.past
    back = first > 1 and tokens.texts[first] == "-" and tokens.texts[first - 2] == ":"
    ahead = past + 2 < tokens.count and tokens.texts[past] == "-" and tokens.texts[past + 2] == ":"
    return back or ahead


def _is(tokens: Tokens, index: int, name: str) -> bool:
    """Say whether there is a token with a meaning."""
    return 0 <= index < tokens.count and bool(tokens.flags[index] & flag(name))


def _is_marked(tokens: Tokens, saying: Saying) -> bool:
    """Say whether day and month in digits stand where a day does: "19.05 күні"."""
    doings = ("pays", "takes", "calls")
    is_led = any(_is(tokens, saying.first - 1, doing) for doing in doings)
    behind = any(_is(tokens, saying.past, name) for name in ("day_unit", "year_word", *doings))
    return is_led or behind or _is_beside_money(tokens, saying)


def _is_beside_money(tokens: Tokens, saying: Saying) -> bool:
    """Say whether a sum stands beside a day as in a list: "31.01 - 25 000 тг", "642 $, 25.05"."""
    currency = flag("currency")
    before = saying.first - 2
    if before >= 0 and tokens.texts[before + 1] == "," and tokens.flags[before] & currency:
        return True
    place = saying.past
    place += place < tokens.count and tokens.texts[place] in "-:,"
    numeral = numeral_at(tokens, place) if place < tokens.count else None
    if numeral is None:
        return False
    has_unit = numeral.past < tokens.count and bool(tokens.flags[numeral.past] & currency)
    return numeral.is_scaled or has_unit
