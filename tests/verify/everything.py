"""One small ledger in which everything happens that a certificate can state."""

from dataclasses import replace

from tests.core.tracing.ledgers import claim, cover, ledger, move

from izdes.core.money.account import AccountKey, Coverage
from izdes.core.money.transfer import Claim, Ledger, Party, RowId, Transfer, TransferId
from izdes.core.tracing.trace import Pinned

_MOVED = [
    move("t01", 0, "acct:V1", "acct:M1", 500),
    move("t02", 1, "acct:V2", "acct:M1", 300, kind="claimed"),
    move("t03", 2, "acct:M1", "acct:M2", 400, credited=4),
    move("t04", 3, "acct:M1", "@cash:X", 150, kind="cash_out"),
    move("t05", 5, "acct:M2", "@fx:1", 200, kind="conversion"),
    replace(move("t05x", 5, "@fx:1", "acct:M2", 7, kind="conversion"), currency="USD"),
    replace(move("t06", 6, "acct:M2", "acct:M3", 3), currency="USD"),
    move("t07", 7, "acct:M2", "acct:M3", 100),
    move("t08", 8, "acct:M3", "acct:K", 20),
    move("t09", 9, "acct:M3", "acct:M2", 100, kind="refund"),
    move("t10", 10, "acct:M1", "acct:V1", 50),
    move("t11", 11, "acct:V2", "acct:M4", 90),
    move("t12", 12, "acct:M4", "acct:V2", 90, kind="refund"),
    move("t13", 13, "acct:M1", "acct:M2", 250),
    move("t14", 14, "acct:M2", "acct:M3", 60),
    move("t15", 15, "acct:M3", "acct:M1", 40),
    move("t16", 16, "acct:M1", "acct:M1", 10),
]


def _told(t: Transfer) -> Transfer:
    """Fill every column of a ledger, so that none can be changed unseen."""
    return replace(
        t,
        row_ids=(RowId(f"r/{t.transfer_id}"),),
        time_precision="minute",
        payer=Party(t.payer.account, "Payer", "1", "BANK1"),
        payee=Party(t.payee.account, "Payee", "2", "BANK2"),
        purpose="for goods",
        purpose_code="710",
        order_proven="payer" if t.transfer_id == "t04" else "",
    )


CASE: tuple[Ledger, list[Claim]] = (
    ledger(
        [_told(t) for t in _MOVED],
        cover("acct:M1", opening=None),
        cover("acct:M2", opening=-30),
        cover("acct:M2", opening=0, currency="USD"),
        cover("acct:M3", opening=20, end=12),
        cover("acct:M3", opening=None, start=14),
        cover("acct:M3", opening=None, currency="USD"),
        Coverage(AccountKey("acct:K"), "KZT", "crypto_exchange"),
    ),
    [
        claim("C1", "t01", 450),
        claim("C2/1", "t02", 200),
        claim("C2/2", "t02", 100),
        claim("C3", "t03", 120),
        claim("C4", "t11", 90),
        claim("C5", "t99", 11),
        claim("C6", "t16", 10),
    ],
)
PINS = [Pinned(TransferId("t02"), TransferId("t10"), 30, "the same note on both")]
