"""Blocks: runs of complaints, each with all that is needed to write it.

A block is a cut through the plan's columns, small enough to be handed to another process.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from izdes.twin.crowd.dice import Ints
from izdes.twin.crowd.episodes import LANGUAGES, Episodes
from izdes.twin.crowd.plan import Plan
from izdes.twin.crowd.public import ROLES
from izdes.twin.crowd.shares import schemes
from izdes.twin.crowd.slots import NOTHING, Form, Slip, Slot, Whose

_PAYEES = ("account", "second")
# Members by number: asking the enumeration itself costs five times as much.
_FORMS, _WHOSE, _SLIPS = tuple(Form), tuple(Whose), tuple(Slip)


class Entry(NamedTuple):
    """One thing that one complaint names.

    Attributes:
        holder: In whose name an account stands, -1 of other things.
    """

    slot: str
    value: int
    form: Form
    whose: Whose
    slip: Slip
    holder: int


class Row(NamedTuple):
    """One complaint of the plan.

    Attributes:
        number: From 1, its place in the file.
        nth: Which of the crew's campaigns it belongs to, from 0.
        at: Seconds after the crowd's beginning, as is ``reported_at``.
        public_role: With what role a public thing is entered.
        mule: The victim's own account that is a mule's, -1 for most.
    """

    number: int
    crew: int
    nth: int
    at: int
    reported_at: int
    payments: int
    gap: int
    scheme: str
    language: str
    region: int
    script: int
    service: int
    mule: int
    public_role: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of complaints, in columns.

    Attributes:
        first: The place of its first complaint.
        nth: Which of its crew's campaigns each complaint belongs to.
        holders: By slot of payees, the person of every entry.
    """

    seed: int
    first: int
    episodes: Episodes
    nth: Ints
    slots: Mapping[str, Slot]
    holders: Mapping[str, Ints]
    roles: Ints
    scripts: Ints
    services: Ints
    mules: Ints

    def rows(self) -> Iterator[Row]:
        """Yield the complaints, one after the other."""
        told = self._entries()
        columns = (
            self.episodes.crews,
            self.nth,
            self.episodes.at,
            self.episodes.reported_at,
            self.episodes.payments,
            self.episodes.gaps,
            self.episodes.schemes,
            self.episodes.languages,
            self.episodes.regions,
            self.scripts,
            self.services,
            self.mules,
            self.roles,
        )
        names = schemes()
        for place, row in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
            crew, nth, at, reported_at, payments, gap, scheme, language, *more, role = row
            region, script, service, mule = more
            yield Row(
                number=self.first + place + 1,
                crew=crew,
                nth=nth,
                at=at,
                reported_at=reported_at,
                payments=payments,
                gap=gap,
                scheme=names[scheme],
                language=LANGUAGES[language],
                region=region,
                script=script,
                service=service,
                mule=mule,
                public_role=ROLES[role],
                entries=tuple(told[place]),
            )

    def _entries(self) -> list[list[Entry]]:
        """Return what every complaint names, in the order of the slots."""
        told: list[list[Entry]] = [[] for _ in range(len(self.episodes))]
        for name, slot in self.slots.items():
            places = slot.told.nonzero()[0]
            holders = self.holders[name][places] if name in self.holders else places * 0 + NOTHING
            columns = (places, slot.values[places], slot.forms[places], slot.whose[places])
            rows = (*columns, slot.slips[places], holders)
            for place, value, form, whose, slip, who in zip(
                *(r.tolist() for r in rows), strict=True
            ):
                entry = Entry(name, value, _FORMS[form], _WHOSE[whose], _SLIPS[slip], who)
                told[place].append(entry)
        return told


def block_of(seed: int, plan: Plan, first: int, last: int) -> Block:
    """Cut a run of complaints out of a plan."""
    run = slice(first, last)
    slots = {name: slot.part(first, last) for name, slot in plan.slots.items()}
    episodes = plan.story.episodes.part(first, last)
    people = len(plan.holders)
    return Block(
        seed=seed,
        first=first,
        episodes=episodes,
        nth=plan.story.campaigns.nth[episodes.campaigns],
        slots=slots,
        holders={name: plan.holders[slots[name].values.clip(0, people - 1)] for name in _PAYEES},
        roles=plan.roles[run],
        scripts=plan.scripts[run],
        services=plan.services[run],
        mules=plan.mules[run],
    )
