"""Taking what the office tells: who may ask, what is to be delivered, what became of messages."""

import json
from collections.abc import Callable
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


def taking(package: Sealed, place: Path) -> Callable[[], None]:
    """Read a package of the office; what is returned writes it down."""
    found = files_of(place, package, to=site_side().own)
    contents = iter([b"".join(chunks) for _, chunks in found])
    records = [(one, _content(one, contents)) for one in package.manifest["records"]]

    def write() -> None:
        with connection.cursor() as cursor:
            for record, content in records:
                _write(cursor, record, content)

    return write


def _content(record: Record, contents: Any) -> bytes | None:  # noqa: ANN401 - an iterator
    """Return the bytes of a record's file, None where it has none."""
    if record.get("fact") not in _WRITES:
        raise CrossingWrong(what="fact")
    if record["fact"] not in WITH_FILE:
        return None
    content: bytes | None = next(contents, None)
    if content is None:
        raise CrossingWrong(what="files")
    return content


def _write(cursor: Any, record: Record, content: bytes | None) -> None:  # noqa: ANN401 - Django's
    """Write a record down; it may come again."""
    given: list[object] = [json.dumps(record)] + ([] if content is None else [content])
    try:
        cursor.execute(f"SELECT {_WRITES[record['fact']]}", given)
    except DatabaseError:
        raise CrossingWrong(what=str(record["fact"])) from None
