"""Keeping: what a program of an institution writes down, so that no stop loses anything.

A folder::

    cursor            up to where the tidings were read
    packages/         each order as it came, by its digest
    tasks/            what is still to be sent, each with its moment
    letters/          what was made to be sent: written down before it is sent, so that a second
                      try sends the very same bytes
    done/             tasks that the site has received
    refused/          tasks that the site refuses, with the reason
    holds.json        what is held on which account

Every file appears whole. A task is made once: one that is done or refused is not made again.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from izdes.adapters.exchange.faults import FolderWrong
from izdes.core.orders.answers import ANSWER_FILE

_PARTS = ("packages", "tasks", "letters", "done", "refused")
_CURSOR, _HOLDS = "cursor", "holds.json"
_ENDED = ("done", "refused")


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is to be sent.

    Attributes:
        name: Also the name of the message.
        kind: ``delivered``, ``accepted``, ``answer`` or ``correction``.
        order: Digest of the order.
        due: When it is to be sent.
        follows: Of a correction: the task that it corrects.
    """

    name: str
    kind: str
    order: str
    due: datetime
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held on an account under an order, or was given back from it."""

    order: str
    account: str
    amount_minor: int
    until: datetime | None
    is_returned: bool = False

    def stands_at(self, moment: datetime) -> bool:
        """Say whether it is held at a moment."""
        return self.until is None or moment < self.until


@dataclass(frozen=True, slots=True)
class Keeping:
    """The folder of a program of an institution."""

    folder: Path

    def __post_init__(self) -> None:
        """Make what is not there.

        Raises:
            FolderWrong: It cannot be made.
        """
        try:
            for part in _PARTS:
                (self.folder / part).mkdir(parents=True, exist_ok=True)
        except OSError:
            raise FolderWrong(name=self.folder.name) from None

    def cursor(self) -> str:
        """Return up to where tidings were read."""
        path = self.folder / _CURSOR
        return path.read_text(encoding="ascii") if path.exists() else "0"

    def move_cursor(self, cursor: str) -> None:
        """Note up to where tidings were read, after everything that follows from them."""
        self._write(self.folder / _CURSOR, cursor.encode())

    def keep_package(self, digest: str, data: bytes) -> None:
        """Keep an order as it came."""
        self._write(self.folder / "packages" / digest, data)

    def package(self, digest: str) -> bytes:
        """Return an order as it came."""
        return (self.folder / "packages" / digest).read_bytes()

    def plan(self, task: Task) -> None:
        """Note a task, unless it was noted before, whatever has become of it."""
        if not self._path("tasks", task).exists() and not self.has_ended(task.name):
            told = {**asdict(task), "due": task.due.isoformat()}
            self._write(self._path("tasks", task), json.dumps(told).encode())

    def tasks(self) -> tuple[Task, ...]:
        """Return what is still to be sent, the earliest first."""
        found = [_task(json.loads(p.read_bytes())) for p in (self.folder / "tasks").glob("*.json")]
        return tuple(sorted(found, key=lambda one: (one.due, one.name)))

    def has_ended(self, name: str) -> bool:
        """Say whether a task was received or refused."""
        return any((self.folder / part / f"{name}.json").exists() for part in _ENDED)

    def end(self, task: Task, *, refused: str = "") -> None:
        """Note that a task was received, or why it was refused."""
        part = "refused" if refused else "done"
        told = {**asdict(task), "due": task.due.isoformat(), "code": refused}
        self._write(self._path(part, task), json.dumps(told).encode())
        self._path("tasks", task).unlink(missing_ok=True)

    def refused(self) -> Mapping[str, str]:
        """Return the code of why each refused task was refused."""
        found = sorted((self.folder / "refused").glob("*.json"))
        return {path.stem: str(json.loads(path.read_bytes())["code"]) for path in found}

    def letter(self, name: str) -> Mapping[str, bytes] | None:
        """Return what was made for a task, by names of files; None before."""
        folder = self.folder / "letters" / name
        if not folder.is_dir():
            return None
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def keep_letter(self, name: str, letter: bytes, files: Mapping[str, bytes]) -> None:
        """Keep what was made for a task; it appears whole."""
        draft = self.folder / "letters" / f".{name}"
        if draft.exists():
            for old in draft.iterdir():
                old.unlink()
        draft.mkdir(exist_ok=True)
        for file, data in {**files, ANSWER_FILE: letter}.items():
            self._write(draft / file, data)
        draft.replace(self.folder / "letters" / name)

    def holds(self) -> tuple[Held, ...]:
        """Return what is held."""
        path = self.folder / _HOLDS
        told = json.loads(path.read_bytes()) if path.exists() else []
        return tuple(_held(one) for one in told)

    def keep_holds(self, holds: tuple[Held, ...]) -> None:
        """Keep what is held."""
        told = [{**asdict(one), "until": one.until and one.until.isoformat()} for one in holds]
        self._write(self.folder / _HOLDS, json.dumps(told).encode())

    def _path(self, part: str, task: Task) -> Path:
        """Return where a task stands."""
        return self.folder / part / f"{task.name}.json"

    def _write(self, path: Path, data: bytes) -> None:
        """Write a file; it appears whole.

        Raises:
            FolderWrong: It cannot be written.
        """
        beside = path.with_name(f"{path.name}.part")
        try:
            with beside.open("wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            beside.replace(path)
        except OSError:
            raise FolderWrong(name=path.name) from None


def _task(told: dict[str, Any]) -> Task:
    """Return a task as it was noted."""
    return Task(**{**told, "due": datetime.fromisoformat(told["due"])})


def _held(told: dict[str, Any]) -> Held:
    """Return what is held as it was noted."""
    until = told["until"]
    return Held(**{**told, "until": None if until is None else datetime.fromisoformat(until)})
