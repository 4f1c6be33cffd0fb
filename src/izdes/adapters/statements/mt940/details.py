"""Field 86: what a bank tells of a movement beyond its amount.

SWIFT leaves the field free. Numbered sub-fields, code words and labelled lines are understood
(`izdes.adapters.statements.mt940.words`); of free text only what cannot be mistaken: the one IBAN
in it, the one number after «ИИН». Everything that is not understood stays in the purpose, whole.

A full line goes on in the next one without a blank; after a shorter one a blank is put.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from izdes.adapters.statements.mt940.words import (
    Label,
    Meaning,
    Whose,
    code_word_pattern,
    data,
    inline_pattern,
    label_of,
    plus_word_pattern,
    structured_pattern,
    sub_field_pattern,
)
from izdes.core.identifiers.iban import read_iban

_FULL = 65
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}(?![A-Z0-9])")
_LABELLED = re.compile(r"\s*([^\W\d][^:=]{0,40}?)\s*[:=]\s*(\S.*)?")
_TWELVE = re.compile(r"[0-9]{12}")
_OF_A_PARTY = frozenset({"name", "iin", "account", "bank"})
_KNP_AT_END = re.compile(r"(?:.*[^0-9])?([0-9]{3})")


@dataclass(slots=True)
class Details:
    """What one field 86 tells.

    Attributes:
        parties: Whose -> name, iin, account, bank; ``far`` is whoever the account is not.
        whole: Of the movement itself: words, reference, knp.
        purpose: With everything that was not understood.
    """

    parties: dict[Whose, dict[str, str]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    purpose: str = ""

    def of(self, *whose: Whose) -> dict[str, str]:
        """Return what is told of one party under several names; the first of them wins."""
        found: dict[str, str] = {}
        for name in whose:
            found = {**self.parties.get(name, {}), **found}
        return found


@dataclass(frozen=True, slots=True)
class _Piece:
    """One value, what it states and of whom."""

    meaning: Meaning
    value: str
    whose: Whose = "far"


def details_of(lines: Sequence[str], own: str) -> Details:
    """Return what a field 86 tells.

    Args:
        lines: As they stand in the file, blanks at their ends included.
        own: The statement's own account as printed: it is nobody's other side.
    """
    details = Details()
    pieces = _pieces(list(_joined(lines)))
    left = [piece.value for piece in pieces if not _is_taken(details, piece, own)]
    words = [piece.value for piece in pieces if piece.meaning == "purpose"]
    details.purpose = " ".join(" ".join([*words, *left]).split())
    _from_purpose(details, own)
    return details


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, those that are full together with the next."""
    waiting: list[str] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        waiting.append(line)
        if len(line) < _FULL or _label(following):
            yield "".join(waiting)
            waiting = []
    if waiting:
        yield "".join(waiting)


def _pieces(lines: Sequence[str]) -> list[_Piece]:
    """Take a text apart by whichever way its bank writes it."""
    found = structured_pattern().match(lines[0]) if lines else None
    if found:
        pattern = sub_field_pattern(found[2])
        text = "".join(line if pattern.match(line) else f" {line}" for line in lines)
        return list(_sub_fields(text, pattern, found[2]))
    text = " ".join(lines)
    if code_word_pattern().search(text):
        return list(_code_words(text, "far"))
    return list(_labelled(lines))


def _sub_fields(text: str, pattern: re.Pattern[str], delimiter: str) -> Iterator[_Piece]:
    """Yield the sub-fields; a full one goes on in the next of its meaning."""
    meanings, width = data()["sub_fields"]["meanings"], data()["sub_fields"]["width"]
    _, *parts = pattern.split(text)
    texts: dict[Meaning, list[str]] = {"words": [], "name": [], "purpose": []}
    others: list[_Piece] = []
    for number, value in zip(parts[::2], parts[1::2], strict=True):
        meaning: Meaning = meanings.get(number, "purpose")
        if meaning in texts:
            shown = value if number in meanings else f"{delimiter}{number}{value}"
            texts[meaning] += (shown, "" if len(value) == width else " ")
        elif meaning != "none" and value.strip():
            others.append(_Piece(meaning, value.strip()))
    # Where two accounts are printed the one that checks is the account.
    yield from sorted(others, key=lambda piece: read_iban(piece.value).code is not None)
    for meaning in ("words", "name"):
        if value := "".join(texts[meaning]).strip():
            yield _Piece(meaning, value)
    yield from _code_words("".join(texts["purpose"]), "far")


