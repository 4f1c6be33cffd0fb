"""Tables of answers: what a row says belongs together, and no bytes break the reader."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.messages import tabled
from izdes.adapters.messages.stating import StatedRow, account_key, read_stated

DOCS = Path(__file__).parents[3] / "docs"
_ACCOUNT = "iban:KZ091010000000000001"
_IIN = "000101800010"


def rows_of(text: str) -> tuple[StatedRow, ...]:
    """Return what a table states; nothing is wrong with it."""
    found = read_stated(text.encode(), file="table.csv")
    assert not found.faults
    return found.rows


def test_a_table_of_accounts_states_holders() -> None:
    table = (
        f"account,currency,kind,holder_iin,holder_name,protected\n{_ACCOUNT},KZT,,{_IIN},Анар,\n"
    )

    (row,) = rows_of(table)

    assert (row.account, row.role, row.kind, row.value) == (_ACCOUNT, "holder", "iin", _IIN)
    assert (row.record, row.is_sure, row.at) == (2, True, None)


def test_a_table_of_log_ins_states_what_stands_together() -> None:
    moment = "2026-05-18T11:00:00+05:00"
    table = f"account,at,ip,device\n{_ACCOUNT},{moment},203.0.113.7,B2F0-C7-01\n"

    address, device = rows_of(table)

    assert (address.kind, address.value) == ("ip", "203.0.113.7")
    assert (device.kind, device.value, device.raw) == ("device", "b2f0-c7-01", "B2F0-C7-01")
    assert address.record == device.record
    assert {address.at, device.at} == {datetime(2026, 5, 18, 6, tzinfo=UTC)}


def test_a_number_with_a_wrong_digit_is_kept_and_doubtful() -> None:
    (row,) = rows_of(f"account,holder_iin\n{_ACCOUNT},000101800011\n")

    assert (row.value, row.is_sure) == ("000101800011", False)


def test_only_the_columns_that_are_looked_for_are_kept() -> None:
    # Whoever kept all of them would need the square of what a stranger sends.
    table = f"account,{','.join(map(str, range(50)))}\n{_ACCOUNT}\n{_ACCOUNT},1,2\n".encode()

    rows = list(tabled.rows_of(table, file="t.csv", columns=("account", "ip"), faults=[]))

    assert [dict(row.cells) for row in rows] == [{"account": _ACCOUNT}] * 2


def test_an_empty_line_is_no_row_and_counts_as_a_line() -> None:
    (row,) = rows_of(f"account,ip\n\n{_ACCOUNT},203.0.113.7\n")

    assert row.record == 3


def test_what_is_no_number_of_its_kind_states_nothing() -> None:
    assert rows_of(f"account,holder_iin,phone,device\n{_ACCOUNT},unknown,none,0000000\n") == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("holder_iin\n1\n", ["table_missing_column"]),
        ("", ["table_missing_column"]),
        (f"account,holder_iin\n,{_IIN}\n{_ACCOUNT},{_IIN}\n", ["empty_cell"]),
        (f"account,at,ip\n{_ACCOUNT},yesterday,203.0.113.7\n", ["not_a_time"]),
        (f"account,at,ip\n{_ACCOUNT},2026-05-18T11:00:00,203.0.113.7\n", ["not_a_time"]),
        (f"account,at,ip\n{_ACCOUNT},0001-01-01T00:00:00+05:00,203.0.113.7\n", ["not_a_time"]),
        ("account\n\0\n", ["not_a_table"]),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_counts(text: str, codes: list[str]) -> None:
    found = read_stated(text.encode(), file="table.csv")

    assert [fault.code for fault in found.faults] == codes
    assert len(found.rows) == text.count(f"{_ACCOUNT},{_IIN}")


def test_a_file_of_another_form_states_nothing() -> None:
    found = read_stated(b"%PDF-1.7", file="client.pdf")

    assert (found.rows, found.faults) == ((), ())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("KZ09 1010 0000 0000 0001", _ACCOUNT),
        ("card:HSBK:939800******1230", "card:HSBK:939800******1230"),
        ("wallet:", ""),
        ("9", ""),
        ("iban:KZ\u202e1", ""),
    ],
)
def test_an_account_is_a_key_or_a_number(text: str, key: str) -> None:
    assert account_key(text) == key


def test_the_tables_of_the_reference_state_what_they_show() -> None:
    page = (DOCS / "reference" / "messages.md").read_text(encoding="utf-8")
    tables = re.findall(r"```\n(account,.*?)```", page, re.DOTALL)

    stated = [[(row.role, row.kind) for row in rows_of(table)] for table in tables]

    assert stated == [
        [("holder", "iin"), ("contact", "phone"), ("contact", "email")],
        [("login", "ip"), ("login", "device")] * 2,
    ]


@given(st.binary())
def test_no_bytes_break_the_reader(data: bytes) -> None:
    read_stated(data, file="table.csv")


_CELL = st.text(max_size=20)


@given(st.lists(st.tuples(_CELL, _CELL, _CELL, _CELL, _CELL, _CELL, _CELL), max_size=5))
def test_no_cells_break_the_reader(rows: list[tuple[str, ...]]) -> None:
    head = "account,holder_iin,phone,email,at,ip,device"
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]

    found = read_stated("\n".join([head, *lines]).encode(errors="replace"), file="T.CSV")

    assert all(row.value and row.account for row in found.rows)
