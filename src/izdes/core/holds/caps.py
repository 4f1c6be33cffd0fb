"""Caps: the most that may be held on an account, over all victims, each unit counted once.

The cap is traced money that reached the account and is not shown to have left: held + frontier
under the rule that the order names. It is taken over every victim's claims on the account, those of
other cases and regions included. Units that two claims name belong to the first victim (`victims`);
the later claims are listed behind, with no amount of their own.

To hold more than the cap would be to hold somebody else's money. The cap is no finding that the
money is still there: that is what the institution answers.

Property: Σ shares = cap; the cap never exceeds what the transfers brought; cases traced apart and
put together give what the same cases give when traced as one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from izdes.core.holds.parts import Part, Parts, joined, units_in, without
from izdes.core.holds.pieces import AtStake, Piece
from izdes.core.holds.victims import Behind, by_place, in_turn
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId
from izdes.core.sealing.canonical import table_digest
from izdes.core.tracing.trace import Mark

_COLUMNS = ("account", "currency", "rule", "case", "claim", "ending", "transfer", "lo", "hi")


@dataclass(frozen=True, slots=True)
class Share:
    """What one claim has in a cap: these units, and no other claim has them."""

    case: str
    claim_id: ClaimId
    ending: AtStake
    parts: Parts

    @property
    def minor(self) -> int:
        """How much it is."""
        return units_in(self.parts)


@dataclass(frozen=True, slots=True)
class AccountCap:
    """The most that may be held on one account in one currency.

    Attributes:
        parts: Which money it is, in the order in which it came; disjoint.
        shares: Whose money it is, the first victim first.
        behind: Claims on the same units that come later.
        layer: The least number of transfers from a victim.
        held_as_of: Up to when statements show the held part.
    """

    account: AccountKey
    currency: str
    rule: str
    parts: Parts
    shares: tuple[Share, ...]
    behind: tuple[Behind, ...]
    layer: int
    held_as_of: datetime | None
    arrived_first: datetime
    arrived_last: datetime
    marks: tuple[Mark, ...]

    @property
    def amount_minor(self) -> int:
        """The cap."""
        return sum(share.minor for share in self.shares)

    @property
    def held_minor(self) -> int:
        """Of it, what a statement shows there at `held_as_of`."""
        return sum(share.minor for share in self.shares if share.ending == "held")

    @property
    def frontier_minor(self) -> int:
        """Of it, what was last seen going there."""
        return sum(share.minor for share in self.shares if share.ending == "frontier")

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases whose victims' money it is."""
        return tuple(sorted({share.case for share in self.shares}))

    def digest(self) -> str:
        """Return the SHA-256 of what the cap is made of, so that anybody can compute it again."""
        return digest_of([self])


def digest_of(caps: Iterable[AccountCap]) -> str:
    """Return the SHA-256 of what several caps are made of, in whatever order."""
    return table_digest(
        _COLUMNS,
        (
            (
                cap.account,
                cap.currency,
                cap.rule,
                s.case,
                s.claim_id,
                s.ending,
                p.transfer,
                p.lo,
                p.hi,
            )
            for cap in caps
            for s in cap.shares
            for p in s.parts
        ),
    )


def caps_of(pieces: Iterable[Piece]) -> tuple[AccountCap, ...]:
    """Return the cap of every account on which traced money may lie.

    Args:
        pieces: Of all cases that claim money there, each traced on the same statements under one
            rule. Their order does not matter.

    Returns:
        One cap for each account and currency, in the order of these.

    Raises:
        NotOneTrace: The pieces follow several rules; or several cases meet on an account under a
            rule that mixes: these have to be traced together.
    """
    return tuple(_cap(place) for place in by_place(pieces))


def cap_on(pieces: Iterable[Piece], account: AccountKey, currency: str) -> AccountCap | None:
    """Return the cap of one account; None where no traced money is known to be there.

    Raises:
        NotOneTrace: As `caps_of`.
    """
    found = caps_of(p for p in pieces if (p.account, p.currency) == (account, currency))
    return found[0] if found else None


def not_yet_held(cap: AccountCap, held: Iterable[Part]) -> Parts:
    """Return the money of a cap that no order holds yet: what a further order may be for."""
    return without(cap.parts, held)


def _cap(pieces: Sequence[Piece]) -> AccountCap:
    """Return the cap that the pieces on one account make."""
    given, behind = in_turn(pieces)
    counted = [piece for piece, _ in given]
    return AccountCap(
        account=pieces[0].account,
        currency=pieces[0].currency,
        rule=pieces[0].rule,
        parts=tuple(
            part
            for piece, parts in sorted(given, key=lambda one: (one[0].arrived_at, one[0].part))
            for part in parts
        ),
        shares=_shares(given),
        behind=_summed(behind),
        layer=min(p.layer for p in counted),
        held_as_of=max((p.as_of for p in counted if p.ending == "held" and p.as_of), default=None),
        arrived_first=min(p.arrived_at for p in counted),
        arrived_last=max(p.arrived_at for p in counted),
        marks=tuple(sorted({mark for p in counted for mark in p.marks})),
    )


def _summed(behind: Iterable[Behind]) -> tuple[Behind, ...]:
    """Return one row for each pair of claims."""
    found: defaultdict[tuple[str, ClaimId, str, ClaimId], int] = defaultdict(int)
    for b in behind:
        found[b.case, b.claim_id, b.first_case, b.first_claim_id] += b.minor
    return tuple(Behind(*who, minor) for who, minor in sorted(found.items()))


def _shares(given: Iterable[tuple[Piece, Parts]]) -> tuple[Share, ...]:
    """Return what each claim has, the first victim first."""
    found: defaultdict[tuple[str, ClaimId, AtStake], list[Part]] = defaultdict(list)
    for piece, parts in given:
        found[piece.case, piece.claim_id, piece.ending].extend(parts)
    return tuple(Share(*who, joined(parts)) for who, parts in found.items())
