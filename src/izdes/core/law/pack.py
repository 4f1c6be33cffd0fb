"""The law pack: norms and measures as dated data, so that code never holds an article number.

An event is judged by the norms of its own date. A norm carries its source and whether its article
was read (``verified``); its short text serves the reader, and the official wording decides.
That a measure is listed here does not prove that its grounds exist in a case.

Source: Criminal Procedure Code of Kazakhstan, 04.07.2014 № 231-V, as named in ``data/norms.yaml``.

>>> [norm.norm_id for norm in norms_for("freeze.suspension", date(2026, 5, 21))][0]
'cpc.suspension'
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from izdes.core.errors import IzdesError
from izdes.core.law.measures import (
    Authority,
    Consent,
    Measure,
    Notice,
    Recipient,
    measure_of,
)
from izdes.core.law.release import LawPack, once_a_pack, packaged_pack

__all__ = [
    "Authority",
    "Consent",
    "Measure",
    "Norm",
    "Notice",
    "Recipient",
    "UnknownMeasure",
    "Wording",
    "measure",
    "measure_on",
    "measures",
    "norm_of",
    "norms",
    "norms_for",
    "norms_on",
    "pack_digest",
    "wordings",
]


class UnknownMeasure(IzdesError):
    """The pack knows no such measure: a fault of ours or of an edited paper."""

    code: ClassVar[str] = "unknown_measure"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in the three languages of the project."""

    kk: str
    ru: str
    en: str

    def in_language(self, lang: str) -> str:
        """Return the text in ``kk``, ``ru`` or ``en``."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}[lang]


@dataclass(frozen=True, slots=True)
class Norm:
    """An article of law, or a part of one, between two dates.

    Attributes:
        cited: How papers cite it.
        text: What it says, shortened.
        valid_from: First day; None when not known.
        valid_to: First day on which it no longer holds; None when it holds or is not known.
        verified: The article itself was read. Only such norms belong on paper.
    """

    norm_id: str
    act: Wording
    article: str
    part: str
    point: str
    cited: Wording
    text: Wording
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: bool

    def holds_on(self, day: date) -> bool:
        """Say whether the norm is in force on a day; unknown ends are open."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def measure(measure_id: str, law: LawPack | None = None) -> Measure:
    """Return a measure of a law, the latest of its wordings; None is the packaged release.

    Raises:
        UnknownMeasure: The pack has none of that name.
    """
    try:
        return measures(law)[measure_id]
    except KeyError:
        raise UnknownMeasure(measure=measure_id) from None


def measure_on(measure_id: str, day: date, *, law: LawPack | None = None) -> Measure | None:
    """Return a measure as it stands on a day, None where it does not hold then.

    Raises:
        UnknownMeasure: The pack has none of that name.
    """
    name = measure(measure_id, law).measure_id
    found = (m for m in wordings(law) if m.measure_id == name and m.holds_on(day))
    return next(found, None)


def norms_for(measure_id: str, on: date, *, law: LawPack | None = None) -> tuple[Norm, ...]:
    """Return the norms a measure rests on, as they hold on a day, the ground first.

    Raises:
        UnknownMeasure: The pack has no measure of that name.
    """
    found = measure_on(measure_id, on, law=law) or measure(measure_id, law)
    return norms_on(found.norm_ids, on, law=law)


@once_a_pack
def measures(law: LawPack) -> Mapping[str, Measure]:
    """Return every measure: id -> the latest of its wordings."""
    return {m.measure_id: m for m in wordings(law)}


@once_a_pack
def wordings(law: LawPack) -> tuple[Measure, ...]:
    """Return every measure in each of its spans of dates, in the order of the pack."""
    return tuple(measure_of(entry) for entry in law.tables["measures.yaml"])


@once_a_pack
def norms(law: LawPack) -> Mapping[str, tuple[Norm, ...]]:
    """Return every norm: id -> its wordings, one for each span of dates."""
    found: dict[str, tuple[Norm, ...]] = {}
    names = (name for name in sorted(law.tables) if name.startswith("norms"))
    for entry in (entry for name in names for entry in law.tables[name]):
        norm = norm_of(entry)
        found[norm.norm_id] = (*found.get(norm.norm_id, ()), norm)
    return found


def pack_digest() -> str:
    """Return the digest of the packaged pack; comments and line ends do not matter."""
    return packaged_pack().ref.digest


def norms_on(norm_ids: Iterable[str], day: date, *, law: LawPack | None = None) -> tuple[Norm, ...]:
    """Return the norms of the given names as they hold on a day, in the order given."""
    every = norms(law)
    return tuple(n for norm_id in norm_ids for n in every.get(norm_id, ()) if n.holds_on(day))


def norm_of(entry: Mapping[str, Any]) -> Norm:
    """Make a norm of its entry."""
    wordings = {name: Wording(**entry[name]) for name in ("act", "cited", "text")}
    return Norm(**{**entry, **wordings})
