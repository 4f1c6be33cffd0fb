"""Dialects: one page of a bank's books in the form in which that bank writes it.

Every writer takes a page and returns bytes, the same bytes each time: no clock, no chance.
"""

from collections.abc import Callable, Mapping

from izdes.twin.dialects import camt053, halyk, kaspi, plain
from izdes.twin.pages import Page

_WRITERS: Mapping[str, Callable[[Page], bytes]] = {
    "halyk": halyk.written,
    "kaspi": kaspi.written,
    "plain": plain.written,
    "camt053": camt053.written,
}


def statement_bytes(page: Page) -> bytes:
    """Return the file that the account's bank would send."""
    return _WRITERS[page.answer.form](page)
