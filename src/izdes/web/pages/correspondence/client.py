"""What the holder of an account is told: who ordered it, till when, and where to object.

The text names no other person and no case beyond its number. An institution gives it on asking; it
gives nothing where the order says that the client is not to be told.
"""

from izdes.adapters.words import Lang, moment, say
from izdes.core.orders.order import Order
from izdes.web.correspondence.models import Request


def client_text(order: Order, found: Request, lang: Lang) -> str:
    """Return the text for an account's holder; empty for an order that holds nothing."""
    if order.cap is None and order.days is None:
        return ""
    held = found.holds.filter(status="held", ended_at__isnull=True).order_by("until").first()
    until = held.until if held is not None else None
    parts = [
        say(
            "corr_client_who",
            lang,
            number=order.number,
            at=moment(order.made_at),
            post=order.initiator.post,
            name=order.initiator.name,
        ),
        say("corr_client_until", lang, at=moment(until))
        if until
        else say("corr_client_days", lang, days=order.days or "—"),
        say("corr_client_protected", lang),
        say("corr_client_where", lang),
    ]
    return "\n".join(parts)
