"""Tables of what is known beside complaints: new owners of identifiers, holders of accounts."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from izdes.adapters.tables.holders import (
    GIVEN_COLUMNS,
    Held,
    holder_rows,
    person_rows,
    read_holders,
)
from izdes.adapters.tables.owners import OWNER_COLUMNS, read_owners
from izdes.adapters.words import entries
from izdes.core.errors import InputRefused
from izdes.core.linking.holders.persons import holders_of, persons_of
from izdes.core.linking.holders.records import HolderRecord, agreements_among
from izdes.core.linking.mentions import Node
from izdes.core.linking.owners import NewOwner
from izdes.twin.numbers import person_number

OWNERS, HOLDERS = (",".join(columns) + "\n" for columns in (OWNER_COLUMNS, GIVEN_COLUMNS))
IIN, OTHER_IIN = (person_number("900101", n, is_odd=True) for n in (1, 7))
# Invented accounts with valid check digits.
FIRST, SECOND = "KZ091010000000000001", "KZ791010000000000002"
THIRD = "KZ521010000000000003"


def written(folder: Path, text: str, name: str = "owners.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def codes(refused: pytest.ExceptionInfo[InputRefused]) -> list[tuple[str, str, int, str]]:
    return [(f.code, f.file, f.row, f.column) for f in refused.value.faults]


def test_owners_are_read_in_normal_form(tmp_path: Path) -> None:
    row = "phone,8 701 000 00 07,2026-05-10T00:00:00+05:00,operator\n"

    (owner,) = read_owners(written(tmp_path, OWNERS + row))

    since = datetime(2026, 5, 9, 19, tzinfo=UTC)
    assert owner == NewOwner(("phone", "+77010000007"), since, "operator")


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("pager,1,2026-05-10T00:00:00Z,x", "verdict_kind_unknown", "kind"),
        ("phone,one,2026-05-10T00:00:00Z,x", "verdict_value_unread", "value"),
        ("phone,+77010000007,2026-05-10,x", "time_without_offset", "from"),
        ("phone,+77010000007,,x", "empty_cell", "from"),
        ("phone,+77010000007,0001-01-01T00:00:00+05:00,x", "not_a_time", "from"),
        ("phone,+77010000007,2026-05-10T00:00:00Z,", "empty_cell", "source"),
    ],
)
def test_a_wrong_owner_is_refused_with_its_place(
    tmp_path: Path, row: str, code: str, column: str
) -> None:
    path = written(tmp_path, f"{OWNERS}{row}\n")

    with pytest.raises(InputRefused) as refused:
        read_owners(path)

    assert codes(refused) == [(code, "owners.csv", 2, column)]
    assert code in entries()


def test_holders_are_read_with_what_the_bank_knows(tmp_path: Path) -> None:
    row = f"iban,{FIRST},Айгүл  Серікова,{IIN},1990-01-01,8 701 000 00 07,letter 12\n"

    (record,) = read_holders(written(tmp_path, HOLDERS + row))

    assert record == HolderRecord(
        "holders.csv/2/iban",
        "Айгүл Серікова",
        IIN,
        "1990-01-01",
        phone="+77010000007",
        account=("iban", FIRST),
    )


def test_a_card_of_an_account_is_held_by_the_same_person(tmp_path: Path) -> None:
    head = "kind,value,card,name,iin,born,phone,source\n"
    row = f"iban,{FIRST},9398 0012 3456 1230,Айгүл Серікова,{IIN},,,letter 12\n"
    wrong = f"iban,{FIRST},9398 **** **** 1230,Айгүл Серікова,{IIN},,,letter 12\n"

    found = read_holders(written(tmp_path, head + row))
    with pytest.raises(InputRefused) as refused:
        read_holders(written(tmp_path, head + wrong))

    assert [record.account for record in found] == [("iban", FIRST), ("card", "9398001234561230")]
    assert codes(refused) == [("holder_card_not_read", "owners.csv", 2, "card")]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        (",,,,letter", "holder_says_nothing", "name"),
        ("Айгүл,123,,,letter", "holder_iin_not_read", "iin"),
        ("Айгүл,,1990-02-30,,letter", "holder_born_not_read", "born"),
        ("Айгүл,,11.02.1990,,letter", "holder_born_not_read", "born"),
        ("Айгүл,,,call me,letter", "holder_phone_not_read", "phone"),
        ("Айгүл,,1990,,", "empty_cell", "source"),
    ],
)
def test_a_wrong_holder_is_refused_with_its_place(
    tmp_path: Path, cells: str, code: str, column: str
) -> None:
    path = written(tmp_path, f"{HOLDERS}iban,{FIRST},{cells}\n", "holders.csv")

    with pytest.raises(InputRefused) as refused:
        read_holders(path)

    assert codes(refused) == [(code, "holders.csv", 2, column)]
    assert code in entries()


def held(*records: HolderRecord) -> Held:
    named: set[Node] = {("iban", account) for account in (FIRST, SECOND, THIRD)}
    persons = persons_of(records, agreements_among(records))
    return Held(tuple(sorted(records)), persons, holders_of(persons.persons, named))


def test_who_holds_several_accounts_is_listed_with_the_reasons() -> None:
    found = held(
        HolderRecord("1", "Айгүл С.", IIN, account=("iban", FIRST)),
        HolderRecord("2", "СЕРІКОВА АЙГҮЛ", IIN, account=("iban", SECOND)),
        HolderRecord("3", "Әсел Ж.", OTHER_IIN, account=("iban", THIRD)),
    )

    holder = f"iin:{IIN}"
    assert found.holders == {
        ("iban", FIRST): ("holder", holder),
        ("iban", SECOND): ("holder", holder),
    }
    assert found.names == {holder: "СЕРІКОВА АЙГҮЛ"}
    assert [row[:3] for row in holder_rows(found)] == [
        (holder, "iban", FIRST),
        (holder, "iban", SECOND),
    ]
    ((one, other, verdict, milli, reasons),) = person_rows(found)
    assert (one, other, verdict) == ("1", "2", "together")
    assert isinstance(milli, int)
    assert str(reasons).split() == ["holder_iin_same", "holder_name_initial"]
    assert {*str(reasons).split()} <= entries().keys()


def test_namesakes_hold_their_own_accounts() -> None:
    found = held(
        HolderRecord("1", "Айгүл Серікова", bank="101", account=("iban", FIRST)),
        HolderRecord("2", "Айгүл Серікова", bank="101", account=("iban", SECOND)),
    )

    assert found.holders == {}
    assert holder_rows(found) == []


def test_an_account_of_which_papers_name_two_holders_has_none() -> None:
    found = held(
        HolderRecord("1", "Айгүл Серікова", IIN, account=("iban", FIRST)),
        HolderRecord("2", "Айгүл Серікова", IIN, account=("iban", SECOND)),
        HolderRecord("3", "Әсел Жұман", OTHER_IIN, account=("iban", FIRST)),
        HolderRecord("4", "Әсел Жұман", OTHER_IIN, account=("iban", THIRD)),
    )

    assert set(found.holders) == {("iban", SECOND), ("iban", THIRD)}
    assert [row[2] for row in person_rows(found)].count("apart") == 1


def test_records_of_one_account_are_one_person_unless_they_contradict() -> None:
    found = held(
        HolderRecord("1", "Айгүл С.", account=("iban", FIRST)),
        HolderRecord("2", "Айгүл Серікова", IIN, account=("iban", FIRST)),
        HolderRecord("3", "Серікова А.", IIN, account=("iban", SECOND)),
    )

    assert {value for _, value in found.holders.values()} == {f"iin:{IIN}"}
    assert "holder_account_same_account" in {str(row[4]) for row in person_rows(found)}


CELLS = st.one_of(
    st.sampled_from(["phone", "iban", FIRST, "102", "2026-05-10T10:00:00+05:00", "", IIN, "1990"]),
    st.text(max_size=12),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=7), max_size=3))
@pytest.mark.parametrize("head", [OWNERS, HOLDERS])
def test_no_table_brings_anything_but_our_own_refusal(
    tmp_path: Path, rows: list[list[str]], head: str
) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path = written(tmp_path, head + "\n".join(quoted))

    with suppress(InputRefused):
        read_owners(path)
    with suppress(InputRefused):
        read_holders(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_bring_anything_but_our_own_refusal(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "known.csv"
    path.write_bytes(OWNERS.encode() + data)

    with suppress(InputRefused):
        read_owners(path)
    with suppress(InputRefused):
        read_holders(path)
