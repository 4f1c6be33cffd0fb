"""Jobs that nobody does any more, though the database says that somebody does.

Two ways lead there. A worker died with them: its sign of life is old. Or a worker lives, but the
database was away in the moment when the end of a job was to be written down: the worker will not
write it again, and to the database the job is under way for ever. Both are given out again; a job
is idempotent.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from procrastinate import App
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker

_log = logging.getLogger(__name__)
_UNDER_WAY = (
    "SELECT id, attempts FROM procrastinate_jobs WHERE status = 'doing' AND id = ANY(%(numbers)s)"
)


@dataclass(slots=True)
class Ended:
    """Jobs that ended in this process, until it is known that the database heard of it.

    Attributes:
        clock: What tells seconds, from any beginning.
    """

    clock: Callable[[], float] = time.monotonic
    _jobs: "dict[int, tuple[float, Job]]" = field(default_factory=dict)

    async def noted(
        self, run: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker
    ) -> object:
        """Run a job and note that it ended, well or not."""
        del worker
        try:
            return await run()
        finally:
            if context.job.id is not None:
                self._jobs[context.job.id] = (self.clock(), context.job)

    async def unheard(self, with_pool: App, after_seconds: float) -> list[Job]:
        """Return jobs that ended longer ago and are still under way to the database; forget them.

        A number of attempts that differs is a later attempt, whose end is yet to come.
        """
        before = self.clock() - after_seconds
        old = {number: job for number, (ended, job) in self._jobs.items() if ended <= before}
        if not old:
            return []
        rows = await with_pool.connector.execute_query_all_async(_UNDER_WAY, numbers=list(old))
        for number in old:
            del self._jobs[number]
        return [old[r["id"]] for r in rows if old[r["id"]].attempts == r["attempts"]]


async def give_out_again(
    with_pool: App, dead_after_seconds: float, ended: Ended | None = None
) -> int:
    """Give out jobs of dead workers, and jobs whose end was not heard; return how many.

    Args:
        with_pool: The jobs, with a pool that is open.
        dead_after_seconds: After how long without a sign of life a worker is dead, and after how
            long the end of a job should have been written down.
        ended: What ended in this process.
    """
    of_the_dead = await with_pool.job_manager.get_stalled_jobs(
        seconds_since_heartbeat=dead_after_seconds
    )
    given = await _given(with_pool, of_the_dead)
    if given:
        _log.warning("jobs of a dead worker are given out again", extra={"count": given})
    if ended is None:
        return given
    unheard = await _given(with_pool, await ended.unheard(with_pool, dead_after_seconds))
    if unheard:
        _log.warning("jobs whose end was not heard are given out again", extra={"count": unheard})
    return given + unheard


async def _given(with_pool: App, jobs: Iterable[Job]) -> int:
    """Let jobs wait again; return how many."""
    count = 0
    for job in jobs:
        try:
            await with_pool.job_manager.retry_job(job)
        except UniqueViolation:
            # Another one that waits will do the same work, and would wait for this one for ever.
            await with_pool.job_manager.finish_job(job, Status.ABORTED, delete_job=True)
        count += 1
    return count
