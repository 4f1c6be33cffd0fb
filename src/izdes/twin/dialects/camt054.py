"""ISO 20022 camt.054: the notification of single entries, as XML."""

from izdes.twin.dialects.camt import NOTIFICATION, message_of
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Page


def written(page: Page) -> Written:
    """Return the page as a camt.054 message."""
    return message_of(page, NOTIFICATION)
