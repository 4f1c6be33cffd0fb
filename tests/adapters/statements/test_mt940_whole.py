from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.statements.answers import OWN, only, read
from tests.adapters.statements.mt_files import (
    BLOCKS,
    FROM,
    IN,
    LATE,
    OUT,
    File,
    Interim,
    paged,
)
from tests.adapters.statements.of_twin import PAGES, assert_read_as_written, in_form, read_page
from tests.adapters.statements.understood import refused, told

from izdes.adapters.statements.mt940.fields import day_of, page_of
from izdes.adapters.words import entries as words
from izdes.core.money.reconcile import reconcile
from izdes.twin.dialects import statement_file
from izdes.twin.pages import midnight

HABITS = 2 * 3 * 4 * 5 * 7


def test_an_interim_report_cannot_be_checked_and_says_so() -> None:
    reading = read(Interim().data())

    statement, found = only(reading), reconcile(only(reading))
    assert (reading.form, found.outcome) == ("mt942", "not_checkable")
    assert [(f.code, f.severity) for f in statement.faults] == [("mt_interim", "noted")]
    assert (statement.currency, statement.period_from) == ("KZT", None)
    assert told(reading)["how_mt_made_at"] == {"at": "2605311200+0500"}
    assert [r.signed_minor for r in statement.rows] == [50_000, -20_050, -1]


def test_a_floor_limit_is_noted() -> None:
    limits = (":34F:KZTD1000,", ":34F:KZTC0,")

    (floor,) = [
        f for f in only(read(Interim(floors=limits).data())).faults if f.code == "mt_floor_limit"
    ]

    assert (floor.row, floor.severity, floor.details) == (4, "noted", (("amount", "1000.00 KZT"),))


@pytest.mark.parametrize(
    ("sums", "code"),
    [
        ((":90D:2KZT200,50", ":90C:1KZT500,"), "total_differs"),
        ((":90D:3KZT200,51", ":90C:1KZT500,"), "entries_count_differs"),
        ((":90D:2KZT200,51", ":90C:1KZT500,0x"), "balance_unreadable"),
        ((":90D:2USD200,51",), "mt_currencies_differ"),
    ],
)
def test_sums_that_differ_are_refused(sums: tuple[str, ...], code: str) -> None:
    assert [found for found, _ in refused(read(Interim(sums=sums).data()))] == [code]


@pytest.mark.parametrize("sums", [(":90C:1KZT500,",), (":90C:2KZT501,",)])
def test_sums_may_count_what_is_only_expected(sums: tuple[str, ...]) -> None:
    entries = (IN, OUT, LATE, ":61:260503EC1,NTRFX")

    assert refused(read(Interim(entries=entries, sums=sums).data())) == []


def test_sums_count_reversals_by_where_the_money_went() -> None:
    entries = (":61:260503RC5,NTRFX", ":61:260503RD7,NTRFX")

    reading = read(Interim(entries=entries, sums=(":90D:1KZT5,", ":90C:1KZT7,")).data())

    assert refused(reading) == []


def test_sums_are_not_compared_where_a_line_could_not_be_read() -> None:
    reading = read(Interim(entries=(IN, ":61:x", OUT, LATE)).data())

    assert [code for code, _ in refused(reading)] == ["mt_line_unreadable"]


def test_an_interim_report_without_any_end_is_cut() -> None:
    assert refused(read(Interim(sums=(), end="").data())) == [("mt_cut", 10)]
    assert refused(read(Interim(sums=()).data())) == []
    assert refused(read(Interim(end="").data())) == []


def test_the_currency_of_an_interim_report_may_stand_with_its_account() -> None:
    data = Interim(floors=(), sums=()).data()

    named = only(read(data.replace(OWN.encode(), f"{OWN}USD".encode(), 1)))
    unknown = read(data)

    assert named.currency == "USD"
    assert "currency_unknown" in [f.code for f in unknown.faults]


@pytest.mark.parametrize("file", [File(), File(blocks=BLOCKS, end="-}"), paged(1, 2, last=2)[0]])
def test_a_file_cut_at_any_line_is_never_reconciled(file: File) -> None:
    lines = file.lines
    whole = lines.index(file.closing)

    for length in range(whole):
        reading = read("\n".join(lines[:length]).encode())

        assert all(reconcile(s).outcome == "faulty" for s in reading.statements)
        assert reading.statements or reading.faults


def test_a_file_cut_inside_a_line_moves_no_other_amount() -> None:
    text = File().data().decode()

    for length in range(len(text)):
        for statement in read(text[:length].encode()).statements:
            assert {r.signed_minor for r in statement.rows} <= {50_000, -20_050, -1}


