"""Before: what was asked, ordered and answered, as a plan takes it into account.

A draft that the machine wrote and nobody touched counts as nothing: the plan writes it anew. What
an officer drafted, changed or signed counts as asked. What he took back, and what was refused, is
his to begin again: the machine leaves it alone and says so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from izdes.core.holds.parts import Part
from izdes.core.holds.stays import Look
from izdes.core.holds.stopping import AskedBefore, AskedState
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import TransferId

Row = Mapping[str, Any]
_TAKEN_BACK = frozenset({"withdrawn", "refused", "not_accepted"})
_NOT_OURS = frozenset({"not_ours", "not_found"})
_WRITTEN = ("kind", "value", "card_digest", "most_minor", "account")


@dataclass(frozen=True, slots=True)
class Before:
    """What happened in a case so far.

    Attributes:
        asked: Questions that were put or are about to be, by officers' own hand.
        not_ours: Accounts that their institution does not keep.
        looks: What institutions said lies on accounts.
        ordered: Money that some order was about, whether or not it lasts.
        held: What orders in force hold, by account and currency.
        left_alone: Matters that an officer took back or that were refused: kind and account.
        awaits: Whether something was sent and is not answered.
    """

    asked: tuple[AskedBefore, ...]
    not_ours: frozenset[AccountKey]
    looks: tuple[Look, ...]
    ordered: tuple[Part, ...]
    held: Mapping[tuple[AccountKey, str], int]
    left_alone: frozenset[tuple[str, AccountKey]]
    awaits: bool


def before_of(rows: Sequence[Row]) -> Before:
    """Return what the requests of a case say."""
    live = [r for r in rows if r["state"] not in _TAKEN_BACK and not _is_untouched(r)]
    return Before(
        asked=tuple(_asked(r, s) for r in live if r["kind"] == "request" for s in _named(r)),
        not_ours=frozenset(
            AccountKey(s["account"]) for r in live for s in _named(r) if s["status"] in _NOT_OURS
        ),
        looks=tuple(look for r in live for look in _looks(r)),
        ordered=tuple(
            Part.parse(part)
            for r in live
            if r["kind"] == "order"
            for part in r["draft"].get("parts", ())
        ),
        held=_held(live),
        left_alone=frozenset(
            (r["kind"], AccountKey(s["account"]))
            for r in rows
            if r["state"] in _TAKEN_BACK and (r["written"] is None or r["key"])
            for s in _named(r)
        ),
        awaits=any(r["state"] not in {"draft", "closed"} and not r["is_answered"] for r in live),
    )


def _named(row: Row) -> list[Row]:
    """Return the subjects of a request that are accounts of the ledger."""
    return [s for s in row["subjects"] if s["account"]]


def _is_untouched(row: Row) -> bool:
    """Say whether a draft is as the machine wrote it."""
    if row["state"] != "draft" or row["written"] is None:
        return False
    subjects = [{name: s[name] for name in _WRITTEN} for s in row["subjects"]]
    return bool(row["written"] == {"draft": row["draft"], "subjects": subjects})


def _asked(row: Row, subject: Row) -> AskedBefore:
    """Return what was asked about one account."""
    period = row["draft"].get("period") or {}
    state: AskedState = "answered" if row["is_answered"] else "open"
    return AskedBefore(
        account=AccountKey(subject["account"]),
        ask=frozenset(row["draft"].get("demanded", ())),
        period_from=_moment(period.get("since")) or _EVER,
        period_to=_moment(period.get("until")) or _EVER,
        state=state,
        transfers=frozenset(map(TransferId, row["transfers"])),
    )


def _looks(row: Row) -> list[Look]:
    """Return what an institution said lies on the accounts of an order."""
    return [
        Look(
            account=AccountKey(h["account"]),
            currency=h["currency"],
            at=_moment(h["looked_at"]) or _EVER,
            there_minor=h["amount_minor"],
            caught_minor=0 if h["ended_at"] else h["amount_minor"],
        )
        for h in row["holds"]
        if h["account"] and h["status"] in {"held", "empty"} and h["ended_why"] != "corrected"
    ]


def _held(rows: Sequence[Row]) -> Mapping[tuple[AccountKey, str], int]:
    """Return what orders in force hold."""
    found: defaultdict[tuple[AccountKey, str], int] = defaultdict(int)
    for row in rows:
        for h in row["holds"]:
            if h["status"] == "held" and h["account"] and h["ended_at"] is None:
                found[AccountKey(h["account"]), h["currency"]] += h["amount_minor"]
    return found


def _moment(text: str | None) -> datetime | None:
    """Return a moment as the database tells it."""
    return None if text is None else datetime.fromisoformat(text)


_EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
