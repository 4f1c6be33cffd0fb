"""Joinder of cases: on which grounds, what forbids it, and what complaints can say of either.

A series is a ground to ask for joinder, never joinder itself: the body conducting the proceedings
decides by decree. Each exclusion is checked by itself. ``found`` means that complaints show a sign
of it; ``nothing_found``, that they could have shown one and did not; ``to_be_checked_by_a_person``,
that they cannot show it. None of the three proves anything, and a person checks every one.

Source: the norms named in ``data/joinder.yaml``.

>>> [(c.exclusion_id, c.status) for c in check_exclusions(Signs(3, 0, 3, 0, 3, 0))][1]
('mutual_offences', 'nothing_found')
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from izdes.core.law.pack import Norm, Notice, norms_on
from izdes.core.law.release import LawPack, once_a_pack, packaged_pack

Status = Literal["found", "nothing_found", "to_be_checked_by_a_person"]


@dataclass(frozen=True, slots=True)
class Signs:
    """What the complaints of a series show of the exclusions, as counts.

    Attributes:
        persons_named: Different persons named on the offender's side, by number of identification.
        own_known: Episodes that give an account or a contact of the victim's own.
        own_named_by_others: What one victim gives as her own and another names on the offender's
            side.
        online: Episodes with a sign that a user of the Internet was deceived.
        kept_apart: Officers' "not the same" between episodes, and contradictions.
    """

    episodes: int
    persons_named: int
    own_known: int
    own_named_by_others: int
    online: int
    kept_apart: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One exclusion and what complaints say of it.

    Attributes:
        sign: The count that it was judged by, a name of `Signs`.
    """

    exclusion_id: str
    norm_id: str
    status: Status
    sign: str


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of the offence: the norm that it leads to, and how many it takes.

    Attributes:
        least: 0 where complaints cannot show it at all.
    """

    feature: str
    norm_id: str
    least: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What the pack says of joinder.

    Attributes:
        grounds: The norms that allow it; the first is for a suspect who is not established.
        notices: Who gets a copy of the decree, and within how many hours.
        place: The norms on the place of investigation and on who decides it.
        online_kinds: Kinds of identifiers that exist on the Internet only.
    """

    grounds: tuple[str, ...]
    decree: str
    notices: tuple[Notice, ...]
    prosecution: tuple[str, ...]
    term_starts: str
    term_counted: str
    form_chosen: str
    place: tuple[str, ...]
    offence_id: str
    offence_basic: str
    offence_time: str
    offence_instead: str
    offence_repetition: str
    features: tuple[Feature, ...]
    online_kinds: frozenset[str]
    online_schemes: frozenset[str]


def check_exclusions(signs: Signs, law: LawPack | None = None) -> tuple[Checked, ...]:
    """Check every exclusion of a law against what complaints show."""
    return tuple(
        Checked(
            entry["exclusion_id"],
            entry["norm"],
            _SHOWN[entry["shown_by"]](signs),
            entry["shown_by"],
        )
        for entry in _data(law)["exclusions"]
    )


def grounds_on(day: date, law: LawPack | None = None) -> tuple[Norm, ...]:
    """Return the norms that allow joinder on a day."""
    return norms_on(rules(law).grounds, day, law=law)


@once_a_pack
def rules(law: LawPack) -> Rules:
    """Return what a law says of joinder."""
    data = _data(law)
    decision, terms, offence = data["decision"], data["terms"], data["offence"]
    return Rules(
        grounds=tuple(data["grounds"]),
        decree=decision["norm"],
        notices=tuple(Notice(**notice) for notice in decision["notices"]),
        prosecution=tuple(data["prosecution"]),
        term_starts=terms["starts"],
        term_counted=terms["counted"],
        form_chosen=terms["chosen"],
        place=tuple(data["place"]),
        offence_id=offence["offence_id"],
        offence_basic=offence["basic"],
        offence_time=offence["time"],
        offence_instead=offence["instead"],
        offence_repetition=offence["repetition"],
        features=tuple(Feature(f["feature"], f["norm"], f["least"]) for f in offence["features"]),
        online_kinds=frozenset(data["online_kinds"]),
        online_schemes=frozenset(data["online_schemes"]),
    )


def _persons(signs: Signs) -> Status:
    """Several persons named may be several suspects; suspicion itself no complaint tells."""
    return "found" if signs.persons_named > 1 else "to_be_checked_by_a_person"


def _mutual(signs: Signs) -> Status:
    """A victim's own account that took another victim's money may be an offence against her."""
    if signs.own_named_by_others:
        return "found"
    return "nothing_found" if signs.own_known else "to_be_checked_by_a_person"


def _prosecution(signs: Signs) -> Status:
    """Deception of a user of the Internet is prosecuted publicly; of the rest nothing is known."""
    return "nothing_found" if signs.online == signs.episodes else "to_be_checked_by_a_person"


def _objectivity(signs: Signs) -> Status:
    """An officer's "not the same" inside a series is a sign; its absence is none."""
    return "found" if signs.kept_apart else "to_be_checked_by_a_person"


_SHOWN: Mapping[str, Callable[[Signs], Status]] = {
    "persons_named": _persons,
    "own_named_by_others": _mutual,
    "online": _prosecution,
    "kept_apart": _objectivity,
}


def _data(law: LawPack | None) -> Mapping[str, Any]:
    """Return the file of joinder."""
    found: Mapping[str, Any] = (law or packaged_pack()).tables["joinder.yaml"]
    return found
