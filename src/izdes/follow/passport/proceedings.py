"""Proceedings: from when a joined case counts, and which region might lead it.

Both are proposals with their arithmetic. The prosecutor may set another term and decides the place.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.law.joinder import rules
from izdes.core.law.places import RegionFacts, RegionPoints, lead_region
from izdes.core.law.terms import Limit, limits_from
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.passport.episodes import Episodes, local_day, loss_of
from izdes.follow.passport.given import PassportInput
from izdes.follow.passport.masks import shown_code

Json = dict[str, Any]


def term_json(given: PassportInput, episodes: Episodes) -> Json:
    """Return from which episode the term of a joined case counts, and its ends."""
    known = rules()
    earliest, at = earliest_of(given, episodes)
    first_day = local_day(at)
    today = local_day(given.as_of)
    return {
        "episode": episodes.numbers[earliest],
        "complaint_id": earliest,
        "at": canonical_time(at),
        "at_basis": "registered" if earliest in given.registered else "reported_at",
        "first_day": first_day.isoformat(),
        "limits": [_limit(x, today) for x in limits_from(first_day)],
        "starts": known.term_starts,
        "counted": known.term_counted,
        "form": known.form_chosen,
    }


def earliest_of(given: PassportInput, episodes: Episodes) -> tuple[ComplaintId, datetime]:
    """Return the episode whose case began first, by registration where it is known."""
    begun = [
        (given.registered.get(c.complaint_id, c.reported_at), c.complaint_id)
        for c in episodes.complaints
    ]
    at, earliest = min(begun)
    return earliest, at


def _limit(limit: Limit, today: date) -> Json:
    """Return the end of one form of investigation."""
    return {
        "form": limit.form,
        "months": limit.months,
        "norm_id": limit.norm_id,
        "last_day": limit.last_day.isoformat(),
        "ends_on": limit.ends_on.isoformat(),
        "weekday": limit.ends_on.isoweekday(),
        "is_over": limit.ends_on < today,
    }


def lead_json(given: PassportInput, episodes: Episodes) -> Json:
    """Return the proposed lead region with its arithmetic."""
    facts = _region_facts(given, episodes)
    found = lead_region(facts)
    of = {f.region: f for f in facts}
    return {
        "proposed": list(found.proposed),
        "is_tie": len(found.proposed) > 1,
        "most": [{"for": name, "points": points} for name, points in found.most],
        "episodes_without_region": sum(not shown_code(c.region) for c in episodes.complaints),
        "is_received_known": any(f.received_minor for f in facts),
        "rows": [_lead_row(row, of) for row in found.rows],
        "place": list(rules().place),
    }


def _region_facts(given: PassportInput, episodes: Episodes) -> list[RegionFacts]:
    """Return what is known of each region."""
    earliest, _ = earliest_of(given, episodes)
    received: Mapping[str, int] = given.money.received_in if given.money else {}
    by_region: dict[str, list[Complaint]] = {}
    for complaint in episodes.complaints:
        by_region.setdefault(shown_code(complaint.region), []).append(complaint)
    return [
        RegionFacts(
            region=region,
            episodes=len(by_region.get(region, ())),
            loss_minor=sum(loss_of(c).minor or 0 for c in by_region.get(region, ())),
            received_minor=received.get(region, 0),
            is_first=earliest in {c.complaint_id for c in by_region.get(region, ())},
        )
        for region in sorted(by_region.keys() | received.keys())
        if region
    ]


def _lead_row(row: RegionPoints, of: Mapping[str, RegionFacts]) -> Json:
    """Return the points of one region beside what they are given for."""
    facts = of[row.region]
    return {
        "region": row.region,
        "episodes": facts.episodes,
        "episodes_points": row.episodes,
        "loss_minor": str(facts.loss_minor),
        "loss_points": row.loss,
        "received_minor": str(facts.received_minor),
        "received_points": row.received,
        "is_first_registered": facts.is_first,
        "first_registered_points": row.first_registered,
        "points": row.total,
    }
