"""A PDF of strangers: opened without a password, unpacked strictly, every failure one of ours.

The library repairs what is broken and goes on: a page that cannot be unpacked is an empty page to
it. A statement must not lose rows in silence, so that here such a file is refused. Scripts,
attachments, links and forms are never looked at.

Source: ISO 32000-1, 7.3.8 (streams), 7.6 (encryption), 7.7.3 (the tree of pages).
"""

import io
import logging
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfexceptions import PDFException, PDFValueError
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager, PDFStackT
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_FLATE_DECODE,
    PDFStream,
    dict_value,
    list_value,
    resolve1,
    stream_value,
)
from pdfminer.psexceptions import PSException

from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.pdf.content import INLINE_IMAGE, operators_in
from izdes.adapters.statements.pdf.device import Piece, TextDevice
from izdes.adapters.statements.pdf.rules import Rule

# What the library raises on bytes that are no good PDF: its own errors, and whatever its code trips
# over on the way. Not among them: MemoryError, which the limits of the reading process answer.
BROKEN: Final = (
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_MOST_PAGES = 2_000
_LARGEST_STREAM = 64 * 2**20
_END = b"%%EOF"
_SEEN_END = 2048
_LAST_CODE = 0xFFFF

# The library reports every oddity of a file, with pieces of its content.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is seen on one page, piece by piece in the order of drawing."""

    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]
    has_picture: bool


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """All pages of a file, and what was left out of them.

    Attributes:
        hidden: Letters that nobody sees; ``slanted`` those of stamps and watermarks.
        unknown: Letters of which the file does not say what they are.
        odd: Operators that nobody knows.
    """

    pages: tuple[Drawn, ...]
    hidden: int
    slanted: int
    unknown: int
    odd: int


def drawn(data: bytes) -> DrawnFile:
    """Draw every page of a file.

    Raises:
        Unusable: The file needs a password, is broken or cut off, or larger than any statement.
    """
    with _refusing(data):
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        resources = _ModestFonts()
        device = TextDevice(resources)
        interpreter = _StrictInterpreter(resources, device)
        pages: list[Drawn] = []
        for page in PDFPage.create_pages(document):
            if len(pages) == _MOST_PAGES:
                raise Unusable("pdf_too_large")
            interpreter.process_page(page)
            seen = Drawn(tuple(device.pieces), tuple(device.rules), device.has_picture)
            pages.append(seen)
        if len(pages) != _count_told(document):
            raise Unusable("file_damaged")
    return DrawnFile(tuple(pages), device.hidden, device.slanted, device.unknown, device.odd)


def _count_told(document: PDFDocument) -> object:
    """Return how many pages the root of the tree of pages promises."""
    return dict_value(document.catalog.get("Pages")).get("Count")


@contextmanager
def _refusing(data: bytes) -> Iterator[None]:
    """Turn every failure of the library into a refusal that says what to do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except PDFEncryptionError:
            raise Unusable("file_encrypted") from None
        except BROKEN:
            is_cut = _END not in data[-_SEEN_END:]
            raise Unusable("file_truncated" if is_cut else "file_damaged") from None


class _ModestFonts(PDFResourceManager):
    """Makes fonts, but none whose table of widths would not fit into any memory."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return a font; a code of a glyph has two bytes."""
        for name in ("W", "W2"):
            for value in list_value(spec.get(name, [])):
                number = resolve1(value)
                if isinstance(number, int) and number > _LAST_CODE:
                    raise PDFValueError
        return super().get_font(objid, spec)


class _StrictInterpreter(PDFPageInterpreter):
    """Draws what is whole, and refuses what is not."""

    device: TextDevice

    def execute(self, streams: Sequence[object]) -> None:
        """Draw content streams, one after the other as if they were one.

        A stream that is being drawn already, further out, is not drawn again inside itself.
        """
        found = [stream_value(stream) for stream in streams]
        inner = [s for s in found if s.objid is None or s.objid not in self.parent_stream_ids]
        self.stream_ids = {s.objid for s in inner if s.objid is not None}
        for operator, operands in operators_in(b"\n".join(map(_unpacked, inner))):
            self._draw(operator, operands)

    def _draw(self, operator: bytes, operands: list[PDFStackT]) -> None:
        """Follow one operator; one with too few operands, or an unknown one, is counted."""
        method, count = _methods().get(operator, ("", 0))
        if operator == INLINE_IMAGE:
            self.device.render_image("", PDFStream({}, b""))
        elif method:
            self.argstack = operands
            given = self.pop(count)
            if len(given) == count:
                getattr(self, method)(*given)
            else:
                self.device.odd += 1
        else:
            self.device.odd += 1


@cache
def _methods() -> dict[bytes, tuple[str, int]]:
    """Return the library's methods by operator, and how many operands each takes.

    Operators with a star or a quotation mark are called by letters there.
    """
    found = {}
    for name, method in vars(PDFPageInterpreter).items():
        if name.startswith("do_"):
            operator = name.removeprefix("do_").replace("_a", "*")
            operator = operator.replace("_q", "'").replace("_w", '"')
            found[operator.encode()] = (name, method.__code__.co_argcount - 1)
    return found


def _unpacked(stream: PDFStream) -> bytes:
    """Return the content of a stream, unpacked strictly and up to a sane size."""
    if stream.data is not None or stream.rawdata is None:
        return stream.get_data()
    filters = stream.get_filters()
    if not filters or any(f not in LITERALS_FLATE_DECODE or p for f, p in filters):
        return stream.get_data()
    data = stream.rawdata
    if stream.decipher and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    for _ in filters:
        data = _inflated(data)
    return data


def _inflated(data: bytes) -> bytes:
    """Return the content of a packed stream.

    Raises:
        PDFException: It is cut off or broken.
        Unusable: It is larger than a page of any statement.
    """
    packer = zlib.decompressobj()
    content = packer.decompress(data, _LARGEST_STREAM)
    if packer.unconsumed_tail:
        raise Unusable("pdf_too_large")
    if not packer.eof:
        raise PDFException
    return content
