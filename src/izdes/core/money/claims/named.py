"""Named: the account that a bank prints only in part, where the victim names it.

A bank prints "Айгүл С." and no account; the victim of the payment has written down the IBAN. The
transfer in the ledger then gets that account, as long as no statement covers it at that moment: a
covered account holds what its own bank says, and nothing on a victim's word.

That the victim named it is said with the claim; it does not prove that the money went there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from izdes.core.identifiers.card import is_telling
from izdes.core.identifiers.reading import Reading
from izdes.core.money.account import AccountKey
from izdes.core.money.claims.declared import key_of
from izdes.core.money.claims.directory import Directory
from izdes.core.money.claims.outcome import ClaimedPayment
from izdes.core.money.transfer import Ledger, Party, Transfer, TransferId

_NOT_NAMED = "@unknown:"
_ONE_ACCOUNT = ("iban:", "wallet:", "phone:", "card:")


def named_by_victim(
    said: Reading, printed: AccountKey, transfer: Transfer, directory: Directory
) -> AccountKey:
    """Return the account of one side of a matched transfer: as printed, else as the victim says."""
    if not printed.startswith(_NOT_NAMED):
        return printed
    key = key_of(said)
    if key is None or not key.startswith(_ONE_ACCOUNT):
        return printed
    if key.startswith("card:") and not is_telling(key.split(":")[2]):
        return printed
    account = directory.resolve(key, transfer.booked_at)
    is_covered = directory.is_covered(account, transfer.currency, transfer.booked_at)
    return printed if is_covered else account


def with_named_accounts(ledger: Ledger, payments: Iterable[ClaimedPayment]) -> Ledger:
    """Return the ledger in which matched payments go from and to the accounts that are known."""
    sides = {
        p.claim.transfer_id: (p.payer_key, p.payee_key)
        for p in payments
        if p.claim is not None and p.state == "matched"
    }
    return replace(ledger, transfers=tuple(_named(t, sides) for t in ledger.transfers))


def _named(
    transfer: Transfer, sides: Mapping[TransferId, tuple[AccountKey, AccountKey]]
) -> Transfer:
    """Return a transfer under the accounts that its claim knows."""
    payer, payee = sides.get(transfer.transfer_id, (transfer.payer.account, transfer.payee.account))
    if (payer, payee) == (transfer.payer.account, transfer.payee.account):
        return transfer
    return replace(
        transfer, payer=_party(transfer.payer, payer), payee=_party(transfer.payee, payee)
    )


def _party(party: Party, account: AccountKey) -> Party:
    """Return a party under an account."""
    return party if party.account == account else replace(party, account=account)
