"""Forms: what distinguishes one bank's table of eighteen columns from another's."""

from collections.abc import Callable
from dataclasses import dataclass

from izdes.adapters.statements.columns18.header import Grid, Header
from izdes.adapters.statements.fields import AmountReader


@dataclass(frozen=True, slots=True)
class Form:
    """One dialect of the table.

    Attributes:
        name: As it is reported.
        reason: What in the content shows it, as a code.
        recognises: Whether a header, and the sheet that it stands on, are of this form.
        amount_of: How the form prints amounts.
        newest_first: In which order it lists rows where their times do not tell.
        is_sheet_currency: The name of the sheet is the account's currency.
    """

    name: str
    reason: str
    recognises: Callable[[Header, Grid], bool]
    amount_of: AmountReader
    newest_first: bool = False
    is_sheet_currency: bool = False
