"""History of institutions: under which names one was known on a day, and who stands in its place.

An old statement prints the name of its day; a request of today goes to who is there now. The table
(``data/institutions_history.csv``) keeps former names, former BICs, trade names and successors,
each with the days between which it held, as far as they are known: an empty date is open, and an
undated former name is found on every day.

That a name is listed does not prove that it was registered, nor that a successor took every debt.

>>> [known.value for known in known_as("BRKEKZKA", date(2020, 1, 1)) if known.what == "former_bic"]
['SABRKZKA']
"""

from datetime import date

from izdes.core.law.release import LawPack, once_a_pack
from izdes.core.law.tables.history import COLUMNS, WHAT, Known, What, known_of, read_history

__all__ = [
    "COLUMNS",
    "WHAT",
    "Known",
    "What",
    "history",
    "known_as",
    "read_history",
    "successor_of",
]


def known_as(institution_id: str, day: date, *, law: LawPack | None = None) -> tuple[Known, ...]:
    """Return what was so of an institution on a day, besides its line in the register."""
    return tuple(k for k in history(law) if k.institution_id == institution_id and k.holds_on(day))


def successor_of(
    institution_id: str,
    day: date,
    *,
    among: tuple[Known, ...] | None = None,
    law: LawPack | None = None,
) -> str:
    """Return who stands in the place of an institution on a day: itself, or the last of its heirs.

    Args:
        among: What is known; None is the table of the law.
    """
    known = history(law) if among is None else among
    heirs = {k.institution_id: k.value for k in known if k.what == "successor" and k.holds_on(day)}
    seen = [institution_id]
    while (heir := heirs.get(seen[-1])) and heir not in seen:
        seen.append(heir)
    return seen[-1]


@once_a_pack
def history(law: LawPack) -> tuple[Known, ...]:
    """Return everything that the table of a law knows."""
    return tuple(known_of(row) for row in law.tables["institutions_history.csv"])
