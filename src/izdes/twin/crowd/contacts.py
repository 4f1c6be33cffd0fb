"""Contacts: the phones, pages, sites and adverts that victims of a campaign saw.

A campaign has a pool of its own of each sort. What a crew keeps, or names that sound like the last
ones, go through all its campaigns. Some phones were another crew's, a year or two before.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from izdes.twin.crowd.dice import Ints, places_of
from izdes.twin.crowd.episodes import Story
from izdes.twin.crowd.pools import Pools, drawn, own_slot, pools_of, with_errors
from izdes.twin.crowd.shares import DAY, shares
from izdes.twin.crowd.slots import Form, Slot, Small, with_slips
from izdes.twin.crowd.values import VARIANT

_TELEPHONES = {"phone": Form.phone, "other_phone": Form.phone, "messenger": Form.messenger}
# So many names that sound alike, at most, for each campaign.
_ALIKE = 16


def telephones(story: Story, pools: Pools, numbers: Ints) -> Mapping[str, Slot]:
    """Return the slots of telephones: who called, from what other number, and who wrote.

    Args:
        pools: The campaigns' phones.
        numbers: For every phone of theirs the place of its number, by `recycled`.
    """
    return {
        name: with_slips(
            story.dice,
            name,
            with_errors(
                story, name, own_slot(story, name, numbers[drawn(story, name, pools)], form), pools
            ),
        )
        for name, form in _TELEPHONES.items()
    }


def recycled(story: Story, pools: Pools) -> Ints:
    """Return the number of every campaign's phone: some were given again after long silence."""
    table, campaigns, dice = shares()["recycled"], story.campaigns, story.dice
    places = places_of(pools.total)
    whose = np.repeat(places_of(len(pools.sizes)), pools.sizes)
    with_phones = np.flatnonzero(pools.sizes)
    by_end = with_phones[np.argsort(campaigns.ends[with_phones], kind="stable")]
    silent = campaigns.begins[whose] - table["silent_days"] * DAY
    over = np.searchsorted(campaigns.ends[by_end], silent)
    former = by_end[dice.below("former", np.maximum(over, 1), places)]
    before = pools.first[former]
    again = dice.happens("recycled", table["phones"], places) & (over > 0)
    again &= campaigns.crews[former] != campaigns.crews[whose]
    # A number that is a recycled one itself is not looked for a second time.
    return np.where(again & ~again[before], before, places)


def names(story: Story) -> Mapping[str, Slot]:
    """Return the slots of pages, sites and adverts; the crews' kept ones stand first."""
    kept = len(story.crews.sizes)
    pages = pools_of(story, part=shares()["pools"]["pages"], begin=kept)
    page = _named(story, "page", pages)
    site = _named(story, "site", pools_of(story, part=shares()["pools"]["sites"], begin=kept))
    has_path = story.dice.happens("path", shares()["paths"], story.places)
    advert = own_slot(story, "advert", drawn(story, "advert", pages), Form.advert)
    return {
        "page": replace(page, forms=_networks(story, page.values)),
        "site": replace(site, forms=has_path + np.int8(Form.site)),
        "advert": with_errors(story, "advert", advert, pages),
    }


def _named(story: Story, name: str, pools: Pools) -> Slot:
    """Return a slot of names: the campaign's own, one like the last, or the one that is kept."""
    crews, which = story.crews, story.episodes.campaigns
    whose = story.episodes.crews
    values = drawn(story, name, pools)
    ranks = np.minimum(values - pools.first[which], _ALIKE - 1)
    variants = 1 + story.campaigns.nth[which] * _ALIKE + ranks
    values = np.where(crews.keep("look")[whose], whose + variants * VARIANT, values)
    for keeping in (name, "both"):
        use = shares()["kept_use"][keeping]
        is_kept = crews.keep(keeping)[whose] & story.dice.happens(f"kept/{name}", use, story.places)
        values = np.where(is_kept, whose, values)
    return with_errors(story, name, own_slot(story, name, values, Form.site), pools)


def _networks(story: Story, pages: Ints) -> Small:
    """Return the form of every page: it is in one network, whoever names it."""
    forms = np.array([Form[name] for name in shares()["pages"]], np.int8)
    weights = list(shares()["pages"].values())
    return forms[story.dice.pick("network", weights, np.maximum(pages, 0) % VARIANT)]
