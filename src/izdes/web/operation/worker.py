"""The worker: runs jobs and steps until it is told to stop, whatever happens to the database.

Jobs that a killed worker left half-done, or whose end was not heard, are given out again.

Threads of one process wait for each other: while one computes, every other waits at each answer of
the database. So a worker may be several processes: the first walks over the steps, the others do
jobs. They end together.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ProcrastinateException

# What follows money loads in seconds: before the first job and not in it.
import izdes.web.loop.services  # noqa: F401
from izdes.web.jobs.job import queues_of
from izdes.web.operation.again import Ended, give_out_again
from izdes.web.operation.kernels import kernels_at_hand
from izdes.web.operation.steps import HOT_STEPS, TAKING_STEPS, Walk

_log = logging.getLogger(__name__)
_PART = [sys.executable, "-c", "from izdes.cli.main import run; run()", "worker", "--share"]
_AGAIN_SECONDS = 1.0
# Whoever waits longer for a connection gives up and begins anew.
_POOL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Taking:
    """From which queues jobs are taken, None for all, and how many of them run at once."""

    queues: list[str] | None
    at_once: int


class PartEnded(Exception):
    """A process of the worker ended, and nobody had told it to."""


async def work(
    *, concurrency: int = 2, processes: int = 1, share: tuple[int, int] | None = None
) -> None:
    """Run jobs and steps until told to stop; what is under way is ended first.

    Args:
        concurrency: How many jobs a process runs at once; of several, beside one of a case.
        processes: How many processes the worker is; of several, this one runs no jobs.
        share: Which this is of the processes that do jobs, from 0, and how many there are; None for
            whoever starts them, or does everything.

    Raises:
        PartEnded: One of several processes ended; the others have ended too.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    if share:
        # Traces and plans take seconds, all else moments: neither takes the other's place, and two
        # traces in one process would only slow each other down.
        common, cases = queues_of(*share)
        takings = (Taking(common, concurrency), Taking(cases, 1))
        with kernels_at_hand():
            await asyncio.gather(do_jobs(told, *takings), _until_alone(told))
    elif processes > 1:
        with _walking():
            await _beside(told, processes - 1, concurrency)
    else:
        with _walking(), kernels_at_hand():
            await do_jobs(told, Taking(None, concurrency))


async def _beside(told: asyncio.Event, count: int, concurrency: int) -> None:
    """Let other processes do jobs until told to stop, or one of them ends."""
    parts = [
        await asyncio.create_subprocess_exec(*_PART, f"{n}/{count}", "--jobs", str(concurrency))
        for n in range(count)
    ]
    ends = [asyncio.create_task(part.wait()) for part in parts]
    waited = asyncio.create_task(told.wait())
    await asyncio.wait([waited, *ends], return_when=asyncio.FIRST_COMPLETED)
    waited.cancel()
    for part in parts:
        with contextlib.suppress(ProcessLookupError):
            part.terminate()
    await asyncio.gather(*ends)
    if not told.is_set():
        raise PartEnded


async def _until_alone(told: asyncio.Event) -> None:
    """Stop when whoever started this process is gone: it has no steps, and nobody to end it."""
    began = os.getppid()
    while not told.is_set():
        if os.getppid() != began:
            told.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), _AGAIN_SECONDS)


async def do_jobs(
    told: asyncio.Event,
    *takings: Taking,
    sign_of_life_seconds: float = 5.0,
    dead_after_seconds: float = 20.0,
) -> None:
    """Run jobs until told to stop; what is under way is ended first.

    Args:
        takings: Each takes for itself.
        sign_of_life_seconds: How often this worker says that it lives.
        dead_after_seconds: After how long without such a sign its jobs are given to others.
    """
    while not told.is_set():
        try:
            await _until_told(
                told,
                takings,
                sign_of_life_seconds=sign_of_life_seconds,
                dead_after_seconds=dead_after_seconds,
            )
        except (ProcrastinateException, psycopg.Error, OSError):
            _log.exception("the worker lost the database")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(told.wait(), _AGAIN_SECONDS)


async def _until_told(
    told: asyncio.Event,
    takings: Sequence[Taking],
    *,
    sign_of_life_seconds: float,
    dead_after_seconds: float,
) -> None:
    """Run jobs on one connection pool until told to stop or the database is lost."""
    with_pool = app.with_connector(
        PsycopgConnector(kwargs=connector_params("default"), timeout=_POOL_SECONDS)
    )
    async with with_pool.open_async():
        ends = Ended()
        await give_out_again(with_pool, dead_after_seconds)
        running = [
            *(
                asyncio.create_task(
                    with_pool.run_worker_async(
                        queues=taking.queues,  # type: ignore[arg-type] # None is every queue
                        concurrency=taking.at_once,
                        install_signal_handlers=False,
                        update_heartbeat_interval=sign_of_life_seconds,
                        stalled_worker_timeout=dead_after_seconds,
                        fetch_job_polling_interval=1.0,
                        delete_jobs="successful",
                        worker_middleware=[ends.noted],
                    )
                )
                for taking in takings
            ),
            asyncio.create_task(_giving_out_again(with_pool, dead_after_seconds, ends)),
            asyncio.create_task(told.wait()),
        ]
        try:
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in running:
                task.cancel()
            ended = await asyncio.gather(*running, return_exceptions=True)
    del done
    for outcome in ended:
        if isinstance(outcome, Exception):
            raise outcome


async def _giving_out_again(with_pool: App, dead_after_seconds: float, ended: Ended) -> None:
    """Look for jobs that nobody does any more as long as this worker lives."""
    while True:
        await asyncio.sleep(dead_after_seconds / 2)
        await give_out_again(with_pool, dead_after_seconds, ended)


@contextlib.contextmanager
def _walking() -> Iterator[None]:
    """Walk over the steps in a thread, over those that wait for none in threads of their own."""
    told = threading.Event()
    walks = (
        Walk(told=told),
        Walk(TAKING_STEPS, "izdes.taking_steps", told),
        Walk(HOT_STEPS, "izdes.hot_steps", told),
    )
    threads = [threading.Thread(target=walk.until_told, name=walk.lock) for walk in walks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        told.set()
        for thread in threads:
            thread.join()
