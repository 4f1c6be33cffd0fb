from dataclasses import replace

from tests.core.tracing.ledgers import at, claim, cover, ledger, move

from izdes.core.holds.balances import balance_questions
from izdes.core.money.account import AccountKey
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import RowId
from izdes.core.tracing.rules import trace

MOVES = [move("a", 10, "A", "M", 100), move("b", 20, "M", "N", 70)]
BOOK = ledger(MOVES, cover("M", opening=None, end=50))
ROWS = tuple(
    StatementRow(
        row_id=RowId(f"f/0/{n}"),
        position=n,
        booked_at=m.booked_at,
        time_precision="second",
        direction="credit" if n == 0 else "debit",
        amount_minor=m.amount_minor,
        currency="KZT",
        kind="transfer",
        payer=m.payer,
        payee=m.payee,
    )
    for n, m in enumerate(MOVES)
)
STATEMENT = Statement("f" * 64, "m.xlsx", 0, AccountKey("M"), "KZT", rows=ROWS)


def test_a_statement_without_balances_is_asked_about_for_its_own_period() -> None:
    found = trace(BOOK, [claim("A/1", "a", 60)], "fifo")

    [question] = balance_questions(found, BOOK, [STATEMENT])

    assert (question.account, question.because, question.layer) == ("M", "no_balances", 1)
    assert (question.period_from, question.period_to) == (at(10), at(20))
    assert (question.traced_minor, question.ask) == (60, ("opening_balance", "closing_balance"))


def test_a_printed_period_counts_and_statements_off_the_trail_do_not() -> None:
    found = trace(BOOK, [claim("A/1", "a", 60)], "fifo")
    printed = replace(STATEMENT, period_from=at(0), period_to=at(50))
    elsewhere = replace(STATEMENT, account=AccountKey("X"))

    [question] = balance_questions(found, BOOK, [printed, elsewhere])

    assert (question.period_from, question.period_to) == (at(0), at(50))
    assert balance_questions(found, BOOK, [replace(STATEMENT, currency="USD")]) == ()
