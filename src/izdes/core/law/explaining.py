"""Explaining: what a pack says under one name on one day, and what that name rests on.

A name is that of a clock, a measure, a norm or a task. The answer holds the norms with their
texts, and for a clock that started at a moment, when it ends, step by step.

>>> found = explain("freeze.suspension", on=date(2026, 5, 21))
>>> found.kind, [norm.norm_id for norm in found.norms][:1]
('measure', ['cpc.suspension'])
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from izdes.core.errors import IzdesError
from izdes.core.law.clocks.cut_offs import default_cut_off
from izdes.core.law.clocks.days import calendar_of
from izdes.core.law.clocks.due import Due, due
from izdes.core.law.clocks.rules import Rule, rules
from izdes.core.law.measures import Measure
from izdes.core.law.pack import Norm, norm_of, wordings
from izdes.core.law.plans import Task, tasks
from izdes.core.law.release import LawPack, packaged_pack

Kind = Literal["clock", "measure", "norm", "task"]
Thing = Rule | Measure | Norm | Task


class NameUnknown(IzdesError):
    """The pack holds nothing of that name."""

    code: ClassVar[str] = "law_name_unknown"


class NotInForce(IzdesError):
    """The pack knows the name, and nothing of it holds on that day."""

    code: ClassVar[str] = "law_not_in_force"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a name stands for on a day.

    Attributes:
        norms: What it rests on, as it holds on the day; itself where it is a norm.
        due: When it ends, for a clock that started.
    """

    kind: Kind
    name: str
    on: date
    thing: Thing
    norms: tuple[Norm, ...]
    due: Due | None


def explain(
    name: str, *, on: date, started_at: datetime | None = None, pack: LawPack | None = None
) -> Explained:
    """Return what a name stands for on a day.

    Args:
        on: Local day; that of `started_at` where there is one.
        started_at: The event that started a clock, with its offset.

    Raises:
        NameUnknown: The pack holds nothing of that name.
        NotInForce: Nothing of that name holds on the day.
        IzdesError: A clock that cannot be counted from a moment alone.
    """
    pack = pack or packaged_pack()
    kind, thing = _found(name, on, pack)
    end = None
    if isinstance(thing, Rule) and started_at is not None:
        end = due(
            thing,
            started_at,
            calendar=calendar_of(pack),
            cut_off=default_cut_off(pack).until,
        )
    return Explained(kind, name, on, thing, _norms(_norm_ids(thing), on, pack), end)


def every_norm(pack: LawPack) -> tuple[Norm, ...]:
    """Return every norm of a pack, in its order."""
    files = sorted(name for name in pack.tables if name.startswith("norms"))
    return tuple(norm_of(entry) for name in files for entry in pack.tables[name])


def _found(name: str, on: date, pack: LawPack) -> tuple[Kind, Thing]:
    """Return the kind and the thing of a name that holds on a day."""
    is_known = False
    for kind, things in _SHELVES.items():
        named = [thing for thing in things(pack) if _name_of(thing) == name]
        is_known = is_known or bool(named)
        for thing in named:
            if thing.holds_on(on):
                return kind, thing
    if is_known:
        raise NotInForce(name=name[:60], day=on.isoformat())
    raise NameUnknown(name=name[:60])


_SHELVES: dict[Kind, Callable[[LawPack], Iterable[Thing]]] = {
    "clock": rules,
    "measure": wordings,
    "norm": every_norm,
    "task": tasks,
}


def _name_of(thing: Thing) -> str:
    """Return what a thing is called."""
    if isinstance(thing, Rule):
        return thing.rule_id
    if isinstance(thing, Measure):
        return thing.measure_id
    return thing.task_id if isinstance(thing, Task) else thing.norm_id


def _norm_ids(thing: Thing) -> tuple[str, ...]:
    """Return the names of the norms that a thing rests on, its ground first."""
    if isinstance(thing, Measure | Task):
        return thing.norm_ids
    return (thing.norm_id,)


def _norms(norm_ids: Iterable[str], on: date, pack: LawPack) -> tuple[Norm, ...]:
    """Return norms as they hold on a day, in the order given."""
    every = every_norm(pack)
    return tuple(
        norm
        for norm_id in norm_ids
        for norm in every
        if norm.norm_id == norm_id and norm.holds_on(on)
    )
