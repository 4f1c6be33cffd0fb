"""Links as a folder: series with the links that hold them together, and all that was kept apart.

``series.csv`` and ``links.csv`` say what is one series and why; ``hubs.csv`` what links nobody or
waits for a review; ``possible.csv`` what a person may want to join; ``services.csv`` who launders
for whom; ``holders.csv`` and ``persons.csv`` whose the accounts are, ``received.csv`` which victims
took other victims' money; ``judgements.csv`` which judgements took part, ``contradictions.csv``
which of them others outrank; ``owners.csv`` since when what is somebody else's.
``snapshot.csv.gz`` is what the weights were taken from: given to a
later run, it keeps them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from izdes.adapters.tables.holders import (
    HOLDER_COLUMNS,
    PERSON_COLUMNS,
    Held,
    holder_rows,
    person_rows,
)
from izdes.adapters.tables.judgements import JUDGEMENT_COLUMNS, judgement_rows
from izdes.adapters.tables.rows import Columns, write_csv
from izdes.adapters.tables.snapshots import grounds_text, write_snapshot
from izdes.adapters.tables.trace import write_json
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention
from izdes.core.linking.possible import Possible
from izdes.core.linking.series import Links
from izdes.core.linking.services import Service
from izdes.core.linking.traits import Changes
from izdes.core.linking.weak.received import Received
from izdes.core.sealing.canonical import Field, canonical_time, table_digest

SERIES_COLUMNS: Columns = {
    "complaint_id": "text",
    "series_id": "text",
    "campaign_id": "text",
    "service_id": "text",
    "mentions_digest": "text",
}
LINK_COLUMNS: Columns = {
    "complaint_a": "text",
    "complaint_b": "text",
    "kind": "text",
    "value": "text",
    "log10_lr_milli": "int",
    "reason": "text",
    "evidence_milli": "int",
    "level": "int",
}
HUB_COLUMNS: Columns = {
    "kind": "text",
    "value": "text",
    "degree": "int",
    "verdict": "text",
    "reason": "text",
    "grounds": "text",
}
POSSIBLE_COLUMNS: Columns = {
    "series_a": "text",
    "series_b": "text",
    "evidence_milli": "int",
    "strength": "int",
    "reason": "text",
    "complaint_a": "text",
    "complaint_b": "text",
    "kind": "text",
    "value": "text",
    "log10_lr_milli": "int",
}
SERVICE_COLUMNS: Columns = {
    "service_id": "text",
    "complaints": "int",
    "series": "int",
    "kind": "text",
    "value": "text",
    "named_by": "int",
    "first": "time",
    "last": "time",
    "holder": "text",
}
PASSED_COLUMNS: Columns = {"kind": "text", "value": "text", "from": "time"}
RECEIVED_COLUMNS: Columns = {
    "complaint_id": "text",
    "origin": "text",
    "account": "text",
    "amount_minor": "int",
    "currency": "text",
    "first_at": "time",
}
_MENTION = ("kind", "value", "at", "certainty")
_SIGNS = 16
_Rows = list[tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class Linked:
    """Everything that linking found.

    Attributes:
        mentions: What was linked.
        judgements: Those that were given.
        taken_at: The latest report among the complaints: the moment the weights speak of.
        held: Who holds which account.
        received: Victims to whose own accounts other victims' money came.
        changes: When identifiers passed to somebody else, as it was given.
    """

    links: Links
    mentions: tuple[Mention, ...]
    judgements: tuple[Judgement, ...]
    taken_at: datetime
    held: Held = field(default_factory=Held)
    received: tuple[Received, ...] = ()
    changes: Changes = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, tuple[Columns, _Rows]]:
        """Every table by the name of its file."""
        return {
            "series": (SERIES_COLUMNS, _series_rows(self)),
            "links": (LINK_COLUMNS, _link_rows(self.links)),
            "hubs": (HUB_COLUMNS, _hub_rows(self.links)),
            "possible": (POSSIBLE_COLUMNS, _possible_rows(self.links.possible)),
            "services": (SERVICE_COLUMNS, _service_rows(self.links.services)),
            "holders": (HOLDER_COLUMNS, holder_rows(self.held)),
            "persons": (PERSON_COLUMNS, person_rows(self.held)),
            "received": (RECEIVED_COLUMNS, _received_rows(self.received)),
            "owners": (PASSED_COLUMNS, _passed_rows(self.changes)),
            "judgements": (JUDGEMENT_COLUMNS, judgement_rows(self.judgements)),
            "contradictions": (JUDGEMENT_COLUMNS, judgement_rows(self.links.contradictions)),
        }

    @property
    def digest(self) -> str:
        """The digest of every table and of the snapshot together."""
        names, parts = ["snapshot"], [self.links.snapshot.digest]
        for name, (columns, rows) in self.tables.items():
            names.append(name)
            parts.append(table_digest(list(columns), rows))
        return table_digest(names, [parts])


def _series_rows(found: Linked) -> _Rows:
    """Return every complaint with where it was put, the service it paid, and what it mentions."""
    campaigns = dict(found.links.campaigns)
    services = {name: one.service_id for one in found.links.services for name in one.complaints}
    digests = mentions_digests(found.mentions)
    return [(c, s, campaigns[c], services.get(c), digests.get(c)) for c, s in found.links.series]


def mentions_digests(mentions: Iterable[Mention]) -> dict[ComplaintId, str]:
    """Return the first signs of the digest of what each complaint mentions.

    Two results tell by it which complaints have changed meanwhile.
    """
    told: defaultdict[ComplaintId, _Rows] = defaultdict(list)
    for m in mentions:
        told[m.complaint_id].append((m.kind, m.value, m.at, m.certainty))
    return {name: table_digest(_MENTION, rows)[:_SIGNS] for name, rows in told.items()}


def _link_rows(links: Links) -> _Rows:
    """Return the links in the columns' order."""
    return [
        (
            x.complaint_a,
            x.complaint_b,
            x.kind,
            x.value,
            x.log10_lr_milli,
            x.reason,
            x.evidence_milli,
            x.level,
        )
        for x in links.links
    ]


