"""Likeness: what two banks' rows say of each other's accounts, when they do not say it in full.

A payer's bank often prints a card, its last digits or a short name instead of the payee's account.
Each fact that a row prints about its far side either speaks for an account, or against it, or says
nothing. Points order what speaks for a pair; they are no probability. What contradicts (another
account, another ИИН, another name) rules the pair out.

>>> known = Known(names=frozenset({"Айгүл Серікова"}), cards=frozenset({"939800******1234"}))
>>> said = Said(AccountKey("@unknown:1"), name="Айгүл С.", tails=frozenset({"1234"}))
>>> spoken_for(said, AccountKey("iban:KZ1"), known)
('tail', 'name')
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from izdes.core.identifiers.card import TAIL, is_same_card
from izdes.core.identifiers.name import compare
from izdes.core.money.account import AccountKey
from izdes.core.money.statement import StatementRow

# A printed account or number settles a pair; a card's visible digits nearly do; a short name and a
# tail are shared by many people, and count only where nothing else is near.
POINTS = {"account": 8, "number": 8, "reference": 6, "card": 6, "tail": 3, "name": 2, "purpose": 1}
OTHER_CARD = -3
LEAST = 2
_TAIL_IN_WORDS = re.compile(r"[*•xXхХ…]{1,12} ?([0-9]{4})(?![0-9])")
_LONGEST_WORDS = 300
_SHORTEST_PURPOSE = 8
_VAGUE = ("@unknown:", "card:", "phone:")
_HIDDEN = "*"


@dataclass(frozen=True, slots=True)
class Known:
    """What statements say of an account besides its movements.

    Attributes:
        names: Its holder's name as printed, in every way.
        numbers: Its holder's ИИН or БИН.
        cards: Digits of the cards that are tied to it, hidden ones as ``*``.
    """

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()

    def with_more(self, other: "Known") -> "Known":
        """Return what this and another say together."""
        return Known(
            self.names | other.names, self.numbers | other.numbers, self.cards | other.cards
        )


NOBODY = Known()


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of its far side.

    Attributes:
        tails: Last four digits of cards that its purpose mentions.
    """

    key: AccountKey
    name: str = ""
    number: str = ""
    tails: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Mask the person: reprs end up in logs and tracebacks."""
        return f"Said(…{self.key[-TAIL:]})"


def said_of(row: StatementRow, far: AccountKey) -> Said:
    """Return what a row says of its far side, which is known under a resolved key."""
    party = row.payee if row.direction == "debit" else row.payer
    return Said(far, party.name, party.iin, tails_in(row.purpose))


def tails_in(words: str) -> frozenset[str]:
    """Return the card tails that a purpose mentions.

    >>> sorted(tails_in("Перевод на карту *1234, чек 5678"))
    ['1234']
    """
    return frozenset(_TAIL_IN_WORDS.findall(words[:_LONGEST_WORDS]))


def is_vague(key: AccountKey) -> bool:
    """Say whether a far side may be an account that is known under another key."""
    return key.startswith(_VAGUE) or (key.startswith("acct:") and _HIDDEN in key)


def spoken_for(said: Said, account: AccountKey, known: Known) -> tuple[str, ...] | None:
    """Return what a row says for an account being its far side; None where it says otherwise."""
    if said.key == account:
        return ("account",)
    if not is_vague(said.key) or (said.key.startswith("acct:") and not _fits(said.key, account)):
        return None
    if said.number and known.numbers and said.number not in known.numbers:
        return None
    found = ("number",) if said.number and said.number in known.numbers else ()
    return _without_contradiction(found, _card(said, known), _name(said.name, known.names))


def _without_contradiction(
    number: tuple[str, ...], card: tuple[str, ...], name: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """Put the facts together; another name is outweighed only by the person's own number."""
    if name is None:
        return (*number, *card) if number else None
    return (*number, *card, *name)


def _card(said: Said, known: Known) -> tuple[str, ...]:
    """Return what a printed card or a tail says."""
    digits = said.key.split(":")[2] if said.key.startswith("card:") else ""
    if digits and any(is_same_card(digits, card) for card in known.cards):
        return ("card",)
    tails = said.tails | ({digits[-TAIL:]} if digits else frozenset())
    if not tails or not known.cards:
        return ()
    return ("tail",) if any(card[-TAIL:] in tails for card in known.cards) else ("other_card",)


def _name(printed: str, names: frozenset[str]) -> tuple[str, ...] | None:
    """Return what a printed name says; a name with hidden letters says nothing."""
    whole = [name for name in names if _HIDDEN not in name]
    if not printed or _HIDDEN in printed or not whole:
        return ()
    return ("name",) if any(_alike(printed, name) for name in whole) else None


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> bool:
    """Say whether two printed names may be one person's or one firm's."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split()) or (
        compare(one, other) is not None
    )


def _fits(masked: AccountKey, account: AccountKey) -> bool:
    """Say whether an account printed with hidden places can be the given one."""
    shown, whole = masked.split(":")[2], account.partition(":")[2]
    head, tail = shown.split(_HIDDEN)[0], shown.split(_HIDDEN)[-1]
    return bool(head + tail) and whole.startswith(head) and whole.endswith(tail)


def in_common(debit: StatementRow, credit: StatementRow) -> tuple[str, ...]:
    """Return what two rows print alike, whoever they are about."""
    found: tuple[str, ...] = ()
    if debit.reference and debit.reference == credit.reference:
        found = ("reference",)
    words = _words(debit.purpose)
    if len(words) >= _SHORTEST_PURPOSE and words == _words(credit.purpose):
        found += ("purpose",)
    return found


def _words(purpose: str) -> str:
    """Return a purpose for comparing."""
    return " ".join(purpose.casefold().split())
