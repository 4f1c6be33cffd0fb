"""Titles: what a title of an unknown table seems to speak of, as a hint and never as a proof."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.wording import folded

_WHOLE = "="


@cache
def vocabulary() -> Any:  # noqa: ANN401  # the shape of a YAML file is its own
    """Return the packaged words of titles."""
    return yaml.safe_load(files(__package__).joinpath("propose.yaml").read_text("utf-8"))


@lru_cache(maxsize=1024)
def meaning_of(title: str) -> str:
    """Return the meaning that a title speaks of, empty where it speaks of none that we know.

    >>> meaning_of("Сумма операции"), meaning_of("Счет получателя"), meaning_of("From")
    ('amount', 'payee_account', 'payer_account')
    """
    name = folded(title)
    if not name:
        return ""
    data = vocabulary()
    for side, groups in data["sides"].items():
        if _fits(name, groups):
            if side in ("a_", "b_"):
                return f"{side}number"
            part = _first(name, data["parts"], "part")
            if part or side != "far_":
                return f"{side}{part or 'name'}" if side != "own_" else "own_account"
    return _first(name, data["titles"], "meaning")


def _first(name: str, entries: Iterable[Mapping[str, Any]], answer: str) -> str:
    """Return the answer of the first entry of which all words of one group occur."""
    return next((str(e[answer]) for e in entries if _fits(name, e["words"])), "")


def _fits(name: str, groups: Iterable[Sequence[str]]) -> bool:
    """Say whether all words of some group occur in a title."""
    words = name.split()
    return any(
        all(
            word[1:] in words if word.startswith(_WHOLE) else word in name
            for word in map(str, group)
        )
        for group in groups
    )


def words_meaning(section: str) -> dict[str, str]:
    """Return word -> meaning of one section of words that cells say."""
    return {
        said(str(word)): meaning
        for meaning, words in vocabulary()[section].items()
        for word in words
    }
