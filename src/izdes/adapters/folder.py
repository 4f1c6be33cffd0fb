"""A folder of results that appears whole or not at all.

Everything is written into a hidden folder beside the one asked for, and put in its place by one
rename. A kill at any moment leaves the old result or the new one; what a killed run left behind is
removed by the next. An existing result is kept as ``NAME.previous`` when it is replaced.
"""

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from izdes.core.errors import IzdesError, OutputExists

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class OutputBusy(IzdesError):
    """Another run is writing the same result."""

    code = "output_busy"


class OutputUnwritable(IzdesError):
    """The place of the result cannot be written."""

    code = "output_unwritable"


@contextmanager
def new_folder(out: Path, *, replace: bool) -> Iterator[Path]:
    """Give an empty folder to write into; on leaving without an error it becomes ``out``.

    Raises:
        OutputExists: ``out`` exists, is not an empty folder, and ``replace`` is False.
        OutputBusy: Another run is writing it.
        OutputUnwritable: The place cannot be written.
    """
    out = out.absolute()
    if not replace and out.exists() and not _is_empty_folder(out):
        raise OutputExists(out=out.name)
    draft = out.with_name(f".{out.name}.draft")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(out.with_name(f".{out.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise OutputUnwritable(out=out.name, why=error.strerror or "") from None
    try:
        _take(lock, out)
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir()
        try:
            yield draft
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _put_in_place(draft, out)
        out.with_name(f".{out.name}.lock").unlink(missing_ok=True)
    finally:
        os.close(lock)


def _is_empty_folder(path: Path) -> bool:
    """Say whether the path is a folder with nothing in it."""
    return path.is_dir() and not any(path.iterdir())


def _take(lock: int, out: Path) -> None:
    """Take the lock of a result; it goes with the process."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise OutputBusy(out=out.name) from None


def _put_in_place(draft: Path, out: Path) -> None:
    """Make the draft the result; keep a result that was there as ``.previous``."""
    _flush(draft)
    if not out.exists():
        draft.rename(out)
        return
    if not _exchange(draft, out):
        # Without an atomic exchange the old result is at least never lost.
        aside = out.with_name(f".{out.name}.aside")
        out.rename(aside)
        draft.rename(out)
        aside.rename(draft)
    if _is_empty_folder(draft):
        draft.rmdir()
        return
    previous = out.with_name(f"{out.name}.previous")
    if previous.is_dir():
        shutil.rmtree(previous)
    draft.rename(previous)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can; say whether it did."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def _flush(folder: Path) -> None:
    """Ask the system to write every file of the folder before it is named a result."""
    for path in [*folder.rglob("*"), folder]:
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def write_text(out: Path, text: str) -> None:
    """Write a file beside its place and rename it there: the old one or the new one is there.

    Raises:
        OutputUnwritable: The place cannot be written.
    """
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.rename(out)
    except OSError as error:
        raise OutputUnwritable(out=out.name, why=error.strerror or "") from None
