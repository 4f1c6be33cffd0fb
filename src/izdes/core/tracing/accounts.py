"""Accounts in motion: the queue of lots in each covered account, and the windows it is open in.

Opening balances are placed first. Where none is printed, the least one that lets every payment be
made is assumed and named. An account that pays more than it has borrows from its bank: the
borrowed units are clean, and what arrives next repays the bank first.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from izdes.core.money.transfer import TransferId
from izdes.core.tracing.events import Event
from izdes.core.tracing.lots import Lot, clean, split, take, total
from izdes.core.tracing.trace import AssumedOpening
from izdes.core.tracing.windows import Place, Window, window_at


@dataclass(slots=True)
class Account:
    """The lots in one covered account, oldest first, and what it owes its bank."""

    lots: deque[Lot] = field(default_factory=deque)
    owed_minor: int = 0

    def pay(self, units: int) -> list[Lot]:
        """Let so many units leave: the oldest first, then the bank's."""
        leaving = take(self.lots, units)
        if missing := units - total(leaving):
            self.owed_minor += missing
            leaving.append(clean(missing))
        return leaving

    def receive(self, lots: list[Lot]) -> list[Lot]:
        """Put lots at the back; return those that went to repay the bank."""
        if not self.owed_minor:
            self.lots.extend(lots)
            return []
        repaid, rest = split(lots, self.owed_minor)
        self.owed_minor -= total(repaid)
        self.lots.extend(rest)
        return repaid

    def put_back(self, lots: list[Lot]) -> list[Lot]:
        """Put lots of an undone payment back in front; return what had been the bank's."""
        borrowed = min(self.owed_minor, total(lots))
        own, repaid = split(lots, total(lots) - borrowed)
        self.owed_minor -= borrowed
        self.lots.extendleft(reversed(own))
        return repaid

    def take_back(self, payment: TransferId, units: int) -> list[Lot] | None:
        """Take out the units that one payment brought, if all of them are still here."""
        theirs = [lot for lot in self.lots if lot.arrived_by == payment]
        if total(theirs) != units:
            return None
        self.lots = deque(lot for lot in self.lots if lot.arrived_by != payment)
        return theirs


class OnClose(Protocol):
    """Told what rests when a window ends; ``goes_dark`` when a later window follows a gap."""

    def __call__(
        self, place: Place, window: Window, lots: Iterable[Lot], *, goes_dark: bool
    ) -> None:
        """Take the lots that rest."""


class Accounts:
    """Every covered account, opened and closed as time goes."""

    def __init__(
        self,
        windows: dict[Place, list[Window]],
        openings: dict[tuple[Place, int], int],
        on_close: OnClose,
    ) -> None:
        self._windows = windows
        self._openings = openings
        self._on_close = on_close
        self._open: dict[Place, tuple[int, Account]] = {}
        self._next: dict[Place, int] = dict.fromkeys(windows, 0)

    def at(self, place: Place, when: datetime) -> Account | None:
        """Return the account if its movements are known at that moment, else None."""
        if place not in self._windows:
            return None
        if place in self._open and self._windows[place][self._open[place][0]].end <= when:
            self._close(place)
        if place not in self._open:
            self._open_at(place, when)
        return self._open[place][1] if place in self._open else None

    def finish(self) -> None:
        """Close every account that is still open, in a fixed order."""
        for place in sorted(self._open):
            self._close(place)

    def _open_at(self, place: Place, when: datetime) -> None:
        """Open the window that holds the moment, if there is one."""
        windows = self._windows[place]
        while self._next[place] < len(windows) and windows[self._next[place]].end <= when:
            self._next[place] += 1
        number = self._next[place]
        if number == len(windows) or when < windows[number].start:
            return
        opening = self._openings[place, number]
        account = Account(owed_minor=max(0, -opening))
        if opening > 0:
            account.lots.append(clean(opening))
        self._open[place] = (number, account)
        self._next[place] = number + 1

    def _close(self, place: Place) -> None:
        """Say what rests at the end of a window."""
        number, account = self._open.pop(place)
        windows = self._windows[place]
        goes_dark = number + 1 < len(windows)
        self._on_close(place, windows[number], account.lots, goes_dark=goes_dark)


def openings_of(
    events: Iterable[Event], windows: dict[Place, list[Window]]
) -> tuple[dict[tuple[Place, int], int], tuple[AssumedOpening, ...]]:
    """Return every window's opening, printed or least feasible, and the assumed ones."""
    running: dict[tuple[Place, int], int] = {}
    lowest: dict[tuple[Place, int], int] = {}
    for event in events:
        for place, change in _changes(event):
            number = window_at(windows.get(place, ()), event.at)
            if number is not None:
                key = (place, number)
                running[key] = running.get(key, 0) + change
                lowest[key] = min(lowest.get(key, 0), running[key])
    openings, assumed = {}, []
    for place in sorted(windows):
        for number, window in enumerate(windows[place]):
            key = (place, number)
            if window.opening_minor is None:
                openings[key] = -lowest.get(key, 0)
                assumed.append(AssumedOpening(*place, window.start, openings[key]))
            else:
                openings[key] = window.opening_minor
    return openings, tuple(assumed)


def _changes(event: Event) -> list[tuple[Place, int]]:
    """Return what an event does to balances. Money arrives before it leaves, at one event."""
    t = event.transfer
    changes = []
    if event.phase != "debit":
        changes.append(((t.payee.account, t.currency), t.amount_minor))
    if event.phase != "credit":
        changes.append(((t.payer.account, t.currency), -t.amount_minor))
    return changes
