"""Ink: where white letters are seen, and where they are not.

Banks print titles in white on a dark band; white letters on paper are seen by nobody. A page is
painted in order: of the areas under a letter the last one counts.

Source: ISO 32000-1, 8.6 (colour spaces).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfminer.utils import Point, Rect

if TYPE_CHECKING:
    from pdfminer.pdfinterp import PDFGraphicState

_WHITE = 0.97
_NO_INK = 0.03
_CMYK = 4
_MOST_AREAS = 500


@dataclass(slots=True)
class Ground:
    """The paper of one page, with the areas that were filled on it so far.

    Attributes:
        paper: The part of the page that is seen.
    """

    paper: Rect = (0, 0, 0, 0)
    _areas: list[tuple[Rect, bool]] = field(default_factory=list)

    def fill(self, area: Rect, *, is_white: bool) -> None:
        """Fill an area; beyond some hundreds they are cells that say nothing new."""
        if len(self._areas) < _MOST_AREAS:
            self._areas.append((area, is_white))

    def shows(self, place: Point, *, is_white: bool) -> bool:
        """Say whether a letter can be seen at a place."""
        if not is_inside(place, self.paper):
            return False
        if not is_white:
            return True
        below = (is_light for area, is_light in reversed(self._areas) if is_inside(place, area))
        return not next(below, True)


def is_inside(place: Point, area: Rect) -> bool:
    """Say whether a place lies in an area."""
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def is_white(state: "PDFGraphicState") -> bool:
    """Say whether the colour of text and areas is that of paper."""
    colour, name = state.ncolor, state.ncs.name
    if isinstance(colour, int | float):
        return name in {"DeviceGray", "CalGray", "ICCBased"} and colour >= _WHITE
    if not isinstance(colour, tuple) or not all(isinstance(c, int | float) for c in colour):
        return False
    parts = [float(c) for c in colour if isinstance(c, int | float)]
    if len(parts) == _CMYK:
        return max(parts) <= _NO_INK
    return bool(parts) and name != "DeviceN" and min(parts) >= _WHITE
