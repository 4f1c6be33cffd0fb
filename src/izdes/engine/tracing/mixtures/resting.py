"""Where pieces go no further under a rule that mixes, as the core's own values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, Transfer
from izdes.core.tracing.trace import ENDING_KINDS, EndingKind, Mark, Resting
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.mixtures.pieces import Piece, marks_of

_NO_MARKS: frozenset[Mark] = frozenset()


class Rests:
    """Collects what rests, in the order in which it came to rest.

    Args:
        victims: The account each claim was paid from, if it is one.
    """

    def __init__(self, facts: Facts, victims: Mapping[ClaimId, AccountKey | None]) -> None:
        self._facts, self._victims = facts, victims
        self._homes = {account for account in victims.values() if account is not None}
        self.found: list[Resting] = []

    def arrived(self, t: Transfer, row: Iterable[Piece]) -> list[Piece]:
        """Note when pieces came, and end the claims whose money came home to their victim."""
        at, payee = t.arrives_at, t.payee.account
        here = [
            Piece(units, claims, masses, marks, at, at) if claims else Piece(units)
            for units, claims, masses, marks, _, _ in row
        ]
        if payee not in self._homes:
            return here
        return [self._without_returned(piece, (payee, t.currency)) for piece in here]

    def _without_returned(self, piece: Piece, lying: tuple[AccountKey, str]) -> Piece:
        """End a piece's claims that were paid from the account where it lies."""
        away = []
        for number, claim_id in enumerate(piece.row):
            if self._victims[claim_id] == lying[0]:
                self._rest(piece, number, lying, "returned")
            else:
                away.append(number)
        if len(away) == len(piece.row):
            return piece
        return piece._replace(
            row=tuple(piece.row[n] for n in away),
            masses=tuple(piece.masses[n] for n in away),
            marks=tuple(piece.marks[n] for n in away),
        )

    def end(self, t: Transfer, row: Iterable[Piece], ending_code: int) -> None:
        """End pieces at a dark payee or at the lender."""
        for piece in row:
            self._all(piece, (t.payee.account, t.currency), ENDING_KINDS[ending_code])

    def too_small(self, number: int, dust: Iterable[Piece]) -> None:
        """End pieces that are too small for one unit of another currency."""
        pool = self._facts.pool(number)
        for piece in dust:
            self._all(piece, (pool.account, pool.currency), "conversion")

    def lie(self, number: int, lying: Iterable[Piece]) -> None:
        """End what lies in a pool when its window closes."""
        pool = self._facts.pool(number)
        marks: set[Mark] = set()
        if pool.goes_dark:
            marks.add("gap")
        if pool.is_assumed:
            marks.add("opening_assumed")
        for piece in lying:
            where = (pool.account, pool.currency)
            self._all(piece, where, pool.ending, as_of=pool.as_of, own=frozenset(marks))

    def undone(self, claims: Sequence[tuple[Claim, Transfer]]) -> None:
        """End claims on transfers that count for nothing: the money never left."""
        for claim, t in claims:
            units, at = claim.amount_minor, t.booked_at
            whole = Piece(units, (claim.claim_id,), (units,), (0,), at, at)
            self._all(whole, (t.payer.account, t.currency), "returned")

    def _all(
        self,
        piece: Piece,
        lying: tuple[AccountKey, str],
        ending: EndingKind,
        *,
        as_of: datetime | None = None,
        own: frozenset[Mark] = _NO_MARKS,
    ) -> None:
        """Record every claim of a piece at rest."""
        for number in range(len(piece.row)):
            self._rest(piece, number, lying, ending, as_of=as_of, own=own)

    def _rest(
        self,
        piece: Piece,
        number: int,
        lying: tuple[AccountKey, str],
        ending: EndingKind,
        *,
        as_of: datetime | None = None,
        own: frozenset[Mark] = _NO_MARKS,
    ) -> None:
        """Record one claim of a piece at rest."""
        self.found.append(
            Resting(
                claim_id=piece.row[number],
                account=lying[0],
                ending=ending,
                origin_lo=0,
                origin_hi=piece.masses[number],
                units=piece.units,
                currency=lying[1],
                slice_id=None,
                arrived_at=piece.first,
                as_of=as_of,
                behind=piece.row[0] if number else "",
                marks=own | marks_of(piece.marks[number]),
                arrived_last=piece.last,
            )
        )