def _hub_rows(links: Links) -> _Rows:
    """Return the hubs in the columns' order."""
    return [
        (h.kind, h.value, h.degree, h.verdict, h.reason, grounds_text(h.grounds))
        for h in links.hubs
    ]


def _received_rows(received: Iterable[Received]) -> _Rows:
    """Return the victims who took other victims' money."""
    return [
        (r.owner, r.origin, r.account, r.amount_minor, r.currency, r.first_at) for r in received
    ]


def _passed_rows(changes: Changes) -> _Rows:
    """Return when identifiers passed to somebody else."""
    return [(*node, at) for node, moments in sorted(changes.items()) for at in moments]


def _service_rows(services: tuple[Service, ...]) -> _Rows:
    """Return the accounts of each service."""
    return [
        (
            one.service_id,
            len(one.complaints),
            one.shared_by,
            account.kind,
            account.value,
            account.complaints,
            account.first,
            account.last,
            account.holder,
        )
        for one in services
        for account in one.accounts
    ]


def _possible_rows(possible: tuple[Possible, ...]) -> _Rows:
    """Return the grounds of each possible join, the strongest join first."""
    return [
        (
            one.series_a,
            one.series_b,
            one.evidence_milli,
            one.strength,
            ground.reason,
            ground.complaint_a,
            ground.complaint_b,
            ground.kind,
            ground.value,
            ground.log10_lr_milli,
        )
        for one in possible
        for ground in one.grounds
    ]


def write_links(folder: Path, found: Linked) -> dict[str, object]:
    """Write links into an existing folder and return their summary."""
    links = found.links
    sizes = Counter(series for _, series in links.series)
    verdicts = Counter(hub.verdict for hub in links.hubs)
    summary: dict[str, object] = {
        "format": "izdes.links/1",
        "versions": {"izdes": version("izdes")},
        "taken_at": canonical_time(found.taken_at),
        "complaints": len(links.series),
        "series": len(sizes),
        "series_of_two_or_more": sum(size > 1 for size in sizes.values()),
        "largest": max(sizes.values(), default=0),
        "links": len(links.links),
        "hubs": len(links.hubs),
        "pending": verdicts["pending"],
        "possible": len(links.possible),
        "services": len(links.services),
        "contradictions": len(links.contradictions),
        "holders": len({*found.held.holders.values()}),
        "received": len(found.received),
        "snapshot_digest": links.snapshot.digest,
        "digest": found.digest,
    }
    for name, (columns, rows) in found.tables.items():
        write_csv(folder / f"{name}.csv", columns, rows)
    write_snapshot(folder / "snapshot.csv.gz", links.snapshot, taken_at=found.taken_at)
    write_json(folder / "summary.json", summary)
    return summary
