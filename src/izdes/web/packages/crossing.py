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
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.packages.parties import Party, Public
from izdes.web.packages.sealing import (
    SUFFIX,
    Sealed,
    digest_of,
    put_into,
    read_package,
    write_package,
)

FORMAT, VERSION = "izdes-crossing", 1
REFUSED = "refused"
_TAKEN = f"-taken{SUFFIX}"
# By so much the other side's clock may be ahead.
_AHEAD = timedelta(days=1)
_LOCK = "SELECT pg_try_advisory_lock(hashtext('izdes.crossing'))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('izdes.crossing'))"

Outcome = Literal["taken", "acknowledged", "known", "early", "past"]
Record = Mapping[str, Any]
# What a manifest says of a file, and its bytes when they are asked for.
File = tuple[Mapping[str, Any], Callable[[], Iterable[bytes]]]


class CrossingWrong(IzdesError):
    """A package is signed by the other side and says nothing that could be taken here."""

    code = "crossing_wrong"


class CrossingDiffers(IzdesError):
    """Another package of this number was taken: one side works on an older state of itself."""

    code = "crossing_differs"


class CrossingUnknown(IzdesError):
    """The other side says that it took what was never made here."""

    code = "crossing_unknown"


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


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a message in one, that was refused.

    Attributes:
        name: Of the file, or of whom and which the message was.
        digest: SHA-256 of its bytes, in hexadecimal digits.
        details: What the sentence of the code needs.
    """

    name: str
    code: str
    digest: str
    at: datetime
    details: Mapping[str, Any]


# Puts away what came beside a package; what it returns writes down what the package says, in the
# transaction that notes it.
Taking = Callable[[Sealed, Path], Callable[[], None]]


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
    stream, begun, made, _ = _rows("crossing_own")[0]
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
        if not _one("crossing_made", stream, number, digest_of(manifest)):
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
        for stream, number in _rows("crossing_unacknowledged", again_since)
        if (place := side.place_of(stream, number)).exists()
    }
    for gone in set(_own_in(side, folder)) - wanted.keys():
        (folder / gone).unlink(missing_ok=True)
    for name, place in wanted.items():
        if not (folder / name).exists():
            put_into(folder, place, name=name)
    _say_taken(side, folder)
    return len(wanted)


def take(side: Side, place: Path, taking: Taking) -> Outcome:
    """Take a package of the other side, if it is the next; again is harmless.

    Returns:
        ``taken``; ``acknowledged`` if it says how far the other side is; ``known`` if it was taken
        before; ``early`` if another comes first; ``past`` if the other side has begun again since.

    Raises:
        NotAPackage: The file is none.
        PackageNotOpened: It is for another key, was changed, or is not whole.
        PackageSignerUnknown: It is not signed by the other side.
        PackageWrong: It is signed, and not what a package must be.
        CrossingWrong: It says nothing that could be taken here.
        CrossingDiffers: Another package of its number was taken.
        CrossingUnknown: It says that what was never made was taken.
    """
    package = read_package(place, to=side.own, known=[side.other])
    said = package.manifest
    if said.get("format") != FORMAT or said.get("version") != VERSION:
        raise CrossingWrong(what="format")
    if "taken" in said:
        return _acknowledged(said["taken"])
    stream, begun, number = _numbered(said)
    standing = _one("crossing_standing", stream, begun, number, package.digest)
    if standing == "other":
        raise CrossingDiffers(number=number)
    if standing != "next":
        return standing  # type: ignore[no-any-return] # one of three words
    write = taking(package, place)
    with transaction.atomic(durable=True):
        write()
        _one("crossing_took", stream, begun, number, package.digest)
    return "taken"


def take_all(
    side: Side, places: Iterable[Path], taking: Taking
) -> Iterator[tuple[Path, Outcome | IzdesError]]:
    """Take packages in the order of their names; one that is refused is kept in mind.

    Yields:
        Each file with what became of it; a refusal as the error that it was.
    """
    for place in sorted(places, key=lambda one: one.name):
        try:
            yield place, take(side, place, taking)
        except IzdesError as why:
            with place.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            refuse(digest, place.name, why)
            yield place, why


def take_folder(side: Side, folder: Path, taking: Taking) -> dict[str, int]:
    """Take what lies in a folder; return how much of it was taken, refused, or waits.

    What was taken is removed. What is refused goes into ``refused`` with its reason beside it: a
    good copy may lie in its place at any time.
    """
    count = {"taken": 0, "refused": 0, "early": 0}
    found = [
        place
        for place in folder.glob(f"[!.]*{SUFFIX}")
        if place.is_file() and not place.is_symlink()
    ]
    for place, became in take_all(side, found, taking):
        if isinstance(became, IzdesError):
            count["refused"] += 1
            _put_aside(place, became)
        elif became == "early":
            count["early"] += 1
        else:
            count["taken"] += became == "taken"
            # A medium that nothing can be removed from is read again, and all of it is known.
            with suppress(OSError):
                place.unlink()
    return count


def begin_again() -> None:
    """Begin a new stream: what was not taken of the present one is not given any more."""
    _one("crossing_begin")


def standing() -> dict[str, Any]:
    """Return how far both sides are: packages made here, taken there, and taken here."""
    _, _, made, taken = _rows("crossing_own")[0]
    others = _rows("crossing_taken")
    return {"made": made, "taken_there": taken, "taken_here": others[0][1] if others else 0}


def refuse(digest: str, name: str, why: IzdesError) -> None:
    """Keep in mind that something was refused, once, by the digest of its bytes."""
    _one("crossing_refuse", digest, name, why.code, json.dumps(why.details, default=str))


def refusals() -> tuple[Refusal, ...]:
    """Return what was refused, each once."""
    return tuple(
        Refusal(name, code, digest, at, json.loads(told) if isinstance(told, str) else told)
        for name, code, digest, at, told in _rows("crossing_refusals")
    )


def sweep(side: Side, *, older_than_seconds: float) -> int:
    """Remove packages that the other side took and that are older than so long; return how many."""
    needed = {side.place_of(*row).name for row in _rows("crossing_unacknowledged", None)}
    until = datetime.now(UTC).timestamp() - older_than_seconds
    gone = [
        place
        for place in (side.folder.glob(f"*{SUFFIX}") if side.folder.exists() else ())
        if place.name not in needed and place.stat().st_mtime < until
    ]
    for place in gone:
        place.unlink(missing_ok=True)
    return len(gone)


def _acknowledged(said: object) -> Outcome:
    """Note how far the other side is."""
    try:
        stream, number = UUID(said["stream"]), int(said["number"])  # type: ignore[index] # tried
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CrossingWrong(what="taken") from None
    if not 0 <= number < 2**31 or not _one("crossing_acknowledge", stream, number):
        raise CrossingUnknown(number=number)
    return "acknowledged"


def _numbered(said: Mapping[str, Any]) -> tuple[UUID, datetime, int]:
    """Return of which stream a package is, when that was begun, and its number."""
    try:
        begun, number = datetime.fromisoformat(said["begun_at"]), said["number"]
        stream = UUID(said["stream"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CrossingWrong(what="stream") from None
    records = said.get("records")
    # A stream of the far future would shut out every later one.
    if begun.tzinfo is None or begun > datetime.now(UTC) + _AHEAD:
        raise CrossingWrong(what="begun_at")
    if type(number) is not int or not 0 < number < 2**31:
        raise CrossingWrong(what="number")
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise CrossingWrong(what="records")
    return stream, begun, number


def _say_taken(side: Side, folder: Path) -> None:
    """Write how far this side has taken what the other sends."""
    if not (found := _rows("crossing_taken")):
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


def _put_aside(place: Path, why: IzdesError) -> None:
    """Put a file away that was refused, with the reason beside it."""
    aside = place.parent / REFUSED
    reason = json.dumps({"code": why.code, "details": why.details}, default=str, sort_keys=True)
    with suppress(OSError):
        aside.mkdir(exist_ok=True)
        (aside / f"{place.name}.json").write_text(reason, encoding="utf-8")
        place.replace(aside / place.name)


def _moment(at: datetime) -> str:
    """Return a moment as manifests say it."""
    return at.astimezone(UTC).isoformat()


def _rows(function: str, *given: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - parameters
    """Return the rows of a function of the database."""
    marks = ", ".join(["%s"] * len(given))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", list(given))  # noqa: S608 - ours
        return list(cursor.fetchall())


def _one(function: str, *given: Any) -> Any:  # noqa: ANN401 - whatever it returns
    """Return the one value of a function of the database."""
    return _rows(function, *given)[0][0]
