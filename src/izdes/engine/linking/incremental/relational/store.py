"""A store on tables: the protocol of `incremental.store` on those of `schema`; one in DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from izdes.core.linking.grouping import Limits
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Changes, Purpose
from izdes.engine.linking.incremental.relational.database import Database
from izdes.engine.linking.incremental.relational.judgements import KeptJudgements
from izdes.engine.linking.incremental.relational.namings import KeptNamings
from izdes.engine.linking.incremental.relational.nodes import KeptNodes
from izdes.engine.linking.incremental.relational.renewing import set_aside, write_anew
from izdes.engine.linking.incremental.relational.settings import (
    known_kinds,
    read_settings,
    write_handovers,
    write_settings,
)
from izdes.engine.linking.incremental.relational.tables import Tables


class KeptStore(KeptJudgements, KeptNodes, KeptNamings):
    """What linking keeps, in tables, wherever they lie."""

    def __init__(self, tables: Database) -> None:
        self.tables = tables
        self.snapshot, self.limits, self.purpose = read_settings(tables)
        self.kinds = known_kinds(tables)
        self._has_handovers = bool(tables.rows("SELECT 1 FROM handover LIMIT 1"))

    @classmethod
    def made(
        cls,
        tables: Database,
        snapshot: Snapshot,
        *,
        changes: Changes | None = None,
        limits: Limits | None = None,
        purpose: Purpose = "series",
    ) -> Self:
        """Make a store of tables that hold nothing yet."""
        with tables.transaction():
            write_settings(tables, snapshot, limits or Limits(), purpose)
            write_handovers(tables, changes or {})
        return cls(tables)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make what follows one change: all of it is kept, or nothing."""
        before = [*self.kinds], self.snapshot
        try:
            with self.tables.transaction():
                yield
        except BaseException:
            self.kinds, self.snapshot = before
            raise

    def renew(self, snapshot: Snapshot) -> None:
        """Take weights from another snapshot, and write anew what complaints name and mean."""
        set_aside(self.tables, self.by_node)
        write_settings(self.tables, snapshot, self.limits, self.purpose)
        self.snapshot, _, _ = read_settings(self.tables)
        self.kinds = known_kinds(self.tables)
        write_anew(self.tables, self, self.by_node)


class RelationalStore(KeptStore):
    """What linking keeps, in a file of DuckDB."""

    tables: Tables
