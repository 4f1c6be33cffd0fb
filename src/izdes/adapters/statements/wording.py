r"""Wording: what titles, labels and kinds of operation mean, kept as data beside this module.

Banks spell the same eighteen titles with line breaks, brackets and typing errors, in Russian or
in Kazakh; a title is recognised by parts of words. A word that nobody listed means nothing here
and is kept as printed.

>>> folded("Вид операции\n(КД):"), kind_of("Снятие наличных").payee
('вид операции кд', 'cash')
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from izdes.core.money.account import ACCOUNT_KINDS, AccountKind
from izdes.core.money.statement import Direction
from izdes.core.money.transfer import TRANSFER_KINDS, TransferKind

VirtualPayee = Literal["cash", "fee", "merchant", "abroad", "unknown"]
_VIRTUAL: tuple[VirtualPayee, ...] = ("cash", "fee", "merchant", "abroad", "unknown")
_ISO_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
_NOT_LETTERS = re.compile(r"[^\w₸$€₽]+")
_SIDE_PARTS = "side"
_DIRECTIONS: tuple[Direction, ...] = ("debit", "credit")
_ERROR_NUMBER = re.compile(r"(?:Err|Ошибка|Қате):[0-9]{3}")


@dataclass(frozen=True, slots=True)
class OperationKind:
    """What a printed kind of operation is, and who stands there when nobody is printed."""

    kind: TransferKind
    payee: VirtualPayee


@cache
def _data(name: str) -> Any:  # noqa: ANN401  # the shape of a YAML file is its own
    """Return a packaged table of words."""
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text("utf-8"))


@lru_cache(maxsize=8192)
def folded(printed: str) -> str:
    """Return a text in lower case without punctuation, ё as е, blanks as one."""
    plain = unicodedata.normalize("NFKC", printed).casefold().replace("ё", "е")
    return " ".join(_NOT_LETTERS.sub(" ", plain).replace("_", " ").split())


@lru_cache(maxsize=2048)
def column_of(title: str) -> str | None:
    """Return which of the columns a title names: such as ``moment`` or ``payer_account``."""
    name = folded(title)
    words = _data("titles")
    for side, stems in words["sides"].items():
        if any(stem in name for stem in stems):
            part = _first_with(words[_SIDE_PARTS], "part", name)
            return f"{side}_{part}" if part else None
    return _first_with(words["columns"], "column", name)


def _first_with(entries: list[dict[str, Any]], answer: str, name: str) -> str | None:
    """Return the answer of the first entry of which all words of one set occur."""
    for entry in entries:
        if any(all(word in name for word in group) for group in entry["words"]):
            return str(entry[answer])
    return None


@lru_cache(maxsize=2048)
def label_of(printed: str) -> str | None:
    """Return what a line of a statement's heading is about, by how it begins."""
    name = folded(printed)
    fitting = [
        (len(label), meaning)
        for meaning, labels in _data("labels").items()
        for label in labels
        if name == label or name.startswith(f"{label} ")
    ]
    return max(fitting)[1] if fitting else None


@lru_cache(maxsize=2048)
def kind_of(operation: str) -> OperationKind:
    """Return the kind of transfer that a printed kind of operation means."""
    name = operation.casefold().replace("ё", "е")
    for entry in _data("kinds")["operations"]:
        if any(word in name for word in entry["words"]):
            kind = next(k for k in TRANSFER_KINDS if k == entry["kind"])
            return OperationKind(kind, next(v for v in _VIRTUAL if v == entry["payee"]))
    return OperationKind("other", "unknown")


@lru_cache(maxsize=512)
def account_kind_of(printed: str) -> AccountKind | None:
    """Return what a bank says that an account is, or None where it is any account."""
    name = folded(printed)
    for kind, words in _data("kinds")["accounts"].items():
        if any(word in name for word in words):
            return next(k for k in ACCOUNT_KINDS if k == kind)
    return None


@lru_cache(maxsize=512)
def direction_of(operation: str) -> Direction | None:
    """Return the direction that a printed operation, or its number alone, means."""
    name = folded(operation)
    for direction in _DIRECTIONS:
        words = _data("kinds")["directions"][direction]
        if name in words["numbers"] or any(word in name for word in words["words"]):
            return direction
    return None


@lru_cache(maxsize=512)
def is_error(shown: str) -> bool:
    """Say whether a cell shows what stands in spreadsheets for a value that cannot be computed."""
    return shown.upper() in _data("kinds")["errors"] or _ERROR_NUMBER.fullmatch(shown) is not None


@lru_cache(maxsize=512)
def currency_of(printed: str) -> str | None:
    """Return the ISO 4217 code that a currency cell states, or None."""
    found = set(_ISO_CODE.findall(printed.upper().replace("\u00a0", " ")))
    if len(found) == 1:
        return str(found.pop())
    words = f" {folded(printed)} "
    for code, names in _data("kinds")["currencies"].items():
        if any(f" {name} " in words for name in names):
            return str(code)
    return None


@lru_cache(maxsize=2048)
def is_total(printed: str) -> bool:
    """Say whether a row that begins with this text sums up other rows."""
    name = folded(printed)
    return any(name.startswith(word) for word in _data("kinds")["totals"])
