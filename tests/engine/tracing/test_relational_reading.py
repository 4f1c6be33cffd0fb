import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.engine.tracing.everything import everything

from izdes.adapters.tables.ledger import ledger_digest, read_ledger, write_ledger
from izdes.core.errors import Fault, InputRefused
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.index import Index
from izdes.engine.tracing.units.index import LedgerTooLarge

TRANSFERS = "transfer_id,booked_at,amount_minor,currency,payer_account,payee_account,kind\n"
GOOD = "a,2026-05-01T10:00:00+05:00,10,KZT,A,B,fee\n"
ACCOUNTS = "account,currency,opening_minor,covered_from,covered_to\n"
DAY = "2026-05-01T00:00:00Z"


def digest_out_of_core(transfers: Path, accounts: Path | None, folder: Path) -> str:
    """Read a ledger out of core and return its digest."""
    folder.mkdir(exist_ok=True)
    with Database(folder, memory_limit="200MB", threads=2) as database:
        return Index(database, transfers, accounts).digest


def faults_of(read: Callable[[], object]) -> tuple[Fault, ...]:
    """Return what a reader refuses."""
    with pytest.raises(InputRefused) as refused:
        read()
    return refused.value.faults


@pytest.mark.parametrize(
    "row",
    [
        "a,2026-05-01T10:00:00+05:00,10,KZT,A,B,fee",
        ",2026-05-01T10:00:00+05:00,10,KZT,A,B,fee",
        "b,,10,KZT,A,B,",
        "b,yesterday,10,KZT,A,B,",
        "b,2026-13-01T10:00:00Z,10,KZT,A,B,",
        "b,2026-05-01T10:00:00,10,KZT,A,B,",
        "b,2026-05-01T10:00:00Z,,KZT,A,B,",
        "b,2026-05-01T10:00:00Z,1.5,KZT,A,B,",
        "b,2026-05-01T10:00:00Z,0,KZT,A,B,",
        "b,2026-05-01T10:00:00Z,-7,KZT,A,B,",
        "b,2026-05-01T10:00:00Z,7,,A,B,",
        "b,2026-05-01T10:00:00Z,7,KZT,,B,",
        "b,2026-05-01T10:00:00Z,7,KZT,A,,",
        "b,2026-05-01T10:00:00Z,7,KZT,A,B,gift",
    ],
)
def test_a_bad_cell_is_refused_as_the_core_s_reader_refuses_it(row: str, tmp_path: Path) -> None:
    path = tmp_path / "transfers.csv"
    path.write_text(TRANSFERS + GOOD + row + "\n")

    faults = faults_of(lambda: digest_out_of_core(path, None, tmp_path / "work"))

    assert faults == faults_of(lambda: read_ledger(path))


@pytest.mark.parametrize(
    "row",
    [
        f"A,KZT,x,{DAY},{DAY}",
        f"A,KZT,,{DAY},",
        f"A,KZT,,,{DAY}",
        f"A,KZT,,2026-05-02T00:00:00Z,{DAY}",
        f",KZT,,{DAY},{DAY}",
    ],
)
def test_a_bad_account_is_refused_as_the_core_s_reader_refuses_it(row: str, tmp_path: Path) -> None:
    transfers, accounts = tmp_path / "transfers.csv", tmp_path / "accounts.csv"
    transfers.write_text(TRANSFERS + GOOD)
    accounts.write_text(ACCOUNTS + row + "\n")

    faults = faults_of(lambda: digest_out_of_core(transfers, accounts, tmp_path / "work"))

    assert faults == faults_of(lambda: read_ledger(transfers, accounts))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        TRANSFERS.replace("currency", "money").encode() + GOOD.encode(),
        b"\xff\xfe" + TRANSFERS.encode(),
        TRANSFERS.encode() + b'"a,2026-05-01T10:00:00Z,1,KZT,A,B,\n',
        gzip.compress((TRANSFERS + GOOD * 9000).encode())[:-40],
        b"PAR1 and nothing else",
    ],
)
def test_what_is_no_ledger_is_refused_as_the_core_s_reader_refuses_it(
    data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "transfers.csv"
    path.write_bytes(data)

    faults = faults_of(lambda: digest_out_of_core(path, None, tmp_path / "work"))

    assert faults == faults_of(lambda: read_ledger(path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "transfers.csv"

    faults = faults_of(lambda: digest_out_of_core(path, None, tmp_path / "work"))

    assert faults == faults_of(lambda: read_ledger(path))


@pytest.mark.parametrize("column", [pa.array([1.0]), pa.array([True])])
def test_an_amount_that_is_no_whole_number_is_refused_in_parquet_too(
    column: pa.Array, tmp_path: Path
) -> None:
    path = tmp_path / "transfers.parquet"
    names = ["transfer_id", "booked_at", "currency", "payer_account", "payee_account"]
    cells = {name: pa.array([DAY]) for name in names}
    pq.write_table(pa.table({**cells, "amount_minor": column}), path)

    faults = faults_of(lambda: digest_out_of_core(path, None, tmp_path / "work"))

    assert [(fault.code, fault.row, fault.column) for fault in faults] == [
        ("not_an_integer", 2, "amount_minor")
    ]


@pytest.mark.parametrize("amount", [2**62, 2**63, 2**90])
def test_sums_beyond_64_bits_are_refused(amount: int, tmp_path: Path) -> None:
    path = tmp_path / "transfers.csv"
    path.write_text(TRANSFERS + GOOD.replace(",10,", f",{amount},"))

    with pytest.raises(LedgerTooLarge):
        digest_out_of_core(path, None, tmp_path / "work")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_digest_of_a_ledger_is_the_core_s(suffix: str, tmp_path: Path) -> None:
    book = everything(300, seed=1)
    write_ledger(tmp_path, book)
    transfers, accounts = tmp_path / f"transfers.{suffix}", tmp_path / "accounts.csv"

    assert digest_out_of_core(transfers, accounts, tmp_path / "work") == ledger_digest(book)


def test_the_digest_of_odd_texts_is_the_core_s(tmp_path: Path) -> None:
    path = tmp_path / "transfers.csv"
    text = io.StringIO(newline="")
    text.write(TRANSFERS.strip() + ",purpose,row_ids,credited_at\n")
    for n, purpose in enumerate(
        ["қарыз", "к\u0438\u0306", "a\tb\\n", '"x\ny"', "a\x01", "a", "🐎"]
    ):
        text.write(
            f"t{n},1990-05-01T10:00:00.5+05:00,{n + 1},KZT,A,Ә{n},,{purpose}, r1\u00a0 r2 ,\n"
        )
    path.write_text(text.getvalue(), encoding="utf-8", newline="")

    assert digest_out_of_core(path, None, tmp_path / "work") == ledger_digest(read_ledger(path))


def test_a_ledger_without_seq_takes_the_order_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "transfers.csv.gz"
    rows = [GOOD.replace("a,", f"{n * 7919 % 100_003},", 1) for n in range(30_000)]
    path.write_bytes(gzip.compress((TRANSFERS + "".join(rows)).encode()))

    with Database(tmp_path, memory_limit="200MB", threads=2) as database:
        Index(database, path, None)
        order = [row[0] for row in database.rows("SELECT transfer_id FROM moves ORDER BY place")]

    assert order == [t.transfer_id for t in read_ledger(path).transfers]
