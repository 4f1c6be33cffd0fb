"""Sentences: where one thing said ends and the next begins.

A full stop ends a sentence unless a short word that is written with one ("тг.", "г.") or a number
stands before it; so do a line's end and the signs that ask and call. People who write without any
of them write one long sentence: it is cut after so many tokens that the words in it still belong
together.

>>> tokens = Tokens.of("Перевел 500 тг. на карту. Потом заблокировали")
>>> [len(span) for span in sentences_of(tokens)]
[7, 2]
"""

from collections.abc import Iterator

from izdes.core.identifiers.narrative.lexicon import flag
from izdes.core.identifiers.narrative.tokens import SIGN, WORD, Tokens

_ENDS = frozenset("\n;!?")
_LONGEST = 40


def ends_a_sentence(tokens: Tokens, index: int) -> bool:
    """Say whether a token ends a sentence."""
    if tokens.sorts[index] != SIGN:
        return False
    text = tokens.texts[index]
    if text != ".":
        return text in _ENDS
    before = index - 1
    return (
        before >= 0
        and tokens.sorts[before] == WORD
        and not tokens.flags[before] & flag("abbreviation")
    )


def sentences_of(tokens: Tokens) -> Iterator[range]:
    """Yield the tokens of each sentence, none left out."""
    start = 0
    for index in range(tokens.count):
        if index + 1 - start >= _LONGEST or ends_a_sentence(tokens, index):
            yield range(start, index + 1)
            start = index + 1
    if start < tokens.count:
        yield range(start, tokens.count)
