"""A worker killed in the middle of planning or reading loses nothing and doubles nothing.

It is a process of its own, killed as a machine kills: after everything was written, before the
last word.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.web.cast import Cast
from tests.web.correspondence import desk
from tests.web.funds.test_killed import killed_in
from tests.web.funds.worked import run_jobs, take_complaints
from tests.web.loop import rounds

from izdes.web.correspondence.models import Request
from izdes.web.correspondence.services import answering, ingest_answer
from izdes.web.funds.models import CaseAnswer
from izdes.web.funds.tasks import trace_due, traced
from izdes.web.journal.models import Entry
from izdes.web.loop import keeping
from izdes.web.loop.models import Plan
from izdes.web.loop.services import due_turns, plan_case
from izdes.web.loop.tasks import plan_after


@pytest.fixture
def unplanned() -> Iterator[None]:
    """Leave plans to jobs of their own, as where the one that traced ended before it planned."""
    traced.disconnect(dispatch_uid="loop")
    yield
    traced.connect(plan_after, dispatch_uid="loop")


@pytest.mark.usefixtures("unplanned")
def test_a_plan_that_was_not_finished_is_made_once(
    banked: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.running_case(banked, "money")
    take_complaints(banked, rounds.LEAD, "money", twin)
    trace_due()
    run_jobs()
    ((turn, its_case, _, asked),) = due_turns()
    assert its_case == case.pk

    def work(stop: Callable[..., object]) -> None:
        monkeypatch.setattr(keeping, "record", stop)
        plan_case(turn, case.pk, asked=asked)

    killed_in(work)

    with banked.acts(rounds.LEAD):
        assert not Plan.objects.filter(case=case).exists()
        assert not Request.objects.filter(case=case).exists()
    assert due_turns() == [(turn, case.pk, None, asked)]
    rounds.work()
    with banked.acts(rounds.LEAD):
        assert Plan.objects.filter(case=case).count() == 1
        assert len(rounds.drafts_of(case)) == rounds.plan_of(case).drafted


@pytest.mark.usefixtures("unplanned")
def test_whoever_plans_for_the_same_turn_later_makes_no_second_plan(
    banked: Cast, twin: Path
) -> None:
    case = desk.running_case(banked, "money")
    take_complaints(banked, rounds.LEAD, "money", twin)
    trace_due()
    run_jobs()
    ((turn, _, _, asked),) = due_turns()

    made = [plan_case(turn, case.pk, asked=asked) for _ in range(2)]

    assert made[0] is not None
    assert made[1] is None
    with banked.acts(rounds.LEAD):
        assert Plan.objects.filter(case=case).count() == 1


def test_an_answer_that_was_not_read_to_the_end_is_read_once(
    banked: Cast, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = rounds.files_by_account(twin)
    case = rounds.complained(banked, twin)
    with banked.acts(rounds.LEAD):
        request = next(r for r in rounds.drafts_of(case) if r.kind == "request")
    request = rounds.sent(banked, request)
    rounds.answered(banked, request, files)

    def work(stop: Callable[..., object]) -> None:
        monkeypatch.setattr(answering, "_ingested", stop)
        with banked.acts(rounds.LEAD) as lead:
            ingest_answer(request=request, officer=lead)

    killed_in(work)

    with banked.acts(rounds.LEAD):
        given = set(CaseAnswer.objects.filter(case=case).values_list("name", flat=True))
    rounds.work()
    with banked.acts(rounds.LEAD):
        request.refresh_from_db()
        names = list(CaseAnswer.objects.filter(case=case).values_list("name", flat=True))
        told = Entry.objects.filter(event="request.ingested", subject_id=str(request.pk))
        assert given
        assert request.state == "ingested"
        assert sorted(names) == sorted(given)
        assert told.count() == 1
