"""Crews: the columns of what is true of a series and of its campaigns.

A series is what one crew did; its campaigns follow one another, each with numbers and pages of its
own for some weeks. What ties them is what the crew keeps: a site, a page, an account, the sound of
its names, or its words alone.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from izdes.twin.country import material
from izdes.twin.crowd.dice import Dice, Flags, Ints, places_of, starts_of
from izdes.twin.crowd.shares import DAY, shares
from izdes.twin.crowd.sizes import pareto_sizes, roots

NOBODY = -1
_SMALLEST_LARGEST, _PART = 3, 10


@cache
def keepings() -> tuple[str, ...]:
    """Return what a crew can keep from campaign to campaign; its number is its place."""
    return tuple(shares()["keeps"])


@dataclass(frozen=True, slots=True)
class Crews:
    """Every crew, in columns by its number.

    Attributes:
        sizes: Complaints of its series.
        begins: First second of its work, after the crowd's beginning.
        seconds: How long it works.
        schemes: Number of its scheme.
        keeps: What it keeps, by its place in `keepings`.
        scripts: The crew whose script it reads: mostly itself.
        herders: The mule herder it rents from, -1 for none.
        regions: The place of the only region it works in, -1 where it works everywhere.
        campaigns: How many campaigns it has.
        first_campaign: The number of its first campaign in the country.
    """

    sizes: Ints
    begins: Ints
    seconds: Ints
    schemes: Ints
    keeps: Ints
    scripts: Ints
    herders: Ints
    regions: Ints
    campaigns: Ints
    first_campaign: Ints

    def keep(self, *names: str) -> Flags:
        """Say of every crew whether it keeps one of the things named."""
        return np.isin(self.keeps, [keepings().index(name) for name in names])


def gather(dice: Dice, complaints: int) -> Crews:
    """Bring the crews together that so many complaints are about."""
    table = shares()
    largest = min(table["sizes"]["largest"], max(_SMALLEST_LARGEST, complaints // _PART))
    exponent = table["sizes"]["exponent"]
    sizes = pareto_sizes(dice, total=complaints, exponent=exponent, largest=largest)
    places = places_of(len(sizes))
    seconds = _seconds(dice, sizes)
    campaigns = _campaigns(sizes, seconds)
    schemes = dice.pick("scheme", [s["weight"] for s in material("schemes.yaml").values()], places)
    return Crews(
        sizes=sizes,
        begins=dice.below("begins", _longest_seconds() - seconds + 1, places),
        seconds=seconds,
        schemes=schemes,
        keeps=dice.pick("keeps", list(table["keeps"].values()), places),
        scripts=_scripts(dice, schemes),
        herders=_herders(dice, places),
        regions=np.where(
            dice.happens("local", table["local"], places),
            dice.pick("home", list(table["regions"].values()), places),
            NOBODY,
        ),
        campaigns=campaigns,
        first_campaign=starts_of(campaigns),
    )


def _longest_seconds() -> int:
    """Return the longest time that a crew works."""
    return int(shares()["span"]["longest"]) * DAY


def _seconds(dice: Dice, sizes: Ints) -> Ints:
    """Return how long each crew works: longer where it has more victims, never by a fixed rule."""
    span = shares()["span"]
    usual: Ints = (span["days"] + span["days_a_root"] * roots(sizes)) * DAY
    percents: int = span["most_percent"] - span["least_percent"] + 1
    drawn: Ints = span["least_percent"] + dice.below("span", percents, places_of(len(sizes)))
    seconds: Ints = usual * drawn // 100
    return np.minimum(seconds, _longest_seconds())


def _campaigns(sizes: Ints, seconds: Ints) -> Ints:
    """Return how many campaigns each crew has: by its time, and not without victims for them."""
    campaign = shares()["campaign"]
    by_time: Ints = seconds // (campaign["days"] * DAY)
    by_size: Ints = sizes // campaign["complaints"]
    return np.maximum(1, np.minimum(by_time, by_size))


def _scripts(dice: Dice, schemes: Ints) -> Ints:
    """Return whose script each crew reads: its own, or that of another crew of its scheme."""
    places = places_of(len(schemes))
    scripts = places.copy()
    copies = dice.happens("copied", shares()["copied_script"], places)
    for scheme in np.unique(schemes):
        authors = places[(schemes == scheme) & ~copies]
        copiers = places[(schemes == scheme) & copies]
        if len(authors):
            scripts[copiers] = authors[dice.below("author", len(authors), copiers)]
    return scripts


def _herders(dice: Dice, places: Ints) -> Ints:
    """Return from whom each crew rents accounts."""
    rent = shares()["rent"]
    renting = dice.happens("rents", rent["crews"], places)
    herders = 1 + int(renting.sum()) // rent["crews_a_herder"]
    return np.where(renting, dice.below("herder", herders, places), NOBODY)
