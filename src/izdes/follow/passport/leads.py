"""Leads: what nobody asked about yet, and other series that may be of the same hand."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from izdes.core.linking.possible import Ground
from izdes.core.linking.services import Service
from izdes.core.linking.weak.received import victim_received
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.passport.episodes import Episodes
from izdes.follow.passport.given import PassportInput
from izdes.follow.passport.masks import OwnNumbers
from izdes.follow.passport.money import accounts_of, shown_account

Json = dict[str, Any]
# What is asked about each kind of identifier. Complaints and statements tell none of it.
_ASKED: Mapping[str, str] = {
    "phone": "subscriber",
    "imsi": "subscriber",
    "imei": "handset",
    "ip": "provider",
    "domain": "registrant",
    "url": "registrant",
    "email": "mailbox",
    "ad_id": "platform",
    **dict.fromkeys(("telegram", "telegram_id", "whatsapp"), "messenger"),
    **dict.fromkeys(("instagram", "vk", "tiktok"), "platform"),
    **dict.fromkeys(("wallet", "btc", "eth", "tron", "ltc", "ton", "sol"), "exchange"),
    "ewallet": "statement",
}


def leads_json(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> Json:
    """Return the open leads of a series."""
    return {
        "identifiers": [*_accounts(given, episodes, own), *_contacts(given, episodes, own)],
        "possible_joins": _possible(given, episodes, own),
        "services": _services(given, episodes, own),
        "received": _received(given, episodes, own),
    }


def _accounts(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return the receiving accounts without a statement."""
    found: list[Json] = [
        {
            "lead": "statement",
            "kind": "account",
            "value": shown_account(key, own),
            "episodes": numbers,
        }
        for key, has_statement, numbers in accounts_of(given.money, episodes)
        if not has_statement and not key.startswith("@")
    ]
    return sorted(found, key=lambda x: (-len(x["episodes"]), x["value"]))


def _contacts(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return the contacts, sites and devices behind which nobody is known, by what to ask."""
    found = [
        {
            "lead": _ASKED[i.kind],
            "kind": i.kind,
            "value": own.shown(i.kind, i.value),
            "episodes": episodes.numbered(i.complaints),
        }
        for i in given.identifiers
        if i.kind in _ASKED and i.verdict != "hub"
    ]
    asked = Counter(str(lead["lead"]) for lead in found)
    return sorted(
        found,
        key=lambda x: (-asked[str(x["lead"])], str(x["lead"]), -len(x["episodes"]), x["value"]),
    )


def _possible(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return other series that may share a hand, the strongest first, each with its grounds."""
    return [
        {
            "series_id": p.series_b if p.series_a == given.series_id else p.series_a,
            "evidence_milli": p.evidence_milli,
            "strength": p.strength,
            "grounds": [_ground(g, episodes, own) for g in p.grounds],
        }
        for p in given.possible
    ]


def _ground(ground: Ground, episodes: Episodes, own: OwnNumbers) -> Json:
    """Return one thing that speaks for a join, with the episode and the other complaint."""
    both = (ground.complaint_a, ground.complaint_b)
    return {
        "reason": ground.reason,
        "kind": ground.kind,
        "value": own.shown(ground.kind, ground.value),
        "weight_milli": ground.log10_lr_milli,
        "episodes": episodes.numbered(both),
        "other_complaint": next((c for c in both if c not in episodes.numbers), None),
    }


def _services(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return who laundered for this series and for others, those of the most series first."""
    return [
        {
            "service_id": s.service_id,
            "episodes": episodes.numbered(s.complaints),
            "other_series": sorted(name for name, _ in s.series if name != given.series_id),
            "accounts": _accounts_of(s, own),
        }
        for s in given.services
    ]


def _accounts_of(service: Service, own: OwnNumbers) -> list[Json]:
    """Return the accounts of a service; those of one holder bear one number, and no name."""
    holders = sorted({a.holder for a in service.accounts} - {""})
    return [
        {
            "kind": a.kind,
            "value": own.shown(a.kind, a.value),
            "holder": holders.index(a.holder) + 1 if a.holder else None,
        }
        for a in service.accounts
    ]


def _received(given: PassportInput, episodes: Episodes, own: OwnNumbers) -> list[Json]:
    """Return victims to whose own accounts other victims' money came, as leads."""
    return [
        {
            "reason": victim_received.__name__,
            "owner_episode": episodes.numbers.get(r.owner),
            "origin_episode": episodes.numbers.get(r.origin),
            "other_complaint": next(
                (c for c in (r.owner, r.origin) if c not in episodes.numbers), None
            ),
            "account": shown_account(r.account, own),
            "amount_minor": str(r.amount_minor),
            "currency": r.currency,
            "first_at": canonical_time(r.first_at),
        }
        for r in given.received
    ]
