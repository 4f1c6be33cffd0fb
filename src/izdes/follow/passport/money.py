"""Money: where it went by layers, as a trace shows it, or as victims declare it.

Without a followed case there is one layer: the accounts that complaints name as receiving. What is
named in words alone is counted and never printed: words name people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.money.claims.declared import Declared, declared_in, key_of
from izdes.follow.passport.episodes import Episodes
from izdes.follow.passport.given import Money, MoneyPlace
from izdes.follow.passport.masks import OwnNumbers

Json = dict[str, Any]


def money_json(money: Money | None, episodes: Episodes, own: OwnNumbers) -> Json:
    """Return the accounts that received the victims' money, by layer and sum."""
    if money is None:
        return {"basis": "declared", "rule": None, **_declared(episodes.complaints, own)}
    ordered = sorted(money.places, key=lambda p: (p.layer, -p.received_minor, p.account))
    accounts = [_place(place, own) for place in ordered]
    return {"basis": "traced", "rule": money.rule, "accounts": accounts, "unnamed": []}


def accounts_of(money: Money | None, episodes: Episodes) -> list[tuple[str, bool, list[int]]]:
    """Return every receiving account, whether a statement of it was read, and its episodes."""
    if money is not None:
        return [(p.account, p.has_statement, episodes.numbered(p.complaints)) for p in money.places]
    named: defaultdict[str, set[ComplaintId]] = defaultdict(set)
    for one in _payments(episodes.complaints):
        if key := key_of(one.payee):
            named[key].add(one.complaint_id)
    return [(key, False, episodes.numbered(ids)) for key, ids in sorted(named.items())]


def _place(place: MoneyPlace, own: OwnNumbers) -> Json:
    """Return one account of a trace."""
    return {
        "layer": place.layer,
        "account": shown_account(place.account, own),
        "institution": dict(place.institution) if place.institution else None,
        "received_minor": str(place.received_minor),
        "currency": place.currency,
        "payments": place.payments,
        "stopped": [{"ending": e, "amount_minor": str(minor)} for e, minor in place.stopped],
    }


def shown_account(key: str, own: OwnNumbers) -> str:
    """Return an account's key, with a victim's own number masked."""
    prefix, _, rest = key.partition(":")
    inner, _, number = rest.rpartition(":")
    kind = {"acct": "account", "chain": inner}.get(prefix, prefix)
    return f"{key.removesuffix(number)}{own.shown(kind, number)}"


def _declared(complaints: Iterable[Complaint], own: OwnNumbers) -> Json:
    """Return the receiving accounts and sums as declared."""
    received: Counter[tuple[str, str]] = Counter()
    payments: Counter[tuple[str, str]] = Counter()
    for one in _payments(complaints):
        place = (key_of(one.payee) or "", one.currency)
        received[place] += one.amount_minor
        payments[place] += 1
    ordered = sorted(received, key=lambda place: (-received[place], place))
    rows: list[Json] = [
        {
            "layer": 1,
            "account": shown_account(account, own),
            "institution": None,
            "received_minor": str(received[account, currency]),
            "currency": currency,
            "payments": payments[account, currency],
            "stopped": [],
        }
        for account, currency in ordered
    ]
    return {
        "accounts": [row for row in rows if row["account"]],
        "unnamed": [
            {name: row[name] for name in ("received_minor", "currency", "payments")}
            for row in rows
            if not row["account"]
        ],
    }


def _payments(complaints: Iterable[Complaint]) -> Iterator[Declared]:
    """Yield the declared payments that went to somebody else."""
    for complaint in complaints:
        for one in declared_in(complaint):
            if isinstance(one, Declared):
                yield one