def test_a_line_taken_out_is_never_overlooked() -> None:
    lines = File().lines

    for place, line in enumerate(lines):
        reading = read("\n".join(lines[:place] + lines[place + 1 :]).encode())

        outcomes = {reconcile(s).outcome for s in reading.statements}
        if line.startswith((":61:", ":60F:", ":62F:")):
            assert outcomes == {"faulty"}


tags = st.sampled_from(
    [":20:", ":25:", ":28C:", ":60F:", ":60M:", ":61:", ":62F:", ":62M:", ":86:"]
)
others = st.sampled_from([":34F:", ":90D:", ":13D:", "{1:", "{2:O940", "{4:", "-", "-}", "$", ""])
texts = st.text("0123456789CDREKZTNF,./?+:=-{} ИНҚ\x07", max_size=24)
known = st.sampled_from(
    [line.partition(":61:")[2] or line for line in (*File().lines, *FROM.split())]
)


@given(st.lists(st.tuples(tags | others, texts | known), max_size=25))
def test_any_lines_are_a_reading_with_words(lines: list[tuple[str, str]]) -> None:
    text = "\n".join([":20:A", f":25:{OWN}", ":60F:C260501KZT1,", *(a + b for a, b in lines)])

    reading = read(text.encode())

    every = [*reading.faults, *(f for s in reading.statements for f in s.faults)]
    assert {f.code for f in every} | {f.code for f in reading.explained} <= words().keys()
    row_ids = [r.row_id for s in reading.statements for r in s.rows]
    assert len(set(row_ids)) == len(row_ids)


@given(st.text(max_size=300))
def test_any_text_is_a_reading_with_words(text: str) -> None:
    for data in (text, f":20:A\n:25:{OWN}\n:60F:C260501KZT1,\n{text}", f"{{2:O940A}}{{4:\n{text}"):
        reading = read(data.encode("utf-8", "replace"))

        every = [*reading.faults, *(f for s in reading.statements for f in s.faults)]
        assert {f.code for f in every} <= words().keys()


@given(st.text("0123456789/", max_size=12))
def test_a_page_is_a_number_or_nothing(value: str) -> None:
    page_of(value)
    day_of("260101" if len(value) < 6 or "/" in value[:6] else value[:6])


@pytest.mark.parametrize("form", ["mt940", "mt942"])
def test_what_the_invented_bank_writes_is_what_is_read(form: str) -> None:
    for page in PAGES:
        assert_read_as_written(page, form)


def test_what_the_invented_bank_states_is_reconciled() -> None:
    for page in PAGES:
        _, reading = read_page(page, "mt940")

        assert only(reading).faults == ()
        found = reconcile(only(reading))
        assert found.outcome == "reconciled"
        assert found.coverage is not None
        assert found.coverage.covered_from == midnight(page.first_day)
        assert found.coverage.covered_to == midnight(page.last_day + timedelta(days=1))


@pytest.mark.parametrize("form", ["mt940", "mt942"])
def test_every_habit_of_the_invented_bank_is_read(form: str) -> None:
    page = min(PAGES, key=lambda p: len(p.entries))
    files = []

    for serial in range(HABITS):
        data = statement_file(in_form(page, form, serial=serial)).data
        files.append(data.decode())

        statement = only(read(data))
        assert len(statement.rows) == len(page.entries)
        assert {r.purpose for r in statement.rows} == {
            e.transfer.purpose.text for e in page.entries
        }

    for habit in ("{1:F01", "-}", "\r\n-", "\n-\n", "?20", "/REMI/", "КНП: ", ":25:KZ"):
        assert any(habit in file for file in files)


def test_the_invented_bank_writes_long_statements_in_parts() -> None:
    page = max(PAGES, key=lambda p: len(p.entries))

    data = statement_file(in_form(page, "mt940", serial=0)).data

    assert data.count(b":60M:") >= 1
    assert reconcile(only(read(data))).outcome == "reconciled"


def test_a_file_of_the_invented_bank_cut_at_any_line_is_never_reconciled() -> None:
    page = in_form(min(PAGES, key=lambda p: len(p.entries)), "mt940", entries=12)
    for serial in range(30):
        lines = statement_file(replace(page, account=replace(page.account, serial=serial))).data
        parts = lines.decode().splitlines()
        whole = next(n for n, line in enumerate(parts) if line.startswith(":62F:"))

        for length in range(whole):
            reading = read("\n".join(parts[:length]).encode())

            assert all(reconcile(s).outcome == "faulty" for s in reading.statements)
