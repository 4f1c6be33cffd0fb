"""Lines: one movement as any form prints it, and the order in which a form lists them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from izdes.adapters.statements.cells import Moment
from izdes.adapters.statements.fields import Amount
from izdes.adapters.statements.parties import Printed
from izdes.core.money.transfer import Precision

_FINENESS: tuple[Precision, ...] = ("day", "minute", "second")


@dataclass(frozen=True, slots=True)
class Line:
    """One movement as printed.

    Attributes:
        number: The row as a spreadsheet program shows it; the line of a text.
        balance_minor: The account's balance after it, where the form prints one.
    """

    number: int
    moment: Moment
    amount: Amount
    currency: str
    payer: Printed
    payee: Printed
    operation: str = ""
    purpose: str = ""
    purpose_code: str = ""
    reference: str = ""
    balance_minor: int | None = None


def with_column_precision(lines: list[Line]) -> list[Line]:
    """Give typed times the finest precision of their column: midnight is a time among times."""
    typed = [line.moment.precision for line in lines if line.moment.is_typed]
    if not typed:
        return lines
    finest = max(typed, key=_FINENESS.index)
    return [
        replace(line, moment=replace(line.moment, precision=finest))
        if line.moment.is_typed
        else line
        for line in lines
    ]


def oldest_first(lines: list[Line], *, newest_first: bool) -> list[Line]:
    """Turn a table round that lists the newest row first.

    Args:
        lines: As printed.
        newest_first: What the form does where the times themselves do not tell.
    """
    steps = list(_steps(lines))
    rising, falling = sum(s > 0 for s in steps), sum(s < 0 for s in steps)
    is_turned = falling > rising or (falling == rising and newest_first)
    return lines[::-1] if is_turned else lines


def _steps(lines: list[Line]) -> Iterator[int]:
    """Yield whether each row is later or earlier than the one above it."""
    for above, below in pairwise(lines):
        yield (below.moment.at > above.moment.at) - (below.moment.at < above.moment.at)
