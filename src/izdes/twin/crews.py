"""Crews: who steals, with which phones, pages and accounts, and how large each series grows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from izdes.twin.accounts import Branches, opening_balance
from izdes.twin.bank import Account
from izdes.twin.chance import chosen, happens, some, stream
from izdes.twin.country import material
from izdes.twin.people import Person, Registry

_LARGEST_SERIES = 40
_SCALE = 10**9
_DEPTHS = {1: 12, 2: 30, 3: 32, 4: 16, 5: 10}
_REUSED_PERCENT = 12


@dataclass(frozen=True, slots=True)
class Mule:
    """Somebody who lent an account, and the account."""

    person: Person
    account: Account


@dataclass(frozen=True, slots=True)
class Crew:
    """People who work together, seen through what they use.

    Attributes:
        layers: Mules by the step of the money: the first take it from victims.
        tastes: Ways out of the banks, by how much the crew likes them.
        haste_minutes: Half of the waits between two steps are shorter.
        rng: The crew's own stream, drawn from while its money moves.
    """

    crew_id: str
    scheme: str
    size: int
    starts_at: datetime
    days: int
    phones: tuple[str, ...]
    handles: tuple[tuple[str, str], ...]
    sites: tuple[str, ...]
    callers: tuple[str, ...]
    layers: tuple[tuple[Mule, ...], ...]
    tastes: tuple[tuple[str, int], ...]
    haste_minutes: int
    rng: Random


def series_sizes(rng: Random, complaints: int) -> list[int]:
    """Cut the complaints into series: many small, a few large, as 1 / (size + 1)².

    Returns:
        Sizes whose sum is ``complaints``.
    """
    largest = min(_LARGEST_SERIES, max(3, complaints // 6))
    sizes = range(1, largest + 1)
    weights = [_SCALE // (size + 1) ** 2 for size in sizes]
    found: list[int] = []
    while (left := complaints - sum(found)) > 0:
        found.append(min(left, rng.choices(sizes, weights)[0]))
    return found


@dataclass(slots=True)
class Underworld:
    """Brings crews together: recruits mules in all regions and hands out phones and pages."""

    seed: int
    registry: Registry
    branches: Branches
    on_mule: Callable[[Account], None]
    begins_at: datetime
    ends_at: datetime

    def gather(self, sizes: list[int]) -> list[Crew]:
        """Return one crew for every series."""
        market: list[Mule] = []
        return [self._crew(number, size, market) for number, size in enumerate(sizes, start=1)]

    def _crew(self, number: int, size: int, market: list[Mule]) -> Crew:
        """Put together one crew; its inner mules are for hire to those who come later."""
        rng = stream(self.seed, "crew", number)
        schemes = material("schemes.yaml")
        scheme = chosen(rng, {name: entry["weight"] for name, entry in schemes.items()})
        days = min(4 + size * rng.randint(1, 3), 40)
        latest = int((self.ends_at - self.begins_at).total_seconds()) - days * 86_400
        layers = self._layers(rng, size, market)
        market.extend(mule for layer in layers[1:] for mule in layer)
        return Crew(
            crew_id=f"S{number:05d}",
            scheme=scheme,
            size=size,
            starts_at=self.begins_at + timedelta(seconds=rng.randrange(latest)),
            days=days,
            phones=tuple(self.registry.new_phone() for _ in range(1 + size // 6)),
            handles=tuple(_handle(rng, number, n) for n in range(1 + size // 9)),
            sites=_sites(rng, number) if schemes[scheme]["has_site"] else (),
            callers=tuple(rng.choice(material("names.yaml")["kk"]["male"]) for _ in range(2)),
            layers=layers,
            tastes=_tastes(rng),
            haste_minutes=rng.choice((6, 15, 15, 40, 120)),
            rng=rng,
        )

    def _layers(self, rng: Random, size: int, market: list[Mule]) -> tuple[tuple[Mule, ...], ...]:
        """Recruit the mules of every step; fewer the further from the victims."""
        depth = chosen(rng, _DEPTHS)
        first = 1 + size * 2 // 5 + rng.randrange(2)
        layers = []
        for step in range(depth):
            count = max(1, first // (1 + step))
            hired = some(rng, market, count) if step and happens(rng, _REUSED_PERCENT) else []
            layers.append(tuple(hired) or tuple(self._recruit(rng) for _ in range(count)))
        return tuple(layers)

    def _recruit(self, rng: Random) -> Mule:
        """Recruit somebody anywhere in the country."""
        person = self.registry.somebody()
        account = self.branches.open_for(person, role="mule", opening_minor=opening_balance(rng))
        self.on_mule(account)
        return Mule(person, account)


def _handle(rng: Random, crew: int, number: int) -> tuple[str, str]:
    """Return a page in a messenger: its kind and its name."""
    kind = chosen(rng, {"telegram": 6, "instagram": 4})
    stem = rng.choice(("manager", "kenesshi", "invest", "dukenshi", "support", "komek"))
    return kind, f"oidan_{stem}_{crew:05d}{number}"


def _sites(rng: Random, crew: int) -> tuple[str, ...]:
    """Return sites under the domain that nobody can register."""
    stems = rng.sample(("bank-kiru", "kredit-online", "invest-kz", "jetkizu", "egov-tolem"), 2)
    return tuple(f"{s}-{crew}.example" for s in stems[: rng.randint(1, 2)])


def _tastes(rng: Random) -> tuple[tuple[str, int], ...]:
    """Return how much a crew likes each way out."""
    liked = rng.choice(("cash", "cash", "exchange", "exchange", "wallet", "shop"))
    base = {"cash": 22, "exchange": 18, "wallet": 9, "shop": 7, "abroad": 6, "rest": 8}
    return tuple((way, weight * (3 if way == liked else 1)) for way, weight in base.items())
