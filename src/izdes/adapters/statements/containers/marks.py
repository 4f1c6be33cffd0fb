"""Marks: what a workbook says of its cells that the cells themselves do not, read from an .xlsx.

A formula shows its last result, which nobody has checked; one that was never computed shows
nothing; an error is no value. Formulas are never computed, macros never run, links to other
workbooks never followed: they are counted and told.

Source: ECMA-376 part 1, 18.3.1.4 (cell), 18.2.28 (workbook properties).
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.containers.xml import Element, child, children, parse

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_MACROS = "vbaproject.bin"
_LINKS = "xl/externallinks/"
# A cell with its formula, and what is cached of it; each part ends at the next angle bracket.
_FORMULA = re.compile(
    rb"<(?:\w+:)?c( [^<>]*)?>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v>([^<]*)<)?"
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c ([^<>]*\bt=[\"']e[\"'][^<>]*)>(?:\s*<(?:\w+:)?f(?:\s[^<>]*)?"
    rb"(?:/>|>[^<]*</(?:\w+:)?f>))?\s*(?:<(?:\w+:)?v>([^<]{0,20})<)?"
)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_IS_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_LETTERS = 26
_TRUE = ("1", "true", "on")

# Row and column from 0.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What is known of one sheet besides its cells.

    Attributes:
        is_hidden: Its user does not see it.
        is_1904: Numbers that are dates count from 1904.
        formulas: How many cells are computed, and where the first of them is.
        errors: Cells that show an error, with its text.
        uncomputed: Cells whose formula was never computed.
    """

    is_hidden: bool = False
    is_1904: bool = False
    formulas: int = 0
    first_formula: str = ""
    errors: Mapping[Place, str] = field(default_factory=dict)
    uncomputed: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class BookMarks:
    """What is known of a workbook besides its cells; its sheets in their order, where known."""

    sheets: Sequence[SheetMarks] = ()
    has_macros: bool = False
    has_links: bool = False


def marks_of(data: bytes) -> BookMarks:
    """Look through the parts of an .xlsx.

    Raises:
        Unusable: Its parts contradict each other or cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.casefold() for name in archive.namelist()}
            book = parse(archive.read(_BOOK))
            is_1904 = _is_1904(book)
            parts = _parts(book, parse(archive.read(_RELATIONS)))
            sheets = [_sheet_marks(archive.read(part), is_1904=is_1904) for part in parts]
    except KeyError:
        raise Unusable("file_damaged") from None
    return BookMarks(
        sheets,
        has_macros=any(name.endswith(_MACROS) for name in names),
        has_links=any(name.startswith(_LINKS) for name in names),
    )


def _is_1904(book: Element) -> bool:
    """Say whether the workbook counts its days from 1904."""
    properties = child(book, "workbookPr")
    return properties is not None and properties.get("date1904", "") in _TRUE


def _parts(book: Element, relations: Element) -> Iterator[str]:
    """Yield the part of each sheet in the workbook's order."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
        for relation in children(relations, "Relationship")
    }
    for sheet in children(child(book, "sheets"), "sheet"):
        by = next((str(v) for name, v in sheet.items() if str(name).endswith("}id")), "")
        yield targets[by].lstrip("/")


def _sheet_marks(part: bytes, *, is_1904: bool) -> SheetMarks:
    """Look through one sheet."""
    formulas, first, uncomputed = 0, "", set()
    has_formulas = b"<f" in part or b":f" in part
    for cell in _FORMULA.finditer(part) if has_formulas else ():
        formulas += 1
        attributes = cell[1] or b""
        first = first or address(*_place(attributes))
        if not cell[2] and not _IS_TEXT.search(attributes):
            uncomputed.add(_place(attributes))
    has_errors = b't="e"' in part or b"t='e'" in part
    errors = {
        _place(cell[1]): (cell[2] or b"#").decode("utf-8", "replace")
        for cell in (_ERROR.finditer(part) if has_errors else ())
    }
    return SheetMarks(
        is_1904=is_1904,
        formulas=formulas,
        first_formula=first,
        errors=errors,
        uncomputed=frozenset(uncomputed - errors.keys()),
    )


def address(row: int, column: int) -> str:
    """Return where a cell is, as its user sees it.

    >>> address(0, 0), address(99, 27)
    ('A1', 'AB100')
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _place(attributes: bytes) -> Place:
    """Return which cell it is.

    Raises:
        Unusable: It has no address, so that nobody can say which cell it is.
    """
    found = _PLACE.search(attributes)
    if found is None:
        raise Unusable("file_damaged")
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + letter - ord("A") + 1
    return int(found[2]) - 1, column - 1
