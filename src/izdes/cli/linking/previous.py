"""What became of series since an earlier result: the changes, and what may have caused each.

An earlier result is its folder: which complaint was in which series and what it mentioned, the
judgements that took part, and the snapshot. What differs between the two is named as a cause.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from izdes.adapters.tables.judgements import read_judgements
from izdes.adapters.tables.links import PASSED_COLUMNS, Linked, mentions_digests
from izdes.adapters.tables.rows import Columns, read_table, write_csv
from izdes.adapters.tables.snapshots import read_snapshot
from izdes.adapters.words import Lang, say
from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.changes import Cause, Change, What, Why, changes_of
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Node
from izdes.core.linking.problems import SeriesId
from izdes.core.linking.snapshot import Snapshot

CHANGE_COLUMNS: Columns = {
    "change": "text",
    "series_id": "text",
    "before": "text",
    "complaint_id": "text",
    "moved": "text",
    "why": "text",
}
_SHOWN_OF_VALUE = 4
# An identifier, and from when on it was somebody else's.
Passed = tuple[Node, datetime]


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier result.

    Attributes:
        digests: What each complaint mentioned.
        owners: From when on identifiers were somebody else's.
    """

    series: Mapping[ComplaintId, SeriesId]
    digests: Mapping[ComplaintId, str]
    judgements: Mapping[str, Judgement]
    snapshot: Snapshot
    owners: frozenset[Passed]


def read_previous(folder: Path) -> Previous:
    """Read an earlier result.

    Raises:
        InputRefused: The folder is no result of linking.
    """
    if not (folder / "series.csv").is_file():
        raise InputRefused(Fault("previous_not_linked", file=folder.name))
    table = read_table(folder / "series.csv")
    table.require("complaint_id", "series_id", "mentions_digest")
    rows = table.each(
        lambda cells: (
            ComplaintId(cells.required("complaint_id")),
            SeriesId(ComplaintId(cells.required("series_id"))),
            cells.text("mentions_digest"),
        )
    )
    judgements = read_judgements(folder / "judgements.csv").values()
    return Previous(
        {name: series for name, series, _ in rows},
        {name: digest for name, _, digest in rows},
        {j.judgement_id: j for j in judgements},
        read_snapshot(folder / "snapshot.csv.gz"),
        _read_owners(folder / "owners.csv"),
    )


def _read_owners(path: Path) -> frozenset[Passed]:
    """Read from when on identifiers were somebody else's; an older result does not say."""
    if not path.is_file():
        return frozenset()
    table = read_table(path)
    table.require(*PASSED_COLUMNS)
    return frozenset(
        table.each(
            lambda cells: (
                (cells.required("kind"), cells.required("value")),
                cells.required_time("from"),
            )
        )
    )


def changes_since(previous: Previous, found: Linked) -> tuple[Change, ...]:
    """Return what became of every series since an earlier result."""
    causes = [*_of_complaints(previous, found), *_of_judgements(previous, found)]
    causes += [*_of_verdicts(previous, found), *_of_owners(previous, found)]
    if previous.snapshot.digest != found.links.snapshot.digest:
        causes.append(Cause("snapshot_taken", found.links.snapshot.digest[:16]))
    return changes_of(previous.series.items(), found.links.series, causes=causes)


def _of_complaints(previous: Previous, found: Linked) -> Iterator[Cause]:
    """Yield the complaints that came, changed and went."""
    now = {name for name, _ in found.links.series}
    digests = mentions_digests(found.mentions)
    for name in sorted(now | previous.series.keys()):
        alone = frozenset({name})
        if name not in previous.series:
            yield Cause("complaint_added", name, alone)
        elif name not in now:
            yield Cause("complaint_withdrawn", name, alone)
        elif digests.get(name, "") != previous.digests[name]:
            yield Cause("complaint_changed", name, alone)


