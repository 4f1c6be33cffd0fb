"""Sheets: in which order outside registers ask for the facts of a case.

No public document gives the field list of either register, so the order is a working one, marked
``verified: false``, and stands in ``registers.yaml`` to be put right. It is no part of the law
pack: nothing is decided by it, an officer only copies by it.

>>> [sheet.register for sheet in sheets()], sheets()[0].verified
(['state_register', 'anti_fraud'], False)
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from izdes.core.law.pack import Wording

Per = Literal["case", "payment"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a sheet.

    Attributes:
        fact: Which fact of the case stands in it.
    """

    fact: str
    name: Wording


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields that a register asks for, in its order.

    Attributes:
        per: Whether there is one sheet of a case, or one of each payment.
        source: Where the order was read.
        verified: The register's own form was read.
    """

    register: str
    name: Wording
    per: Per
    source: str
    verified: bool
    fields: tuple[Field, ...]


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return the sheets of every register, in their order."""
    text = files(__package__).joinpath("registers.yaml").read_text(encoding="utf-8")
    return tuple(_sheet(entry) for entry in yaml.safe_load(text))


def _sheet(entry: dict[str, Any]) -> Sheet:
    """Make a sheet of its entry."""
    return Sheet(
        register=entry["register"],
        name=Wording(**entry["name"]),
        per=entry["per"],
        source=entry["source"],
        verified=entry["verified"],
        fields=tuple(Field(one["fact"], Wording(**one["name"])) for one in entry["fields"]),
    )
