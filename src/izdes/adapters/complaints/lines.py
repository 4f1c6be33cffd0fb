"""Lines of JSON out of a stream of bytes, whatever the stream holds.

A line that is not UTF-8, not JSON, not an object or longer than any complaint is a fault; the next
line is read all the same. Only a stream that is plainly something else is refused as a whole.
"""

import codecs
import json
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from izdes.core.errors import Fault, InputRefused

_LONGEST = 16 * 2**20
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVE = b"PK\x03\x04"
_SHOWN_KEY = 40


class _KeyTwiceError(ValueError):
    """An object has a key twice: nobody can say which of the two was meant."""


def objects(stream: BinaryIO, *, file: str) -> Iterator[tuple[int, dict[str, object]] | Fault]:
    """Yield each line's number and object, or the fault that the line is.

    Args:
        stream: Bytes; a byte order mark, CRLF and empty lines are tolerated.
        file: Its name as the user knows it, for faults.

    Raises:
        InputRefused: The stream is no text, or one JSON list instead of lines.
    """
    number = 0
    while chunk := stream.readline(_LONGEST + 1):
        number += 1
        if number == 1:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
            _require_lines(chunk, file)
        if len(chunk) > _LONGEST:
            _skip_line(stream, chunk)
            yield _fault("complaint_too_long", file, number)
        elif chunk.strip():
            yield _parsed(chunk, file, number)


def _require_lines(first: bytes, file: str) -> None:
    """Refuse what is plainly not lines of JSON objects, by its beginning."""
    if first.startswith((*_WIDE, _ARCHIVE)) or b"\x00" in first[:1024]:
        raise InputRefused(Fault("complaints_not_text", file))
    if first.lstrip().startswith(b"["):
        raise InputRefused(Fault("complaints_one_list", file))


def _skip_line(stream: BinaryIO, chunk: bytes) -> None:
    """Read on to the end of a line that is too long to keep."""
    while chunk and not chunk.endswith(b"\n"):
        chunk = stream.readline(_LONGEST)


def _parsed(chunk: bytes, file: str, number: int) -> tuple[int, dict[str, object]] | Fault:
    """Parse one line."""
    try:
        value = json.loads(
            chunk.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_object
        )
    except UnicodeDecodeError:
        return _fault("complaint_not_utf8", file, number)
    except _KeyTwiceError as error:
        return _fault("complaint_key_twice", file, number, field=str(error))
    except (ValueError, RecursionError):
        return _fault("complaint_not_json", file, number)
    if not isinstance(value, dict):
        return _fault("complaint_not_object", file, number)
    return number, value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Build an object, refusing a key that stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _KeyTwiceError(twice.encode("ascii", "replace").decode()[:_SHOWN_KEY])
    return found


def _no_constant(name: str) -> None:
    """Refuse NaN and the infinities, which are not JSON."""
    raise ValueError(name)


def _fault(code: str, file: str, number: int, *, field: str = "") -> Fault:
    """Return the fault of a whole line."""
    details = (("field", field), ("line", str(number))) if field else (("line", str(number)),)
    return Fault(code, file, "", number, field, details)
