"""Taking what the office tells: who may ask, what is to be delivered, what became of messages."""

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from izdes.web.packages.crossing import CrossingWrong, Record
from izdes.web.packages.known import site_side
from izdes.web.packages.sealing import Sealed, files_of

# What each kind of record is written down by; those with a file take its bytes too.
_WRITES = {
    "client": "apart_client(%s)",
    "directory": "apart_directory(%s, %s)",
    "order": "apart_order(%s, %s)",
    "standing": "apart_standing(%s)",
    "tiding": "apart_tiding(%s)",
    "message": "apart_message(%s)",
    "paper": "apart_paper(%s)",
}
WITH_FILE = frozenset({"directory", "order"})
_ENCLOSE = "SELECT apart_enclosure(%s, %s, %s)"


def taking(package: Sealed, place: Path) -> Callable[[], None]:
    """Read a package of the office; what is returned writes it down."""
    found = files_of(place, package, to=site_side().own)
    contents = iter([b"".join(chunks) for _, chunks in found])
    records = [(one, _contents(one, contents)) for one in package.manifest["records"]]

    def write() -> None:
        with connection.cursor() as cursor:
            for record, its in records:
                _write(cursor, record, its)

    return write


def _contents(record: Record, contents: Iterator[bytes]) -> list[bytes]:
    """Return the bytes of a record's files: its own, and of an order the papers that go with it."""
    if record.get("fact") not in _WRITES:
        raise CrossingWrong(what="fact")
    if record["fact"] not in WITH_FILE:
        return []
    enclosed = _enclosed(record)
    found = list(islice(contents, 1 + len(enclosed)))
    if len(found) != 1 + len(enclosed):
        raise CrossingWrong(what="files")
    for one, content in zip(enclosed, found[1:], strict=True):
        if hashlib.sha256(content).hexdigest() != one.get("digest"):
            raise CrossingWrong(what="enclosure")
    return found


def _enclosed(record: Record) -> list[dict[str, Any]]:
    """Return what is said of the papers that go with an order."""
    told = record.get("enclosures", []) if record["fact"] == "order" else []
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise CrossingWrong(what="enclosure")
    return told


def _write(cursor: Any, record: Record, contents: list[bytes]) -> None:  # noqa: ANN401 - Django's
    """Write a record down; it may come again."""
    try:
        cursor.execute(f"SELECT {_WRITES[record['fact']]}", [json.dumps(record), *contents[:1]])
        for one, content in zip(_enclosed(record), contents[1:], strict=True):
            cursor.execute(_ENCLOSE, [record["key"], json.dumps(one), content])
    except DatabaseError:
        raise CrossingWrong(what=str(record["fact"])) from None
