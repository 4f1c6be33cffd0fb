"""BIFF: what an .xls says of its cells that its reader leaves out, as `marks` does for an .xlsx.

The library shows an error as an empty cell and a formula as its last result; here the records are
walked once for the places of both. Nothing is computed and nothing is run. Cells outside the
256 columns that the format has are refused: the library would make room for all between them.

Source: [MS-XLS], Excel Binary File Format (.xls) Structure.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum

from izdes.adapters.statements.containers.compound import Compound
from izdes.adapters.statements.containers.detect import Unusable
from izdes.adapters.statements.containers.marks import BookMarks, Place, SheetMarks, address

_SELF_LENGTH = 4
# Length of the record -> its fields: rows had two bytes before 1997.
_DIMENSIONS = {10: "<HHHH", 14: "<IIHH"}
_NO_NUMBER, _IS_ERROR = 0xFFFF, 2
_MACROS = "_vba_project_cur"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
}
_OTHER_ERROR = "#N/A"
_WIDEST, _HIGHEST = 256, 65_536


class _Kind(IntEnum):
    """The records that tell something here."""

    FORMULA = 0x0006
    EOF = 0x000A
    DATEMODE = 0x0022
    FILEPASS = 0x002F
    BOUNDSHEET = 0x0085
    SUPBOOK = 0x01AE
    DIMENSIONS = 0x0200
    BOOLERR = 0x0205
    BOF = 0x0809


# Records of cells; all begin with row and column.
_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E})
_SEVERAL = 0x00BD
# The high byte of the last column of several cells, where there is one.
_NONE_OR_ZERO = (b"", b"\0")


class _Walk:
    """What was met on the way through the records, sheet by sheet as each begins at its offset."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.begins: set[int] = set()
        self.is_1904 = False
        self.has_links = False
        self.formulas: defaultdict[int, int] = defaultdict(int)
        self.first: dict[int, Place] = {}
        self.errors: defaultdict[int, dict[Place, str]] = defaultdict(dict)

    def through(self, stream: bytes) -> None:
        """Walk; a sheet may hold charts, which begin and end inside it."""
        depth, sheet = 0, 0
        for offset, kind, body in _records(stream):
            if kind == _Kind.BOF:
                sheet = sheet if depth else offset
                self.begins.add(sheet)
                depth += 1
            elif kind == _Kind.EOF:
                depth = max(depth - 1, 0)
            elif kind in _CELLS:
                self._cell(sheet, kind, body)
            else:
                self._global(kind, body)

    def _global(self, kind: int, body: bytes) -> None:
        """Take what holds for the workbook."""
        match kind:
            case _Kind.FILEPASS:
                raise Unusable("file_encrypted")
            case _Kind.DATEMODE:
                self.is_1904 = body[:1] == b"\1"
            case _Kind.BOUNDSHEET:
                self.starts += struct.unpack_from("<I", body)
            case _Kind.SUPBOOK:
                self.has_links = self.has_links or len(body) != _SELF_LENGTH
            case _Kind.DIMENSIONS if len(body) in _DIMENSIONS:
                top, rows, left, columns = struct.unpack_from(_DIMENSIONS[len(body)], body)
                if not (top <= rows <= _HIGHEST and left <= columns <= _WIDEST):
                    raise Unusable("file_damaged")

    def _cell(self, sheet: int, kind: int, body: bytes) -> None:
        """Take one cell; it tells something where it is computed or shows an error."""
        row, column = struct.unpack_from("<HH", body)
        if column >= _WIDEST or (kind == _SEVERAL and body[-1:] not in _NONE_OR_ZERO):
            raise Unusable("file_damaged")
        code, is_error = 0, False
        if kind == _Kind.FORMULA:
            self.formulas[sheet] += 1
            self.first.setdefault(sheet, (row, column))
            what, code, mark = struct.unpack_from("<BxBxxxH", body, 6)
            is_error = mark == _NO_NUMBER and what == _IS_ERROR
        elif kind == _Kind.BOOLERR:
            code, is_error = struct.unpack_from("<B?", body, 6)
        if is_error:
            self.errors[sheet][row, column] = _ERRORS.get(code, _OTHER_ERROR)


def marks_of(data: bytes) -> BookMarks:
    """Walk through the records of an .xls.

    Raises:
        Unusable: It is encrypted, or its records contradict each other.
    """
    file, walk = Compound(data), _Walk()
    try:
        walk.through(file.stream("Workbook", "Book"))
    except struct.error:
        raise Unusable("file_damaged") from None
    if not walk.begins.issuperset(walk.starts):
        # The library would read from the middle of a record, and take what it meets for counts.
        raise Unusable("file_damaged")
    sheets = tuple(
        SheetMarks(
            is_1904=walk.is_1904,
            formulas=walk.formulas[start],
            first_formula=address(*walk.first[start]) if start in walk.first else "",
            errors=walk.errors[start],
        )
        for start in walk.starts
    )
    return BookMarks(sheets, has_macros=_MACROS in file.names, has_links=walk.has_links)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield each record: where it begins, its kind, its body."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
