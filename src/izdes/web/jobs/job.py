"""A job: a function that the worker runs in an officer's name.

A job is deferred inside the transaction of a command: if the command fails, there is none. It gets
numbers of rows, never their contents. It may run twice, when a worker was killed between its work
and its last word, so it must find its own work done: a job is idempotent.

Whoever deferred it acts while it runs, and nobody does before and after.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.db import connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from izdes.web.acting import acting

_RETRIES = RetryStrategy(max_attempts=10, exponential_wait=2)
_CASE_QUEUES = tuple(f"case-{number}" for number in range(12))


class Deferred(Protocol):
    """What can be left to the worker."""

    def defer(self, *, officer: int | None, **rows: int) -> int:
        """Leave it to the worker, in the present transaction; return its number."""


class Job(Deferred, Protocol):
    """A job that can be deferred.

    Attributes:
        name: As the database keeps it.
    """

    name: str

    def __call__(self, *, officer: int | None, **rows: int) -> None:
        """Do it here and now."""

    def configure(self, **options: Any) -> Deferred:  # noqa: ANN401 - options of the library
        """Return the job under a lock of its own.

        Args:
            options: ``queue``: another than its own; ``lock``: of jobs with one lock, one runs at a
                time; ``queueing_lock``: of jobs with one, one waits, and to defer another is
                `AlreadyEnqueued`; ``priority``: as of `job`.
        """


def job(
    queue: str, *, lock: str | None = None, priority: int = 0
) -> Callable[[Callable[..., None]], Job]:
    """Make a function a job of a queue; it is tried again, ever later, when it fails.

    Args:
        lock: Of jobs with one lock, one runs at a time.
        priority: Of jobs that wait, those of the highest begin first.
    """

    def made(function: Callable[..., None]) -> Job:
        name = f"{function.__module__}.{function.__name__}"
        task = app.task(name=name, queue=queue, retry=_RETRIES, lock=lock, priority=priority)
        return cast("Job", task(in_the_name_of(function)))

    return made


def queue_of(case: int) -> str:
    """Return the queue of a case: of a worker one process alone takes from it.

    So what was found about a case is at hand where the next job about it runs.
    """
    return _CASE_QUEUES[case % len(_CASE_QUEUES)]


def queues_of(share: int, shares: int) -> tuple[list[str], list[str]]:
    """Return the queues from which one of a worker's processes takes: those of no case, of cases.

    Those of no case are shared by all processes.

    Args:
        share: Which of them, from 0.
        shares: How many there are.
    """
    common = {task.queue for task in app.tasks.values()}
    return sorted(common), list(_CASE_QUEUES[share::shares])


def in_the_name_of(function: Callable[..., None]) -> Callable[..., None]:
    """Return a function during which the officer acts, and after which nobody does."""

    @wraps(function)
    def run(*, officer: int | None = None, **rows: int) -> None:
        try:
            with acting(officer):
                function(officer=officer, **rows)
        finally:
            # The thread goes back to others: whatever a connection still remembers ends with it.
            connections.close_all()

    return run
