"""Tactical plans: what is done in a case of one method and these routes of the money, in order.

Tasks are data (``data/plans``): each says who does it, until when, what comes out of it and by
what evidence that is shown. A plan is every task that fits the method, or a wider method that it
belongs to, or one of the routes; what must come first comes first. A task is done, or it is left
out with a reason: there is no third way.

A plan helps to forget nothing. It binds nobody: the law binds, and each task names the norms that
it rests on. An interval in hours or days is a working aim; a statutory one is a clock.

Source: the norms and sources that each task names.

>>> plan = plan_for("SAFE_ACCOUNT", ["other_bank"], date(2026, 5, 21))
>>> [task.task_id for task in plan][:3]
['stop.incident', 'stop.suspension', 'stop.notices']
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from izdes.core.errors import IzdesError
from izdes.core.law.pack import Wording
from izdes.core.law.release import LawPack, once_a_pack, packaged_pack
from izdes.core.law.release.shapes import STAGES

_LEAST_REASON = 10


class UnknownScheme(IzdesError):
    """The pack has no plan for such a method."""

    code: ClassVar[str] = "unknown_scheme"


class UnknownRoute(IzdesError):
    """The pack knows no such route of money."""

    code: ClassVar[str] = "unknown_route"


class SkipWithoutReason(IzdesError):
    """A task is left out only with a reason that somebody else can weigh."""

    code: ClassVar[str] = "skip_without_reason"


class PlanGoesRound(IzdesError):
    """Tasks wait for each other: a fault of the pack, found by ``izdes law check``."""

    code: ClassVar[str] = "plan_goes_round"


@dataclass(frozen=True, slots=True)
class TaskTerm:
    """Until when: a clock of the pack, or a working aim in hours or days.

    Attributes:
        clock_id: Set where the law gives the term.
    """

    clock_id: str = ""
    hours: int = 0
    days: int = 0

    @property
    def aim(self) -> timedelta | None:
        """Return the working aim, None where a clock decides."""
        return None if self.clock_id else timedelta(days=self.days, hours=self.hours)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        points: What to ask, to look at, or to put to the expert.
        who: The role that does it.
        measure_id: The measure of the pack that it is asked under; empty where none is.
        schemes: Methods that it belongs to; with no routes either, it belongs to every case.
        after: Tasks that come before it, as far as they are in the plan.
    """

    task_id: str
    stage: str
    title: Wording
    points: tuple[Wording, ...]
    who: str
    term: TaskTerm
    result: Wording
    evidence: Wording
    norm_ids: tuple[str, ...]
    measure_id: str
    schemes: tuple[str, ...]
    routes: tuple[str, ...]
    after: tuple[str, ...]
    source: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether the task is part of plans made on a day; unknown ends are open."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )

    def fits(self, schemes: Collection[str], routes: Collection[str]) -> bool:
        """Say whether it belongs to a case of one of these methods or routes."""
        everywhere = not self.schemes and not self.routes
        return everywhere or not (
            set(self.schemes).isdisjoint(schemes) and set(self.routes).isdisjoint(routes)
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A task that was left out.

    Attributes:
        reason: Why, in the words of who decided. May name persons: never shown in logs.
    """

    task_id: str
    reason: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a reason that says nothing."""
        if len(self.reason.strip()) < _LEAST_REASON:
            raise SkipWithoutReason(task=self.task_id, least=_LEAST_REASON)


def plan_for(
    scheme: str, routes: Iterable[str], on: date, *, law: LawPack | None = None
) -> tuple[Task, ...]:
    """Return the tasks of a case, each after those it waits for.

    Args:
        scheme: Code of the method; ``OTHER`` where it is not known.
        routes: Ways by which the money left, as far as they are known.
        on: Day on which the plan is made.
        law: None is the packaged release.

    Returns:
        The order is that of the stages and, inside a stage, that of the pack, but for what must
        come first.

    Raises:
        UnknownScheme: The pack has no such method.
        UnknownRoute: The pack has no such route.
    """
    law = law or packaged_pack()
    given = tuple(dict.fromkeys(routes))
    known = {entry["route"] for entry in law.tables["routes.yaml"]}
    for route in given:
        if route not in known:
            raise UnknownRoute(route=route[:40])
    wider = _with_wider(scheme, law)
    return in_order(t for t in tasks(law) if t.holds_on(on) and t.fits(wider, given))


@once_a_pack
def tasks(law: LawPack) -> tuple[Task, ...]:
    """Return every task of a law, in its order."""
    return tuple(_task(entry) for table in law.folder("plans") for entry in table)


def open_tasks(
    plan: Iterable[Task], *, done: Collection[str] = (), skipped: Iterable[Skipped] = ()
) -> tuple[Task, ...]:
    """Return the tasks that can be begun: not finished, and waiting for nothing in the plan."""
    given = tuple(plan)
    over = {*done, *(s.task_id for s in skipped)}
    waiting = {task.task_id for task in given} - over
    return tuple(t for t in given if t.task_id in waiting and waiting.isdisjoint(t.after))


def in_order(given: Iterable[Task]) -> tuple[Task, ...]:
    """Return tasks by stage, each after those it waits for.

    Raises:
        PlanGoesRound: Tasks wait for each other.
    """
    waiting = sorted(given, key=lambda task: STAGES.index(task.stage))
    found: list[Task] = []
    while waiting:
        ids = {task.task_id for task in waiting}
        ready = next((task for task in waiting if ids.isdisjoint(task.after)), None)
        if ready is None:
            raise PlanGoesRound(task=waiting[0].task_id)
        found.append(ready)
        waiting.remove(ready)
    return tuple(found)


def _with_wider(scheme: str, law: LawPack) -> tuple[str, ...]:
    """Return a method and the wider ones that it belongs to."""
    above: Mapping[str, str | None] = {
        entry["scheme"]: entry["above"] for entry in law.tables["schemes.yaml"]
    }
    if scheme not in above:
        raise UnknownScheme(scheme=scheme[:40])
    found = [scheme]
    while (wider := above.get(found[-1])) and wider not in found:
        found.append(wider)
    return tuple(found)


def _task(entry: Mapping[str, Any]) -> Task:
    """Make a task of its entry, whose shape was held when the pack was read."""
    ((unit, length),) = entry["term"].items()
    return Task(
        task_id=entry["task_id"],
        stage=entry["stage"],
        title=Wording(**entry["title"]),
        points=tuple(Wording(**point) for point in entry["points"]),
        who=entry["who"],
        term=TaskTerm(**{"clock_id" if unit == "clock" else unit: length}),
        result=Wording(**entry["result"]),
        evidence=Wording(**entry["evidence"]),
        norm_ids=tuple(entry["norms"]),
        measure_id=entry["measure"] or "",
        schemes=tuple(entry["schemes"]),
        routes=tuple(entry["routes"]),
        after=tuple(entry["after"]),
        source=entry["source"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
    )
