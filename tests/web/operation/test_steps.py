"""Steps: when they are due, by one worker at a time, whatever one of them does."""

import psycopg
import pytest
from django.db import OperationalError, connection

from izdes.web.operation.steps import HOT_STEPS, STEPS, Step, Walk


@pytest.mark.usefixtures("committed_db")
def test_a_step_runs_when_it_is_due() -> None:
    seen: list[str] = []
    walk = Walk((Step("often", 1.0, lambda: seen.append("often")),
                 Step("seldom", 10.0, lambda: seen.append("seldom"))))  # fmt: skip

    for now in (0.0, 0.5, 1.0, 5.0, 10.0):
        walk.once(now)

    assert seen == ["often", "seldom", "often", "often", "often", "seldom"]


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("fault", [OperationalError, NameError])
def test_a_step_that_fails_does_not_stop_the_others(fault: type[Exception]) -> None:
    seen: list[str] = []

    def fails() -> None:
        raise fault

    Walk((Step("fails", 1.0, fails), Step("works", 1.0, lambda: seen.append("works")))).once(0.0)

    assert seen == ["works"]


def test_two_workers_do_not_walk_at_once(committed_db: str) -> None:
    seen: list[str] = []
    walk = Walk((Step("mine", 1.0, lambda: seen.append("mine")),))
    connection.ensure_connection()
    with psycopg.connect(
        connection.connection.info.dsn, password=str(connection.settings_dict["PASSWORD"])
    ) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('izdes.steps'))")
        assert other.info.dbname == committed_db
        walk.once(0.0)
        other.execute("SELECT pg_advisory_unlock(hashtext('izdes.steps'))")
    assert seen == []

    walk.once(1.0)

    assert seen == ["mine"]


@pytest.mark.usefixtures("committed_db")
def test_the_steps_of_the_office_run_on_an_empty_one() -> None:
    for step in (*STEPS, *HOT_STEPS):
        step.run()
