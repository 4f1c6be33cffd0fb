"""The matrix of visibility, read; and the words of its rows, said again in the cast's own terms.

What is said here of the cast is written by hand, so that it repeats neither the policies nor the
selectors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from tests.web.characters import ADMINISTRATORS, CASES, NO_POST_NOW, PEOPLE

VERBS = ("read", "insert", "update", "delete")
_FILE = Path(__file__).with_name("matrix.yaml")

# Bodies and what is below them, of those where heads and analysts serve.
_BELOW = {
    "a1": {"a1"},
    "b1": {"b1"},
    "a-inv": {"a-inv"},
    "a-hq": {"a-hq", "a-inv", "a1", "a2"},
    "b-hq": {"b-hq", "b-inv", "b1", "b2"},
}
# Offices of prosecutors and what they supervise; their own cases too.
_AREA = {
    "a1-pros": {"a1", "a1-pros"},
    "b1-pros": {"b1", "b1-pros"},
    "c1-pros": {"c1", "c1-pros"},
    "a-pros": {"a-hq", "a-inv", "a1", "a2", "a-pros", "a1-pros"},
    "b-pros": {"b-hq", "b-inv", "b1", "b2", "b-pros", "b1-pros"},
}
_NAMED = {
    "investigator_a1": {"a1", "a1-sealed"},
    "investigator_a2": {"a2"},
    "investigator_a_inv": {"a-inv"},
    "investigator_b1": {"b1"},
    "investigator_c1": {"c1"},
    "group_member_c1": {"a1", "a1-sealed"},
    "specialist": {"a1"},
    "translator": {"a1"},
    "prosecutor_a1": {"a1-sealed"},
}
_ONLY_READ = {"specialist", "translator", "prosecutor_a1"}
_LEADS = {login for login in _NAMED if login.startswith("investigator_")}
_GRANTED = {"investigator_b1": {"a1"}}
_SEALED = {"a1-sealed"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who walks: a profile of the matrix, and where he serves.

    Attributes:
        login: Empty for nobody.
    """

    login: str
    profile: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, by what decides who sees it.

    Attributes:
        cases: The cases to which it belongs.
        units: The bodies to which it belongs without a case, or which are asked.
        officers: Whose it is.
        sent_to: The institution that it has reached.
    """

    cases: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    sent_to: str = ""


@cache
def matrix() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    """Return the matrix: ``tables`` -> table -> profile -> verb -> words."""
    found: Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]] = yaml.safe_load(
        _FILE.read_text(encoding="utf-8")
    )
    return found


def people() -> tuple[Person, ...]:
    """Return everybody who walks, and nobody."""
    profile_of = {role: name for name, roles in matrix()["roles"].items() for role in roles}
    in_post = [
        Person(login, profile_of[role], body)
        for login, role, body in PEOPLE
        if login not in NO_POST_NOW
    ]
    return (
        *in_post,
        *(Person(login, "administrator", "centre") for login in ADMINISTRATORS),
        *(Person(login, "no post") for login in NO_POST_NOW),
        Person("", "nobody"),
    )


def words_of(table: str, person: Person, verb: str) -> tuple[str, ...]:
    """Return the words for what a person may do with a table."""
    profiles = matrix()["tables"][table]
    return tuple(profiles.get(person.profile, {}).get(verb, "").split())


def may(person: Person, words: tuple[str, ...], row: Row) -> bool:
    """Say whether the words let a person have a row."""
    return any(_SAYS[word](person, row) for word in words)


def _in_units(units: set[str], row: Row) -> bool:
    """Say whether a row belongs to open cases of some bodies, or to them without a case."""
    open_cases = {name for name, (unit, _) in CASES.items() if unit in units} - _SEALED
    return bool(row.cases & open_cases or row.units & units)


def _decided(person: Person, row: Row) -> bool:
    """Say whether a person decided the request of a grant, and heads its case."""
    return person.login in row.officers and _in_units(_BELOW[person.body], row)


_EVERYWHERE = {unit for unit, _ in CASES.values()} | {"a-hq"}
_NOTHING: set[str] = set()
_SAYS = {
    "all": lambda person, row: True,  # noqa: ARG005
    "self": lambda person, row: person.login in row.officers,
    "own": lambda person, row: _in_units({person.body}, row),
    "below": lambda person, row: _in_units(_BELOW[person.body], row),
    "area": lambda person, row: _in_units(_AREA[person.body], row),
    "country": lambda person, row: _in_units(
        _BELOW.get(person.body, _EVERYWHERE) if person.body != "centre" else _EVERYWHERE, row
    ),
    "named": lambda person, row: bool(row.cases & _NAMED.get(person.login, _NOTHING)),
    "writing": lambda person, row: bool(
        row.cases & _NAMED.get(person.login, _NOTHING) and person.login not in _ONLY_READ
    ),
    "leading": lambda person, row: bool(
        row.cases & _NAMED.get(person.login, _NOTHING) and person.login in _LEADS
    ),
    "granted": lambda person, row: bool(row.cases & _GRANTED.get(person.login, _NOTHING)),
    "received": lambda person, row: row.sent_to == person.body,
    "colleagues": lambda person, row: person.body in row.units,
    "others": lambda person, row: bool(row.officers) and person.login not in row.officers,
    "decided": _decided,
}
WORDS = tuple(_SAYS)
