import gzip
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, cases, cover, ledger, move

from izdes.adapters.tables.claims import read_claims
from izdes.adapters.tables.ledger import (
    ledger_digest,
    read_accounts,
    read_aliases,
    read_ledger,
    write_ledger,
)
from izdes.core.errors import InputRefused
from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.transfer import ORDER_PROOFS, Claim, Ledger

HEAD = "transfer_id,booked_at,amount_minor,currency,payer_account,payee_account"
ROW = "t1,2026-05-19T14:02:00+05:00,100,KZT,A,B"


def written(folder: Path, text: str) -> Path:
    path = folder / "transfers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def codes(refused: pytest.ExceptionInfo[InputRefused]) -> list[tuple[str, int, str]]:
    return [(f.code, f.row, f.column) for f in refused.value.faults]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases(ties=True))
def test_a_ledger_read_back_is_the_same_from_csv_and_parquet(
    tmp_path: Path, case: tuple[Ledger, list[Claim]]
) -> None:
    book, _ = case

    write_ledger(tmp_path, book)

    accounts = tmp_path / "accounts.csv"
    from_csv = read_ledger(tmp_path / "transfers.csv", accounts)
    from_parquet = read_ledger(tmp_path / "transfers.parquet", accounts)
    assert from_csv == from_parquet == book
    assert ledger_digest(from_csv) == ledger_digest(book)


def test_the_digest_does_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    other_row = "t2,2026-05-19T09:02:00Z,7,KZT,B,C"
    text = f"{HEAD},seq\n{ROW},0\n{other_row},1\n"
    lines = text.splitlines()

    one = ledger_digest(read_ledger(written(tmp_path, text)))
    other = ledger_digest(read_ledger(written(tmp_path, "\n".join([lines[0], *lines[:0:-1]]))))

    assert one == other


def test_a_ledger_without_places_takes_the_order_of_rows(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD}\n{ROW.replace('t1', 'z')}\n{ROW}\n")

    assert [t.transfer_id for t in read_ledger(path).transfers] == ["z", "t1"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases(ties=True), st.data())
