"""Jobs: deferred with their command, run in the officer's name, given out again after a death."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from izdes.web.acting import SETTING, acting
from izdes.web.config import configuration
from izdes.web.files import services
from izdes.web.files.models import File
from izdes.web.files.selectors import file_visible_to
from izdes.web.files.tasks import DAMAGED, check_file
from izdes.web.jobs.job import in_the_name_of, queue_of, queues_of
from izdes.web.operation import again
from izdes.web.operation.again import Ended


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("IZDES_HOME", str(tmp_path))
    configuration.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    configuration.cache_clear()


@pytest.fixture
def officer(committed_db: str) -> int:
    del committed_db
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO officers_officer (login, full_name, language, is_active, password)"
            " VALUES ('o', 'Нұрлан Ойдан', 'kk', true, '') RETURNING id"
        )
        return int(cursor.fetchone()[0])


def jobs() -> list[tuple[str, str]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return [(name.rsplit(".", 1)[-1], status) for name, status in cursor.fetchall()]


def acting_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        return str(cursor.fetchone()[0] or "")


def run_jobs(ended: Ended | None = None) -> None:
    """Run what waits, as the worker does, and come back when nothing waits."""

    async def until_done() -> None:
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with worker.open_async():
            await worker.run_worker_async(
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                worker_middleware=[] if ended is None else [ended.noted],
            )

    asyncio.run(until_done())


def test_a_job_is_deferred_with_its_command(officer: int) -> None:
    with acting(officer), transaction.atomic():
        check_file.defer(officer=officer, file=1)
        transaction.set_rollback(True)
    assert jobs() == []

    with acting(officer):
        services.store([b"letter"], name="a.txt", officer=officer)

    assert jobs() == [("check_file", "todo")]


def test_the_worker_reads_a_file_back_in_the_name_of_whoever_gave_it(officer: int) -> None:
    with acting(officer):
        number = services.store([b"letter"], name="a.txt", officer=officer)

    run_jobs()

    assert jobs() == [("check_file", "succeeded")]
    with acting(officer):
        assert file_visible_to(officer, number).checked_at is not None


def test_a_file_that_is_damaged_on_the_disk_is_put_away(officer: int, home: Path) -> None:
    with acting(officer):
        number = services.store([b"letter"], name="a.txt", officer=officer)
    (blob,) = (home / "files").glob("[0-9a-f][0-9a-f]/*")
    blob.write_bytes(b"")

    run_jobs()

    with acting(officer):
        file = file_visible_to(officer, number)
    assert (file.state, file.quarantine_reason) == ("quarantined", DAMAGED)


def test_whatever_happens_in_a_job_nobody_acts_after_it(officer: int) -> None:
    seen: list[str] = []

    def fails(**given: int) -> None:
        seen.append(acting_now())
        raise ZeroDivisionError(given)

    with pytest.raises(ZeroDivisionError):
        in_the_name_of(fails)(officer=officer)

    assert seen == [str(officer)]
    assert acting_now() == ""


def test_a_job_of_nobody_sees_nothing(officer: int) -> None:
    with acting(officer):
        services.store([b"letter"], name="a.txt", officer=officer)
    seen: list[int] = []

    in_the_name_of(lambda **_: seen.append(File.objects.count()))()

    assert seen == [0]


def test_a_dead_workers_job_is_given_out_again(
    officer: int, entered_job: Callable[[str], int]
) -> None:
    with acting(officer):
        services.store([b"letter"], name="a.txt", officer=officer)
    entered_job("1 hour")
    assert jobs() == [("check_file", "doing")]

    assert given_again() == 1
    run_jobs()
    assert jobs() == [("check_file", "succeeded")]


def test_a_dead_workers_job_does_not_hold_up_the_one_that_waits(
    officer: int, entered_job: Callable[[str], int]
) -> None:
    only = check_file.configure(lock="file 1", queueing_lock="file 1")
    with acting(officer):
        only.defer(officer=officer, file=1)
    entered_job("1 hour")
    with acting(officer):
        only.defer(officer=officer, file=1)
    assert jobs() == [("check_file", "doing"), ("check_file", "todo")]

    assert given_again() == 1
    assert jobs() == [("check_file", "todo")]


def test_a_job_whose_end_was_not_heard_is_given_out_again(
    officer: int, entered_job: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(officer):
        services.store([b"letter"], name="a.txt", officer=officer)
    now = [0.0]
    ended = Ended(clock=lambda: now[0])

    async def lost(*_: object, **__: object) -> None:
        raise ConnectorException

    with monkeypatch.context() as away:
        away.setattr(JobManager, "finish_job", lost)
        run_jobs(ended)
    # The worker lives on.
    entered_job("0 seconds")
    assert jobs() == [("check_file", "doing")]
    assert given_again(ended) == 0

    now[0] = 60.0
    assert given_again(ended) == 1
    run_jobs(ended)
    assert jobs() == [("check_file", "succeeded")]
    assert given_again(ended) == 0


def given_again(ended: Ended | None = None) -> int:
    """Give out again what nobody does."""

    async def given() -> int:
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with worker.open_async():
            return await again.give_out_again(worker, 20.0, ended)

    return asyncio.run(given())


@pytest.fixture
def entered_job(officer: int) -> Callable[[str], int]:
    """Return what lets a worker take a job: its last sign of life is as old as is said."""
    del officer

    def take(age: str) -> int:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - %s::interval) RETURNING id",
                [age],
            )
            worker = int(cursor.fetchone()[0])
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker]
            )
        return worker

    return take


@pytest.mark.parametrize("shares", [1, 2, 3, 5])
def test_what_concerns_a_case_is_done_by_one_process_and_all_else_by_any(shares: int) -> None:
    taken = [queues_of(share, shares) for share in range(shares)]

    for case in range(1, 40):
        assert sum(queue_of(case) in cases for _, cases in taken) == 1
        assert not any(queue_of(case) in common for common, _ in taken)
    for task in app.tasks.values():
        assert all(task.queue in common for common, _ in taken)
