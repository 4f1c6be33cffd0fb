"""SWIFT MT942: the interim report, as a file of tags."""

from izdes.twin.dialects.mt import report_of
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Page


def written(page: Page) -> Written:
    """Return the page as an MT942 message."""
    return report_of(page)
