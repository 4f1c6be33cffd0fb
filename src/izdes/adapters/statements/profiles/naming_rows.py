"""Naming rows: what a profile knows of a row beyond its printed line.

The kind of a transfer by the profile's own words, and which rows are fees. A fee carries the name
of the row that it was charged for, with a plus before its number: both lead back to one row, and
no two rows have one name.
"""

from collections.abc import Iterable
from dataclasses import replace

from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.profiles.grouping import FEE, Group
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.wording import OperationKind
from izdes.core.money.account import is_virtual
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import Party, RowId

_FEE_KIND = OperationKind("fee", "fee")


def named(
    rows: Iterable[StatementRow],
    group: Group,
    owner: Owner,
    *,
    parties: Parties,
    fee_title: str,
) -> tuple[StatementRow, ...]:
    """Return the rows of a group with their kinds and names.

    Args:
        fee_title: Title of the column that prints fees: it is a fee's kind of operation.
    """
    found = []
    for row in rows:
        if row.operation == FEE:
            fee = replace(row, row_id=_beside(row.row_id), operation=fee_title)
            found.append(_of_kind(fee, _FEE_KIND, owner, parties))
            continue
        kind = group.entries[row.number].kind
        found.append(_of_kind(row, kind, owner, parties) if kind else row)
    return tuple(found)


def _beside(row_id: RowId) -> RowId:
    """Return the name of what a row cost besides.

    >>> _beside(RowId("0123456789abcdef/1/12"))
    '0123456789abcdef/1/+12'
    """
    place, _, number = row_id.rpartition("/")
    return RowId(f"{place}/+{number}")


def _of_kind(
    row: StatementRow, kind: OperationKind, owner: Owner, parties: Parties
) -> StatementRow:
    """Return a row of a kind, with whoever then stands there when nobody is printed."""
    row = replace(row, kind=kind.kind)
    far = row.payee if row.direction == "debit" else row.payer
    if not is_virtual(far.account):
        return row
    printed = Printed(far.name, far.iin, "", far.bank)
    account = parties.nobody(printed, kind=kind, own=owner.token, row_id=row.row_id)
    other = Party(account, far.name, far.iin, far.bank)
    return replace(row, payee=other) if row.direction == "debit" else replace(row, payer=other)
