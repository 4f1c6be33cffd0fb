"""Claims: what victims say was taken, matched to what statements say was moved.

A declared payment is *matched* to a transfer of the ledger, or *declared*: it enters the ledger on
the victim's word, where nobody has the payee's statement; or it stays *unmatched*, with the
transfers that come nearest. A match proves that a transfer fits what was said; whether the victim
was deceived into it is for the investigation to establish.
"""

from izdes.core.money.claims.declared import Skipped, Totals, key_of, totals
from izdes.core.money.claims.match import match_claims
from izdes.core.money.claims.outcome import ClaimedPayment, ClaimMatch, ClaimState, NearMiss

__all__ = [
    "ClaimMatch",
    "ClaimState",
    "ClaimedPayment",
    "NearMiss",
    "Skipped",
    "Totals",
    "key_of",
    "match_claims",
    "totals",
]
