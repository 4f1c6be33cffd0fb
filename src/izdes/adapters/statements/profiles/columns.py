"""Columns: where each meaning stands, as a profile says it."""

import yaml

from izdes.adapters.statements.profiles.keys import Keys
from izdes.adapters.statements.profiles.profile import PARTS, SIDES, Column, ProfileKind
from izdes.adapters.statements.wording import folded

_TIMES = ("moment", "date", "clock")
_MEANINGS = {
    "statement": (
        *_TIMES,
        *("amount", "debit", "credit", "direction", "currency", "balance", "operation", "purpose"),
        *("knp", "reference", "status", "network", "contract", "fee", "fee_currency"),
        *("own_account", "own_name"),
        *(f"{side}_{part}" for side in SIDES for part in PARTS),
    ),
    "calls": (
        *_TIMES,
        *("a_number", "b_number", "own_number", "far_number", "direction", "type", "duration"),
        *("imei", "imsi", "lac", "cell", "cell_address", "azimuth"),
    ),
}
_LAST_PLACE = 16_384
_MOST_OF_ONE_TITLE = 99
_LETTERS = 26
_LONGEST_LETTERS = 3


def columns_of(keys: Keys, kind: ProfileKind) -> dict[str, Column]:
    """Read which column means what."""
    found = {}
    for meaning in _MEANINGS[kind]:
        if keys.has(meaning):
            found[meaning] = _column(keys, meaning)
        else:
            # Asked for, so that it is named among the keys that are known.
            keys.node_of(meaning)
    keys.close()
    return found


def _column(keys: Keys, meaning: str) -> Column:
    """Read where one meaning stands."""
    if not isinstance(keys.node_of(meaning), yaml.MappingNode):
        return Column(_titles(keys, meaning))
    place = keys.section(meaning)
    joined = _titles(place, "join") if place.has("join") else ()
    titles = _titles(place, "title") if place.has("title") else ()
    nth = place.number("nth", most=_MOST_OF_ONE_TITLE)
    number = _place(place) if place.has("place") else 0
    place.close()
    if sum(map(bool, (joined, titles, number))) != 1:
        keys.complain("profile_column_unclear", meaning)
    return Column(joined or titles, number, nth or 1, is_joined=bool(joined))


def _titles(keys: Keys, key: str) -> tuple[str, ...]:
    """Read the titles of a column."""
    titles = tuple(folded(title) or title for title in keys.texts(key) if title)
    if not titles:
        keys.complain("profile_wants_text", key)
    return titles


def _place(keys: Keys) -> int:
    """Read the number of a column, given as a number or in letters."""
    given = keys.text("place").upper()
    number = 0
    if given.isascii() and given.isalpha() and len(given) <= _LONGEST_LETTERS:
        for letter in given:
            number = number * _LETTERS + ord(letter) - ord("A") + 1
    elif given.isascii() and given.isdigit() and len(given) <= len(str(_LAST_PLACE)):
        number = int(given)
    if not 1 <= number <= _LAST_PLACE:
        keys.wrong("place", given, f"A-XFD, 1-{_LAST_PLACE}")
    return number
