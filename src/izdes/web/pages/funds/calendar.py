"""The coverage calendar as strips: account by account, drawn to one axis, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from izdes.core.money.account import AccountKey
from izdes.core.money.calendar import AccountCalendar, CoveredStretch
from izdes.follow.addresses import printed

WIDTH = 600


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch or gap: where it stands in the strip, and what it says."""

    x: int
    width: int
    certainty: str
    start: datetime
    end: datetime
    files: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the code of its certainty."""
        return f"certainty_{self.certainty}"


@dataclass(frozen=True, slots=True)
class Strip:
    """One account in one currency."""

    account: str
    currency: str
    pieces: tuple[Piece, ...]

    @property
    def gaps(self) -> int:
        """How many gaps there are."""
        return sum(piece.certainty == "gap" for piece in self.pieces)


def strips_of(calendar: Sequence[AccountCalendar]) -> list[Strip]:
    """Return the strips of some accounts, from the first covered instant to the last."""
    stretches = [s for of in calendar for s in of.stretches]
    if not stretches:
        return []
    first = min(s.covered_from for s in stretches)
    last = max(s.covered_to for s in stretches)
    return [
        Strip(
            printed(AccountKey(of.account)) or of.account,
            of.currency,
            tuple(_piece(*told, first=first, last=last) for told in _in_time(of)),
        )
        for of in calendar
    ]


def _in_time(
    of: AccountCalendar,
) -> list[tuple[datetime, datetime, CoveredStretch | None]]:
    """Return every stretch, and None for the gap after it."""
    found: list[tuple[datetime, datetime, CoveredStretch | None]] = []
    for stretch, later in pairwise([*of.stretches, None]):
        if stretch is not None:
            found.append((stretch.covered_from, stretch.covered_to, stretch))
            if later is not None and stretch.covered_to < later.covered_from:
                found.append((stretch.covered_to, later.covered_from, None))
    return found


def _piece(
    start: datetime,
    end: datetime,
    stretch: CoveredStretch | None,
    *,
    first: datetime,
    last: datetime,
) -> Piece:
    """Place one piece on the axis; nothing is thinner than a pixel."""
    whole = max(1, int((last - first).total_seconds()))
    x = int((start - first).total_seconds()) * WIDTH // whole
    width = max(1, int((end - first).total_seconds()) * WIDTH // whole - x)
    certainty = "gap" if stretch is None else stretch.certainty
    return Piece(x, width, certainty, start, end, stretch.files if stretch else ())
