"""Records of account holders: what two of them say of being one person.

Banks print the holder of a receiving account in many ways, and one mule has accounts in several
banks. Two records are compared in what both have: individual identification number, name, date of
birth, telephone, bank with the last digits of a card, region. Each agreement and each contradiction
has a weight (``data/holders.yaml``); the weight of two records is their sum.

The same number is the same person, and a mistyped one may be the right one beside it. A name alone
never is: it takes something else. Who then is one person says `izdes.core.linking.holders.persons`.

Who holds an account launders, which is not to say that he deceives, or that he knows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from izdes.core.identifiers.iin import LENGTH, read_iin
from izdes.core.identifiers.mistyped import candidates
from izdes.core.identifiers.written import is_digits
from izdes.core.linking.holders.names import (
    HolderName,
    holder_name,
    level_of,
    plain_name,
    shorter_forms,
)
from izdes.core.linking.holders.table import MILLION, holder_table, level_milli
from izdes.core.linking.mentions import Node

NO_ACCOUNT = ("", "")
# Comparison and level of records of one account.
ONE_ACCOUNT = ("account", "same_account")
_REMEMBERED = 1 << 16
_YEAR, _DATE = 4, 10


@dataclass(frozen=True, slots=True, order=True)
class HolderRecord:
    """One holder as one document prints him; what is not printed is empty.

    Attributes:
        born: Date of birth as YYYY-MM-DD, or the year only.
        bank: Code of the bank.
        phone: In normal form.
        tail: Last four digits of a card of that bank.
        region: Two-digit KATO code.
        account: Node of the account that he holds.
    """

    record_id: str
    name: str = ""
    iin: str = ""
    born: str = ""
    bank: str = ""
    phone: str = ""
    tail: str = ""
    region: str = ""
    account: Node = NO_ACCOUNT

    @property
    def known_as(self) -> HolderName | None:
        """The name in parts, None where too little of it is printed."""
        return holder_name(self.name)

    def __repr__(self) -> str:
        """Mask the person."""
        return f"HolderRecord({self.record_id})"


@dataclass(frozen=True, slots=True, order=True)
class Agreement:
    """What two records say of being one person.

    Attributes:
        one, other: Ids of the records; one < other.
        levels: Comparison and level, in the order of the table; the weights are `level_milli`.
    """

    one: str
    other: str
    log10_lr_milli: int
    levels: tuple[tuple[str, str], ...]


def agreement_of(
    one: HolderRecord, other: HolderRecord, often: Mapping[HolderName, int]
) -> Agreement:
    """Compare two records.

    Args:
        often: Names that are met often, with how often in millionths; see `frequent_names`.
    """
    first, second = sorted((one, other))
    levels = tuple(_levels(first, second))
    return weighed(first.record_id, second.record_id, levels, name_frequency(first, second, often))


def agreements_among(records: Iterable[HolderRecord]) -> tuple[Agreement, ...]:
    """Compare every two of some records; return the pairs that weigh enough to be shown, sorted.

    For few: of many, `izdes.engine.linking.holders` compares those alone that share something.
    """
    given = list(records)
    often = frequent_names(given)
    found = (agreement_of(one, other, often) for one, other in combinations(given, 2))
    least = holder_table()["shown_milli"]
    return tuple(sorted(pair for pair in found if pair.log10_lr_milli >= least))


def weighed(one: str, other: str, levels: tuple[tuple[str, str], ...], often: int) -> Agreement:
    """Return an agreement with its weight.

    Args:
        often: See `name_frequency`.
    """
    total = sum(
        level_milli(comparison, level, often if comparison == "name" else 0)
        for comparison, level in levels
    )
    return Agreement(one, other, total, levels)


def _levels(one: HolderRecord, other: HolderRecord) -> Iterator[tuple[str, str]]:
    """Yield how far two records agree in what both have."""
    if one.iin and other.iin:
        yield "iin", iin_level(one.iin, other.iin)
    if one.born and other.born:
        yield "born", born_level(one.born, other.born)
    names = one.known_as, other.known_as
    if names[0] and names[1] and (level := level_of(names[0], names[1])):
        yield "name", level
    if one.phone and other.phone:
        yield "phone", "same" if one.phone == other.phone else "differs"
    if one.bank and other.bank:
        yield "account", _account_level(one, other)
    if one.region and other.region:
        yield "region", "same" if one.region == other.region else "differs"


def iin_level(one: str, other: str) -> str:
    """Return how far two numbers agree; a slip is a wrong number and the right one beside it."""
    if one == other:
        return "same"
    return "slip" if one in meant_by(other) or other in meant_by(one) else "differs"


def born_level(one: str, other: str) -> str:
    """Return how far two dates of birth agree, of which either may be a year only."""
    if len(one) == len(other) == _DATE:
        return "same" if one == other else "swapped" if one == swapped(other) else "differs"
    return "same_year" if one[:_YEAR] == other[:_YEAR] else "differs"


def swapped(born: str) -> str:
    """Return a date with day and month in each other's place; of a year nothing."""
    year, _, rest = born.partition("-")
    month, _, day = rest.partition("-")
    return f"{year}-{day}-{month}" if day else ""


@lru_cache(_REMEMBERED)
def meant_by(iin: str) -> frozenset[str]:
    """Return the numbers that a mistyped one may have been; none for one that checks."""
    is_wrong = len(iin) == LENGTH and is_digits(iin) and read_iin(iin).code is not None
    return frozenset(candidates("iin", iin)) if is_wrong else frozenset()


def _account_level(one: HolderRecord, other: HolderRecord) -> str:
    """Return how far two accounts agree: their banks, and the digits that a card shows."""
    if one.bank != other.bank:
        return "other_bank"
    return "same_tail" if one.tail and one.tail == other.tail else "same_bank"


def frequent_names(records: Iterable[HolderRecord]) -> dict[HolderName, int]:
    """Return how often each name is met, in millionths of the records, without its patronymic.

    A name with an initial is met wherever the whole one is. One person's records in many papers
    make his own name look common: the weight is then understated. Few records say nothing.
    """
    names = [found for record in records if (found := record.known_as)]
    if len(names) < holder_table()["least_records"]:
        return {}
    counts = Counter(form for found in names for form in shorter_forms(found))
    return {form: (n - 1) * MILLION // len(names) for form, n in counts.items() if n > 1}


def name_frequency(one: HolderRecord, other: HolderRecord, often: Mapping[HolderName, int]) -> int:
    """Return how often, in millionths, names are met that agree as these two do."""
    names = [plain_name(found) for record in (one, other) if (found := record.known_as)]
    shortened = [found for found in names if not found.is_whole]
    return min((often.get(found, 0) for found in shortened or names), default=0)
