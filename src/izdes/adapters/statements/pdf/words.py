"""Words of retail statements: what titles, labels, operations and page numbers mean.

The words are data, `pdf.yaml` beside this module. What nobody listed means nothing here and is
kept as printed.

>>> title_of("Дата обработки"), title_of("Приход в валюте счета"), label_of("Доступно на")
('processed', 'credit', 'available')
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from izdes.adapters.statements.wording import folded

FarSide = Literal["person", "shop", "nobody"]
_FAR_SIDES: tuple[FarSide, ...] = ("person", "shop", "nobody")
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of operation of retail statements.

    Attributes:
        means: Its name in the table of kinds; empty where only the details tell.
        credited: Its name there when money comes in.
        far: Whom the details name.
        details: Kinds of transfer for which the details are believed before the operation.
    """

    group: str
    words: tuple[str, ...]
    means: str
    credited: str
    far: FarSide
    details: frozenset[str]


@cache
def _data() -> Any:  # noqa: ANN401  # the shape of a YAML file is its own
    """Return the packaged words."""
    return yaml.safe_load(files(__package__).joinpath("pdf.yaml").read_text("utf-8"))


@lru_cache(maxsize=2048)
def title_of(printed: str) -> str | None:
    """Return which column a title names."""
    name = folded(printed)
    if name in {"№", "n", "no"}:
        return "count"
    for entry in _data()["titles"]:
        if any(all(word in name for word in group) for group in entry["words"]):
            return str(entry["column"])
    return None


@lru_cache(maxsize=2048)
def speaks_of_both(printed: str) -> bool:
    """Say whether a text has words for what comes and for what goes: it is no one title."""
    name = folded(printed)
    sides = (e["words"] for e in _data()["titles"] if e["column"] in {"credit", "debit"})
    return all(any(all(w in name for w in group) for group in side) for side in sides)


@lru_cache(maxsize=2048)
def label_of(printed: str) -> str | None:
    """Return what a label of the heading is about, by how it begins."""
    return _label(printed)[0]


def label_words(printed: str) -> int:
    """Return how many words at the beginning of a text are its label."""
    return _label(printed)[1]


@lru_cache(maxsize=2048)
def _label(printed: str) -> tuple[str | None, int]:
    """Return the meaning of the longest label with which a text begins, and its words."""
    name = f"{folded(printed)} "
    fitting = [
        (len(label), meaning)
        for meaning, labels in _data()["labels"].items()
        for label in map(folded, labels)
        if name.startswith(f"{label} ")
    ]
    if not fitting:
        return None, 0
    length, meaning = max(fitting)
    return meaning, len(name[:length].split())


@cache
def operations() -> Mapping[str, Operation]:
    """Return the operations by group."""
    return {
        entry["group"]: Operation(
            group=entry["group"],
            words=tuple(entry["words"]),
            means=entry["means"],
            credited=entry.get("credited", entry["means"]),
            far=next(f for f in _FAR_SIDES if f == entry["far"]),
            details=frozenset(entry["details"]),
        )
        for entry in _data()["operations"]
    }


@lru_cache(maxsize=4096)
def operation_in(printed: str) -> Operation | None:
    """Return the operation whose word occurs in a text first of all listed."""
    name = folded(printed)
    return next((o for o in operations().values() if any(w in name for w in o.words)), None)


@lru_cache(maxsize=2048)
def operation_summed(printed: str) -> Operation | None:
    """Return the operation whose turnover a label announces: the label begins with its word."""
    name = folded(printed)
    return next((o for o in operations().values() if name.startswith(o.words)), None)


@lru_cache(maxsize=2048)
def is_not_booked(printed: str) -> bool:
    """Say whether a line announces movements that are not booked yet."""
    return folded(printed).startswith(tuple(_data()["not_booked"]))


@lru_cache(maxsize=512)
def announces_period(printed: str) -> bool:
    """Say whether a text speaks of a period."""
    name = folded(printed)
    return any(word in name for word in _data()["period"])


@cache
def _page_patterns(way: str) -> tuple[re.Pattern[str], ...]:
    """Return the ways of counting pages: ``worded`` ones, or ``bare`` numbers."""
    patterns = map(re.escape, _data()["pages"][way])
    number = rf"[0-9]{{1,{_LONGEST_NUMBER}}}"
    return tuple(
        re.compile(
            re.sub(r"\\\{(pages?)\\\}", lambda found: f"(?P<{found[1]}>{number})", pattern).replace(
                r"\ ", " "
            )
        )
        for pattern in patterns
    )


@lru_cache(maxsize=1024)
def page_count(printed: str) -> tuple[int, int] | None:
    """Return which page of how many a text says it is.

    >>> page_count("АО «Банк» Страница 2 из 3"), page_count("1 / 3"), page_count("чек 1/3")
    ((2, 3), (1, 3), None)
    """
    close = re.sub(r" ?/ ?", "/", printed.strip().casefold())
    tried = [pattern.search(folded(printed)) for pattern in _page_patterns("worded")]
    tried += [pattern.fullmatch(close) for pattern in _page_patterns("bare")]
    found = next((match for match in tried if match is not None), None)
    return (int(found["page"]), int(found["pages"])) if found else None


@cache
def not_names() -> tuple[str, ...]:
    """Return the words that stand where a name could and are none."""
    return tuple(_data()["not_names"])


@cache
def in_names() -> frozenset[str]:
    """Return the words inside a name that begin with a small letter."""
    return frozenset(_data()["in_names"])
