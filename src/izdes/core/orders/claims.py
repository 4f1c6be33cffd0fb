"""Claims: what an order says of the victim whose money it is about.

Her account stands in the words about her, as people write it. That an order names an account as
hers does not prove that it is hers.
"""

import re

from izdes.core.identifiers.iban import Iban
from izdes.core.identifiers.invalid import InvalidIdentifier
from izdes.core.orders.order import Order

# By which measure, and in which words of it, money is asked back for somebody.
_RETURNING = "notice.refund"
_VICTIM = "victim"
_WRITTEN = re.compile(r"[A-Z]{2}[0-9]{2}(?:[ \u00a0]?[0-9A-Z]{4}){4}(?![0-9A-Z])", re.ASCII)


def asks_to_return(order: Order) -> bool:
    """Say whether an order is to give money back to whoever lost it."""
    return order.measure == _RETURNING


def claimed_accounts(order: Order) -> tuple[str, ...]:
    """Return the keys of the accounts that an order names as the victim's, in their order."""
    texts = [one.text for one in order.said if one.name == _VICTIM]
    found = (written for text in texts for written in _WRITTEN.findall(text.upper()))
    keys = (f"iban:{digits}" for digits in map(_digits, found) if digits)
    return tuple(dict.fromkeys(keys))


def _digits(written: str) -> str:
    """Return an IBAN in its normal form; empty where it is none."""
    try:
        return Iban.parse(written).text
    except InvalidIdentifier:
        return ""
