"""Rows of a table of the law: what every table has in common before its own columns are read."""

import csv
from collections.abc import Callable, Iterable, Mapping

from izdes.core.errors import Fault, InputRefused

# What names a place of a table and what is wrong there: code, file, row, column.
Naming = Callable[[str, str, int, str], Fault]


def rows_in(
    text: str, columns: Iterable[str], *, file: str, naming: Naming, not_csv: str
) -> list[tuple[int, Mapping[str, str]]]:
    """Return the rows of a table, each with the number of its last line.

    Args:
        text: CSV with a header of at least these columns.
        not_csv: Code of the fault of what is no such table.

    Raises:
        InputRefused: It lacks a column, or is no CSV.
    """
    rows = csv.DictReader(text.lstrip("\ufeff").splitlines(), restval="")
    try:
        missing = [name for name in columns if name not in (rows.fieldnames or ())]
        found: list[tuple[int, Mapping[str, str]]] = [(rows.line_num, row) for row in rows]
    except csv.Error:
        raise InputRefused(Fault(not_csv, file=file)) from None
    if missing:
        raise InputRefused(*(naming("column_missing", file, 1, name) for name in missing))
    return found
