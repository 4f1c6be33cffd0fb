"""The ledger and its accounts, read into two tables of rows: ``transfer_rows``, ``account_rows``.

They hold what a trace needs, times as microseconds, exactly as the files say; a file that
`izdes.adapters.tables.ledger` would refuse is refused here with the same codes.
"""

from pathlib import Path

from izdes.core.errors import Fault, InputRefused
from izdes.core.money.account import ACCOUNT_KINDS
from izdes.core.money.transfer import ORDER_PROOFS, PRECISIONS, TRANSFER_KINDS
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.source import (
    Check,
    Source,
    as_table,
    open_source,
    query,
    refuse_bad_cells,
)
from izdes.engine.tracing.units.index import LIMIT, LedgerTooLarge

_MOST_FAULTS = 100


def read_transfers(database: Database, path: Path) -> Source:
    """Read the transfers.

    Raises:
        InputRefused: A column is missing, a cell is not what its column says, or two rows have
            one ``transfer_id``.
    """
    source = open_source(
        database,
        path,
        "transfer_id",
        "booked_at",
        "amount_minor",
        "currency",
        "payer_account",
        "payee_account",
    )
    checks = [
        *source.required("transfer_id"),
        *source.required("booked_at"),
        *source.time("booked_at"),
        *source.whole("seq"),
        *source.positive("amount_minor"),
        *source.required("currency"),
        *source.required("payer_account"),
        *source.required("payee_account"),
        *source.one_of("time_precision", PRECISIONS),
        *source.one_of("kind", TRANSFER_KINDS),
        *source.time("credited_at"),
        *source.one_of("order_proven", ORDER_PROOFS),
    ]
    refuse_bad_cells(database, source, checks)
    seq = source.integer("seq") if "seq" in source.types else "izdes_line"
    with as_table(source.file):
        database.make(
            "transfer_rows",
            query(
                [
                    "izdes_line AS line",
                    f"{source.text('transfer_id')} AS transfer_id",
                    f"{source.micros('booked_at')} AS booked",
                    f"{source.micros('credited_at')} AS credited",
                    f"COALESCE({seq}, 0) AS seq",
                    f"{source.integer('amount_minor')} AS amount",
                    f"{source.text('currency')} AS currency",
                    f"{source.text('payer_account')} AS payer",
                    f"{source.text('payee_account')} AS payee",
                    f"{source.word('kind', 'transfer')} AS kind",
                    f"{source.text('order_proven')} AS order_proven",
                ],
                source.relation,
            ),
        )
    _refuse_twice(database, source)
    return source


def _refuse_twice(database: Database, source: Source) -> None:
    """Refuse a ledger in which an id stands twice: it would count money twice."""
    database.run("order.twice")
    database.run("order.again")
    again = list(database.rows("SELECT line, transfer_id FROM again ORDER BY line"))[:_MOST_FAULTS]
    database.drop("twice", "again")
    if again:
        raise InputRefused(
            *(
                Fault(
                    "id_twice",
                    file=source.file,
                    row=int(str(line)) + 2,
                    column="transfer_id",
                    details=(("value", str(transfer_id)),),
                )
                for line, transfer_id in again
            )
        )


def read_accounts(database: Database, path: Path | None) -> Source | None:
    """Read what is known of accounts; without a file the table is empty.

    Raises:
        InputRefused: A column is missing, a cell is not what its column says, an interval has
            one end or ends before it begins.
    """
    if path is None:
        database.make(
            "account_rows",
            """SELECT line, payer AS account, currency, kind, amount AS opening,
                booked AS starts, booked AS ends FROM transfer_rows WHERE FALSE""",
        )
        return None
    source = open_source(database, path, "account", "currency")
    refuse_bad_cells(database, source, [*_interval(source), *_account(source)])
    with as_table(source.file):
        database.make(
            "account_rows",
            query(
                [
                    "izdes_line AS line",
                    f"{source.text('account')} AS account",
                    f"{source.text('currency')} AS currency",
                    f"{source.word('kind', 'bank')} AS kind",
                    f"{source.integer('opening_minor')} AS opening",
                    f"{source.micros('covered_from')} AS starts",
                    f"{source.micros('covered_to')} AS ends",
                ],
                source.relation,
            ),
        )
    return source


def _interval(source: Source) -> list[Check]:
    """Return the checks of an account's covered interval."""
    start, end = source.text("covered_from"), source.text("covered_to")
    backwards = f"{source.micros('covered_from')} > {source.micros('covered_to')}"
    return [
        *source.time("covered_from"),
        *source.time("covered_to"),
        Check("covered_to", "half_interval", f"{start} <> '' AND {end} = ''"),
        Check("covered_from", "half_interval", f"{start} = '' AND {end} <> ''"),
        Check("covered_to", "interval_backwards", backwards),
    ]


def _account(source: Source) -> list[Check]:
    """Return the checks of an account's other cells."""
    return [
        *source.required("account"),
        *source.required("currency"),
        *source.one_of("kind", ACCOUNT_KINDS),
        *source.whole("opening_minor"),
        *source.one_of("coverage", ("printed", "inferred")),
    ]


def refuse_too_large(database: Database) -> None:
    """Refuse a ledger in which the sums of an account do not fit into 64 bits.

    Raises:
        LedgerTooLarge: Some account moves 2^62 minor units or more.
    """
    database.run("order.turnovers")
    if database.one("SELECT MAX(minor) FROM turnovers") >= LIMIT or (
        database.one("SELECT MAX(ABS(seq)) FROM transfer_rows") >= LIMIT
    ):
        raise LedgerTooLarge
    database.drop("turnovers")
