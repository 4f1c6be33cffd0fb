"""Content: what the cells of one column are, by themselves and without their title.

A column is of a sort where nearly all of its filled cells are: files have slips, and one of them
must not hide what the others show. A number that may be several things is told by its check
digits and its length; where they leave a choice the title decides, elsewhere.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from izdes.adapters.statements.cells import Cell, Moment, NotATime, is_empty, moment, stated
from izdes.adapters.statements.parties import is_phone
from izdes.adapters.statements.profiles.amounts import minor_of
from izdes.adapters.statements.profiles.notation import Notation
from izdes.adapters.statements.profiles.units import unit_of
from izdes.adapters.statements.wording import currency_of
from izdes.core.errors import IzdesError
from izdes.core.identifiers.bin import read_person_or_business
from izdes.core.identifiers.card import read_card
from izdes.core.identifiers.chain import chain_of
from izdes.core.identifiers.iban import read_iban
from izdes.core.identifiers.imei import read_imei
from izdes.core.identifiers.phone import read_phone
from izdes.core.identifiers.transaction import read_transaction
from izdes.core.money.amounts import DecimalMark

_NEARLY_ALL = 0.9
_EVERY = 10
_FEWEST_IN_ORDER = 5
_CODE = re.compile(r"[A-Za-z]{3,6}")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_DURATION = re.compile(r"(?:[0-9]{1,4}:)?[0-9]{1,2}:[0-9]{2}|[0-9]{1,6}")
_PLACES = 12
_LONGEST_AMOUNT = 40
# The first that reads every cell is taken; those of one line contradict each other.
_NOTATIONS = (
    ("known",),
    ("iso",),
    ("DD/MM/YYYY hh:mm:ss", "MM/DD/YYYY hh:mm:ss"),
    ("DD/MM/YYYY hh:mm", "MM/DD/YYYY hh:mm"),
    ("DD/MM/YYYY", "MM/DD/YYYY"),
    ("D/M/YYYY h:mm:ss", "M/D/YYYY h:mm:ss"),
    ("D/M/YYYY h:mm", "M/D/YYYY h:mm"),
    ("D/M/YYYY", "M/D/YYYY"),
    ("D/M/YYYY h:mm:ss AP", "M/D/YYYY h:mm:ss AP"),
    ("D/M/YYYY h:mm AP", "M/D/YYYY h:mm AP"),
    ("YYYY/MM/DD hh:mm:ss",),
    ("YYYY/MM/DD hh:mm",),
    ("YY-MM-DD hh:mm:ss",),
    ("YY-MM-DD hh:mm",),
    ("MMM D, YYYY h:mm:ss AP",),
    ("MMM D, YYYY",),
    ("D MMM YYYY h:mm:ss",),
    ("D-MMM-YYYY",),
    ("D-MMM-YYYY hh:mm:ss",),
    ("YYYY-MM-DD hh:mm:ss.f",),
    ("YYYY-MM-DD hh:mm:ss Z",),
    ("DD.MM.YYYY/hh:mm:ss",),
)
# Only where the title speaks of time: elsewhere such numbers count other things.
_COUNTED = ("unix", "unix-ms", "serial")


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """How the moments of a column are printed.

    Attributes:
        notations: Those that read every cell; several where they contradict each other.
        has_time: Some cell states more than a day.
    """

    notations: tuple[str, ...]
    has_time: bool


def is_value(cell: Cell) -> bool:
    """Say whether a cell is a date, a number or a code, and no title."""
    if not isinstance(cell, str):
        return True
    printed = stated(cell)
    if not any(map(str.isalpha, printed)):
        return any(map(str.isdigit, printed))
    return _is_moment(printed) or bool(account_sort(printed)) or is_hash(printed)


def _is_moment(printed: str) -> bool:
    """Say whether a text is a date in a notation that everybody reads."""
    try:
        moment(printed)
    except NotATime:
        return False
    return True


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells that state something."""
    return [cell for cell in cells if not is_empty(cell)]


def share(cells: Sequence[Cell], is_one: Callable[[str], bool]) -> float:
    """Return how many of the filled cells are of a sort, from 0 to 1."""
    texts = [stated(cell) for cell in filled(cells)]
    return sum(map(is_one, texts)) / len(texts) if texts else 0.0


def are(cells: Sequence[Cell], is_one: Callable[[str], bool]) -> bool:
    """Say whether nearly all filled cells are of a sort."""
    return share(cells, is_one) >= _NEARLY_ALL


def time_column(cells: Sequence[Cell], *, speaks_of_time: bool) -> TimeColumn | None:
    """Return how a column prints moments, None where it holds none."""
    given = filled(cells)
    if not given:
        return None
    # Behind slashes day and month are told apart by the column as a whole, or not at all.
    is_slashed = any("/" in stated(cell) for cell in given if isinstance(cell, str))
    groups = [*_NOTATIONS[is_slashed:], *((each,) for each in _COUNTED if speaks_of_time)]
    for group in groups:
        fitting = {letters: _moments(given, Notation.parse(letters)) for letters in group}
        fitting = {k: v for k, v in fitting.items() if len(v) >= _NEARLY_ALL * len(given)}
        if fitting:
            # Many moments that run one way prove their notation against one that lets them jump.
            is_long = len(given) >= _FEWEST_IN_ORDER
            in_order = {k: v for k, v in fitting.items() if is_long and _runs_one_way(v)}
            kept = in_order if len(in_order) == 1 else fitting
            has_time = any(m.precision != "day" for found in kept.values() for m in found)
            return TimeColumn(tuple(kept), has_time)
    return None


