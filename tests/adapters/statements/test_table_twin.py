"""The invented bank's own table, read by the profiles that its case brings."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from tests.adapters.statements.mutations import mutated
from tests.adapters.statements.of_twin import PAGES, REGISTER, in_form
from tests.adapters.statements.profiled import faults

from izdes.adapters.statements import read_bytes
from izdes.adapters.statements.profiles import Profile, profile_of
from izdes.adapters.words import entries
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import FileReading
from izdes.twin.bank import LOCAL
from izdes.twin.dialects import table
from izdes.twin.dialects.rows import row_cells
from izdes.twin.pages import Page

HABITS = 2 * 2 * 2 * 3
INPUTS = 150


@cache
def profiles() -> tuple[Profile, ...]:
    return tuple(profile_of(data, file=name) for name, data in table.case_profiles().items())


def pages() -> Iterator[Page]:
    """Yield every page as this form, and one of them in every habit that a bank may have."""
    for page in PAGES:
        for extension in ("csv", "xlsx"):
            found = in_form(page, "table")
            yield replace(found, answer=replace(found.answer, extension=extension))
    for serial in range(HABITS):
        for language in ("kk", "ru"):
            found = in_form(PAGES[serial], "table", serial=serial)
            yield replace(found, answer=replace(found.answer, extension="csv", language=language))


def reading_of(data: bytes) -> FileReading:
    return read_bytes(data, name="answer", register=REGISTER, manifest={}, profiles=profiles())


def test_every_row_is_read_as_it_was_written() -> None:
    for page in pages():
        file = table.written(page)

        (statement,) = reading_of(file.data).statements

        assert statement.account == page.account.side.key
        assert statement.holder_iin == page.account.side.number
        places = [tuple(map(int, row.row_id.split("/")[1:])) for row in statement.rows]
        assert places == [*file.rows]
        for row, entry in zip(statement.rows, page.entries, strict=True):
            cells = row_cells(page, entry)
            shown = cells.payer if entry.is_credit else cells.payee
            far = row.payer if row.direction == "credit" else row.payee
            assert row.signed_minor == entry.signed_minor
            assert row.booked_at == entry.at.astimezone(LOCAL).replace(second=0, microsecond=0)
            assert (row.time_precision, row.order_proven) == ("minute", True)
            assert (far.name, far.iin, row.purpose) == (shown.name, shown.number, cells.purpose)
            assert row.kind not in ("other", "conversion")


def test_every_page_reconciles_without_a_remark() -> None:
    for page in pages():
        (statement,) = reading_of(table.written(page).data).statements

        found = reconcile(statement)
        assert [f for f in statement.faults if f.code != "order_uncertain"] == []
        assert (statement.opening_minor, statement.closing_minor) == (
            page.opening_minor,
            page.closing_minor,
        )
        assert found.outcome == "reconciled"
        assert found.coverage is not None
        assert found.coverage.covered_from == page.window.start
        assert found.coverage.covered_to == page.window.end


def test_a_page_gives_the_same_bytes_each_time() -> None:
    for page in pages():
        assert table.written(page) == table.written(page)


def test_every_habit_of_a_bank_occurs() -> None:
    files = [(page, table.written(page)) for page in pages()]

    texts = [file.data for page, file in files if page.answer.extension == "csv"]
    assert any(data.startswith(b"\xef\xbb\xbf") for data in texts)
    assert any("Қалдық".encode("kz1048") in data for data in texts)
    assert {b"\t" in data for data in texts} == {True, False}
    turned = {file.rows[0][1] > file.rows[-1][1] for _, file in files if len(file.rows) > 1}
    assert turned == {True, False}
    forms = {reading_of(file.data).form for _, file in files}
    assert forms == {"profile-qobyzkol-signed", "profile-qobyzkol-split"}


def test_without_its_profile_the_table_is_unknown_or_refused() -> None:
    for page in pages():
        found = read_bytes(table.written(page).data, name="a", register=REGISTER, manifest={})

        assert not found.statements
        assert found.faults


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_broken_table_is_a_reading_with_words(extension: str) -> None:
    good = [
        table.written(
            replace(
                (page := in_form(PAGES[n], "table", serial=n, entries=8)),
                answer=replace(page.answer, extension=extension),
            )
        ).data
        for n in range(8)
    ]
    for number in range(INPUTS):
        rng = Random(f"table/{extension}/{number}")

        found = reading_of(mutated(rng.choice(good), rng))

        codes = {f.code for f in found.faults} | {f.code for f in found.explained}
        codes |= {f.code for s in found.statements for f in s.faults}
        assert codes <= entries().keys()
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own
        for statement in found.statements:
            assert all(row.amount_minor > 0 for row in statement.rows)
            assert len({row.row_id for row in statement.rows}) == len(statement.rows)


def test_a_broken_profile_is_a_profile_or_a_list_of_faults() -> None:
    good = [*table.case_profiles().values()]
    for number in range(INPUTS):
        rng = Random(f"profile/{number}")
        data = mutated(rng.choice(good), rng)

        told = {code for code, _ in faults(data)}

        assert told <= entries().keys()
        if not told:
            given = [profile_of(data, file="p.yaml")]
            read_bytes(b"a;b\n1;2\n", name="a", register=REGISTER, manifest={}, profiles=given)
