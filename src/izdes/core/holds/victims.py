"""Victims: which of them the same units belong to, where several claim them.

Units that two claims name belong to the first victim: to whom they were stolen from first, and of
two claims on one payment to the one reported first. The others stand behind, with how much.

That somebody comes first is a rule of counting each unit once. It decides nobody's right to what is
paid back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from izdes.core.errors import IzdesError
from izdes.core.holds.parts import Part, Parts, overlap, units_in, without
from izdes.core.holds.pieces import Piece
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId


class NotOneTrace(IzdesError):
    """Pieces that cannot be laid over one another: of several rules, or mixed in several cases."""

    code: ClassVar[str] = "hold_not_one_trace"


@dataclass(frozen=True, slots=True)
class Behind:
    """A claim on units that belong to an earlier victim."""

    case: str
    claim_id: ClaimId
    first_case: str
    first_claim_id: ClaimId
    minor: int


def by_place(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces of each account and currency, in the order of these, on one axis."""
    places: defaultdict[tuple[AccountKey, str], list[Piece]] = defaultdict(list)
    for piece in one_axis(pieces):
        places[piece.account, piece.currency].append(piece)
    return [places[place] for place in sorted(places)]


def counted_once(pieces: Iterable[Piece]) -> tuple[tuple[Piece, Parts], ...]:
    """Return the pieces that have units of their own, each with these: the first victim's first.

    Raises:
        NotOneTrace: The pieces on one account cannot be laid over one another.
    """
    return tuple(one for place in by_place(pieces) for one in in_turn(place)[0])


def in_turn(pieces: Sequence[Piece]) -> tuple[list[tuple[Piece, Parts]], list[Behind]]:
    """Give the units on one account to its pieces, the first victim first; tell who stands behind.

    Raises:
        NotOneTrace: The pieces follow several rules; or several cases meet under a rule that mixes.
    """
    _require_one_trace(pieces)
    found: list[tuple[Piece, Parts]] = []
    behind: list[Behind] = []
    # Units of two transfers are never the same.
    given: defaultdict[str, list[tuple[Piece, Parts]]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda p: (p.first_in_time, p.part)):
        before = given[piece.part.transfer]
        behind += _behind(piece, before)
        left = without([piece.part], (part for _, parts in before for part in parts))
        if left:
            before.append((piece, left))
            found.append((piece, left))
    return found, behind


def _require_one_trace(pieces: Sequence[Piece]) -> None:
    """Refuse pieces that say different things by the same words."""
    if len({p.rule for p in pieces}) > 1:
        raise NotOneTrace(why="rules")
    if any(p.is_mixed for p in pieces) and len({p.case for p in pieces}) > 1:
        raise NotOneTrace(why="cases")


def _behind(piece: Piece, given: Iterable[tuple[Piece, Parts]]) -> list[Behind]:
    """Return whose units a piece claims once more."""
    return [
        Behind(piece.case, piece.claim_id, first.case, first.claim_id, units_in(again))
        for first, parts in given
        if (again := overlap([piece.part], parts))
        and (first.case, first.claim_id) != (piece.case, piece.claim_id)
    ]


def one_axis(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces whose carriers have one name each: the same rows are the same transfer.

    Where one case saw both banks' rows and another only one bank's, their traces call the transfer
    differently.
    """
    given = list(pieces)
    name: dict[str, str] = {}

    def root(text: str) -> str:
        while name.setdefault(text, text) != text:
            text = name[text]
        return text

    for piece in given:
        for row in piece.row_ids:
            one, other = sorted((root(piece.part.transfer), root(f"row {row}")))
            name[other] = one
    least: dict[str, str] = {}
    for transfer in sorted({p.part.transfer for p in given}):
        least.setdefault(root(transfer), transfer)
    return [_called(p, least[root(p.part.transfer)]) for p in given]


def _called(piece: Piece, transfer: str) -> Piece:
    """Return a piece whose carrier is called so."""
    if piece.part.transfer == transfer:
        return piece
    return replace(piece, part=Part(transfer, piece.part.lo, piece.part.hi))
