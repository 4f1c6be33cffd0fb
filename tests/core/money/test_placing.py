"""Days among seconds: where a movement stands whose bank prints no time."""

from dataclasses import replace
from datetime import timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import START, row, statement

from izdes.core.money.assemble import assemble
from izdes.core.money.reconcile import effect_minor
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import Ledger, Transfer

A, B, C, X = "iban:KZ-A", "iban:KZ-B", "iban:KZ-C", "iban:KZ-X"
DAY = 24 * 3600


def daily(statement_: Statement) -> Statement:
    """The same statement by a bank that prints only days."""
    rows = tuple(
        replace(
            r,
            booked_at=START + timedelta(days=(r.booked_at - START).days),
            time_precision="day",
        )
        for r in statement_.rows
    )
    return replace(statement_, rows=rows)


def lowest(book: Ledger, account: str, opening: int) -> int:
    """Return the lowest balance that the ledger gives an account on its way."""
    effects = []
    for t in book.transfers:
        if t.payer.account == account:
            effects.append((t.booked_at, 1, t.seq, -t.amount_minor))
        if t.payee.account == account:
            at = t.credited_at or t.booked_at
            effects.append((at, 0 if t.credited_at else 1, t.seq, t.amount_minor))
    return min(accumulate((e[-1] for e in sorted(effects)), initial=opening))


def only(book: Ledger, payer: str, payee: str) -> Transfer:
    (found,) = (t for t in book.transfers if (t.payer.account, t.payee.account) == (payer, payee))
    return found


def through(second_in: int, second_out: int) -> list[Statement]:
    """500 go from A to B and on to C; B's bank prints days."""
    a = [row(A, 1, second_in, payer=A, payee=B)]
    b = [
        row(B, 1, second_in, direction="credit", payer=A, payee=B),
        row(B, 2, second_out, payer=B, payee=C),
    ]
    c = [row(C, 1, second_out, direction="credit", payer=B, payee=C)]
    return [
        statement(A, a, name=A),
        daily(statement(B, b, name=B, opening=0)),
        statement(C, c, name=C),
    ]


def test_what_the_other_bank_prints_to_the_second_has_that_second() -> None:
    book = assemble(through(3_600, 7_200)).ledger

    assert only(book, A, B).booked_at == START + timedelta(hours=1)
    assert only(book, B, C).booked_at == START + timedelta(hours=2)
    assert {t.time_precision for t in book.transfers} == {"second"}
    assert lowest(book, B, 0) == 0


def test_a_payment_of_unknown_hour_comes_after_the_money_of_its_day() -> None:
    whole = through(3_600, 7_200)[:2]

    book = assemble(whole).ledger

    assert only(book, B, C).booked_at == START + timedelta(hours=1)
    assert only(book, B, C).time_precision == "day"
    assert lowest(book, B, 0) == 0


def test_money_passes_through_several_banks_that_print_days() -> None:
    a = [row(A, 1, 3_600, payer=A, payee=B)]
    b = [row(B, 1, 0, direction="credit", payer=A, payee=B), row(B, 2, 0, payer=B, payee=C)]
    c = [row(C, 1, 0, direction="credit", payer=B, payee=C), row(C, 2, 0, payer=C, payee=X)]

    book = assemble(
        [
            statement(A, a, name=A),
            daily(statement(B, b, name=B, opening=0)),
            daily(statement(C, c, name=C, opening=0)),
        ]
    ).ledger

    assert [t.payee.account for t in book.transfers] == [B, C, X]
    assert lowest(book, B, 0) == lowest(book, C, 0) == 0


def test_a_payment_that_arrives_on_another_day_is_late_and_keeps_both_days() -> None:
    a = [row(A, 1, DAY - 60, payer=A, payee=B)]
    b = [row(B, 1, DAY + 60, direction="credit", payer=A, payee=B)]

    book = assemble([statement(A, a, name=A), daily(statement(B, b, name=B))]).ledger

    assert book.transfers[0].booked_at == START + timedelta(seconds=DAY - 60)
    assert book.transfers[0].credited_at == START + timedelta(days=1)


def test_a_circle_of_payments_within_one_day_is_no_endless_story() -> None:
    def pays(payer: str, payee: str) -> tuple[StatementRow, StatementRow]:
        return (
            row(payer, 1, 0, payer=payer, payee=payee),
            row(payee, 2, 0, direction="credit", payer=payer, payee=payee),
        )

    ab, bc, ca = pays(A, B), pays(B, C), pays(C, A)
    book = assemble(
        [
            daily(statement(A, [ab[0], ca[1]], name=A)),
            daily(statement(B, [bc[0], ab[1]], name=B)),
            daily(statement(C, [ca[0], bc[1]], name=C)),
        ]
    ).ledger

    assert len(book.transfers) == 3
    assert {t.booked_at for t in book.transfers} == {START}


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    """Payments among three accounts that never pay more than they have."""
    balances = {A: 300, B: 0, C: 0}
    found = []
    for _ in range(draw(st.integers(1, 10))):
        payer = draw(st.sampled_from([k for k, v in balances.items() if v] or [A]))
        payee = draw(st.sampled_from([k for k in balances if k != payer]))
        amount = draw(st.integers(1, max(balances[payer], 1)))
        if amount <= balances[payer]:
            balances[payer] -= amount
            balances[payee] += amount
            found.append((payer, payee, amount))
    return found


@given(walks(), st.sets(st.sampled_from([A, B, C])))
def test_every_movement_is_booked_once_in_its_own_interval(
    story: list[tuple[str, str, int]], coarse: set[str]
) -> None:
    rows: dict[str, list[StatementRow]] = {A: [], B: [], C: []}
    for n, (payer, payee, amount) in enumerate(story):
        rows[payer].append(
            row(payer, len(rows[payer]) + 1, n * 600, payer=payer, payee=payee, amount=amount)
        )
        rows[payee].append(
            row(
                payee,
                len(rows[payee]) + 1,
                n * 600,
                direction="credit",
                payer=payer,
                payee=payee,
                amount=amount,
            )
        )
    told = [
        (daily if account in coarse else (lambda s: s))(
            statement(account, listed, name=account, opening=300 if account == A else 0)
        )
        for account, listed in rows.items()
    ]

    book = assemble(told).ledger

    assert sum(t.amount_minor for t in book.transfers if len(t.row_ids) > 1) <= sum(
        amount for *_, amount in story
    )
    for s in told:
        moved = sum(map(effect_minor, s.rows))
        assert moved == sum(
            t.amount_minor * ((t.payee.account == s.account) - (t.payer.account == s.account))
            for t in book.transfers
        )
    assert all(START <= t.booked_at < START + timedelta(days=1) for t in book.transfers)
    if not coarse:
        assert all(lowest(book, account, 300 if account == A else 0) >= 0 for account in rows)
