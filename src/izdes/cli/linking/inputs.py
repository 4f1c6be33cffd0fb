"""What `izdes link` is given, read whole before anything is linked."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from izdes.adapters.complaints import read_complaint_stream, read_complaints
from izdes.adapters.tables.judgements import (
    about,
    latest_verdicts,
    read_judgements,
    read_verdicts,
)
from izdes.adapters.tables.ledger import read_aliases
from izdes.adapters.tables.snapshots import read_snapshot
from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import LOCAL
from izdes.cli.frame import progress
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.identifiers.narrative.complaints import read_words
from izdes.core.identifiers.narrative.mention import Mention as Told
from izdes.core.linking.domain_facts import fact_mentions
from izdes.core.linking.hubs import Hub, index_of
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention, Node, mentions_of
from izdes.core.linking.review import Verdict
from izdes.core.linking.snapshot import Snapshot
from izdes.core.money.aliases import AliasBook
from izdes.follow.case import read_facts_file, read_hubs_file


@dataclass(frozen=True, slots=True)
class Files:
    """What the command line names; None where it names nothing."""

    complaints: Path
    hubs: Path | None = None
    judgements: Path | None = None
    verdicts: Path | None = None
    aliases: Path | None = None
    facts: Path | None = None
    snapshot: Path | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that linking takes.

    Attributes:
        complaints: With what their words name.
        told: What the narrative of each names, at its places.
        faults: What was wrong with some complaints; the others are linked.
        more: Mentions that stand in no complaint: hosts and registrants of its sites.
        snapshot: One of an earlier run with today's hubs and verdicts, None to count anew.
    """

    complaints: tuple[Complaint, ...]
    told: Mapping[ComplaintId, tuple[Told, ...]]
    faults: tuple[Fault, ...]
    hubs: tuple[Hub, ...]
    judgements: tuple[Judgement, ...]
    verdicts: Mapping[Node, Verdict]
    aliases: AliasBook | None
    more: tuple[Mention, ...]
    snapshot: Snapshot | None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Everything that is linked."""
        return (*(m for c in self.complaints for m in mentions_of(c, self.aliases)), *self.more)


def read_given(files: Files, lang: Lang) -> Given:
    """Read everything.

    Raises:
        InputRefused: Not one complaint can be read, or another file cannot be used as it is.
    """
    read, faults = _complaints(files.complaints)
    if not read:
        raise InputRefused(*faults, Fault("complaints_empty", file=files.complaints.name))
    complaints, told = _with_words(read, lang)
    hubs = read_hubs_file(files.hubs) if files.hubs else ()
    verdicts = latest_verdicts(read_verdicts(files.verdicts)) if files.verdicts else {}
    aliases = AliasBook(read_aliases(files.aliases)) if files.aliases else None
    facts = read_facts_file(files.facts) if files.facts else ()
    mentions = [m for c in complaints for m in mentions_of(c, aliases)] if facts else []
    return Given(
        complaints=complaints,
        told=told,
        faults=faults,
        hubs=hubs,
        judgements=_judgements(files.judgements, read, faults),
        verdicts=verdicts,
        aliases=aliases,
        more=fact_mentions(mentions, facts),
        snapshot=_snapshot(files.snapshot, hubs, verdicts),
    )


def _complaints(path: Path) -> tuple[tuple[Complaint, ...], tuple[Fault, ...]]:
    """Read complaints from a file, or from standard input where it is ``-``."""
    if str(path) == "-":
        return read_complaint_stream(sys.stdin.buffer, file="-")
    return read_complaints(path)


def _with_words(
    complaints: tuple[Complaint, ...], lang: Lang
) -> tuple[tuple[Complaint, ...], Mapping[ComplaintId, tuple[Told, ...]]]:
    """Return the complaints with what their narratives name, and where it stands in them."""
    with progress() as bar:
        task = bar.add_task(say("step_complaints", lang), total=len(complaints))
        read = []
        for complaint in complaints:
            read.append(read_words(complaint, zone=LOCAL))
            bar.advance(task)
    found = tuple(complaint for complaint, _ in read)
    return found, {c.complaint_id: narrative.mentions for c, narrative in read}


def _judgements(
    path: Path | None, complaints: tuple[Complaint, ...], faults: tuple[Fault, ...]
) -> tuple[Judgement, ...]:
    """Read judgements; one on a complaint that is not there may be the one that matters most."""
    if path is None:
        return ()
    known = {c.complaint_id for c in complaints}
    kept, unknown = about(known, read_judgements(path), file=path.name)
    if unknown:
        raise InputRefused(*unknown, *faults)
    return kept


def _snapshot(
    path: Path | None, hubs: tuple[Hub, ...], verdicts: Mapping[Node, Verdict]
) -> Snapshot | None:
    """Read an earlier snapshot; what is said of identifiers today outranks what was said then."""
    if path is None:
        return None
    taken = read_snapshot(path)
    return replace(
        taken,
        hubs={**taken.hubs, **index_of(hubs)},
        verdicts={**taken.verdicts, **verdicts},
    )
