"""The VTB form: the operation says the direction, and so does the sign of the amount.

Titles «Вид операции (КД)» and «Резиденство», dates year first, currencies as ``KZT - Тенге``,
operations numbered ``1 - Внешние входящие``, ``2 - Внешние исходящие``, ``3 - Внутренние``. A
negative amount leaves the account. Number, words, sign and the side of the account are four
witnesses of one direction; where two of them disagree the row is refused.
"""

import re

from izdes.adapters.statements.columns18.forms import Form
from izdes.adapters.statements.fields import Amount, Cells, Unreadable, single_amount
from izdes.adapters.statements.wording import direction_of, folded
from izdes.core.money.statement import Direction

_NUMBERED = re.compile(r"([0-9]{1,2}) ?[-–—.)]")
_SHOWN = 40
_TITLE_WORD = "кд"


def signed_amount(cells: Cells, currency: str) -> Amount:
    """Read an amount whose sign is its direction, and compare it with what the operation says."""
    amount = single_amount(cells, currency)
    if not amount.minor:
        return amount
    direction: Direction = amount.direction or "credit"
    operation = cells.text("operation")
    if {direction} != {direction, *_said(operation)}:
        raise Unreadable("operation_disagrees", "operation", operation[:_SHOWN])
    return Amount(amount.minor, direction)


def _said(operation: str) -> set[Direction]:
    """Return the directions that an operation's number and its words name."""
    number = _NUMBERED.match(operation)
    found = (direction_of(number[1]) if number else None, direction_of(operation))
    return {direction for direction in found if direction is not None}


FORM = Form(
    name="columns18-vtb",
    reason="operations_numbered_by_direction",
    recognises=lambda header, _: (
        _TITLE_WORD in folded(header.titles.get("operation", "")).split() and not header.is_split
    ),
    amount_of=signed_amount,
)
