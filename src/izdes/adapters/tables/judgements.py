"""Judgements and verdicts as tables: what officers said of pairs and of identifiers.

Each row bears who said it, when and why: without these it is an opinion of nobody, and is refused.
A judgement on a complaint that is not there is a fault at its row; the others count. Reading a row
proves that somebody wrote it, and nothing of what it says.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from izdes.adapters.tables.rows import Cells, Columns, read_table
from izdes.core.errors import Fault
from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier
from izdes.core.identifiers.kinds import KINDS
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.judgements import Judgement, Same
from izdes.core.linking.kinds import kind_of
from izdes.core.linking.mentions import Node, mentions_of
from izdes.core.sealing.canonical import Field

JUDGEMENT_COLUMNS: Columns = {
    "judgement_id": "text",
    "complaint_a": "text",
    "complaint_b": "text",
    "verdict": "text",
    "at": "time",
    "by": "text",
    "reason": "text",
}
VERDICT_COLUMNS: Columns = {
    "kind": "text",
    "value": "text",
    "verdict": "text",
    "reason": "text",
    "at": "time",
    "by": "text",
}
_SAID: tuple[Same, ...] = get_args(Same)
# What a person may say; "pending" is the machine's word for not having asked one yet.
_Word = Literal["links", "hub"]
_WORDS: tuple[_Word, ...] = get_args(_Word)
# An identifier with what was said of it.
Said = tuple[Node, Verdict]
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def judgement_rows(judgements: Iterable[Judgement]) -> list[tuple[Field, ...]]:
    """Return judgements in the columns' order."""
    return [
        (j.judgement_id, j.complaint_a, j.complaint_b, j.verdict, j.at, j.by, j.reason)
        for j in sorted(judgements, key=lambda j: (j.at, j.judgement_id))
    ]


def read_judgements(path: Path) -> Mapping[int, Judgement]:
    """Read what officers said of pairs of complaints, by row of the file.

    Raises:
        InputRefused: A column is missing, a cell is wrong, an id stands twice, or the two
            complaints of a row are one.
    """
    table = read_table(path)
    table.require(*JUDGEMENT_COLUMNS)
    rows: dict[str, int] = {}
    found = table.each(lambda cells: (cells.number, _judgement(cells, rows)))
    return dict(found)


def _judgement(cells: Cells, rows: dict[str, int]) -> Judgement:
    """Read one row; ``rows`` holds where each id stood."""
    name = cells.required("judgement_id")
    if (first := rows.setdefault(name, cells.number)) != cells.number:
        raise cells.refuse("judgement_id_twice", "judgement_id", first=str(first))
    one, other = cells.required("complaint_a"), cells.required("complaint_b")
    if one == other:
        raise cells.refuse("judgement_of_one_complaint", "complaint_b")
    cells.required("verdict")
    return Judgement(
        judgement_id=name,
        complaint_a=ComplaintId(one),
        complaint_b=ComplaintId(other),
        verdict=cells.one_of("verdict", _SAID, _SAID[0]),
        at=cells.required_time("at"),
        by=_words(cells, "by"),
        reason=_words(cells, "reason"),
    )


def about(
    complaints: Collection[ComplaintId], judgements: Mapping[int, Judgement], *, file: str
) -> tuple[tuple[Judgement, ...], tuple[Fault, ...]]:
    """Return the judgements on complaints that are there, and a fault for each of the others."""
    kept: list[Judgement] = []
    faults: list[Fault] = []
    for row, judgement in judgements.items():
        pair = (("complaint_a", judgement.complaint_a), ("complaint_b", judgement.complaint_b))
        unknown = [(column, name) for column, name in pair if name not in complaints]
        faults += [
            Fault("judgement_unknown_complaint", file, "", row, column, (("complaint", name),))
            for column, name in unknown
        ]
        if not unknown:
            kept.append(judgement)
    return tuple(kept), tuple(faults)


def read_verdicts(path: Path) -> tuple[Said, ...]:
    """Read what officers said of identifiers, in the order in which they said it.

    Raises:
        InputRefused: A column is missing, a cell is wrong, a value has no normal form, or two
            verdicts of one moment contradict each other.
    """
    table = read_table(path)
    table.require(*VERDICT_COLUMNS)
    rows: dict[tuple[Node, datetime], tuple[int, Verdict]] = {}
    found = table.each(lambda cells: _verdict(cells, rows))
    return tuple(sorted(found, key=lambda said: (_moment(said), said[0], said[1].by)))


def latest_verdicts(said: Iterable[Said], *, until: datetime | None = None) -> dict[Node, Verdict]:
    """Return the last verdict on each identifier.

    Args:
        said: In the order in which it was said.
        until: What was said later is left out.
    """
    return {node: v for node, v in said if until is None or _moment((node, v)) <= until}


def _moment(said: Said) -> datetime:
    """Return when a verdict was given."""
    return said[1].at or _NEVER


def _verdict(cells: Cells, rows: dict[tuple[Node, datetime], tuple[int, Verdict]]) -> Said:
    """Read one row; ``rows`` holds what was said first of each identifier at each moment."""
    node, at = node_of(cells), cells.required_time("at")
    cells.required("verdict")
    word = cells.one_of("verdict", _WORDS, _WORDS[0])
    said = Verdict(word, _words(cells, "reason"), at, _words(cells, "by"))
    first, before = rows.setdefault((node, at), (cells.number, said))
    if before.verdict != word:
        raise cells.refuse("verdicts_disagree", "verdict", first=str(first))
    return node, said


def _words(cells: Cells, column: str) -> str:
    """Read free words on one line; blanks say nothing."""
    words = " ".join(cells.text(column).split())
    if not words:
        raise cells.refuse("empty_cell", column)
    return words


def node_of(cells: Cells) -> Node:
    """Read an identifier as complaints mention it; a kind that nobody gives stays as written."""
    kind, value = cells.required("kind").strip().lower(), cells.required("value").strip()
    if kind_of(kind) is None and kind not in KINDS:
        raise cells.refuse("verdict_kind_unknown", "kind", kind=kind[:40])
    if kind not in KINDS:
        return kind, value
    alone = GivenIdentifier(kind, value, "offender_contact")
    told = Complaint(ComplaintId("verdict"), _NEVER, identifiers=(alone,))
    for mention in mentions_of(told):
        return mention.node
    raise cells.refuse("verdict_value_unread", "value", kind=kind)
