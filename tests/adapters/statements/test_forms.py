from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from tests.adapters.statements.answers import (
    GRIDS,
    MOVES,
    OPENING,
    OTHER,
    OWN,
    START,
    Answer,
    Line,
    Move,
    camt,
    changed,
    halyk_grid,
    is_valid_camt,
    kaspi_grid,
    only,
    plain_grid,
    read,
    with_moves,
    xls,
    xlsx,
)

from izdes.core.money.account import merchant_named
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import StatementRow

WRITERS = [*product(GRIDS, (xlsx, xls))]


def facts(row: StatementRow) -> tuple[object, ...]:
    far = row.payee if row.direction == "debit" else row.payer
    return (row.booked_at, row.direction, row.amount_minor, row.kind, far.account)


def expected() -> list[tuple[object, ...]]:
    first = datetime(2026, 5, 3, 4, 2, 7, tzinfo=UTC)
    return [
        (first, "credit", 50_000_000, "transfer", f"iban:{OTHER}"),
        (
            first + timedelta(minutes=3),
            "debit",
            20_000_050,
            "transfer",
            f"iban:{OTHER}",
        ),
        (first + timedelta(hours=1), "debit", 1_000_000, "cash_out", "@cash:DALAKZKA"),
        (
            first + timedelta(days=2),
            "debit",
            12_345,
            "card_payment",
            merchant_named("Дүкен"),
        ),
        (first + timedelta(days=3), "debit", 1, "transfer", "card:TAUYKZKA:939800******1234"),
    ]


@pytest.mark.parametrize(("form", "write"), WRITERS)
def test_a_table_is_recognised_and_read_in_order_of_time(
    form: str, write: Callable[[list[Line]], bytes]
) -> None:
    reading = read(write(GRIDS[form](Answer())))

    assert (reading.form, reading.faults) == (form, ())
    assert only(reading).account == f"iban:{OWN}"
    assert only(reading).currency == "KZT"
    assert only(reading).faults == ()
    assert [facts(r) for r in only(reading).rows] == expected()
    assert [r.position for r in only(reading).rows] == [0, 1, 2, 3, 4]


def test_a_camt_message_says_the_same() -> None:
    reading = read(camt(Answer()))

    assert (reading.form, reading.faults) == ("camt.053", ())
    assert [facts(r) for r in only(reading).rows] == expected()


def test_the_camt_sample_is_valid(schemas: Path) -> None:
    assert is_valid_camt(camt(Answer()), str(schemas / "camt.053.001.08.xsd"))


@pytest.mark.parametrize(
    "data", [xlsx(halyk_grid(Answer())), xlsx(kaspi_grid(Answer())), camt(Answer())]
)
def test_what_prints_balances_and_a_period_is_reconciled(data: bytes) -> None:
    statement = only(read(data))

    found = reconcile(statement)

    assert found.outcome == "reconciled"
    assert found.coverage is not None
    assert found.coverage.opening_minor == OPENING
    assert found.coverage.covered_from == datetime(2026, 4, 30, 19, tzinfo=UTC)
    assert found.coverage.covered_to == datetime(2026, 5, 31, 19, tzinfo=UTC)
    assert (statement.holder, statement.holder_iin) == ("Омар Б.", "000202800019")


def test_the_plain_form_cannot_be_checked() -> None:
    found = reconcile(only(read(xlsx(plain_grid(Answer())))))

    assert found.outcome == "not_checkable"
    assert found.coverage is not None
    assert found.coverage.basis == "inferred"


def test_the_card_of_a_heading_is_tied_to_the_account() -> None:
    (tie,) = only(read(xlsx(halyk_grid(Answer())))).aliases

    assert (tie.key, tie.account) == ("card:DALAKZKA:939800******5678", f"iban:{OWN}")


def test_the_file_name_says_nothing() -> None:
    data = xlsx(halyk_grid(Answer()))

    one, other = read(data, name="a.pdf"), read(data, name="b")

    assert replace(one, file="", statements=()) == replace(other, file="", statements=())
    assert only(one).rows == only(other).rows


def test_rows_point_to_their_cell() -> None:
    reading = read(xlsx(halyk_grid(Answer())))

    assert only(reading).rows[0].row_id == f"{reading.sha256[:16]}/1/11"


@pytest.mark.parametrize("blank_lines", [[[]], [["Выписка по счету"]], [[None]] * 30])
def test_the_table_is_found_below_other_lines(blank_lines: list[Line]) -> None:
    statement = only(read(xlsx(plain_grid(replace(Answer(), heading=blank_lines)))))

    assert len(statement.rows) == len(MOVES)
    assert statement.rows[0].row_id.endswith(f"/{len(blank_lines) + 3}")


def test_typed_times_are_read_with_the_precision_of_their_column() -> None:
    midnight = START.replace(hour=0, minute=0, second=0)
    grid = plain_grid(with_moves(*(replace(m, at=m.at + timedelta(1)) for m in MOVES)))
    grid = [*grid[:2], *(changed([g], 1, 0, START)[0] for g in grid[2:])]
    grid = changed(grid, 3, 0, midnight)

    for write in (xlsx, xls):
        first, *_ = only(read(write(grid))).rows

        assert first.booked_at == datetime(2026, 5, 2, 19, tzinfo=UTC)
        assert first.time_precision == "second"


def test_a_number_that_lost_its_zeros_regains_them() -> None:
    moves = [replace(m, far_number=101800016) for m in MOVES]

    statement = only(read(xlsx(kaspi_grid(with_moves(*moves)))))

    assert {r.payer.iin if r.direction == "credit" else r.payee.iin for r in statement.rows} == {
        "000101800016"
    }


