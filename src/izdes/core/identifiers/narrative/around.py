"""Around: what stands around an identifier in its sentence, as bits of meanings.

Words inside other identifiers say nothing, and nothing leads across one.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

from izdes.core.identifiers.narrative.found import Found
from izdes.core.identifiers.narrative.lexicon import flags
from izdes.core.identifiers.narrative.tokens import SIGN, Tokens

_BEFORE, _AFTER = 14, 10
FAR = 1_000
LOOSE = 2
_WIDE = 60
# What stands for the words of an identifier itself: no meaning has this bit.
INSIDE = 1 << 200
# Persons and firms.
NAMES = frozenset({"iin", "bin"})


class Around(NamedTuple):
    """What stands around an identifier in its sentence.

    Attributes:
        kind: The identifier's kind.
        value: Its normal form.
        lead: Bits of the words that lead directly to it: labels, possessives, a name or two.
        trail: Bits of the two words directly behind it.
        ending: Bits of an ending that stands behind it after a hyphen.
        is_told: Whether a doing, a person or a service is named in its sentence or one beside it.
        near: Bits of all words that ``before`` and ``after`` hold.
        before: Bits of the words before it, the nearest first.
        after: Bits of the words behind it, the nearest first.
        earlier: Bits of every word of the text before it.
        is_introduced: Whether its sentence begins with who writes: "Я, Иванова Анна, ИИН …".
    """

    kind: str
    value: str
    lead: int
    trail: int
    ending: int
    is_told: bool
    near: int
    before: Sequence[int]
    after: Sequence[int]
    earlier: int
    is_introduced: bool

    def leads(self, *names: str) -> bool:
        """Say whether one of these words leads directly to it."""
        return bool(self.lead & bits_of(*names))

    def trails(self, *names: str) -> bool:
        """Say whether one of these words stands directly behind it."""
        return bool(self.trail & bits_of(*names))

    def ends_in(self, *names: str) -> bool:
        """Say whether it has one of these endings."""
        return bool(self.ending & bits_of(*names))

    def steps_before(self, *names: str) -> int:
        """Return how many words before it the nearest of these stands."""
        bits = bits_of(*names)
        if not self.near & bits:
            return FAR
        return next((step for step, here in enumerate(self.before) if here & bits), FAR)

    @property
    def steps_to_another(self) -> int:
        """Return how many words before it the nearest other identifier stands."""
        return self.before.index(INSIDE) if INSIDE in self.before else FAR

    def has(self, *names: str) -> bool:
        """Say whether one of these words stands in its sentence, within reach."""
        return bool(self.near & bits_of(*names))

    def steps(self, *names: str) -> int:
        """Return how many words away the nearest of these stands."""
        bits = bits_of(*names)
        if not self.near & bits:
            return FAR
        sides = (self.before, self.after)
        return min(step for side in sides for step, here in enumerate(side) if here & bits)


@cache
def bits_of(*names: str) -> int:
    """Return the bits of several meanings, remembered."""
    return flags(*names)


LABELS = (
    *("phone_label", "card_label", "account_label", "iin_label", "bin_label", "imei_label"),
    *("imsi_label", "number_sign", "handle_label", "service", "id_label", "advert_label"),
    *("advert_service", "wallet_service", "wallet_label"),
)


def around_of(
    one: Found,
    tokens: Tokens,
    bits: Sequence[int],
    *,
    first: int,
    past: int,
    earlier: int,
    telling: Sequence[int],
) -> Around:
    """Return what stands around one identifier.

    Args:
        one: The identifier.
        tokens: Of the text.
        bits: Of each token, those of other identifiers replaced.
        first: Index of its first token.
        past: One past the index of its last token.
        earlier: Bits of every word before it.
        telling: Indices of doings, persons and services.
    """
    nearest = bisect_left(telling, first - _WIDE)
    before = _words(tokens, bits, range(first - 1, max(first - 1 - _BEFORE, -1), -1))
    after = _words(tokens, bits, range(past, min(past + _AFTER, tokens.count)))
    return Around(
        kind=one.kind,
        value=str(one.value),
        lead=_lead(tokens, bits, first),
        trail=all_bits(after[: LOOSE + (one.kind == "card")]),
        ending=_ending(tokens, past),
        is_told=nearest < len(telling) and telling[nearest] < past + _WIDE,
        near=all_bits(before) | all_bits(after),
        before=before,
        after=after,
        earlier=earlier,
        is_introduced=one.kind in NAMES and _is_introduced(tokens, first),
    )


def _words(tokens: Tokens, bits: Sequence[int], places: range) -> list[int]:
    """Return the bits of words up to the end of the sentence; signs are no steps."""
    found: list[int] = []
    for index in places:
        if tokens.sorts[index] != SIGN:
            found.append(bits[index])
        elif index in tokens.stops:
            break
    return found


@cache
def _leading() -> int:
    """Return the bits of words that lead to an identifier."""
    return bits_of(
        *("own_word", "own_noun", "victim_word", "hotline_word", "from_word", "to_word"),
        *("contact_word", "site_word", "institution_word", "recipient_word", "offender_word"),
        *("from_noun", "to_noun", "mail_label", "by_word", "is_lender", "kin_word", "by_card"),
        *("tail_word", *LABELS),
    )


def _lead(tokens: Tokens, bits: Sequence[int], first: int) -> int:
    """Return the bits of the words that lead directly to an identifier.

    Labels, possessives and prepositions lead, and up to two words that mean nothing here (a bank's
    name, an adjective); a comma or a doing does not.
    """
    leading = _leading()
    stopping = bits_of("calls", "writes", "pays", "takes", "asks", "borrows")
    found, loose, tail = 0, 0, bits_of("tail_word")
    for index in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        here = bits[index]
        if tokens.sorts[index] == SIGN:
            # "С моей карты, которая оканчивается на 1234" is one saying.
            if tokens.texts[index] in ",.\n;!?" and not found & tail:
                break
        elif here == INSIDE or (here & stopping and not here & leading):
            break
        elif here & leading:
            said = _said(bits, index, first=first, found=found)
            if said is None:
                break
            found |= said
        else:
            loose += 1
            if loose > LOOSE:
                break
    return found


def _said(bits: Sequence[int], index: int, *, first: int, found: int) -> int | None:
    """Return what a leading word says at its place, None where nothing leads across it."""
    here, before, behind = bits[index], bits[index - 1] if index else 0, bits[index + 1]
    towards = bits_of("to_word", "from_word")
    if here & towards and before & bits_of("tail_word"):
        # "Оканчивается на 1234" goes nowhere.
        return 0
    if here & towards and found & towards:
        # The nearest preposition is its own: "с карты на 4000…".
        return here & ~towards
    if here & bits_of("recipient_word") and before & bits_of("buys"):
        # "Сатып алушы" buys, "алушы" receives.
        return bits_of("contact_word")
    if here & bits_of("own_word", "own_noun"):
        if (before | behind) & bits_of("not_word"):
            return 0
        # "Мои сбережения на карту 4000…": hers is not the card, unlike "мой счёт на бирже 4188…".
        is_labelled = behind & bits_of(*LABELS) and not bits[first - 1] & towards
        return here if is_labelled or not found & towards else None
    return here


def all_bits(bits: Sequence[int]) -> int:
    """Return the bits that any of the words has."""
    return reduce(or_, bits, 0)


def _ending(tokens: Tokens, past: int) -> int:
    """Return the bits of an ending behind a hyphen, or glued to the last sign."""
    if past >= tokens.count:
        return 0
    if not tokens.touches(past):
        # "8 701 000 12 34 дан": typed apart it is still an ending.
        return tokens.flags[past] & bits_of("from_ending")
    if tokens.texts[past] == "-" and past + 1 < tokens.count and tokens.touches(past + 1):
        return tokens.flags[past + 1]
    return tokens.flags[past]


def _is_introduced(tokens: Tokens, first: int) -> bool:
    """Say whether "я" or "мен" and a comma, or a victim, stand before it in its sentence."""
    i_word, victim = bits_of("i_word"), bits_of("victim_word")
    for index in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if index in tokens.stops:
            return False
        if tokens.flags[index] & victim:
            return True
        if tokens.flags[index] & i_word and tokens.texts[index + 1] == ",":
            return True
    return False
