"""The law pack: norms and measures as dated data, so that code never holds an article number.

An event is judged by the norms of its own date. A norm carries its source and whether its article
was read (``verified``); its short text serves the reader, and the official wording decides.
That a measure is listed here does not prove that its grounds exist in a case.

Source: Criminal Procedure Code of Kazakhstan, 04.07.2014 № 231-V, as named in ``data/norms.yaml``.

>>> [norm.norm_id for norm in norms_for("freeze.suspension", date(2026, 5, 21))][0]
'cpc.suspension'
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Literal

import yaml

from izdes.core.errors import IzdesError

Authority = Literal["investigator", "prosecutor", "judge"]
Consent = Literal["none", "sanction", "agreement"]
Recipient = Literal["prosecutor", "court", "owner", "defence"]

_FILES = (
    "indexes.yaml",
    "institutions.csv",
    "joinder.yaml",
    "measures.yaml",
    "norms.yaml",
    "thresholds.yaml",
)


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


@dataclass(frozen=True, slots=True)
class Notice:
    """Who must be told of a measure, and within how many hours."""

    to: Recipient
    within_hours: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be demanded of an institution.

    Attributes:
        authorised_by: Whose decision it is.
        consent: ``sanction`` or ``agreement`` of that authority on the paper itself; ``none``
            where the investigator decides alone.
        term_days: Days to answer, or the longest time a hold may last.
        norm_ids: The norms it rests on, the ground first.
    """

    measure_id: str
    authorised_by: Authority
    consent: Consent
    term_days: int
    notices: tuple[Notice, ...]
    norm_ids: tuple[str, ...]


def measure(measure_id: str) -> Measure:
    """Return a measure of the pack.

    Raises:
        UnknownMeasure: The pack has none of that name.
    """
    try:
        return measures()[measure_id]
    except KeyError:
        raise UnknownMeasure(measure=measure_id) from None


def norms_for(measure_id: str, on: date) -> tuple[Norm, ...]:
    """Return the norms a measure rests on, as they hold on a day, the ground first.

    Raises:
        UnknownMeasure: The pack has no measure of that name.
    """
    return norms_on(measure(measure_id).norm_ids, on)


@cache
def measures() -> Mapping[str, Measure]:
    """Return every measure: id -> measure."""
    return {entry["measure_id"]: _measure(entry) for entry in packaged("measures.yaml")}


@cache
def norms() -> Mapping[str, tuple[Norm, ...]]:
    """Return every norm: id -> its wordings, one for each span of dates."""
    found: dict[str, tuple[Norm, ...]] = {}
    for entry in packaged("norms.yaml"):
        norm = _norm(entry)
        found[norm.norm_id] = (*found.get(norm.norm_id, ()), norm)
    return found


@cache
def pack_digest() -> str:
    """Return the SHA-256 (hex) of the pack's files; line ends do not matter."""
    digest = hashlib.sha256()
    for name in _FILES:
        text = unicodedata.normalize("NFC", "\n".join(_text(name).splitlines()))
        digest.update(f"{name}\n{len(text.encode())}\n{text}".encode())
    return digest.hexdigest()


def norms_on(norm_ids: Iterable[str], day: date) -> tuple[Norm, ...]:
    """Return the norms of the given names as they hold on a day, in the order given."""
    return tuple(n for norm_id in norm_ids for n in norms().get(norm_id, ()) if n.holds_on(day))


def packaged(name: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    """Return what a file of the pack holds; its shape is ours, and tests hold it."""
    return yaml.safe_load(_text(name))


def _text(name: str) -> str:
    """Return one packaged file of the pack."""
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")


def _norm(entry: Mapping[str, Any]) -> Norm:
    """Make a norm of its entry."""
    wordings = {name: Wording(**entry[name]) for name in ("act", "cited", "text")}
    return Norm(**{**entry, **wordings})


def _measure(entry: Mapping[str, Any]) -> Measure:
    """Make a measure of its entry."""
    return Measure(
        measure_id=entry["measure_id"],
        authorised_by=entry["authorised_by"],
        consent=entry["consent"],
        term_days=entry["term_days"],
        notices=tuple(Notice(**notice) for notice in entry["notices"]),
        norm_ids=tuple(entry["norms"]),
    )
