"""What `izdes link` is given, read whole before anything is linked."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from izdes.adapters.complaints import read_complaint_stream, read_complaints
from izdes.adapters.tables.holders import read_holders
from izdes.adapters.tables.judgements import (
    about,
    latest_verdicts,
    read_judgements,
    read_verdicts,
)
from izdes.adapters.tables.ledger import read_aliases
from izdes.adapters.tables.owners import read_owners
from izdes.adapters.tables.snapshots import read_snapshot
from izdes.adapters.words import Lang, say
from izdes.adapters.words.figures import LOCAL
from izdes.cli.frame import progress
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.identifiers.narrative.complaints import read_words
from izdes.core.identifiers.narrative.mention import Mention as Told
from izdes.core.linking.holders.records import HolderRecord
from izdes.core.linking.hubs.known import index_of
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.kinds import packaged
from izdes.core.linking.mentions import Mention, mentions_of
from izdes.core.linking.owners import changes_of
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.taking import Knowledge
from izdes.core.linking.traits import Changes
from izdes.core.linking.weak.domain_facts import fact_mentions
from izdes.core.money.aliases import AliasBook
from izdes.follow.case import read_facts_file, read_hubs_file, read_kinds_file


@dataclass(frozen=True, slots=True)
class Files:
    """What the command line names; None where it names nothing."""

    complaints: Path
    hubs: Path | None = None
    judgements: Path | None = None
    verdicts: Path | None = None
    aliases: Path | None = None
    facts: Path | None = None
    owners: Path | None = None
    holders: Path | None = None
    kinds: Path | None = None
    snapshot: Path | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that linking takes.

    Attributes:
        complaints: With what their words name.
        told: What the narrative of each names, at its places.
        faults: What was wrong with some complaints; the others are linked.
        known: Hubs, verdicts and kinds.
        changes: When identifiers passed to somebody else.
        more: Mentions that stand in no complaint: hosts and registrants of its sites.
        holders: What banks answered of holders of accounts.
        snapshot: One of an earlier run with today's hubs, verdicts and kinds, None to count anew.
    """

    complaints: tuple[Complaint, ...]
    told: Mapping[ComplaintId, tuple[Told, ...]]
    faults: tuple[Fault, ...]
    known: Knowledge
    judgements: tuple[Judgement, ...]
    aliases: AliasBook | None
    changes: Changes
    more: tuple[Mention, ...]
    holders: tuple[HolderRecord, ...]
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
    aliases = AliasBook(read_aliases(files.aliases)) if files.aliases else None
    facts = read_facts_file(files.facts) if files.facts else ()
    owners = read_owners(files.owners) if files.owners else ()
    mentions = [m for c in complaints for m in mentions_of(c, aliases)] if facts or owners else []
    known = _known(files)
    return Given(
        complaints=complaints,
        told=told,
        faults=faults,
        known=known,
        judgements=_judgements(files.judgements, read, faults),
        aliases=aliases,
        changes=changes_of(owners, facts, mentions),
        more=fact_mentions(mentions, facts),
        holders=read_holders(files.holders) if files.holders else (),
        snapshot=_snapshot(files.snapshot, known, has_kinds=files.kinds is not None),
    )


def _known(files: Files) -> Knowledge:
    """Read what is known of identifiers and kinds."""
    return Knowledge(
        hubs=read_hubs_file(files.hubs) if files.hubs else (),
        verdicts=latest_verdicts(read_verdicts(files.verdicts)) if files.verdicts else {},
        kinds=read_kinds_file(files.kinds) if files.kinds else packaged(),
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


def _snapshot(path: Path | None, known: Knowledge, *, has_kinds: bool) -> Snapshot | None:
    """Read an earlier snapshot; what is said and estimated today outranks what was then."""
    if path is None:
        return None
    taken = read_snapshot(path)
    return replace(
        taken,
        hubs={**taken.hubs, **index_of(known.hubs)},
        verdicts={**taken.verdicts, **known.verdicts},
        kinds=known.kinds if has_kinds else taken.kinds,
    )
