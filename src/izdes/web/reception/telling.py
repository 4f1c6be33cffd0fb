"""Telling: what the office says of a report, back to the window and to whoever reported.

Only facts go out, as codes with a moment and details that are no secrets: no name but that of the
body, no account, no sum of anybody else. In one installation they are written into the window's
store; where the window is elsewhere they go into a file, signed and enciphered for it.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Literal

from django.db import connection

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.core.errors import IzdesError
from izdes.web.database.server import make_stay
from izdes.web.packages.known import office_of_window, office_party, window_party
from izdes.web.packages.parties import Public
from izdes.web.packages.sealing import SUFFIX, Sealed, read_package, write_package
from izdes.web.reception.machine import reception

FORMAT, VERSION = "izdes-words", 1
# What may have been entered with an earlier moment; once a day everything is gone through.
RECENT, EVER = timedelta(days=3), timedelta(days=36_500)
_BATCH = 5_000
# Of what reaches her only in the window nobody is woken.
_NOTICED = frozenset(
    {"taken", "registered", "joined", "sent", "not_registered", "victim", "held", "unsigned"}
    | {"returned", "return_corrected", "return_withdrawn"}
)
# Of these the window tells a sum, and whoever picks the telephone up is told none.
_WITHOUT_SUMS = frozenset({"returned", "return_corrected", "return_withdrawn"})
_UNKNOWN = {"register_number": "–", "unit": "–", "to": "–", "amount": "–"}
Way = Literal["message", "letter", ""]


class NotWords(IzdesError):
    """A file is a package, and not one of the office's words."""

    code = "not_words"


@dataclass(frozen=True, slots=True)
class Untold:
    """A word that no window was told yet."""

    key: int
    sender: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is sent to whoever reported, and where."""

    key: int
    number: str
    way: Way
    name: str = field(repr=False)
    address: str = field(repr=False)
    text: str = field(repr=False)


def gather(back: timedelta = RECENT) -> int:
    """Write down what became facts lately; return how many are new. Gathering twice is harmless."""
    given: list[Any] = [back]
    with connection.cursor() as cursor:
        cursor.execute("SELECT reception_gather(%s)", given)
        return int(cursor.fetchone()[0])


def untold() -> tuple[Untold, ...]:
    """Return words that no window was told yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reception_untold(%s)", [_BATCH])
        rows = cursor.fetchall()
    return tuple(
        Untold(
            key,
            sender,
            {
                "number": number,
                "kind": kind,
                "at": at.astimezone(UTC).isoformat(),
                "detail": json.loads(detail),
            },
        )
        for key, sender, number, kind, at, detail in rows
    )


def note_told(words: Sequence[Untold]) -> None:
    """Note that windows were told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reception_told(%s)", [[one.key for one in words]])


def export(folder: Path) -> int:
    """Write words into a file for each window; return how many.

    One that was written and not noted, because of a kill, is written again: the window takes each
    word once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    while words := untold():
        by_window = defaultdict[str, list[Untold]](list)
        for one in words:
            by_window[one.sender].append(one)
        for sender, some in by_window.items():
            to = Public.parse(sender)
            first = min(one.key for one in some)
            place = folder / f"words-{to.signs.hex()[:16]}-{first:010d}{SUFFIX}"
            write_package(place, manifest_of(some), sender=office_party(), to=to)
            note_told(some)
        count += len(words)
    return count


def manifest_of(words: Sequence[Untold]) -> dict[str, Any]:
    """Return words as a package says them."""
    return {"format": FORMAT, "version": VERSION, "words": [dict(one.said) for one in words]}


def read_words(place: Path) -> list[Mapping[str, Any]]:
    """Read the office's words on the side of the window.

    Raises:
        NotAPackage: The file is none.
        PackageNotOpened: It is for another window, was changed, or is not whole.
        PackageSignerUnknown: It is not signed by the office.
        NotWords: It holds something else.
    """
    package: Sealed = read_package(place, to=window_party(), known=[office_of_window()])
    words = package.manifest.get("words")
    if package.manifest.get("format") != FORMAT or not isinstance(words, list):
        raise NotWords
    return [word for word in words if isinstance(word, dict)]


def notices() -> Iterator[Notice]:
    """Yield what is to be sent to those who reported.

    Raises:
        ReceptionMissing: Nobody holds the post of the reception.
    """
    with reception(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reception_unnoticed(%s)", [_BATCH])
        rows = cursor.fetchall()
    for key, number, language, kind, _, detail, name, phone, contact in rows:
        way: Way = "message" if phone else "letter" if contact else ""
        if kind not in _NOTICED:
            way = ""
        lang: Lang = next((one for one in LANGUAGES if one == language), "kk")
        yield Notice(
            key, number, way, name, phone if way == "message" else contact,
            _text(lang, number, kind, json.loads(detail)),
        )  # fmt: skip


def write_notices(folder: Path) -> Mapping[str, int]:
    """Write notices for a gateway of messages (CSV) and for the printer; return how many of each.

    The files appear whole, under a name that is new each time; one that was written and not noted,
    because of a kill, is written again by the next.
    """
    found = list(notices())
    folder.mkdir(parents=True, exist_ok=True)
    told = {way: [one for one in found if one.way == way] for way in ("message", "letter", "")}
    first = f"{min((one.key for one in found), default=0):010d}"
    if told["message"]:
        _write_csv(folder / f"messages-{first}.csv", ("to", "text", "report"), [
            (one.address, one.text, one.number) for one in told["message"]
        ])  # fmt: skip
    if told["letter"]:
        _write_csv(folder / f"letters-{first}.csv", ("name", "address", "text", "report"), [
            (one.name, one.address, one.text, one.number) for one in told["letter"]
        ])  # fmt: skip
    with reception(), connection.cursor() as cursor:
        cursor.execute("SELECT reception_noticed(%s)", [[one.key for one in found]])
    return {
        "messages": len(told["message"]), "letters": len(told["letter"]), "silent": len(told[""])
    }  # fmt: skip


def _text(lang: Lang, number: str, kind: str, detail: Mapping[str, str]) -> str:
    """Return the text of a notice."""
    code = f"intake_word_{kind}" if kind in _WITHOUT_SUMS else f"window_word_{kind}"
    word = say(code, lang, **{**_UNKNOWN, **detail})
    return say("intake_notice", lang, number=number, word=word)


def _write_csv(place: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table whose cells no program takes for formulas; it appears whole."""
    beside = place.with_name(f".{place.name}")
    with suppress(FileNotFoundError):
        beside.unlink()
    with beside.open("x", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened, lineterminator="\n")
        out.writerow(head)
        out.writerows([_plain(cell) for cell in row] for row in rows)
    beside.rename(place)
    make_stay(place.parent)


def _plain(cell: str) -> str:
    """Return a cell that begins with no sign of a formula; a telephone keeps its plus."""
    is_phone = cell.startswith("+") and cell[1:].isdigit()
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell and not is_phone else cell
