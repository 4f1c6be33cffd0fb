"""The truth: where every stolen unit went, counted here and nowhere else.

This module shares no code with what it judges. It keeps, for every account, a queue of runs
(whose units, how many) and lets units move one transfer after another:

* opening money lies in front and is nobody's; what entered first leaves first;
* the part of a transfer that a victim claims is its front; units stolen twice keep the first
  victim's name before the second's;
* a payee has the money from the second at which its bank enters it;
* units that come back to the account they were claimed from are returned;
* a refund with no payment of either account in between puts the units back where they lay;
  otherwise it carries the very units of its payment, which wait apart until then, if the balance
  never fell below what waits there; or else the oldest.

Given windows of coverage, the same count says what could be known from the statements that exist.
First in, first out is a convention; the count proves arithmetic, not what anybody meant.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from izdes.twin.bank import Transfer

Owners = tuple[str, ...]  # claim ids, the first victim's first
Moment = tuple[datetime, int]  # when, and in which step
Ending = tuple[str, str]  # account, what became of the units there

_SINKS = {"@cash": "cash", "@fee": "fee", "@merchant": "merchant", "@abroad": "abroad"}


@dataclass(frozen=True, slots=True)
class Stolen:
    """A part of a transfer that was stolen: its first ``amount_minor`` units."""

    claim_id: str
    transfer_id: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Window:
    """Where an account's movements are known, [start, end), and what it held at the start."""

    start: datetime
    end: datetime
    opening_minor: int

    def holds(self, moment: datetime) -> bool:
        """Say whether the moment lies in the window."""
        return self.start <= moment < self.end


@dataclass(slots=True)
class Run:
    """So many units in a row with the same owners, brought by the same transfer."""

    owners: Owners
    units: int
    brought_by: str = ""


@dataclass(slots=True)
class Count:
    """The result of a count.

    Attributes:
        endings: Claim -> (account, ending) -> units. They sum up to the claim.
        paths: Claim -> every account of a window through which its units passed.
        touched: Account -> the first moment at which stolen units reached it.
    """

    endings: dict[str, dict[Ending, int]] = field(default_factory=dict)
    paths: dict[str, set[str]] = field(default_factory=dict)
    touched: dict[str, datetime] = field(default_factory=dict)


def is_seen(transfer: Transfer, windows: Mapping[str, Window]) -> bool:
    """Say whether any statement shows the transfer."""
    payer, payee = windows.get(transfer.payer.key), windows.get(transfer.payee.key)
    return bool(
        (payer and payer.holds(transfer.debited_at))
        or (payee and payee.holds(transfer.credited_at))
    )


def count_units(
    transfers: Iterable[Transfer],
    stolen: Sequence[Stolen],
    *,
    windows: Mapping[str, Window],
    kinds: Mapping[str, str],
) -> Count:
    """Follow the stolen units through everything that the windows show.

    Args:
        transfers: In the order in which they were debited.
        stolen: At most one claim on a transfer.
        windows: Account key -> where it is known.
        kinds: Accounts that are known to be an exchange or a shop -> what ends there.
    """
    seen = [t for t in transfers if is_seen(t, windows)]
    return _Counter(seen, stolen, windows, kinds).run()


