"""Handwriting: a story as it comes from a tired thumb.

In small letters, on a keyboard without the Kazakh ones, or with slips in a few words; never in
numbers or addresses.
"""

from random import Random

from izdes.twin.crowd.lots import below, one_of
from izdes.twin.crowd.shares import by_weight

_WITHOUT_LETTERS = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_SHORTEST, _WORDS_A_SLIP = 4, 11


def as_typed(rng: Random, text: str) -> str:
    """Return the text in one of the manners."""
    manner = one_of(rng, by_weight("typed"))
    if manner == "plain":
        return text
    if manner == "no_kazakh_letters":
        return text.translate(_WITHOUT_LETTERS)
    words = text.split(" ")
    if manner == "lower":
        return " ".join(w.lower() if w.isalpha() else w for w in words).removesuffix(".")
    for _ in range(1 + len(words) // _WORDS_A_SLIP):
        place = below(rng, len(words))
        if len(words[place]) >= _SHORTEST and words[place].isalpha():
            words[place] = _with_slip(rng, words[place])
    return " ".join(words)


def _with_slip(rng: Random, word: str) -> str:
    """Return the word with two letters swapped, or one lost, or one twice."""
    place = 1 + below(rng, len(word) - 2)
    return one_of(
        rng,
        (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        ),
    )
