"""Filling: how accounts of one holder at one institution make up a sum that may be held.

"Any account of this holder here, up to X, protected money left out." The order is declared, so that
everybody fills alike: first the accounts to which traced money came, the latest arrival first, for
there it most likely still is; then the others by their numbers. Protected accounts give nothing.
What earlier orders hold on an account is not free for a later one.

Σ held = the lesser of X and all that is free on accounts that may be held.

>>> day = date(2026, 5, 21)
>>> found = fill(70, [Holding(AccountKey("a"), 50), Holding(AccountKey("b"), 50)], on=day)
>>> [(line.account, line.status, line.minor) for line in found.lines], found.short_minor
([('a', 'held', 50), ('b', 'held', 20)], 0)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from izdes.core.law.protected import shown_for
from izdes.core.law.release import LawPack
from izdes.core.money.account import AccountKey

Status = Literal["held", "left_free", "empty", "protected"]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Holding:
    """One account of the holder, as its institution sees it.

    Attributes:
        balance_minor: What lies there; owed where negative.
        taken_minor: Of it, what earlier orders hold.
        protected: What is known of protected money there: an answer of the law pack.
        came_last: When traced money last came there; None where none did.
    """

    account: AccountKey
    balance_minor: int
    taken_minor: int = 0
    protected: str = "asked"
    came_last: datetime | None = None

    @property
    def free_minor(self) -> int:
        """What no order holds."""
        return max(0, self.balance_minor - self.taken_minor)


@dataclass(frozen=True, slots=True)
class Line:
    """What is held on one account.

    Attributes:
        status: ``left_free``: the sum was reached before this account.
        minor: What is held; 0 unless ``held``.
    """

    account: AccountKey
    status: Status
    minor: int


@dataclass(frozen=True, slots=True)
class Filling:
    """What the accounts of a holder make up."""

    up_to_minor: int
    lines: tuple[Line, ...]

    @property
    def held_minor(self) -> int:
        """What is held over all accounts; never more than was asked."""
        return sum(line.minor for line in self.lines)

    @property
    def short_minor(self) -> int:
        """What was asked and is not there."""
        return self.up_to_minor - self.held_minor


def fill(
    up_to_minor: int, holdings: Iterable[Holding], *, on: date, law: LawPack | None = None
) -> Filling:
    """Return what is held on each account, up to a sum over all.

    Args:
        up_to_minor: The sum; not negative.
        on: Day by whose law money is protected; None of `law` is the packaged release.

    Returns:
        One line for each account, in the order in which they are filled.

    Raises:
        UnknownAnswer: An account carries an answer that the law pack does not know.
    """
    left, lines = up_to_minor, []
    for holding in sorted(holdings, key=_place):
        may_hold = shown_for(holding.protected, on=on, law=law).may_hold
        minor = min(left, holding.free_minor) if may_hold else 0
        status = _status(holding, minor, may_hold=may_hold)
        lines.append(Line(holding.account, status, minor))
        left -= minor
    return Filling(up_to_minor, tuple(lines))


def _place(holding: Holding) -> tuple[timedelta, str]:
    """Return the place of an account in the order of filling."""
    return (_FAR - (holding.came_last or _LONG_AGO), holding.account)


def _status(holding: Holding, minor: int, *, may_hold: bool) -> Status:
    """Return what is said of an account."""
    if not may_hold:
        return "protected"
    if minor:
        return "held"
    return "left_free" if holding.free_minor else "empty"
