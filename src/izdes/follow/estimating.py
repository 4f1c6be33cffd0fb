"""Estimating: what agreements are worth, from what officers and courts decided.

The table that comes out is a proposal like any other: a person reads it, with what each number
rests on, before `izdes link --kinds` uses it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from izdes.core.identifiers.complaint import Complaint
from izdes.core.linking.estimation import Estimate, confirmed_by, estimates_of
from izdes.core.linking.evidence import weight_milli
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention, mentions_of
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.taking import Knowledge, snapshot_of
from izdes.core.linking.told import told_of
from izdes.core.money.aliases import AliasBook

Json = dict[str, Any]
# A rare value: two complaints name it.
_RARE = 2
_WHOLE = 1000


def estimated(
    complaints: Sequence[Complaint],
    judgements: Iterable[Judgement],
    *,
    known: Knowledge,
    snapshot: Snapshot | None = None,
    aliases: AliasBook | None = None,
    more: Sequence[Mention] = (),
) -> tuple[tuple[Estimate, ...], Snapshot]:
    """Estimate every kind that judged complaints name; hubs take no part.

    Args:
        known: Hubs, verdicts, and the kinds to begin with.
        snapshot: Of an earlier run; by default that of these complaints.
    """
    mentions = [*(m for c in complaints for m in mentions_of(c, aliases)), *more]
    if snapshot is None:
        told = [told_of(c, aliases) for c in complaints]
        snapshot = snapshot_of(len(complaints), mentions, told, known)
    return estimates_of(confirmed_by(judgements), mentions, snapshot), snapshot


def estimate_json(found: Estimate, population: int) -> Json:
    """Return what was counted of one kind, and what a value that two complaints name weighs."""
    least, most = found.same.interval
    return {
        "kind": found.before.name,
        "same_hand": {"agree": found.same.hits, "pairs": found.same.of},
        "different_hands": {"agree": found.different.hits, "pairs": found.different.of},
        "interval_milli": [int(least * _WHOLE), -int(-most * _WHOLE // 1)],
        "share_milli": [found.before.share_milli, found.after.share_milli],
        "coincidence": [found.before.coincidence, found.after.coincidence],
        "weight_milli": [
            weight_milli(kind, _RARE, population) for kind in (found.before, found.after)
        ],
    }
