"""Withheld: what a report says and nobody needs is not stored: the victim's full card, her codes.

Her own card is known to her bank; whoever copied it out of here could use it. Of its number the
last four digits stay, which tell two cards of hers apart. Of security codes, PINs and codes from
messages nothing stays (`izdes.core.identifiers.unkept`). The card of whoever received money is what
a case turns on, and stays whole.
"""

from dataclasses import replace

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.card import is_complete
from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.core.identifiers.narrative.extract import identify
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.unkept import masked
from izdes.core.law.clocks.zone import LOCAL
from izdes.web.cases.reports import Payment, Report

_KEPT = 4


def withheld(report: Report) -> tuple[Report, bool]:
    """Return a report without the victim's full cards and secret codes, and whether it had any."""
    bare = replace(
        report,
        narrative=masked(_words(report.narrative)).text,
        applicant=replace(report.applicant, contact=masked(report.applicant.contact).text),
        payments=tuple(map(_payment, report.payments)),
        identifiers=tuple(map(_identifier, report.identifiers)),
    )
    return bare, bare != report


def _words(narrative: str) -> str:
    """Return words in which her own cards are tails."""
    for mention in reversed(identify(narrative, zone=LOCAL)):
        if mention.role == "victim" and _is_whole_card(mention.kind, mention.value):
            masked = _tail(mention.raw)
            narrative = narrative[: mention.start] + masked + narrative[mention.end :]
    return narrative


def _payment(payment: Payment) -> Payment:
    """Return a payment whose own side is no full card."""
    payment = replace(payment, channel=masked(payment.channel).text)
    reading = read_account(payment.from_raw)
    if not _is_whole(reading):
        return payment
    return replace(payment, from_raw=_tail(payment.from_raw))


def _identifier(given: GivenIdentifier) -> GivenIdentifier:
    """Return an identifier that is no full card of hers."""
    if given.role != "victim" or not _is_whole(given.reading):
        return given
    return replace(given, raw=_tail(given.raw), told=None)


def _is_whole(reading: Reading) -> bool:
    """Say whether a reading is a card without hidden digits."""
    return _is_whole_card(reading.kind, reading.value)


def _is_whole_card(kind: str, value: object) -> bool:
    """Say whether a kind and value are a card without hidden digits."""
    return kind == "card" and isinstance(value, str) and is_complete(value)


def _tail(raw: str) -> str:
    """Return the tail of a number, marked as one."""
    digits = [sign for sign in raw if sign.isdigit()]
    return f"*{''.join(digits[-_KEPT:])}"
