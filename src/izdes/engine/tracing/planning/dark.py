"""Dark payees at scale: how money ends that arrives where movements are not known.

The one decision is `izdes.core.tracing.endings.ending_of`; it is asked once for each kind of payee
and of transfer, and its answers are then read from tables.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
import pyarrow.compute as pc

from izdes.core.money.account import ACCOUNT_KINDS, AccountKey, AccountKind
from izdes.core.money.transfer import TRANSFER_KINDS, Party, Transfer, TransferId, TransferKind
from izdes.core.tracing.endings import ending_of
from izdes.engine.tracing.flat import ENDING_CODE
from izdes.engine.tracing.ledger.codes import Int8, Int32
from izdes.engine.tracing.ledger.columns import Columns

_SOMEBODY = AccountKey("x")
_NOTHING_SAYS = ENDING_CODE["frontier"]


def targets_of(columns: Columns, enters: Int32) -> Int32:
    """Return by place the pool that each transfer enters, or -1 minus the code of its ending."""
    rows = np.flatnonzero(enters < 0)
    if not len(rows):
        return enters
    ending = _by_account(columns)[columns.payee[rows]]
    if columns.kind is not None:
        by_kind = np.array([_code(kind=kind) for kind in TRANSFER_KINDS], np.int8)
        kind = columns.kind[rows]
        ending = np.where(ending == _NOTHING_SAYS, by_kind[kind], ending)
    targets = enters.copy()
    targets[rows] = -1 - ending.astype(np.int32)
    return targets


def _by_account(columns: Columns) -> Int8:
    """Return how money ends at each account by its key, or else by its stated kind."""
    c = columns.coverages
    nothing = ACCOUNT_KINDS.index("unknown")
    # Of several kinds stated for an account the one that says most counts: the latest of the list.
    known = np.full(len(columns.accounts), -1, np.int8)
    np.maximum.at(known, c.account, np.where(c.kind == nothing, -1, c.kind).astype(np.int8))
    known[known < 0] = nothing
    by_kind = [_code(kinds={_SOMEBODY: kind}) for kind in ACCOUNT_KINDS]
    ending = np.array(by_kind, np.int8)[known]
    heads = pc.extract_regex(columns.accounts, pattern="^(?P<head>@[^:]*:)").field("head")
    for head in filter(None, pc.unique(heads).to_pylist()):
        code = _code(payee=AccountKey(head))
        if code != _NOTHING_SAYS:
            ending[columns.starting(head)] = code
    return ending


def _code(
    *,
    payee: AccountKey = _SOMEBODY,
    kind: TransferKind = "other",
    kinds: Mapping[AccountKey, AccountKind] | None = None,
) -> int:
    """Ask how money ends at a payee by one kind of transfer."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    asked = Transfer(TransferId(""), epoch, 1, "", Party(AccountKey("")), Party(payee), kind=kind)
    return ENDING_CODE[ending_of(asked, kinds or {})]
