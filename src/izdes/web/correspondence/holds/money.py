"""Money: what the traces say lies on the accounts of an order, and which orders are on it already.

A case's trace is computed by the system where nobody acts; it keeps its pieces here, account by
account. The sum that may be held counts every victim's money there, of whatever case, once.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from izdes.core.holds.again import EarlierHold
from izdes.core.holds.caps import AccountCap, caps_of, not_yet_held
from izdes.core.holds.parts import Part, Parts
from izdes.core.holds.pieces import Piece
from izdes.core.law.pack import wordings
from izdes.core.law.release import LawPack
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId, RowId
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of

_MOMENTS = ("arrived_at", "as_of", "claimed_at", "reported_at")


@dataclass(frozen=True, slots=True)
class OtherOrder:
    """Another order upon the same accounts.

    Attributes:
        ground: The case in which it was made: in another case it has another ground.
        accounts: Keys of the accounts whose money its sum is.
        is_standing: It lasts, or nobody has answered yet.
    """

    hold: EarlierHold
    accounts: frozenset[str]
    is_standing: bool


@transaction.atomic
def keep_traced(case: int, *, trace: str, pieces: Iterable[Piece]) -> None:
    """Keep what a trace of a case says of every account; where nobody acts.

    Args:
        trace: Digest of the findings of the trace.
        pieces: Of this case alone; they take the place of those of the last trace.
    """
    places: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for piece in pieces:
        places.setdefault((str(piece.account), piece.currency), []).append(_written(piece))
    rows = [
        {"account": account, "currency": currency, "pieces": found}
        for (account, currency), found in sorted(places.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT correspondence_keep_traced(%s, %s, %s::jsonb)", [case, trace, json.dumps(rows)]
        )


def caps_on(request: Request) -> tuple[AccountCap, ...]:
    """Return how much traced money lies on the accounts of an order, account by account.

    Raises:
        NotOneTrace: Traces of several rules meet there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT correspondence_traced_on(%s)", [request.pk])
        rows = [row for (row,) in cursor.fetchall()]
    return caps_of(piece_of(json.loads(r) if isinstance(r, str) else r) for r in rows)


def others_on(request: Request, law: LawPack) -> tuple[OtherOrder, ...]:
    """Return the other orders upon the accounts of an order, in the order of their sending."""
    measures = sorted({m.measure_id for m in wordings(law) if m.asks_protected})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM correspondence_held_on(%s, %s::text[])", [request.pk, measures]
        )
        return tuple(_other(row) for row in cursor.fetchall())


def free_on(request: Request, law: LawPack, *, currency: str) -> Parts:
    """Return the traced money on the accounts of an order that no other standing order holds."""
    taken = [p for one in others_on(request, law) if one.is_standing for p in one.hold.money]
    caps = [cap for cap in caps_on(request) if cap.currency == currency]
    return tuple(part for cap in caps for part in not_yet_held(cap, taken))


def alone_on(request: Request) -> None:
    """Let nobody else send an order upon the same accounts until this command ends."""
    accounts = {*request.subjects.exclude(account="").values_list("account", flat=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(a, 0)) FROM unnest(%s::text[]) a",
            [sorted({*accounts, *draft_of(request.draft).accounts})],
        )


def _other(row: Sequence[Any]) -> OtherOrder:
    """Return another order as the database tells it."""
    number, measure, ground, rule, parts, accounts, caught, is_standing = row
    told = json.loads(parts) if isinstance(parts, str) else parts
    hold = EarlierHold(number, measure, ground or "", rule, tuple(map(Part.parse, told)), caught)
    return OtherOrder(hold, frozenset(accounts), is_standing)


def _written(piece: Piece) -> dict[str, Any]:
    """Return a piece as it is kept."""
    told = asdict(piece) | {"part": str(piece.part), "marks": sorted(piece.marks)}
    for name in _MOMENTS:
        told[name] = None if told[name] is None else told[name].isoformat()
    return told


def piece_of(told: dict[str, Any]) -> Piece:
    """Return a piece that is kept."""
    moments = {
        name: None if told[name] is None else datetime.fromisoformat(told[name])
        for name in _MOMENTS
    }
    return Piece(
        **{
            **told,
            **moments,
            "part": Part.parse(told["part"]),
            "account": AccountKey(told["account"]),
            "claim_id": ClaimId(told["claim_id"]),
            "row_ids": tuple(map(RowId, told["row_ids"])),
            "marks": frozenset(told["marks"]),
        }
    )
