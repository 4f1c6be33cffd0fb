"""The ledger, its accounts and their aliases as tables (`transfers`, `accounts`, `aliases`)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from izdes.adapters.tables.rows import Cells, Columns, Table, read_table, write_csv, write_parquet
from izdes.core.errors import Fault, InputRefused
from izdes.core.money.account import ACCOUNT_KINDS, AccountKey, Alias, Coverage
from izdes.core.money.transfer import (
    ORDER_PROOFS,
    PRECISIONS,
    TRANSFER_KINDS,
    Ledger,
    Party,
    RowId,
    Transfer,
    TransferId,
)
from izdes.core.sealing.canonical import Field, table_digest

TRANSFER_COLUMNS: Columns = {
    "transfer_id": "text",
    "booked_at": "time",
    "seq": "int",
    "amount_minor": "int",
    "currency": "text",
    "payer_account": "text",
    "payee_account": "text",
    "time_precision": "text",
    "kind": "text",
    "payer_name": "text",
    "payer_iin": "text",
    "payer_bank": "text",
    "payee_name": "text",
    "payee_iin": "text",
    "payee_bank": "text",
    "purpose": "text",
    "purpose_code": "text",
    "row_ids": "text",
    "credited_at": "time",
    "order_proven": "text",
}
ACCOUNT_COLUMNS: Columns = {
    "account": "text",
    "currency": "text",
    "kind": "text",
    "opening_minor": "int",
    "covered_from": "time",
    "covered_to": "time",
    "coverage": "text",
}
ALIAS_COLUMNS: Columns = {
    "key": "text",
    "account": "text",
    "from": "time",
    "to": "time",
    "source": "text",
}
_REQUIRED = (
    "transfer_id",
    "booked_at",
    "amount_minor",
    "currency",
    "payer_account",
    "payee_account",
)


def transfer_row(t: Transfer) -> tuple[Field, ...]:
    """Return a transfer in the columns' order."""
    return (
        t.transfer_id,
        t.booked_at,
        t.seq,
        t.amount_minor,
        t.currency,
        t.payer.account,
        t.payee.account,
        t.time_precision,
        t.kind,
        t.payer.name,
        t.payer.iin,
        t.payer.bank,
        t.payee.name,
        t.payee.iin,
        t.payee.bank,
        t.purpose,
        t.purpose_code,
        " ".join(t.row_ids),
        t.credited_at,
        t.order_proven,
    )


def coverage_row(c: Coverage) -> tuple[Field, ...]:
    """Return what is known of an account in the columns' order."""
    return (
        c.account,
        c.currency,
        c.kind,
        c.opening_minor,
        c.covered_from,
        c.covered_to,
        c.basis,
    )


def alias_row(a: Alias) -> tuple[Field, ...]:
    """Return an alias in the columns' order."""
    return (a.key, a.account, a.valid_from, a.valid_to, a.source)


def ledger_digest(ledger: Ledger) -> str:
    """Return the digest of the transfers and of what is known of the accounts."""
    transfers = table_digest(list(TRANSFER_COLUMNS), map(transfer_row, ledger.transfers))
    accounts = table_digest(list(ACCOUNT_COLUMNS), map(coverage_row, ledger.coverages))
    return table_digest(("transfers", "accounts"), [(transfers, accounts)])


def write_ledger(folder: Path, ledger: Ledger, aliases: Iterable[Alias] = ()) -> None:
    """Write ``transfers`` (CSV and Parquet), ``accounts.csv`` and ``aliases.csv``."""
    rows = [transfer_row(t) for t in ledger.transfers]
    write_csv(folder / "transfers.csv", TRANSFER_COLUMNS, rows)
    write_parquet(folder / "transfers.parquet", TRANSFER_COLUMNS, rows)
    write_csv(folder / "accounts.csv", ACCOUNT_COLUMNS, map(coverage_row, ledger.coverages))
    write_csv(folder / "aliases.csv", ALIAS_COLUMNS, map(alias_row, aliases))


