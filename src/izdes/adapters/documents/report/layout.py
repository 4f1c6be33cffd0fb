"""Layout of a money map: where every place and stream stands, in whole pixels.

Heights and widths are in proportion to the traced amount, but nothing is thinner than a pixel, so
that small money is seen. Labels have room by construction: a place takes at least the height of
its label, a column the width. A stream that passes a layer keeps a lane of its own there and runs
under no label. Whole numbers only: the same findings give the same picture on any machine.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from izdes.adapters.documents.report.places import Picture, Place, Stream

__all__ = ["BAR", "LABEL", "LINE", "TOP", "Band", "Box", "Drawing", "drawing_of", "label_lines"]

BAR = 12
LABEL = 168
LINE = 15
TOP = 30
_PITCH = 208
_GAP = 12
_FLOW_HEIGHT = 330
_THINNEST_BAR = 4
_SWEEPS = 6


@dataclass(slots=True)
class Box:
    """Room for one place or, without a place, for a stream that passes."""

    name: str
    layer: int
    bar: int
    slot: int
    place: Place | None = None
    x: int = 0
    y: int = 0
    left: int = 0
    right: int = 0

    @property
    def middle(self) -> int:
        """Height of the middle of the room."""
        return self.y + self.slot // 2

    @property
    def top(self) -> int:
        """Upper end of the bar; it stands in the middle of its room."""
        return self.y + (self.slot - self.bar) // 2


@dataclass(slots=True)
class Band:
    """One stream as drawn: the boxes it runs through and the widths of its parts."""

    stream: Stream
    boxes: list[Box]
    widths: list[tuple[str, int]]
    heights: list[tuple[int, int]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Width of all parts."""
        return sum(width for _, width in self.widths)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map ready to be written down."""

    width: int
    height: int
    layers: int
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]


def label_lines(place: Place) -> int:
    """Return how many lines the label of a place has."""
    stops = len(place.stops)
    return 1 + stops if is_all_stopped(place) else 2 + stops


def is_all_stopped(place: Place) -> bool:
    """Say whether everything that came stopped there in one way: its line then says the sum."""
    return len(place.stops) == 1 and place.stops.total() == place.amount


def drawing_of(picture: Picture, *, victims: Sequence[str]) -> Drawing:
    """Lay a picture out.

    Args:
        picture: Places and streams; every stream leads to a later layer.
        victims: Complaints that have a band of their own; empty when streams are drawn whole.
    """
    whole = _fullest(picture)
    bands = [_band(stream, whole, victims) for stream in picture.streams]
    boxes = {name: Box(name, place.layer, 0, 0, place) for name, place in picture.places.items()}
    columns = _columns(boxes, bands)
    for box in boxes.values():
        _size(box, bands, whole)
    _order(columns, bands)
    height = max(_height_of(column) for column in columns)
    for at, column in enumerate(columns):
        _stack(column, bands, height=height, x=at * _PITCH)
    _attach(bands)
    width = (len(columns) - 1) * _PITCH + BAR + LABEL
    flat = tuple(box for column in columns for box in column)
    return Drawing(width, TOP + height + _GAP, len(columns), flat, tuple(bands))


def _fullest(picture: Picture) -> int:
    """Return the largest sum of one layer, which takes the full height."""
    totals: defaultdict[int, int] = defaultdict(int)
    for place in picture.places.values():
        totals[place.layer] += place.amount
    return max(totals.values(), default=1) or 1


def _pixels(amount: int, whole: int) -> int:
    """Return the width of an amount, never nothing."""
    return max(1, amount * _FLOW_HEIGHT // whole)


def _band(stream: Stream, whole: int, victims: Sequence[str]) -> Band:
    """Return the band of a stream: one part a victim, or one for all."""
    if not victims:
        return Band(stream, [], [("", _pixels(stream.amount, whole))])
    parts = [(name, stream.parts[name]) for name in victims if stream.parts[name]]
    return Band(stream, [], [(name, _pixels(amount, whole)) for name, amount in parts])


def _columns(boxes: Mapping[str, Box], bands: Sequence[Band]) -> list[list[Box]]:
    """Put the boxes in columns, the largest on top, and give passing streams their lanes."""
    depth = 1 + max((box.layer for box in boxes.values()), default=0)
    columns: list[list[Box]] = [[] for _ in range(depth)]
    for box in sorted(boxes.values(), key=_largest_first):
        columns[box.layer].append(box)
    for at, band in enumerate(bands):
        source, target = boxes[band.stream.source], boxes[band.stream.target]
        lanes = [
            Box(f"lane{at}.{layer}", layer, band.width, band.width)
            for layer in range(source.layer + 1, target.layer)
        ]
        for lane in lanes:
            columns[lane.layer].append(lane)
        band.boxes = [source, *lanes, target]
    return columns


def _largest_first(box: Box) -> tuple[int, int, str]:
    """Order of boxes before the streams pull them: folded places last."""
    place = box.place
    if place is None:
        return (1, 0, box.name)
    return (int(place.kind == "folded"), -place.amount, box.name)


def _size(box: Box, bands: Sequence[Band], whole: int) -> None:
    """Make a place as high as what flows in or out of it, and as its label."""
    if box.place is None:
        return
    came = sum(band.width for band in bands if band.boxes[-1] is box)
    went = sum(band.width for band in bands if band.boxes[0] is box)
    stopped = sum(_pixels(amount, whole) for amount in box.place.stops.values())
    box.bar = max(_THINNEST_BAR, came, went + stopped)
    box.slot = max(box.bar, label_lines(box.place) * LINE)


def _order(columns: list[list[Box]], bands: Sequence[Band]) -> None:
    """Order each column so that streams cross little: sweeps of weighted means, both ways."""
    before, after = _neighbours(bands)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        beside = before if forward else after
        for column in columns if forward else reversed(columns):
            place_of = {box.name: at for other in columns for at, box in enumerate(other)}
            column.sort(key=lambda box: _pull(box, beside, place_of))


def _pull(
    box: Box, beside: Mapping[str, list[tuple[str, int]]], place_of: Mapping[str, int]
) -> tuple[int, int]:
    """Return where its neighbours would have a box, in thousandths of a place."""
    pulls = beside.get(box.name, [])
    own = place_of[box.name]
    weight = sum(width for _, width in pulls)
    if not weight:
        return (own * 1000, own)
    return (sum(place_of[name] * 1000 * width for name, width in pulls) // weight, own)


def _neighbours(
    bands: Sequence[Band],
) -> tuple[dict[str, list[tuple[str, int]]], dict[str, list[tuple[str, int]]]]:
    """Return the neighbours of each box to its left and to its right, with widths."""
    before: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    after: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for band in bands:
        for one, two in zip(band.boxes, band.boxes[1:], strict=False):
            before[two.name].append((one.name, band.width))
            after[one.name].append((two.name, band.width))
    return dict(before), dict(after)


def _height_of(column: Sequence[Box]) -> int:
    """Return the height that a column needs."""
    return sum(box.slot + _GAP for box in column) - _GAP if column else 0


def _stack(column: Sequence[Box], bands: Sequence[Band], *, height: int, x: int) -> None:
    """Place the boxes of a column near what flows into them, without overlap."""
    inside = {id(box) for box in column}
    wanted: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for band in bands:
        for one, two in zip(band.boxes, band.boxes[1:], strict=False):
            if id(two) in inside:
                wanted[id(two)].append((one.middle, band.width))
    y, centred = TOP, TOP + (height - _height_of(column)) // 2
    for box in column:
        pulls = wanted[id(box)]
        weight = sum(width for _, width in pulls)
        best = sum(m * width for m, width in pulls) // weight - box.slot // 2 if weight else centred
        box.x, box.y = x, max(y, best)
        y = box.y + box.slot + _GAP
        centred = y
    limit = TOP + height
    for box in reversed(column):
        box.y = min(box.y, limit - box.slot)
        limit = box.y - _GAP


def _attach(bands: Sequence[Band]) -> None:
    """Fix the heights at which each band leaves and enters its boxes, in the order of the ends."""
    segments = [
        (band, one, two)
        for band in bands
        for one, two in zip(band.boxes, band.boxes[1:], strict=False)
    ]
    leaves: dict[tuple[int, str], int] = {}
    enters: dict[tuple[int, str], int] = {}
    for band, one, _ in sorted(segments, key=lambda s: (s[2].middle, s[1].middle)):
        leaves[id(band), one.name] = one.top + one.right
        one.right += band.width
    for band, _, two in sorted(segments, key=lambda s: (s[1].middle, s[2].middle)):
        enters[id(band), two.name] = two.top + two.left
        two.left += band.width
    for band, one, two in segments:
        band.heights.append((leaves[id(band), one.name], enters[id(band), two.name]))
