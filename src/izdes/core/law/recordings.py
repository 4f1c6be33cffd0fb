"""Recordings: whose camera saw it, and until when its recording is still there.

No act that was read says how long a camera's recordings are kept; each holder deletes by itself.
So the pack names the holders, and the end is counted only from what a holder said. Until then
there is no clock, only haste.

>>> atm = recordings()[0]
>>> atm.recording_id, atm.kept_days
('atm', None)
>>> kept_until(atm, recorded_on=date(2026, 5, 21), told_days=30)
datetime.date(2026, 6, 20)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from izdes.core.law.pack import Wording
from izdes.core.law.release import LawPack, packaged_pack


@dataclass(frozen=True, slots=True)
class Recording:
    """A kind of camera recording.

    Attributes:
        holder: Whom to ask.
        kept_days: Days after which it is deleted; None where nobody said.
        ask_within_hours: A working aim, no norm.
    """

    recording_id: str
    name: Wording
    holder: Wording
    kept_days: int | None
    ask_within_hours: int
    source: str
    verified: bool


def recordings(law: LawPack | None = None) -> tuple[Recording, ...]:
    """Return every kind of recording that a law knows."""
    return tuple(_recording(e) for e in (law or packaged_pack()).tables["recordings.yaml"])


def kept_until(
    recording: Recording, *, recorded_on: date, told_days: int | None = None
) -> date | None:
    """Return the last day on which a recording should still be there; None where nobody knows.

    Args:
        told_days: What the holder said; it wins over the pack.
    """
    days = recording.kept_days if told_days is None else told_days
    return None if days is None else recorded_on + timedelta(days=days)


def _recording(entry: Mapping[str, Any]) -> Recording:
    """Make a kind of recording of its entry."""
    wordings = {name: Wording(**entry[name]) for name in ("name", "holder")}
    return Recording(**{**entry, **wordings})
