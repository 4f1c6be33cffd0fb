"""What a store on disk was made with: limits, purpose, and the snapshot less its degrees."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from izdes.core.linking.grouping import Limits
from izdes.core.linking.hubs import Hub
from izdes.core.linking.mentions import Node
from izdes.core.linking.review import Verdict, VerdictWord
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Purpose
from izdes.engine.linking.relational.schema import KEY, VERSION
from izdes.engine.linking.relational.tables import Tables
from izdes.engine.tracing.ledger.codes import micros, moment_of


def write_settings(tables: Tables, snapshot: Snapshot, limits: Limits, purpose: Purpose) -> None:
    """Write what a store is made with, in place of what it was made with before."""
    settings = {
        "version": str(VERSION),
        "purpose": purpose,
        "complaints": str(snapshot.complaints),
        **{name: str(value) for name, value in asdict(limits).items()},
    }
    for table in ("setting", "degree", "hub", "verdict"):
        tables.run(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
    _insert(tables, "setting", ("name", "value"), list(settings.items()))
    degrees = [(*node, n) for node, n in snapshot.degrees.items() if n > 1]
    _insert(tables, "degree", ("kind", "value", "degree"), degrees)
    tables.run(f"UPDATE degree SET key = {KEY}")  # noqa: S608 - a sum of ours
    hubs = [(*node, hub.reason, hub.source) for node, hub in snapshot.hubs.items()]
    _insert(tables, "hub", ("kind", "value", "reason", "source"), hubs)
    verdicts = [
        (*node, v.verdict, v.reason, None if v.at is None else micros(v.at), v.by)
        for node, v in snapshot.verdicts.items()
    ]
    columns = ("kind", "value", "verdict", "reason", "moment", "by_whom")
    _insert(tables, "verdict", columns, verdicts)


def read_settings(tables: Tables) -> tuple[Snapshot, Limits, Purpose]:
    """Return what a store was made with; degrees are asked for one by one."""
    settings: Mapping[str, str] = dict(tables.rows("SELECT name, value FROM setting"))
    limits = Limits(**{name: int(settings[name]) for name in asdict(Limits())})
    snapshot = Snapshot(int(settings["complaints"]), {}, _hubs(tables), _verdicts(tables))
    return snapshot, limits, cast("Purpose", settings["purpose"])


def _hubs(tables: Tables) -> dict[Node, Hub]:
    """Return the listed hubs."""
    rows = tables.rows("SELECT kind, value, reason, source FROM hub")
    return {(kind, value): Hub(kind, value, reason, source) for kind, value, reason, source in rows}


def _verdicts(tables: Tables) -> dict[Node, Verdict]:
    """Return what was said of nodes."""
    rows = tables.rows("SELECT kind, value, verdict, reason, moment, by_whom FROM verdict")
    return {
        (kind, value): Verdict(
            cast("VerdictWord", word), reason, None if at is None else moment_of(at), by
        )
        for kind, value, word, reason, at, by in rows
    }


def _insert(
    tables: Tables, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows into a table."""
    if not rows:
        return
    given = dict(zip(columns, ([*cells] for cells in zip(*rows, strict=True)), strict=True))
    names = ", ".join(columns)
    tables.run(f"INSERT INTO {table} ({names}) SELECT {names} FROM given", **given)  # noqa: S608
