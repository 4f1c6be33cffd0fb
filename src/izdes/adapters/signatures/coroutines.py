"""Coroutines of a library, run from code that does not wait, inside somebody else's loop or not.

The library can fetch from a network, so it is written to wait. Here the network is switched off:
checking a path never waits at all (`at_once`), and to sign it only waits for its own parts, in a
loop and a thread of its own (`awaited`).
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Found = TypeVar("_Found")


class Waited(RuntimeError):
    """The coroutine waits after all: a fault of ours, found by tests."""


def at_once(coroutine: Coroutine[Any, Any, _Found]) -> _Found:
    """Return what a coroutine returns that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        found: _Found = done.value
        return found
    coroutine.close()
    raise Waited


def awaited(coroutine: Coroutine[Any, Any, _Found]) -> _Found:
    """Return what a coroutine returns."""
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(asyncio.run, coroutine).result()
