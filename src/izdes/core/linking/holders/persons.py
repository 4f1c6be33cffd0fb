"""Persons: records of account holders put together, and the accounts that each person holds.

The same identification number is the same person, and one account has one holder. What else weighs
enough puts records together too, the surest first; two different numbers, dates of birth or names
are never put together through a third record: such contradictions are listed for a person to look
at.

A person who holds several accounts lets complaints meet that name different ones. He launders,
which is not to say that he deceives.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from izdes.core.linking.holders.names import HolderName, level_of
from izdes.core.linking.holders.records import (
    NO_ACCOUNT,
    ONE_ACCOUNT,
    Agreement,
    HolderRecord,
    born_level,
    iin_level,
    meant_by,
)
from izdes.core.linking.holders.table import holder_table
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
        reasons: Pairs that weigh as one person and are.
    """

    persons: tuple[Person, ...]
    contradictions: tuple[Agreement, ...]
    reasons: tuple[Agreement, ...] = ()


def persons_of(records: Iterable[HolderRecord], agreements: Iterable[Agreement]) -> Persons:
    """Put records together that are one person, the surest agreement first.

    Args:
        agreements: Of any pairs; those that weigh too little are passed over.

    Returns:
        The same for any order of both.
    """
    ordered = sorted(records)
    of = _numbered(ordered)
    least = holder_table()["least_milli"]
    enough = [found for found in agreements if found.log10_lr_milli >= least]
    enough += _of_one_account(ordered, least)
    enough.sort(key=lambda found: (-found.log10_lr_milli, found))
    apart = [found for found in enough if not _join(of, found.one, found.other)]
    together = [found for found in enough if of[found.one] is of[found.other]]
    groups = {id(group): group for group in of.values()}.values()
    return Persons(
        tuple(sorted(group.person() for group in groups)),
        tuple(sorted(apart)),
        tuple(sorted(together)),
    )


def _of_one_account(records: Iterable[HolderRecord], weight: int) -> Iterator[Agreement]:
    """Yield each record of an account beside the first: an account has one holder."""
    first: dict[Node, HolderRecord] = {}
    for record in records:
        if record.account != NO_ACCOUNT:
            one = first.setdefault(record.account, record)
            if one is not record:
                yield Agreement(one.record_id, record.record_id, weight, (ONE_ACCOUNT,))


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


def holders_of(persons: Iterable[Person], named: Collection[Node]) -> dict[Node, Node]:
    """Return the holder of each account that complaints name, as a node of kind ``holder``.

    A holder of one such account says nothing that the account does not say, and is left out; so is
    an account of which papers name several holders. Whoever names an account has named its holder:
    see `izdes.core.linking.traits`.
    """
    holders: defaultdict[Node, set[str]] = defaultdict(set)
    for person in persons:
        known = [account for account in person.accounts if account in named]
        for account in known:
            holders[account].add(person.value if len(known) > 1 else "")
    return {
        account: (KIND, value)
        for account, values in sorted(holders.items())
        for value in values
        if value and len(values) == 1
    }


def holder_mentions(
    mentions: Iterable[Mention], holders: Mapping[Node, Node]
) -> tuple[Mention, ...]:
    """Return the holders of the accounts that complaints name, to be counted as nodes are."""
    return once(
        Mention(m.complaint_id, *holders[m.node], m.at, m.role)
        for m in mentions
        if m.node in holders and m.certainty != "mistyped"
    )