def read_ledger(transfers: Path, accounts: Path | None = None) -> Ledger:
    """Read a ledger, and its accounts where a file is given.

    Raises:
        InputRefused: A column is missing, a cell is not what its column says, or two rows have
            one ``transfer_id``.
    """
    table = read_table(transfers)
    table.require(*_REQUIRED)
    found = table.each(lambda cells: _transfer(cells, has_seq="seq" in table.columns))
    _refuse_twice(table, found)
    coverages = read_accounts(accounts) if accounts else []
    return Ledger.ordered(found, coverages, has_coverage=accounts is not None)


def _transfer(cells: Cells, *, has_seq: bool) -> Transfer:
    """Read one transfer; a ledger without ``seq`` takes row order."""
    return Transfer(
        transfer_id=TransferId(cells.required("transfer_id")),
        booked_at=cells.required_time("booked_at"),
        seq=cells.integer("seq") if has_seq else cells.number,
        amount_minor=cells.positive("amount_minor"),
        currency=cells.required("currency"),
        payer=_party(cells, "payer"),
        payee=_party(cells, "payee"),
        time_precision=cells.one_of("time_precision", PRECISIONS, "second"),
        kind=cells.one_of("kind", TRANSFER_KINDS, "transfer"),
        purpose=cells.text("purpose"),
        purpose_code=cells.text("purpose_code"),
        row_ids=tuple(RowId(r) for r in cells.text("row_ids").split()),
        credited_at=cells.time("credited_at"),
        order_proven=cells.one_of("order_proven", ORDER_PROOFS, ""),
    )


def _party(cells: Cells, side: str) -> Party:
    """Read one side of a transfer."""
    return Party(
        account=AccountKey(cells.required(f"{side}_account")),
        name=cells.text(f"{side}_name"),
        iin=cells.text(f"{side}_iin"),
        bank=cells.text(f"{side}_bank"),
    )


def _refuse_twice(table: Table, transfers: Sequence[Transfer]) -> None:
    """Refuse a ledger in which an id stands twice: it would count money twice."""
    seen: set[str] = set()
    faults = []
    for number, t in enumerate(transfers, start=2):
        if t.transfer_id in seen:
            details = (("value", t.transfer_id),)
            faults.append(Fault("id_twice", table.file, "", number, "transfer_id", details))
        seen.add(t.transfer_id)
    if faults:
        raise InputRefused(*faults)


def read_accounts(path: Path) -> list[Coverage]:
    """Read what is known of accounts.

    Raises:
        InputRefused: As `read_ledger`; also an interval with one end or ending before it begins.
    """
    table = read_table(path)
    table.require("account", "currency")
    return table.each(_coverage)


def _coverage(cells: Cells) -> Coverage:
    """Read one interval of one account."""
    start, end = cells.time("covered_from"), cells.time("covered_to")
    if (start is None) != (end is None):
        raise cells.refuse("half_interval", "covered_to" if end is None else "covered_from")
    if start is not None and end is not None and start > end:
        raise cells.refuse("interval_backwards", "covered_to")
    return Coverage(
        account=AccountKey(cells.required("account")),
        currency=cells.required("currency"),
        kind=cells.one_of("kind", ACCOUNT_KINDS, "bank"),
        opening_minor=cells.integer("opening_minor"),
        covered_from=start,
        covered_to=end,
        basis=cells.one_of("coverage", ("printed", "inferred"), ""),
    )


def read_aliases(path: Path) -> list[Alias]:
    """Read which cards and phones are which accounts."""
    table = read_table(path)
    table.require("key", "account")
    return table.each(
        lambda cells: Alias(
            key=AccountKey(cells.required("key")),
            account=AccountKey(cells.required("account")),
            valid_from=cells.time("from"),
            valid_to=cells.time("to"),
            source=cells.text("source") or "given",
        )
    )
