"""Sentences: what belongs together because it is said together.

People who write without full stops write one long sentence: it is cut after so many tokens that
the words in it still belong together.

>>> tokens = Tokens.of("Перевел 500 тг. на карту. Потом заблокировали")
>>> [len(span) for span in sentences_of(tokens)]
[7, 2]
"""

from collections.abc import Iterator

from izdes.core.identifiers.narrative.tokens import Tokens

_LONGEST = 40


def sentences_of(tokens: Tokens) -> Iterator[range]:
    """Yield the tokens of each sentence, none left out."""
    start = 0
    for index in range(tokens.count):
        if index + 1 - start >= _LONGEST or index in tokens.stops:
            yield range(start, index + 1)
            start = index + 1
    if start < tokens.count:
        yield range(start, tokens.count)
