"""What complaints declare, one payment after another, before anything is compared.

A loan taken in the victim's name is a payment of the lender to whoever received it. Money that
went to an account of the victim's own is not lost yet, so it is no claim; the note says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from izdes.core.identifiers import chain
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.card import is_same_card, is_telling
from izdes.core.identifiers.complaint import Complaint, ComplaintId, Loan, Payment
from izdes.core.identifiers.reading import Reading
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Declared:
    """One payment as declared, its texts read.

    Attributes:
        order: Place among all declared payments: complaint's time and id, loans after payments,
            then place in the complaint.
        earliest: Start of the time in which it was made, UTC.
        latest: Its end; the same instant when the victim names one.
        is_timed: She names the instant; otherwise it comes from the complaint's other times.
    """

    claim_id: ClaimId
    complaint_id: ComplaintId
    order: tuple[datetime, str, bool, int]
    amount_minor: int
    currency: str
    payer: Reading
    payee: Reading
    earliest: datetime
    latest: datetime
    is_timed: bool

    @property
    def is_loan(self) -> bool:
        """Say whether it is a loan taken in the victim's name."""
        return self.order[2]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A declared payment that is no claim.

    Attributes:
        reason: ``amount_missing``, ``amount_not_positive``, ``own_account`` or
            ``loan_payee_missing``.
    """

    claim_id: ClaimId
    complaint_id: ComplaintId
    reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The declared loss beside the sum of what is itemised, in minor units of one currency.

    Attributes:
        declared_minor: The total as declared; None when not said.
        summed_minor: Σ payments and Σ loans that were paid to somebody else; None when they are
            in several currencies.
        difference_minor: Declared less summed; None when either is None.
    """

    currency: str
    declared_minor: int | None
    summed_minor: int | None
    difference_minor: int | None


def key_of(reading: Reading) -> AccountKey | None:
    """Return the account key that a text names, or None when it names no account.

    A tail names one card in ten thousand and so no account. An IBAN whose check digits fail names
    nothing that exists under ``iban:``; it is kept as printed.
    """
    if reading.value is None or reading.code in {"placeholder", "short_number"}:
        return None
    kind, value = reading.kind, reading.value
    if kind == "account" or (kind == "iban" and reading.code == "wrong_check_digit"):
        return AccountKey(f"acct:?:{value}")
    if kind == "card":
        return AccountKey(f"card:?:{value}") if is_telling(value) else None
    if kind in chain.SHAPES:
        return AccountKey(f"chain:{kind}:{value}")
    return AccountKey(f"{kind}:{value}") if kind in {"iban", "phone"} else None


def declared_in(complaint: Complaint) -> Iterator[Declared | Skipped]:
    """Yield every payment and loan of a complaint, as a declared payment or as skipped."""
    own = _own_accounts(complaint)
    for number, payment in enumerate(complaint.payments, 1):
        claim_id = ClaimId(f"{complaint.complaint_id}/{number}")
        payee = read_account(payment.paid_to)
        if reason := _reason_against(payment, payee, own):
            yield Skipped(claim_id, complaint.complaint_id, reason)
        else:
            payer = read_account(payment.paid_from)
            yield _declared(complaint, claim_id, said=payment, payer=payer, payee=payee)
    for number, loan in enumerate(complaint.loans, 1):
        claim_id = ClaimId(f"{complaint.complaint_id}/L{number}")
        payee = read_account(loan.paid_to)
        missing = "" if loan.paid_to.strip() else "loan_payee_missing"
        if reason := missing or _reason_against(loan, payee, own):
            yield Skipped(claim_id, complaint.complaint_id, reason)
        else:
            lender = Reading(loan.lender, "name", loan.lender.strip() or None)
            yield _declared(complaint, claim_id, said=loan, payer=lender, payee=payee)


def _declared(
    complaint: Complaint,
    claim_id: ClaimId,
    *,
    said: Payment | Loan,
    payer: Reading,
    payee: Reading,
) -> Declared:
    """Return a declared payment with the time in which it was made."""
    is_loan = isinstance(said, Loan)
    number = int(claim_id.rpartition("/")[2].removeprefix("L"))
    earliest, latest = _time_of(complaint, said.at)
    return Declared(
        claim_id,
        complaint.complaint_id,
        (*complaint.sort_key, is_loan, number),
        said.amount_minor or 0,
        said.currency,
        payer,
        payee,
        earliest,
        latest,
        said.at is not None,
    )


def _time_of(complaint: Complaint, at: datetime | None) -> tuple[datetime, datetime]:
    """Return the time of a payment: as said, within the deception, or the day of the report."""
    if at is not None:
        return at, at
    told = [t for t in (complaint.occurred_from, complaint.occurred_to) if t is not None]
    if told:
        return min(told), max(told)
    return complaint.reported_at - _DAY, complaint.reported_at


def _reason_against(said: Payment | Loan, payee: Reading, own: Iterable[Reading]) -> str:
    """Return why a declared payment is no claim; empty when it is one."""
    if said.amount_minor is None:
        return "amount_missing"
    if said.amount_minor <= 0:
        return "amount_not_positive"
    return "own_account" if any(_is_one_account(payee, mine) for mine in own) else ""


def _own_accounts(complaint: Complaint) -> tuple[Reading, ...]:
    """Return the accounts that are the victim's: those she pays from, those given as hers."""
    paid_from = (read_account(p.paid_from) for p in complaint.payments)
    hers = (i.reading for i in complaint.identifiers if i.role == "victim")
    named = {(r.kind, r.value): r for r in (*paid_from, *hers) if r.kind != "name" and r.value}
    return tuple(named.values())


def _is_one_account(one: Reading, other: Reading) -> bool:
    """Say whether two texts of one complaint name one account."""
    if one.kind != other.kind or one.value is None or other.value is None:
        return False
    return one.value == other.value or (one.kind == "card" and is_same_card(one.value, other.value))


def totals(complaint: Complaint) -> Totals:
    """Compare the declared total with the sum of the itemised payments.

    Returns:
        With ``difference_minor == declared_minor - summed_minor`` where both are known. The total
        carries no currency of its own; it is taken to be in that of the payments.
    """
    own = _own_accounts(complaint)
    lent = [
        loan
        for loan in complaint.loans
        if loan.paid_to.strip() and not _reason_against(loan, read_account(loan.paid_to), own)
    ]
    items: list[Payment | Loan] = [*complaint.payments, *lent]
    sums = [(item.currency, item.amount_minor) for item in items if item.amount_minor]
    currencies = sorted({currency for currency, _ in sums}) or ["KZT"]
    summed = sum(minor for _, minor in sums) if len(currencies) == 1 else None
    known = complaint.total_minor is not None and summed is not None
    difference = (complaint.total_minor or 0) - (summed or 0) if known else None
    return Totals("/".join(currencies), complaint.total_minor, summed, difference)
