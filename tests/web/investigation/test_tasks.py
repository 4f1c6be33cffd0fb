"""Tasks: accepted from the plan, done with evidence, left out only with a reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.web.cast import Cast
from tests.web.investigation.casework import HEAD, LEAD, OTHER, case_with

from izdes.core.law.plans import SkipWithoutReason
from izdes.web.cases.models import Case
from izdes.web.files.models import File, Use
from izdes.web.files.services import store
from izdes.web.investigation.changing import ChangedMeanwhile
from izdes.web.investigation.models import Task
from izdes.web.investigation.plans import (
    INSTRUCTION,
    REMOTE,
    Shown,
    plan_of,
    proposed_plan,
    shown_by,
)
from izdes.web.investigation.selectors import my_tasks, tasks_of
from izdes.web.investigation.services.tasks import (
    AssigneeOutside,
    EvidenceMissing,
    RemoteFirst,
    TaskClosed,
    TaskDecided,
    TaskUnknown,
    accept_tasks,
    add_task,
    change_task,
    finish_task,
    skip_planned,
    skip_task,
)
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer

_REASON = "The account is known already"
_DAY = date(2026, 5, 21)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Return a case with one episode."""
    return case_with(cast, "tasks", 100_000_000)


def _accepted(cast: Cast, case: Case, *codes: str) -> list[Task]:
    """Let the lead accept tasks."""
    with cast.acts(LEAD) as officer:
        return accept_tasks(case=case, codes=codes, officer=officer)


def _file(officer: Officer) -> File:
    """Return a file that somebody gave."""
    return File.objects.get(pk=store([b"answer"], name="a.txt", officer=officer.pk))


def test_the_plan_is_of_the_methods_and_routes_that_complaints_show(cast: Cast, case: Case) -> None:
    with cast.acts(LEAD) as officer:
        shown = shown_by(officer, case, pack_in_force())

    assert shown == Shown(("ONLINE_PURCHASE",), ("other_bank",))


def test_a_plan_for_several_methods_holds_every_task_once(cast: Cast) -> None:
    with cast.acts(LEAD):
        law = pack_in_force()
        found = plan_of(Shown(("PHISHING", "ONLINE_LOAN"), ("micro_loan",)), on=_DAY, law=law)

    names = [task.task_id for task in found]
    assert len(names) == len(set(names))
    places = {name: place for place, name in enumerate(names)}
    assert all(
        places[before] < places[task.task_id]
        for task in found
        for before in task.after
        if before in places
    )


def test_what_was_accepted_or_left_out_is_proposed_no_more(cast: Cast, case: Case) -> None:
    _accepted(cast, case, "accounts.other_bank")

    with cast.acts(LEAD) as officer:
        skip_planned(case=case, code="stop.incident", reason=_REASON, officer=officer)
        law = pack_in_force()
        shown = shown_by(officer, case, law)
        proposal = proposed_plan(officer, case, shown, on=_DAY, law=law)

    names = {task.task_id for task in proposal.tasks}
    assert names
    assert names.isdisjoint({"accounts.other_bank", "stop.incident"})


def test_accepting_twice_is_harmless(cast: Cast, case: Case) -> None:
    first = _accepted(cast, case, "accounts.other_bank")

    again = _accepted(cast, case, "accounts.other_bank")

    assert (len(first), again) == (1, [])
    with cast.acts(LEAD) as officer:
        assert tasks_of(officer, case).count() == 1


def test_an_unknown_task_is_refused(cast: Cast, case: Case) -> None:
    with pytest.raises(TaskUnknown):
        _accepted(cast, case, "no.such_task")


def test_an_aim_counts_from_acceptance_and_a_clock_from_its_event(cast: Cast, case: Case) -> None:
    aim, clock = _accepted(cast, case, "stop.suspension", "stop.notices")

    assert aim.due_at == aim.created_at + timedelta(hours=2)
    assert (clock.due_at, clock.clock) == (None, "DL_NOTIFY_24H")
    with cast.acts(LEAD) as officer:
        began = datetime(2026, 5, 21, 9, 35, tzinfo=UTC)
        changed = change_task(
            task=clock,
            seen=clock.version,
            assignee=None,
            due_at=None,
            began_at=began,
            officer=officer,
        )
    assert changed.due_at is not None
    assert timedelta(hours=24) <= changed.due_at - began <= timedelta(hours=25)


