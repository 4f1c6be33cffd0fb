"""The picture of a money map: inline SVG, readable in black and white, explained by a table."""

from collections.abc import Iterator, Mapping, Sequence

from izdes.adapters.documents.report.glyphs import ENDINGS, pattern
from izdes.adapters.documents.report.layout import (
    BAR,
    LABEL,
    LINE,
    TOP,
    Band,
    Box,
    Drawing,
    drawing_of,
    is_all_stopped,
    label_lines,
)
from izdes.adapters.documents.report.markup import NOTHING, Html, joined, tag
from izdes.adapters.documents.report.parties import account_names
from izdes.adapters.documents.report.phrases import Names, named, plain
from izdes.adapters.documents.report.places import Place, picture_of
from izdes.adapters.documents.report.shape import Findings, MoneyMap
from izdes.adapters.words import LANGUAGES, amount

__all__ = ["COLOURED_UP_TO", "anchor", "drawn"]

COLOURED_UP_TO = 6
# An average letter of a label, in tenths of a pixel; a band that can carry a number, in pixels.
_LETTER_TENTHS = 66
_NUMBER_FROM = 11


def drawn(findings: Findings, money_map: MoneyMap) -> Html:
    """Return the picture of one map."""
    names = [part["complaint_id"] for part in money_map["complaints"]]
    coloured = names if len(names) <= COLOURED_UP_TO else []
    drawing = drawing_of(picture_of(money_map), victims=coloured)
    writer = _Writer(findings, money_map["currency"], coloured)
    content = joined(
        (
            *_headings(drawing),
            *(writer.band(band) for band in drawing.bands),
            *(writer.box(box) for box in drawing.boxes if box.place),
        )
    )
    return tag(
        "svg",
        content,
        class_="map",
        role="img",
        aria_describedby=f"{anchor(money_map)}-about",
        viewBox=f"0 0 {drawing.width} {drawing.height}",
        width=drawing.width,
        # Shrunk to the page, but never so far that its letters cannot be read.
        style=f"min-width:{drawing.width * 3 // 4}px",
    )


def anchor(money_map: MoneyMap) -> str:
    """Return the name of the map inside the page."""
    return "map-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in money_map["map_id"])


def _headings(drawing: Drawing) -> Iterator[Html]:
    """Yield what stands above the columns."""
    pitch = (drawing.width - BAR - LABEL) // max(1, drawing.layers - 1)
    for layer in range(drawing.layers):
        names = plain("report_map_hop", n=layer) if layer else plain("report_map_victims")
        heading = named(names, element="tspan")
        yield tag("text", heading, x=layer * pitch, y=TOP - 14, class_="layer")


class _Writer:
    """Writes the parts of one picture."""

    def __init__(self, findings: Findings, currency: str, coloured: Sequence[str]) -> None:
        self._findings = findings
        self._currency = currency
        self._number = {name: at for at, name in enumerate(coloured, 1)}

    def band(self, band: Band) -> Html:
        """Draw one stream, part by part."""
        names = [self._full_name(box.place) for box in (band.boxes[0], band.boxes[-1]) if box.place]
        title = f"{' → '.join(names)}: {self._sum(band.stream.amount)}"
        parts, before = [tag("title", title)], 0
        for complaint, width in band.widths:
            parts.append(self._part(band, complaint, before, width))
            before += width
        return tag("g", *parts)

    def _part(self, band: Band, complaint: str, before: int, width: int) -> Html:
        """Draw the part of one victim along the whole way."""
        number = self._number.get(complaint, 0)
        line = tag(
            "path",
            d=_way(band, before, width),
            stroke_width=width,
            class_=f"flow v{number}",
        )
        if not number or width < _NUMBER_FROM:
            return line
        end = band.boxes[-1]
        y = band.heights[-1][1] + before + width // 2 + 4
        return joined((line, tag("text", str(number), x=end.x - 9, y=y, class_="number")))

    def box(self, box: Box) -> Html:
        """Draw one place: its bar, what stopped there, its label."""
        place = box.place
        if place is None:
            return NOTHING
        bar = tag(
            "rect", x=box.x, y=box.top, width=BAR, height=box.bar, class_=f"bar k-{place.kind}"
        )
        title = tag("title", f"{self._full_name(place)}: {self._sum(place.amount)}")
        return tag("g", title, bar, *self._stops(box, place), *self._label(box, place))

    def _stops(self, box: Box, place: Place) -> Iterator[Html]:
        """Yield the patterned parts of the bar: money that went no further."""
        y = box.top + box.bar
        for ending, stopped in _in_order(place.stops):
            height = max(1, stopped * box.bar // max(1, place.amount))
            y -= height
            yield tag(
                "rect", x=box.x, y=y, width=BAR, height=height, fill=pattern(ending), class_="stop"
            )

    def _label(self, box: Box, place: Place) -> Iterator[Html]:
        """Yield the lines of a label: name, sum, endings."""
        x = box.x + BAR + 5
        y = box.middle - label_lines(place) * LINE // 2 + LINE - 4
        yield tag(
            "text", named(_cut(self._name(place)), element="tspan"), x=x, y=y, class_="label name"
        )
        if not is_all_stopped(place):
            y += LINE
            yield tag("text", self._sum(place.amount), x=x, y=y, class_="label")
        for ending, stopped in _in_order(place.stops):
            y += LINE
            yield tag("use", href=f"#g-{ending}", x=x, y=y - 11, width=13, height=13)
            yield tag("text", self._sum(stopped), x=x + 18, y=y, class_="label")

    def _name(self, place: Place) -> Names:
        """Return the short name of a place."""
        if place.kind == "folded":
            return plain(f"report_map_other_{place.key}", n=place.members)
        if place.kind == "victim":
            number = self._number.get(place.key)
            return dict.fromkeys(LANGUAGES, f"{number}. {place.key}" if number else place.key)
        names = account_names(self._findings, place.key)
        return {k: f"↩ {v}" for k, v in names.items()} if place.kind == "again" else names

    def _full_name(self, place: Place) -> str:
        """Return a name for a title, which has one text for all languages."""
        known = self._findings["accounts"].get(place.key)
        if place.kind in {"account", "again"} and known and known["printed"]:
            return f"{known['printed']} {known['holder']}".strip()
        return " / ".join(dict.fromkeys(self._name(place).values()))

    def _sum(self, minor: int) -> str:
        """Print a sum in the map's currency."""
        return amount(minor, self._currency)


def _in_order(stops: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return endings in the order of the legend."""
    return sorted(stops.items(), key=lambda item: ENDINGS.index(item[0]))


def _cut(names: Names) -> Names:
    """Shorten a name to the width of its column; the title holds all of it."""
    most = (LABEL - 5) * 10 // _LETTER_TENTHS
    return {k: v if len(v) <= most else f"{v[: most - 1].rstrip()}…" for k, v in names.items()}


def _way(band: Band, before: int, width: int) -> str:
    """Return the path of one part of a band through its boxes."""
    steps: list[str] = []
    for (one, two), (start, end) in zip(
        zip(band.boxes, band.boxes[1:], strict=False), band.heights, strict=True
    ):
        x0, x1 = one.x + BAR, two.x
        y0, y1 = start + before + width // 2, end + before + width // 2
        bend = (x0 + x1) // 2
        steps.append(f"{'L' if steps else 'M'}{x0} {y0}C{bend} {y0} {bend} {y1} {x1} {y1}")
    return "".join(steps)
