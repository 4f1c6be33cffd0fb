"""Lexicon: what words mean to the rules, as data, in Kazakh, Russian and English together.

Tables (``data/lexicon/*.yaml``) say for each meaning which words carry it. A word is written in
full, or as a stem with ``*`` behind it, since these languages inflect at the end; ``!`` in front
takes a word out again. Where several entries of a meaning fit, the longest speaks, and an entry in
full before a stem. Letters that people type for each other count as one, see `fold`.

A meaning may carry a value for each of its words: ``екі`` is a number, and it is 2.

The lexicon knows words, not sentences: what a word does in its sentence the rules have to say.

>>> meaning("тоқсанға").values["number"], meaning("трава").flags, fold("Қазақша")
(90, 0, 'казакша')
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml

Value = int | str

_FOLDED = str.maketrans("әғқңөұүһіёй", "агкноуухиеи")
_REMEMBERED = 1 << 16
_LONGEST = 40
_SHORT_NUMBER = 4
_IS_OUT = "!"


def fold(word: str) -> str:
    """Return a word in lower case, Kazakh letters as the Russian ones typed instead of them."""
    return word.lower().translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means to the rules.

    Attributes:
        flags: One bit for each meaning, see `flag`; 0 for a word that no rule asks for.
        values: What the word stands for, by meaning, where the meaning carries values.
    """

    flags: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One meaning of one entry."""

    name: str
    value: Value | None = None
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """The lexicon, ready for looking up; stems are kept with their ``*``."""

    bits: Mapping[str, int]
    entries: Mapping[str, tuple[_Entry, ...]]
    lengths: tuple[int, ...]


@cache
def flag(name: str) -> int:
    """Return the bit of a meaning.

    Raises:
        KeyError: The lexicon has no such meaning: a slip of the pen in a rule.
    """
    return _table().bits[name]


@cache
def flags(*names: str) -> int:
    """Return the bits of several meanings."""
    bits = 0
    for name in names:
        bits |= flag(name)
    return bits


@lru_cache(_REMEMBERED)
def meaning(word: str) -> Meaning:
    """Return what a word means, in whatever case, letters and ending it is written."""
    table = _table()
    found: dict[str, _Entry] = {}
    # The longest entry comes first, and the first entry of a meaning stays.
    for form in _forms(fold(word[:_LONGEST]), table.lengths):
        for entry in table.entries.get(form, ()):
            found.setdefault(entry.name, entry)
    carried = [entry for entry in found.values() if not entry.is_out]
    return Meaning(
        sum(table.bits[entry.name] for entry in carried),
        MappingProxyType({e.name: e.value for e in carried if e.value is not None}),
    )


class Flags(dict[str, int]):
    """Bits of the words that were met, for a quick look; long numbers are not kept.

    >>> Flags()["трава"], Flags()["19"]
    (0, 0)
    """

    def __missing__(self, text: str) -> int:
        """Return the bits of a word that is not kept, and keep it while there is room."""
        is_number = text.isdecimal()
        bits = 0 if is_number else meaning(text).flags
        if len(self) < _REMEMBERED and not (is_number and len(text) > _SHORT_NUMBER):
            self[text] = bits
        return bits


def _forms(folded: str, lengths: tuple[int, ...]) -> Iterator[str]:
    """Yield the word in full, then its stems, the longest first."""
    yield folded
    for length in lengths:
        if length <= len(folded):
            yield f"{folded[:length]}*"


@cache
def _table() -> _Table:
    """Read the packaged tables."""
    bits: dict[str, int] = {}
    entries: dict[str, list[_Entry]] = {}
    for word, entry in _packaged():
        bits.setdefault(entry.name, 1 << len(bits))
        entries.setdefault(word, []).append(entry)
    lengths = {len(word) - 1 for word in entries if word.endswith("*")}
    return _Table(
        bits,
        {word: tuple(found) for word, found in entries.items()},
        tuple(sorted(lengths, reverse=True)),
    )


def _packaged() -> Iterator[tuple[str, _Entry]]:
    """Yield every folded word of every table with one of its meanings."""
    folder = files(__package__) / "data" / "lexicon"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for name, lines in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            for line in lines:
                # A line is words, or one pair of words and the value that they stand for.
                for words, value in line.items() if isinstance(line, dict) else ((line, None),):
                    for word in str(words).split():
                        is_out = word.startswith(_IS_OUT)
                        yield fold(word.removeprefix(_IS_OUT)), _Entry(name, value, is_out)
