"""The Freedom form: a sheet for each currency, seventeen columns.

There is no column for the words of the purpose: the one that the annex has for its code holds
them. The sheet's name is the currency of the account; sheets of currencies that the account never
held have titles and no rows.
"""

from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.columns18.header import Grid, Header
from izdes.adapters.statements.fields import Cells, single_amount

_SEEN_ROWS = 50


def _has_words_for_code(header: Header, grid: Grid) -> bool:
    """Say whether the code's column stands alone, and holds words where it holds anything."""
    if "knp" not in header.columns or "purpose" in header.columns or header.is_split:
        return False
    rows = grid[header.data : header.data + _SEEN_ROWS]
    codes = [text for row in rows if (text := Cells(row, header.columns).text("knp"))]
    return not codes or any(not code.isdigit() for code in codes)


FORM = Form(
    name="columns18-freedom",
    reason="purpose_in_code_column",
    recognises=_has_words_for_code,
    amount_of=single_amount,
    is_sheet_currency=True,
)
