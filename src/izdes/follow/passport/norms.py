"""Norms that a passport cites: procedure as of its own day, the offence as of the days of each.

A norm carries whether its article was read and since when its wording holds, as far as that is
known; both stand on the paper.
"""

from collections.abc import Iterable
from typing import Any

from izdes.core.law.pack import Norm, norms_on
from izdes.follow.passport.episodes import Episodes, local_day, offence_day
from izdes.follow.passport.given import PassportInput

Json = dict[str, Any]
_LANGUAGES = ("kk", "ru", "en")


def norms_json(given: PassportInput, episodes: Episodes, found: Json) -> list[Json]:
    """Return the norms that the other parts of a passport name."""
    today = local_day(given.as_of)
    days = sorted({offence_day(c) for c in episodes.complaints})
    procedure = [norm for norm_id in _procedure(found) for norm in norms_on([norm_id], today)]
    offence = [n for norm_id in _offence(found) for day in days for n in norms_on([norm_id], day)]
    once = {(n.norm_id, n.valid_from): n for n in (*procedure, *offence)}
    return [_norm(norm) for norm in once.values()]


def _procedure(found: Json) -> Iterable[str]:
    """Yield the norms of procedure, in the order of the paper."""
    joinder, term = found["joinder"], found["term"]
    yield from joinder["grounds"]
    yield joinder["decree"]
    yield from (e["norm_id"] for e in joinder["exclusions"])
    yield from joinder["prosecution"]
    yield from (term["starts"], term["counted"], term["form"])
    yield from (limit["norm_id"] for limit in term["limits"])
    yield from found["lead_region"]["place"]


def _offence(found: Json) -> Iterable[str]:
    """Yield the norms on the offence, in the order of the paper."""
    told = found["qualification"]
    yield from (told["basic"], told["time"], told["instead"], told["repetition"])
    yield from (f["norm_id"] for f in told["features"])
    for loss in told["losses"]:
        for threshold in loss["thresholds"]:
            yield from (threshold["norm_id"], threshold["leads_to"])


def _norm(norm: Norm) -> Json:
    """Return one norm with its source, its dates and whether its article was read."""
    return {
        "norm_id": norm.norm_id,
        "cited": {lang: norm.cited.in_language(lang) for lang in _LANGUAGES},
        "text": {lang: norm.text.in_language(lang) for lang in _LANGUAGES},
        "valid_from": norm.valid_from.isoformat() if norm.valid_from else None,
        "valid_to": norm.valid_to.isoformat() if norm.valid_to else None,
        "source": norm.source,
        "verified": norm.verified,
    }
