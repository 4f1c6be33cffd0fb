"""Files instead of the API: packages are written into a folder, and what lies in one is taken.

For an institution that has no program. Somebody carries the folder; what is done with a message is
the same. Whoever answers for the institution acts, as its client was confirmed.

What is taken moves into ``taken``; what is refused stays where it lies, with the reason beside it,
and is tried again by the next run. Stopped anywhere, a run is repeated and nothing is lost: a
message is taken once.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.timezone import now

from izdes.adapters.messages.checking.arrived import unusable
from izdes.adapters.messages.drop import drop_file, drop_package, dropped
from izdes.adapters.messages.enclosures import ENCLOSURE_FILES, enclosure_name
from izdes.adapters.messages.faults import DropUnusable, shown
from izdes.adapters.messages.letters import read_receipt, read_signal
from izdes.adapters.messages.package import PACKAGE_FILE, Package
from izdes.core.errors import IzdesError
from izdes.core.orders.answers import ANSWER_FILE
from izdes.core.orders.enclosed import enclosed_in
from izdes.web.acting import acting
from izdes.web.correspondence.errors import AnswerUnsigned
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.checking import answer_faults, checked_signatures
from izdes.web.correspondence.services import take_answer, take_receipt, take_signal
from izdes.web.files.media_types import sniffed
from izdes.web.files.models import File
from izdes.web.files.selectors import bytes_of, file_visible_to
from izdes.web.files.services import store
from izdes.web.institutions.clients import ClientUnknown
from izdes.web.institutions.directory import renew_directory
from izdes.web.institutions.enclosures import require_digest
from izdes.web.institutions.files import TAKEN as KINDS
from izdes.web.institutions.reasons import reason_of
from izdes.web.institutions.refusals import (
    AnswerUnusable,
    FileRefused,
    FilesWrong,
    NameUnknown,
    Unknown,
)
from izdes.web.institutions.sent import LATEST_DIRECTORY, directory_told, packed
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import institutions_of

TAKEN, REASON, TIDINGS = "taken", ".refused.json", "tidings.json"
DIRECTORY = "directory.json"
_RECEIPT, _SIGNAL = ".receipt.json", ".signal.json"
# What this side wrote, where packages and answers lie in one folder.
_OURS = (TAKEN, TIDINGS, DIRECTORY)
_OUR_ENDS = (PACKAGE_FILE, REASON, ".part", *ENCLOSURE_FILES)
_MOST_BYTES = 4_000_000
_CHUNK = 1 << 20
# A package is written until somebody says that it was delivered.
_NOT_TAKEN = ("sent",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing: ``written``, ``taken``, or the code of why not.

    Attributes:
        why: Why not; None where it was written or taken.
    """

    name: str
    code: str
    why: IzdesError | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Found:
    """One thing in a folder that is to be taken."""

    path: Path
    order: tuple[int, str, str]
    take: Callable[[Path, Officer], None]


@contextmanager
def client_acting(name: str) -> Iterator[Officer]:
    """Let whoever answers for a client act.

    Raises:
        ClientUnknown: There is no such client, or it works no more.
    """
    responder, _ = _client(name)
    with acting(responder):
        yield Officer.objects.get(pk=responder)


def drop(name: str, folder: Path) -> tuple[Outcome, ...]:
    """Write every package that a client's institution has not taken; one stands in no other's way.

    Beside each lie the papers that go with it; beside all ``tidings.json``, what the office said of
    earlier requests since, and ``directory.json``, the signed directory of who signs for which
    body, made anew where it does not name somebody who signed one of them.

    Raises:
        ClientUnknown: There is no such client, or it works no more.
        DropUnusable: The folder cannot be written.
    """
    renew_directory()
    with client_acting(name) as officer:
        own = institutions_of(officer)
        waiting = Request.objects.filter(addressee__in=own, state__in=_NOT_TAKEN).order_by("pk")
        _write(folder / TIDINGS, {"requests": _tidings()})
        for latest in _rows(LATEST_DIRECTORY):
            _write(folder / DIRECTORY, directory_told(latest))
        return tuple(_dropped(request, folder) for request in waiting)


