"""Grounds: what the law pack says to joining the episodes of a series, and what forbids it.

The machine counts and compares; whether a ground is there, a person decides. Norms of procedure
are those of the passport's day.
"""

from typing import Any

from izdes.core.identifiers.complaint import OFFENDER_SIDE, Complaint, ComplaintId
from izdes.core.law.joinder import Rules, Signs, check_exclusions, grounds_on, rules
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import mentions_of
from izdes.follow.passport.episodes import Episodes, local_day
from izdes.follow.passport.given import PassportInput
from izdes.follow.passport.masks import Node, OwnNumbers

Json = dict[str, Any]


def joinder_json(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> Json:
    """Return grounds, exclusions and notices of joinder."""
    known = rules()
    crossed = crossings(episodes, own)
    signs = _signs(given, episodes, own, crossed)
    offline = [c for c in episodes.complaints if not is_online(c, known)]
    return {
        "grounds": [norm.norm_id for norm in grounds_on(local_day(given.as_of))],
        "decree": known.decree,
        "notices": [{"to": n.to, "within_hours": n.within_hours} for n in known.notices],
        "prosecution": list(known.prosecution),
        "exclusions": [
            {
                "exclusion_id": c.exclusion_id,
                "norm_id": c.norm_id,
                "status": c.status,
                "sign": c.sign,
                "count": getattr(signs, c.sign),
            }
            for c in check_exclusions(signs)
        ],
        "signs": {
            "episodes": signs.episodes,
            "persons_named": signs.persons_named,
            "own_known": signs.own_known,
            "own_named_by_others": signs.own_named_by_others,
            "online": signs.online,
            "kept_apart": signs.kept_apart,
        },
        "crossings": crossed,
        "episodes_without_online_sign": episodes.numbered(c.complaint_id for c in offline),
    }


def crossings(episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return what one victim gives as her own and another names on the offender's side."""
    named: dict[Node, list[ComplaintId]] = {}
    for complaint in episodes.complaints:
        for mention in mentions_of(complaint):
            named.setdefault(mention.node, []).append(complaint.complaint_id)
    return [
        {
            "episode_of_owner": episodes.numbers[owner],
            "episode_that_names": episodes.numbers[other],
            "kind": node[0],
            "value": own.shown(*node),
        }
        for owner in episodes.numbers
        for node in sorted(own.by_complaint[owner])
        for other in named.get(node, ())
        if other != owner
    ]


def is_online(complaint: Complaint, known: Rules) -> bool:
    """Say whether a complaint shows that a user of the Internet was deceived."""
    kinds = {i.reading.kind for i in complaint.identifiers if i.role in OFFENDER_SIDE}
    return bool(kinds & known.online_kinds) or complaint.scheme.upper() in known.online_schemes


def kept_apart(given: PassportInput) -> tuple[Judgement, ...]:
    """Return the "not the same" between episodes of the series, and what contradicts one."""
    members = {c.complaint_id for c in given.complaints}
    inside = [j for j in given.judgements if j.verdict == "not_same" and set(j.pair) <= members]
    return (*inside, *given.contradictions)


def _signs(given: PassportInput, episodes: Episodes, own: OwnNumbers, crossed: list[Json]) -> Signs:
    """Return what the complaints show of the exclusions."""
    known = rules()
    return Signs(
        episodes=len(episodes.complaints),
        persons_named=len({i.value for i in given.identifiers if i.kind == "iin"}),
        own_known=sum(bool(nodes) for nodes in own.by_complaint.values()),
        own_named_by_others=len(crossed),
        online=sum(is_online(c, known) for c in episodes.complaints),
        kept_apart=len(kept_apart(given)),
    )
