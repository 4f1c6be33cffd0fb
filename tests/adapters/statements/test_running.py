from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate

import pytest
from tests.adapters.statements.answers import BANK, OTHER, OWN, REGISTER

from izdes.adapters.statements.cells import Moment
from izdes.adapters.statements.fields import Amount
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.source import Source
from izdes.adapters.statements.stating import Stated, made_of, owner_of, statement_of
from izdes.adapters.words import LANGUAGES, say
from izdes.adapters.words.figures import LOCAL
from izdes.core.money.reconcile import reconcile
from izdes.core.money.statement import Statement

MIDNIGHT = datetime(2026, 5, 3, tzinfo=LOCAL)
OPENING = 1_000_000
# Day and amount, in the order in which the bank booked them.
MOVES = ((0, 50_000), (0, -20_000), (0, -7_000), (1, 1), (1, -300))


def notes_of() -> Notes:
    return Notes(Source("answer.txt", "ab" * 32, 1, "", REGISTER))


def lines(moves: tuple[tuple[int, int], ...] = MOVES, currency: str = "KZT") -> list[Line]:
    """Return lines that print the day and the balance after them."""
    balances = list(accumulate((minor for _, minor in moves), initial=OPENING))[1:]
    own, far = Printed(account=OWN, bank=BANK), Printed(account=OTHER)
    return [
        Line(
            number=number,
            moment=Moment(MIDNIGHT + timedelta(days=day), "day"),
            amount=Amount(abs(minor), "credit" if minor > 0 else "debit"),
            currency=currency,
            payer=far if minor > 0 else own,
            payee=own if minor > 0 else far,
            balance_minor=balance,
        )
        for number, ((day, minor), balance) in enumerate(zip(moves, balances, strict=True), 1)
    ]


def stated(
    listed: list[Line], notes: Notes, *, opening: int | None = None, closing: int | None = None
) -> Statement:
    parties = Parties(REGISTER)
    owner = owner_of(parties, OWN, BANK, notes)
    assert owner is not None
    made = made_of(listed, owner, parties=parties, notes=notes)
    said = Stated(owner, currency="KZT", opening_minor=opening, closing_minor=closing)
    return statement_of(said, made, parties=parties, notes=notes)


def noted(statement: Statement) -> list[tuple[str, int, str]]:
    return [(f.code, f.row, f.severity) for f in statement.faults]


def test_rows_of_one_day_stand_in_the_order_of_their_balances() -> None:
    listed, notes = lines(), notes_of()
    mixed = [listed[n] for n in (2, 0, 1, 4, 3)]

    statement = stated(mixed, notes, opening=OPENING, closing=OPENING + 22_701)

    assert [r.number for r in statement.rows] == [1, 2, 3, 4, 5]
    assert [r.position for r in statement.rows] == [0, 1, 2, 3, 4]
    assert all(r.order_proven for r in statement.rows)
    assert noted(statement) == []
    assert [dict(f.details) for f in notes.explained if f.code == "how_order_by_balances"] == [
        {"count": "5"}
    ]


@pytest.mark.parametrize("opening", [None, OPENING])
@pytest.mark.parametrize("closing", [None, OPENING + 22_701])
def test_balances_that_are_not_printed_are_read_from_the_rows(
    opening: int | None, closing: int | None
) -> None:
    statement = stated(lines()[::-1], notes_of(), opening=opening, closing=closing)

    assert (statement.opening_minor, statement.closing_minor) == (OPENING, OPENING + 22_701)
    assert reconcile(statement).outcome == "reconciled"
    expected = ("opening_from_running_balance", 0, "noted")
    assert noted(statement) == ([] if opening and closing else [expected])


def test_a_missing_row_refuses_the_statement_at_the_row_behind_it() -> None:
    listed = lines()

    statement = stated([*listed[:1], *listed[2:]], notes_of())

    assert noted(statement) == [("running_balance_broken", 3, "refused")]
    assert reconcile(statement).outcome == "faulty"
    assert statement.opening_minor is None


def test_a_missing_row_is_named_although_the_printed_balances_differ_too() -> None:
    listed = lines()

    statement = stated(
        [*listed[:1], *listed[2:]], notes_of(), opening=OPENING, closing=OPENING + 22_701
    )

    codes = [f.code for f in reconcile(statement).faults]
    assert codes == ["running_balance_broken", "balances_differ"]


def test_a_wrong_balance_is_only_noted_where_the_printed_balances_agree() -> None:
    listed = lines()
    listed[3] = replace(listed[3], balance_minor=7)

    statement = stated(listed, notes_of(), opening=OPENING, closing=OPENING + 22_701)

    assert noted(statement) == [("running_balance_unclear", 4, "noted")]
    assert reconcile(statement).outcome == "reconciled"
    assert [r.order_proven for r in statement.rows] == [True, True, True, False, False]


def test_rows_that_chain_as_listed_but_not_in_time_are_not_refused() -> None:
    statement = stated(lines(((0, 500), (1, -30), (2, -40), (0, -7))), notes_of())

    assert [(code, severity) for code, _, severity in noted(statement)] == [
        ("running_balance_unclear", "noted"),
        ("opening_from_running_balance", "noted"),
    ]
    assert (statement.opening_minor, statement.closing_minor) == (OPENING, OPENING + 423)


def test_round_trips_of_one_day_are_noted_as_uncertain() -> None:
    listed = lines(((0, 500), (0, -500), (0, 700), (0, -700), (1, 3)))

    statement = stated(listed, notes_of(), opening=OPENING, closing=OPENING + 3)

    (fault,) = statement.faults
    assert (fault.code, fault.row, dict(fault.details)) == ("order_uncertain", 1, {"count": "4"})
    assert [r.number for r in statement.rows if r.order_proven] == [5]


def test_where_rows_could_not_be_read_their_balances_are_not_asked() -> None:
    listed = lines()
    listed[1] = replace(listed[1], payer=Printed(), payee=Printed())
    unreadable = replace(listed[1], amount=Amount(5))

    statement = stated([listed[0], unreadable, *listed[2:]], notes_of())

    assert statement.unread_rows == 1
    assert "running_balance_broken" not in [f.code for f in statement.faults]


def test_balances_of_two_currencies_are_not_mixed() -> None:
    mixed = [*lines(), *(replace(n, number=n.number + 9) for n in lines(currency="USD"))]

    statement = stated(mixed, notes_of())

    assert statement.faults == ()
    assert not any(r.order_proven for r in statement.rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_says_both_balances(lang: str) -> None:
    (fault,) = stated(lines(), notes_of()).faults

    sentence = say(fault.code, lang, **dict(fault.details))  # type: ignore[arg-type]  # one of LANGUAGES

    assert "10000.00 KZT" in sentence
    assert "10227.01 KZT" in sentence