def _code_words(text: str, whose: Whose) -> Iterator[_Piece]:
    """Yield the values after code words; a word of a side changes whose the next ones are."""
    words = data()["code_words"]
    head, *parts = code_word_pattern().split(text)
    yield from _plus_words(head)
    for word, value in zip(parts[::2], parts[1::2], strict=True):
        stated = value.strip().strip("/").strip()
        if word in words["sides"]:
            whose = words["sides"][word]
            meaning: Meaning = "name"
        else:
            meaning = words["meanings"][word]
        if meaning == "purpose":
            yield from _plus_words(stated)
        elif meaning == "none":
            yield _Piece("purpose", f"/{word}/{stated}")
        elif stated:
            yield _Piece(meaning, stated, whose)


def _plus_words(text: str) -> Iterator[_Piece]:
    """Yield the values after code words with a plus sign, and the text before them."""
    head, *parts = plus_word_pattern().split(text)
    if head.strip():
        yield _Piece("purpose", head)
    for word, value in zip(parts[::2], parts[1::2], strict=True):
        meaning: Meaning = data()["plus_words"][word]
        if meaning == "none":
            yield _Piece("purpose", f"{word}+{value}")
        elif value.strip():
            yield _Piece(meaning, value.strip())


def _label(line: str) -> Label | None:
    """Return what a line states by its label, None where it has none that we know."""
    found = _LABELLED.fullmatch(line)
    return label_of(found[1]) if found and found[2] else None


def _labelled(lines: Sequence[str]) -> Iterator[_Piece]:
    """Yield what labelled lines state; the others are the purpose."""
    whose: Whose = "far"
    for line in lines:
        label, found = _label(line), _LABELLED.fullmatch(line)
        if label is None or found is None:
            yield _Piece("purpose", line)
            continue
        whose = label.whose or whose
        yield _Piece(label.meaning, found[2].strip(), whose)


def _is_taken(details: Details, piece: _Piece, own: str) -> bool:
    """Put one value where it belongs; False when there is no place for it."""
    stated = _stated(piece)
    if stated is None or piece.meaning == "purpose":
        return stated is not None
    meaning, value = stated
    if meaning == "account" and _compact(value) == _compact(own):
        return piece.whose != "far"
    of_party = meaning in _OF_A_PARTY
    place = details.parties.setdefault(piece.whose, {}) if of_party else details.whole
    return place.setdefault(meaning, value) == value


def _stated(piece: _Piece) -> tuple[Meaning, str] | None:
    """Return what a value states, None where it is not what its word promises."""
    meaning, value = piece.meaning, piece.value
    if meaning == "any":
        meaning = "iin" if _TWELVE.fullmatch(value) else "account"
        if meaning == "account" and read_iban(value).code is not None:
            return None
    if meaning == "knp":
        code = _KNP_AT_END.fullmatch(value)
        return ("knp", code[1]) if code else None
    return meaning, value


def _from_purpose(details: Details, own: str) -> None:
    """Complete the far side from the purpose, where one reading only is possible."""
    far = details.parties.setdefault("far", {})
    told = {meaning for party in details.parties.values() for meaning in party}
    ibans = {iban for iban in _IBAN.findall(details.purpose) if read_iban(iban).code is None}
    ibans.discard(_compact(own))
    if len(ibans) == 1 and "account" not in told:
        far["account"] = ibans.pop()
    numbers = set(inline_pattern("iin").findall(details.purpose))
    if len(numbers) == 1 and "iin" not in told:
        far["iin"] = numbers.pop()
    codes = set(inline_pattern("knp").findall(details.purpose))
    if len(codes) == 1:
        details.whole.setdefault("knp", codes.pop())


def _compact(printed: str) -> str:
    """Return an account without blanks, in capitals."""
    return "".join(printed.split()).upper()
