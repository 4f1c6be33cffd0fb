"""Names of persons: keys that are one for every spelling, and a comparison with its reason.

The same woman is "Серікова Айгүл Мақсатқызы", "СЕРИКОВА АЙГУЛЬ", "Aigul Serikova" and "Айгүл С.".
A key is a word in letters that all these spellings share: Kazakh letters as the Russian ones typed
instead of them, both as the Latin ones, doubled letters once. Endings that change with sex or with
the clerk (-ова, -қызы, -ұлы, -вич) are known, and so are initials; order of parts says nothing.

Agreement does not prove identity: many people are called so.

Source: the practice of passports (ICAO Doc 9303, table of Cyrillic) and of the Kazakh Latin
alphabets of 2017-2021, folded together.

>>> compare("Айгүл Серікова", "SERIKOVA AIGUL MAKSATKYZY").reason
'name_less_said'
>>> compare("Айгүл Серікова", "Айгүл Сәбитова") is None
True
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Each sound as one sign: capitals are those that Latin writes with two letters.
_CYRILLIC_TABLE = """
а:a б:b в:v г:g д:d е:e ж:J з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h ц:c ч:C
ш:S щ:S ъ: ы:i ь: э:e ю:iu я:ia ё:e ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h і:i
"""
_LATIN_TABLE = """
shch:S sch:S dzh:J zh:J kh:h gh:g sh:S ch:C ts:c tz:c ph:f ya:ia yu:iu yo:e ye:e ae:a ou:u j:J y:i
q:k x:ks w:v c:k ş:S ç:C ğ:g ñ:n ö:o ü:u ä:a ı:i ø:o é:e
"""
_CYRILLIC = str.maketrans(dict(pair.split(":") for pair in _CYRILLIC_TABLE.split()))
_SOUNDS = dict(pair.split(":") for pair in _LATIN_TABLE.split())
# The longest first: what stands for one sound is read before its letters.
_LATIN = re.compile("|".join(_SOUNDS))
_DOUBLED = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W\d_]+")
# In letters of keys. A patronymic's ending says whose child, in two languages.
_PATRONYMIC = re.compile(r"(?:oviC|eviC|ovna|evna|iCna|uli|ulu|kizi|iC)$")
_PATRONYMIC_WORDS = frozenset({"uli", "ulu", "kizi"})
_SURNAME = re.compile(r"(?:ova|eva|ina|ov|ev|in|skaia|ski|skii|ckaia|cki)$")
_SHORTEST_STEM = 3
_WHOLE = 3


def key(word: str) -> str:
    """Return one word in letters that its Kazakh, Russian and Latin spellings share."""
    plain = unicodedata.normalize("NFC", word.casefold()).translate(_CYRILLIC)
    return _DOUBLED.sub(r"\1", _LATIN.sub(lambda found: _SOUNDS[found[0]], plain))


def keys(name: str) -> tuple[str, ...]:
    """Return the keys of a name's words in their order; an initial is one letter.

    "Серік ұлы" is one word like "Серікұлы": what says whose child joins what it follows.
    """
    found: list[str] = []
    for word in map(key, _WORD.findall(unicodedata.normalize("NFC", name))):
        if word in _PATRONYMIC_WORDS and found:
            found[-1] += word
        elif word:
            found.append(word)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two names may be one person's.

    Attributes:
        reason: ``same_name`` (all words, in any order and alphabet), ``name_less_said`` (one has
            words that the other lacks), ``name_other_ending`` (words that differ in an ending of
            sex or patronymic only) or ``name_initials`` (an initial stands for a word). Of several
            the weakest is named.
        whole_words: How many words agree in full, endings apart.
    """

    reason: str
    whole_words: int


_REASONS = ("same_name", "name_less_said", "name_other_ending", "name_initials")
_SAME, _LESS, _ENDING, _INITIAL = range(len(_REASONS))


def compare(one: str, other: str) -> Likeness | None:
    """Compare two names as people write them.

    Returns:
        Why they may be one person's; None where a word of one contradicts the other, or where
        nothing but initials and short words is left to agree. Symmetric.
    """
    shorter, longer = sorted((keys(one), keys(other)), key=lambda found: (len(found), found))
    free = list(longer)
    weakest = _SAME if len(shorter) == len(longer) else _LESS
    whole = 0
    # Whole words choose first: an initial must not take the word that another one is.
    for word in sorted(shorter, key=lambda found: (-len(found), found)):
        step, match = _best(word, free)
        if match is None:
            return None
        free.remove(match)
        weakest = max(weakest, step)
        whole += step != _INITIAL and len(word) >= _WHOLE
    return Likeness(_REASONS[weakest], whole) if whole else None


def _best(word: str, free: Sequence[str]) -> tuple[int, str | None]:
    """Return how a word agrees best with one of the free ones, and with which."""
    if word in free:
        return _SAME, word
    for other in sorted(free):
        if _stem(word) == _stem(other):
            return _ENDING, other
    for other in sorted(free):
        if min(len(word), len(other)) == 1 and word[0] == other[0]:
            return _INITIAL, other
    return _SAME, None


def _stem(word: str) -> str:
    """Return a word without the ending that sex, language or a clerk gave it."""
    for ending in (_PATRONYMIC, _SURNAME):
        bare = ending.sub("", word)
        if bare != word and len(bare) >= _SHORTEST_STEM:
            return bare
    return word


def is_name_of(given: str, printed: str) -> bool:
    """Say whether a name as a person gives it may be the one that a bank prints.

    Banks show a payer the payee's first name and an initial ("Айгүл С."), statements print all of
    it: the given name may lack words that the printed one has, and not the other way round.
    """
    likeness = compare(given, printed)
    return likeness is not None and len(keys(given)) <= len(keys(printed))
