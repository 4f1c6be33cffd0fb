"""Mentions: the offender-side identifiers of one complaint, as nodes that complaints share.

What links is what the complaint gives as the offender's contact, site or account, and the accounts
to which its payments went. What is the victim's own never links: it would join everything she
reports to everybody who reports her. A tail, a masked card, a name and a filler number name nobody
in particular.
"""

from collections.abc import Iterator

from izdes.core.identifiers import card, chain
from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.complaint import OFFENDER_SIDE, Complaint
from izdes.core.identifiers.reading import Reading

Node = tuple[str, str]

_PAYMENT_KINDS = frozenset({"iban", "card", "phone", *chain.SHAPES})
_NOBODY = frozenset({"placeholder"})
_WORDS = frozenset({"name", "none"})


def mentions_of(complaint: Complaint) -> frozenset[Node]:
    """Return the identifiers by which a complaint may be linked, as (kind, value)."""
    return frozenset(_offenders(complaint)) - frozenset(_victims(complaint))


def _offenders(complaint: Complaint) -> Iterator[Node]:
    """Yield what is the offender's: given as such, or paid to."""
    for given in complaint.identifiers:
        if given.role in OFFENDER_SIDE:
            yield from _node(given.reading)
    for written in (
        *(payment.paid_to for payment in complaint.payments),
        *(loan.paid_to for loan in complaint.loans),
    ):
        reading = read_account(written)
        if reading.kind in _PAYMENT_KINDS and reading.code != "wrong_check_digit":
            yield from _node(reading)


def _victims(complaint: Complaint) -> Iterator[Node]:
    """Yield what is the victim's own: given as such, or paid from."""
    for given in complaint.identifiers:
        if given.role == "victim":
            yield from _node(given.reading)
    for payment in complaint.payments:
        yield from _node(read_account(payment.paid_from))


def _node(reading: Reading) -> Iterator[Node]:
    """Yield the node of a reading that names one thing completely."""
    if reading.value is None or reading.code in _NOBODY or reading.kind in _WORDS:
        return
    if reading.kind == "card" and not card.is_complete(reading.value):
        return
    yield reading.kind, reading.value
