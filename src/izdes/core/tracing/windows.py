"""Windows: the intervals over which an account's movements are known.

Money is followed only inside a window. What arrives outside it ends at the frontier; what rests
when the last window closes is held there at that instant; what rests before a gap is at the
frontier too, because nobody knows what happened in the gap. Windows that touch are one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from izdes.core.money.account import (
    ACCOUNT_KINDS,
    AccountKey,
    AccountKind,
    Coverage,
    is_virtual,
)
from izdes.core.money.transfer import Ledger

Place = tuple[AccountKey, str]
# ``unknown`` says nothing; the others say the more the later they stand.
_SAYS = {"unknown": -1} | {k: n for n, k in enumerate(ACCOUNT_KINDS) if k != "unknown"}
_ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Window:
    """One interval [start, end) of one account in one currency.

    Attributes:
        opening_minor: Printed balance at the start; None when not printed. Negative: owed.
        residue_is_held: False where nobody said that the account is covered.
    """

    start: datetime
    end: datetime
    opening_minor: int | None
    residue_is_held: bool = True


def windows_of(ledger: Ledger) -> dict[Place, list[Window]]:
    """Return each account's windows in time order."""
    if not ledger.has_coverage:
        payers = {(t.payer.account, t.currency) for t in ledger.transfers}
        return {
            p: [Window(*_ALWAYS, None, residue_is_held=False)]
            for p in payers
            if not is_virtual(p[0])
        }
    found: defaultdict[Place, list[Window]] = defaultdict(list)
    for c in ledger.coverages:
        if c.covered_from is not None and c.covered_to is not None:
            found[c.account, c.currency].append(
                Window(c.covered_from, c.covered_to, c.opening_minor)
            )
    return {place: _joined(windows) for place, windows in found.items()}


def _joined(windows: Iterable[Window]) -> list[Window]:
    """Join windows that touch or overlap: the earlier one's opening stands."""
    joined: list[Window] = []
    for w in sorted(windows, key=_in_order):
        if joined and w.start <= joined[-1].end:
            last = joined[-1]
            joined[-1] = Window(last.start, max(last.end, w.end), last.opening_minor)
        else:
            joined.append(w)
    return joined


def _in_order(w: Window) -> tuple[datetime, datetime, bool, int]:
    """Order windows; of equal intervals a printed opening stands, of several the least."""
    return (w.start, w.end, w.opening_minor is None, w.opening_minor or 0)


def window_at(windows: Iterable[Window], when: datetime) -> int | None:
    """Return the number of the window that holds the moment, or None."""
    for number, window in enumerate(windows):
        if window.start <= when < window.end:
            return number
    return None


def kinds_of(coverages: Iterable[Coverage]) -> Mapping[AccountKey, AccountKind]:
    """Return what kind each named account is; of several stated kinds the one that says most."""
    found: dict[AccountKey, AccountKind] = {}
    for c in sorted(coverages, key=lambda c: _SAYS[c.kind]):
        found[c.account] = c.kind
    return found
