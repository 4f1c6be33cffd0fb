"""What the episodes share: identifiers with their validity, the joins, what officers said."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from izdes.core.linking.judgements import Judgement
from izdes.core.linking.splitting import split_of
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.passport.episodes import Episodes
from izdes.follow.passport.given import PassportInput, SharedIdentifier
from izdes.follow.passport.masks import OwnNumbers

Json = dict[str, Any]


def identifiers_json(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return what several episodes name, or has a verdict: the strongest first."""
    ordered = sorted(
        (i for i in given.identifiers if len(i.complaints) > 1 or i.verdict != "links"),
        key=lambda i: (-i.weight_milli, -len(i.complaints), i.kind, i.value),
    )
    return [_identifier(i, episodes, own) for i in ordered]


def _identifier(one: SharedIdentifier, episodes: Episodes, own: OwnNumbers) -> Json:
    """Return one identifier."""
    return {
        "kind": one.kind,
        "value": own.shown(one.kind, one.value),
        "is_a_victims_own": own.holds(one.kind, one.value),
        "episodes": episodes.numbered(one.complaints),
        "first_seen": canonical_time(one.first_seen),
        "last_seen": canonical_time(one.last_seen),
        "longest_silence_days": one.silence_days,
        "weight_milli": one.weight_milli,
        "verdict": one.verdict,
        "reason": one.reason,
    }


def objects_json(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return what at least two episodes share and what links them, by kind."""
    linking = sorted(
        (
            i
            for i in given.identifiers
            if i.verdict == "links" and len(episodes.numbered(i.complaints)) > 1
        ),
        key=lambda i: (i.kind, i.value),
    )
    return [
        {"kind": kind, "values": [own.shown(kind, i.value) for i in group]}
        for kind, group in groupby(linking, key=lambda i: i.kind)
    ]


def links_json(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return the joins, the strongest first, each with what it rests on; the weakest is last."""
    split = split_of(given.links)
    by_name = sorted(given.links)
    ordered = sorted(by_name, key=lambda x: (x.level, x.evidence_milli), reverse=True)
    return [
        {
            "episode_a": episodes.numbers[x.complaint_a],
            "episode_b": episodes.numbers[x.complaint_b],
            "kind": x.kind,
            "value": own.shown(x.kind, x.value),
            "reason": x.reason,
            "weight_milli": x.log10_lr_milli,
            "evidence_milli": x.evidence_milli,
            "level": x.level,
            "is_weakest": split is not None and x is split.link,
        }
        for x in ordered
    ]


def split_json(given: PassportInput, episodes: Episodes) -> Json | None:
    """Return the two parts into which the series falls without its weakest join."""
    split = split_of(given.links)
    if split is None:
        return None
    return {
        "level": split.link.level,
        "evidence_milli": split.link.evidence_milli,
        "one": episodes.numbered(split.one),
        "other": episodes.numbered(split.other),
    }


def judgements_json(judgements: Iterable[Judgement]) -> list[Json]:
    """Return what officers said of pairs, in the order in which they said it.

    Their reasons stay with the judgements: free words may name people.
    """
    ordered = sorted(judgements, key=lambda j: (j.at, j.judgement_id))
    return [
        {
            "judgement_id": j.judgement_id,
            "complaint_a": j.complaint_a,
            "complaint_b": j.complaint_b,
            "verdict": j.verdict,
            "at": canonical_time(j.at),
            "by": j.by,
        }
        for j in ordered
    ]
