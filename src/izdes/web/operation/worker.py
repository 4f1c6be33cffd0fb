"""The worker: runs jobs and steps until it is told to stop, whatever happens to the database.

Jobs that a killed worker left half-done, or whose end was not heard, are given out again.
"""

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Iterator

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ProcrastinateException

from izdes.web.operation.again import Ended, give_out_again
from izdes.web.operation.kernels import kernels_at_hand
from izdes.web.operation.steps import HOT_STEPS, Walk

_log = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0
# Whoever waits longer for a connection gives up and begins anew.
_POOL_SECONDS = 5.0


async def work(
    *,
    concurrency: int = 2,
    sign_of_life_seconds: float = 5.0,
    dead_after_seconds: float = 20.0,
) -> None:
    """Run jobs and steps until told to stop; what is under way is ended first.

    Args:
        concurrency: How many jobs run at once.
        sign_of_life_seconds: How often this worker says that it lives.
        dead_after_seconds: After how long without such a sign its jobs are given to others.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    with _walking(), kernels_at_hand():
        while not told.is_set():
            try:
                await _until_told(
                    told,
                    concurrency=concurrency,
                    sign_of_life_seconds=sign_of_life_seconds,
                    dead_after_seconds=dead_after_seconds,
                )
            except (ProcrastinateException, psycopg.Error, OSError):
                _log.exception("the worker lost the database")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(told.wait(), _AGAIN_SECONDS)


async def _until_told(
    told: asyncio.Event, *, concurrency: int, sign_of_life_seconds: float, dead_after_seconds: float
) -> None:
    """Run jobs on one connection pool until told to stop or the database is lost."""
    with_pool = app.with_connector(
        PsycopgConnector(kwargs=connector_params("default"), timeout=_POOL_SECONDS)
    )
    async with with_pool.open_async():
        ends = Ended()
        await give_out_again(with_pool, dead_after_seconds)
        running = [
            asyncio.create_task(
                with_pool.run_worker_async(
                    concurrency=concurrency,
                    install_signal_handlers=False,
                    update_heartbeat_interval=sign_of_life_seconds,
                    stalled_worker_timeout=dead_after_seconds,
                    fetch_job_polling_interval=1.0,
                    delete_jobs="successful",
                    worker_middleware=[ends.noted],
                )
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
    """Walk over the steps in a thread, and over the hot ones in another."""
    told = threading.Event()
    walks = (Walk(told=told), Walk(HOT_STEPS, "izdes.hot_steps", told))
    threads = [threading.Thread(target=walk.until_told, name=walk.lock) for walk in walks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        told.set()
        for thread in threads:
            thread.join()
