"""Plan: a crowd decided to the last digit, before any of it is written.

Columns of whole numbers, a few dozen bytes for each complaint, made in one thread in seconds. What
is written of a complaint follows from its row alone, so that any process may write any part.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from izdes.twin.crowd import public
from izdes.twin.crowd.contacts import names, recycled, telephones
from izdes.twin.crowd.dice import Ints
from izdes.twin.crowd.episodes import Story, story_of
from izdes.twin.crowd.holders import holders_of
from izdes.twin.crowd.payees import Tenancies, payees
from izdes.twin.crowd.pools import Pools, pools_of
from izdes.twin.crowd.slots import Slot


@dataclass(frozen=True, slots=True)
class Plan:
    """A crowd.

    Attributes:
        slots: What every complaint names, by sort, in the order in which it is told.
        roles: The role with which a public thing is entered, a place in ``public.ROLES``.
        scripts: Whose script each victim heard.
        services: The herder to whose account the money went, -1 for none.
        mules: The place of a victim's account that is a mule's, -1 for most.
        holders: The person in whose name every account stands.
        phones: The campaigns' phones.
        numbers: The number that each of those phones is.
    """

    story: Story
    slots: Mapping[str, Slot]
    roles: Ints
    scripts: Ints
    services: Ints
    mules: Ints
    phones: Pools
    numbers: Ints
    tenancies: Tenancies
    holders: Ints


def plan_of(seed: int, complaints: int) -> Plan:
    """Plan a crowd of so many complaints; the seed decides every number of it."""
    story = story_of(seed, complaints)
    phones = pools_of(story)
    numbers = recycled(story, phones)
    paid = payees(story)
    hub, roles = public.named(story)
    slots = {
        **telephones(story, phones, numbers),
        **names(story),
        **public.paid(story, paid.slots),
        "public": hub,
    }
    return Plan(
        story=story,
        slots=slots,
        roles=roles,
        scripts=story.crews.scripts[story.episodes.crews],
        services=paid.services,
        mules=paid.mules,
        phones=phones,
        numbers=numbers,
        tenancies=paid.tenancies,
        holders=holders_of(story.dice, paid.accounts),
    )
