r"""Lines: the canonical lines of a pack, from which its digest is made and two packs compared.

One line a value: file, place inside it, kind and value, separated by tabs, in bytewise order.
Comments, quotes and line ends take no part; the order of a list does, since the first norm of a
measure is its ground. Text is NFC.

>>> [line[1:] for line in lines_of("x.yaml", [{"id": "a", "days": 3, "norms": []}])]
[('/0/days', 'int', '3'), ('/0/id', 'str', 'a'), ('/0/norms', 'list', '')]
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

Line = tuple[str, str, str, str]
COLUMNS = ("file", "place", "kind", "value")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def lines_of(file: str, table: object) -> tuple[Line, ...]:
    """Return the lines of one file, in order of their places."""
    return tuple(sorted((file, *found) for found in _walk("", table)))


def digest_of(lines: Iterable[Line]) -> str:
    """Return the SHA-256 (hex) of lines; their order does not matter.

    The form is that of every table of the project (`izdes.core.sealing.canonical`), which the law
    does not import; a test holds the two together.
    """
    rows = sorted("\t".join(map(_field, line)).encode() for line in lines)
    return hashlib.sha256(b"\n".join(["\t".join(COLUMNS).encode(), *rows, b""])).hexdigest()


def _walk(place: str, value: object) -> Iterator[tuple[str, str, str]]:
    """Yield place, kind and value of everything inside a value."""
    if isinstance(value, Mapping):
        inner = [(str(key), held) for key, held in value.items()]
        kind = "mapping"
    elif isinstance(value, list):
        inner = [(str(number), held) for number, held in enumerate(value)]
        kind = "list"
    else:
        yield place, *_plain(value)
        return
    if not inner:
        yield place, kind, ""
    for name, held in inner:
        # As a JSON pointer writes it, so that no two places are written alike.
        yield from _walk(f"{place}/{name.replace('~', '~0').replace('/', '~1')}", held)


def _plain(value: object) -> tuple[str, str]:
    """Return the kind of a plain value and the value as text."""
    if value is None:
        return "null", ""
    if isinstance(value, bool):
        return "bool", "true" if value else "false"
    if isinstance(value, date):
        return "date", value.isoformat()
    return type(value).__name__, str(value)


def _field(text: str) -> str:
    """Return a text as a canonical line holds it."""
    return unicodedata.normalize("NFC", text).translate(_ESCAPES)
