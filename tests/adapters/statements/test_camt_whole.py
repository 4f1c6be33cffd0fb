from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.adapters.statements.answers import OTHER, OWN, codes, is_valid_camt, only, read
from tests.adapters.statements.camt_files import (
    ENTRIES,
    Message,
    entry,
    notification,
    paged,
    pagination,
    totals,
)
from tests.adapters.statements.of_twin import PAGES, assert_read_as_written, read_page
from tests.adapters.statements.understood import refused

from izdes.adapters.words import entries as words
from izdes.core.money.reconcile import reconcile
from izdes.twin.pages import midnight


@pytest.mark.parametrize(
    "summary",
    [
        totals("1 500.00", "2 200.51", "3 700.51"),
        totals("001 500", "2", "3 700.510"),
        totals(
            "",
            "",
            "3 700.51",
            net="<TtlNetNtry><Amt>299.49</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry>",
        ),
        totals("", "", "3", net="<TtlNetNtryAmt>299.49</TtlNetNtryAmt><CdtDbtInd>CRDT</CdtDbtInd>"),
    ],
)
def test_totals_that_agree_say_nothing(summary: str) -> None:
    assert only(read(Message(totals=summary).data())).faults == ()


@pytest.mark.parametrize(
    ("summary", "code"),
    [
        (totals("2 500.00", "", ""), "entries_count_differs"),
        (totals("1 500.01", "", ""), "total_differs"),
        (totals("", "2 200.50", ""), "total_differs"),
        (totals("", "", "4 700.51"), "entries_count_differs"),
        (totals("", "", "3 1e5"), "balance_unreadable"),
        (totals("", "", "x"), "entries_count_differs"),
        (
            totals(
                "",
                "",
                "3",
                net="<TtlNetNtry><Amt>299.49</Amt><CdtDbtInd>DBIT</CdtDbtInd></TtlNetNtry>",
            ),
            "total_differs",
        ),
    ],
)
def test_a_total_that_differs_is_refused(summary: str, code: str) -> None:
    assert refused(read(Message(totals=summary).data())) == [(code, 0)]


@pytest.mark.parametrize("total", [totals("1 500.00", "", ""), totals("2 500.05", "", "")])
def test_totals_may_count_what_is_not_booked_yet(total: str) -> None:
    pending = entry(5, "CRDT", status="<Sts><Cd>PDNG</Cd></Sts>")

    message = Message(totals=total, entries=(*ENTRIES, pending))

    assert refused(read(message.data())) == []


def test_an_entry_taken_out_of_a_notification_is_missed_by_its_totals() -> None:
    message = replace(notification(totals=totals("1 500.00", "2 200.51", "")), entries=ENTRIES[:2])

    assert {code for code, _ in refused(read(message.data()))} == {
        "entries_count_differs",
        "total_differs",
    }


@pytest.mark.parametrize("kind", ["052", "053"])
def test_the_pages_of_a_file_are_one_statement(kind: str) -> None:
    first, *others = paged(1, 2, 3, last=3, kind=kind)

    reading = read(first.data(*others))

    assert [r.row_id.rpartition("/")[2] for r in only(reading).rows] == ["1", "2", "3"]
    assert reconcile(only(reading)).outcome == "reconciled"


@pytest.mark.parametrize(
    ("numbers", "missing"), [((1,), "2"), ((1, 2), "3"), ((2, 3), "1"), ((3,), "2")]
)
def test_a_page_that_is_not_there_is_refused(numbers: tuple[int, ...], missing: str) -> None:
    first, *others = paged(*numbers, last=3)

    reading = read(first.data(*others))

    faults = [f for s in reading.statements for f in s.faults if f.code == "camt_page_missing"]
    assert faults[0].details == (("page", missing),)
    assert all(reconcile(s).outcome == "faulty" for s in reading.statements)


def test_pages_that_leave_one_out_are_not_joined() -> None:
    first, *others = paged(1, 3, last=3)

    reading = read(first.data(*others))

    assert [[code for code, _ in codes(s)] for s in reading.statements] == [
        ["camt_page_missing"],
        ["camt_page_missing"],
    ]


def test_pages_of_two_accounts_are_not_joined() -> None:
    first, second = paged(1, 2, last=2)

    reading = read(first.data(replace(second, account=second.account.replace(OWN, OTHER))))

    assert len(reading.statements) == 2
    assert all(reconcile(s).outcome == "faulty" for s in reading.statements)


@pytest.mark.parametrize(("number", "is_last"), [(1, False), (2, True)])
def test_a_message_that_goes_on_elsewhere_is_refused(number: int, *, is_last: bool) -> None:
    message = Message(header=pagination("Msg", number, is_last=is_last))

    assert [code for code, _ in refused(read(message.data()))] == ["camt_page_missing"]


def test_totals_may_be_those_of_a_page_or_of_all_pages() -> None:
    first, second, third = paged(1, 2, 3, last=3)
    alone = replace(first, totals=totals("1 500.00", "", "1"))
    whole = replace(third, totals=totals("", "2 200.51", "3 700.51"))

    assert refused(read(alone.data(second, whole))) == []


@given(st.data())
def test_any_element_may_be_missing_or_hold_anything(data: st.DataObject) -> None:
    pages = paged(1, 2, last=2)
    root = etree.fromstring(replace(pages[0], totals=totals("1 5", "2 7", "3")).data(pages[1]))
    for _ in range(data.draw(st.integers(1, 6))):
        element = data.draw(st.sampled_from(list(root.iter())))
        parent = element.getparent()
        if parent is not None and data.draw(st.booleans()):
            parent.remove(element)
        else:
            element.text = data.draw(st.text("0123456789-+.:TZeKÇ é", max_size=12))

    reading = read(etree.tostring(root))

    every = [*reading.faults, *(f for s in reading.statements for f in s.faults)]
    assert {f.code for f in every} | {f.code for f in reading.explained} <= words().keys()
    assert all(r.amount_minor > 0 for s in reading.statements for r in s.rows)


def test_a_message_cut_anywhere_is_no_statement() -> None:
    data = Message().data()

    for length in range(0, len(data) - 1, 7):
        reading = read(data[:length])

        assert reading.statements == ()
        assert reading.faults


@pytest.mark.parametrize("form", ["camt052", "camt053", "camt054"])
def test_what_the_invented_bank_writes_is_what_is_read(form: str) -> None:
    for page in PAGES:
        assert_read_as_written(page, form)


@pytest.mark.parametrize("form", ["camt052", "camt053"])
def test_what_the_invented_bank_states_is_reconciled(form: str) -> None:
    for page in PAGES:
        _, reading = read_page(page, form)

        assert only(reading).faults == ()
        found = reconcile(only(reading))
        assert found.outcome == "reconciled"
        assert found.coverage is not None
        assert found.coverage.covered_from == midnight(page.first_day)
        assert found.coverage.covered_to == midnight(page.last_day + timedelta(days=1))


@pytest.mark.parametrize("form", ["camt052", "camt053", "camt054"])
def test_what_the_invented_bank_writes_is_valid(form: str, schemas: Path) -> None:
    schema = f"{form[:4]}.{form[4:]}.001.08.xsd"

    assert all(is_valid_camt(read_page(p, form)[0].data, str(schemas / schema)) for p in PAGES)


def test_every_habit_of_the_invented_bank_occurs() -> None:
    files = [read_page(page, "camt052")[0].data.decode() for page in PAGES]

    for habit in ("<ns2:Document", "<Document", "RptPgntn", "TxsSummry", "ITBD", "CLBD"):
        assert any(habit in file for file in files)
