"""Dialects: one page of a bank's books in the form in which that bank writes it.

Every writer takes a page and returns the file, the same bytes each time: no clock, no chance.
"""

from collections.abc import Callable, Mapping

from izdes.twin.dialects import (
    camt052,
    camt053,
    camt054,
    exchange1c,
    forte,
    freedom,
    halyk,
    kaspi,
    mt940,
    mt942,
    plain,
    retail,
    table,
    vtb,
)
from izdes.twin.dialects.written import Written
from izdes.twin.pages import Page

_WRITERS: Mapping[str, Callable[[Page], Written]] = {
    "halyk": halyk.written,
    "kaspi": kaspi.written,
    "plain": plain.written,
    "freedom": freedom.written,
    "vtb": vtb.written,
    "forte": forte.written,
    "retail": retail.written,
    "camt052": camt052.written,
    "camt053": camt053.written,
    "camt054": camt054.written,
    "mt940": mt940.written,
    "mt942": mt942.written,
    "exchange1c": exchange1c.written,
    "table": table.written,
}


def statement_file(page: Page) -> Written:
    """Return the file that the account's bank would send."""
    return _WRITERS[page.answer.form](page)
