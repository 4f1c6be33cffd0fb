r"""Content streams: the operators that draw a page, with their operands.

A page is a long text of numbers, strings and operators. The library's own reader of it looks at
every byte in turn; this one takes a token at a time and is several times faster. What is no token
is stepped over, as viewers do.

Source: ISO 32000-1, 7.2 (lexical conventions), 7.8.2 (content streams), 8.9.7 (inline images).

>>> list(operators_in(rb"/F1 8 Tf [(A\)) -20.5 <4142>] TJ"))
[(b'Tf', [/'F1', 8]), (b'TJ', [[b'A)', -20.5, b'AB']])]
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pdfminer.pdfinterp import PDFStackT
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT

INLINE_IMAGE: Final = b"BI"
_BLANK = rb"\x00\t\n\x0c\r "
_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
# Every alternative is possessive, and the last one takes any byte: no input is looked at twice.
_TOKEN = re.compile(
    rb"[" + _BLANK + rb"]*+(?:"
    rb"(?P<number>[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++))"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*+)"
    rb"|\((?P<string>(?:[^()\\]++|\\.)*+)\)"
    rb"|<(?P<hex>[0-9A-Fa-f" + _BLANK + rb"]*+)>"
    rb"|(?P<open>\[|<<)"
    rb"|(?P<close>\]|>>)"
    rb"|/(?P<name>" + _REGULAR + rb"*+)"
    rb"|(?P<comment>%[^\r\n]*+)"
    rb"|(?P<nested>\()"
    rb"|(?P<stray>.))",
    re.DOTALL,
)
_BRACKETS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\x0c"}
_LINE_ENDS = frozenset({b"\r\n", b"\r", b"\n"})
_NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Picture data end where text goes on.
_IMAGE_END = re.compile(rb"[" + _BLANK + rb"]EI(?=[" + _BLANK + rb"][\t\n\r -~]{0,12}|\Z)")
_VALUES: dict[bytes, PDFStackT] = {b"true": True, b"false": False, b"null": 0}
_BYTE = 0xFF
_MOST_OPERANDS = 64
_DEEPEST = 16


def operators_in(data: bytes) -> Iterator[tuple[bytes, list[PDFStackT]]]:
    """Yield the operators of a content stream with the operands before them.

    Dictionaries are of no use here and become empty ones; an inline image is one operator.

    Raises:
        PSEOF: A string or an image has no end: it would swallow the rest of the page.
    """
    place, operands = 0, _Operands()
    while (found := _TOKEN.match(data, place)) is not None:
        kind, place = found.lastgroup or "stray", found.end()
        token = found[kind]
        if kind == "nested":
            string, place = _nested(data, place)
            operands.add(_unescaped(string))
        elif kind != "operator":
            operands.take(kind, token)
        elif token in _VALUES:
            operands.add(_VALUES[token])
        else:
            place = _after_image(data, place) if token == INLINE_IMAGE else place
            yield token, operands.taken()


def _after_image(data: bytes, place: int) -> int:
    """Return where an inline image ends."""
    end = _IMAGE_END.search(data, place)
    if end is None:
        raise PSEOF
    return end.end()


class _Operands:
    """The operands that wait for their operator."""

    def __init__(self) -> None:
        self._waiting: list[PDFStackT] = []
        self._outer: list[list[PDFStackT]] = []

    def take(self, kind: str, token: bytes) -> None:
        """Take a token that is no operator; comments and stray bytes are none at all."""
        match kind:
            case "number":
                self._waiting.append(float(token) if b"." in token else int(token))
            case "string":
                self._waiting.append(_unescaped(token))
            case "hex":
                self._waiting.append(_unhexed(token))
            case "name":
                self._waiting.append(LIT(_named(token)))
            case "open":
                self.open()
            case "close":
                self.close(is_dictionary=token == b">>")

    def add(self, operand: PDFStackT) -> None:
        """Add one."""
        self._waiting.append(operand)

    def open(self) -> None:
        """Begin an array or a dictionary."""
        if len(self._outer) < _DEEPEST:
            self._outer.append(self._waiting)
            self._waiting = []

    def close(self, *, is_dictionary: bool) -> None:
        """End an array or a dictionary."""
        if self._outer:
            made: PDFStackT = {} if is_dictionary else self._waiting
            self._waiting = self._outer.pop()
            self._waiting.append(made)

    def taken(self) -> list[PDFStackT]:
        """Return the last of them, and begin anew."""
        taken = self._waiting[-_MOST_OPERANDS:]
        self._waiting, self._outer = [], []
        return taken


def _nested(data: bytes, start: int) -> tuple[bytes, int]:
    """Return a string with brackets in it, from behind its first, and where it ends."""
    depth = 1
    for found in _BRACKETS.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return data[start : found.start()], found.end()
    raise PSEOF


def _unescaped(string: bytes) -> bytes:
    """Return a string's bytes."""
    if b"\\" not in string:
        return string
    return _ESCAPE.sub(lambda found: _meant(found[1]), string)


@cache
def _meant(escaped: bytes) -> bytes:
    """Return what stands behind a backslash."""
    if escaped.isdigit() and escaped[:1] <= b"7":
        return bytes((int(escaped, 8) & _BYTE,))
    return b"" if escaped in _LINE_ENDS else _ESCAPED.get(escaped, escaped)


def _unhexed(digits: bytes) -> bytes:
    """Return the bytes of a string in hexadecimal digits; a missing last digit is zero."""
    compact = digits.translate(None, b"\x00\t\n\x0c\r ")
    return bytes.fromhex((compact + b"0" * (len(compact) % 2)).decode("ascii"))


def _named(name: bytes) -> str | bytes:
    """Return a name, its codes replaced."""
    plain = _NAME_CODE.sub(lambda found: bytes((int(found[1], 16),)), name)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain
