"""Loading the demo: every step is a command of the office, done in the name of whoever would do it.

Complaints come in at the units of several regions, are linked, entered in the book of intake and
decided on; the latest wait in the queue. In the first region the largest cases get a leading
investigator, a qualification, tasks, and the answers of banks.
"""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from izdes.adapters.words.figures import LOCAL
from izdes.cli.demo_letters import Desks, correspond
from izdes.cli.demo_story import DemoStory, Told, calls
from izdes.web.acting import acting
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.services.desk import enter_in_book
from izdes.web.cases.services.receiving import receive_complaint, receive_complaints
from izdes.web.cases.services.triage import (
    NOT_REGISTRABLE,
    join_complaint,
    leave_unregistered,
    register_complaint,
    send_complaint,
)
from izdes.web.files.services import store
from izdes.web.funds.services.statements import take_statement
from izdes.web.investigation.facts import Supposed, reckoned
from izdes.web.investigation.plans import proposed_plan, shown_by
from izdes.web.investigation.services.leading import assign_lead
from izdes.web.investigation.services.qualifying import decide_qualification
from izdes.web.investigation.services.tasks import accept_tasks
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import Role
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.signing_in.demo import login_at, units
from izdes.web.signing_in.selectors import officer_with_login

Step = Callable[[str, int, int], None]
_BATCH = 50
# The latest ones are undecided: somebody has to find work in the morning.
_UNDECIDED = timedelta(days=3)
_SENT_EACH, _UNREGISTERED_EACH = 23, 29
_LED = 12
_WITH_STATEMENTS = 3
_ANSWERED = (30, 16, 8)


@dataclass(slots=True)
class Loaded:
    """What became of the complaints.

    Attributes:
        cases: By unit's region and by who was behind them.
    """

    complaints: int = 0
    cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    joined: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


class Desk:
    """One unit of the demo, and who works there."""

    def __init__(self, region: str, code: str) -> None:
        """Find the unit and its people."""
        self.region = region
        self.duty = _officer(Role.DUTY_OFFICER, region)
        self.investigator = _officer(Role.INVESTIGATOR, region)
        self.head = _officer(Role.HEAD_OF_INVESTIGATION, region)
        with acting(self.duty.pk):
            self.unit: Body = bodies_visible_to(self.duty).get(code=code)


def load(story: DemoStory, now: datetime, on_step: Step) -> Loaded:
    """Load a story into an empty demo.

    Args:
        on_step: Called with the code of what is done, how much of it is done, and how much it is.
    """
    desks = {region: Desk(region, code) for region, code in units().items()}
    loaded = Loaded()
    taken = _receive(story, desks, loaded, on_step)
    drain()
    _decide(taken, desks, loaded, now=now, on_step=on_step)
    _answer_calls(story, next(iter(desks.values())), loaded, now=now)
    _lead(loaded, desks, on_step)
    _answer(story, loaded, desks, on_step)
    on_step("demo_step_jobs", 0, 1)
    drain()
    on_step("demo_step_jobs", 1, 1)
    on_step("demo_step_letters", 0, 1)
    _correspond(story, loaded, next(iter(desks.values())))
    drain()
    on_step("demo_step_letters", 1, 1)
    return loaded


def drain() -> None:
    """Run the jobs that wait until none is left."""

    async def run() -> None:
        connector = PsycopgConnector(kwargs=connector_params("default"))
        with_pool = app.with_connector(connector)
        async with with_pool.open_async():
            await with_pool.run_worker_async(
                wait=False, concurrency=2, install_signal_handlers=False, delete_jobs="successful"
            )

    asyncio.run(run())


def _receive(
    story: DemoStory, desks: dict[str, Desk], loaded: Loaded, on_step: Step
) -> list[tuple[Desk, Told, Complaint]]:
    """Take every complaint in the unit of its region; from elsewhere, in turn."""
    turns = itertools.cycle(desks)
    at_desk = defaultdict[str, list[Told]](list)
    for one in story.told:
        at_desk[one.region if one.region in desks else next(turns)].append(one)
    found = []
    for region, told in at_desk.items():
        desk = desks[region]
        with acting(desk.duty.pk):
            for begin in range(0, len(told), _BATCH):
                batch = told[begin : begin + _BATCH]
                taken = receive_complaints(
                    reports=[one.report for one in batch],
                    unit=desk.unit,
                    officer=desk.duty,
                    source="desk",
                )
                found += [
                    (desk, one, got.complaint) for one, got in zip(batch, taken, strict=True) if got
                ]
                loaded.complaints = len(found)
                on_step("demo_step_complaints", len(found), len(story.told))
    return found


def _answer_calls(story: DemoStory, desk: Desk, loaded: Loaded, *, now: datetime) -> None:
    """Take the calls of this hour: messages that nobody has signed, with money still on its way."""
    with acting(desk.duty.pk):
        for report in calls(story, now):
            receive_complaint(report=report, unit=desk.unit, officer=desk.duty, source="operator")
            loaded.complaints += 1


