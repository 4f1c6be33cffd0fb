from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.core.tracing.ledgers import move
from tests.engine.tracing.everything import everything

from izdes.adapters.tables.ledger import (
    ACCOUNT_COLUMNS,
    coverage_row,
    ledger_digest,
    read_ledger,
    write_ledger,
)
from izdes.adapters.tables.rows import write_parquet
from izdes.core.errors import Fault, InputRefused
from izdes.core.money.transfer import Ledger
from izdes.engine.tracing.ledger.columns import SumTooLarge
from izdes.engine.tracing.ledger.digest import digest_of
from izdes.engine.tracing.ledger.reading import read_columns
from izdes.engine.tracing.planning.normal import ground_of, normal_form


def written(folder: Path, book: Ledger) -> tuple[Path, Path]:
    write_ledger(folder, book)
    rows = [coverage_row(c) for c in book.coverages]
    write_parquet(folder / "accounts.parquet", ACCOUNT_COLUMNS, rows)
    return folder / "transfers.parquet", folder / "accounts.parquet"


def are_read_alike(transfers: Path, accounts: Path | None = None) -> bool:
    """Say whether columns hold what the row-by-row reader reads."""
    book, columns = read_ledger(transfers, accounts), read_columns(transfers, accounts)
    facts = normal_form(ground_of(columns)).facts
    found = tuple(facts.transfer(n) for n in range(len(columns)))
    return found == book.transfers and digest_of(columns) == ledger_digest(book)


def refused(read: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(InputRefused) as refusal:
        read()
    return refusal.value.faults


def refused_alike(transfers: Path, accounts: Path | None = None) -> tuple[Fault, ...]:
    """Return the faults that both readers find."""
    faults = refused(lambda: read_columns(transfers, accounts))
    assert faults == refused(lambda: read_ledger(transfers, accounts))
    return faults


@pytest.mark.parametrize("seed", range(4))
def test_parquet_comes_back_as_it_was_written(tmp_path: Path, seed: int) -> None:
    transfers, accounts = written(tmp_path, everything(120, seed))

    assert are_read_alike(transfers, accounts)
    assert are_read_alike(transfers)


def test_csv_is_read_too(tmp_path: Path) -> None:
    written(tmp_path, everything(60, 3))

    assert are_read_alike(tmp_path / "transfers.csv", tmp_path / "accounts.csv")


@pytest.mark.parametrize("without", ["", "seq"])
def test_rows_in_any_order_become_one_order(tmp_path: Path, without: str) -> None:
    transfers, accounts = written(tmp_path, everything(200, 4))
    table = pq.read_table(transfers)
    mixed = list(range(len(table)))
    Random(1).shuffle(mixed)
    table = table.take(mixed)
    pq.write_table(table.drop_columns([without]) if without else table, transfers)

    assert are_read_alike(transfers, accounts)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("booked_at", pa.timestamp("s", tz="UTC")),
        ("booked_at", pa.timestamp("ns", tz="Asia/Almaty")),
        ("booked_at", pa.string()),
        ("amount_minor", pa.int32()),
        ("amount_minor", pa.string()),
        ("amount_minor", pa.decimal128(20, 0)),
        ("payer_account", pa.large_string()),
        ("payer_name", pa.dictionary(pa.int8(), pa.string())),
        ("purpose", pa.large_string()),
        ("seq", pa.uint64()),
    ],
)
def test_columns_may_be_of_any_fitting_type(tmp_path: Path, name: str, kind: pa.DataType) -> None:
    transfers, _ = written(tmp_path, everything(40, 2))
    table = pq.read_table(transfers)
    at = table.column_names.index(name)
    column = table[name]
    if name == "booked_at" and kind == pa.string():
        column = pa.array([moment.isoformat() for moment in column.to_pylist()])
    pq.write_table(table.set_column(at, name, column.cast(kind)), transfers)

    assert are_read_alike(transfers)


def test_blanks_between_row_ids_do_not_matter(tmp_path: Path) -> None:
    transfers, _ = written(tmp_path, everything(5, 2))
    table = pq.read_table(transfers)
    ids = pa.array([" a  b", "a\u00a0b", "", None, "c d"][: len(table)] + [""] * (len(table) - 5))
    pq.write_table(table.set_column(table.column_names.index("row_ids"), "row_ids", ids), transfers)

    assert are_read_alike(transfers)


BAD: dict[str, list[object]] = {
    "transfer_id": [None, ""],
    "booked_at": [None],
    "amount_minor": [None, 0, -7],
    "currency": [None, ""],
    "payer_account": [None, ""],
    "payee_account": [""],
    "kind": ["gift", "x" * 60],
    "time_precision": ["hour"],
    "order_proven": ["nobody"],
}


