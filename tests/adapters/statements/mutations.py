"""Broken and hostile variants of a good file: the same ones for the same number, on any machine."""

import io
import zipfile
from collections.abc import Callable
from random import Random

_BITS = 8
_LARGEST_PART = 200_000
# What a careless export, a hostile sender or an editor puts where it does not belong.
_WORDS = (
    "-",
    "0",
    "99999999999999999999999999",
    "-1",
    "1,5E+300",
    "1e999",
    "NaN",
    "1.250,00",
    "31.02.2026",
    "00.00.0000",
    "\u00a0",
    "\t\r\n",
    ":61:",
    "Қ",
    "'\"",
    "<a>",
)
_BYTES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"]]>",
    b"&lt;",
    b"endobj",
    b"stream\n",
    b"\xc0\x80",
)
_ODD = (*(w.encode(e) for e in ("utf-8", "kz1048", "utf-16-le") for w in _WORDS), *_BYTES)


def mutated(data: bytes, rng: Random) -> bytes:
    """Return a variant of a file: inside a part of it where it is an archive, else in its bytes."""
    if data.startswith(b"PK") and rng.random() < 0.85:
        return _in_a_part(data, rng)
    return _bytes(data, rng)


def _bytes(data: bytes, rng: Random) -> bytes:
    """Change bytes in one to four places."""
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(_WAYS)(data, rng)
    return data


def _in_a_part(data: bytes, rng: Random) -> bytes:
    """Change one file of an archive and pack it again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([*parts, *[n for n in parts if "sheet" in n or "strings" in n] * 4])
    parts[name] = _bytes(parts[name], rng)[:_LARGEST_PART]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return out.getvalue()


def _flip(data: bytes, rng: Random) -> bytes:
    """Turn one bit round."""
    if not data:
        return data
    place = rng.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << rng.randrange(_BITS)]) + data[place + 1 :]


def _cut(data: bytes, rng: Random) -> bytes:
    """Cut off the end."""
    return data[: rng.randrange(len(data) + 1)]


def _drop(data: bytes, rng: Random) -> bytes:
    """Leave something out."""
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.randint(1, 200) :]


def _repeat(data: bytes, rng: Random) -> bytes:
    """Say something twice."""
    start = rng.randrange(len(data) + 1)
    part = data[start : start + rng.randint(1, 2000)]
    return data[:start] + part * rng.randint(2, 5) + data[start + len(part) :]


def _put(data: bytes, rng: Random) -> bytes:
    """Put something odd in, sometimes in the place of what was there."""
    start = rng.randrange(len(data) + 1)
    odd = rng.choice(_ODD)
    return data[:start] + odd + data[start + rng.choice((0, len(odd))) :]


def _swap(data: bytes, rng: Random) -> bytes:
    """Exchange two lines."""
    lines = data.split(b"\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _digit(data: bytes, rng: Random) -> bytes:
    """Exchange one digit for another sign."""
    places = [n for n, byte in enumerate(data[:_LARGEST_PART]) if 48 <= byte <= 57]
    if not places:
        return data
    place = rng.choice(places)
    return data[:place] + rng.choice(b"0123456789.,- eE").to_bytes() + data[place + 1 :]


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _cut,
    _drop,
    _repeat,
    _put,
    _put,
    _swap,
    _digit,
    _digit,
)
