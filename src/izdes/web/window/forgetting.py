"""Forgetting: drafts whose time is over, counters, copies; and bytes that nothing refers to."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from izdes.web.config import configuration
from izdes.web.packages.sealing import SUFFIX
from izdes.web.window.keys import key_for
from izdes.web.window.stored_files import blobs

COPIES_LAST = timedelta(days=180)
# Taken packages stay for a while: what carries them may get lost.
PACKAGES_LAST = timedelta(days=30)
_UNTOUCHED_SECONDS = 3_600.0
_BATCH = 500


def forget() -> int:
    """Forget what is over, under the office's login; return how many drafts.

    It may stop anywhere, and is harmless to repeat. An installation without a window has nothing.
    """
    if not configuration().window_key or not key_for("files"):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT window_expire(%s)", _given(COPIES_LAST))
        forgotten = int(cursor.fetchone()[0])
    kept = blobs()
    kept.clear_incoming(_UNTOUCHED_SECONDS)
    for blob in _needless(kept.untouched_for(_UNTOUCHED_SECONDS)):
        kept.discard(blob)
    folder = configuration().home / "window" / "packages"
    for name in _needless(_old_packages(folder)):
        (folder / f"{name}{SUFFIX}").unlink(missing_ok=True)
    return forgotten


def _needless(names: Iterator[UUID]) -> Iterator[UUID]:
    """Yield the names to which nothing refers."""
    while some := list(islice(names, _BATCH)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT window_blobs(%s::uuid[], %s)", _given(some, PACKAGES_LAST))
            needed = {row[0] for row in cursor.fetchall()}
        yield from (name for name in some if name not in needed)


def _given(*values: object) -> list[Any]:
    """Return what a function of the database is given: a span of time is none of its types."""
    return list(values)


def _old_packages(folder: Path) -> Iterator[UUID]:
    """Yield packages that have lain for a while."""
    before = time.time() - _UNTOUCHED_SECONDS
    for file in sorted(folder.glob(f"[0-9a-f]*{SUFFIX}")):
        if file.stat().st_mtime < before:
            yield UUID(file.name.removesuffix(SUFFIX))
