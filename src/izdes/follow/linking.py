"""Linking as one step: series, and beside them services and possible joins, under one snapshot.

What joins is decided by `izdes.core.linking.series` alone. Stories told alike, names that look
alike, habits, and money that met further on only propose.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import Literal

from izdes.adapters.tables.judgements import latest_verdicts
from izdes.adapters.tables.links import Linked
from izdes.adapters.words.figures import LOCAL
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.domain_facts import fact_mentions
from izdes.core.linking.hubs import Hub, index_of, packaged_hubs
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.meeting import Arrival, meetings, met_milli, next_account_mentions
from izdes.core.linking.mentions import Mention, Node, mentions_of
from izdes.core.linking.possible import possible_joins
from izdes.core.linking.review import Verdict
from izdes.core.linking.series import Links, link_mentions, reviewed
from izdes.core.linking.services import services_of
from izdes.core.linking.snapshot import Snapshot, degrees_of
from izdes.core.linking.told import told_of
from izdes.core.linking.traits import traits_of
from izdes.core.linking.weak import Hint, weak_evidence
from izdes.core.money.account import Alias
from izdes.core.money.aliases import AliasBook
from izdes.engine.linking.batch import link_columns
from izdes.engine.linking.columns import columns_of
from izdes.engine.linking.links import links_of
from izdes.engine.linking.script_index import near_scripts_of
from izdes.follow.case import Case

Engine = Literal["auto", "core", "numba"]
_FEW = 2_000
_MET = "same_next_account"
# Of an account where the money of more met, each is set beside the first one alone.
_MOST_MET = 20


def link_case(
    case: Case, aliases: Iterable[Alias], arrivals: Sequence[Arrival], *, until: datetime | None
) -> Linked:
    """Link the complaints of a case, with what officers said and what is known of their sites.

    Args:
        arrivals: Where the trace found each complaint's money.
        until: What officers said later is left out.
    """
    book = AliasBook(aliases)
    named = [m for c in case.complaints for m in mentions_of(c, book)]
    return link_all(
        case.complaints,
        hubs=case.hubs,
        judgements=[j for j in case.judgements if until is None or j.at <= until],
        verdicts=latest_verdicts(case.verdicts, until=until),
        aliases=book,
        more=fact_mentions(named, case.facts),
        arrivals=arrivals,
    )


def link_all(
    complaints: Sequence[Complaint],
    *,
    hubs: Sequence[Hub] = (),
    judgements: Sequence[Judgement] = (),
    verdicts: Mapping[Node, Verdict] | None = None,
    snapshot: Snapshot | None = None,
    aliases: AliasBook | None = None,
    more: Sequence[Mention] = (),
    arrivals: Sequence[Arrival] = (),
    engine: Engine = "auto",
) -> Linked:
    """Link complaints, find who launders for them, and propose what a person may join.

    Args:
        complaints: At least one; see `izdes.core.linking.series.link` for the rest.
        arrivals: Where money went on to; it forms services and proposes, and joins no series.
        engine: What computes the series; every one gives the same.
    """
    ordered = sorted(complaints, key=lambda c: c.sort_key)
    mentions = (*(m for c in ordered for m in mentions_of(c, aliases)), *more)
    ids = [c.complaint_id for c in ordered]
    if snapshot is None:
        listed = index_of((*packaged_hubs(), *hubs))
        known = Snapshot(len(ids), degrees_of(mentions), listed, verdicts or {})
        snapshot = reviewed(known, mentions, [told_of(c, aliases) for c in ordered])
    found = _series(ids, mentions, snapshot, judgements=judgements, engine=engine)
    further = [*mentions, *next_account_mentions(arrivals)]
    near = near_scripts_of(c.narrative for c in ordered).pairs()
    weak = (*weak_evidence(ordered, zone=LOCAL, near=near), *_met(arrivals))
    traits = traits_of(mentions, snapshot)
    links = replace(
        found,
        services=services_of(ids, further, snapshot, series=found.series),
        possible=possible_joins(found.series, traits, weak=weak, judgements=judgements),
    )
    return Linked(links, mentions, tuple(judgements), ordered[-1].reported_at)


def _series(
    ids: Sequence[ComplaintId],
    mentions: Sequence[Mention],
    snapshot: Snapshot,
    *,
    judgements: Sequence[Judgement],
    engine: Engine,
) -> Links:
    """Return the series; for few complaints the core is ready before numba is."""
    if engine == "core" or (engine == "auto" and len(ids) <= _FEW):
        return link_mentions(ids, mentions, snapshot, judgements=judgements)
    columns = columns_of(ids, mentions)
    return links_of(link_columns(columns, snapshot, judgements=judgements), snapshot)


def _met(arrivals: Sequence[Arrival]) -> Iterator[Hint]:
    """Yield the complaints whose money met further on.

    The weight is that of an account of which no snapshot knows how often it is reached.
    """
    unknown = Snapshot(complaints=1, degrees={})
    for meeting in meetings(arrivals):
        who = meeting.complaints
        others = combinations(who, 2) if len(who) <= _MOST_MET else ((who[0], c) for c in who[1:])
        for one, other in others:
            yield Hint(one, other, _MET, met_milli(meeting, one, other, unknown))
