"""Money that meets: two victims' money in one account beyond those that they paid to.

Victims of one crew pay to many first accounts; a few steps on, their money is drawn together. What
a trace found is given here as *arrivals*: so much of this complaint's money came to that account,
at that step. Traces follow a declared rule, and another rule may lead elsewhere: what meets under
one rule is a matter of that rule.

An account where money meets belongs to whoever launders, and serves several crews. It forms
services, proposes joins, and joins no series. Virtual payees (cash, fees, shops) are no accounts.

>>> from datetime import UTC, datetime
>>> at = datetime(2026, 4, 1, tzinfo=UTC)
>>> came = [Arrival(ComplaintId(c), AccountKey("acct:A:9"), 500, "KZT", at, step=2) for c in "ab"]
>>> [(m.complaint_id, m.kind, m.role) for m in next_account_mentions(came)]
[('a', 'next_account', 'reached'), ('b', 'next_account', 'reached')]
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files

import yaml

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.mentions import Mention
from izdes.core.linking.snapshot import Snapshot
from izdes.core.money.account import AccountKey, is_virtual

KIND = "next_account"
ROLE = "reached"
_WHOLE = 1000


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """Money of one complaint that came to one account.

    Attributes:
        amount_minor: How much of it, in minor units of the claim's own ``currency``, whatever it
            was exchanged for on the way.
        at: When it came, aware, in UTC.
        step: 1 for the account that the victim paid to, 2 for the next one, and so on.
    """

    complaint_id: ComplaintId
    account: AccountKey
    amount_minor: int
    currency: str
    at: datetime
    step: int

    def __post_init__(self) -> None:
        if self.amount_minor <= 0 or self.step < 1:
            raise ValueError("an arrival is a positive amount at the first step or beyond")

    def __repr__(self) -> str:
        """Mask the account."""
        return f"Arrival({self.complaint_id}, step {self.step})"


@dataclass(frozen=True, slots=True, order=True)
class Met:
    """How much of one complaint's money came to an account.

    Attributes:
        permille: Share of what the victim paid to first accounts in that currency.
        first_at, last_at: When the first and the last of it came.
        step: The least step at which it came.
    """

    complaint_id: ComplaintId
    amount_minor: int
    currency: str
    permille: int
    first_at: datetime
    last_at: datetime
    step: int


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """An account in which several complaints' money met.

    Attributes:
        met: By complaint and currency; at least one of them came from a further account.
    """

    account: AccountKey
    met: tuple[Met, ...]

    @property
    def complaints(self) -> tuple[ComplaintId, ...]:
        """The complaints whose money met, in the order in which it came."""
        return tuple(dict.fromkeys(m.complaint_id for m in sorted(self.met, key=_by_time)))

    def __repr__(self) -> str:
        """Mask the account."""
        return f"Meeting({len(self.complaints)} complaints)"


def _by_time(met: Met) -> tuple[datetime, ComplaintId]:
    """Return the place of what came: by time, then by complaint."""
    return met.first_at, met.complaint_id


def meetings(arrivals: Iterable[Arrival]) -> tuple[Meeting, ...]:
    """Return the accounts beyond the first in which money of several complaints met, sorted.

    Of an account that some victims paid to and other victims' money reached later, both are met.
    """
    given = list(arrivals)
    paid = _paid(given)
    by_account: defaultdict[AccountKey, list[Arrival]] = defaultdict(list)
    for arrival in given:
        if not is_virtual(arrival.account):
            by_account[arrival.account].append(arrival)
    return tuple(
        Meeting(account, tuple(sorted(_met(came, paid))))
        for account, came in sorted(by_account.items())
        if len({a.complaint_id for a in came}) > 1 and any(a.step > 1 for a in came)
    )


_Purse = tuple[ComplaintId, str]


def _paid(arrivals: Sequence[Arrival]) -> Mapping[_Purse, int]:
    """Return what each victim paid: what came to the first accounts."""
    paid: defaultdict[_Purse, int] = defaultdict(int)
    for arrival in arrivals:
        if arrival.step == 1:
            paid[arrival.complaint_id, arrival.currency] += arrival.amount_minor
    return paid


def _met(came: Iterable[Arrival], paid: Mapping[_Purse, int]) -> Iterator[Met]:
    """Yield what came to one account, by complaint and currency."""
    by_purse: defaultdict[_Purse, list[Arrival]] = defaultdict(list)
    for arrival in came:
        by_purse[arrival.complaint_id, arrival.currency].append(arrival)
    for purse, arrivals in by_purse.items():
        amount = sum(a.amount_minor for a in arrivals)
        # Money that runs in a circle comes twice, and is still no more than all of it.
        share = amount * _WHOLE // paid[purse] if paid.get(purse) else 0
        moments = [a.at for a in arrivals]
        step = min(a.step for a in arrivals)
        yield Met(purse[0], amount, purse[1], min(share, _WHOLE), min(moments), max(moments), step)


def next_account_mentions(arrivals: Iterable[Arrival]) -> tuple[Mention, ...]:
    """Return the accounts where money met, as mentions of kind ``next_account``, sorted.

    Complaints that paid straight to the account name it already: only the first of them mentions it
    again, so that the others meet it once and no two of them twice.
    """
    return tuple(
        sorted(
            Mention(met.complaint_id, KIND, meeting.account, met.first_at, ROLE)
            for meeting in meetings(arrivals)
            for met in _telling(meeting.met)
        )
    )


def _telling(met: Iterable[Met]) -> Iterator[Met]:
    """Yield one entry a complaint: of those further on each, of those that paid straight one."""
    first: dict[ComplaintId, Met] = {}
    for one in sorted(met, key=_by_time):
        kept = first.setdefault(one.complaint_id, one)
        if one.step < kept.step:
            first[one.complaint_id] = one
    straight = [one for one in first.values() if one.step == 1]
    yield from straight[:1]
    yield from (one for one in first.values() if one.step > 1)


def met_milli(meeting: Meeting, one: ComplaintId, other: ComplaintId, snapshot: Snapshot) -> int:
    """Return what the meeting of two complaints' money weighs: less where little of it met.

    Args:
        snapshot: Where weights come from. What it has not counted counts as the meeting has it.
    """
    node = (KIND, meeting.account)
    degree = max(snapshot.degrees.get(node, 0), len(meeting.complaints))
    shares = [_share(meeting.met, complaint_id) for complaint_id in (one, other)]
    kept = next(kept for least, kept in _kept() if min(shares) >= least)
    return replace(snapshot, degrees={node: degree}).weight(node) * kept // _WHOLE


def _share(met: Iterable[Met], complaint_id: ComplaintId) -> int:
    """Return the largest share of a complaint's money that came, over currencies."""
    return max((one.permille for one in met if one.complaint_id == complaint_id), default=0)


@cache
def _kept() -> tuple[tuple[int, int], ...]:
    """Read the packaged table."""
    text = (files(__package__) / "data" / "meeting.yaml").read_text(encoding="utf-8")
    return tuple((least, kept) for least, kept in yaml.safe_load(text)["kept"])
