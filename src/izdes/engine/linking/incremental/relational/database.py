"""Database: what a store asks of one, statements over sets of values in one transaction.

DuckDB answers in `tables`; a server of the office answers the same statements, so that they are
written once. What a statement is given stands in the table ``given``, a column by name.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from izdes.engine.linking.columns import Int64

# A column of values that a statement is given: numbers, or words.
Values = Int64 | Sequence[str] | Any


class Database(Protocol):
    """Tables of a store, wherever they lie."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all that is written inside, or nothing."""

    def run(self, statement: str, **given: Values) -> None:
        """Run a statement."""

    def numbers(self, select: str, **given: Values) -> list[Int64]:
        """Return the columns of a query that gives whole numbers."""

    def rows(self, select: str, **given: Values) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    def table(self, select: str) -> Any:  # noqa: ANN401 - Arrow publishes no types
        """Return the rows of a query as an Arrow table."""
