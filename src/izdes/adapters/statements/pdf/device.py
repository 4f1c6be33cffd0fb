"""The device on which a PDF's pages are "drawn": it keeps what a reader of the paper would see.

Of all that a page paints only visible horizontal text is kept, as pieces between two blanks with
their places. Text that nobody sees (no size, no ink, white on white, beside the page) is counted
and left out: what nobody can read states nothing, and it is the usual way to smuggle figures into
a file. Slanted text is a stamp or a watermark, and counted too.

What this does not see: text under a picture or under a later filled area.

Source: ISO 32000-1, 9.3.6 (text rendering modes), 8.6 (colours).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import MATRIX_IDENTITY, Matrix, PathSegment, Point, Rect, apply_matrix_rect

from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.pdf.ink import Ground, is_white
from izdes.adapters.statements.pdf.rules import Rule, edges_of

if TYPE_CHECKING:
    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState

UNKNOWN_LETTER: Final = "\ufffd"
_INVISIBLE_MODES = frozenset({3, 7})
_SMALLEST_SIZE = 1.0
_STRAIGHT = 0.02
_MOST_GLYPHS = 5_000_000
_MOST_FIGURES = 20_000
_MOST_RULES = 20_000
_LONGEST_SHAPE = 12
_JOINED = 0.12


@dataclass(frozen=True, slots=True)
class Piece:
    """Visible text without a blank in it.

    Attributes:
        x0: Left end in points from the left edge of the page; ``x1`` the right end.
        y: Its baseline in points from the upper edge.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str


