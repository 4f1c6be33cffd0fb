"""Received: victims whose own account took another victim's money, as trace or complaints show it.

A lead for whoever asks her, shown beside the series; it joins nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.weak.meeting import Arrival
from izdes.core.linking.weak.received import Received, key_of, own_accounts, victim_received
from izdes.core.money.account import AccountKey
from izdes.core.money.aliases import AliasBook


def received_by_victims(
    complaints: Sequence[Complaint], aliases: AliasBook | None, arrivals: Sequence[Arrival]
) -> tuple[Received, ...]:
    """Return the complainants' own accounts to which other victims' money came.

    Args:
        arrivals: As a trace found them; without any, what victims declare to have paid.
    """
    owners: defaultdict[AccountKey, list[ComplaintId]] = defaultdict(list)
    for complaint in complaints:
        for account in own_accounts(complaint, aliases):
            owners[account].append(complaint.complaint_id)
    return victim_received(arrivals or _declared(complaints, aliases), owners)


def _declared(complaints: Iterable[Complaint], aliases: AliasBook | None) -> Iterator[Arrival]:
    """Yield what victims declare to have paid, and to which account."""
    for complaint in complaints:
        for payment in complaint.payments:
            at = payment.at or complaint.occurred_from or complaint.reported_at
            key = key_of(read_account(payment.paid_to))
            minor = payment.amount_minor or 0
            if key is not None and minor > 0:
                account = aliases.resolve(key, at) if aliases else key
                yield Arrival(complaint.complaint_id, account, minor, payment.currency, at, step=1)
