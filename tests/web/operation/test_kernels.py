"""What was never compiled here is compiled beside the worker, and no stop waits for it."""

import sys
import threading

import pytest

from izdes.web.operation import kernels, rehearsing
from izdes.web.operation.kernels import kernels_at_hand

_LONG = "import time; time.sleep(3600)"


def test_kernels_are_loaded_when_they_have_been_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = threading.Event()
    looks = iter([False, True])
    monkeypatch.setattr(kernels, "is_warm", lambda: next(looks))
    monkeypatch.setattr(kernels, "load", loaded.set)
    monkeypatch.setattr(kernels, "_COMMAND", [sys.executable, "-c", "pass"])
    rehearsed = threading.Event()
    monkeypatch.setattr(kernels, "_rehearsed", rehearsed.set)

    with kernels_at_hand():
        assert loaded.wait(300)
        assert rehearsed.wait(300)


def test_what_was_compiled_before_is_there_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = threading.Event()
    monkeypatch.setattr(kernels, "is_warm", lambda: True)
    monkeypatch.setattr(kernels, "load", loaded.set)
    monkeypatch.setattr(kernels, "_rehearsed", lambda: None)

    with kernels_at_hand():
        assert loaded.is_set()


def test_a_small_case_is_taken_through_them(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    monkeypatch.setattr(kernels, "is_warm", lambda: True)
    monkeypatch.setattr(kernels, "load", lambda: None)
    monkeypatch.setattr(rehearsing, "rehearse", taken.append)

    with kernels_at_hand():
        pass

    assert taken


def test_a_worker_that_is_told_to_stop_does_not_wait_for_the_compiler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded = threading.Event()
    monkeypatch.setattr(kernels, "is_warm", lambda: False)
    monkeypatch.setattr(kernels, "load", loaded.set)
    monkeypatch.setattr(kernels, "_COMMAND", [sys.executable, "-c", _LONG])

    with kernels_at_hand():
        pass

    assert not loaded.is_set()
