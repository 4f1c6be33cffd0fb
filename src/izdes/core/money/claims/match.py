"""Matching: every declared payment of every complaint against the whole ledger at once.

At once, because one transfer can be one victim's only: the complaint whose evidence is better has
it, and of equally good ones the earlier reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.claims.candidates import (
    Amounts,
    Assignment,
    Candidate,
    Sides,
    assign,
    candidates_of,
    sides_of,
)
from izdes.core.money.claims.declared import Declared, Skipped, declared_in
from izdes.core.money.claims.directory import STRONG, Directory
from izdes.core.money.claims.named import named_by_victim
from izdes.core.money.claims.nearness import Movements, later_seconds, near_misses
from izdes.core.money.claims.outcome import ClaimedPayment, ClaimMatch
from izdes.core.money.claims.said_only import Institutions, claimed_transfer, standing_of
from izdes.core.money.transfer import Claim, ClaimId, Ledger


@dataclass(frozen=True, slots=True)
class _Search:
    """One declared payment with everything that was found for it."""

    declared: Declared
    sides: Sides
    candidates: tuple[Candidate, ...]


def match_claims(
    complaints: Iterable[Complaint],
    ledger: Ledger,
    *,
    register: Institutions,
    aliases: Sequence[Alias] = (),
) -> ClaimMatch:
    """Match what complaints declare to the transfers of a ledger.

    Args:
        complaints: In any order, every id once.
        ledger: Transfers of statements, with the coverage of their accounts.
        register: Tells which institution keeps a declared account.
        aliases: Cards and phones that lead to accounts.

    Returns:
        Every declared payment once, in the order of (reported_at, complaint_id, place), whatever
        the order of the complaints. Σ claims on one transfer never exceeds its amount. The ledger
        is not changed: the caller adds ``declared`` to it.
    """
    said = [d for complaint in complaints for d in declared_in(complaint)]
    skipped = [s for s in said if isinstance(s, Skipped)]
    declared = sorted((d for d in said if isinstance(d, Declared)), key=lambda d: d.order)
    directory = Directory(ledger, aliases)
    amounts = Amounts(ledger.transfers, declared)
    searches = [_search(d, directory, amounts) for d in declared]
    if hers := _loans_to_herself(searches):
        searches = [s for s in searches if s.declared.claim_id not in hers]
        skipped += hers.values()
    assignment = _assignment(searches)
    movements = _movements(ledger, searches, assignment)
    desk = _Desk(directory, register, assignment, amounts, movements)
    return ClaimMatch(
        tuple(map(desk.outcome, searches)), tuple(sorted(skipped, key=lambda s: s.claim_id))
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Everything that is looked at to say what became of one payment."""

    directory: Directory
    register: Institutions
    assignment: Assignment
    amounts: Amounts
    movements: Movements

    def outcome(self, search: _Search) -> ClaimedPayment:
        """Return what became of one declared payment."""
        chosen = self.assignment.chosen.get(search.declared.claim_id)
        return self._matched(chosen) if chosen else self._not_matched(search)

    def _matched(self, chosen: Candidate) -> ClaimedPayment:
        """Return the outcome of a payment that is a transfer of the ledger."""
        declared, transfer = chosen.declared, chosen.transfer
        payer, payee = transfer.payer.account, transfer.payee.account
        return ClaimedPayment(
            declared.claim_id,
            declared.complaint_id,
            "matched",
            declared.amount_minor,
            declared.currency,
            "",
            named_by_victim(declared.payer, payer, transfer, self.directory),
            named_by_victim(declared.payee, payee, transfer, self.directory),
            declared.payer,
            declared.payee,
            claim=Claim(
                declared.claim_id, transfer.transfer_id, declared.amount_minor, declared.currency
            ),
            evidence=chosen.evidence,
            later_seconds=later_seconds(declared, transfer),
        )

    def _not_matched(self, search: _Search) -> ClaimedPayment:
        """Return the outcome of a payment that is no transfer of the ledger."""
        declared = search.declared
        standing = standing_of(declared, search.sides, self.directory)
        transfer = claimed_transfer(
            declared, standing, directory=self.directory, register=self.register
        )
        reason = _reason_to_wait(search, self.assignment)
        is_declared = not reason and not standing.payee_is_covered
        claim = Claim(
            declared.claim_id, transfer.transfer_id, declared.amount_minor, declared.currency
        )
        return ClaimedPayment(
            declared.claim_id,
            declared.complaint_id,
            "declared" if is_declared else "unmatched",
            declared.amount_minor,
            declared.currency,
            reason or standing.reason,
            transfer.payer.account,
            transfer.payee.account,
            declared.payer,
            declared.payee,
            claim=claim if is_declared else None,
            declared=transfer if is_declared else None,
            near_misses=near_misses(
                declared,
                sides=search.sides,
                candidates=search.candidates,
                assignment=self.assignment,
                amounts=self.amounts,
                movements=self.movements,
            ),
        )


def _search(declared: Declared, directory: Directory, amounts: Amounts) -> _Search:
    """Find the accounts and the candidates of one declared payment."""
    sides = sides_of(declared, directory)
    return _Search(declared, sides, tuple(candidates_of(declared, sides, amounts)))


def _assignment(searches: Iterable[_Search]) -> Assignment:
    """Assign all candidates of all payments."""
    return assign(c for search in searches for c in search.candidates)


def _loans_to_herself(searches: Sequence[_Search]) -> dict[ClaimId, Skipped]:
    """Return loans paid to an account from which the victim's matched payments went on.

    Her own words may not show it (a loan to an IBAN, payments "from my card"); statements do.
    """
    paid_from: defaultdict[ComplaintId, set[AccountKey]] = defaultdict(set)
    for chosen in _assignment(searches).chosen.values():
        if not chosen.declared.is_loan:
            paid_from[chosen.declared.complaint_id].add(chosen.transfer.payer.account)
    return {
        search.declared.claim_id: Skipped(
            search.declared.claim_id, search.declared.complaint_id, "own_account"
        )
        for search in searches
        if search.declared.is_loan
        and not paid_from[search.declared.complaint_id].isdisjoint(
            key for key, how in search.sides.payee.items() if how in STRONG
        )
    }


def _movements(ledger: Ledger, searches: Sequence[_Search], assignment: Assignment) -> Movements:
    """Index the accounts of the payments that found nothing."""
    accounts: set[AccountKey] = set()
    for search in searches:
        if search.declared.claim_id not in assignment.chosen:
            accounts.update(search.sides.payee, search.sides.payer)
    return Movements(ledger.transfers, accounts)


def _reason_to_wait(search: _Search, assignment: Assignment) -> str:
    """Return why a payment that has candidates got none, as a code; empty when it has none.

    A transfer that another payment of the same complaint holds is no reason: the victim declares
    two payments, and this one is still to be found.
    """
    if search.declared.claim_id in assignment.undecided:
        return "ambiguous"
    holders = (assignment.taken.get(c.transfer.transfer_id) for c in search.candidates)
    complaints = {_complaint_of(holder) for holder in holders if holder}
    return "claimed_by_another" if complaints - {search.declared.complaint_id} else ""


def _complaint_of(claim_id: ClaimId) -> str:
    """Return the complaint that a claim belongs to."""
    return claim_id.rpartition("/")[0]