def test_a_minus_means_that_money_leaves() -> None:
    out = [replace(m, direction="debit") for m in MOVES]
    grid = plain_grid(with_moves(*out))
    grid = [*grid[:2], *(changed([g], 1, 4, -1.5)[0] for g in grid[2:])]

    statement = only(read(xlsx(grid)))

    assert {(r.direction, r.amount_minor) for r in statement.rows} == {("debit", 150)}


def test_a_minus_on_some_payments_only_is_refused() -> None:
    grid = changed(plain_grid(Answer()), 4, 4, -200_000.5)

    statement = only(read(xlsx(grid)))

    assert [(f.code, f.row) for f in statement.faults if f.severity == "refused"] == [
        ("negative_amount", 4)
    ]


def test_titles_in_kazakh_are_known() -> None:
    titles: Line = [
        "Операцияның күні мен уақыты",
        "Операция валютасы",
        "Операция түрлері (құжат санаты)",
        "Ақша аудару жүйесінің атауы",
        "Жүргізілу валютасындағы сома",
        "Теңгедегі сома",
        "Төлеушінің атауы/ТАӘ",
        "Төлеушінің ЖСН/БСН",
        "Төлеушінің резиденттігі",
        "Төлеушінің банкі",
        "Төлеуші шотының нөмірі",
        "Алушының атауы/ТАӘ",
        "Алушының ЖСН/БСН",
        "Алушының резиденттігі",
        "Алушының банкі",
        "Алушы шотының нөмірі",
        "Төлем мақсатының коды (ТМК)",
        "Төлем мақсаты",
    ]
    grid = plain_grid(Answer())

    reading = read(xlsx([titles, *grid[1:]]))

    assert [facts(r) for r in only(reading).rows] == expected()
    assert only(reading).rows[0].purpose == "Перевод денег"
    assert only(reading).rows[0].purpose_code == "119"


def test_an_operation_in_another_currency_moves_what_the_tenge_column_says() -> None:
    grid = changed(changed(halyk_grid(Answer()), 12, 1, "USD - Доллар США"), 12, 5, 400.0)

    statement = only(read(xlsx(grid)))

    assert statement.rows[1].amount_minor == 20_000_050
    assert reconcile(statement).outcome == "reconciled"


def test_one_statement_for_each_currency_of_a_plain_table() -> None:
    grid = changed(plain_grid(Answer()), 4, 1, "USD")

    dollars, tenge = sorted(read(xlsx(grid)).statements, key=lambda s: s.currency, reverse=True)

    assert (dollars.currency, len(dollars.rows)) == ("USD", 1)
    assert (tenge.currency, len(tenge.rows)) == ("KZT", len(MOVES) - 1)
    assert ("several_currencies", "noted") in [(f.code, f.severity) for f in tenge.faults]


@pytest.mark.parametrize(
    ("word", "kind", "far"),
    [
        ("Снятие наличных", "cash_out", "@cash:DALAKZKA"),
        ("Қолма-қол алу", "cash_out", "@cash:DALAKZKA"),
        ("Пополнение наличными", "cash_in", "@cash:DALAKZKA"),
        ("Комиссия", "fee", "@fee:DALAKZKA"),
        ("Вознаграждение", "interest", "@fee:DALAKZKA"),
        ("Перевод за границу", "transfer", "@abroad:??"),
        ("PMNT/CCRD/CWDL", "cash_out", "@cash:DALAKZKA"),
    ],
)
def test_nobody_named_means_what_the_operation_is(word: str, kind: str, far: str) -> None:
    move = replace(MOVES[1], far="", far_name="", far_bank="", kind=word)

    (_, row) = only(read(xlsx(plain_grid(with_moves(MOVES[0], move))))).rows

    assert (row.kind, row.payee.account) == (kind, far)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Перевод", "transfer"),
        ("Аударым", "transfer"),
        ("Перевод на карту", "transfer"),
        ("Сатып алу", "card_payment"),
        ("Қайтару", "refund"),
        ("Выдача займа", "transfer"),
        ("Погашение займа", "transfer"),
        ("Неслыханное", "other"),
    ],
)
def test_a_kind_of_operation_is_known_by_its_word(word: str, kind: str) -> None:
    moves = (replace(MOVES[0], kind=word), MOVES[1])

    assert only(read(xlsx(halyk_grid(with_moves(*moves))))).rows[0].kind == kind


def test_what_goes_to_an_exchange_is_named_so() -> None:
    move = Move(START, 5_000, far="123", far_bank="ТОО «Айырбас»")

    (row, *_) = only(read(xlsx(plain_grid(with_moves(move, *MOVES))))).rows

    assert (row.kind, row.payee.account) == ("crypto_exchange", "acct:AIYRBAS:123")


@pytest.mark.parametrize("write", [xlsx, xls])
def test_an_amount_split_under_one_title_is_read_as_two_columns(
    write: Callable[[list[Line]], bytes],
) -> None:
    grid = halyk_grid(Answer())
    place = next(i for i, line in enumerate(grid) if len(line) > 18 and "кредиту" in str(line[4]))
    titles = grid[place]
    upper: Line = [*titles[:4], "Сумма в валюте ее проведения", None, *titles[6:]]
    lower: Line = [None, None, None, None, "по кредиту", "по дебету"]

    reading = read(write([*grid[:place], upper, lower, *grid[place + 1 :]]))

    assert (reading.form, reading.faults) == ("columns18-halyk", ())
    assert [facts(r) for r in only(reading).rows] == expected()
    assert reconcile(only(reading)).outcome == "reconciled"
