"""Paper of retail statements: words at their places become a PDF, the same bytes each time.

The date in the file is the statement's own, and only fonts inside the typesetter are used.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import typst

WIDTH, HEIGHT = 595, 842
# A compiler keeps its parsed fonts between files, and belongs to one thread.
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Printed:
    """Words on a sheet.

    Attributes:
        x: Their left end in points, or their right end where they are set to the right.
        y: Their baseline in points from the upper edge.
    """

    x: float
    y: float
    text: str
    size: float = 7.0
    is_right: bool = False


def line_on(sheet: Sequence[Printed], y: float) -> int:
    """Return the number of the line at a height, counted from the top, from 1."""
    heights = sorted({printed.y for printed in sheet if printed.text})
    return heights.index(y) + 1


def pdf_of(sheets: Sequence[Sequence[Printed]], *, title: str, language: str, day: date) -> bytes:
    """Return the sheets as a PDF."""
    content = {
        "title": title,
        "lang": language,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "width": WIDTH,
        "height": HEIGHT,
        "pages": [[[p.x, p.y, p.size, p.text, p.is_right] for p in s if p.text] for s in sheets],
    }
    given = {"sheet": json.dumps(content, ensure_ascii=False)}
    source = files("izdes.twin").joinpath("dialects/retail.typ").read_bytes()
    return bytes(_compiler().compile(source, format="pdf", sys_inputs=given))


def _compiler() -> Any:  # noqa: ANN401  # typst publishes no usable type
    """Return this thread's compiler."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(ignore_system_fonts=True)
    return _own.compiler
