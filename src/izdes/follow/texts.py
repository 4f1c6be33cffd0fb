"""Values of the findings as text: times, sums, names of institutions."""

from datetime import datetime

from izdes.core.law.institutions import Institution
from izdes.core.sealing.canonical import canonical_time


def time_text(moment: datetime | None) -> str | None:
    """Return canonical text of a moment, or None."""
    return None if moment is None else canonical_time(moment)


def minor_text(minor: int | None) -> str | None:
    """Return minor units as text, exact in any JSON reader, or None."""
    return None if minor is None else str(minor)


def names_of(institution: Institution | None) -> dict[str, str] | None:
    """Return an institution's name in three languages, or None."""
    if institution is None:
        return None
    return {"kk": institution.name_kk, "ru": institution.name_ru, "en": institution.name_en}


def id_of(institution: Institution | None) -> str | None:
    """Return an institution's id, or None."""
    return None if institution is None else institution.institution_id
