"""A certificate against the ledger: the rule computed again must give the same pieces."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from .balances import Pin
from .certificate import Certificate
from .ledger import Claim, Ledger, claims_digest
from .pieces import Resting, Slice
from .plan import Plan
from .refusal import Refused
from .replay import Replay
from .tables import canonical


def check_given(c: Certificate, ledger: Ledger, claims: Sequence[Claim]) -> None:
    """Refuse a certificate that was made of another ledger, or of other claims."""
    found = {"ledger": ledger.digest, "claims": claims_digest(claims)}
    for what, value in found.items():
        if c.head["digests"][what] != value:
            raise Refused("given_differs", what=what)
    claimed: dict[str, int] = {}
    for claim in claims:
        claimed[claim.transfer] = claimed.get(claim.transfer, 0) + claim.amount
    for t in ledger.transfers:
        if claimed.get(t.id, 0) > t.amount:
            raise Refused("claims_exceed", transfer=t.id)


def stated_pins(c: Certificate, ledger: Ledger) -> list[Pin]:
    """Return the pins that a person states; whether they hold is tested by the plan."""
    places = {t.id: t.place for t in ledger.transfers}
    stated = []
    for number, pin in enumerate(p for p in c.head["pins"] if p["basis"] == "stated"):
        credit, debit = places.get(pin["credit"]), places.get(pin["debit"])
        if credit is None or debit is None:
            raise Refused("pin_wrong", number=number + 1)
        stated.append(Pin(credit, debit, int(pin["amount_minor"]), pin["evidence"], "stated"))
    return stated


def check_lists(c: Certificate, plan: Plan) -> None:
    """Refuse a certificate that lists other openings, annulled pairs, pins or rows.

    They are listed as far as claimed money met them.
    """
    moved = {s.transfer_id for s in c.slices}
    for transfer in moved - plan.by_id.keys():
        raise Refused("list_differs", what=f"transfers / {transfer}")
    used = [plan.by_id[transfer] for transfer in moved]
    met = {(t.payee, t.currency) for t in used}
    id_of = [t.id for t in plan.ledger.transfers]
    claimed = {claim.transfer for claim in c.claims.values()}
    pairs = sorted([id_of[p], id_of[r]] for r, p in plan.annulled.items())
    found: dict[str, object] = {
        "openings": [_opening(plan, key) for key in plan.windows.unprinted() if key[:2] in met],
        "annulled": [pair for pair in pairs if claimed & {*pair}],
        "pins": [
            _pin(pin, id_of)
            for pin in plan.pins
            if pin.basis == "stated" or {id_of[pin.credit], id_of[pin.debit]} & moved
        ],
        "transfers": {t.id: [*t.rows] for t in used},
    }
    for what, value in found.items():
        if c.head[what] != value:
            raise Refused("list_differs", what=what)


def _opening(plan: Plan, key: tuple[str, str, int]) -> Mapping[str, Any]:
    """Return an opening as a certificate lists it."""
    start = plan.windows.at(key).start
    return {
        "account": key[0],
        "currency": key[1],
        "covered_from": None if start is None else canonical(start),
        "assumed_minor": str(plan.balances.opening.get(key, 0)),
    }


def _pin(pin: Pin, id_of: Sequence[str]) -> Mapping[str, str]:
    """Return a pin as a certificate lists it."""
    return {
        "credit": id_of[pin.credit],
        "debit": id_of[pin.debit],
        "amount_minor": str(pin.amount),
        "evidence": pin.evidence,
        "basis": pin.basis,
    }


def check_rule(c: Certificate, plan: Plan, claims: Sequence[Claim]) -> None:
    """Refuse a certificate whose pieces are not those that the rule gives."""
    found = Replay(plan, claims, c.rule)
    _compare("slices.csv.gz", c.slices, found.slices, Slice._fields)
    _compare("resting.csv.gz", c.resting, found.resting, Resting._fields)


def _compare(
    file: str,
    stated: Iterable[Sequence[Any]],
    found: Iterable[Sequence[Any]],
    columns: Sequence[str],
) -> None:
    """Refuse a table at the first place that differs from what was computed."""
    for number, (ours, theirs) in enumerate(zip_longest(found, stated), start=2):
        if theirs is None or ours is None:
            raise Refused("rows_more" if ours is None else "rows_fewer", file=file, row=number)
        for column, right, said in zip(columns, ours, theirs, strict=True):
            if right != said:
                shown = {"said": canonical(said), "right": canonical(right)}
                raise Refused("cell_differs", file=file, row=number, column=column, **shown)
