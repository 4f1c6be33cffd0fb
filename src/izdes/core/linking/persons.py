"""Persons: records of account holders put together, and the accounts that each person holds.

The same identification number is the same person. What else weighs enough puts records together
too, the surest first; two different numbers, dates of birth or names are never put together through
a third record: such contradictions are listed for a person to look at.

A person who holds several accounts lets complaints meet that name different ones. He launders,
which is not to say that he deceives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from izdes.core.linking.holder_names import HolderName, level_of
from izdes.core.linking.holder_records import (
    NO_ACCOUNT,
    Agreement,
    HolderRecord,
    born_level,
    iin_level,
    meant_by,
)
from izdes.core.linking.holder_table import holder_table
from izdes.core.linking.mentions import Mention, Node, once

KIND = "holder"


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """Records that are one person, as far as they say.

    Attributes:
        value: ``iin:…`` where the number is known, else ``record:`` and the first record's id.
        records: Their ids, sorted.
        accounts: Nodes of the accounts he holds, sorted.
    """

    value: str
    records: tuple[str, ...]
    accounts: tuple[Node, ...]

    def __repr__(self) -> str:
        """Mask the person."""
        return f"Person({len(self.records)} records, {len(self.accounts)} accounts)"


@dataclass(frozen=True, slots=True)
class Persons:
    """Persons among records.

    Attributes:
        persons: Sorted; every record is in exactly one.
        contradictions: Pairs that weigh as one person and were kept apart, since their groups have
            different numbers, dates of birth or names.
    """

    persons: tuple[Person, ...]
    contradictions: tuple[Agreement, ...]


def persons_of(records: Iterable[HolderRecord], agreements: Iterable[Agreement]) -> Persons:
    """Put records together that are one person, the surest agreement first.

    Args:
        agreements: Of any pairs; those that weigh too little are passed over.

    Returns:
        The same for any order of both.
    """
    of = _numbered(sorted(records))
    least = holder_table()["least_milli"]
    enough = [found for found in agreements if found.log10_lr_milli >= least]
    enough.sort(key=lambda found: (-found.log10_lr_milli, found))
    apart = [found for found in enough if not _join(of, found.one, found.other)]
    groups = {id(group): group for group in of.values()}.values()
    return Persons(tuple(sorted(group.person() for group in groups)), tuple(sorted(apart)))


@dataclass(slots=True)
class _Group:
    """Records of one person while they are put together, and what they say of him."""

    records: list[HolderRecord] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    names: set[HolderName] = field(default_factory=set)

    def take(self, record: HolderRecord) -> None:
        """Take one more record in."""
        self.records.append(record)
        self.numbers |= {record.iin} - {""}
        self.dates |= {record.born} - {""}
        self.names |= {found} if (found := record.known_as) else set()

    def contradicts(self, other: "_Group") -> bool:
        """Say whether two groups cannot be one person."""
        return (
            any(iin_level(*pair) == "differs" for pair in product(self.numbers, other.numbers))
            or any(born_level(*pair) == "differs" for pair in product(self.dates, other.dates))
            or any(level_of(*pair) == "differs" for pair in product(self.names, other.names))
        )

    def person(self) -> Person:
        """Return the group as a person."""
        # Of a mistyped number and the right one, the right one names the person.
        numbers = sorted(self.numbers, key=lambda number: (len(meant_by(number)), number))
        ids = sorted(record.record_id for record in self.records)
        value = f"iin:{numbers[0]}" if numbers else f"record:{ids[0]}"
        accounts = {record.account for record in self.records} - {NO_ACCOUNT}
        return Person(value, tuple(ids), tuple(sorted(accounts)))


def _numbered(records: Sequence[HolderRecord]) -> dict[str, _Group]:
    """Return the group of each record: one for every number, one for each record without any."""
    groups: dict[str, _Group] = {}
    of: dict[str, _Group] = {}
    for record in records:
        group = groups.setdefault(record.iin, _Group()) if record.iin else _Group()
        group.take(record)
        of[record.record_id] = group
    return of


def _join(of: dict[str, _Group], one: str, other: str) -> bool:
    """Join the groups of two records; say whether they are one now."""
    a, b = of[one], of[other]
    if a is b:
        return True
    if a.contradicts(b):
        return False
    larger, smaller = (a, b) if len(a.records) >= len(b.records) else (b, a)
    for record in smaller.records:
        larger.take(record)
        of[record.record_id] = larger
    return True


def holder_mentions(mentions: Iterable[Mention], persons: Iterable[Person]) -> tuple[Mention, ...]:
    """Return the holders of the accounts that complaints name, as mentions of kind ``holder``.

    A holder of one account says nothing that the account does not say, and is left out. The account
    implies its holder: whoever weighs both must not count one agreement twice.
    """
    holder = {
        account: person.value
        for person in persons
        if len(person.accounts) > 1
        for account in person.accounts
    }
    return once(
        Mention(m.complaint_id, KIND, holder[m.node], m.at, m.role)
        for m in mentions
        if m.node in holder
    )
