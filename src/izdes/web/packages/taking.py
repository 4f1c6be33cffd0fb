"""Taking: packages of the other side are taken in their order, each once, or refused with a reason.

What a package says is written down in the same transaction as the note that it was taken: whoever
is killed in between begins that package anew.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.web.database.calling import called, rows_of
from izdes.web.packages.crossing import FORMAT, VERSION, CrossingDiffers, CrossingWrong, Side
from izdes.web.packages.sealing import SUFFIX, Sealed, read_package

REFUSED = "refused"
# By so much the other side's clock may be ahead.
_AHEAD = timedelta(days=1)

Outcome = Literal["taken", "acknowledged", "known", "early", "past"]
# Puts away what came beside a package; what it returns writes down what the package says, in the
# transaction that notes it.
Taking = Callable[[Sealed, Path], Callable[[], None]]


class CrossingUnknown(IzdesError):
    """The other side says that it took what was never made here."""

    code = "crossing_unknown"


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
    standing = called("crossing_standing", [stream, begun, number, package.digest])
    if standing == "other":
        raise CrossingDiffers(number=number)
    if standing != "next":
        return standing  # type: ignore[no-any-return] # one of three words
    write = taking(package, place)
    with transaction.atomic(durable=True):
        write()
        called("crossing_took", [stream, begun, number, package.digest])
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


def refuse(digest: str, name: str, why: IzdesError) -> None:
    """Keep in mind that something was refused, once, by the digest of its bytes."""
    called("crossing_refuse", [digest, name, why.code, json.dumps(why.details, default=str)])


def refusals() -> tuple[Refusal, ...]:
    """Return what was refused, each once."""
    return tuple(
        Refusal(name, code, digest, at, json.loads(told) if isinstance(told, str) else told)
        for name, code, digest, at, told in rows_of("crossing_refusals")
    )


def _acknowledged(said: object) -> Outcome:
    """Note how far the other side is."""
    try:
        stream, number = UUID(said["stream"]), int(said["number"])  # type: ignore[index] # tried
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CrossingWrong(what="taken") from None
    if not 0 <= number < 2**31 or not called("crossing_acknowledge", [stream, number]):
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


def _put_aside(place: Path, why: IzdesError) -> None:
    """Put a file away that was refused, with the reason beside it."""
    aside = place.parent / REFUSED
    reason = json.dumps({"code": why.code, "details": why.details}, default=str, sort_keys=True)
    with suppress(OSError):
        aside.mkdir(exist_ok=True)
        (aside / f"{place.name}.json").write_text(reason, encoding="utf-8")
        place.replace(aside / place.name)
