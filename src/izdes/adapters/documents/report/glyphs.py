"""Glyphs: each ending has one shape, one pattern and one colour, everywhere in the report.

Shape and pattern alone tell them apart, so that a black-and-white print loses nothing.
"""

from izdes.adapters.documents.report.markup import Html, joined, tag

__all__ = ["ENDINGS", "glyph", "pattern", "sprite"]

# Order of display: what can still be reached stands first.
ENDINGS = (
    "held",
    "frontier",
    "returned",
    "cash",
    "crypto_exchange",
    "merchant",
    "abroad",
    "conversion",
    "lender",
    "fee",
    "unmatched",
)
_COLOURS = {
    "held": "#1b7f4b",
    "frontier": "#e0a030",
    "returned": "#8cc9a8",
    "cash": "#5b6675",
    "crypto_exchange": "#1f4e9c",
    "merchant": "#8a6038",
    "abroad": "#0f7480",
    "conversion": "#7d8f4e",
    "lender": "#3d4a5c",
    "fee": "#b4bcc6",
    "unmatched": "#ffffff",
}
_SHAPES = {
    "held": '<path d="M1 1h12v12H1z" class="go"/><path d="M4 4h6v6H4z" class="gf"/>',
    "frontier": '<circle cx="7" cy="7" r="5.5" class="go" stroke-dasharray="2.6 1.7"/>',
    "returned": '<path d="M1 7l6-5v3h6v4H7v3z" class="gf"/>',
    "cash": '<path d="M7 .8L13.2 7 7 13.2.8 7z" class="gf"/>',
    "crypto_exchange": '<path d="M4 1.5h6L13.2 7 10 12.500H4L.8 7z" class="go"/>',
    "merchant": '<path d="M2 5h10l1 8H1zM4.500 5V3a2.500 2.500 0 0 1 5 0v2" class="go"/>',
    "abroad": '<path d="M2 1l11 6-11 6z" class="go"/>',
    "conversion": '<path d="M1 2l6 5-6 5zM13 2L7 7l6 5z" class="gf"/>',
    "lender": '<path d="M1 2h12L7 13z" class="go"/>',
    "fee": '<circle cx="7" cy="7" r="3" class="gf"/>',
    "unmatched": '<path d="M2 2l10 10M12 2L2 12" class="go"/>',
}
_HATCHES = {
    "held": "",
    "frontier": '<circle cx="4" cy="4" r="1.500" class="h"/>',
    "returned": '<path d="M0 4h8" class="h"/>',
    "cash": '<path d="M0 8L8 0M0 0l8 8" class="l"/>',
    "crypto_exchange": '<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" class="l"/>',
    "merchant": '<path d="M0 2h8M0 6h8M2 0v8" class="l"/>',
    "abroad": '<path d="M2 0v8M6 0v8" class="l"/>',
    "conversion": '<path d="M0 0l8 8" class="l"/>',
    "lender": '<circle cx="4" cy="4" r="1" class="l"/>',
    "fee": "",
    "unmatched": '<path d="M0 0l8 8" class="h"/>',
}


def glyph(ending: str) -> Html:
    """Return the shape of an ending, to stand in a line of text; the words stand beside it."""
    inner = tag("use", href=f"#g-{ending}")
    return tag("svg", inner, class_="glyph", aria_hidden="true")


def pattern(ending: str) -> str:
    """Return the fill of an ending in a picture."""
    return f"url(#p-{ending})"


def sprite() -> Html:
    """Return the shapes and patterns that the pictures of the page refer to."""
    symbols = (tag("symbol", Html(_SHAPES[e]), id=f"g-{e}", viewBox="0 0 14 14") for e in ENDINGS)
    parts = joined((*symbols, *(_hatch(e) for e in ENDINGS)))
    return tag("svg", tag("defs", parts), class_="sprite", aria_hidden="true", width=0, height=0)


def _hatch(ending: str) -> Html:
    """Return one pattern: its ground and its lines."""
    ground = tag("rect", width=8, height=8, fill=_COLOURS[ending])
    return tag(
        "pattern",
        ground,
        Html(_HATCHES[ending]),
        id=f"p-{ending}",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )
