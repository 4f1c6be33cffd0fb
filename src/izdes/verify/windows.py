"""When the movements of an account are known (tracing.md, 3)."""

from datetime import datetime
from typing import NamedTuple

from .ledger import Ledger


class Window(NamedTuple):
    """An interval [start, end) in which the movements of an account are known; None: no end."""

    start: datetime | None
    end: datetime | None
    opening: int | None


class Windows:
    """The windows of every account in every currency, in order of time."""

    def __init__(self, ledger: Ledger) -> None:
        self.are_stated = ledger.accounts is not None
        self._of: dict[tuple[str, str], list[Window]] = {}
        if ledger.accounts is None:
            for t in ledger.transfers:
                if not t.payer.startswith("@"):
                    self._of[t.payer, t.currency] = [Window(None, None, None)]
        else:
            known = [(a.start, a.end, a) for a in ledger.accounts if a.start and a.end]
            for start, end, a in sorted(known, key=lambda k: (*k[:2], *_stated(k[2].opening))):
                windows = self._of.setdefault((a.account, a.currency), [])
                _add(windows, start, end, a.opening)

    def number(self, account: str, currency: str, at: datetime) -> int | None:
        """Return the number of the window that holds the moment; None: the account is dark."""
        for number, w in enumerate(self._of.get((account, currency), ())):
            if (w.start is None or w.start <= at) and (w.end is None or at < w.end):
                return number
        return None

    def at(self, pool: tuple[str, str, int]) -> Window:
        """Return the window of a pool."""
        account, currency, number = pool
        return self._of[account, currency][number]

    def unprinted(self) -> list[tuple[str, str, int]]:
        """Return the pools, in order, whose opening nobody printed."""
        return [
            (account, currency, number)
            for (account, currency), windows in sorted(self._of.items())
            for number, window in enumerate(windows)
            if window.opening is None
        ]

    def is_last(self, pool: tuple[str, str, int]) -> bool:
        """Say whether no later window follows."""
        account, currency, number = pool
        return number == len(self._of[account, currency]) - 1


def _stated(opening: int | None) -> tuple[bool, int]:
    """Order equal intervals: a printed opening stands, of several the least."""
    return (opening is None, opening or 0)


def _add(windows: list[Window], start: datetime, end: datetime, opening: int | None) -> None:
    """Add a window; one that touches the last is joined to it, and the earlier opening stands."""
    last = windows[-1] if windows else None
    if last is None or last.start is None or last.end is None or last.end < start:
        windows.append(Window(start, end, opening))
    else:
        windows[-1] = Window(last.start, max(last.end, end), last.opening)
