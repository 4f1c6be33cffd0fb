"""Pools: what every campaign has of one sort of thing, laid in one row for the whole country.

The size grows as size^(3/5) of the campaign, and the first things of a pool are used more than the
last: as in the hub simulator, assumed.
"""

from dataclasses import dataclass

from izdes.twin.crowd.dice import Flags, Ints, starts_of
from izdes.twin.crowd.episodes import Story
from izdes.twin.crowd.shares import by_scheme, shares
from izdes.twin.crowd.sizes import pool_sizes
from izdes.twin.crowd.slots import Form, Slot, Whose, slot_of


@dataclass(frozen=True, slots=True)
class Pools:
    """One sort of thing in the hands of all campaigns, in columns by the campaigns' numbers.

    Attributes:
        sizes: How many each has.
        first: The place of its first, in the country's row.
        begin: The first place that belongs to a campaign: kept things stand before it.
    """

    sizes: Ints
    first: Ints
    begin: int

    @property
    def total(self) -> int:
        """How many things all campaigns have."""
        return int(self.sizes.sum())

    @property
    def end(self) -> int:
        """The first place after them."""
        return self.begin + self.total


def pools_of(story: Story, *, part: int = 1, begin: int = 0) -> Pools:
    """Give every campaign its pool.

    Args:
        part: A pool is one thing and the so-manieth part of size^(3/5).
        begin: Where the row of campaigns' things begins.
    """
    sizes = 1 + (pool_sizes(story.campaigns.sizes) - 1) // part
    return Pools(sizes, begin + starts_of(sizes), begin)


def drawn(story: Story, name: str, pools: Pools) -> Ints:
    """Return one thing of its campaign's pool for every complaint, the first ones more often."""
    campaigns = story.episodes.campaigns
    return pools.first[campaigns] + story.dice.ranks(name, pools.sizes[campaigns], story.places)


def told(story: Story, name: str) -> Flags:
    """Say of every complaint whether its victim names such a thing: by the scheme."""
    by = by_scheme({scheme: row.get(name, 0) for scheme, row in shares()["told"].items()})
    return story.dice.happens(f"told/{name}", by[story.episodes.schemes], story.places)


def own_slot(story: Story, name: str, values: Ints, form: Form) -> Slot:
    """Return a slot of things of the crews' own, as far as they are told."""
    return slot_of(values, told(story, name), form=form, whose=Whose.own)


def with_errors(story: Story, name: str, slot: Slot, pools: Pools) -> Slot:
    """Put another campaign's thing into some entries: somebody else's screenshot, a namesake."""
    own = slot.told & (slot.whose == Whose.own)
    wrong = own & story.dice.happens(f"wrong/{name}", shares()["wrong"], story.places)
    other = pools.begin + story.dice.below(f"other/{name}", pools.total, story.places)
    return slot.replaced(wrong & (other != slot.values), other, Whose.wrong)
