"""Detection: what a file is, from its bytes and never from its name.

A workbook is a zip with a workbook inside, an old workbook an OLE2 file, a camt.053 message an XML
document with that root. What is none of them gets a fault that says what it looks like, so that
its sender can be asked for the right thing.
"""

import io
import re
import zipfile
import zlib
from typing import Literal

from izdes.core.errors import IzdesError

Container = Literal["xlsx", "xls", "xml", "pdf", "text"]

_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XML_STARTS = (b"<?xml", b"<Document", b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_HTML_STARTS = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_LARGEST_BYTES = 512 * 1024 * 1024
_LARGEST_FACTOR = 200
_HARMLESS_BYTES = 8 * 1024 * 1024
_SEEN = 512
_CELL_NAMES = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
# Beyond column AZ or row 99,999: without such a cell every table is small enough.
_FAR_CELL = re.compile(rb'\br="(?:[B-Z][A-Z][0-9]|[A-Z]{3}[0-9]|[A-Z]{1,2}[0-9]{6})')
_LETTERS = 26
_CELL_BYTES = 32
_LARGEST_AREA = 20_000_000


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
    if data.startswith(_ZIP):
        return _zip(data)
    if data.startswith(_OLE2):
        if _ENCRYPTED in data:
            raise Unusable("file_encrypted")
        return "xls"
    start = data[:_SEEN].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.lower().startswith(_HTML_STARTS):
        raise Unusable("file_is_html")
    if start.startswith(_XML_STARTS):
        return "xml"
    if start.startswith(b"%PDF"):
        raise Unusable("file_is_pdf")
    if not start.strip(b"\x00"):
        raise Unusable("file_of_zeros")
    return "text"


def _zip(data: bytes) -> Container:
    """Look into a zip without unpacking it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _require_modest(sum(entry.file_size for entry in entries), len(data))
            if not any(entry.filename in _WORKBOOKS for entry in entries):
                raise Unusable("form_unknown")
            for entry in entries:
                _require_few_cells(archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise Unusable("file_truncated") from None
    except (ValueError, RuntimeError):
        # An encrypted entry, or a central directory that contradicts itself.
        raise Unusable("file_damaged") from None
    return "xlsx"


def _require_modest(unpacked: int, packed: int) -> None:
    """Refuse what would grow beyond reason when unpacked."""
    if unpacked > _LARGEST_BYTES or (
        unpacked > _HARMLESS_BYTES and unpacked > packed * _LARGEST_FACTOR
    ):
        raise Unusable("file_too_large", megabytes=unpacked // 2**20)


def _require_few_cells(part: bytes) -> None:
    """Refuse a sheet in which two far cells would span a table larger than any statement."""
    if not _FAR_CELL.search(part):
        return
    names = _CELL_NAMES.findall(part)
    rows = max(int(row) for _, row in names)
    columns = _number(max((letters for letters, _ in names), key=lambda n: (len(n), n)))
    if rows * columns > _LARGEST_AREA:
        raise Unusable("file_too_large", megabytes=rows * columns * _CELL_BYTES // 2**20)


def _number(letters: bytes) -> int:
    """Return the number of a column from its letters.

    >>> _number(b"A"), _number(b"AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
