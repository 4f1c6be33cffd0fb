"""Tracing in the office: the answer is that of `izdes follow` on the equivalent case folder."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import cast

import pytest
from django.db import connections
from tests.web.cast import Cast
from tests.web.funds.worked import (
    answers_of,
    give_answers,
    open_case,
    run_jobs,
    take_all,
    take_complaints,
    write_folder,
)

from izdes.follow.findings import findings_of
from izdes.follow.run import Followed, follow
from izdes.web.funds import tasks
from izdes.web.funds.case_folder import file_name
from izdes.web.funds.gathering import gather
from izdes.web.funds.models import Answer, CaseAnswer, Ending, Hop, Trace
from izdes.web.funds.services import tracing
from izdes.web.funds.services.reading import read_answer
from izdes.web.funds.services.tracing import due_cases, trace_case


def followed(case: int, paths: list[Path], folder: Path) -> Followed:
    """Follow the folder that is equivalent to a case of the office."""
    gathered = gather(case)
    assert gathered is not None
    answers = []
    for path in paths:
        data = path.read_bytes()
        answers.append((file_name(hashlib.sha256(data).hexdigest(), path.name), data))
    folder.mkdir()
    write_folder(folder, gathered.complaints, gathered.said, answers)
    return follow(folder, as_of=None, jobs=2, watch=lambda *_: None)


def followed_bare(twin: Path, folder: Path) -> Followed:
    """Follow a twin's own complaints and answers, without what it knows beside them."""
    (folder / "statements").mkdir(parents=True)
    for path in [twin / "complaints.jsonl", *answers_of(twin)]:
        shutil.copy(path, folder / path.relative_to(twin))
    return follow(folder, as_of=None, jobs=2, watch=lambda *_: None)


def totals(endings: Iterable[Mapping[str, str]]) -> set[tuple[str, str, str]]:
    """Return how much ended in which way."""
    return {(e["ending"], e["currency"], e["amount_minor"]) for e in endings}


def test_a_trace_says_what_following_the_equivalent_folder_says(
    office: Cast, twin: Path, tmp_path: Path
) -> None:
    case = take_all(office, "investigator_a1", "money", twin)

    expected = findings_of(followed(case.pk, answers_of(twin), tmp_path / "case"))
    bare = findings_of(followed_bare(twin, tmp_path / "bare"))

    with office.acts("investigator_a1"):
        assert not Answer.objects.filter(given_to__case=case, state="waiting").exists()
        trace = Trace.objects.get(case=case)
        endings = Ending.objects.filter(trace=trace, rule="fifo")
        assert trace.findings_digest == expected["digest"]
        assert totals(trace.summary["by_rule"]["fifo"]) == totals(expected["summary"]["endings"])
        assert totals(trace.summary["by_rule"]["fifo"]) == totals(bare["summary"]["endings"])
        assert sum(e.amount_minor for e in endings) == sum(
            int(c["amount_minor"]) for c in expected["summary"]["claimed"]
        )
        assert trace.rules == ["fifo", "lifo", "pro-rata", "lowest-balance"]
        assert set(Hop.objects.filter(trace=trace).values_list("is_own", flat=True)) == {True}


def test_the_same_input_is_traced_once_however_often_a_job_runs(office: Cast, twin: Path) -> None:
    case = take_all(office, "investigator_a1", "money", twin)

    first = trace_case(case.pk, asked=1_000)
    again = trace_case(case.pk, asked=1_000)

    assert first == again
    with office.acts("investigator_a1"):
        assert Trace.objects.filter(case=case).count() == 1


def test_another_answer_is_another_trace_and_the_older_one_is_kept(
    office: Cast, twin: Path
) -> None:
    paths = answers_of(twin)
    open_case(office, "investigator_a1", "money")
    take_complaints(office, "investigator_a1", "money", twin)
    case = give_answers(office, "investigator_a1", "money", paths[:-1])
    run_jobs()

    give_answers(office, "investigator_a1", "money", paths[-1:])
    run_jobs()

    with office.acts("investigator_a1"):
        assert [t.number for t in Trace.objects.filter(case=case).order_by("number")] == [1, 2]
    assert not [due for due in due_cases() if due.case == case.pk]


def _waiting() -> list[tuple[str, str | None]]:
    """Return the jobs of traces that wait, each with its lock."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT task_name, lock FROM procrastinate_jobs "
            "WHERE status = 'todo' AND task_name LIKE '%.trace_one' ORDER BY lock"
        )
        return [(name.rpartition(".")[2], lock) for name, lock in cursor.fetchall()]


def _ask_for_traces() -> None:
    """Run what asks for a trace of each case, as the worker does."""
    cast("Callable[..., None]", tasks.trace_when_due)(officer=None)


def _asked_by_all(office: Cast) -> list[int]:
    """Give two cases something to be traced, and let nothing be read yet."""
    found = []
    for login in ("investigator_a1", "investigator_b1"):
        case = open_case(office, login, f"of-{login}")
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO funds_tracing (case_id, asked, own_asked, done, asked_at, code) "
                "VALUES (%s, 1, 1, 0, now(), '') ON CONFLICT (case_id) DO UPDATE "
                "SET asked = funds_tracing.done + 1",
                [case.pk],
            )
        found.append(case.pk)
    return found


def test_each_case_is_traced_under_its_own_lock_and_waits_once(office: Cast) -> None:
    cases = _asked_by_all(office)

    for _ in range(2):
        _ask_for_traces()

    waiting = _waiting()
    assert {("trace_one", f"trace {case}") for case in cases} <= set(waiting)
    assert len(waiting) == len(set(waiting))


def test_whoever_was_answered_is_traced_before_whom_the_answer_concerns_too(
    office: Cast, twin: Path
) -> None:
    concerned = open_case(office, "investigator_a1", "victims")
    answered = open_case(office, "investigator_c1", "elsewhere")
    take_complaints(office, "investigator_a1", "victims", twin)
    give_answers(office, "investigator_a1", "victims", answers_of(twin)[-2:])
    run_jobs()

    give_answers(office, "investigator_c1", "elsewhere", answers_of(twin)[:-2])
    with office.acts("investigator_c1") as officer:
        for given in CaseAnswer.objects.filter(case=answered, answer__state="waiting"):
            read_answer(answer=given.answer_id, officer=officer.pk)
    found = [(due.case, due.is_own) for due in due_cases()]
    _ask_for_traces()

    assert found.index((answered.pk, True)) < found.index((concerned.pk, False))
    priorities = _priorities()
    assert priorities[f"trace {answered.pk}"] == 1
    assert priorities[f"trace {concerned.pk}"] == 0


def _priorities() -> dict[str, int]:
    """Return how soon each trace that waits is wanted, by its lock."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT lock, priority FROM procrastinate_jobs "
            "WHERE status = 'todo' AND task_name LIKE '%.trace_one'"
        )
        return dict(cursor.fetchall())


def test_a_case_that_cannot_be_traced_holds_up_no_other(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    poor, rich = _asked_by_all(office)
    plain = tracing.trace_case

    def traced(case: int, *, asked: int) -> int | None:
        if case == poor:
            raise ZeroDivisionError
        return plain(case, asked=asked)

    monkeypatch.setattr(tracing, "trace_case", traced)
    _ask_for_traces()
    run_jobs()

    left = {due.case for due in due_cases()}
    assert poor in left
    assert rich not in left