def test_what_is_proven_of_the_order_is_read_back(
    tmp_path: Path, case: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    proofs = st.sampled_from(ORDER_PROOFS)
    book = replace(
        case[0],
        transfers=tuple(replace(t, order_proven=data.draw(proofs)) for t in case[0].transfers),
    )

    write_ledger(tmp_path, book)

    for name in ("transfers.csv", "transfers.parquet"):
        assert read_ledger(tmp_path / name, tmp_path / "accounts.csv") == book


def test_a_ledger_without_the_column_proves_nothing_of_its_order(tmp_path: Path) -> None:
    (transfer,) = read_ledger(written(tmp_path, f"{HEAD}\n{ROW}\n")).transfers

    assert transfer.order_proven == ""


def test_a_proof_of_the_order_is_one_of_four_words(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_ledger(written(tmp_path, f"{HEAD},order_proven\n{ROW},yes\n"))

    assert codes(refused) == [("not_one_of", 2, "order_proven")]


def test_what_is_proven_of_the_order_is_part_of_the_digest(tmp_path: Path) -> None:
    digests = {
        ledger_digest(read_ledger(written(tmp_path, f"{HEAD},order_proven\n{ROW},{proof}\n")))
        for proof in ORDER_PROOFS
    }

    assert len(digests) == len(ORDER_PROOFS)


def test_without_accounts_nothing_is_known_to_be_covered(tmp_path: Path) -> None:
    assert not read_ledger(written(tmp_path, f"{HEAD}\n{ROW}\n")).has_coverage


def test_unknown_columns_do_not_disturb(tmp_path: Path) -> None:
    path = written(tmp_path, f"note,{HEAD}\nhello,{ROW}\n")

    assert read_ledger(path).transfers[0].amount_minor == 100


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "transfer_id,booked_at,currency,payer_account,payee_account\n")

    with pytest.raises(InputRefused) as refused:
        read_ledger(path)

    assert codes(refused) == [("table_missing_column", 1, "amount_minor")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ROW.replace("100", "1.5"), ("not_an_integer", 2, "amount_minor")),
        (ROW.replace("100", "1e5"), ("not_an_integer", 2, "amount_minor")),
        (ROW.replace("100", "١٠٠"), ("not_an_integer", 2, "amount_minor")),
        (ROW.replace("100", "0"), ("not_positive", 2, "amount_minor")),
        (ROW.replace("100", "-3"), ("not_positive", 2, "amount_minor")),
        (ROW.replace("100", ""), ("empty_cell", 2, "amount_minor")),
        (ROW.replace("+05:00", ""), ("time_without_offset", 2, "booked_at")),
        (ROW.replace("2026-05-19", "19.05.2026"), ("not_a_time", 2, "booked_at")),
        (ROW.replace(",A,", ",,"), ("empty_cell", 2, "payer_account")),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_column(
    tmp_path: Path, row: str, expected: tuple[str, int, str]
) -> None:
    with pytest.raises(InputRefused) as refused:
        read_ledger(written(tmp_path, f"{HEAD}\n{row}\n"))

    assert codes(refused) == [expected]


def test_every_bad_row_is_named_not_only_the_first(tmp_path: Path) -> None:
    bad = ROW.replace("100", "x")

    with pytest.raises(InputRefused) as refused:
        read_ledger(written(tmp_path, f"{HEAD}\n{bad}\n{ROW}\n{bad}\n"))

    assert [row for _, row, _ in codes(refused)] == [2, 4]


def test_one_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_ledger(written(tmp_path, f"{HEAD}\n{ROW}\n{ROW}\n"))

    assert codes(refused) == [("id_twice", 3, "transfer_id")]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"PAR1nonsense", b"\x1f\x8bnonsense"])
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)

    with pytest.raises(InputRefused):
        read_ledger(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([b"", b"PAR1", b"\x1f\x8b", HEAD.encode() + b"\n"]))
def test_only_our_errors_leave_the_reader(tmp_path: Path, data: bytes, start: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(start + data)

    with suppress(InputRefused):
        read_ledger(path, path)


def test_a_gzipped_table_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(f"{HEAD}\n{ROW}\n".encode()))

    assert len(read_ledger(path).transfers) == 1


def test_amounts_beyond_64_bits_stay_exact(tmp_path: Path) -> None:
    amount = 10**24 + 1

    write_ledger(tmp_path, ledger([move("t", 1, "A", "B", amount)], cover("A")))

    found = read_ledger(tmp_path / "transfers.parquet")
    assert found.transfers[0].amount_minor == amount


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    book = ledger([move("t", 1, "A", "B", 5)], cover("A"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_ledger(tmp_path / name, book)

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_an_interval_with_one_end_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "account,currency,covered_from\nA,KZT,2026-05-01T00:00:00Z\n")

    with pytest.raises(InputRefused) as refused:
        read_accounts(path)

    assert codes(refused) == [("half_interval", 2, "covered_to")]


def test_aliases_are_read_back(tmp_path: Path) -> None:
    alias = Alias(AccountKey("card:X:1"), AccountKey("A"), at(0), None, "row")

    write_ledger(tmp_path, ledger([]), [alias])

    assert read_aliases(tmp_path / "aliases.csv") == [alias]


def test_a_claim_id_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "claim_id,transfer_id,amount_minor\nC/1,t,5\nC/1,u,5\n")

    with pytest.raises(InputRefused) as refused:
        read_claims(path)

    assert codes(refused) == [("id_twice", 3, "claim_id")]


def test_times_are_kept_to_the_microsecond(tmp_path: Path) -> None:
    moment = "2026-05-19T14:02:00.000001+05:00"

    found = read_ledger(written(tmp_path, f"{HEAD}\nt,{moment},1,KZT,A,B\n"))

    assert found.transfers[0].booked_at == datetime(2026, 5, 19, 9, 2, 0, 1, tzinfo=UTC)
