r"""A statement as it is signed: a text that people read, and its last line, which programs read.

The last line is canonical JSON (RFC 8785); everything above it is made of that line by one plain
rule, and a file of which that is not so is refused. So nobody signs a text beside which the line
says something else. The line names the package in which the report was sent by its digest, and
every file of it: what was signed is exactly what was sent.

The bytes prove nothing by themselves; a signature over them does, see `citizens`.

>>> told = Statement("100000000008", "kk", "2026-11-22T04:00:00+00:00", "ab" * 32,
...                  Signs(("000101100016",)), "Өтініш", (("Сіз", (("Аты", "Ойдан"),)),), (), ())
>>> read_statement(told.as_bytes()) == told
True
>>> print(told.as_bytes().decode().rsplit("\n", 2)[0])
Өтініш
<BLANKLINE>
Сіз
  Аты: Ойдан
<BLANKLINE>
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from izdes.core.errors import IzdesError
from izdes.core.orders.subjects import is_digest
from izdes.core.sealing.canonical import canonical_json

FORMAT, VERSION = "izdes-statement", 1
MOST_BYTES = 2 * 2**20
_TEXTS = ("number", "language", "sent_at", "package", "title")
Row = tuple[str, str]
Section = tuple[str, tuple[Row, ...]]


class StatementUnreadable(IzdesError):
    """The bytes are no statement as it is signed, or its text is not what its last line says."""

    code: ClassVar[str] = "statement_unreadable"


@dataclass(frozen=True, slots=True)
class Signs:
    """Who may sign: persons by their numbers, or whoever signs for an organisation.

    Attributes:
        iins: Any of these persons; of an organisation empty, for its certificate says who signs.
        body_bin: The organisation, empty for a person.
    """

    iins: tuple[str, ...] = field(default=(), repr=False)
    body_bin: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anybody can be told from a certificate."""
        return bool(self.iins or self.body_bin)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed.

    Attributes:
        number: Of the receipt.
        sent_at: When the report was sent, as its package says.
        package: SHA-256 of the manifest of the package.
        sections: Questions with answers, as they were shown.
        files: Names and SHA-256 of what was handed in.
        closing: What is asked, and the warning about a false report.
    """

    number: str
    language: str
    sent_at: str
    package: str
    signs: Signs
    title: str
    sections: tuple[Section, ...] = field(repr=False)
    files: tuple[Row, ...] = field(repr=False)
    closing: tuple[str, ...] = field(repr=False)

    def as_bytes(self) -> bytes:
        """Return the exact bytes that are signed; the same statement gives the same bytes."""
        return "\n".join((*self._lines(), "")).encode() + canonical_json(self._told()) + b"\n"

    def _lines(self) -> Iterator[str]:
        """Yield what people read."""
        yield from (self.title, "")
        for title, rows in self.sections:
            yield title
            yield from (f"  {label}: {_indented(answer)}" for label, answer in rows)
            yield ""
        yield from (f"  {name}: SHA-256 {digest}" for name, digest in self.files)
        yield from (("",) if self.files else ())
        yield from self.closing
        yield from (("",) if self.closing else ())

    def _told(self) -> dict[str, Any]:
        """Return what programs read."""
        return {
            "format": FORMAT,
            "version": VERSION,
            **{name: getattr(self, name) for name in _TEXTS},
            "signs": {"iins": list(self.signs.iins), "bin": self.signs.body_bin},
            "sections": [[title, [list(row) for row in rows]] for title, rows in self.sections],
            "files": [list(row) for row in self.files],
            "closing": list(self.closing),
        }


def read_statement(data: bytes) -> Statement:
    """Return the statement of a file.

    Raises:
        StatementUnreadable: It is none, or its text is not what its last line says.
    """
    last = data[:MOST_BYTES].rstrip(b"\n").rsplit(b"\n", maxsplit=1)[-1]
    try:
        found = _read(json.loads(last))
        is_same = found.as_bytes() == data
    except (ValueError, TypeError, KeyError, RecursionError, IzdesError):
        raise StatementUnreadable from None
    if not is_same or not is_digest(found.package):
        raise StatementUnreadable
    return found


def _read(told: dict[str, Any]) -> Statement:
    """Return what a last line says; one that says anything else makes other bytes."""
    if (told["format"], told["version"]) != (FORMAT, VERSION):
        raise StatementUnreadable
    texts = {name: _text(told[name]) for name in _TEXTS}
    return Statement(
        **texts,
        signs=Signs(_texts(told["signs"]["iins"]), _text(told["signs"]["bin"])),
        sections=tuple((_text(title), _rows(rows)) for title, rows in told["sections"]),
        files=_rows(told["files"]),
        closing=_texts(told["closing"]),
    )


def _rows(told: Any) -> tuple[Row, ...]:  # noqa: ANN401 - JSON, as it was given
    """Return pairs of texts."""
    return tuple((_text(one), _text(another)) for one, another in told)


def _texts(told: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON, as it was given
    """Return texts."""
    return tuple(map(_text, told))


def _text(told: Any) -> str:  # noqa: ANN401 - JSON, as it was given
    """Return a text."""
    if not isinstance(told, str):
        raise StatementUnreadable
    return told


def _indented(answer: str) -> str:
    """Return an answer whose further lines stand under its first."""
    return "\n    ".join(answer.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
