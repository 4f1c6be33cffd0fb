"""Telling a site that runs apart: what it may deliver, who may ask it, what it confirms.

What it was told is noted with a version; a thing that stands otherwise now is told anew, all of it.
So nothing depends on which package a thing went by, and a new stream tells everything again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection

from izdes.adapters.messages.package import package_bytes
from izdes.core.errors import IzdesError
from izdes.web.institutions.sent import packed
from izdes.web.institutions.store import from_json
from izdes.web.packages.crossing import File, Parcel, Side, file_of, make
from izdes.web.packages.taking import refuse

_AT_ONCE = 500
# What is more waits for the next time: others wait for whoever makes them.
_MOST_PACKAGES = 20
_MOST_BYTES = 4 * 2**20
_DECISION = "SELECT * FROM institutions_sent_decision(%s, %s)"
_SIGNATURES = "SELECT * FROM institutions_sent_signatures(%s, %s)"


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing that the site was not told yet, or otherwise than it stands now.

    Attributes:
        version: By which it is known whether the thing still stands as it was told.
    """

    kind: str
    key: str
    version: str
    source: int
    said: dict[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        """What is said of it; papers of all kinds are confirmed alike."""
        return {"fact": self.kind.rpartition(" ")[2], **self.said}


def tell(side: Side) -> int:
    """Make packages of everything that the site was not told; return of how many things."""
    count = 0
    for _ in range(_MOST_PACKAGES):
        if not (facts := _fitting(_untold())):
            break
        with_files = [(one, files) for one in facts if (files := _files_of(one)) is not None]
        parcel = Parcel(
            records=[one.record for one, _ in with_files],
            files=[file for _, files in with_files for file in files],
            noted=partial(_note, facts),
        )
        make(side, parcel)
        count += len(with_files)
    return count


def tell_anew() -> None:
    """Let everything be told again, in a new stream."""
    _rows("SELECT institutions_tell_anew()", [])


def _untold() -> list[Fact]:
    """Return the next things that the site was not told."""
    found = _rows("SELECT * FROM institutions_untold(%s)", [_AT_ONCE])
    return [Fact(kind, key, version, source, from_json(said)) for kind, key, version, source, said
            in found]  # fmt: skip


def _fitting(facts: Sequence[Fact]) -> list[Fact]:
    """Return as many of the first as one package says; one always fits."""
    picked, size = list[Fact](), 0
    for one in facts:
        size += len(json.dumps(one.said))
        if picked and size > _MOST_BYTES:
            break
        picked.append(one)
    return picked


def _files_of(fact: Fact) -> tuple[File, ...] | None:
    """Return the file that goes with a thing: the package of a request, the directory.

    None for a request whose paper cannot be read: it is kept in mind and stands in no other's way.
    """
    if fact.kind == "order":
        try:
            return (file_of("order.json", _package(fact.source)),)
        except IzdesError as why:
            refuse(str(fact.said["digest"]), str(fact.said["key"]), why)
            return None
    if fact.kind == "directory":
        content = _rows("SELECT content FROM institutions_directory_now()", [])[0][0]
        return (file_of("directory.json", bytes(content)),)
    return ()


def _package(key: int) -> bytes:
    """Return the package of a request, as the site gives it to its institution."""
    paper, digest, head = _rows("SELECT * FROM institutions_sent_order(%s)", [key])[0]
    made = packed(
        key=key,
        paper=bytes(paper),
        digest=digest,
        head=head or "",
        asked=_rows,
        decision=_DECISION,
        signatures=_SIGNATURES,
    )
    return package_bytes(made)


def _note(facts: Sequence[Fact], number: int) -> None:
    """Note what was told."""
    del number
    given = [
        [one.kind for one in facts],
        [one.key for one in facts],
        [one.version for one in facts],
        [str(one.said["key"]) for one in facts],
    ]
    _rows("SELECT institutions_note_told(%s, %s, %s, %s)", given)


def _rows(question: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return rows of the office, where nobody acts."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())
