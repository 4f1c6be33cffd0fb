"""Linking as one step: series, and beside them services and possible joins, under one snapshot.

What joins is decided by `izdes.core.linking.series` alone. Stories told alike, names that look
alike, habits, and money that met further on only propose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from izdes.adapters.tables.judgements import latest_verdicts
from izdes.adapters.tables.links import Linked
from izdes.adapters.words.figures import LOCAL
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.holders.records import HolderRecord
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention, mentions_of
from izdes.core.linking.owners import changes_of
from izdes.core.linking.possible import possible_joins
from izdes.core.linking.series import Links, link_mentions
from izdes.core.linking.services import services_of
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.taking import Knowledge, snapshot_of
from izdes.core.linking.told import told_of
from izdes.core.linking.traits import Changes, traits_of
from izdes.core.linking.weak.domain_facts import fact_mentions
from izdes.core.linking.weak.meeting import Arrival, meetings, next_account_mentions
from izdes.core.linking.weak.proposals import money_met, weak_evidence
from izdes.core.money.account import Alias
from izdes.core.money.aliases import AliasBook
from izdes.engine.linking.batch import link_columns
from izdes.engine.linking.columns import columns_of
from izdes.engine.linking.incremental.relational.at_once import link_on_disk
from izdes.engine.linking.links import links_of
from izdes.engine.linking.script_index import near_scripts_of
from izdes.follow.case import Case
from izdes.follow.holders import held_accounts, told_holders
from izdes.follow.received import received_by_victims


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Series are computed in a file, which lies there as long as it is needed.

    Attributes:
        memory_limit: What DuckDB may use (``2GB``); the complaints themselves come on top.
        beside: The folder in which the file lies; None for the system's own.
    """

    memory_limit: str = "2GB"
    beside: Path | None = None


Engine = Literal["auto", "core", "numba", "duckdb"] | OnDisk
_FEW = 2_000
# Of an account where money met, no snapshot knows how often it is reached.
_UNCOUNTED = Snapshot(complaints=1, degrees={})


def link_case(
    case: Case,
    aliases: Iterable[Alias],
    arrivals: Sequence[Arrival],
    records: Sequence[HolderRecord],
    *,
    until: datetime | None,
) -> Linked:
    """Link the complaints of a case, with what officers said and what is known beside them.

    Args:
        arrivals: Where the trace found each complaint's money.
        records: What banks print of holders of accounts.
        until: What officers said later is left out.
    """
    book = AliasBook(aliases)
    named = [m for c in case.complaints for m in mentions_of(c, book)]
    return link_all(
        case.complaints,
        known=Knowledge(case.hubs, latest_verdicts(case.verdicts, until=until), case.kinds),
        judgements=[j for j in case.judgements if until is None or j.at <= until],
        aliases=book,
        changes=changes_of(case.owners, case.facts, named),
        more=fact_mentions(named, case.facts),
        arrivals=arrivals,
        records=(*records, *case.holders),
    )


def link_all(
    complaints: Sequence[Complaint],
    *,
    known: Knowledge | None = None,
    judgements: Sequence[Judgement] = (),
    snapshot: Snapshot | None = None,
    aliases: AliasBook | None = None,
    changes: Changes | None = None,
    more: Sequence[Mention] = (),
    arrivals: Sequence[Arrival] = (),
    records: Sequence[HolderRecord] = (),
    engine: Engine = "auto",
) -> Linked:
    """Link complaints, find who launders for them, and propose what a person may join.

    Args:
        complaints: At least one; see `izdes.core.linking.series.link` for the rest.
        known: What is known of identifiers; holders of accounts are found here.
        arrivals: Where money went on to; it forms services and proposes, and joins no series.
        records: What papers say of holders of accounts, beside what complaints say.
        engine: What computes the series; every one gives the same.
    """
    ordered = sorted(complaints, key=lambda c: c.sort_key)
    mentions = (*(m for c in ordered for m in mentions_of(c, aliases)), *more)
    ids = [c.complaint_id for c in ordered]
    held = held_accounts((*records, *told_holders(ordered, aliases)), {m.node for m in mentions})
    known = replace(known or Knowledge(), holders=held.holders)
    if snapshot is None:
        told = [told_of(c, aliases) for c in ordered]
        snapshot = snapshot_of(len(ids), mentions, told, known)
    found = _series(ids, mentions, snapshot, judgements=judgements, changes=changes, engine=engine)
    further = [*mentions, *next_account_mentions(arrivals)]
    near = near_scripts_of(c.narrative for c in ordered).pairs()
    met = money_met(meetings(arrivals), _UNCOUNTED)
    weak = (*weak_evidence(ordered, zone=LOCAL, near=near), *met)
    traits = traits_of(mentions, snapshot, changes=changes)
    services = services_of(
        ids, further, snapshot, series=found.series, changes=changes, holders=held.holders
    )
    possible = possible_joins(found.series, traits, weak=weak, judgements=judgements)
    return Linked(
        replace(found, services=services, possible=possible),
        mentions,
        tuple(judgements),
        ordered[-1].reported_at,
        held,
        received_by_victims(ordered, aliases, arrivals),
        changes or {},
    )


def _series(
    ids: Sequence[ComplaintId],
    mentions: Sequence[Mention],
    snapshot: Snapshot,
    *,
    judgements: Sequence[Judgement],
    changes: Changes | None,
    engine: Engine,
) -> Links:
    """Return the series; for few complaints the core is ready before numba is."""
    if engine == "core" or (engine == "auto" and len(ids) <= _FEW):
        return link_mentions(ids, mentions, snapshot, judgements=judgements, changes=changes)
    columns = columns_of(ids, mentions)
    if engine == "duckdb" or isinstance(engine, OnDisk):
        at = OnDisk() if engine == "duckdb" else engine
        with TemporaryDirectory(prefix=".izdes-", dir=at.beside) as folder:
            return link_on_disk(
                columns,
                snapshot,
                judgements=judgements,
                changes=changes,
                folder=Path(folder),
                memory_limit=at.memory_limit,
            )
    found = link_columns(columns, snapshot, judgements=judgements, changes=changes)
    return links_of(found, snapshot)
