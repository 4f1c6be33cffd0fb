"""Money maps: the slices of a trace as places and flows, one map a series.

A map says how much of the victims' money passed between two places and how much of it stopped
where. It is a picture of the trace under its declared rule and proves no more than the trace.
Money that belongs to an earlier victim by right (``behind``) is left out: no tenge is drawn twice.

Places are complaints (``victim:<complaint_id>``) and accounts (``account:<key>``): a map begins at
the complaint, not at the account that she paid from. Where things stand in the picture, and what
is too small to be drawn, is decided by whoever draws it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from izdes.core.money.transfer import ClaimId, Transfer, TransferId
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.trace import Ending, Slice

__all__ = ["MAPS_DRAWN", "OTHERS", "complaint_of", "money_maps"]

MAPS_DRAWN = 12
OTHERS = "others"
# A claim that found no transfer stopped nowhere: it has no account.
_NOWHERE = "account:@unmatched"


@dataclass(slots=True)
class _Flow:
    """What passed from one place to another, by complaint, and the transfers that carried it."""

    parts: Counter[str] = field(default_factory=Counter)
    carriers: set[TransferId] = field(default_factory=set)


@dataclass(slots=True)
class _Map:
    """One picture while it is being added up."""

    name: str
    currency: str
    series: set[str] = field(default_factory=set)
    loss: Counter[str] = field(default_factory=Counter)
    flows: defaultdict[tuple[str, str], _Flow] = field(default_factory=lambda: defaultdict(_Flow))
    stops: Counter[tuple[str, str]] = field(default_factory=Counter)


def money_maps(
    *,
    slices: Sequence[Slice],
    transfers: Mapping[TransferId, Transfer],
    endings: Sequence[Ending],
    complaint_series: Mapping[str, str],
) -> list[dict[str, object]]:
    """Return the maps of a trace, the largest loss first.

    Args:
        slices: All slices of one trace.
        transfers: Every transfer that a slice names.
        endings: Where the claims stopped.
        complaint_series: Complaint -> its series; a complaint without one is its own.

    Returns:
        At most `MAPS_DRAWN` maps, each of one series in one currency, then for each currency one
        map of all other series. In every map what leaves the victims = what stopped = Σ of the
        claims drawn, exactly. Amounts are decimal text of the claims' minor units.
    """
    rested = [ending for ending in endings if not ending.behind and ending.amount_minor]
    map_of = _maps_by_claim(rested, complaint_series)
    drawn = [piece for piece in slices if piece.claim_id in map_of and _is_drawn(piece)]
    for piece in drawn:
        _carry(map_of[piece.claim_id], piece, transfers[piece.transfer_id])
    for ending in rested:
        _stop(map_of[ending.claim_id], ending)
    for claim_id, missing in _missing(drawn, transfers, rested).items():
        _add_direct(map_of[claim_id], claim_id, missing)
    pictures = {(picture.currency, picture.name): picture for picture in map_of.values()}
    in_order = sorted(pictures.values(), key=_place_in_report)
    return [_as_json(picture, transfers) for picture in in_order]


def _is_drawn(piece: Slice) -> bool:
    """Leave out what an earlier victim owns, and dust of an exchange that is no claim's money."""
    return not piece.behind and piece.origin_hi > piece.origin_lo


def complaint_of(claim_id: str) -> str:
    """Return the complaint of a claim (``<complaint_id>/<n>``)."""
    return claim_id.rpartition("/")[0]


def _maps_by_claim(
    rested: Sequence[Ending], complaint_series: Mapping[str, str]
) -> dict[ClaimId, _Map]:
    """Give every claim its map: one of its series, or the one of all others in its currency."""
    series_of = {
        ending.claim_id: complaint_series.get(
            complaint_of(ending.claim_id), complaint_of(ending.claim_id)
        )
        for ending in rested
    }
    losses: Counter[tuple[str, str]] = Counter()
    for ending in rested:
        losses[ending.currency, series_of[ending.claim_id]] += ending.amount_minor
    drawn = set(_largest(losses))
    maps: dict[tuple[str, str], _Map] = {}
    found: dict[ClaimId, _Map] = {}
    for ending in rested:
        series = series_of[ending.claim_id]
        name = series if (ending.currency, series) in drawn else OTHERS
        key = (ending.currency, name)
        picture = maps.setdefault(key, _Map(name, ending.currency))
        picture.series.add(series)
        found[ending.claim_id] = picture
    return found