class _Counter:
    """One count, step by step."""

    def __init__(
        self,
        seen: Sequence[Transfer],
        stolen: Sequence[Stolen],
        windows: Mapping[str, Window],
        kinds: Mapping[str, str],
    ) -> None:
        self.seen, self.windows, self.kinds = seen, windows, kinds
        ids = {t.transfer_id for t in seen}
        self.stolen = {s.transfer_id: s for s in stolen if s.transfer_id in ids}
        self.home = {
            self.stolen[t.transfer_id].claim_id: t.payer.key
            for t in seen
            if t.transfer_id in self.stolen
        }
        self.refunded = {t.refund_of for t in seen if t.refund_of in ids}
        self.waiting = _waiting(seen, windows)
        self.queues: dict[str, deque[Run]] = {}
        self.moving: dict[str, list[Run]] = {}
        self.set_aside: dict[str, list[Run]] = {}
        self.debits: dict[str, int] = {}
        self.debits_then: dict[str, tuple[int, int]] = {}
        self.undone: set[str] = set()
        self.result = Count()

    def run(self) -> Count:
        """Take every debit and every credit in order of time."""
        steps = [(t.debited_at, 2 * n, t) for n, t in enumerate(self.seen)]
        steps += [(t.credited_at, 2 * n + 1, t) for n, t in enumerate(self.seen)]
        for _, place, transfer in sorted(steps, key=lambda step: step[:2]):
            if place % 2:
                self._credit(transfer)
            else:
                self._debit(transfer)
        for key in sorted(self.queues):
            self._end(self.queues[key], key, "held")
        return self.result

    def _queue(self, key: str, moment: datetime) -> deque[Run] | None:
        """Return the account's queue if it is known at the moment."""
        window = self.windows.get(key)
        if window is None or not window.holds(moment):
            return None
        if key not in self.queues:
            self.queues[key] = deque([Run((), window.opening_minor)])
        return self.queues[key]

    def _debit(self, t: Transfer) -> None:
        """Take a transfer's units out of the payer's account and mark what is claimed."""
        runs = self._leaving(t)
        claim = self.stolen.get(t.transfer_id)
        if claim is not None:
            runs = _marked(runs, claim)
        self.moving[t.transfer_id] = runs
        self.debits[t.payer.key] = self.debits.get(t.payer.key, 0) + 1
        self.debits_then[t.transfer_id] = self._debits_of(t)

    def _debits_of(self, t: Transfer) -> tuple[int, int]:
        """Return how often payer and payee have paid so far."""
        return self.debits.get(t.payer.key, 0), self.debits.get(t.payee.key, 0)

    def _leaving(self, t: Transfer) -> list[Run]:
        """Return the units that leave: a refund's own, or the oldest, or unknown ones."""
        if t.refund_of in self.refunded:
            payer_then, payee_then = self.debits_then[t.refund_of]
            if self._debits_of(t) == (payee_then, payer_then):
                self.undone.add(t.transfer_id)
            if t.refund_of in self.set_aside:
                return self.set_aside.pop(t.refund_of)
        queue = self._queue(t.payer.key, t.debited_at)
        if queue is None:
            return [Run((), t.amount_minor)]
        if t.transfer_id in self.undone:
            own = [run for run in queue if run.brought_by == t.refund_of]
            if sum(run.units for run in own) == t.amount_minor:
                self.queues[t.payer.key] = deque(r for r in queue if r.brought_by != t.refund_of)
                return own
        return _front(queue, t.amount_minor)

    def _credit(self, t: Transfer) -> None:
        """Bring the units to the payee's account, or say where they ended."""
        runs = self._sent_home(t, self.moving.pop(t.transfer_id))
        queue = self._queue(t.payee.key, t.credited_at)
        if queue is None and t.transfer_id in self.refunded:
            self.set_aside[t.transfer_id] = runs
        elif queue is None:
            self._end(runs, t.payee.key, self._sink(t.payee.key))
        elif t.transfer_id in self.waiting:
            self.set_aside[t.transfer_id] = runs
        elif t.transfer_id in self.undone:
            queue.extendleft(reversed(runs))
        else:
            self._lay(queue, runs, t)

    def _lay(self, queue: deque[Run], runs: Iterable[Run], t: Transfer) -> None:
        """Lay the units at the back of the payee's queue and note whose money has been there."""
        brought_by = t.transfer_id if t.transfer_id in self.refunded else ""
        for run in runs:
            for claim_id in run.owners:
                self.result.paths.setdefault(claim_id, set()).add(t.payee.key)
                self.result.touched.setdefault(t.payee.key, t.credited_at)
            last = queue[-1] if queue else None
            if last and (last.owners, last.brought_by) == (run.owners, brought_by):
                last.units += run.units
            else:
                queue.append(Run(run.owners, run.units, brought_by))

    def _sent_home(self, t: Transfer, runs: Iterable[Run]) -> list[Run]:
        """Take the names off units that are back on the account they were claimed from."""
        kept = []
        for run in runs:
            back = tuple(
                c for c in run.owners if t.payee.is_account and self.home[c] == t.payee.key
            )
            self._end([Run(back, run.units)], t.payee.key, "returned")
            kept.append(Run(tuple(c for c in run.owners if c not in back), run.units))
        return kept

    def _sink(self, key: str) -> str:
        """Return what becomes of units that reach an account nobody can look into."""
        return self.kinds.get(key) or _SINKS.get(key.partition(":")[0], "frontier")

    def _end(self, runs: Iterable[Run], key: str, ending: str) -> None:
        """Write down where units ended, for every one of their owners."""
        for run in runs:
            for claim_id in run.owners:
                endings = self.result.endings.setdefault(claim_id, {})
                endings[key, ending] = endings.get((key, ending), 0) + run.units


