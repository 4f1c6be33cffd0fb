"""Digits: runs of digits that one number may fill, group by group.

``8 (701) 000-12-34`` is five groups, ``4000 0012 3456 7899`` four. Which of the ways to cut a run
is a number is not decided here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from izdes.core.identifiers.narrative.found import Taken
from izdes.core.identifiers.narrative.tokens import NUMBER, WORD, Tokens

# Shorter runs are nobody's number here.
LEAST_DIGITS = 4
_MOST_GROUPS = 8
_MOST_DIGITS = 19
_JOINING = frozenset("-().")
_WIDEST_GAP = 3
_WIDEST_BRACKET = 7


class Digits(NamedTuple):
    """Some groups of digits in a row.

    Attributes:
        digits: All of them together.
        groups: How long each group is.
        first: Index of the first group's token.
        past: One past the index of the last group's token.
        start: Where it begins in the plain text, with a plus or an opening bracket.
        end: One past its last digit.
        has_plus: Whether a plus, or two zeros, stand in front.
    """

    digits: str
    groups: tuple[int, ...]
    first: int
    past: int
    start: int
    end: int
    has_plus: bool


def runs_from(plain: str, tokens: Tokens, first: int, taken: Taken) -> list[Digits]:
    """Return what begins with a group of digits, the group alone first, where it is long enough."""
    following = _next_group(tokens, first, taken)
    if following is None and len(tokens.texts[first]) < LEAST_DIGITS:
        return []
    start, has_plus = _lead(plain, tokens, first)
    digits = ""
    groups: tuple[int, ...] = ()
    found: list[Digits] = []
    index = first
    while len(groups) < _MOST_GROUPS and len(digits) <= _MOST_DIGITS:
        digits += tokens.texts[index]
        groups = (*groups, len(tokens.texts[index]))
        if len(digits) >= LEAST_DIGITS:
            end = tokens.ends[index]
            found.append(Digits(digits, groups, first, index + 1, start, end, has_plus))
        if following is None:
            break
        index = following
        following = _next_group(tokens, index, taken)
    return found


def _lead(plain: str, tokens: Tokens, first: int) -> tuple[int, bool]:
    """Return where a number begins, and whether it says that it is an international one."""
    start = tokens.starts[first]
    before = plain[max(start - 2, 0) : start]
    if before.endswith("+"):
        return start - 1, True
    if before in {"+(", "+ "}:
        return start - 2, True
    # A bracket belongs to the number only where it closes inside it: "(701) 000", not "(8 701".
    closes = plain.find(")", start, start + _WIDEST_BRACKET) >= 0
    return (start - 1, False) if before.endswith("(") and closes else (start, False)


def _next_group(tokens: Tokens, index: int, taken: Taken) -> int | None:
    """Return the token of the next group, if only joining signs and a blank stand between."""
    end = tokens.ends[index]
    for following in range(index + 1, min(index + 2 + _WIDEST_GAP, tokens.count)):
        if tokens.sorts[following] == NUMBER:
            start = tokens.starts[following]
            is_near = start - end <= _WIDEST_GAP and start > end
            return following if is_near and taken.is_free(end, tokens.ends[following]) else None
        if tokens.texts[following] not in _JOINING:
            return None
    return None


def is_cut_out(tokens: Tokens, digits: Digits) -> bool:
    """Say whether letters stand right at the digits that belong to them and are no ending."""
    before, after = digits.first - 1, digits.past
    if before >= 0 and tokens.touches(digits.first):
        text = tokens.texts[before]
        if text == "_" or (tokens.sorts[before] == WORD and text.isascii()):
            return True
    if after < tokens.count and tokens.touches(after):
        text = tokens.texts[after]
        return text == "_" or (tokens.sorts[after] == WORD and text.isascii())
    return False


def groups_of(tokens: Tokens, taken: Taken) -> Iterator[int]:
    """Yield the index of every group of digits that nothing has taken yet."""
    marks, starts = taken.marks, tokens.starts
    for index in tokens.numbers:
        if not marks[starts[index]]:
            yield index
