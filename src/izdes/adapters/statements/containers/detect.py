"""Detection: what a file is, from its bytes and never from its name.

A workbook is a zip with a workbook inside, an old workbook an OLE2 file, a message an XML document;
a web page and an XML document of Excel 2003 are what banks also send as .xls. What is none of them
gets a fault that says what it looks like, so that its sender can be asked for the right thing.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Literal

from izdes.core.errors import IzdesError

Container = Literal["xlsx", "xls", "ods", "xml", "pdf", "text", "html", "spreadsheetml"]

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_XML_STARTS = (b"<?xml", b"<document", b"<workbook")
_HTML_STARTS = (
    *(b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style"),
    *(b"<body", b"<div", b"<p>", b"<center", b"<font"),
)
_HTML_INSIDE = b"<html"
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_XLSX, _XLSB, _ODS = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_XML_PARTS = (".xml", ".rels")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LARGEST_BYTES = 512 * 1024 * 1024
_LARGEST_FACTOR = 200
_HARMLESS_BYTES = 8 * 1024 * 1024
_MOST_PARTS = 10_000
_SEEN = 2048
# Empty cells that are only coloured do not count: whole sheets of them are common.
_CELL_NAMES = re.compile(rb"\br=[\"']([a-z]+)([0-9]+)[\"'](?![^<>]{0,99}/>)", re.IGNORECASE)
# Beyond column AZ or row 99,999: without such a cell every table is small enough.
_FAR_CELL = re.compile(
    rb"\br=[\"'](?:[b-z][a-z][0-9]|[a-z]{3,}[0-9]|[a-z]{1,2}[0-9]{6})[0-9]*[\"'](?![^<>]{0,99}/>)",
    re.IGNORECASE,
)
_CHUNK = 2**20
# Seven are enough for every row there can be; of a longer number the first say that it is too far.
_ROW_DIGITS = 9
_COLUMN_LETTERS = 6
_LONGEST_NAME = 256
_LETTERS = 26
_CELL_BYTES = 32
_LARGEST_AREA = 20_000_000
_IS_ENCRYPTED = 1
# What can be read within the memory and the time of one file (`isolation`).
MOST_ROWS = 400_000


class Unusable(IzdesError):
    """The file as a whole cannot be used; ``fault`` says why."""

    code = "file_unusable"

    def __init__(self, fault: str, **details: str | int) -> None:
        super().__init__(**details)
        self.fault = fault


def container_of(data: bytes) -> Container:
    """Return what a file is.

    Raises:
        Unusable: It is empty, cut off, larger inside than it may be, or none that we know.
    """
    if not data:
        raise Unusable("file_empty")
    if data.startswith(ZIP):
        return _zip(data)
    if data.startswith(OLE2):
        return _old(data)
    start = _start_of(data)
    if start.startswith(_HTML_STARTS) or (start.startswith(b"<") and _HTML_INSIDE in start):
        return "html"
    if start.startswith(_XML_STARTS):
        return "spreadsheetml" if _SPREADSHEET in start else "xml"
    if start.startswith(b"%pdf"):
        return "pdf"
    if not start.strip(b"\x00"):
        raise Unusable("file_of_zeros")
    return "text"


def is_xml(data: bytes) -> bool:
    """Say whether a file that is no zip and no OLE2 file is an XML document."""
    return _start_of(data).startswith(_XML_STARTS)


def _start_of(data: bytes) -> bytes:
    """Return how a file begins, in lower case and without a mark of its encoding."""
    start = data[:_SEEN]
    if start.startswith(_WIDE_BOMS) and b"<" in start[2:4]:
        start = start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _old(data: bytes) -> Container:
    """Look into an OLE2 file, in which Office kept everything until 2003."""
    if _ENCRYPTED in data:
        raise Unusable("file_encrypted")
    if _WORD in data and not any(name in data for name in _BOOKS):
        raise Unusable("form_unknown")
    return "xls"


def _zip(data: bytes) -> Container:
    """Look into a zip without unpacking it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
                raise Unusable("file_encrypted")
            _require_modest(entries, len(data))
            container = _container_in(archive)
            for entry in entries:
                _require_harmless(entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise Unusable("file_truncated") from None
    except (ValueError, RuntimeError):
        # A central directory that contradicts itself.
        raise Unusable("file_damaged") from None
    return container


def _container_in(archive: zipfile.ZipFile) -> Container:
    """Return which workbook a zip is, by the parts in it."""
    names = archive.namelist()
    if len(set(names)) != len(names):
        # Of two parts with one name every program would read the one it likes.
        raise Unusable("file_damaged")
    if _XLSX in names:
        return "xlsx"
    if _XLSB in names:
        raise Unusable("file_is_xlsb")
    if _ODS in names and "mimetype" in names and archive.read("mimetype").startswith(_ODS_TYPE):
        return "ods"
    raise Unusable("form_unknown")


def _require_modest(entries: Sequence[zipfile.ZipInfo], packed: int) -> None:
    """Refuse what would grow beyond reason when unpacked."""
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _HARMLESS_BYTES and unpacked > packed * _LARGEST_FACTOR:
        raise Unusable("file_too_large", megabytes=unpacked // 2**20)
    if unpacked > _LARGEST_BYTES:
        raise Unusable("workbook_too_long", megabytes=unpacked // 2**20)
    if len(entries) > _MOST_PARTS:
        raise Unusable("workbook_of_too_many_parts", count=len(entries))


def _require_harmless(name: str, part: bytes) -> None:
    """Refuse a part that declares entities, or spans a table larger than any statement.

    Two far cells are enough for such a table, however little is between them.
    """
    if name.endswith(_XML_PARTS) and _DECLARES.search(part):
        raise Unusable("xml_has_entities")
    if not _FAR_CELL.search(part):
        return
    rows, columns = 0, 0
    for start in range(0, len(part), _CHUNK):
        names = _CELL_NAMES.findall(part, start, start + _CHUNK + _LONGEST_NAME)
        rows = max(rows, max((int(row[:_ROW_DIGITS]) for _, row in names), default=0))
        columns = max(
            columns,
            max(map(_number, {letters[:_COLUMN_LETTERS] for letters, _ in names}), default=0),
        )
    if rows * columns > _LARGEST_AREA:
        raise Unusable("file_too_large", megabytes=rows * columns * _CELL_BYTES // 2**20)
    if rows > MOST_ROWS:
        raise Unusable("sheet_too_long", rows=rows, most=MOST_ROWS)


def _number(letters: bytes) -> int:
    """Return the number of a column from its letters.

    >>> _number(b"A"), _number(b"AA")
    (1, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
