"""The cast in a database where transactions are committed, with every complaint linked."""

import pytest
from tests.web.cast import Cast

from izdes.web.subjects.linking.follow import follow


@pytest.fixture
def linked(committed_cast: Cast) -> Cast:
    """Return the cast after linking has followed."""
    follow()
    return committed_cast
