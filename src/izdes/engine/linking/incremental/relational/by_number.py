"""By number: columns of a table asked for and written for many rows at once."""

from collections.abc import Sequence

import numpy as np

from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.relational.database import Database, Values


def facts(tables: Database, table: str, columns: Sequence[str], numbers: Int64) -> list[Int64]:
    """Return columns of a table for some numbers, in their order."""
    names = ", ".join(columns)
    select = f"SELECT place, {names} FROM given JOIN {table} USING (number)"  # noqa: S608
    if not len(numbers):
        return [np.empty(0, np.int64) for _ in columns]
    place, *found = tables.numbers(select, number=numbers, place=np.arange(len(numbers)))
    order = np.empty(len(numbers), np.int64)
    order[place] = np.arange(len(place))
    return [column[order] for column in found]


def words(tables: Database, select: str, numbers: Int64) -> list[str]:
    """Return a word for each of some numbers, in their order."""
    if not len(numbers):
        return []
    rows = tables.rows(select, number=numbers, place=np.arange(len(numbers)))
    return [word for _, word in sorted(rows)]


def placed_rows(tables: Database, select: str, blank: Int64, **given: Values) -> Int64:
    """Return a number for each row that a query is given, in their order.

    Args:
        blank: What stands where the query finds none.
    """
    if len(blank):
        place, found = tables.numbers(select, **given, place=np.arange(len(blank)))
        blank[place] = found
    return blank


def update(tables: Database, table: str, numbers: Int64, **columns: Int64) -> None:
    """Write columns of a table for some numbers; rows that say so already stay as they lie."""
    if not len(numbers):
        return
    written = ", ".join(f"{name} = given.{name}" for name in columns)
    differs = " OR ".join(f"{table}.{name} <> given.{name}" for name in columns)
    where = f"{table}.number = given.number AND ({differs})"
    statement = f"UPDATE {table} SET {written} FROM given WHERE {where}"  # noqa: S608
    tables.run(statement, number=numbers, **columns)


def next_number(tables: Database, table: str) -> int:
    """Return a number that nothing in a table has, nor any after it."""
    found = tables.rows(f"SELECT max(number) FROM {table}")[0][0]  # noqa: S608
    return 0 if found is None else int(found) + 1
