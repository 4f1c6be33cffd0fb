"""Offence: which features the episodes show, and how large each loss is by the law of its day.

Advisory only. An episode is judged by the norms, the thresholds and the index of its own day; sums
of several episodes are never added up to reach a threshold.
"""

from typing import Any

from izdes.core.law.joinder import Feature, rules
from izdes.core.law.pack import norms_on
from izdes.core.law.sizes import LossSize, Measured, size_of
from izdes.follow.passport.episodes import Episodes, loss_of, offence_day, victims_json
from izdes.follow.passport.grounds import is_online
from izdes.follow.texts import minor_text

Json = dict[str, Any]


def qualification_json(episodes: Episodes) -> Json:
    """Return the features of the offence that complaints can speak of, and each loss measured."""
    known = rules()
    sizes = [
        size_of(loss_of(c).minor, offence=known.offence_id, day=offence_day(c))
        for c in episodes.complaints
    ]
    victims = victims_json(episodes.complaints)
    counts = {
        "online": sum(is_online(c, known) for c in episodes.complaints),
        "persons": victims["victims"],
        "repeated": len(episodes.complaints),
        "group": 0,
    }
    return {
        "offence": known.offence_id,
        "basic": known.offence_basic,
        "instead": known.offence_instead,
        "time": known.offence_time,
        "repetition": known.offence_repetition,
        **victims,
        "features": [_feature(f, counts[f.feature], episodes) for f in known.features],
        "losses": [_loss(n, size) for n, size in enumerate(sizes, start=1)],
    }


def _feature(feature: Feature, count: int, episodes: Episodes) -> Json:
    """Return one feature, with the episodes on whose day its norm was in force."""
    in_force = [
        n
        for n, c in enumerate(episodes.complaints, start=1)
        if norms_on([feature.norm_id], offence_day(c))
    ]
    return {
        "feature": feature.feature,
        "norm_id": feature.norm_id,
        "count": count,
        "least": feature.least,
        "in_force_for": in_force,
        "answer": _answer(count, feature.least) if in_force else "not_in_force",
    }


def _answer(count: int, least: int) -> str:
    """Say what a count says of a feature."""
    if not least:
        return "cannot_be_shown"
    return "signs" if count >= least else "no_signs"


def _loss(number: int, size: LossSize) -> Json:
    """Return the loss of one episode beside the thresholds of its day."""
    index = next((m.index for m in size.measured if m.index), None)
    return {
        "episode": number,
        "day": size.day.isoformat(),
        "loss_minor": minor_text(size.loss_minor),
        "index_minor": minor_text(index.minor if index else None),
        "index_source": index.source if index else None,
        "index_verified": index.verified if index else None,
        "size": size.size,
        "thresholds": [_measured(m) for m in size.measured],
    }


def _measured(m: Measured) -> Json:
    """Return one threshold with its arithmetic."""
    return {
        "scale": m.threshold.scale,
        "times": m.threshold.times,
        "bound_minor": minor_text(m.bound_minor),
        "exceeds": m.exceeds,
        "norm_id": m.threshold.norm_id,
        "leads_to": m.threshold.leads_to,
    }
