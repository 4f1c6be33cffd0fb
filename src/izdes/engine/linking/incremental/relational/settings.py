"""What a store on disk was made with: limits, purpose, and the snapshot less its degrees."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

import numpy as np

from izdes.core.linking.grouping import Limits
from izdes.core.linking.hubs.known import Hub
from izdes.core.linking.hubs.review import Verdict, VerdictWord
from izdes.core.linking.kinds import ESTIMATED, Kind, completed, packaged
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Changes, Purpose
from izdes.engine.linking.incremental.relational.database import Database
from izdes.engine.linking.incremental.relational.schema import KEY, VERSION
from izdes.engine.tracing.ledger.codes import micros, moment_of

_KIND = "kind."


def write_settings(tables: Database, snapshot: Snapshot, limits: Limits, purpose: Purpose) -> None:
    """Write what a store is made with, in place of what it was made with before."""
    settings = {
        "version": str(VERSION),
        "purpose": purpose,
        "complaints": str(snapshot.complaints),
        **{name: str(value) for name, value in asdict(limits).items()},
        **{f"{_KIND}{kind.name}": _written(kind) for kind in snapshot.own_kinds},
    }
    for table in ("setting", "degree", "hub", "verdict"):
        tables.run(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
    _insert(tables, "setting", ("name", "value"), list(settings.items()))
    named = {node: n for node, n in snapshot.degrees.items() if n > 1}
    place = _kinds(tables, {kind for kind, _ in named})
    degrees = [(place[kind], value, n) for (kind, value), n in named.items()]
    _insert(tables, "degree", ("kind", "value", "degree"), degrees)
    tables.run(f"UPDATE degree SET key = {KEY}")  # noqa: S608 - a sum of ours
    hubs = [(*node, hub.reason, hub.source) for node, hub in snapshot.hubs.items()]
    _insert(tables, "hub", ("kind", "value", "reason", "source"), hubs)
    write_verdicts(tables, snapshot.verdicts)


def write_verdicts(tables: Database, verdicts: Mapping[Node, Verdict]) -> None:
    """Write verdicts on nodes on which there is none yet."""
    columns = ("kind", "value", "verdict", "reason", "moment", "by_whom")
    rows = [
        (*node, v.verdict, v.reason, None if v.at is None else micros(v.at), v.by)
        for node, v in verdicts.items()
    ]
    _insert(tables, "verdict", columns, rows)


def _kinds(tables: Database, names: set[str]) -> dict[str, int]:
    """Return the places of kinds, entering those that are new."""
    known = known_kinds(tables)
    new = sorted(names - {*known})
    enter_kinds(tables, len(known), new)
    return {name: place for place, name in enumerate([*known, *new])}


def known_kinds(tables: Database) -> list[str]:
    """Return the names of kinds, by their places."""
    return [name for (name,) in tables.rows("SELECT name FROM kind ORDER BY number")]


def enter_kinds(tables: Database, first: int, names: list[str]) -> None:
    """Enter kinds under places from a first one on."""
    if names:
        numbers = np.arange(first, first + len(names))
        tables.run("INSERT INTO kind SELECT number, name FROM given", number=numbers, name=names)


def read_settings(tables: Database) -> tuple[Snapshot, Limits, Purpose]:
    """Return what a store was made with; degrees are asked for one by one."""
    settings: Mapping[str, str] = dict(tables.rows("SELECT name, value FROM setting"))
    limits = Limits(**{name: int(settings[name]) for name in asdict(Limits())})
    kinds = _worth(settings)
    snapshot = Snapshot(int(settings["complaints"]), {}, _hubs(tables), _verdicts(tables), kinds)
    return snapshot, limits, cast("Purpose", settings["purpose"])


def _written(kind: Kind) -> str:
    """Return what estimates change of a kind, on one line."""
    return " ".join([*map(str, kind.estimated), kind.source])


def _worth(settings: Mapping[str, str]) -> Mapping[str, Kind]:
    """Return what an agreement on each kind is worth."""
    kinds = dict(packaged())
    for name, text in settings.items():
        if name.startswith(_KIND):
            *numbers, source = text.split(" ", len(ESTIMATED))
            given = dict(zip(ESTIMATED, map(int, numbers), strict=True))
            kind = name.removeprefix(_KIND)
            kinds[kind] = kinds[kind].with_estimated(given, source)
    return completed(kinds)


def write_handovers(tables: Database, changes: Changes) -> None:
    """Write when identifiers passed to other holders."""
    rows = [(*node, micros(at)) for node, moments in changes.items() for at in moments]
    _insert(tables, "handover", ("kind", "value", "moment"), rows)


def _hubs(tables: Database) -> dict[Node, Hub]:
    """Return the listed hubs."""
    rows = tables.rows("SELECT kind, value, reason, source FROM hub")
    return {(kind, value): Hub(kind, value, reason, source) for kind, value, reason, source in rows}


def _verdicts(tables: Database) -> dict[Node, Verdict]:
    """Return what was said of nodes."""
    rows = tables.rows("SELECT kind, value, verdict, reason, moment, by_whom FROM verdict")
    return {
        (kind, value): Verdict(
            cast("VerdictWord", word), reason, None if at is None else moment_of(at), by
        )
        for kind, value, word, reason, at, by in rows
    }


def _insert(
    tables: Database, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows into a table."""
    if not rows:
        return
    given = dict(zip(columns, ([*cells] for cells in zip(*rows, strict=True)), strict=True))
    names = ", ".join(columns)
    tables.run(f"INSERT INTO {table} ({names}) SELECT {names} FROM given", **given)  # noqa: S608
