"""Tables of the office: sorted, filtered, paged, exported, with the columns that one chose.

A view says what its rows and columns are; everything else follows from the address of the page, so
that a table can be sent on as a link, and works without a script.
"""

from izdes.web.pages.tables.columns import Column
from izdes.web.pages.tables.filters import Choice, Days, Filter, Sums, Text
from izdes.web.pages.tables.listing import Listing, page_of

__all__ = ["Choice", "Column", "Days", "Filter", "Listing", "Sums", "Text", "page_of"]
