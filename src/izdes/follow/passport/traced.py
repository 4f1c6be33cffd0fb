"""Where the money of a series went in a followed case: its accounts by layers.

The layer of an account is the least number of transfers between a victim and it, under the rule
that the case's papers follow.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.money.account import AccountKey
from izdes.follow.moneymap import complaint_of, money_maps
from izdes.follow.passport.given import Money, MoneyPlace, PassportInput
from izdes.follow.passport.linked import passport_input
from izdes.follow.run import Followed
from izdes.follow.texts import names_of

Json = Mapping[str, Any]
_ACCOUNT = "account:"
_NOWHERE = f"{_ACCOUNT}@unmatched"


def followed_input(followed: Followed, series_id: str, *, digest: str) -> PassportInput:
    """Return what the passport of a series of a followed case is made from.

    Args:
        digest: That of the case's findings.

    Raises:
        NoSuchSeries: The case has no such series of two episodes.
    """
    return passport_input(
        series_id,
        followed.case.complaints,
        followed.linked,
        as_of=followed.as_of,
        money=money_of(followed, series_id),
        digests={"findings": digest},
    )


def money_of(followed: Followed, series_id: str) -> Money:
    """Return the accounts of a series, with what came to each and what stopped there."""
    members = {c for c, series in followed.links.series if series == series_id}
    trace = followed.trace
    pictures: list[Any] = money_maps(
        slices=[s for s in trace.slices if complaint_of(s.claim_id) in members],
        transfers={t.transfer_id: t for t in followed.ledger.transfers},
        endings=[e for e in trace.endings if complaint_of(e.claim_id) in members],
        complaint_series=dict.fromkeys(members, series_id),
    )
    places = [place for picture in pictures for place in _places(picture, followed)]
    return Money(trace.rule, tuple(places))


def _places(picture: Json, followed: Followed) -> Iterable[MoneyPlace]:
    """Yield the accounts of one map."""
    covered = {c.account for c in followed.ledger.coverages if c.covered_from is not None}
    layers = _layers(picture["flows"])
    stopped: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for stop in picture["stops"]:
        stopped[stop["place"]].append((stop["ending"], int(stop["amount_minor"])))
    received, payments, whose = _received(picture["flows"])
    for place, minor in received.items():
        if not place.startswith(_ACCOUNT) or place == _NOWHERE:
            continue
        account = AccountKey(place.removeprefix(_ACCOUNT))
        yield MoneyPlace(
            layer=layers[place],
            account=account,
            institution=names_of(followed.addresses.of(account).institution),
            received_minor=minor,
            currency=picture["currency"],
            payments=payments[place],
            stopped=tuple(sorted(stopped[place])),
            has_statement=account in covered,
            complaints=tuple(sorted(whose[place])),
        )


def _received(
    flows: Iterable[Json],
) -> tuple[Counter[str], Counter[str], Mapping[str, set[ComplaintId]]]:
    """Return what came to each place, by how many transfers, and whose it was."""
    received: Counter[str] = Counter()
    payments: Counter[str] = Counter()
    whose: defaultdict[str, set[ComplaintId]] = defaultdict(set)
    for flow in flows:
        received[flow["target"]] += int(flow["amount_minor"])
        payments[flow["target"]] += flow["transfers"]
        whose[flow["target"]] |= {ComplaintId(part["complaint_id"]) for part in flow["parts"]}
    return received, payments, whose


def _layers(flows: Iterable[Json]) -> dict[str, int]:
    """Return the least number of transfers from a victim to each place."""
    onward: defaultdict[str, set[str]] = defaultdict(set)
    for flow in flows:
        onward[flow["source"]].add(flow["target"])
    layers = {source: 0 for source in onward if not source.startswith(_ACCOUNT)}
    reached = set(layers)
    while reached:
        reached = {t for s in reached for t in onward[s]} - layers.keys()
        layers |= dict.fromkeys(reached, max(layers.values()) + 1)
    return layers
