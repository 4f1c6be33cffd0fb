"""Stays: how long followed money lay on accounts, as statements and answers show it.

Whose money it was is kept beside each stay, for how fast money moves depends on who moves it.

An answer is a look at an account at one moment. What it still shows stayed at least so long; what
it no longer shows left at some moment before, and the middle stands for it. So an empty account
teaches as much as a full one.

A stay describes what statements and answers show, never what anybody intends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from izdes.core.holds.parts import units_in
from izdes.core.holds.pieces import Piece
from izdes.core.holds.victims import counted_once
from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import ClaimId, Ledger, TransferId
from izdes.core.tracing.dwell import Stay, seconds_stayed
from izdes.core.tracing.trace import Trace


@dataclass(frozen=True, slots=True)
class SeenStay:
    """Money of one claim that lay on one account.

    Attributes:
        minor: In ``currency``.
        has_left: False: it was still there when last looked at.
    """

    claim_id: ClaimId
    account: AccountKey
    currency: str
    seconds: int
    minor: int
    has_left: bool

    @property
    def stay(self) -> Stay:
        """The stay as the estimate takes it."""
        return self.seconds, self.minor, self.has_left


@dataclass(frozen=True, slots=True)
class Look:
    """What an institution answered of an account at one moment.

    Attributes:
        there_minor: What lay there; 0: empty.
        caught_minor: Of it, what an order holds from then on.
    """

    account: AccountKey
    currency: str
    at: datetime
    there_minor: int
    caught_minor: int = 0


@dataclass(frozen=True, slots=True)
class Lying:
    """Traced money on an account as last seen.

    Attributes:
        minor: What was last seen there of it, or last seen going there.
        gone_minor: What of it a look no longer showed.
        seen_after: Whole seconds after its arrival at which it was last seen there.
        caught_minor: Of `minor`, what an order holds.
    """

    piece: Piece
    minor: int
    gone_minor: int
    seen_after: int
    caught_minor: int

    def after(self, moment: datetime) -> int:
        """Return whole seconds since its arrival, never below zero."""
        return seconds_between(self.piece.arrived_at, moment)


def departures(trace: Trace, ledger: Ledger) -> tuple[SeenStay, ...]:
    """Return how long money stayed that was seen to leave an account.

    Args:
        trace: Under a rule that does not mix: only there a unit has a stay of its own.
    """
    moves = {t.transfer_id: t for t in ledger.transfers}
    found: defaultdict[tuple[ClaimId, TransferId, TransferId], int] = defaultdict(int)
    for s in trace.slices:
        if s.parent is not None and not s.behind:
            came = trace.slices[s.parent].transfer_id
            found[s.claim_id, came, s.transfer_id] += s.hi - s.lo
    stays = ((claim, moves[came], moves[left], n) for (claim, came, left), n in found.items())
    return tuple(
        SeenStay(claim, a.payee.account, a.currency, seconds_stayed(a, b), minor, has_left=True)
        for claim, a, b, minor in stays
        if minor and not is_virtual(a.payee.account)
    )


def lying_at(pieces: Iterable[Piece], looks: Iterable[Look], *, now: datetime) -> tuple[Lying, ...]:
    """Return the traced money of accounts as it was last seen by a moment, each unit once.

    Args:
        looks: Answers in any order; of one account the last before `now` counts, and tells
            nothing of what came after it or was seen there later.

    Raises:
        NotOneTrace: As `caps.caps_of`.
    """
    last: dict[tuple[AccountKey, str], Look] = {}
    for look in sorted(looks, key=lambda one: one.at):
        if look.at <= now:
            last[look.account, look.currency] = look
    groups: defaultdict[tuple[AccountKey, str], list[tuple[Piece, int]]] = defaultdict(list)
    for piece, parts in counted_once(pieces):
        groups[piece.account, piece.currency].append((piece, units_in(parts)))
    return tuple(one for place in sorted(groups) for one in _looked(groups[place], last.get(place)))


def stays_of(lying: Iterable[Lying]) -> Iterator[SeenStay]:
    """Yield what money that was not seen to leave teaches: cut short, or gone before a look."""
    for one in lying:
        p = one.piece
        if one.minor and one.seen_after:
            yield SeenStay(
                p.claim_id, p.account, p.currency, one.seen_after, one.minor, has_left=False
            )
        if one.gone_minor:
            middle = one.seen_after // 2
            yield SeenStay(p.claim_id, p.account, p.currency, middle, one.gone_minor, has_left=True)


def seconds_between(start: datetime, end: datetime) -> int:
    """Return whole seconds between two moments, never below zero."""
    return max(0, int((end - start).total_seconds()))


def _looked(group: Sequence[tuple[Piece, int]], look: Look | None) -> Iterator[Lying]:
    """Yield the money of one account as the last look or statement shows it.

    What a look shows is taken to be what came last, for what came first left first.
    """
    there = look.there_minor if look else 0
    caught = look.caught_minor if look else 0
    for piece, minor in sorted(group, key=lambda one: one[0].arrived_at, reverse=True):
        if look is None or piece.arrived_at > look.at or (piece.as_of and piece.as_of > look.at):
            seen = seconds_between(piece.arrived_at, piece.as_of) if piece.as_of else 0
            yield Lying(piece, minor, 0, seen, 0)
            continue
        left, held = min(minor, there), min(minor, there, caught)
        there, caught = there - left, caught - held
        yield Lying(piece, left, minor - left, seconds_between(piece.arrived_at, look.at), held)
