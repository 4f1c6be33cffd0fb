"""Stated: what institutions answer of the accounts that money came to, as mentions.

A bank says who holds an account, which telephone he gave, and from which devices and addresses he
opened it. This belongs to the complaints whose money led to that account, for that is how the case
came to ask; it says who launders, which is not to say who deceives. The mention has the
complaint's own moment: when its money was there.

What one record states together agrees together and counts once: its joints are named too, see
`izdes.core.linking.joint`. A log-in counts within thirty days of the complaint. Of an account of
which answers name several holders none is taken. An address of a log-in is a gateway's as often as
a person's: it proposes and joins nothing.

>>> at = datetime.fromisoformat("2026-05-01T00:00:00+00:00")
>>> told = [Stated("iban:KZ1", "holder", "iin", "1"), Stated("iban:KZ1", "login", "ip", "10.0.0.1")]
>>> [m.node for m in stated_mentions(ComplaintId("c"), at, told)]
[('holder', 'iin:1')]
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Literal

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.reading import Reading
from izdes.core.linking.joint import joints_among
from izdes.core.linking.mentions import Mention, Node, once

Role = Literal["holder", "contact", "login"]
# Of a mention that an answer makes.
ROLE = "stated"
# More log-ins than these are not taken of one account: the nearest in time are.
MOST_DEVICES, MOST_ADDRESSES = 8, 20
# So many numbers and letters of one holder; further ones say little and multiply the joints.
MOST_CONTACTS = 2
LOGIN_WINDOW = timedelta(days=30)
# Kinds of nodes that answers alone name.
WEIGHED = ("holder", "login_device", "login_ip")
_DEVICE = range(6, 201)
# Addresses that nobody has for himself. Source: RFC 1122, 1918, 3927, 4193, 4291, 6598.
_NOBODYS = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing that an answer says of one account.

    Attributes:
        account: Key of the account.
        kind: ``iin`` or ``bin`` of a holder; ``phone`` or ``email`` of a contact; ``imei``,
            ``device`` or ``ip`` of a log-in.
        value: In normal form.
        at: When the log-in was, aware; None where the answer does not say.
        named: The account as the complaint itself names it, None where only money led there.
    """

    account: str
    role: Role
    kind: str
    value: str
    at: datetime | None = None
    named: Node | None = None

    @property
    def node(self) -> Node:
        """The node that complaints share."""
        if self.role == "holder":
            return "holder", f"{self.kind}:{self.value}"
        if self.role == "login" and self.kind in ("ip", "device"):
            return f"login_{self.kind}", self.value
        return self.kind, self.value

    def __repr__(self) -> str:
        """Mask what is stated."""
        return f"Stated({self.role}, {self.kind})"


def stated_mentions(
    complaint_id: ComplaintId,
    at: datetime,
    stated: Iterable[Stated],
    *,
    own: Collection[Node] = (),
) -> tuple[Mention, ...]:
    """Return what answers state of the accounts of one complaint, each node once, sorted.

    Args:
        at: The complaint's own moment.
        stated: Of the accounts that its money led to, in any order.
        own: What is the victim's own, which links nothing.
    """
    by_account: defaultdict[str, list[Stated]] = defaultdict(list)
    for one in stated:
        if one.node not in own:
            by_account[one.account].append(one)
    nodes = {node for account in by_account.values() for node in _of_account(account, at)}
    return once(Mention(complaint_id, *node, at, ROLE) for node in nodes)


def own_nodes(kind: str, value: str) -> tuple[Node, ...]:
    """Return as what an answer could state an identifier: a person's number is a holder's too."""
    holder = (("holder", f"{kind}:{value}"),) if kind in ("iin", "bin") else ()
    return ((kind, value), *holder)


def read_weighed(kind: str, text: str) -> Reading:
    """Read a node of what answers state, as officers see and write it.

    Args:
        kind: ``holder``, ``login_device`` or ``login_ip``.
        text: Of a holder his number, with or without its kind before it.

    >>> read_weighed("holder", "000101800010").value, read_weighed("login_ip", "x").value
    ('iin:000101800010', None)
    """
    if kind == "login_ip":
        return replace(normalise("ip", text), kind=kind)
    if kind == "login_device":
        return Reading(text, kind, device_of(text))
    number = normalise("iin", text.removeprefix("iin:").removeprefix("bin:"))
    is_number = number.kind in ("iin", "bin") and number.value is not None
    return Reading(text, kind, f"{number.kind}:{number.value}" if is_number else None)


def device_of(text: str) -> str | None:
    """Return the name of a device as it is compared; None where it can be no device's own.

    >>> device_of("B2F0 c7"), device_of("0000-0000"), device_of("x")
    ('b2f0 c7', None, None)
    """
    plain = " ".join(text.casefold().split())
    # One sign over and over is what a program writes that knows none.
    is_some = len(plain) in _DEVICE and plain.isprintable() and len({*plain} - {*" -:"}) > 1
    return plain if is_some else None


def is_nobodys(address: str) -> bool:
    """Say whether an address is of no machine in particular; what is no address is nobody's."""
    try:
        found = ip_address(address)
    except ValueError:
        return True
    return any(found in network for network in _NOBODYS if network.version == found.version)


def _of_account(stated: Sequence[Stated], at: datetime) -> Iterator[Node]:
    """Yield what one account adds: what is stated of it, with the joints."""
    logins = [one for one in stated if one.role == "login" and _is_near(one, at)]
    ordered = sorted(logins, key=lambda one: (_distance(one, at), one.node))
    devices = _first(MOST_DEVICES, (one.node for one in ordered if one.kind != "ip"))
    client = _client(stated)
    yield from client
    yield from devices
    yield from _first(
        MOST_ADDRESSES,
        (one.node for one in ordered if one.kind == "ip" and not is_nobodys(one.value)),
    )
    named = {one.named for one in stated if one.named is not None}
    yield from joints_among([*client, *named])
    for device in devices:
        yield from joints_among([*client, *named, device])


def _client(stated: Iterable[Stated]) -> tuple[Node, ...]:
    """Return the holder, where one alone is named, and how to reach him."""
    told = sorted({(one.role, one.node) for one in stated if one.role != "login"})
    holders = [node for role, node in told if role == "holder"]
    contacts = [node for role, node in told if role == "contact"]
    return (*(holders if len(holders) == 1 else ()), *contacts[:MOST_CONTACTS])


def _is_near(login: Stated, at: datetime) -> bool:
    """Say whether a log-in is of the complaint's time; one without a moment is taken to be."""
    return login.at is None or abs(login.at - at) <= LOGIN_WINDOW


def _distance(login: Stated, at: datetime) -> timedelta:
    """Return how far a log-in is from the complaint."""
    return LOGIN_WINDOW if login.at is None else abs(login.at - at)


def _first(most: int, nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Return the first different ones of some nodes."""
    return tuple(dict.fromkeys(nodes))[:most]
