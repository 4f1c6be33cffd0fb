"""The store of linking in the office: who names what and which series that makes, on PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, cast

from izdes.core.linking.hubs.review import Verdict, VerdictWord
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.relational.by_number import next_number, update
from izdes.engine.linking.incremental.relational.settings import write_verdicts
from izdes.engine.linking.incremental.relational.store import KeptStore

_KEPT = """
    INSERT INTO proposal
    SELECT kind, value, coalesce(verdict.verdict, ''), coalesce(verdict.reason, '')
    FROM given LEFT JOIN verdict USING (kind, value) WHERE coalesce(verdict.by_whom, '') = ''
    ON CONFLICT DO NOTHING RETURNING kind, value
"""
_FORGOTTEN = """
    DELETE FROM verdict USING given
    WHERE verdict.kind = given.kind AND verdict.value = given.value
    RETURNING verdict.kind, verdict.value
"""
_AGAIN = """
    DELETE FROM proposal USING given
    WHERE proposal.kind = given.kind AND proposal.value = given.value
    RETURNING proposal.kind, proposal.value, proposal.verdict, proposal.reason
"""
_KNOWN = "SELECT kind, value FROM given JOIN proposal USING (kind, value)"


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

    def say(self, said: Mapping[Node, Verdict | None]) -> None:
        """Write words on nodes in place of what was said of them; what they weigh stays.

        What the machine says is kept, and counts again where None is said.
        """
        new = {node: word for node, word in said.items() if word is not None}
        self._words(_KEPT, [*new])
        self._words(_FORGOTTEN, [*said])
        again = self._words(_AGAIN, [node for node in said if node not in new])
        new |= {
            (kind, value): Verdict(cast("VerdictWord", word), why)
            for kind, value, word, why in again
            if word
        }
        write_verdicts(self.tables, new)
        others = {n: word for n, word in self.snapshot.verdicts.items() if n not in said}
        self.snapshot = replace(self.snapshot, verdicts={**others, **new})

    def knows_machines(self, nodes: Sequence[Node]) -> bool:
        """Say whether it is known what the machine says of each of some nodes."""
        return len(self._words(_KNOWN, nodes)) == len(nodes)

    def renew(self, snapshot: Snapshot) -> None:
        """Take weights from another snapshot, and write anew what complaints name and mean."""
        self.tables.run("DELETE FROM proposal")
        super().renew(snapshot)

    def weigh(self, nodes: Int64, agreement: Int64, weight: Int64) -> None:
        """Write what nodes weigh."""
        update(self.tables, "node", nodes, agreement=agreement, weight=weight)

    def _words(self, statement: str, nodes: Sequence[Node]) -> list[tuple[str, ...]]:
        """Return what a statement gives that is given nodes; nothing where there are none."""
        given = {"kind": [kind for kind, _ in nodes], "value": [value for _, value in nodes]}
        return self.tables.rows(statement, **given) if nodes else []
