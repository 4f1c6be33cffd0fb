"""Kernels at hand: a worker traces with compiled code as soon as there is some.

What was never compiled on this machine is compiled by a process of its own, which gives way to
others; until it is done money is followed without. The answers are the same.
"""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from izdes.engine.tracing.compiled import load

_log = logging.getLogger(__name__)
_COMMAND = [sys.executable, "-m", "izdes.web.operation.warming"]
_LOOK_SECONDS = 0.25
_REHEARSED = 6


def is_warm() -> bool:
    """Say whether everything was compiled and is kept."""
    return mark().exists()


def mark() -> Path:
    """Return the file that says so; beside what was compiled from the same sources."""
    return Path(os.environ["NUMBA_CACHE_DIR"]) / "is-warm"


@contextmanager
def kernels_at_hand() -> Iterator[None]:
    """Load the kernels, at once or when they have been compiled; no job waits for it."""
    told = threading.Event()
    if is_warm():
        load()
        thread = threading.Thread(target=_rehearsed, name="kernels")
    else:
        thread = threading.Thread(target=_compiled, args=(told,), name="kernels")
    thread.start()
    try:
        yield
    finally:
        told.set()
        thread.join()


def _compiled(told: threading.Event) -> None:
    """Have the kernels compiled and load them, unless told to stop before."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(_COMMAND, stdin=quiet, stdout=quiet, stderr=quiet)
    while process.poll() is None and not told.wait(_LOOK_SECONDS):
        pass
    process.kill()
    process.wait()
    if told.is_set():
        return
    if is_warm():
        load()
        _rehearsed()
    else:
        _log.warning("kernels are not compiled: traces take longer")


def _rehearsed() -> None:
    """Take a small case through them: each is read from the disk when it is first used."""
    from izdes.web.operation.rehearsing import rehearse  # noqa: PLC0415 - loads in seconds

    rehearse(_REHEARSED)
