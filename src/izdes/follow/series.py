"""Series: complaints that share an identifier, with who, where, how much and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from izdes.core.identifiers.complaint import Complaint
from izdes.core.linking.series import Link
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.run import Followed

Json = dict[str, Any]


def series_of(followed: Followed) -> list[Json]:
    """Return the series of two complaints and more, the largest first."""
    members: defaultdict[str, list[Complaint]] = defaultdict(list)
    of = dict(followed.links.series)
    for complaint in followed.case.complaints:
        members[of.get(complaint.complaint_id, complaint.complaint_id)].append(complaint)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for found in followed.links.links:
        links[of[found.complaint_a]].append(found)
    large = [(s, m) for s, m in members.items() if len(m) > 1]
    large.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return [_one_series(s, theirs, links[s], followed) for s, theirs in large]


def _one_series(
    series_id: str, members: Sequence[Complaint], links: Sequence[Link], followed: Followed
) -> Json:
    """Return one series: who, where, when, how much, and why they belong together."""
    ids = {c.complaint_id for c in members}
    loss: Counter[str] = Counter()
    for p in followed.match.payments:
        if p.complaint_id in ids:
            loss[p.currency] += p.amount_minor
    moments = [c.occurred_from or c.reported_at for c in members]
    return {
        "series_id": series_id,
        "complaints": [c.complaint_id for c in sorted(members, key=lambda c: c.sort_key)],
        "regions": sorted({c.region for c in members if c.region}),
        "first": canonical_time(min(moments)),
        "last": canonical_time(max(moments)),
        "loss": [{"currency": c, "amount_minor": str(minor)} for c, minor in sorted(loss.items())],
        "reasons": _reasons(links),
    }


def _reasons(links: Iterable[Link]) -> list[Json]:
    """Return what the members share, the strongest first."""
    groups: defaultdict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for found in links:
        groups[found.kind, found.value, found.reason].append(found)
    reasons = [
        {
            "kind": kind,
            "value": value,
            "reason": reason,
            "count": len(group) + 1,
            "log10_lr_milli": max(x.log10_lr_milli for x in group),
        }
        for (kind, value, reason), group in sorted(groups.items())
    ]
    return sorted(reasons, key=lambda r: (-r["log10_lr_milli"], -r["count"], r["kind"], r["value"]))
