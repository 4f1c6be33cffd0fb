"""What banks write into field 86, kept as data (``mt940.yaml``): sub-fields, code words, labels."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from izdes.adapters.statements.wording import folded

Meaning = Literal[
    "words", "purpose", "reference", "knp", "name", "iin", "account", "bank", "any", "none"
]
Whose = Literal["payer", "payee", "far", "owner"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a labelled line states, and from whose label on it is about whom."""

    meaning: Meaning
    whose: Whose | None = None


@cache
def data() -> Any:  # noqa: ANN401  # the shape of a YAML file is its own
    """Return the packaged table."""
    return yaml.safe_load(files(__package__).joinpath("mt940.yaml").read_text("utf-8"))


@cache
def sub_field_pattern(delimiter: str) -> re.Pattern[str]:
    """Return what begins a sub-field after one delimiter."""
    return re.compile(rf"{re.escape(delimiter)}([0-9]{{2}})")


@cache
def structured_pattern() -> re.Pattern[str]:
    """Return how a text of sub-fields begins: a code of three digits or none, a number we know."""
    known = data()["sub_fields"]
    delimiters, numbers = re.escape(known["delimiters"]), "|".join(sorted(known["meanings"]))
    return re.compile(rf"([0-9]{{3}})?([{delimiters}])(?={numbers})")


@cache
def code_word_pattern() -> re.Pattern[str]:
    """Return a code word between strokes."""
    words = data()["code_words"]
    return re.compile(rf"/({'|'.join(sorted({*words['sides'], *words['meanings']}))})/")


@cache
def plus_word_pattern() -> re.Pattern[str]:
    """Return a code word before a plus sign."""
    return re.compile(rf"(?<![A-Z])({'|'.join(sorted(data()['plus_words']))})\+")


@lru_cache(maxsize=2048)
def label_of(printed: str) -> Label | None:
    """Return what a line with this label states."""
    name = folded(printed)
    for whose, labels in data()["labels"].items():
        if name in labels:
            return Label("name", whose)
    for meaning, labels in data()["labelled"].items():
        if name in labels:
            return Label(meaning)
    return None


@cache
def inline_pattern(meaning: Literal["iin", "knp"]) -> re.Pattern[str]:
    """Return a number right after one of the words that name its kind."""
    words = "|".join(data()["inline"][meaning])
    digits = 12 if meaning == "iin" else 3
    return re.compile(
        rf"(?<!\w)(?:{words})(?:/(?:{words}))?[ :№]{{0,4}}([0-9]{{{digits}}})(?![0-9])",
        re.IGNORECASE,
    )
