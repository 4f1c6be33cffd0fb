"""The Forte form: a column for the branch, and the account only in the sheet's or the file's name.

Some eight lines of heading without an account, titles sometimes merged over two rows, numbers of
people that lost their leading zeros, lines of totals at the end. The direction is the side on
which the account stands.
"""

from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.fields import single_amount

FORM = Form(
    name="columns18-forte",
    reason="branch_column",
    recognises=lambda header, _: "branch" in header.columns and not header.is_split,
    amount_of=single_amount,
)
