"""Received: a complainant's own account to which another victim's money came.

Crews pay small sums to win trust, out of what they took from others; or she is used as a mule
without knowing, was told to "pass money on", or is one of them. It is a lead for whoever asks her,
and links nobody: what is a victim's own never links.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from izdes.core.identifiers import card
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.identifiers.reading import Reading
from izdes.core.linking.weak.meeting import Arrival
from izdes.core.money.account import AccountKey
from izdes.core.money.aliases import AliasBook


@dataclass(frozen=True, slots=True, order=True)
class Received:
    """A complainant's own account that received another victim's money.

    Attributes:
        owner: The complaint of the account's owner.
        origin: The complaint whose money came.
    """

    owner: ComplaintId
    origin: ComplaintId
    account: AccountKey
    amount_minor: int
    currency: str
    first_at: datetime

    def __repr__(self) -> str:
        """Mask the account."""
        return f"Received({self.owner}, {self.origin})"


def victim_received(
    arrivals: Iterable[Arrival], owners: Mapping[AccountKey, Iterable[ComplaintId]]
) -> tuple[Received, ...]:
    """An account of one complainant received money of another.

    It is a lead and never a link: whether she knew, only she can tell.

    Args:
        arrivals: As found by a trace, or declared.
        owners: Complaints by their victims' own accounts, see `own_accounts`.
    """
    found: defaultdict[tuple[ComplaintId, ComplaintId, AccountKey, str], list[Arrival]]
    found = defaultdict(list)
    for arrival in arrivals:
        for owner in owners.get(arrival.account, ()):
            if owner != arrival.complaint_id:
                key = (owner, arrival.complaint_id, arrival.account, arrival.currency)
                found[key].append(arrival)
    return tuple(
        sorted(
            Received(
                owner,
                origin,
                account,
                sum(a.amount_minor for a in came),
                currency,
                min(a.at for a in came),
            )
            for (owner, origin, account, currency), came in found.items()
        )
    )


def own_accounts(complaint: Complaint, aliases: AliasBook | None = None) -> frozenset[AccountKey]:
    """Return the accounts that a complaint gives as its victim's own.

    Args:
        aliases: Which card or phone is which account; without them a card is only itself.
    """
    at = complaint.occurred_from or complaint.reported_at
    readings = [
        *(given.reading for given in complaint.identifiers if given.role == "victim"),
        *(read_account(payment.paid_from) for payment in complaint.payments),
    ]
    keys = frozenset(key for reading in readings if (key := key_of(reading)))
    return frozenset(aliases.resolve(key, at) for key in keys) if aliases else keys


def key_of(reading: Reading) -> AccountKey | None:
    """Return the key of an account as read; None for what names none for certain."""
    if reading.value is None or reading.code is not None:
        return None
    if reading.kind == "iban":
        return AccountKey(f"iban:{reading.value}")
    if reading.kind == "card" and card.is_telling(reading.value):
        return AccountKey(f"card:?:{reading.value}")
    return None
