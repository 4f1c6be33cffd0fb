"""Public: what everybody names and no crew owns.

Hotlines of banks and state numbers that a display shows falsely, marketplaces on which adverts
stood, deposit addresses of exchanges, accounts on which companies collect.
"""

from collections.abc import Mapping

import numpy as np

from izdes.twin.crowd.dice import Flags, Ints
from izdes.twin.crowd.episodes import Story
from izdes.twin.crowd.shares import by_scheme, shares
from izdes.twin.crowd.slots import Form, Slot, Whose, slot_of

ROLES = ("institution", "unknown", "offender")
# Who is named in words; of several, the first.
_NAMED = (Form.hotline, Form.state, Form.marketplace)
# What is paid to, by the slot in whose stead it stands.
_PAID = {"wallet": Form.exchange, "second": Form.collector}


def named(story: Story) -> tuple[Slot, Ints]:
    """Return the slot of what everybody names, and the role it is entered with.

    Returns:
        The slot, and for every complaint the place of a role in ``ROLES``.
    """
    nobody = np.zeros(len(story.episodes), np.bool_)
    slot = slot_of(story.places, nobody, form=Form.hotline, whose=Whose.public)
    for form in _NAMED:
        is_named = _is_told(story, form) & ~slot.told
        slot = _with(slot, is_named, _values(story, form), form)
    weights = [shares()["hub_roles"][role] for role in ROLES]
    return slot, story.dice.pick("hub_role", weights, story.places)


def paid(story: Story, slots: Mapping[str, Slot]) -> Mapping[str, Slot]:
    """Return slots of payees in which some victims paid to an exchange or a company instead."""
    return {
        name: _with(slot, _is_told(story, form), _values(story, form), form)
        if (form := _PAID.get(name)) is not None
        else slot
        for name, slot in slots.items()
    }


def _with(slot: Slot, where: Flags, values: Ints, form: Form) -> Slot:
    """Return a slot with public things in some entries, written without slips."""
    found = slot.replaced(where, values, Whose.public)
    forms = np.where(where, np.int8(form), slot.forms)
    return Slot(found.values, forms, found.whose, np.where(where, np.int8(0), slot.slips))


def _is_told(story: Story, form: Form) -> Flags:
    """Say of every complaint whether it names such a thing: by the scheme."""
    by = by_scheme(shares()["hubs"][form.name]["told"])
    return story.dice.happens(f"public/{form.name}", by[story.episodes.schemes], story.places)


def _values(story: Story, form: Form) -> Ints:
    """Return one of the things of a sort for every complaint, the first ones more often."""
    count = shares()["hubs"][form.name]["values"]
    pools = np.full(len(story.episodes), count)
    return story.dice.ranks(f"which/{form.name}", pools, story.places)
