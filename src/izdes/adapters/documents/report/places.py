"""Places of a money map: which layer each stands in, and what is too small to stand alone.

Every stream leads to a later layer. Three things make that so, and keep the picture legible:
money that comes back to where it was shows the account again; cash, fees, shops, exchanges and
other ways out stand anew in each layer, for the trail goes no further there; and
beyond `WIDEST` places a layer, the smallest are drawn as one. The tables under a map fold nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from izdes.adapters.documents.report.shape import MoneyMap

__all__ = ["WIDEST", "Picture", "Place", "Stream", "picture_of"]

WIDEST = 14
Kind = Literal["victim", "account", "again", "folded"]
_RESTING = frozenset({"held", "frontier"})
Heads = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Place:
    """One place in the picture: a complaint, an account, or many small ones together."""

    place_id: str
    kind: Kind
    key: str
    layer: int
    received: int = 0
    sent: int = 0
    stops: Counter[str] = field(default_factory=Counter)
    members: int = 1

    @property
    def amount(self) -> int:
        """How much passed through the place."""
        return max(self.received, self.sent)


@dataclass(slots=True)
class Stream:
    """What flows from one place to another, by complaint."""

    source: str
    target: str
    parts: Counter[str] = field(default_factory=Counter)
    transfers: int = 0

    @property
    def amount(self) -> int:
        """All of it."""
        return self.parts.total()


@dataclass(slots=True)
class Picture:
    """Places and streams, ready to be laid out."""

    places: dict[str, Place]
    streams: list[Stream]


def picture_of(money_map: MoneyMap) -> Picture:
    """Return the places of a map in layers, with what is small folded together."""
    heads = _heads(money_map)
    exits = _exits(money_map, heads)
    order, backward = _walk(heads)
    layer = _layers(order, heads, backward)
    picture = Picture({}, [])
    for flow in money_map["flows"]:
        source, target = flow["source"], flow["target"]
        goes_back = (source, target) in backward
        end = _end(target, layer[source] + 1, goes_back=goes_back, is_exit=target in exits)
        if end.place_id == target:
            end.layer = layer[target]
        parts = {part["complaint_id"]: int(part["amount_minor"]) for part in flow["parts"]}
        stream = Stream(source, end.place_id, Counter(parts), flow["transfers"])
        _add(picture, Place(source, _kind(source), _key(source), layer[source]), end, stream)
    _add_stops(picture, money_map)
    return _folded(picture)


def _key(name: str) -> str:
    """Return the complaint or account of a place's name."""
    return name.partition(":")[2]


def _kind(name: str) -> Kind:
    """Return whether a name is a complaint's or an account's."""
    return "victim" if name.startswith("victim:") else "account"


def _heads(money_map: MoneyMap) -> dict[str, list[str]]:
    """Return where each place's money goes, complaints first."""
    heads: dict[str, list[str]] = {
        f"victim:{part['complaint_id']}": [] for part in money_map["complaints"]
    }
    for flow in money_map["flows"]:
        heads.setdefault(flow["source"], []).append(flow["target"])
    return heads


def _exits(money_map: MoneyMap, heads: Heads) -> set[str]:
    """Return the places where money only leaves the trail: nothing of it rests or goes on."""
    rests = {stop["place"] for stop in money_map["stops"] if stop["ending"] in _RESTING}
    return {flow["target"] for flow in money_map["flows"]} - heads.keys() - rests


def _walk(heads: Heads) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the places so that money runs forward in the list, and the flows that run back.

    A walk in depth, without recursion: a chain of accounts may be long.
    """
    finished: dict[str, None] = {}
    backward: set[tuple[str, str]] = set()
    for start in heads:
        path: dict[str, Iterator[str]] = {}
        if start not in finished:
            path[start] = iter(heads[start])
        while path:
            place = next(reversed(path))
            following = next(path[place], None)
            if following is None:
                finished[place] = None
                del path[place]
            elif following in path:
                backward.add((place, following))
            elif following not in finished:
                path[following] = iter(heads.get(following, ()))
    return list(reversed(finished)), backward


def _layers(order: Sequence[str], heads: Heads, backward: set[tuple[str, str]]) -> dict[str, int]:
    """Put every place one layer behind the last of those whose money it gets."""
    layer = dict.fromkeys(order, 0)
    for place in order:
        for following in heads.get(place, ()):
            if (place, following) not in backward:
                layer[following] = max(layer[following], layer[place] + 1)
    return layer


def _end(target: str, after: int, *, goes_back: bool, is_exit: bool) -> Place:
    """Return the place where a flow ends in the picture."""
    if goes_back:
        return Place(f"{target}#{after}", "again", _key(target), after)
    if is_exit:
        return Place(f"{target}#{after}", "account", _key(target), after)
    return Place(target, "account", _key(target), after)


def _add(picture: Picture, source: Place, target: Place, stream: Stream) -> None:
    """Add one stream and the places at its ends."""
    picture.places.setdefault(source.place_id, source).sent += stream.amount
    picture.places.setdefault(target.place_id, target).received += stream.amount
    picture.streams.append(stream)


def _add_stops(picture: Picture, money_map: MoneyMap) -> None:
    """Say at each place how much stopped there; a payee in several layers shares it out."""
    at: defaultdict[str, list[Place]] = defaultdict(list)
    for place in picture.places.values():
        if place.kind == "account":
            at[place.key].append(place)
    for stop in money_map["stops"]:
        left = int(stop["amount_minor"])
        for place in at[_key(stop["place"])]:
            free = place.received - place.sent - place.stops.total()
            # An account in one layer takes all: money that came back to it was received "again".
            taken = left if len(at[place.key]) == 1 else min(left, free)
            if taken:
                place.stops[stop["ending"]] += taken
                left -= taken


def _folded(picture: Picture) -> Picture:
    """Draw the smallest places of a crowded layer as one."""
    layers: defaultdict[int, list[Place]] = defaultdict(list)
    for place in picture.places.values():
        layers[place.layer].append(place)
    new_name: dict[str, str] = {}
    places: dict[str, Place] = {}
    for layer, members in sorted(layers.items()):
        members.sort(key=lambda place: (-place.amount, place.place_id))
        kept = members if len(members) <= WIDEST else members[: WIDEST - 1]
        places.update((place.place_id, place) for place in kept)
        rest = members[len(kept) :]
        if rest:
            one = _together(rest, layer)
            places[one.place_id] = one
            new_name.update((place.place_id, one.place_id) for place in rest)
    return Picture(places, _merged(picture.streams, lambda name: new_name.get(name, name)))


def _together(members: Iterable[Place], layer: int) -> Place:
    """Return one place that stands for many."""
    one = Place(f"folded#{layer}", "folded", "victims" if layer == 0 else "accounts", layer)
    one.members = 0
    for place in members:
        one.members += place.members
        one.received += place.received
        one.sent += place.sent
        one.stops += place.stops
    return one


def _merged(streams: Iterable[Stream], renamed: Callable[[str], str]) -> list[Stream]:
    """Add up streams that have the same ends after folding."""
    merged: dict[tuple[str, str], Stream] = {}
    for stream in streams:
        ends = (renamed(stream.source), renamed(stream.target))
        one = merged.setdefault(ends, Stream(*ends))
        one.parts += stream.parts
        one.transfers += stream.transfers
    return list(merged.values())