def take(name: str, folder: Path) -> tuple[Outcome, ...]:
    """Take what lies in a folder: receipts first, then answers, then signals.

    Raises:
        ClientUnknown: There is no such client, or it works no more.
        DropUnusable: The folder cannot be read.
    """
    _, must_sign = _client(name)
    with client_acting(name) as officer:
        return tuple(_taken(one, officer) for one in _found(folder, must_sign=must_sign))


def _client(name: str) -> tuple[int, bool]:
    """Return who answers for a client, and whether its answers must be signed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT responder_id, must_sign FROM institutions_client_called(%s) WHERE works",
            [name],
        )
        found = cursor.fetchone()
    if found is None:
        raise ClientUnknown(name=name)
    return int(found[0]), bool(found[1])


def _dropped(request: Request, folder: Path) -> Outcome:
    """Write the package of a request, or say why not."""
    try:
        package = packed(
            key=request.pk,
            paper=bytes(request.paper or b""),
            digest=request.digest,
            head=_head_of(request.pk),
            asked=_rows,
        )
        _drop_enclosures(request, package, folder)
        drop_package(folder, package)
    except IzdesError as why:
        return Outcome(request.number, why.code, why)
    return Outcome(request.number, "written")


def _drop_enclosures(request: Request, package: Package, folder: Path) -> None:
    """Write the papers that go with a request, of those that its signed order names."""
    named = {one.digest for one in enclosed_in(package.order)}
    for one in request.enclosures.select_related("file").filter(digest__in=named):
        content = b"".join(bytes_of(one.file))
        require_digest(content, one.digest)
        drop_file(folder / enclosure_name(request.number, one.kind), content)


def _found(folder: Path, *, must_sign: bool) -> list[_Found]:
    """Return what is to be taken, in the order in which it has a meaning."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        raise DropUnusable("folder", folder.name) from None
    kinds = (_kind_of(path, must_sign=must_sign) for path in paths)
    found = [one for one in kinds if one is not None]
    return sorted(found, key=lambda one: one.order)


def _kind_of(path: Path, *, must_sign: bool) -> _Found | None:
    """Return how a thing is taken; None for what this side wrote, and for names with a dot first.

    A link is followed nowhere, and what has no name that is taken is told, not passed over.
    """
    if path.is_symlink():
        return _Found(path, (3, path.name, ""), partial(_refuse, DropUnusable("link", path.name)))
    if path.name in _OURS or path.name.startswith(".") or path.name.endswith(_OUR_ENDS):
        return None
    if path.name.endswith(_RECEIPT):
        return _Found(path, (0, *_moment_of(path)), _take_receipt)
    if path.name.endswith(_SIGNAL):
        return _Found(path, (2, path.name, ""), _take_signal)
    if path.suffix == ".zip" or (path / ANSWER_FILE).is_file():
        return _Found(path, (1, path.name, ""), partial(_take_answer, must_sign=must_sign))
    return _Found(path, (3, path.name, ""), partial(_refuse, NameUnknown(file=shown(path.name))))


def _refuse(why: IzdesError, path: Path, officer: Officer) -> None:
    """Refuse a thing that is not even looked at."""
    del path, officer
    raise why


def _taken(one: _Found, officer: Officer) -> Outcome:
    """Take a thing and put it away, or leave it with the reason.

    What was taken and cannot be put away is told too: it is known when it is taken again.
    """
    reason = one.path.with_name(one.path.name + REASON)
    try:
        one.take(one.path, officer)
        _put_away(one.path, reason)
    except IzdesError as why:
        # A reason that cannot lie there stands in nobody's way: whoever asked is told.
        with suppress(DropUnusable):
            _write(reason, reason_of(why))
        return Outcome(one.path.name, why.code, why)
    return Outcome(one.path.name, "taken")


def _put_away(path: Path, reason: Path) -> None:
    """Put a thing away that was taken, and the reason of an earlier try.

    Raises:
        DropUnusable: It cannot be put away.
    """
    done = path.parent / TAKEN
    try:
        done.mkdir(exist_ok=True)
        path.replace(_free(done / path.name))
        reason.unlink(missing_ok=True)
    except OSError:
        raise DropUnusable("file", TAKEN) from None


