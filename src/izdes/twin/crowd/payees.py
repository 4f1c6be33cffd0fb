"""Payees: the accounts and wallets to which victims paid, and how they know them.

A crew has mule accounts of its own, some so busy that they look like a shop's. Others it rents from
a mule herder, who lets one account to several crews. In the row of accounts those that a crew keeps
through all campaigns stand first, then those of campaigns, then the herders'.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from izdes.twin.crowd.dice import Flags, Ints, places_of, starts_of
from izdes.twin.crowd.episodes import Story
from izdes.twin.crowd.pools import Pools, drawn, own_slot, pools_of, told, with_errors
from izdes.twin.crowd.shares import DAY, shares
from izdes.twin.crowd.slots import NOTHING, Form, Slot, Whose, slot_of, with_slips
from izdes.twin.crowd.tenancy import rented


@dataclass(frozen=True, slots=True)
class Tenancies:
    """Every time that a crew had a herder's account, in columns.

    Attributes:
        accounts: Place in the row of accounts.
        begins: First second, after the crowd's beginning.
        ends: First second after it.
    """

    accounts: Ints
    campaigns: Ints
    begins: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Payees:
    """Who was paid.

    Attributes:
        slots: ``account``, ``second`` and ``wallet``.
        services: The herder to whose account each complaint's money went, `NOTHING` for none.
        accounts: How many places the row of accounts has.
        mules: The place of her account for every victim who is somebody's mule, else `NOTHING`.
    """

    slots: Mapping[str, Slot]
    services: Ints
    tenancies: Tenancies
    accounts: int
    mules: Ints


def payees(story: Story) -> Payees:
    """Decide who was paid by every victim."""
    pools = pools_of(story, begin=len(story.crews.sizes))
    renting = _renting(story) & told(story, "account")
    tenancies, let = _tenancies(story, renting, begin=pools.end)
    values = _own(story, pools)
    values[renting] = let
    account = own_slot(story, "account", values, Form.iban).replaced(renting, values, Whose.rented)
    others = drawn(story, "second", pools)
    has_second = told(story, "second") & account.told & (others != values)
    second = slot_of(others, has_second, form=Form.iban, whose=Whose.own)
    wallet = own_slot(story, "wallet", story.episodes.campaigns, Form.wallet)
    herders = story.crews.herders[story.episodes.crews]
    return Payees(
        slots={
            "account": _written(story, "account", account, pools),
            "second": _written(story, "second", second, pools),
            "wallet": with_errors(story, "wallet", wallet, _one_each(story)),
        },
        services=np.where(renting, herders, NOTHING),
        tenancies=tenancies,
        accounts=max(pools.end, int(tenancies.accounts.max(initial=0)) + 1),
        mules=_mules(story, account),
    )


def _one_each(story: Story) -> Pools:
    """Return pools of one thing each."""
    count = len(story.campaigns.sizes)
    return Pools(np.ones(count, np.int64), places_of(count), 0)


def _written(story: Story, name: str, slot: Slot, pools: Pools) -> Slot:
    """Return a slot of accounts as victims write them: in several ways, with errors and slips."""
    ways = shares()["ways"]
    names = {"phone": Form.holder_phone, "name": Form.holder_name}
    forms = np.array([names.get(way) or Form[way] for way in ways], np.int8)
    drawn_ways = story.dice.pick(f"way/{name}", list(ways.values()), story.places)
    found = with_errors(story, name, replace(slot, forms=forms[drawn_ways]), pools)
    return with_slips(story.dice, name, found)


def _own(story: Story, pools: Pools) -> Ints:
    """Return the crew's own account for every complaint: the busy one, the kept one or another."""
    table, dice, crews = shares(), story.dice, story.crews
    which, whose = story.episodes.campaigns, story.episodes.crews
    use = dice.happens("kept/account", table["kept_use"]["account"], story.places)
    values = np.where(crews.keep("account")[whose] & use, whose, drawn(story, "account", pools))
    rush = dice.happens("busy/payment", table["busy"]["payments"], story.places)
    return np.where(busy_campaigns(story)[which] & rush, pools.first[which], values)


def busy_campaigns(story: Story) -> Flags:
    """Say of every campaign whether one account of its own takes most of its payments."""
    busy, sizes = shares()["busy"], story.campaigns.sizes
    is_large: Flags = sizes >= busy["complaints"]
    return is_large & story.dice.happens("busy", busy["campaigns"], places_of(len(sizes)))


def _renting(story: Story) -> Flags:
    """Say of every complaint whether the money went to a herder's account, where it names one."""
    renting: Flags = story.crews.herders[story.episodes.crews] != NOTHING
    return renting & story.dice.happens("rented", shares()["rent"]["payments"], story.places)


def _tenancies(story: Story, renting: Flags, *, begin: int) -> tuple[Tenancies, Ints]:
    """Let herders' accounts to campaigns, for some days at a time.

    Returns:
        Every tenancy that a complaint knows of; and for every renting complaint its account.
    """
    rent, campaigns = shares()["rent"], story.campaigns
    by_time = campaigns.seconds // (rent["days"] * DAY)
    parts = 1 + np.maximum(by_time, campaigns.sizes // rent["complaints"])
    which = story.episodes.campaigns[renting]
    since = story.episodes.at[renting] - campaigns.begins[which]
    nth = since * parts[which] // campaigns.seconds[which]
    keys, of = np.unique(starts_of(parts)[which] + nth, return_inverse=True)
    whose = np.searchsorted(np.cumsum(parts), keys, side="right")
    nth = keys - starts_of(parts)[whose]
    begins, ends = (
        campaigns.begins[whose] + (nth + step) * campaigns.seconds[whose] // parts[whose]
        for step in (0, 1)
    )
    accounts = begin + _let(story, whose, begins, ends)
    return Tenancies(accounts, whose, begins, ends), accounts[of]


def _let(story: Story, whose: Ints, begins: Ints, ends: Ints) -> Ints:
    """Return the herder's account of every tenancy: his stock changes every few months."""
    rent = shares()["rent"]
    herders = story.crews.herders[story.campaigns.crews[whose]]
    generations = begins // (rent["generation_days"] * DAY)
    stocks = herders * (1 + int(generations.max(initial=0))) + generations
    _, of, counts = np.unique(stocks, return_inverse=True, return_counts=True)
    stock = 1 + counts // rent["lets_an_account"]
    return rented(
        story.dice,
        "let",
        begins=begins,
        ends=ends,
        first=starts_of(stock)[of],
        stock=stock[of],
        tries=rent["tries"],
    )


def _mules(story: Story, account: Slot) -> Ints:
    """Return the mule account that some victims have: one that another crew's victim paid to."""
    dice, whose = story.dice, story.episodes.crews
    other = dice.below("mule_of", len(whose), story.places)
    is_mule = dice.happens("victim_mule", shares()["victim_mules"], story.places)
    is_mule &= account.told[other] & (whose[other] != whose)
    return np.where(is_mule, account.values[other], NOTHING)