def _waiting(seen: Sequence[Transfer], windows: Mapping[str, Window]) -> set[str]:
    """Return the payments whose units wait for their refund: the money was there all the time."""
    place = {t.transfer_id: n for n, t in enumerate(seen)}
    waits: dict[str, list[tuple[Moment, Moment, int]]] = {}
    found = set()
    for back, refund in enumerate(seen):
        if refund.refund_of not in place:
            continue
        key, paid = refund.payer.key, place[refund.refund_of]
        window = windows.get(key)
        if _has_paid_between(seen, (paid, back)) and window and window.holds(refund.debited_at):
            came = (seen[paid].credited_at, 2 * paid + 1)
            span = (came, (refund.debited_at, 2 * back), refund.amount_minor)
            spans = [*waits.get(key, ()), span]
            if all(
                balance >= sum(units for start, end, units in spans if start <= moment < end)
                for moment, balance in _balances(seen, key, window)
                if span[0] <= moment < span[1]
            ):
                waits[key] = spans
                found.add(refund.refund_of)
    return found


def _has_paid_between(seen: Sequence[Transfer], between: tuple[int, int]) -> bool:
    """Say whether either account paid anything between a payment and its refund."""
    sides = {seen[between[0]].payer.key, seen[between[0]].payee.key}
    return any(
        t.payer.key in sides and t.payer.is_account for t in seen[between[0] + 1 : between[1]]
    )


def _balances(seen: Sequence[Transfer], key: str, window: Window) -> Iterable[tuple[Moment, int]]:
    """Yield an account's balance after each of its movements: the moment, minor units."""
    steps = [
        (t.debited_at, 2 * n, -t.amount_minor)
        for n, t in enumerate(seen)
        if t.payer.key == key and window.holds(t.debited_at)
    ]
    steps += [
        (t.credited_at, 2 * n + 1, t.amount_minor)
        for n, t in enumerate(seen)
        if t.payee.key == key and window.holds(t.credited_at)
    ]
    balance = window.opening_minor
    for at, step, change in sorted(steps):
        balance += change
        yield (at, step), balance


def _front(queue: deque[Run], units: int) -> list[Run]:
    """Take so many units from the front of a queue."""
    taken = []
    while units:
        first = queue[0]
        part = min(units, first.units)
        taken.append(Run(first.owners, part))
        first.units -= part
        units -= part
        if not first.units:
            queue.popleft()
    return taken


def _marked(runs: Iterable[Run], claim: Stolen) -> list[Run]:
    """Write the claim's name behind those already on the first units of a transfer."""
    rest = deque(Run(run.owners, run.units) for run in runs)
    front = _front(rest, claim.amount_minor)
    return [Run((*run.owners, claim.claim_id), run.units) for run in front] + list(rest)
