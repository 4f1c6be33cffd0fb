"""Episodes: the columns of every complaint of a crowd, in the order in which they are reported.

The campaign, the moment and the number of payments are decided here; who was named with what comes
after. A complaint's place in the columns is its number in the file.
"""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from izdes.twin.country import material
from izdes.twin.crowd.crews import Crews, gather
from izdes.twin.crowd.dice import Dice, Ints, places_of
from izdes.twin.crowd.shares import DAY, shares

_KAZAKH, _RUSSIAN, _MIXED = 0, 1, 2
LANGUAGES = ("kk", "ru", "mixed")
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Campaigns:
    """Every campaign, in columns by its number: those of one crew stand together, in time.

    Attributes:
        crews: Whose it is.
        nth: Which of the crew's campaigns it is, from 0.
        begins: Its first second, after the crowd's beginning.
        seconds: How long it lasts.
        sizes: Complaints about it; 0 is possible.
    """

    crews: Ints
    nth: Ints
    begins: Ints
    seconds: Ints
    sizes: Ints

    @classmethod
    def of(cls, crews: Crews) -> Self:
        """Cut the time of every crew into campaigns, with pauses between them."""
        whose = np.repeat(places_of(len(crews.sizes)), crews.campaigns)
        nth = places_of(len(whose)) - crews.first_campaign[whose]
        step = crews.seconds[whose] // crews.campaigns[whose]
        working = step * shares()["campaign"]["working_percent"] // 100
        begins = crews.begins[whose] + nth * step
        return cls(whose, nth, begins, working, np.zeros(len(whose), np.int64))

    @property
    def ends(self) -> Ints:
        """The first second after each campaign."""
        return self.begins + self.seconds


@dataclass(frozen=True, slots=True)
class Episodes:
    """Every complaint, in columns by its place in the file.

    Attributes:
        at: When the crime began, in seconds after the crowd's beginning.
        reported_at: When it was reported, likewise; never falling.
        gaps: Seconds between two payments.
        languages: Place in ``LANGUAGES``.
        regions: Place among the regions of ``shares.yaml``.
    """

    crews: Ints
    campaigns: Ints
    at: Ints
    reported_at: Ints
    payments: Ints
    gaps: Ints
    schemes: Ints
    languages: Ints
    regions: Ints

    def __len__(self) -> int:
        return len(self.at)

    def part(self, first: int, last: int) -> "Episodes":
        """Return a run of complaints."""
        return Episodes(*(getattr(self, field.name)[first:last] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in a country, before anybody is named.

    Attributes:
        dice: The country's dice, from which what follows is drawn.
    """

    dice: Dice
    crews: Crews
    campaigns: Campaigns
    episodes: Episodes

    @property
    def places(self) -> Ints:
        """The places of all complaints."""
        return places_of(len(self.episodes))


def story_of(seed: int, complaints: int) -> Story:
    """Let the crews work, and so many victims complain."""
    dice = Dice(seed)
    crews = gather(dice, complaints)
    campaigns = Campaigns.of(crews)
    whose = np.repeat(places_of(len(crews.sizes)), crews.sizes)
    places = places_of(complaints)
    which = crews.first_campaign[whose] + dice.below("campaign", crews.campaigns[whose], places)
    at = campaigns.begins[which] + dice.below("at", campaigns.seconds[which], places)
    payments, gaps = _payments(dice, crews.schemes[whose], places)
    reported_at = at + payments * gaps + _waits(dice, places)
    order = np.argsort(reported_at, kind="stable")
    whose, which = whose[order], which[order]
    episodes = Episodes(
        crews=whose,
        campaigns=which,
        at=at[order],
        reported_at=reported_at[order],
        payments=payments[order],
        gaps=gaps[order],
        schemes=crews.schemes[whose],
        languages=_languages(dice, places),
        regions=_regions(dice, crews, whose),
    )
    sizes = np.bincount(which, minlength=len(campaigns.crews)).astype(np.int64)
    return Story(dice, crews, replace(campaigns, sizes=sizes), episodes)


def _payments(dice: Dice, schemes: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Return how many payments each victim made, and the seconds between two of them."""
    rows = list(material("schemes.yaml").values())
    least, most = (np.array([row["payments"][end] for row in rows])[schemes] for end in (0, 1))
    short, long = (np.array([row["gap_minutes"][end] for row in rows])[schemes] for end in (0, 1))
    gaps = short * _MINUTE + dice.below("gap", (long - short) * _MINUTE + 1, places)
    return least + dice.below("payments", most - least + 1, places), gaps


def _waits(dice: Dice, places: Ints) -> Ints:
    """Return how long each victim waited with the complaint, in seconds."""
    days, weights = zip(*shares()["wait_days"].items(), strict=True)
    waited = np.array([int(day) for day in days])[dice.pick("wait", weights, places)]
    return waited * DAY + _MINUTE + dice.below("hours", DAY, places)


def _languages(dice: Dice, places: Ints) -> Ints:
    """Return what each victim writes in; some mix both."""
    table = shares()
    kazakh = dice.happens("kazakh", table["kazakh"], places)
    mixed = dice.happens("mixed", table["mixed"], places)
    return np.where(mixed, _MIXED, np.where(kazakh, _KAZAKH, _RUSSIAN))


def _regions(dice: Dice, crews: Crews, whose: Ints) -> Ints:
    """Return where each victim lives: in the only region of her crew, or anywhere."""
    weights = list(shares()["regions"].values())
    anywhere = dice.pick("region", weights, places_of(len(whose)))
    home = crews.regions[whose]
    return np.where(home >= 0, home, anywhere)
