"""Sides: what the details of a retail row say of the other side, and which operation it is.

Retail statements name the other side in words: a short name («Айгүл С.»), a shop, sometimes an
account, a masked card or a bank in a line of its own. A name is taken only where it looks like one
from its first letter; whatever else is printed stays in the purpose, the tail of a card too.

>>> name_at_the_beginning("Айгүл С. на карту *1234"), name_at_the_beginning("На карту *1234")
('Айгүл С.', '')
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from izdes.adapters.statements.parties import Parties, Printed, is_phone
from izdes.adapters.statements.pdf.words import (
    FarSide,
    Operation,
    in_names,
    not_names,
    operation_in,
)
from izdes.adapters.statements.wording import kind_of
from izdes.core.money.transfer import TransferKind

_IBAN = re.compile(r"(?<![0-9A-Z])KZ ?[0-9]{2}(?: ?[0-9A-Z]){16}(?![0-9A-Z])", re.ASCII)
_CARD = re.compile(r"(?<![0-9])[0-9]{4} ?[0-9]{2}[*•xX]{2}[ *•xX]{0,8}[0-9]{4}(?![0-9])")
_WALLET = re.compile(r"[A-Z]{1,4}[0-9]{6,20}", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]")
_QUOTED = re.compile(r"[^«»]{0,24}«[^«»]{1,80}»(?: (?:АҚ|ЖШС|ТОО|АО|JSC|LLP))?")
_LONGEST_NAME = 5
_LONG_WORD, _SHORT = 3, 2
_BETWEEN = " ,;·—-"
# What an operation or its details say so plainly that the word for the group does not count.
_PLAIN: tuple[TransferKind, ...] = (
    "fee",
    "refund",
    "interest",
    "conversion",
    "cash_in",
    "cash_out",
)


@dataclass(frozen=True, slots=True)
class Far:
    """The other side, what the row is for, and its operation as the table of kinds knows it.

    Attributes:
        operation: As printed; ``means`` is what `izdes.adapters.statements.wording` is asked.
    """

    side: Printed
    purpose: str
    operation: str
    means: str


def far_of(
    operation: str,
    details: Sequence[str],
    *,
    is_credit: bool,
    is_own: Callable[[str], bool],
    parties: Parties,
) -> Far:
    """Return what one row says of its other side.

    Args:
        operation: As printed; empty where the form has no column for it: then the first line of
            the details may name it.
        details: The lines of the details.
        is_credit: The money comes in.
        is_own: Says whether an account is the statement's own, which is never the other side.
        parties: Knows the institutions.
    """
    if not operation:
        operation, details = _operation_first(details)
    words = " ".join(details)
    group = operation_in(operation or words)
    told = _told_by(operation, words, group)
    side, rest = _side(
        details, far=told or (group.far if group else "person"), is_own=is_own, parties=parties
    )
    has_nobody = not (side.name or side.account)
    means = _means(operation, words, group, is_credit=is_credit, has_nobody=has_nobody)
    return Far(side, rest, operation, means)


def _operation_first(details: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Part the details into the operation with which they begin, if they do, and the rest.

    >>> _operation_first(["Снятие", "наличных в ATM"]), _operation_first(["Айгүл С."])
    (('Снятие наличных в', ['ATM']), ('', ['Айгүл С.']))
    """
    tokens = [(n, token) for n, line in enumerate(details) for token in line.split()]
    count = next((n for n, (_, t) in enumerate(tokens) if n and not t[0].islower()), len(tokens))
    said = " ".join(token for _, token in tokens[:count])
    if operation_in(said) is None and kind_of(said).kind == "other":
        return "", details
    lines = (" ".join(t for m, t in tokens[count:] if m == n) for n in range(len(details)))
    return said, [line for line in lines if line]


def _told_by(operation: str, words: str, group: Operation | None) -> FarSide | None:
    """Return who is named where the operation itself settles it."""
    plain = kind_of(operation or words).kind
    if plain in {"fee", "interest", "cash_in", "cash_out", "conversion"}:
        return "nobody"
    is_refund = plain == "refund" and (group is None or group.far == "shop")
    return "person" if is_refund else None


def _means(
    operation: str, words: str, group: Operation | None, *, is_credit: bool, has_nobody: bool
) -> str:
    """Return the words under which the table of kinds knows the operation."""
    said, told = kind_of(operation), kind_of(words)
    if said.kind in _PLAIN or said.payee == "abroad":
        return operation
    if group is None:
        return operation if said.kind != "other" else words
    if told.payee == "abroad" and group.far == "person":
        return words
    if told.kind in group.details and (has_nobody or not group.means):
        return words
    return (group.credited if is_credit else group.means) or operation


def _side(
    details: Sequence[str], *, far: FarSide, is_own: Callable[[str], bool], parties: Parties
) -> tuple[Printed, str]:
    """Return the other side, and what the details say besides."""
    bank = account = ""
    texts: list[str] = []
    for line in details:
        found, rest = ("", line) if account else _account(line, is_own)
        account = account or found
        is_bank = bool(_BIC.fullmatch(line)) or parties.institution_named(line) is not None
        if is_bank and not bank and texts:
            bank = line
        elif rest and texts and _is_initial(rest.split()[0]):
            texts[-1] = f"{texts[-1]} {rest}"
        elif rest:
            texts.append(rest)
    words = " ".join(texts)
    if far == "shop":
        return Printed(name=words, bank=bank, account=account), ""
    name = name_at_the_beginning(texts[0]) if far == "person" and texts else ""
    return Printed(name=name, bank=bank, account=account), words[len(name) :].strip(_BETWEEN)


def _account(line: str, is_own: Callable[[str], bool]) -> tuple[str, str]:
    """Return an account number inside a line, and the line without it."""
    for pattern in (_IBAN, _CARD):
        found = pattern.search(line)
        if found and not is_own(found[0]):
            rest = f"{line[: found.start()]} {line[found.end() :]}"
            return found[0], " ".join(rest.split()).strip(" ,;·")
    if (_WALLET.fullmatch(line) or is_phone(line)) and not is_own(line):
        return line, ""
    return "", line


def name_at_the_beginning(words: str) -> str:
    """Return the name of a person or a firm with which a text begins; empty where it is none."""
    quoted = _QUOTED.match(words)
    if quoted and all(word.isupper() for word in quoted[0].partition("«")[0].split()):
        return quoted[0]
    run: list[str] = []
    tokens = words.split()
    for token in tokens:
        is_after_initial = len(run) > 1 and _is_initial(run[-1])
        is_preposition = len(token) == 1 and token is not tokens[-1]
        if is_preposition or not _is_part(token, run) or (is_after_initial and len(token) > _SHORT):
            break
        run.append(token)
    # One word alone is as often what the money is for.
    return " ".join(run) if 1 < len(run) <= _LONGEST_NAME else ""


def _is_part(token: str, before: Sequence[str]) -> bool:
    """Say whether a word can be the next part of a name."""
    if before and token.casefold() in in_names():
        return True
    bare = token.strip(".,'’-")
    is_word = bool(bare) and all(_LETTERS.match(c) or c in "-'’." for c in bare)
    return is_word and bare[0].isupper() and not _is_known(token)


def _is_initial(token: str) -> bool:
    """Say whether a word is a letter that stands for a name."""
    return len(token) == _SHORT and token.endswith(".")


def _is_known(word: str) -> bool:
    """Say whether a word, or its beginning, is known to stand where a name could."""
    bare = word.casefold().strip(".,")
    return any(
        bare == known or (len(known) > _LONG_WORD and bare.startswith(known))
        for known in not_names()
    )
