"""ISO 20022 camt.052: the report within the day, as XML."""

from izdes.twin.dialects.camt import REPORT, message_of
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Page


def written(page: Page) -> Written:
    """Return the page as a camt.052 message."""
    return message_of(page, REPORT)
