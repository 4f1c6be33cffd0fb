"""The Kaspi form: a header of two merged rows, the newest row first.

«Плательщик» and «Получатель» stand over their five titles; above them ten lines of heading with
period, both balances and turnovers; amounts are often text with blanks. The direction is the side
on which the account stands.
"""

from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.fields import single_amount

FORM = Form(
    name="columns18-kaspi",
    reason="header_of_two_rows",
    recognises=lambda header, _: header.is_two_row,
    amount_of=single_amount,
    newest_first=True,
)