def _decide(
    taken: Sequence[tuple[Desk, Told, Complaint]],
    desks: dict[str, Desk],
    loaded: Loaded,
    *,
    now: datetime,
    on_step: Step,
) -> None:
    """Decide on all complaints but the latest, in the order in which they came."""
    due = [one for one in taken if now - one[1].report.reported_at > _UNDECIDED]
    numbers = itertools.count(1)
    for at, (desk, told, complaint) in enumerate(due, start=1):
        with acting(desk.duty.pk):
            enter_in_book(complaint=complaint, number=f"{at:05d}", officer=desk.duty)
            if at % _SENT_EACH == 0:
                _send(desk, complaint, desks)
            elif at % _UNREGISTERED_EACH == 0:
                _leave(desk, complaint)
            else:
                _register(desk, told, complaint, loaded, numbers)
        on_step("demo_step_decisions", at, len(due))


def _send(desk: Desk, complaint: Complaint, desks: dict[str, Desk]) -> None:
    """Send a complaint to another region's unit."""
    other = next(one for one in desks.values() if one.region != desk.region)
    reason = "Қылмыс жасалған жер басқа аумақта."
    send_complaint(complaint=complaint, to_unit=other.unit, reason=reason, officer=desk.duty)


def _leave(desk: Desk, complaint: Complaint) -> None:
    """Decide that a complaint is no crime: a quarrel about a purchase."""
    reason = "Азаматтық-құқықтық мәміле бойынша дау: тауар кешіктіріліп жеткізілген."
    leave_unregistered(
        complaint=complaint, norm=NOT_REGISTRABLE[0], reason=reason, officer=desk.duty
    )


def _register(
    desk: Desk,
    told: Told,
    complaint: Complaint,
    loaded: Loaded,
    numbers: "itertools.count[int]",
) -> None:
    """Register a case, or join the complaint to the one of the same hand in the same unit."""
    key = (desk.region, told.crew)
    case = loaded.cases.get(key)
    if case is None:
        year = told.report.reported_at.astimezone(LOCAL).strftime("%y")
        case = register_complaint(
            complaint=complaint,
            number=f"{year}{desk.region}00031{next(numbers):06d}",
            registered_at=told.report.reported_at + timedelta(hours=3),
            officer=desk.duty,
        )
        loaded.cases[key] = case
    else:
        join_complaint(complaint=complaint, case=case, officer=desk.duty, reason="Бір топтама.")
    loaded.joined[case.pk].append(told.report.external_id)


def _largest(loaded: Loaded, region: str) -> list[Case]:
    """Return the cases of a region, those with the most episodes first."""
    here = [case for (at, _), case in loaded.cases.items() if at == region]
    return sorted(here, key=lambda case: (-len(loaded.joined[case.pk]), case.pk))


def _lead(loaded: Loaded, desks: dict[str, Desk], on_step: Step) -> None:
    """Give the largest cases of every region a leading investigator and a plan."""
    led = [(desk, case) for desk in desks.values() for case in _largest(loaded, desk.region)[:_LED]]
    for at, (desk, case) in enumerate(led, start=1):
        with acting(desk.head.pk):
            assign_lead(case=case, person=desk.investigator, ground=f"№ {at}", officer=desk.head)
        with acting(desk.investigator.pk):
            qualify(case, desk.investigator)
        on_step("demo_step_cases", at, len(led))


def qualify(case: Case, officer: Officer) -> None:
    """Decide how a case is qualified, as is suggested, and take over the tasks of its plan."""
    law = pack_in_force()
    today = case.registered_at.astimezone(LOCAL).date()
    found = reckoned(officer, case, Supposed(means="deceived_online"), today=today, law=law)
    if found.suggested:
        decide_qualification(case=case, norms=found.suggested, facts=found.facts, officer=officer)
    plan = proposed_plan(officer, case, shown_by(officer, case, law), on=today, law=law)
    accept_tasks(case=case, codes=[task.task_id for task in plan.tasks], officer=officer)


def _answer(story: DemoStory, loaded: Loaded, desks: dict[str, Desk], on_step: Step) -> None:
    """Give the largest cases of the first region the answers of banks, some of them still out."""
    desk = next(iter(desks.values()))
    cases = _largest(loaded, desk.region)[:_WITH_STATEMENTS]
    given = [
        (case, answer)
        for case, most in zip(cases, _ANSWERED, strict=False)
        for answer in story.answers_about(loaded.joined[case.pk], most=most)
    ]
    with acting(desk.investigator.pk):
        for at, (case, answer) in enumerate(given, start=1):
            file = store([answer.data], name=answer.name, officer=desk.investigator.pk)
            take_statement(case=case, file=file, officer=desk.investigator, name=answer.name)
            on_step("demo_step_statements", at, len(given))


def _correspond(story: DemoStory, loaded: Loaded, desk: Desk) -> None:
    """Let the machine draft for the largest cases of a region, and officers send some of it."""
    people = [_officer(role, desk.region) for role in (Role.PROSECUTOR, Role.INSTITUTION_RESPONDER)]
    cases = _largest(loaded, desk.region)[:_WITH_STATEMENTS]
    correspond(story, cases, Desks(desk.investigator, *people))


def _officer(role: Role, region: str) -> Officer:
    """Return who holds a role in a region's unit."""
    found = officer_with_login(login_at(role, region))
    if found is None:
        raise LookupError(role)
    return found