def _take_receipt(path: Path, officer: Officer) -> None:
    """Take a receipt."""
    receipt = read_receipt(_bytes(path))
    take_receipt(request=_request(receipt.order_number), receipt=receipt, officer=officer)


def _take_signal(path: Path, officer: Officer) -> None:
    """Take a signal, for the institution that it says it is of."""
    signal = read_signal(_bytes(path))
    body = Body.objects.filter(pk__in=institutions_of(officer)).first()
    if body is None:
        raise Unknown
    take_signal(signal=signal, institution=body, officer=officer)


def _take_answer(path: Path, officer: Officer, *, must_sign: bool) -> None:
    """Take an answer with its files, a folder or a zip."""
    with dropped(path) as found:
        if found.faults:
            raise FilesWrong(found.faults)
        if must_sign and not found.signatures:
            raise AnswerUnsigned
        signatures = checked_signatures(found.answer, found.signatures, at=now())
        request = _request(found.answer.order_number)
        paths = {one.name: one for one in found.paths}
        faults = answer_faults(request, found.answer, lambda name: _chunks(paths[name]))
        if wrong := unusable(faults):
            raise AnswerUnusable(wrong)
        take_answer(
            request=request,
            answer=found.answer,
            files={name: _stored(path, officer) for name, path in paths.items()},
            officer=officer,
            faults=faults,
            signatures=signatures,
        )


def _stored(path: Path, officer: Officer) -> File:
    """Store a file of an answer in the office; the same bytes again are the same file.

    Raises:
        FileRefused: It is of a kind that no answer holds.
    """
    kind = sniffed(_chunks(path))
    if kind not in KINDS and path.stat().st_size:
        raise FileRefused(file=path.name, media_type=kind)
    number = store(_chunks(path), name=path.name, officer=officer.pk)
    return file_visible_to(officer.pk, number)


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _request(number: str) -> Request:
    """Return a request that was sent to the acting institution."""
    found = Request.objects.filter(number=number).first()
    if found is None:
        raise Unknown
    return found


def _bytes(path: Path) -> bytes:
    """Return the bytes of a message.

    Raises:
        DropUnusable: It cannot be read, or is larger than any.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError:
        raise DropUnusable("file", path.name) from None
    if len(data) > _MOST_BYTES:
        raise DropUnusable("file", path.name)
    return data


def _moment_of(path: Path) -> tuple[str, str]:
    """Return when a receipt was written, and its kind: of one moment, delivery comes first."""
    try:
        found = read_receipt(_bytes(path))
    except IzdesError:
        return "", ""
    return found.at.isoformat(), "" if found.kind == "delivered" else found.kind


def _tidings() -> list[dict[str, Any]]:
    """Return what the acting institution was told."""
    names = ("kind", "text", "until", "at", "number", "digest", "due_at")
    found = _rows(f"SELECT {', '.join(names)} FROM institutions_told()", [])  # noqa: S608 - ours
    return [dict(zip(names, row, strict=True)) for row in found]


def _head_of(key: int) -> str:
    """Return the head of the journal under which a request was sent."""
    return str(_rows("SELECT institutions_head_of(%s)", [key])[0][0] or "")


def _rows(question: str, given: Any = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - parameters
    """Return the rows that the acting officer sees."""
    with connection.cursor() as cursor:
        cursor.execute(question, list(given))
        return list(cursor.fetchall())


def _free(path: Path) -> Path:
    """Return a path that nothing has: what was taken twice lies there twice."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}.{number}")
    return found


def _write(path: Path, told: Mapping[str, object]) -> None:
    """Write a file; it appears whole.

    Raises:
        DropUnusable: It cannot be written.
    """
    beside = path.with_name(path.name + ".part")
    try:
        # Whatever lies there, a link too, is none of ours.
        beside.unlink(missing_ok=True)
        with beside.open("x", encoding="utf-8") as opened:
            json.dump(told, opened, ensure_ascii=False, default=str, sort_keys=True, indent=1)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(path)
    except OSError:
        raise DropUnusable("file", path.name) from None