def test_another_region_is_asked_only_after_remote_interrogation_was_weighed(
    cast: Cast, case: Case
) -> None:
    with pytest.raises(RemoteFirst):
        _accepted(cast, case, INSTRUCTION)
    with cast.acts(LEAD) as officer:
        with pytest.raises(RemoteFirst):
            add_task(case=case, title="To Almaty", kind="trip", officer=officer)
        skip_planned(case=case, code=REMOTE, reason="He has no telephone", officer=officer)

        add_task(case=case, title="To Almaty", kind="trip", officer=officer)
    assert _accepted(cast, case, INSTRUCTION)


def test_a_task_of_the_plan_is_done_with_a_file_that_shows_it(cast: Cast, case: Case) -> None:
    (task,) = _accepted(cast, case, "accounts.other_bank")

    with cast.acts(LEAD) as officer:
        with pytest.raises(EvidenceMissing):
            finish_task(task=task, seen=1, outcome="Answered", evidence=[], officer=officer)
        file = _file(officer)
        done = finish_task(task=task, seen=1, outcome="Answered", evidence=[file], officer=officer)

        assert (done.state, done.version) == ("done", 2)
        assert Use.objects.get(subject_type="task", subject_id=str(task.pk)).case_id == case.pk
        with pytest.raises(TaskClosed):
            skip_task(task=done, seen=2, reason=_REASON, officer=officer)


def test_a_task_is_left_out_only_with_a_reason_that_can_be_weighed(cast: Cast, case: Case) -> None:
    (task,) = _accepted(cast, case, "accounts.other_bank")

    with cast.acts(LEAD) as officer:
        with pytest.raises(SkipWithoutReason):
            skip_task(task=task, seen=1, reason="no", officer=officer)
        skipped = skip_task(task=task, seen=1, reason=_REASON, officer=officer)
        with pytest.raises(TaskDecided):
            skip_planned(case=case, code=task.code, reason=_REASON, officer=officer)

    assert (skipped.state, skipped.outcome) == ("skipped", _REASON)


def test_of_two_officers_the_second_is_told_what_the_first_changed(cast: Cast, case: Case) -> None:
    (task,) = _accepted(cast, case, "stop.suspension")
    with cast.acts(OTHER) as first:
        due = datetime(2027, 1, 1, tzinfo=UTC)
        change_task(task=task, seen=1, assignee=None, due_at=due, officer=first)

    with cast.acts(LEAD) as second, pytest.raises(ChangedMeanwhile) as refused:
        skip_task(task=task, seen=1, reason=_REASON, officer=second)

    assert refused.value.details == {"by": "Inquirer A1"}


def test_a_task_is_given_to_whoever_is_in_the_case(cast: Cast, case: Case) -> None:
    (task,) = _accepted(cast, case, "accounts.other_bank")

    with cast.acts(HEAD) as head:
        with pytest.raises(AssigneeOutside):
            change_task(
                task=task, seen=1, assignee=cast.officer("hq_analyst"), due_at=None, officer=head
            )
        lead = cast.officer(LEAD)
        given = change_task(task=task, seen=1, assignee=lead, due_at=task.due_at, officer=head)

    assert given.assignee_id == lead.pk


def test_my_tasks_are_mine_and_those_of_nobody_in_cases_that_i_lead(cast: Cast, case: Case) -> None:
    _accepted(cast, case, "accounts.other_bank", "record.interview")

    with cast.acts(LEAD) as officer:
        assert my_tasks(officer).filter(case=case).count() == 2
    with cast.acts(HEAD) as head:
        assert not my_tasks(head).filter(case=case).exists()
