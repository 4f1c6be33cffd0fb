"""Decoding: a text file's bytes become text, or a refusal that says why.

UTF-8 and UTF-16 are known by themselves; everything else that is Cyrillic here is Windows-1251
with the Kazakh letters in the places that the national standard gives them (KZ-1048), or, in old
exports that say so, code page 866. Russian letters are the same in both; the Serbian ones that
KZ-1048 lacks are not written in Kazakhstan. A byte that none of them knows is refused with its
line rather than replaced: a replaced letter inside an account number is another account.

Source: ST RK 1048-2002 (KZ-1048).

>>> decoded("Сома=1".encode("cp1251")).encoding, decoded("Қала".encode("kz1048")).content
('kz1048', 'Қала')
"""

import codecs
from dataclasses import dataclass

from izdes.adapters.statements.containers.detect import Unusable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NUL = b"\x00"
_CYRILLIC = "kz1048"
_DOS_SAYS = ("Кодировка=DOS".encode("cp866"), "Кодировка = DOS".encode("cp866"))
_SEEN = 4096


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text and how its bytes were read.

    Attributes:
        content: Line ends as in the file.
        encoding: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``kz1048`` (Windows-1251 with Kazakh
            letters) or ``cp866``.
    """

    content: str
    encoding: str

    @property
    def lines(self) -> list[str]:
        """The lines without their ends; only line feeds and carriage returns end a line."""
        return self.content.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def decoded(data: bytes) -> Text:
    """Return the text of a file.

    Raises:
        Unusable: It holds NUL bytes outside UTF-16, or bytes that are no letters in any of the
            encodings, or two encodings in one file.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Text(_strictly(data, encoding), encoding)
    if _NUL in data:
        raise Unusable("text_has_nul", line=data[: data.index(_NUL)].count(b"\n") + 1)
    if any(said in data[:_SEEN] for said in _DOS_SAYS):
        return Text(_strictly(data, "cp866"), "cp866")
    try:
        return Text(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        _refuse_two_encodings(data, error)
    return Text(_strictly(data, _CYRILLIC), _CYRILLIC)


def _refuse_two_encodings(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuse a file of which some lines are UTF-8 with Cyrillic in it and others are not."""
    kinds = {_kind_of(line) for line in data.split(b"\n")}
    if {"utf-8", "other"} <= kinds:
        line = data[: error.start].count(b"\n") + 1
        raise Unusable("text_of_two_encodings", line=line)


def _kind_of(line: bytes) -> str:
    """Return whether a line is plain, UTF-8 with two or more letters beyond ASCII, or neither."""
    if line.isascii():
        return "ascii"
    try:
        beyond = sum(not letter.isascii() for letter in line.decode("utf-8"))
    except UnicodeDecodeError:
        return "other"
    return "utf-8" if beyond > 1 else "ascii"


def _strictly(data: bytes, encoding: str) -> str:
    """Decode, naming the line at which it fails."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unusable("text_undecodable", line=line, encoding=encoding) from None