def _moments(cells: Sequence[Cell], notation: Notation) -> list[Moment]:
    """Return the moments that a notation reads."""
    found = []
    for cell in cells:
        try:
            found.append(moment(cell) if isinstance(cell, date) else notation.read(stated(cell)))
        except NotATime:
            continue
    return found


def _runs_one_way(moments: Sequence[Moment]) -> bool:
    """Say whether moments only rise or only fall, and do so at all."""
    steps = {(b.at > a.at) - (b.at < a.at) for a, b in pairwise(moments)}
    return bool(steps & {1, -1}) and not steps >= {1, -1}


def is_clock(cells: Sequence[Cell]) -> bool:
    """Say whether a column holds times of day."""
    given = filled(cells)
    typed = sum(isinstance(cell, time) and not isinstance(cell, datetime) for cell in given)
    if given and typed >= _NEARLY_ALL * len(given):
        return True
    return are(cells, lambda t: _CLOCK.fullmatch(t) is not None)


def is_duration(cells: Sequence[Cell]) -> bool:
    """Say whether a column may hold durations."""
    typed = (time, timedelta)
    printed = [cell for cell in filled(cells) if not isinstance(cell, typed)]
    return all(_DURATION.fullmatch(stated(cell)) for cell in printed)


def minors(cells: Sequence[Cell], mark: DecimalMark | None) -> list[int | None]:
    """Return what each cell of a column of amounts states, in parts of any currency's minor unit.

    An empty cell is None; so is one that cannot be read with that sign before the fraction.
    """
    return [_minor(cell, mark) for cell in cells]


def _minor(cell: Cell, mark: DecimalMark | None) -> int | None:
    """Return what a cell states in the finest parts that any unit has."""
    if is_empty(cell) or isinstance(cell, date | time | timedelta):
        return None
    try:
        return minor_of(_bare(cell), "ETH", mark)
    except IzdesError:
        return None


def _bare(cell: Cell) -> Cell:
    """Return an amount without the unit that is printed beside it."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_AMOUNT:
        return cell
    *number, unit = stated(cell).split() or [""]
    is_word = number and not any(map(str.isdigit, unit))
    if is_word and (unit_of(unit) or currency_of(unit)):
        return " ".join(number)
    return cell.rstrip("₸$€₽")


def is_amount_column(cells: Sequence[Cell]) -> bool:
    """Say whether a column holds numbers that could be amounts, under either sign."""
    given = filled(cells)
    if not given or any(isinstance(cell, bool) for cell in given):
        return False
    best = max(sum(m is not None for m in minors(given, mark)) for mark in (".", ","))
    return best >= _NEARLY_ALL * len(given) and not _counts_rows(given) and not _is_code(given)


def _counts_rows(cells: Sequence[Cell]) -> bool:
    """Say whether a column only numbers its rows."""
    numbers = [stated(cell) for cell in cells]
    if not all(map(str.isdigit, numbers)) or len(numbers) == 1:
        return False
    steps = {int(b) - int(a) for a, b in pairwise(numbers)}
    return steps in ({1}, {-1})


def _is_code(cells: Sequence[Cell]) -> bool:
    """Say whether numbers are of persons, telephones, handsets, or begin with zeros as codes do."""
    texts = [stated(cell) for cell in cells]
    if any(len(t) > 1 and t[0] == "0" and t.isdigit() for t in texts):
        return True
    long = [t for t in texts if t.isdigit() and len(t) >= _EVERY]
    return bool(long) and len(long) >= _NEARLY_ALL * len(texts)


def account_sort(printed: str) -> str:
    """Return which sort of account a text is: ``iban card phone`` or a chain, empty: none."""
    iban = read_iban(printed)
    if iban.value and iban.is_certain:
        return "iban"
    if is_phone(printed) and read_phone(printed).is_certain:
        return "phone"
    card = read_card(printed)
    if card.is_certain and card.value and len(card.value) > _PLACES and not is_hash(printed):
        return "card"
    address = chain_of(printed) if len(printed) > _PLACES else None
    return address.kind if address else ""


def is_person(printed: str) -> bool:
    """Say whether a text is an ИИН or a БИН."""
    return len(printed) == _PLACES and read_person_or_business(printed).is_certain


def is_currency(printed: str) -> bool:
    """Say whether a text is the code of a currency or a token that we know."""
    if unit_of(printed):
        return True
    return bool(_CODE.fullmatch(printed)) and printed.isupper() and currency_of(printed) == printed


def is_hash(printed: str) -> bool:
    """Say whether a text is the hash of a transaction."""
    return read_transaction(printed).value is not None


def is_imei(printed: str) -> bool:
    """Say whether a text is a handset's number."""
    return read_imei(printed).is_certain


def is_number(printed: str) -> bool:
    """Say whether a text is a telephone number, a short one or a sender's name with digits."""
    return read_phone(printed).value is not None


def words_in(cells: Sequence[Cell], most: int) -> Mapping[str, int]:
    """Return the few different texts of a column and how often each stands; none where many."""
    counted: dict[str, int] = {}
    for cell in filled(cells):
        printed = stated(cell) or str(cell).strip()
        counted[printed] = counted.get(printed, 0) + 1
        if len(counted) > most:
            return {}
    return counted
