r"""Media types: what bytes are by what stands in them. Their name is never asked.

It is a first look for showing an icon and choosing a reader, not a promise: a file that begins like
a PDF need not be a good one, and nothing here opens it. Text is told from bytes, and a table or a
structure from text, only by its beginning.

>>> sniffed([b"%PDF-1.7 and so on"])
'application/pdf'
>>> sniffed([b"a;b;c\n1;2;3\n"])
'text/csv'
"""

import json
import re
from collections.abc import Iterable

UNKNOWN = "application/octet-stream"
_KEPT_BYTES = 64 * 1024
_PDF_BYTES = 1024
_CSV_LINES = 20
_DELIMITERS = ";,\t|"

# Begins with; the first that fits.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1f\x8b", "application/gzip"),
)
# The four letters after RIFF and a length.
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
# The brand of an ISO base media file.
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis"), "image/heic"),
    **dict.fromkeys((b"mif1", b"msf1"), "image/heif"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6"), "video/3gpp"),
    b"qt  ": "video/quicktime",
}
# A name that stands in the directory of an archive.
_ARCHIVED = (
    (b"xl/workbook.", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"word/document.", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
     "application/vnd.oasis.opendocument.spreadsheet"),
)  # fmt: skip
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A stream's name in such a file's directory, whose place is anywhere.
_OLE_STREAMS = (
    ("Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    ("WordDocument".encode("utf-16-le"), "application/msword"),
)
_OLE_UNKNOWN = "application/x-ole-storage"
# Layer III of MPEG 1, 2 and 2.5.
_MPEG_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xeb]")
# Signs that no text has.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class Sniffer:
    """Looks at bytes as they pass, and keeps their beginning and their end."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._tail = bytearray()
        self._size = 0
        self._ole = ""

    def feed(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        if len(self._head) < _KEPT_BYTES:
            self._head += chunk[: _KEPT_BYTES - len(self._head)]
        seen = bytes(self._tail) + chunk
        if not self._ole and self._head.startswith(_OLE):
            self._ole = next((kind for name, kind in _OLE_STREAMS if name in seen), "")
        self._tail[:] = seen[-_KEPT_BYTES:]
        self._size += len(chunk)

    def media_type(self) -> str:
        """Return what the bytes look like."""
        head, tail = bytes(self._head), bytes(self._tail)
        if head.startswith(_OLE):
            return self._ole or _OLE_UNKNOWN
        if head.startswith(_ARCHIVES):
            return next((kind for name, kind in _ARCHIVED if name in head or name in tail), _ZIP)
        return _of_signature(head) or _of_text(head, is_whole=self._size <= _KEPT_BYTES) or UNKNOWN


_ZIP = "application/zip"


def sniffed(chunks: Iterable[bytes]) -> str:
    """Return what bytes look like."""
    sniffer = Sniffer()
    for chunk in chunks:
        sniffer.feed(chunk)
    return sniffer.media_type()


def _of_signature(head: bytes) -> str:
    """Return what begins like this, or nothing."""
    if b"%PDF-" in head[:_PDF_BYTES]:
        return "application/pdf"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if _MPEG_FRAME.match(head):
        return "audio/mpeg"
    return next((kind for signature, kind in _BEGINNINGS if head.startswith(signature)), "")


def _of_text(head: bytes, *, is_whole: bool) -> str:
    """Return what kind of text it is, or nothing if it is none."""
    text = _decoded(head, is_whole=is_whole)
    if text is None or not text.strip():
        return "text/plain" if text else ""
    begun = text.lstrip()
    if begun.startswith("<?xml") or re.match(r"<[A-Za-z_][\w.:-]*[\s/>]", begun):
        return "application/xml"
    if begun[0] in "{[" and _is_json(begun, is_whole=is_whole):
        return "application/json"
    return "text/csv" if _is_table(text.splitlines()[:_CSV_LINES]) else "text/plain"


def _decoded(head: bytes, *, is_whole: bool) -> str | None:
    """Return bytes as text, None where they are none."""
    encodings = ["utf-16"] if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = (head if is_whole else head[:-4]).decode(encoding)
        except UnicodeDecodeError as failed:
            # The cut may have gone through a sign.
            if is_whole or failed.start < len(head) - 8:
                continue
            text = head[: failed.start].decode(encoding)
        return None if _CONTROL.search(text) else text
    return None


def _is_json(text: str, *, is_whole: bool) -> bool:
    """Say whether a text that begins with a bracket goes on as JSON."""
    if not is_whole:
        return bool(re.match(r'[{\[]\s*(["{\[\]}\d-]|true|false|null)', text))
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        lines = text.splitlines()
        return len(lines) > 1 and _is_json_lines(lines)
    return True


def _is_json_lines(lines: list[str]) -> bool:
    """Say whether each line is JSON."""
    try:
        for line in filter(None, lines):
            json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(lines: list[str]) -> bool:
    """Say whether lines have the same number of the same delimiter."""
    whole = [line for line in lines if line.strip()]
    return len(whole) > 1 and any(
        whole[0].count(sign) > 0 and len({line.count(sign) for line in whole}) == 1
        for sign in _DELIMITERS
    )
