"""Names: whether a name as a person gives it may be the name that a bank prints.

Banks show a payer the payee's first name and an initial ("Айгүл С."), statements print surname,
first name and patronymic. A name as given agrees when one whole word of it is among the printed
words and every other word or initial of it begins another printed word. Kazakh letters count as
the Russian ones that people type instead of them.

Agreement does not prove identity: many people are called so.

>>> is_name_of("Айгуль С.", "СЕРІКОВА АЙГҮЛЬ МАҚСАТҚЫЗЫ"), is_name_of("С.", "Серікова Айгүл")
(True, False)
"""

import re

_FOLDED = str.maketrans("әғқңөұүһіё", "агкноуухие")
_SHORTEST = 3


def folded_words(name: str) -> list[str]:
    """Return the words of a name in the letters that people type."""
    return re.findall(r"[^\W\d_]+", name.casefold().translate(_FOLDED))


def is_name_of(given: str, printed: str) -> bool:
    """Say whether a name as given may be the printed one."""
    free, words = folded_words(printed), folded_words(given)
    has_whole = False
    for word in sorted(words, key=len, reverse=True):
        whole = word in free
        begun = next((w for w in free if w == word or w.startswith(word)), None)
        if begun is None:
            return False
        free.remove(word if whole else begun)
        has_whole |= whole and len(word) >= _SHORTEST
    return has_whole
