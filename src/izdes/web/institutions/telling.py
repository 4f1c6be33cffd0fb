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

from izdes.adapters.messages.package import Package, package_bytes
from izdes.core.errors import IzdesError
from izdes.core.orders.enclosed import enclosed_in
from izdes.web.institutions.enclosures import kept_bytes, require_digest
from izdes.web.institutions.sent import packed
from izdes.web.institutions.store import from_json
from izdes.web.packages.crossing import File, Parcel, Record, Side, file_of, make
from izdes.web.packages.taking import refuse

_AT_ONCE = 500
# What is more waits for the next time: others wait for whoever makes them.
_MOST_PACKAGES = 20
_MOST_BYTES = 4 * 2**20
_DECISION = "SELECT * FROM institutions_sent_decision(%s, %s)"
_SIGNATURES = "SELECT * FROM institutions_sent_signatures(%s, %s)"
_ENCLOSURES = "SELECT * FROM institutions_sent_enclosures(%s)"


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
        told = [found for one in facts if (found := _told(one)) is not None]
        parcel = Parcel(
            records=[record for record, _ in told],
            files=[file for _, files in told for file in files],
            noted=partial(_note, facts),
        )
        make(side, parcel)
        count += len(told)
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


def _told(fact: Fact) -> tuple[Record, tuple[File, ...]] | None:
    """Return what is said of a thing, and its files: a request's package and papers, the directory.

    None for a request whose papers cannot be read: it is kept in mind and stands in no other's way.
    """
    if fact.kind == "order":
        try:
            return _order(fact)
        except IzdesError as why:
            refuse(str(fact.said["digest"]), str(fact.said["key"]), why)
            return None
    if fact.kind == "directory":
        content = _rows("SELECT content FROM institutions_directory_now()", [])[0][0]
        return fact.record, (file_of("directory.json", bytes(content)),)
    return fact.record, ()


def _order(fact: Fact) -> tuple[Record, tuple[File, ...]]:
    """Return what is said of a request, its package, and the papers that its order names."""
    package = _package(fact.source)
    named = {one.digest for one in enclosed_in(package.order)}
    said, files = [], [file_of("order.json", package_bytes(package))]
    for kind, number, digest, *kept in _rows(_ENCLOSURES, [fact.source]):
        if digest not in named:
            continue
        content = kept_bytes(*kept)
        require_digest(content, digest)
        said.append({"kind": kind, "number": number, "digest": digest})
        files.append(file_of(f"{kind}.pdf", content))
    return {**fact.record, "enclosures": said}, tuple(files)


def _package(key: int) -> Package:
    """Return the package of a request, as the site gives it to its institution."""
    paper, digest, head = _rows("SELECT * FROM institutions_sent_order(%s)", [key])[0]
    return packed(
        key=key,
        paper=bytes(paper),
        digest=digest,
        head=head or "",
        asked=_rows,
        decision=_DECISION,
        signatures=_SIGNATURES,
    )


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
