"""Labels: what the words beside a number call it.

People call a card "счёт" and a wallet "карта", so a label decides only what check digits leave
open: between kinds that have none, and whether a number that fails its check was meant as one.
The nearest label of the clause speaks: before the number, or, as Kazakh puts it, right behind it.
"""

from functools import cache
from typing import NamedTuple

from izdes.core.identifiers.narrative.lexicon import flag, flags
from izdes.core.identifiers.narrative.tokens import WORD, Tokens

_BEFORE, _AFTER = 7, 3
_NOBODY = (
    *("order_label", "case_label", "contract_label", "document_label", "place_label"),
    "article_label",
)
_KINDS = (
    *("iin_label", "bin_label", "imei_label", "imsi_label", "card_label", "account_label"),
    *("phone_label", "id_label", "advert_label", "reference_label", "code_label", "wallet_label"),
    *("wallet_service", "advert_service", "service"),
)


@cache
def label_bits() -> int:
    """Return the bits of every label."""
    return flags(*_NOBODY, *_KINDS)


@cache
def nobody_bits() -> int:
    """Return the bits of labels whose numbers identify nobody."""
    return flags(*_NOBODY)


class Labels(NamedTuple):
    """The labels of one number.

    Attributes:
        nearest: Bits of the label that stands nearest.
        near: Bits of all labels of its clause within reach.
        steps: How many tokens away the nearest stands; 0 without any.
    """

    nearest: int = 0
    near: int = 0
    steps: int = 0

    def is_called(self, *names: str) -> bool:
        """Say whether the nearest label is one of these."""
        return bool(self.nearest & flags(*names))

    def is_near(self, *names: str) -> bool:
        """Say whether one of these labels stands within reach."""
        return bool(self.near & flags(*names))

    @property
    def is_nobodys(self) -> bool:
        """Say whether the nearest label is that of an order, a case, a house and the like."""
        return bool(self.nearest & nobody_bits())


def labels_of(tokens: Tokens, first: int, past: int) -> Labels:
    """Return the labels of the number that fills the tokens from ``first`` up to ``past``."""
    bits = label_bits()
    nearest = near = steps = 0
    flags_of, texts, stops = tokens.flags, tokens.texts, tokens.stops
    for index in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        found = flags_of[index] & bits
        if found:
            near |= found
            if not nearest:
                nearest, steps = found, first - index
        elif index in stops:
            break
        elif texts[index] == ",":
            # An order before the comma is not this number's, and a receipt only in a list of them.
            bits &= ~nobody_bits()
            if _has_words(tokens, index + 1, first):
                bits &= ~flag("reference_label")
    behind, distance = _behind(tokens, past, bits)
    # Behind a number only a label nearer than the one before it is its own.
    if behind and (not nearest or distance < steps):
        nearest, steps = behind, distance
    return Labels(nearest, near | behind, steps)


def _has_words(tokens: Tokens, first: int, past: int) -> bool:
    """Say whether words stand there, and not only numbers of the same list."""
    return any(tokens.sorts[index] == WORD for index in range(first, past))


def _behind(tokens: Tokens, past: int, bits: int) -> tuple[int, int]:
    """Return the first label behind a number in its clause, and how far away it stands."""
    for index in range(past, min(past + _AFTER, tokens.count)):
        if index in tokens.stops or tokens.texts[index] in ",:.":
            break
        if found := tokens.flags[index] & bits:
            # "Позвонили с 8 7212…, что договор заканчивается": not the number's.
            is_far = index > past and found & nobody_bits()
            return (0, 0) if is_far else (found, index + 1 - past)
    return 0, 0
