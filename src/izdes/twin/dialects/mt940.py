"""SWIFT MT940: the customer statement, as a file of tags."""

from izdes.twin.dialects.mt import statement_of
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Page


def written(page: Page) -> Written:
    """Return the page as an MT940 message."""
    return statement_of(page)
