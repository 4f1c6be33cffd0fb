"""Arrivals: whose money came to which account, and at which step, as a trace shows it.

Where money left for an exchange, a shop, cash or a foreign country it came to an institution, which
everybody's money comes to, and that is no arrival. Units that were stolen a second time belong to
their first victim, and arrive for nobody else.
"""

from collections.abc import Iterable, Iterator

from izdes.core.linking.weak.meeting import Arrival
from izdes.core.money.claims.outcome import ClaimedPayment
from izdes.core.money.transfer import Ledger
from izdes.core.tracing.trace import EndingKind, Trace

_EXITS: frozenset[EndingKind] = frozenset({"cash", "crypto_exchange", "merchant", "abroad", "fee"})


def arrivals_of(
    trace: Trace, ledger: Ledger, payments: Iterable[ClaimedPayment]
) -> Iterator[Arrival]:
    """Yield every arrival, in the order of the slices.

    Args:
        trace: Under a rule that does not mix: a slice continues one other.
        payments: What was claimed, by whom.
    """
    institutions = {ending.account for ending in trace.endings if ending.ending in _EXITS}
    claimed = {payment.claim_id: payment for payment in payments}
    transfers = {t.transfer_id: t for t in ledger.transfers}
    step: dict[int, int] = {}
    for piece in sorted(trace.slices, key=lambda s: s.slice_id):
        step[piece.slice_id] = 1 if piece.parent is None else step[piece.parent] + 1
        amount = piece.origin_hi - piece.origin_lo
        transfer, payment = transfers[piece.transfer_id], claimed[piece.claim_id]
        if piece.behind or amount <= 0 or transfer.payee.account in institutions:
            continue
        yield Arrival(
            payment.complaint_id,
            transfer.payee.account,
            amount,
            payment.currency,
            transfer.booked_at,
            step[piece.slice_id],
        )