@pytest.mark.parametrize("seed", range(6))
def test_bad_cells_are_refused_as_row_by_row(tmp_path: Path, seed: int) -> None:
    transfers, _ = written(tmp_path, everything(150, seed))
    random = Random(seed)
    table = pq.read_table(transfers)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    for _ in range(random.choice([1, 5, 400])):
        name = random.choice(sorted(BAD))
        columns[name][random.randrange(len(table))] = random.choice(BAD[name])
    pq.write_table(pa.table(columns, schema=table.schema), transfers)

    faults = refused_alike(transfers)

    assert {fault.file for fault in faults} == {"transfers.parquet"}
    assert all(fault.row > 1 and fault.column for fault in faults)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    transfers, _ = written(tmp_path, everything(9, 1))
    table = pq.read_table(transfers)
    pq.write_table(pa.concat_tables([table, table.slice(3, 2)]), transfers)

    assert [fault.code for fault in refused_alike(transfers)] == ["id_twice", "id_twice"]


def test_times_without_a_zone_are_refused(tmp_path: Path) -> None:
    transfers, _ = written(tmp_path, everything(9, 1))
    table = pq.read_table(transfers)
    naive = table["booked_at"].cast(pa.timestamp("us"))
    pq.write_table(table.set_column(1, "booked_at", naive), transfers)

    assert {fault.code for fault in refused_alike(transfers)} == {"time_without_offset"}


@pytest.mark.parametrize("column", ["payer_account", "transfer_id"])
def test_a_missing_column_is_refused(tmp_path: Path, column: str) -> None:
    transfers, _ = written(tmp_path, everything(9, 1))
    pq.write_table(pq.read_table(transfers).drop_columns([column]), transfers)

    assert [fault.column for fault in refused_alike(transfers)] == [column]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("covered_from", None),
        ("covered_to", None),
        ("account", ""),
        ("currency", None),
        ("kind", "shop"),
        ("coverage", "guessed"),
    ],
)
def test_bad_cells_of_accounts_are_refused(tmp_path: Path, column: str, value: object) -> None:
    transfers, accounts = written(tmp_path, everything(60, 1))
    table = pq.read_table(accounts)
    has_interval = [n for n, end in enumerate(table["covered_to"].to_pylist()) if end is not None]
    columns = {name: table[name].to_pylist() for name in table.column_names}
    columns[column][has_interval[2]] = value
    pq.write_table(pa.table(columns, schema=table.schema), accounts)

    assert [fault.row for fault in refused_alike(transfers, accounts)] == [has_interval[2] + 2]


def test_an_interval_that_runs_backwards_is_refused(tmp_path: Path) -> None:
    transfers, accounts = written(tmp_path, everything(60, 1))
    table = pq.read_table(accounts)
    names = [
        {"covered_from": "covered_to", "covered_to": "covered_from"}.get(n, n)
        for n in table.column_names
    ]
    pq.write_table(table.rename_columns(names), accounts)

    assert {fault.code for fault in refused_alike(transfers, accounts)} == {"interval_backwards"}


@pytest.mark.parametrize("unit", ["ms", "ns"])
def test_moments_of_no_calendar_are_refused(tmp_path: Path, unit: str) -> None:
    transfers, _ = written(tmp_path, everything(9, 1))
    table = pq.read_table(transfers)
    odd = pa.array([2**55 + 1] * len(table)).cast(pa.timestamp(unit, tz="UTC"))
    pq.write_table(table.set_column(1, "booked_at", odd), transfers)

    faults = refused(lambda: read_columns(transfers))

    assert {fault.code for fault in faults} == {"not_a_time"}


def test_amounts_beyond_62_bits_are_refused(tmp_path: Path) -> None:
    book = Ledger((move("a", 1, "V", "M", 2**62),))
    transfers, _ = written(tmp_path, book)

    with pytest.raises(SumTooLarge):
        read_columns(transfers)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert [fault.code for fault in refused_alike(tmp_path / "none.parquet")] == [
        "table_unreadable"
    ]


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    transfers, _ = written(tmp_path, everything(9, 1))
    transfers.write_bytes(transfers.read_bytes()[:-50])

    assert [fault.code for fault in refused_alike(transfers)] == ["not_a_table"]


def test_an_empty_file_is_an_empty_ledger(tmp_path: Path) -> None:
    transfers, accounts = written(tmp_path, Ledger(()))

    assert are_read_alike(transfers, accounts)