def _largest(losses: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Return the (currency, series) to draw alone; sums of two currencies are never compared."""
    used = Counter(currency for currency, _ in losses)

    def rank(key: tuple[str, str]) -> tuple[int, str, int, str]:
        currency, series = key
        return (-used[currency], currency, -losses[key], series)

    return sorted(losses, key=rank)[:MAPS_DRAWN]


def _carry(picture: _Map, piece: Slice, transfer: Transfer) -> None:
    """Add one slice to the flow that it is part of; a claim begins at its complaint."""
    complaint = complaint_of(piece.claim_id)
    source = f"victim:{complaint}" if piece.begins else f"account:{transfer.payer.account}"
    flow = picture.flows[source, f"account:{transfer.payee.account}"]
    flow.parts[complaint] += piece.origin_hi - piece.origin_lo
    flow.carriers.add(piece.transfer_id)


def _stop(picture: _Map, ending: Ending) -> None:
    """Add one ending."""
    picture.loss[complaint_of(ending.claim_id)] += ending.amount_minor
    picture.stops[_place(ending), ending.ending] += ending.amount_minor


def _place(ending: Ending) -> str:
    """Return the place where a part of a claim stopped."""
    return f"account:{ending.account}" if ending.account else _NOWHERE


def _missing(
    drawn: Sequence[Slice], transfers: Mapping[TransferId, Transfer], rested: Sequence[Ending]
) -> dict[ClaimId, dict[str, int]]:
    """Return what a claim has at places to which no drawn slice brought it.

    So it is with a claim that found no transfer, or whose transfer was undone, and with units
    that an earlier victim had a right to until they were returned to her.
    """
    short: defaultdict[ClaimId, Counter[str]] = defaultdict(Counter)
    for ending in rested:
        short[ending.claim_id][_place(ending)] += ending.amount_minor
    for piece in drawn:
        amount, transfer = piece.origin_hi - piece.origin_lo, transfers[piece.transfer_id]
        short[piece.claim_id][f"account:{transfer.payee.account}"] -= amount
        if not piece.begins:
            short[piece.claim_id][f"account:{transfer.payer.account}"] += amount
    return {claim_id: dict(+places) for claim_id, places in short.items()}


def _add_direct(picture: _Map, claim_id: ClaimId, missing: Mapping[str, int]) -> None:
    """Draw money straight from the complaint to where it is."""
    complaint = complaint_of(claim_id)
    for place, amount in missing.items():
        picture.flows[f"victim:{complaint}", place].parts[complaint] += amount


def _place_in_report(picture: _Map) -> tuple[bool, bool, str, int, str]:
    """Order of the maps: series before all others, then by currency and loss."""
    return (
        picture.name == OTHERS,
        picture.currency != "KZT",
        picture.currency,
        -picture.loss.total(),
        picture.name,
    )


def _as_json(picture: _Map, transfers: Mapping[TransferId, Transfer]) -> dict[str, object]:
    """Return the map as findings carry it."""
    is_others = picture.name == OTHERS
    return {
        "map_id": f"{picture.name}/{picture.currency}",
        "series_id": None if is_others else picture.name,
        "series": len(picture.series),
        "currency": picture.currency,
        "loss_minor": str(picture.loss.total()),
        "complaints": _parts(picture.loss),
        "stops": [
            {"place": place, "ending": ending, "amount_minor": str(amount)}
            for (place, ending), amount in sorted(picture.stops.items())
        ],
        "flows": [
            _flow_as_json(source, target, flow, transfers)
            for (source, target), flow in _in_time(picture.flows, transfers)
        ],
    }


def _in_time(
    flows: Mapping[tuple[str, str], _Flow], transfers: Mapping[TransferId, Transfer]
) -> Iterable[tuple[tuple[str, str], _Flow]]:
    """Order flows by their first transfer; those without one stand last."""

    def first(item: tuple[tuple[str, str], _Flow]) -> tuple[bool, list[str], tuple[str, str]]:
        moments = _moments(item[1], transfers)
        return (not moments, moments[:1], item[0])

    return sorted(flows.items(), key=first)


def _moments(flow: _Flow, transfers: Mapping[TransferId, Transfer]) -> list[str]:
    """Return the times of a flow's transfers, earliest first."""
    return sorted(canonical_time(transfers[name].booked_at) for name in flow.carriers)


def _flow_as_json(
    source: str, target: str, flow: _Flow, transfers: Mapping[TransferId, Transfer]
) -> dict[str, object]:
    """Return one flow as findings carry it."""
    moments = _moments(flow, transfers)
    return {
        "source": source,
        "target": target,
        "amount_minor": str(flow.parts.total()),
        "transfers": len(flow.carriers),
        "first": moments[0] if moments else None,
        "last": moments[-1] if moments else None,
        "parts": _parts(flow.parts),
    }


def _parts(amounts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return amounts by complaint, the largest first."""
    return [
        {"complaint_id": complaint, "amount_minor": str(amount)}
        for complaint, amount in sorted(amounts.items(), key=lambda item: (-item[1], item[0]))
    ]
