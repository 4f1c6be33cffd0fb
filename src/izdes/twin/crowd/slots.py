"""Slots: one column for each sort of thing that victims name, and what is true of every entry.

A slot holds a value (a place in the country's row of such things), in what form it is written,
whose it truly is, and whether the hand slipped.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from izdes.twin.crowd.dice import Dice, Flags, Ints, places_of
from izdes.twin.crowd.shares import shares

NOTHING = -1
Small = npt.NDArray[np.int8]


class Form(IntEnum):
    """In what form a thing is written; a path stands next to its site."""

    phone = 0
    messenger = 1
    telegram = 2
    instagram = 3
    site = 4
    path = 5
    advert = 6
    iban = 7
    card = 8
    masked = 9
    tail = 10
    holder_phone = 11
    holder_name = 12
    wallet = 13
    exchange = 14
    collector = 15
    hotline = 16
    state = 17
    marketplace = 18


class Whose(IntEnum):
    """Whose a thing that was named truly is."""

    own = 0
    rented = 1
    public = 2
    wrong = 3


class Slip(IntEnum):
    """What the hand did."""

    none = 0
    digit = 1
    swap = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """One sort of thing as every complaint names it, in columns by the complaint's place.

    Attributes:
        values: A place in the row of such things, `NOTHING` where none was named.
        forms: A `Form`; without meaning where nothing was named, as are the others.
        whose: A `Whose`.
        slips: A `Slip`.
    """

    values: Ints
    forms: Small
    whose: Small
    slips: Small

    @property
    def told(self) -> Flags:
        """Say of every complaint whether it names such a thing."""
        return self.values >= 0

    def replaced(self, where: Flags, values: Ints, whose: Whose) -> "Slot":
        """Return the slot with other things in some entries, and whose they are."""
        return replace(
            self,
            values=np.where(where, values, self.values),
            whose=np.where(where, np.int8(whose), self.whose),
        )

    def part(self, first: int, last: int) -> "Slot":
        """Return the entries of a run of complaints."""
        run = slice(first, last)
        return Slot(self.values[run], self.forms[run], self.whose[run], self.slips[run])


def slot_of(values: Ints, told: Flags, *, form: Form, whose: Whose | Small) -> Slot:
    """Return a slot of the values that are told, written without slips."""
    kept = np.where(told, values, NOTHING)
    zeros = np.zeros(len(values), np.int8)
    return Slot(kept, zeros + np.asarray(form, np.int8), zeros + np.asarray(whose, np.int8), zeros)


def with_slips(dice: Dice, name: str, slot: Slot) -> Slot:
    """Let the hand slip in some numbers; masked cards, tails and names are left as they are."""
    table = shares()["slips"]
    weights = [1000 - sum(table.values()), table["digit"], table["swap"]]
    slips = dice.pick(f"slip/{name}", weights, places_of(len(slot.values))).astype(np.int8)
    numbers = [Form.phone, Form.messenger, Form.iban, Form.card, Form.holder_phone]
    may_slip = slot.told & np.isin(slot.forms, numbers)
    return replace(slot, slips=np.where(may_slip, slips, np.int8(Slip.none)))
