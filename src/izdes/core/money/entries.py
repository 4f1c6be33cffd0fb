"""Entries: one movement, or the two that two banks print of it, as one transfer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from izdes.core.money.account import AccountKey
from izdes.core.money.order import Placed
from izdes.core.money.overlap import Movement
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import OrderProof, Party, Transfer, TransferId, proof_of


def one_sided(
    movement: Movement, far: AccountKey, *, credited_at: datetime | None = None
) -> Placed:
    """Make a transfer of one account's movement; the far side gets the given key."""
    row = movement.shown
    is_debit = row.direction == "debit"
    payer, payee = (movement.account, far) if is_debit else (far, movement.account)
    transfer = _transfer(
        movement,
        payer=_party(payer, row.payer),
        payee=_party(payee, row.payee),
        rows=movement.rows,
        credited_at=credited_at,
        order_proven=proof_of(
            payer=is_debit and row.order_proven, payee=not is_debit and row.order_proven
        ),
    )
    position = movement.position
    if is_debit:
        return Placed(transfer, position, None, paid=row)
    return Placed(transfer, None, position, received=row)


def two_sided(debit: Movement, credit: Movement) -> Placed:
    """Make one transfer of the payer's and the payee's movement."""
    paid, received = debit.shown, credit.shown
    is_later = received.booked_at > paid.booked_at
    transfer = _transfer(
        debit,
        payer=_party(debit.account, paid.payer, received.payer),
        payee=_party(credit.account, received.payee, paid.payee),
        rows=(*debit.rows, *credit.rows),
        credited_at=received.booked_at if is_later else None,
        order_proven=proof_of(payer=paid.order_proven, payee=received.order_proven),
    )
    said = replace(
        transfer,
        kind=received.kind if transfer.kind == "other" else transfer.kind,
        purpose=transfer.purpose or received.purpose,
        purpose_code=transfer.purpose_code or received.purpose_code,
    )
    return Placed(said, debit.position, credit.position, paid=paid, received=received)


def _transfer(
    movement: Movement,
    *,
    payer: Party,
    payee: Party,
    rows: Iterable[StatementRow],
    credited_at: datetime | None,
    order_proven: OrderProof,
) -> Transfer:
    """Make a transfer in the words of a movement's row."""
    row = movement.shown
    row_ids = tuple(sorted(r.row_id for r in rows))
    return Transfer(
        transfer_id=TransferId(row_ids[0]),
        booked_at=row.booked_at,
        amount_minor=row.amount_minor,
        currency=row.currency,
        payer=payer,
        payee=payee,
        seq=0,
        time_precision=row.time_precision,
        kind=row.kind,
        purpose=row.purpose,
        purpose_code=row.purpose_code,
        row_ids=row_ids,
        credited_at=credited_at,
        order_proven=order_proven,
    )


def _party(account: AccountKey, printed: Party, other: Party | None = None) -> Party:
    """Return a side under its resolved key; what one bank leaves out the other may print."""
    if other is None:
        return printed if printed.account == account else replace(printed, account=account)
    return Party(
        account,
        printed.name or other.name,
        printed.iin or other.iin,
        printed.bank or other.bank,
    )