def _of_judgements(previous: Previous, found: Linked) -> Iterator[Cause]:
    """Yield the judgements that were given and withdrawn; a changed one is both."""
    now = {j.judgement_id: j for j in found.judgements}
    for name in sorted(now.keys() | previous.judgements.keys()):
        before, after = previous.judgements.get(name), now.get(name)
        if before == after:
            continue
        if before is not None:
            yield Cause("judgement_withdrawn", name, frozenset(before.pair))
        if after is not None:
            yield Cause("judgement_given", name, frozenset(after.pair))


def _of_verdicts(previous: Previous, found: Linked) -> Iterator[Cause]:
    """Yield the officers' verdicts that were given and withdrawn."""
    before, after = (
        {node: said for node, said in one.verdicts.items() if said.by}
        for one in (previous.snapshot, found.links.snapshot)
    )
    named = _named(found)
    for node in sorted(before.keys() | after.keys()):
        reference, who = _shortened(node), frozenset(named[node])
        if not who:
            # Nobody names it any more, and a cause without complaints would be one of all changes.
            continue
        if node in before and before[node] != after.get(node):
            yield Cause("verdict_withdrawn", reference, who)
        if node in after and after[node] != before.get(node):
            yield Cause("verdict_given", reference, who)


def _of_owners(previous: Previous, found: Linked) -> Iterator[Cause]:
    """Yield the moments of a new owner that were learned, and those that no longer hold."""
    now = {(node, at) for node, moments in found.changes.items() for at in moments}
    named = _named(found)
    for node, at in sorted(now ^ previous.owners):
        if who := frozenset(named.get(node, ())):
            why: Why = "owner_learned" if (node, at) in now else "owner_withdrawn"
            yield Cause(why, _shortened(node), who)


def _named(found: Linked) -> defaultdict[Node, set[ComplaintId]]:
    """Return which complaints name each identifier, by itself or by what implies it."""
    named: defaultdict[Node, set[ComplaintId]] = defaultdict(set)
    for mention in found.mentions:
        for node in (mention.node, *implied_nodes(mention)):
            named[node].add(mention.complaint_id)
    return named


def _shortened(node: Node) -> str:
    """Name an identifier without giving it away."""
    kind, value = node
    return f"{kind} …{value[-_SHOWN_OF_VALUE:]}"


def write_changes(folder: Path, changes: Iterable[Change]) -> None:
    """Write changes, one row for each complaint that moved."""
    write_csv(folder / "changes.csv", CHANGE_COLUMNS, (r for c in changes for r in _rows(c)))


def _rows(change: Change) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield a row for each complaint of a change; for a mere change of name one without."""
    head, why = (change.what, change.series, change.before), _why(change)
    if not change.gained and not change.lost:
        yield *head, "", "", why
    for moved, names in (("gained", change.gained), ("lost", change.lost)):
        for name in names:
            yield *head, name, moved, why


def _why(change: Change) -> str:
    """Return the causes of a change by their codes."""
    return "; ".join(f"{cause.why} {cause.reference}".strip() for cause in change.causes)


def changes_json(changes: Sequence[Change]) -> dict[str, int]:
    """Return how often each kind of change happened."""
    counts = Counter(change.what for change in changes)
    return {what: counts[what] for what in get_args(What)}


def change_lines(changes: Sequence[Change], lang: Lang, *, top: int) -> Iterator[str]:
    """Yield what became of series, in sentences."""
    if not changes:
        yield say("no_change", lang)
        return
    counts = changes_json(changes)
    yield say("changes_head", lang, **counts)
    for change in changes[:top]:
        text = say(
            f"change_{change.what}",
            lang,
            series=change.series,
            before=change.before,
            gained=len(change.gained),
            lost=len(change.lost),
        )
        yield f"  {text} {say('change_why', lang, why=_because(change, lang))}"
    if len(changes) > top:
        yield say("more_changes", lang, changes=len(changes) - top)


def _because(change: Change, lang: Lang) -> str:
    """Return the causes of a change in words, how often each."""
    counts = Counter(cause.why for cause in change.causes)
    single = {cause.why: cause.reference for cause in change.causes}
    parts = [
        f"{say(why, lang)} {single[why]}" if n == 1 else f"{say(why, lang)} ({n})"
        for why, n in sorted(counts.items())
    ]
    return ", ".join(parts) or say("change_unexplained", lang)
