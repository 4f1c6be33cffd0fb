"""Statements of the invented banks, read here by other means than the project's readers."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from izdes.twin.country import country
from izdes.twin.facts import Facts
from izdes.twin.pages import Page

CAMT = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}
Grid = list[list[object]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a stranger reads off a statement, in tiyn."""

    opening: int
    closing: int
    signed: tuple[int, ...]
    moments: tuple[str, ...]


def tiyn(cell: object) -> int:
    text = str(cell).replace("\u00a0", "").replace(" ", "").replace(",", ".")
    minor = Decimal(text) * 100
    assert minor == int(minor)
    return int(minor)


def grid_of(path: Path) -> Grid:
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


def value_of(grid: Grid, label: str) -> object:
    return next(row[1] for row in grid[:12] if row[0] == label)


def movements(grid: Grid) -> Grid:
    return [row for row in grid if str(row[0])[2:3] == "." and str(row[0])[5:6] == "."]


def read_halyk(path: Path) -> Seen:
    grid = grid_of(path)
    rows = movements(grid)
    signed = [tiyn(row[4]) if row[4] != "" else -tiyn(row[5]) for row in rows]
    assert grid[9][0] == "Дата и время операции"
    assert grid[-1][0] == "Итого"
    assert tiyn(grid[-1][4]) - tiyn(grid[-1][5]) == sum(signed)
    return Seen(
        tiyn(value_of(grid, "Входящий остаток")),
        tiyn(value_of(grid, "Исходящий остаток")),
        tuple(signed),
        tuple(str(row[0]) for row in rows),
    )


def read_kaspi(path: Path) -> Seen:
    grid = grid_of(path)
    own = value_of(grid, "Номер счета")
    rows = movements(grid)[::-1]
    signed = [tiyn(row[4]) * (1 if row[15] == own else -1) for row in rows]
    went, came = (tiyn(cell) for cell in grid[9][1:3])
    assert came - went == sum(signed)
    return Seen(
        tiyn(value_of(grid, "Входящий остаток")),
        tiyn(value_of(grid, "Исходящий остаток")),
        tuple(signed),
        tuple(str(row[0]) for row in rows),
    )


def read_camt(path: Path) -> Seen:
    root = etree.parse(path).getroot()

    def texts(query: str) -> list[str]:
        return [str(node.text) for node in root.findall(query, CAMT)]

    amounts = [tiyn(text) for text in texts(".//c:Ntry/c:Amt")]
    directions = texts(".//c:Ntry/c:CdtDbtInd")
    opening, closing = (tiyn(text) for text in texts(".//c:Bal/c:Amt"))
    signed = [a if d == "CRDT" else -a for a, d in zip(amounts, directions, strict=True)]
    return Seen(opening, closing, tuple(signed), tuple(texts(".//c:Ntry/c:BookgDt/c:DtTm")))


READERS = {"halyk": read_halyk, "kaspi": read_kaspi, "camt053": read_camt}


def pages_in(facts: Facts, form: str) -> list[Page]:
    pages = [page for page in facts.pages if page.answer.form == form]
    assert pages, form
    return pages


@pytest.mark.parametrize("form", sorted(READERS))
def test_every_statement_reconciles_with_its_printed_balances(
    form: str, case: Path, facts: Facts
) -> None:
    for page in pages_in(facts, form):
        seen = READERS[form](case / "statements" / page.file)

        assert seen.opening + sum(seen.signed) == seen.closing
        assert len(seen.signed) == len(page.entries) > 0


@pytest.mark.parametrize("form", sorted(READERS))
def test_a_balance_never_falls_below_zero(form: str, case: Path, facts: Facts) -> None:
    for page in pages_in(facts, form):
        seen = READERS[form](case / "statements" / page.file)

        balance = seen.opening
        for minor in seen.signed:
            balance += minor
            assert balance >= 0


@pytest.mark.parametrize("form", sorted(READERS))
def test_no_two_movements_of_an_account_are_printed_at_one_instant(
    form: str, case: Path, facts: Facts
) -> None:
    for page in pages_in(facts, form):
        seen = READERS[form](case / "statements" / page.file)

        assert len(set(seen.moments)) == len(seen.moments)


def test_a_plain_statement_names_its_account_in_every_row(case: Path, facts: Facts) -> None:
    for page in pages_in(facts, "plain"):
        grid = grid_of(case / "statements" / page.file)
        rows = [row for row in grid if row[1] == "KZT"]

        assert len(rows) == len(page.entries)
        assert all(page.account.side.printed in (row[10], row[15]) for row in rows)


def test_a_transfer_is_credited_within_two_minutes_or_as_its_banks_clear(facts: Facts) -> None:
    for transfer in facts.world.transfers:
        seconds = (transfer.credited_at - transfer.debited_at).total_seconds()
        _, minutes = country().clearing_minutes(transfer.payer.bank, transfer.payee.bank)

        assert 0 <= seconds <= max(120, minutes * 60 + 60)


def test_no_payment_overtakes_an_earlier_one_on_the_same_way(facts: Facts) -> None:
    transfers = facts.world.transfers
    arrived = {(t.payer.key, t.payee.key): t.debited_at for t in reversed(transfers)}
    for transfer in transfers:
        way = transfer.payer.key, transfer.payee.key

        assert arrived[way] <= transfer.credited_at
        arrived[way] = transfer.credited_at


def test_a_card_is_printed_for_an_iban_only_where_a_statement_ties_it(facts: Facts) -> None:
    tied = {page.account.side.key for page in facts.pages if page.answer.ties_card}
    shown = [t for t in facts.world.transfers if t.is_card_shown]

    assert shown
    assert all(t.payee.key in tied for t in shown)


def test_camt_statements_are_valid_by_the_official_schema(
    case: Path, facts: Facts, schemas: Path
) -> None:
    schema = etree.XMLSchema(etree.parse(schemas / "camt.053.001.08.xsd"))

    for page in pages_in(facts, "camt053"):
        assert schema.validate(etree.parse(case / "statements" / page.file)), schema.error_log


def test_statements_are_lost_for_some_mules_and_short_for_some(facts: Facts) -> None:
    mules = {a.side.key for a in facts.world.accounts if a.role == "mule"}
    present = {page.account.side.key for page in facts.pages}

    assert mules - present
    assert mules & present
    assert any(page.answer.is_short for page in facts.pages)
