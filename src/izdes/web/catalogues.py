r"""Catalogues: translations of what the frameworks say, made ready for Django without GNU gettext.

Django's own Kazakh is incomplete, and the framework that signs officers in has none. What they may
say on our pages stands in ``locale/<language>/LC_MESSAGES/django.po``, in the format of GNU gettext
(its manual, "The Format of PO Files" and "The Format of GNU MO Files"). What is not translated, or
is marked ``fuzzy``, is left out, and a test finds it.

>>> messages = read_po('msgid "Code"\nmsgstr "Код"\n')
>>> messages[("Code",)]
('Код',)
"""

import hashlib
import os
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

Messages = Mapping[tuple[str, ...], tuple[str, ...]]

_MAGIC = 0x950412DE
_HEADER_BYTES = 28
_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(.*)"')
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}


def compile_catalogues(home: Path) -> Path:
    """Make the catalogues of this version ready in the home of an installation."""
    return compiled(Path(__file__).parent / "locale", home / "locale")


def compiled(sources: Path, target: Path) -> Path:
    """Return a folder with every catalogue compiled; what is there already is not made again."""
    for source in sorted(sources.glob("*/LC_MESSAGES/*.po")):
        made = (target / source.relative_to(sources)).with_suffix(".mo")
        written = source.read_bytes()
        digest = made.with_suffix(".sha256")
        wanted = hashlib.sha256(written).hexdigest()
        if not (made.exists() and digest.exists() and digest.read_text("ascii") == wanted):
            made.parent.mkdir(parents=True, exist_ok=True)
            _put(made, mo_of(read_po(written.decode("utf-8"))))
            _put(digest, wanted.encode("ascii"))
    return target


def read_po(text: str) -> Messages:
    """Return the translated messages of a catalogue: singular and plural -> their forms."""
    return {
        message: forms
        for message, forms, is_fuzzy in entries(text)
        if not is_fuzzy and all(forms) and (message != ("",) or forms)
    }


def entries(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    """Yield every message of a catalogue, its forms, and whether it is marked fuzzy."""
    for block in re.split(r"\n\s*\n", text):
        parts = dict[str, str]()
        current = ""
        for line in block.splitlines():
            if found := _LINE.fullmatch(line.strip()):
                current = found[1] or current
                parts[current] = parts.get(current, "") + _unescaped(found[2])
        if "msgid" in parts:
            message = tuple(parts[key] for key in ("msgid", "msgid_plural") if key in parts)
            forms = tuple(parts[key] for key in sorted(parts) if key.startswith("msgstr"))
            yield message, forms, bool(re.search(r"^#,.*fuzzy", block, re.MULTILINE))


def mo_of(messages: Messages) -> bytes:
    """Return a catalogue as programs read it: sorted messages, their forms, and where they lie."""
    pairs = sorted(
        ("\0".join(message).encode(), "\0".join(forms).encode())
        for message, forms in messages.items()
    )
    count = len(pairs)
    texts_at = _HEADER_BYTES + 16 * count
    table, texts = b"", b""
    for column in (0, 1):
        for pair in pairs:
            table += struct.pack("<II", len(pair[column]), texts_at + len(texts))
            texts += pair[column] + b"\0"
    header = struct.pack(
        "<7I", _MAGIC, 0, count, _HEADER_BYTES, _HEADER_BYTES + 8 * count, 0, texts_at
    )
    return header + table + texts


def _unescaped(text: str) -> str:
    """Return what a quoted line means."""
    return re.sub(r'\\[nt"\\]', lambda found: _ESCAPES[found[0]], text)


def _put(file: Path, content: bytes) -> None:
    """Write a file so that whoever reads it at the same time sees the old one or the new one."""
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(file)
