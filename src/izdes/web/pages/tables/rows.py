"""Rows of a table: chosen, put in order, taken page by page; none is lost and none comes twice.

Where two rows are equal in what they are sorted by, the key decides: so the pages of one order
share no row, and together they hold all.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F, Model, QuerySet, Sum

from izdes.web.pages.figures import Money
from izdes.web.pages.tables.asking import Asking
from izdes.web.pages.tables.columns import Column, text_of

Rows = QuerySet[Any] | Sequence[Any]
_BATCH = 500


def chosen(rows: Rows, columns: Iterable[Column], asking: Asking) -> tuple[Rows, dict[str, str]]:
    """Return the rows that the filters let through, and what is wrong with which filter."""
    wrong = dict[str, str]()
    for column in columns:
        asked, way = asking.filters.get(column.name), column.filter
        if asked is None or way is None:
            continue
        try:
            if isinstance(rows, QuerySet):
                rows = rows.filter(way.condition(asked))
            else:
                rows = [row for row in rows if way.admits(column.of(row), asked)]
        except ValueError:
            wrong[column.name] = way.refusal
    return rows, wrong


def ordered(rows: Rows, columns: Iterable[Column], asking: Asking) -> Rows:
    """Return rows in the order that was asked for; what is empty comes last."""
    column = next((one for one in columns if one.name == asking.order and one.sort), None)
    if isinstance(rows, QuerySet):
        return _in_order(rows, column, is_downward=asking.is_downward)
    if column is None:
        return rows
    filled = [row for row in rows if column.of(row) is not None]
    empty = [row for row in rows if column.of(row) is None]
    filled.sort(key=lambda row: _key(column, row), reverse=asking.is_downward)
    return [*filled, *empty]


def _in_order(
    rows: QuerySet[Model], column: Column | None, *, is_downward: bool
) -> QuerySet[Model]:
    """Return a query in order, its key last."""
    if column is None:
        given = rows.query.order_by or rows.model._meta.ordering or ()  # noqa: SLF001 - public name
        return rows.order_by(*given, "-pk" if str(next(iter(given), "-")).startswith("-") else "pk")
    path = F(column.sort)
    by = path.desc(nulls_last=True) if is_downward else path.asc(nulls_last=True)
    return rows.order_by(by, "-pk" if is_downward else "pk")


def _key(column: Column, row: object) -> Any:  # noqa: ANN401 - whatever a column is compared by
    """Return what a row of a sequence is sorted by."""
    value = column.of(row)
    if isinstance(value, Money):
        return (value.currency, value.minor)
    if column.kind in {"moment", "end", "day", "number"}:
        return value
    return text_of(value, column.kind).casefold()


def totals(rows: Rows, columns: Iterable[Column], names: Sequence[str]) -> dict[str, object]:
    """Return the sums of some columns over all rows that are chosen, not over a page.

    A column of several currencies has no sum: tenge and dollars are not added.
    """
    wanted = [one for one in columns if one.name in names]
    if not isinstance(rows, QuerySet):
        return {one.name: _sum([one.of(row) for row in rows]) for one in wanted}
    paths = {f"sum_{one.name}": Sum(one.sort) for one in wanted if one.sort}
    found = rows.order_by().aggregate(**paths)
    return {
        one.name: _printed(one, found.get(f"sum_{one.name}"))
        for one in wanted
        if not one.currency.startswith(".")
    }


def _printed(column: Column, total: int | None) -> object:
    """Return a sum as its column prints it."""
    if column.kind == "money":
        return Money(int(total or 0), column.currency)
    return int(total or 0)


def _sum(values: Sequence[object]) -> object:
    """Return the sum of the values of a column, or None where they cannot be added."""
    sums = [value for value in values if isinstance(value, Money)]
    if sums:
        currencies = {one.currency for one in sums}
        return Money(sum(s.minor for s in sums), *currencies) if len(currencies) == 1 else None
    return sum(value for value in values if isinstance(value, int))


def one_by_one(rows: Rows) -> Iterator[object]:
    """Return every row without keeping them all."""
    if isinstance(rows, QuerySet):
        return rows.iterator(chunk_size=_BATCH)
    return iter(rows)
