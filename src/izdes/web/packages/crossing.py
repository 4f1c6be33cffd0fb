"""Crossing: two contours tell each other what is new by packages that somebody carries.

Each side sends one stream of packages, numbered without a gap; the other takes them in their order,
each once, and says how far it is. What was not said to be taken is given again whenever anything is
given: a medium that was lost, copied twice or carried late costs time and nothing else. Nobody
calls anybody: both sides write files into a folder and read files from one.

A package lies on the disk before a row says that it was made, and what it says is taken in the same
transaction as the note that it was: whoever is killed in between begins that package anew.

What is taken was signed by the one party that is believed, for this one, and was not changed. That
the other side sent all that it had, nothing here proves.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.database.calling import called, rows_of
from izdes.web.packages.parties import Party, Public
from izdes.web.packages.sealing import (
    SUFFIX,
    digest_of,
    put_into,
    write_package,
)

FORMAT, VERSION = "izdes-crossing", 1
_TAKEN = f"-taken{SUFFIX}"
_LOCK = "SELECT pg_try_advisory_lock(hashtext('izdes.crossing'))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('izdes.crossing'))"

Record = Mapping[str, Any]
# What a manifest says of a file, and its bytes when they are asked for.
File = tuple[Mapping[str, Any], Callable[[], Iterable[bytes]]]


class CrossingWrong(IzdesError):
    """A package is signed by the other side and says nothing that could be taken here."""

    code = "crossing_wrong"


class CrossingDiffers(IzdesError):
    """Another package of this number was taken: one side works on an older state of itself."""

    code = "crossing_differs"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a crossing.

    Attributes:
        name: ``office`` or ``site``; stands in its packages and in the names of their files.
        own: Who signs here, and opens.
        other: Whom this side believes and seals to.
        folder: Where packages lie from when they are made; nobody else's.
    """

    name: str
    own: Party
    other: Public
    folder: Path = field(repr=False)

    def place_of(self, stream: UUID, number: int) -> Path:
        """Return where a package of this side lies."""
        return self.folder / f"{self.name}-{stream.hex[:8]}-{number:09d}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one package is to say.

    Attributes:
        records: What is said, in the order in which it is to be taken.
        files: What each file is, and its bytes.
        noted: Called in the transaction that notes the package, with its number.
    """

    records: Sequence[Record]
    files: Sequence[File]
    noted: Callable[[int], None]


def file_of(name: str, data: bytes) -> File:
    """Return bytes at hand as a file of a package."""
    digest = hashlib.sha256(data).hexdigest()
    return {"name": name, "size_bytes": len(data), "digest": digest}, lambda: [data]


@contextmanager
def alone() -> Iterator[bool]:
    """Say whether nobody else makes or takes packages here meanwhile, in any process."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        is_alone = bool(cursor.fetchone()[0])
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute(_UNLOCK)


def make(side: Side, parcel: Parcel) -> int:
    """Make the next package; return its number. Only while nobody else does (`alone`)."""
    stream, begun, made, _ = rows_of("crossing_own")[0]
    number = int(made) + 1
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "from": side.name,
        "stream": str(stream),
        "begun_at": _moment(begun),
        "number": number,
        "records": list(parcel.records),
        "files": [dict(told) for told, _ in parcel.files],
    }
    chunks = (give() for _, give in parcel.files)
    place = side.place_of(stream, number)
    write_package(place, manifest, files=chunks, sender=side.own, to=side.other)
    with transaction.atomic(durable=True):
        if not called("crossing_made", [stream, number, digest_of(manifest)]):
            raise CrossingDiffers(number=number)
        parcel.noted(number)
    return number


def give(side: Side, folder: Path, *, again_since: datetime | None = None) -> int:
    """Put into a folder what the other side has not said that it took; return how many packages.

    Beside them lies how far this side has taken the other's. What lies there already stays, and
    what of ours was taken meanwhile is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {
        place.name: place
        for stream, number in rows_of("crossing_unacknowledged", [again_since])
        if (place := side.place_of(stream, number)).exists()
    }
    for gone in set(_own_in(side, folder)) - wanted.keys():
        (folder / gone).unlink(missing_ok=True)
    for name, place in wanted.items():
        if not (folder / name).exists():
            put_into(folder, place, name=name)
    _say_taken(side, folder)
    return len(wanted)


def begin_again() -> None:
    """Begin a new stream: what was not taken of the present one is not given any more."""
    called("crossing_begin")


def standing() -> dict[str, Any]:
    """Return how far both sides are: packages made here, taken there, and taken here."""
    _, _, made, taken = rows_of("crossing_own")[0]
    others = rows_of("crossing_taken")
    return {"made": made, "taken_there": taken, "taken_here": others[0][1] if others else 0}


def sweep(side: Side, *, older_than_seconds: float) -> int:
    """Remove packages that the other side took and that are older than so long; return how many."""
    needed = {side.place_of(*row).name for row in rows_of("crossing_unacknowledged", [None])}
    until = datetime.now(UTC).timestamp() - older_than_seconds
    gone = [
        place
        for place in (side.folder.glob(f"*{SUFFIX}") if side.folder.exists() else ())
        if place.name not in needed and place.stat().st_mtime < until
    ]
    for place in gone:
        place.unlink(missing_ok=True)
    return len(gone)


def _say_taken(side: Side, folder: Path) -> None:
    """Write how far this side has taken what the other sends."""
    if not (found := rows_of("crossing_taken")):
        return
    stream, number = found[0]
    said = {"stream": str(stream), "number": number}
    manifest = {"format": FORMAT, "version": VERSION, "from": side.name, "taken": said}
    place = folder / f"{side.name}-{stream.hex[:8]}-{number:09d}{_TAKEN}"
    if not place.exists():
        write_package(place, manifest, sender=side.own, to=side.other)
    for earlier in folder.glob(f"{side.name}-*{_TAKEN}"):
        if earlier != place:
            earlier.unlink(missing_ok=True)


def _own_in(side: Side, folder: Path) -> Iterator[str]:
    """Yield names of this side's packages in a folder."""
    for place in folder.glob(f"{side.name}-*{SUFFIX}"):
        if not place.name.endswith(_TAKEN):
            yield place.name


def _moment(at: datetime) -> str:
    """Return a moment as manifests say it."""
    return at.astimezone(UTC).isoformat()
