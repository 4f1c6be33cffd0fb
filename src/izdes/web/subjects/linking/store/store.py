"""The store of linking in the office: who names what and which series that makes, on PostgreSQL."""

from typing import ClassVar

from izdes.engine.linking.incremental.relational.by_number import next_number
from izdes.engine.linking.incremental.relational.store import KeptStore


class PostgresStore(KeptStore):
    """What linking keeps, on the office's server.

    An index of each order makes a second copy of namings idle, and the server itself makes the
    numbers of texts.
    """

    by_node: ClassVar[str] = "naming"
    few_nodes: ClassVar[int] = 0

    def count(self) -> int:
        """Return how many complaints there are, or a few more where some were withdrawn.

        It is asked for at every change, to tell a large part of the country from a small one; to
        count them one by one would cost more than the change.
        """
        return next_number(self.tables, "complaint")
