"""ISO 20022 camt.053: the statement, as XML."""

from izdes.twin.dialects.camt import STATEMENT, message_of
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Page


def written(page: Page) -> Written:
    """Return the page as a camt.053 message."""
    return message_of(page, STATEMENT)
