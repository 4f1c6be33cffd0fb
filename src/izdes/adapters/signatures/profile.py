"""The profile of certificates: where a person's number and a body's number stand in a subject.

Data, because nobody here has read the authority's own documents: `profile.yaml` names the source of
every line and marks it as not verified.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Attribute:
    """In which attribute of a subject a number stands, and what is written before it."""

    oid: str
    prefix: str
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What is expected of a certificate for signing papers.

    Attributes:
        key_usages: All of these must be set.
        purposes: One of these must be named.
        foreign: Algorithms that are recognised and cannot be checked here: OID and name.
        holders: What a holder may be: OID of a purpose, and a name.
    """

    person: Attribute
    body: Attribute
    key_usages: tuple[str, ...]
    purposes: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...]
    holders: tuple[tuple[str, str], ...]


@cache
def packaged() -> Profile:
    """Return the profile that comes with the program."""
    told = yaml.safe_load(files(__package__).joinpath("profile.yaml").read_text(encoding="utf-8"))
    return Profile(
        _attribute(told["person"]),
        _attribute(told["body"]),
        tuple(told["signing"]["key_usages"]),
        tuple(map(str, told["signing"]["purposes"])),
        tuple((str(one["oid"]), one["name"]) for one in told["foreign"]),
        tuple((str(one["oid"]), one["name"]) for one in told["holders"]),
    )


def _attribute(told: dict[str, Any]) -> Attribute:
    """Return where a number stands."""
    return Attribute(str(told["attribute"]), told["prefix"], told["source"], told["verified"])
