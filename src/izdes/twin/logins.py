"""Log-ins: when, from which address and with which handset somebody opened an account.

People open their own accounts, from home or through a mobile operator's gateway, which is shared by
thousands. Some mules hand theirs over: from a little before their crew begins, it is opened from
the crew's handsets and addresses. A family shares a handset now and then, which means nothing.

All is drawn from streams of its own after the story has been told: no other file depends on it.
Addresses are those that are kept for documentation.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address
from random import Random
from typing import Any

from izdes.twin.bank import Account, Transfer
from izdes.twin.chance import between, happens, stream
from izdes.twin.country import country, material
from izdes.twin.crews import Crew
from izdes.twin.world import World

# What a person does in an application of her bank.
_ONLINE = frozenset({"transfer", "abroad"})
# After so long a log-in ends, and the next payment wants another.
_SESSION = timedelta(minutes=15)
_BEFORE = (timedelta(minutes=1), timedelta(minutes=4))
_HANDED_BEFORE = timedelta(days=2)
_HOMES = int(IPv6Address("2001:db8::"))
_CREWS = int(IPv6Address("2001:db8:f000::"))
_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Opener:
    """Whoever opens an account, and from where.

    Attributes:
        handset: Opaque; the same for all accounts that are opened with it.
        address: Of a line of his own; empty where he has none.
        percent: How often he comes from there.
        gateways: Of his mobile operator, where he lives.
    """

    handset: str
    address: str
    percent: int
    gateways: tuple[str, ...]

    def comes_from(self, rng: Random) -> str:
        """Return an address for one log-in."""
        if self.address and happens(rng, self.percent):
            return self.address
        return rng.choice(self.gateways)


@dataclass(frozen=True, slots=True)
class Login:
    """One log-in as it truly was, to the minute."""

    account: Account
    at: datetime
    address: str
    handset: str


def logins_of(world: World) -> Iterator[Login]:
    """Yield the log-ins of every person's account, account by account, each by time."""
    paid, handed = _payments(world.transfers), _handed_over(world)
    before: Account | None = None
    for account in world.accounts:
        if account.role == "service":
            continue
        rng = stream(world.seed, "logins", account.serial)
        own = _person(rng, account, before)
        others = handed.get(account.side.key, ())
        for at in _moments(rng, paid.get(account.side.key, ())):
            opener = _in_charge(own, others, at)
            yield Login(account, at, opener.comes_from(rng), opener.handset)
        before = account


def _payments(transfers: Iterable[Transfer]) -> Mapping[str, list[datetime]]:
    """Return when the holder of each account paid something in an application."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for transfer in transfers:
        if transfer.kind in _ONLINE:
            found[transfer.payer.key].append(transfer.debited_at)
    return found


def _moments(rng: Random, paid: Sequence[datetime]) -> list[datetime]:
    """Return the minutes of log-ins: before payments, and some when nothing is paid."""
    if not paid:
        return []
    least, most = _shares()["looks"]
    span = (timedelta(0), paid[-1] - paid[0])
    looks = [paid[0] + between(rng, *span) for _ in range(rng.randint(least, most))]
    found: list[datetime] = []
    for wanted in sorted([*paid, *looks]):
        at = (wanted - between(rng, *_BEFORE)).replace(second=0, microsecond=0)
        if not found or at - found[-1] > _SESSION:
            found.append(at)
    return found


def _person(rng: Random, account: Account, before: Account | None) -> Opener:
    """Return the holder of an account, who may use the handset of a relative."""
    shares = _shares()
    whose = before if before is not None and happens(rng, shares["shares_handset"]) else account
    has_line = happens(rng, shares["home_line"])
    return Opener(
        handset=f"own/{whose.side.number}",
        address=_address(_HOMES, account.serial) if has_line else "",
        percent=shares["from_home"],
        gateways=_gateways(rng),
    )


def _handed_over(world: World) -> Mapping[str, list[tuple[datetime, Opener | None]]]:
    """Return from when on which crew opens an account, by time; None: its holder does again."""
    found: defaultdict[str, list[tuple[datetime, Opener | None]]] = defaultdict(list)
    for number, crew in enumerate(world.crews, start=1):
        rng = stream(world.seed, "logins", crew.crew_id)
        gateways, since = _gateways(rng), crew.starts_at - _HANDED_BEFORE
        for mule in (mule for layer in crew.layers for mule in layer):
            handset = _handset(rng, crew, mule.account)
            address = _address(_CREWS, number)
            opener = Opener(handset, address, _shares()["from_own_address"], gateways)
            found[mule.account.side.key].append((since, opener if handset else None))
    return {key: sorted(told, key=lambda one: one[0]) for key, told in found.items()}


def _handset(rng: Random, crew: Crew, account: Account) -> str:
    """Return from which handset a crew opens a mule's account; empty where the mule does."""
    shares = _shares()
    if not happens(rng, shares["handed_over"]):
        return ""
    if not happens(rng, shares["on_shared_handset"]):
        return f"{crew.crew_id}/{account.serial}"
    mules = sum(map(len, crew.layers))
    return f"{crew.crew_id}/shared/{rng.randrange(1 + mules // shares['accounts_a_handset'])}"


def _in_charge(
    own: Opener, others: Sequence[tuple[datetime, Opener | None]], at: datetime
) -> Opener:
    """Return who opens an account at a moment."""
    place = bisect_right(others, at, key=lambda one: one[0])
    opener = others[place - 1][1] if place else None
    return opener or own


def _gateways(rng: Random) -> tuple[str, ...]:
    """Return the gateways of an operator in a region."""
    shares = _shares()
    network, count = rng.choice(shares["operators"]), shares["gateways_a_region"]
    region = rng.choices(range(len(country().regions)), country().region_weights)[0]
    return tuple(f"{network}.{region * count + place}" for place in range(1, count + 1))


def _address(network: int, serial: int) -> str:
    """Return an address on a line that nobody else has."""
    return str(IPv6Address(network + (serial << _NETWORK) + 1))


def _shares() -> Any:  # noqa: ANN401 - as `material`
    """Return what is assumed of log-ins."""
    return material("logins.yaml")
