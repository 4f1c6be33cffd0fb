"""Messages that crossed from a site which runs apart: kept as if they had come here at that moment.

The site has read them and compared them with what was asked; here they are read again when they are
taken. Files are looked at anew: a site that stands open to everybody is not believed in that.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from izdes.core.errors import IzdesError
from izdes.core.orders.answers import is_file_name
from izdes.web.institutions.files import Kept, discard, receive
from izdes.web.institutions.refusals import OtherBytes, Unknown
from izdes.web.packages.crossing import CrossingWrong, Record
from izdes.web.packages.known import office_side
from izdes.web.packages.sealing import Sealed, files_of
from izdes.web.packages.taking import refuse

_MOST_BYTES = 64 * 2**20
_PUT = "SELECT institutions_crossed(%s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb, %s)"

Files = Iterator[tuple[Any, Iterator[bytes]]]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it crossed.

    Attributes:
        refused: Why its files were not kept; None where they were.
    """

    record: Record
    at: datetime
    paper: bytes
    found: dict[str, Any]
    files: tuple[Kept, ...]
    refused: IzdesError | None


def taking(package: Sealed, place: Path) -> Callable[[], None]:
    """Put away the files of a package of the site; what is returned keeps its messages."""
    files = files_of(place, package, to=office_side().own)
    messages = [_read(record, files) for record in package.manifest["records"]]

    def write() -> None:
        for one in messages:
            _keep(one)

    return write


def _read(record: Record, files: Files) -> Message:
    """Read a message and put its files away, in the order in which they stand in the package.

    Raises:
        CrossingWrong: It is not what a message must be.
    """
    try:
        at, count = datetime.fromisoformat(record["at"]), record["files"]
        paper, found = _whole(files), json.loads(_whole(files))
        names = [record[name] for name in ("client", "kind", "message_id", "number")]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise CrossingWrong(what="message") from None
    is_right = (
        all(isinstance(name, str) for name in names)
        and at.tzinfo is not None
        and type(count) is int
        and isinstance(found, dict)
    )
    if not is_right:
        raise CrossingWrong(what="message")
    kept, refused = _received(files, count)
    return Message(record, at, paper, found, kept, refused)


def _received(files: Files, count: int) -> tuple[tuple[Kept, ...], IzdesError | None]:
    """Put files away, and say why not where one is refused; all of them are read."""
    kept, refused = list[Kept](), None
    for _ in range(count):
        told, chunks = _next(files)
        if not is_file_name(told["name"]):
            raise CrossingWrong(what="file")
        stream = _Chunks(chunks)
        try:
            kept.append(receive(stream, name=told["name"]))
        except IzdesError as why:
            refused = why
            stream.read_out()
    return tuple(kept), refused


def _keep(message: Message) -> None:
    """Keep a message in the transaction of its package; one that cannot be is kept in mind."""
    record, found = message.record, message.found
    names = [record[name] for name in ("client", "kind", "message_id", "number")]
    told = json.dumps([one.as_json() for one in message.files])
    faults = found.get("faults")
    signatures = json.dumps(found.get("signatures") or [])
    beside = [told, signatures, None if faults is None else json.dumps(faults)]
    outcome, why = "", message.refused
    if why is None:
        outcome = str(_put([*names, message.paper, *beside, message.at]))
    if outcome == "other":
        why = OtherBytes(message=record["message_id"])
    elif outcome == "nobody":
        why = Unknown()
    if why is not None:
        digest = hashlib.sha256(message.paper).hexdigest()
        refuse(digest, f"{record['client']} {record['kind']} {record['message_id']}", why)
    if outcome != "new":
        discard(message.files)


def _put(given: list[Any]) -> Any:  # noqa: ANN401 - a word
    """Keep a message; return what the database says of it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_PUT, given)
            return cursor.fetchone()[0]
    except DatabaseError:
        raise CrossingWrong(what="message") from None


def _next(files: Files) -> tuple[Any, Iterator[bytes]]:
    """Return the next file of a package."""
    try:
        return next(files)
    except StopIteration:
        raise CrossingWrong(what="files") from None


def _whole(files: Files) -> bytes:
    """Return the bytes of the next file, which is small."""
    told, chunks = _next(files)
    if told["size_bytes"] > _MOST_BYTES:
        raise CrossingWrong(what="file")
    return b"".join(chunks)


class _Chunks:
    """Pieces of a file, read as an upload is."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, size: int, /) -> bytes:
        """Return the next piece, whatever its size; none at the end."""
        del size
        return next(self._chunks, b"")

    def read_out(self) -> None:
        """Read what is left, so that the next file can be read."""
        for _ in self._chunks:
            pass
