"""Telling the office: what institutions sent goes into packages, as it came.

A message is told once in a stream, in the order in which it came. Its files stay here until the
office has said that it took the package.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import connection

from izdes.core.sealing.canonical import canonical_json
from izdes.web.institutions.files import Kept, bytes_of, kept_file
from izdes.web.institutions.store import from_json
from izdes.web.packages.crossing import File, Parcel, Side, file_of, make
from izdes.web.packages.sealing import MOST_FILES

_AT_ONCE = 200
# What is more waits for the next time: others wait for whoever makes them.
_MOST_PACKAGES = 20
_MOST_BYTES = 256 * 2**20
# Beside its files a message has its paper, and what was found of it.
_OWN_FILES = 2
PAPER, FOUND = "paper.json", "found.json"
# Of files of the site those that have not reached the office.
NEEDED = "SELECT * FROM apart_blobs(%s::uuid[], (SELECT taken FROM crossing_own()))"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that waits to be carried."""

    key: int
    record: Mapping[str, Any]
    paper: bytes
    found: bytes
    files: tuple[Kept, ...]

    @property
    def size_bytes(self) -> int:
        """How large it is, with its files."""
        own = len(self.paper) + len(self.found)
        return own + sum(file.size_bytes for file in self.files)

    @property
    def as_files(self) -> tuple[File, ...]:
        """Its paper, what was found of it, and what came with it."""
        own = ((PAPER, self.paper), (FOUND, self.found))
        return (
            *(file_of(name, data) for name, data in own),
            *(
                (
                    {"name": one.name, "size_bytes": one.size_bytes, "digest": one.sha256},
                    partial(bytes_of, one),
                )
                for one in self.files
            ),
        )


def tell(side: Side) -> int:
    """Make packages of every message that waits; return of how many messages."""
    count = 0
    for _ in range(_MOST_PACKAGES):
        if not (letters := _fitting(_uncarried())):
            break
        make(
            side,
            Parcel(
                records=[one.record for one in letters],
                files=[file for one in letters for file in one.as_files],
                noted=partial(_note, [one.key for one in letters]),
            ),
        )
        count += len(letters)
    return count


def tell_anew(taken: int) -> None:
    """Let what the office has not said it took be carried again, in a new stream."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT apart_carry_anew(%s)", [taken])


def _uncarried() -> list[Letter]:
    """Return the next messages that no package has carried."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM apart_uncarried(%s)", [_AT_ONCE])
        return [_letter(*row) for row in cursor.fetchall()]


def _letter(  # noqa: PLR0917 - a row
    key: int,
    client: str,
    kind: str,
    name: str,
    number: str,
    paper: bytes,
    files: Any,  # noqa: ANN401 - JSON
    signatures: Any,  # noqa: ANN401 - JSON
    faults: Any,  # noqa: ANN401 - JSON
    at: datetime,
) -> Letter:
    """Return a message as it is carried."""
    kept = tuple(map(kept_file, from_json(files)))
    record = {
        "client": client,
        "kind": kind,
        "message_id": name,
        "number": number,
        "at": at.astimezone(UTC).isoformat(),
        "files": len(kept),
    }
    found = {"signatures": from_json(signatures), "faults": from_json(faults)}
    return Letter(key, record, bytes(paper), canonical_json(found), kept)


def _fitting(letters: Sequence[Letter]) -> list[Letter]:
    """Return as many of the first as one package takes; one always fits."""
    picked, files, size = list[Letter](), 0, 0
    for one in letters:
        files, size = files + _OWN_FILES + len(one.files), size + one.size_bytes
        if picked and (files > MOST_FILES or size > _MOST_BYTES):
            break
        picked.append(one)
    return picked


def _note(keys: list[int], number: int) -> None:
    """Note by which package messages are carried."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT apart_carried(%s, %s)", [number, keys])
