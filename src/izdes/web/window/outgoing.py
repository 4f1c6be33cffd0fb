"""Outgoing: packages that wait for the office, and what the office says, on its way back.

These are for whoever carries things between the two, under the office's login, never for the
public's. One contour or two, the packages are the same files.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from izdes.core.errors import IzdesError
from izdes.web.packages.sealing import SUFFIX, put_into
from izdes.web.window.sending import place_of

_BATCH = 200


class WordsWrong(IzdesError):
    """A file of what the office says is not what it must be."""

    code = "window_words_wrong"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A package that waits to be taken."""

    key: int
    name: UUID
    number: str
    sequence: int

    @property
    def place(self) -> Path:
        """Where its file lies."""
        return place_of(self.name)


def waiting(*, again_since: datetime | None = None) -> Iterator[Waiting]:
    """Yield packages that nobody took yet, and those made since a moment that were lost."""
    behind = 0
    while rows := _some(again_since, behind):
        for key, name, number, sequence, _ in rows:
            yield Waiting(key, name, number, sequence)
        behind = rows[-1][0]


def _some(again_since: datetime | None, behind: int) -> list[tuple[Any, ...]]:
    """Return the next packages behind one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM window_waiting(%s, %s, %s)", [_BATCH, again_since, behind])
        return list(cursor.fetchall())


def note_taken(package: Waiting) -> None:
    """Note that a package was taken; noting it twice is harmless."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT window_taken(%s)", [package.key])


def export(folder: Path, *, again_since: datetime | None = None) -> int:
    """Put every package that waits into a folder, each whole under its name or not at all.

    Returns:
        How many. One that was put there and not noted, because of a kill, is put there again under
        the same name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for one in waiting(again_since=again_since):
        if one.place.exists():
            put_into(folder, one.place, name=f"{one.number}-{one.sequence:03d}{SUFFIX}")
            note_taken(one)
            count += 1
    return count


def tell(words: Iterable[Mapping[str, Any]]) -> int:
    """Write down what the office says of reports of this window; return of how many it knows.

    Raises:
        WordsWrong: One of them is not what it must be.
    """
    known = 0
    for word in words:
        try:
            given: list[Any] = [
                str(word["number"]),
                str(word["kind"]),
                datetime.fromisoformat(word["at"]),
            ]
            detail = json.dumps(
                {str(k): str(v) for k, v in dict(word.get("detail", {})).items()},
                ensure_ascii=False,
                sort_keys=True,
            )
        except (KeyError, TypeError, ValueError):
            raise WordsWrong from None
        with connection.cursor() as cursor:
            cursor.execute("SELECT window_tell(%s, %s, %s, %s)", [*given, detail])
            known += bool(cursor.fetchone()[0])
    return known