class TextDevice(PDFTextDevice):
    """Collects the pieces of one page after the other.

    Attributes:
        hidden: Letters left out because nobody sees them; ``slanted`` those of stamps.
        unknown: Letters of which the file does not say what they are.
        odd: Operators that nobody knows: something is broken, or was lost.
        has_picture: A picture lies on the page.
        rules: The lines of tables on the page, and the edges of areas.
    """

    def __init__(self, resources: "PDFResourceManager") -> None:
        super().__init__(resources)
        self.ctm: Matrix = MATRIX_IDENTITY
        self.pieces: list[Piece] = []
        self.rules: list[Rule] = []
        self.hidden = self.slanted = self.unknown = self.odd = self.seen = 0
        self.has_picture = False
        self._figures = 0
        self._letters: dict[tuple[int, int], tuple[str, float]] = {}
        self._fonts: dict[int, PDFFont] = {}
        self._ground = Ground()
        self._is_inked = True

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Begin a page: its visible part is where the crop box and the media box meet."""
        sheet, crop = (apply_matrix_rect(ctm, box) for box in (page.mediabox, page.cropbox))
        lower = max(sheet[0], crop[0]), max(sheet[1], crop[1])
        self._ground = Ground((*lower, min(sheet[2], crop[2]), min(sheet[3], crop[3])))
        self.pieces = []
        self.rules = []
        self.has_picture = False

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:  # noqa: ARG002  # the library's own signature
        """Count the figures: a form that draws forms that draw forms never ends."""
        self._figures += 1
        if self._figures > _MOST_FIGURES:
            raise Unusable("pdf_too_large")

    def paint_path(
        self,
        graphicstate: "PDFGraphicState",
        stroke: bool,  # noqa: ARG002, FBT001
        fill: bool,  # noqa: FBT001
        evenodd: bool,  # noqa: ARG002, FBT001
        path: Sequence[PathSegment],
    ) -> None:
        """Remember lines, and filled areas, on which white text is seen."""
        points = [(float(s[i]), float(s[i + 1])) for s in path for i in range(1, len(s) - 1, 2)]
        if not points or len(path) > _LONGEST_SHAPE:
            return
        xs, ys = zip(*points, strict=True)
        box = apply_matrix_rect(self.ctm, (min(xs), min(ys), max(xs), max(ys)))
        if len(self.rules) < _MOST_RULES:
            self.rules += edges_of(box[0], self.top - box[3], box[2], self.top - box[1])
        if fill:
            self._ground.fill(box, is_white=is_white(graphicstate))

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        """Remember where a picture lies: white text on it may be seen."""
        self.has_picture = True
        self._ground.fill(apply_matrix_rect(self.ctm, (0, 0, 1, 1)), is_white=False)

    def render_string(
        self,
        textstate: "PDFTextState",
        seq: PDFTextSeq,
        ncs: "PDFColorSpace",
        graphicstate: "PDFGraphicState",
    ) -> None:
        """Draw a string, knowing whether it leaves ink."""
        self._is_inked = textstate.render not in _INVISIBLE_MODES
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_string_horizontal(  # noqa: PLR0917  # the library's own signature
        self,
        seq: PDFTextSeq,
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: "PDFColorSpace",  # noqa: ARG002
        graphicstate: "PDFGraphicState",
    ) -> Point:
        """Walk along a string, cutting it into pieces at blanks and gaps."""
        run = _Run(self, matrix, fontsize, rise, is_light=is_white(graphicstate))
        x, y = pos
        is_later = False
        for part in seq:
            if isinstance(part, int | float):
                x -= part * dxscale
                is_later = True
            elif isinstance(part, bytes):
                for code in font.decode(part):
                    if is_later:
                        x += charspace
                    letter, width = self._letter(font, code)
                    end = x + width * fontsize * scaling
                    run.add(letter, x, end, y)
                    x = end + (wordspace if code == ord(" ") else 0)
                    is_later = True
        run.close()
        return (x, y)

    def _letter(self, font: PDFFont, code: int) -> tuple[str, float]:
        """Return a letter and its width; the replacement character where the font does not tell."""
        key = (id(font), code)
        found = self._letters.get(key)
        if found is None:
            self._fonts[id(font)] = font  # kept alive, so that no other font gets its id
            try:
                letter = font.to_unichr(code) or UNKNOWN_LETTER
            except PDFUnicodeNotDefined:
                letter = UNKNOWN_LETTER
            found = self._letters[key] = (letter, font.char_width(code))
        return found

    def keep(self, piece: Piece, *, is_light: bool, is_straight: bool) -> None:
        """Keep a piece that is seen, count one that is not."""
        letters = len(piece.text)
        self.seen += letters
        if self.seen > _MOST_GLYPHS:
            raise Unusable("pdf_too_large")
        if not is_straight:
            self.slanted += letters
        elif not self._is_seen(piece, is_light=is_light):
            self.hidden += letters
        else:
            self.unknown += piece.text.count(UNKNOWN_LETTER)
            self.pieces.append(piece)

    def _is_seen(self, piece: Piece, *, is_light: bool) -> bool:
        """Say whether a piece has ink and size, and its middle a ground on which it shows."""
        middle = (piece.x0 + piece.x1) / 2, self.top - piece.y + piece.size / 4
        has_ink = self._is_inked and piece.size >= _SMALLEST_SIZE
        return has_ink and self._ground.shows(middle, is_white=is_light)

    @property
    def top(self) -> float:
        """The upper edge of the page, from which places are counted."""
        return self._ground.paper[3]


class _Run:
    """One string on its way: letters become pieces."""

    def __init__(
        self, device: TextDevice, matrix: Matrix, fontsize: float, rise: float, *, is_light: bool
    ) -> None:
        a, b, c, d, self._e, self._f = matrix
        self._device = device
        self._a, self._d = a, d
        self._rise = rise
        self._size = abs(fontsize * d)
        slant = max(abs(b), abs(c))
        self._is_straight = a > 0 and d > 0 and slant <= _STRAIGHT * max(a, d)
        self._is_light = is_light
        self._text = ""
        self._x0 = self._x1 = self._y = 0.0

    def add(self, letter: str, start: float, end: float, y: float) -> None:
        """Add a letter that lies between two places of the text's own space."""
        x0, x1 = start * self._a + self._e, end * self._a + self._e
        if letter.isspace():
            self.close()
            return
        if self._text and abs(x0 - self._x1) > _JOINED * self._size:
            self.close()
        if not self._text:
            self._x0 = x0
            self._y = self._device.top - (self._f + (y + self._rise) * self._d)
        self._text += letter
        self._x1 = x1

    def close(self) -> None:
        """End the piece, if there is one."""
        if self._text:
            piece = Piece(self._x0, self._x1, self._y, self._size, self._text)
            self._device.keep(piece, is_light=self._is_light, is_straight=self._is_straight)
            self._text = ""
