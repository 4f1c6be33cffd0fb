"""Kinds: what an agreement on each kind of identifier is worth, as data with a source.

The numbers stand in ``data/kinds.yaml``. They are judgement until enough joinders are decided;
`izdes.core.linking.estimation` puts estimates in their place. Kinds of money say who laundered,
which is not always who deceived: they form a layer of their own.

>>> kind_of("phone").layer, kind_of("iban").layer, kind_of("card_near").slips
('offender', 'money', True)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from izdes.core.identifiers import chain

Layer = Literal["offender", "money"]
# (days of silence, thousandths of the weight kept); silences rise, shares fall.
Silences = tuple[tuple[int, int], ...]

# Kinds whose check digits tell a slip.
CHECKED = ("iban", "card", "iin", "bin", "imei")
NEAR = "_near"
# What an answer states together, see `izdes.core.linking.joint`: weighed by its parts alone.
JOINT = "stated"
_NEVER_BUSY = 1_000_000_000
# What estimates change, in the order of `Kind.estimated`; all else of a kind is the method's.
ESTIMATED = ("share_milli", "coincidence", "cap_milli")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of identifier.

    Attributes:
        share_milli: How often two complaints of one hand agree on it, in thousandths.
        coincidence: How many unrelated complaints name one value.
        cap_milli: The most that one agreement may weigh, in thousandths of log10.
        usual_degree: A value that more of a year's complaints name is reviewed.
        silences: The longest silence between two mentions, and the share of the weight kept.
        service_silences: The same for the layer of money.
        slips: The agreement is of numbers that may be one slip apart.
        source: Where the numbers come from.
    """

    name: str
    layer: Layer
    share_milli: int
    coincidence: int
    cap_milli: int
    usual_degree: int
    silences: Silences
    service_silences: Silences
    slips: bool = False
    source: str = ""

    @property
    def estimated(self) -> tuple[int, int, int]:
        """The numbers that estimates change."""
        return self.share_milli, self.coincidence, self.cap_milli

    def with_estimated(self, numbers: Mapping[str, int], source: str) -> "Kind":
        """Return the kind with some of those numbers in place of its own."""
        share, coincidence, cap = (
            numbers.get(name, own) for name, own in zip(ESTIMATED, self.estimated, strict=True)
        )
        return replace(
            self, share_milli=share, coincidence=coincidence, cap_milli=cap, source=source
        )


def usual_degree(kind: Kind, population: int) -> int:
    """Return how many complaints usually name one value: more of them the more there are."""
    return kind.usual_degree * max(population, yearly_complaints()) // yearly_complaints()


def kind_of(name: str) -> Kind | None:
    """Return a kind, or None for one on which nothing is known."""
    return packaged().get(name)


@cache
def packaged() -> Mapping[str, Kind]:
    """Return the kinds that come with the program, those of slips among them."""
    table = _data("kinds.yaml")
    kinds = {name: _kind(name, row, table["source"]) for name, row in table["kinds"].items()}
    return completed(kinds)


def completed(kinds: Mapping[str, Kind]) -> Mapping[str, Kind]:
    """Return kinds with those of slips and joints, and with that of an address for every chain."""
    near = {f"{name}{NEAR}": _near(kinds[name]) for name in CHECKED}
    # Its own name stays with the holder, whose silences it has: it has no numbers of its own.
    joint = replace(kinds["holder"], cap_milli=0, usual_degree=_NEVER_BUSY)
    return {**kinds, **near, JOINT: joint, **dict.fromkeys(chain.SHAPES, kinds["wallet"])}


def is_own(name: str, kind: Kind) -> bool:
    """Say whether a kind has numbers of its own: those of slips and of chains follow from others.

    >>> is_own("iban", packaged()["iban"]), is_own("tron", packaged()["tron"])
    (True, False)
    """
    return name == kind.name and not kind.slips


@cache
def slip_milli() -> int:
    """Return what an agreement loses where one of the numbers is mistyped."""
    return int(_data("kinds.yaml")["slip_milli"])


@cache
def yearly_complaints() -> int:
    """Return how many complaints a year the country has."""
    return int(_data("population.yaml")["complaints"])


def _kind(name: str, row: Mapping[str, Any], source: str) -> Kind:
    """Make one kind of its row."""
    silences = tuple((days, keep) for days, keep in row["silences"])
    service = tuple((days, keep) for days, keep in row.get("service_silences", ()))
    return Kind(
        name=name,
        layer=row["layer"],
        share_milli=row["share_milli"],
        coincidence=row["coincidence"],
        cap_milli=row["cap_milli"],
        usual_degree=row["usual_degree"],
        silences=silences,
        service_silences=service or silences,
        source=row.get("source", source),
    )


def _near(kind: Kind) -> Kind:
    """Return the kind of numbers that are one slip from one of this kind."""
    return replace(kind, name=f"{kind.name}{NEAR}", slips=True)


@cache
def _data(name: str) -> dict[str, Any]:
    """Read one packaged table."""
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
