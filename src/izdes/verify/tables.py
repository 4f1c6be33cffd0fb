r"""Tables as text: reading them, and the digest of what they say.

A digest is SHA-256 over canonical lines: one header line, then the rows in bytewise order; fields
parted by a tab, lines ended by LF; text in NFC with ``\\``, tab, LF and CR escaped; times in UTC
with microseconds; an absent value is ``\N``.
"""

import csv
import gzip
import hashlib
import io
import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .refusal import Refused

Field = str | int | datetime | None
_WHOLE = re.compile(r"-?[0-9]{1,40}", re.ASCII)
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Row:
    """One row of a table, its cells read as what they must be."""

    def __init__(self, file: str, number: int, cells: dict[str, str]) -> None:
        self.file, self.number, self.cells = file, number, cells

    def refused(self, column: str) -> Refused:
        """Return what to raise for a cell."""
        value = self.cells.get(column, "")
        return Refused("cell_wrong", file=self.file, row=self.number, column=column, value=value)

    def text(self, column: str, *, needed: bool = False) -> str:
        """Return a cell; a column that is not there is empty."""
        value = self.cells.get(column, "")
        if needed and not value:
            raise self.refused(column)
        return value

    def whole(self, column: str) -> int:
        """Return a whole number."""
        value = self.text(column, needed=True).strip()
        if not _WHOLE.fullmatch(value):
            raise self.refused(column)
        return int(value)

    def maybe_whole(self, column: str) -> int | None:
        """Return a whole number, or None for an empty cell."""
        return self.whole(column) if self.text(column) else None

    def amount(self, column: str) -> int:
        """Return a whole number above zero."""
        value = self.whole(column)
        if value <= 0:
            raise self.refused(column)
        return value

    def moment(self, column: str) -> datetime | None:
        """Return an instant in UTC, or None for an empty cell."""
        value = self.text(column)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise self.refused(column)

    def instant(self, column: str) -> datetime:
        """Return an instant in UTC, which must be there."""
        moment = self.moment(column)
        if moment is None:
            raise self.refused(column)
        return moment

    def word(self, column: str, words: Sequence[str], default: str = "") -> str:
        """Return one of a few words; an empty cell is the default."""
        value = self.text(column) or default
        if value not in words:
            raise self.refused(column)
        return value


def bytes_of(path: Path) -> bytes:
    """Return what a file holds, unpacked where it is gzip."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except OSError as error:
        # A broken gzip is an OSError without a number.
        code = "file_unreadable" if error.errno else "file_broken"
        raise Refused(code, file=path.name) from None
    except (EOFError, zlib.error):
        raise Refused("file_broken", file=path.name) from None


def text_of(path: Path) -> str:
    """Return a file's text, which is UTF-8."""
    try:
        return bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("file_broken", file=path.name) from None


def rows_of(
    path: Path, needed: Sequence[str], *, exactly: bool = False
) -> tuple[list[str], list[Row]]:
    """Return a CSV table's columns and rows; ``needed`` columns must be there."""
    try:
        lines = list(csv.reader(io.StringIO(text_of(path), newline=""), strict=True))
    except csv.Error:
        raise Refused("file_broken", file=path.name) from None
    columns = [c.strip() for c in lines[0]] if lines else []
    is_exact = not exactly or columns == [*needed]
    if len(set(columns)) < len(columns) or not is_exact or not {*columns} >= {*needed}:
        raise Refused("table_columns", file=path.name, columns=", ".join(needed))
    rows = [(n, line) for n, line in enumerate(lines[1:], start=2) if line]
    for n, line in rows:
        if len(line) != len(columns):
            raise Refused("row_wide", file=path.name, row=n)
    return columns, [Row(path.name, n, dict(zip(columns, line, strict=True))) for n, line in rows]


def canonical(value: Field) -> str:
    """Return one field of a canonical line."""
    if value is None:
        return "\\N"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, int):
        return str(value)
    return unicodedata.normalize("NFC", value).translate(_ESCAPES)


def digest(columns: Sequence[str], rows: Iterable[Sequence[Field]]) -> str:
    """Return the digest of a table; the order of its rows does not matter."""
    lines = sorted("\t".join(map(canonical, row)).encode() for row in rows)
    head = "\t".join(columns).encode()
    return hashlib.sha256(b"".join(line + b"\n" for line in [head, *lines])).hexdigest()
