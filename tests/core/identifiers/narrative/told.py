"""Telling a story and hearing what was found in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from izdes.core.identifiers.narrative.extract import identify
from izdes.core.identifiers.narrative.mention import Mention, Sum

ZONE = ZoneInfo("Asia/Almaty")
# A Thursday.
TOLD_AT = datetime(2026, 5, 21, 12, 0, tzinfo=ZONE)


def heard(text: str, *kinds: str) -> list[Mention]:
    """Return what is found, of some kinds or of all."""
    found = identify(text, reported_at=TOLD_AT, zone=ZONE)
    assert all(text[m.start : m.end] == m.raw for m in found)
    return [m for m in found if not kinds or m.kind in kinds]


def values(text: str, *kinds: str) -> list[tuple[str, object]]:
    """Return kind and normal form of what is found; an amount as (minor, currency)."""
    return [
        (m.kind, (m.value.minor, m.value.currency) if isinstance(m.value, Sum) else m.value)
        for m in heard(text, *kinds)
    ]


def amounts(text: str) -> list[tuple[int, str]]:
    """Return the amounts of a text."""
    return [
        (m.value.minor, m.value.currency) for m in heard(text, "amount") if isinstance(m.value, Sum)
    ]


def moments(text: str) -> list[tuple[object, str]]:
    """Return the moments of a text without their offset, with precision."""
    return [(str(m.value).removesuffix("+05:00"), m.precision) for m in heard(text, "moment")]
