"""Names of an exchange file: what a bank's spelling of a field or of a section means.

Kept as data beside this module. A name that nobody listed means nothing here; whether a word before
a sign of equality is a name at all is judged by how names are written.

>>> meaning_of("ПЛАТЕЛЬЩИКБИН_ИИН"), meaning_of("ПлательщикКПП"), is_name("ПлательщикКПП")
('payer_iin', '', True)
>>> is_name("Договор"), mark_of("СЕКЦИЯДОКУМЕНТ")
(False, 'document_begins')
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

_LONGEST_NAME = 60
_ONE_WORD = re.compile(r"\w{2,}")
_HUMP = re.compile(r"[a-zа-яё][A-ZА-ЯЁ]")


@cache
def words(topic: str) -> Any:  # noqa: ANN401  # the shape of a YAML file is its own
    """Return one topic of the names."""
    table = files(__package__).joinpath("exchange1c.yaml").read_text("utf-8")
    return yaml.safe_load(table)[topic]


@lru_cache(maxsize=8192)
def folded_name(printed: str) -> str:
    """Return a name without its case and underscores; empty where it is too long to be one."""
    if len(printed) > _LONGEST_NAME:
        return ""
    plain = unicodedata.normalize("NFKC", printed.strip()).casefold().replace("ё", "е")
    return plain.replace("_", "")


@lru_cache(maxsize=8192)
def mark_of(printed: str) -> str:
    """Return which part of the file begins or ends with a word, empty where none does."""
    return _marks().get(folded_name(printed), "")


@lru_cache(maxsize=8192)
def meaning_of(printed: str) -> str:
    """Return what a field is about, empty where nobody listed it."""
    return _meanings().get(folded_name(printed), "")


@cache
def names_of(meaning: str) -> tuple[str, ...]:
    """Return the folded names of one meaning, the best first."""
    return tuple(folded_name(name) for m, name in _listed() if m == meaning)


@lru_cache(maxsize=8192)
def is_name(word: str) -> bool:
    """Say whether a word before a sign of equality names a field, listed or not."""
    name = folded_name(word)
    if name in _meanings() or name in _marks():
        return True
    if not name or not _ONE_WORD.fullmatch(word.strip()):
        return False
    looks_so = "_" in word or (word.strip()[0].isupper() and _HUMP.search(word))
    return bool(looks_so) or name.startswith(tuple(words("beginnings")))


@cache
def _marks() -> dict[str, str]:
    """Return the words at which parts begin and end, folded."""
    return {folded_name(w): mark for mark, spelt in words("marks").items() for w in spelt}


@cache
def _meanings() -> dict[str, str]:
    """Return every listed name, folded, with its meaning."""
    return {folded_name(name): meaning for meaning, name in reversed([*_listed()])}


def _listed() -> Iterator[tuple[str, str]]:
    """Yield every meaning with each of its names."""
    for side, stems in words("stems").items():
        for part, endings in words("endings").items():
            yield from ((f"{side}_{part}", f"{stem}{end}") for end in endings for stem in stems)
    yield from (("purpose_lines", name) for name in words("purpose_lines"))
    for topic in ("account", "document", "head"):
        for meaning, names in words(topic).items():
            yield from ((meaning, name) for name in names)
