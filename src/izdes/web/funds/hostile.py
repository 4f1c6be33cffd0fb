"""Hostile files: what is refused before it is kept, and why.

Here a file is looked at from outside: its name, its size, what its bytes begin and end with, and
the directory of an archive. Nothing is unpacked, and nothing is opened that could act. What passes
is still read in a process of its own, which may refuse it for what stands inside.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from izdes.core.errors import IzdesError
from izdes.web.files.media_types import sniffed

MOST_BYTES = 100 * 2**20
_MOST_UNPACKED = 512 * 2**20
_MOST_FACTOR = 200
_HARMLESS_BYTES = 8 * 2**20
_MOST_PARTS = 10_000
_LONGEST_NAME_BYTES = 180
_CHUNK = 2**16
# What turns the line around, is not seen, or is no sign at all.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN_SHEET = "application/vnd.oasis.opendocument.spreadsheet"
_TABLES = frozenset(
    {_SHEET, _OPEN_SHEET, "application/vnd.ms-excel", "application/x-ole-storage",
     "application/xml", "text/csv", "text/plain", "application/json"}
)  # fmt: skip
_PDF = "application/pdf"
# Banks call a web page .xls and a text .mt940: between tables an ending proves nothing.
_OTHERS = """
    png jpg jpeg gif webp heic svg bmp tif tiff mp3 mp4 ogg wav mov avi exe dll com bat cmd ps1
    js jse vbs vbe wsf hta lnk scr msi jar apk sh py zip rar 7z gz iso docx doc docm rtf pptx ppt
"""
_ZIP_END = b"PK\x05\x06"
_ZIP_START = b"PK\x03\x04"
# An old workbook may hold a new one as an object.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN_STARTS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")


class UploadRefused(IzdesError):
    """A file is refused before it is kept; each leaf says why."""

    code = "upload_refused"


class NameUnsafe(UploadRefused):
    """Its name holds a path, or signs that nobody sees."""

    code = "upload_name_unsafe"


class UploadEmpty(UploadRefused):
    """There is not one byte in it."""

    code = "upload_empty"


class UploadTooLong(UploadRefused):
    """It is larger than any answer of a bank."""

    code = "upload_too_long"


class NotAnAnswer(UploadRefused):
    """Its bytes are no form in which banks answer: a picture, a recording, a program."""

    code = "upload_not_an_answer"


class WrongEnding(UploadRefused):
    """Its name says that it is something else than its bytes."""

    code = "upload_wrong_ending"


class TwoFiles(UploadRefused):
    """It is two files in one: programs would disagree what it says."""

    code = "upload_two_files"


class GrowsTooLarge(UploadRefused):
    """Unpacked it would be larger than anything that a bank sends."""

    code = "upload_grows_too_large"


class Damaged(UploadRefused):
    """It is cut off, or contradicts itself."""

    code = "upload_damaged"


def require_harmless(opened: BinaryIO, *, name: str, size: int) -> str:
    """Look at a file from outside and return what its bytes are.

    Args:
        opened: The file, which can be sought in; it is left at its beginning.
        size: How many bytes it has.

    Raises:
        UploadRefused: One of its leaves says why.
    """
    _require_plain_name(name)
    if size <= 0:
        raise UploadEmpty
    if size > MOST_BYTES:
        raise UploadTooLong(megabytes=size // 2**20, most=MOST_BYTES // 2**20)
    head, tail = _ends(opened, size)
    kind = sniffed(_chunks(opened))
    opened.seek(0)
    if _ZIP_END in tail and not head.startswith((_ZIP_START, _OLE)):
        raise TwoFiles(media_type=kind)
    if kind not in {*_TABLES, _PDF} or head.startswith(_FOREIGN_STARTS):
        raise NotAnAnswer(media_type=kind)
    _require_ending(name, kind)
    _require_one_file(head, tail, kind)
    if head.startswith(_ZIP_START):
        _require_modest(opened, size)
    opened.seek(0)
    return kind


def plain_name(name: str) -> str:
    """Return a name under which a file can lie in a folder, its ending kept."""
    last = _UNSEEN.sub("", name).replace("\\", "/").rsplit("/", maxsplit=1)[-1].strip()
    last = last.lstrip(".~$ ") or "answer"
    if last.casefold() == "manifest.csv":
        last = f"answer-{last}"
    ending = PurePosixPath(last).suffix[:16]
    stem = last.removesuffix(ending) if ending else last
    while len(f"{stem}{ending}".encode()) > _LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{ending}"


def _require_plain_name(name: str) -> None:
    """Refuse a name that leads elsewhere or looks other than it is."""
    if not name.strip() or _UNSEEN.search(name) or "/" in name or "\\" in name:
        raise NameUnsafe
    if name.strip() in {".", ".."} or ":" in name:
        raise NameUnsafe


def _require_ending(name: str, kind: str) -> None:
    """Refuse a name whose ending says something that the bytes are not."""
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending in _OTHERS.split() or (ending == "pdf") != (kind == _PDF):
        raise WrongEnding(ending=ending or "-", media_type=kind)


def _require_one_file(head: bytes, tail: bytes, kind: str) -> None:
    """Refuse a file that begins as two, and papers that act when they are opened."""
    if kind == _PDF and not head.startswith(b"%PDF-"):
        raise TwoFiles(media_type=kind)
    if kind != _PDF and b"%PDF-" in head[:1024]:
        raise TwoFiles(media_type=kind)
    if kind == _PDF and (_ACTIVE_PDF.search(head) or _ACTIVE_PDF.search(tail)):
        raise NotAnAnswer(media_type=kind)


def _require_modest(opened: BinaryIO, size: int) -> None:
    """Refuse an archive that would grow beyond reason, by its directory alone."""
    try:
        with zipfile.ZipFile(opened) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise Damaged from None
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
        raise GrowsTooLarge(megabytes=unpacked // 2**20)
    if unpacked > _HARMLESS_BYTES and unpacked > size * _MOST_FACTOR:
        raise GrowsTooLarge(megabytes=unpacked // 2**20)


def _ends(opened: BinaryIO, size: int) -> tuple[bytes, bytes]:
    """Return how a file begins and ends."""
    opened.seek(0)
    head = opened.read(_CHUNK)
    opened.seek(max(0, size - _CHUNK))
    return head, opened.read(_CHUNK)


def _chunks(opened: BinaryIO) -> Iterator[bytes]:
    """Yield a file from its beginning."""
    opened.seek(0)
    while chunk := opened.read(_CHUNK):
        yield chunk
