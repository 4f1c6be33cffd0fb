"""A worker killed while it keeps an answer or a trace has kept nothing, and it is done again.

The worker is a process of its own, which stops in the middle of its transaction until it is killed
as a machine kills: without a last word.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from tests.web.cast import Cast
from tests.web.funds.worked import answers_of, give, open_case, take_all

from izdes.web.funds.models import Row, Statement, Trace
from izdes.web.funds.services import reading, tracing
from izdes.web.funds.services.reading import read_answer
from izdes.web.funds.services.tracing import trace_case

LOGIN = "investigator_a1"


def killed_in(work: Callable[[Callable[..., object]], object]) -> None:
    """Run work in a process of its own, and kill that where the work calls what it is given."""
    said, says = os.pipe()
    worker = os.fork()
    if worker == 0:
        # Another process, which never comes back.

        def stop(*_given: object, **_named: object) -> None:
            os.write(says, b"here")
            signal.pause()

        try:
            # Its own connections; those of the test stay open, and are not told good-bye.
            kept = [one.connection for one in connections.all()]
            for one in connections.all():
                one.connection = None
            work(stop)
            del kept
        finally:
            os._exit(1)
    os.close(says)
    was_there = os.read(said, 4)
    os.close(said)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    assert was_there == b"here", "the work ended before it was killed"


def test_of_an_answer_whose_reader_was_killed_nothing_is_kept(
    office: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(office, LOGIN, "money")
    path = answers_of(twin)[0]
    with office.acts(LOGIN) as officer:
        given = give(case, officer, path.name, path.read_bytes()).answer_id
        number = officer.pk

    def work(stop: Callable[..., object]) -> None:
        monkeypatch.setattr(reading, "record", stop)
        with office.acts(LOGIN):
            read_answer(answer=given, officer=number)

    killed_in(work)

    with office.acts(LOGIN):
        assert not Statement.objects.filter(answer=given).exists()
        assert read_answer(answer=given, officer=number)
        assert Row.objects.filter(statement__answer=given).exists()
        assert not read_answer(answer=given, officer=number)


def test_of_a_trace_whose_worker_was_killed_nothing_is_kept(
    office: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = take_all(office, LOGIN, "money", twin)
    with office.acts(LOGIN):
        first = Trace.objects.get(case=case)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT asked FROM funds_tracing WHERE case_id = %s", [case.pk])
        (asked,) = cursor.fetchone()
    head = {
        "as_of": first.as_of.isoformat(), "rule": first.rule, "rules": first.rules,
        "parameters": first.parameters, "version": first.version, "input_digest": "another",
        "findings_digest": "another", "law_pack": first.law_pack, "digests": first.digests,
        "summary": first.summary, "maps": first.maps,
    }  # fmt: skip
    parts: dict[str, list[object]] = {
        name: [] for name in ("claims", "places", "transfers", "hops", "endings", "next_steps")
    }

    def work(stop: Callable[..., object]) -> None:
        monkeypatch.setattr(tracing, "record", stop)
        tracing._kept(case.pk, asked + 1, head, parts)  # noqa: SLF001 - what is cut off

    killed_in(work)

    with office.acts(LOGIN):
        assert list(Trace.objects.filter(case=case)) == [first]
    assert trace_case(case.pk, asked=asked + 1) == first.pk
