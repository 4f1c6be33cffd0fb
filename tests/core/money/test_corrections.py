from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import END, START, row, sha, statement

from izdes.core.errors import Fault
from izdes.core.money.corrections import Decision, without_superseded
from izdes.core.money.statement import Statement

DAY = timedelta(days=1)
MIDDLE = START + 10 * DAY
A, B = "iban:KZ-A", "iban:KZ-B"


def answer(
    name: str,
    account: str = A,
    *,
    start: datetime = START,
    end: datetime = END,
    currency: str = "KZT",
) -> Statement:
    """Return a statement with one row inside its period."""
    second = int((start - START).total_seconds()) + 3_600
    rows = [row(name, 1, second, payer=account, currency=currency)]
    return statement(account, rows, name=name, start=start, end=end, currency=currency)


def broken(whole: Statement) -> Statement:
    return replace(whole, closing_minor=1)


def decided(correction: str, replaced: str, row: int = 2) -> Decision:
    return Decision(
        correction=sha(correction),
        replaced=sha(replaced),
        decided_by="Омаров Б.",
        decided_on="2026-06-02",
        reason="банк исправил ответ",
        names=(f"{correction}.xlsx", f"{replaced}.xlsx"),
        file="manifest.csv",
        row=row,
    )


def refusal(code: str, correction: str, replaced: str, row: int = 2) -> Fault:
    details = (("correction", f"{correction}.xlsx"), ("replaced", f"{replaced}.xlsx"))
    return Fault(code, "manifest.csv", row=row, details=details)


def names(statements: list[Statement]) -> list[str]:
    return [s.file.removesuffix(".xlsx") for s in statements]


@pytest.mark.parametrize("old", [answer("old"), broken(answer("old"))])
def test_a_replaced_statement_is_left_out_and_it_is_said_by_whom_when_and_why(
    old: Statement,
) -> None:
    kept, faults = without_superseded([old, answer("new")], [decided("new", "old")])

    assert names(kept) == ["new"]
    assert [(f.code, f.file, f.severity) for f in faults] == [("superseded", "old.xlsx", "noted")]
    assert dict(faults[0].details) == {
        "by": "new.xlsx",
        "who": "Омаров Б.",
        "on": "2026-06-02",
        "reason": "банк исправил ответ",
    }


def test_without_a_decision_every_statement_counts() -> None:
    assert names(without_superseded([answer("old"), answer("new")], [])[0]) == ["old", "new"]


def test_a_correction_of_a_part_replaces_nothing() -> None:
    part = answer("new", start=MIDDLE)

    kept, faults = without_superseded([answer("old"), part], [decided("new", "old")])

    assert names(kept) == ["old", "new"]
    assert faults == [refusal("correction_covers_less", "new", "old")]


def test_rows_outside_the_period_belong_to_what_must_be_covered() -> None:
    stray = row("old", 2, int((END - START).total_seconds()) + 5)
    old = statement(A, [row("old", 1, 3_600), stray], name="old")

    kept, faults = without_superseded([old, answer("new")], [decided("new", "old")])

    assert names(kept) == ["old", "new"]
    assert [f.code for f in faults] == ["correction_covers_less"]


def test_two_corrections_can_replace_one_answer_together() -> None:
    parts = [answer("first", end=MIDDLE), answer("second", start=MIDDLE)]
    decisions = [decided("first", "old"), decided("second", "old", row=3)]

    kept, faults = without_superseded([answer("old"), *parts], decisions)

    assert names(kept) == ["first", "second"]
    assert [dict(f.details)["by"] for f in faults] == ["first.xlsx", "second.xlsx"]


def test_a_day_between_two_corrections_keeps_the_old_answer() -> None:
    parts = [answer("first", end=MIDDLE), answer("second", start=MIDDLE + DAY)]
    decisions = [decided("first", "old"), decided("second", "old", row=3)]

    kept, faults = without_superseded([answer("old"), *parts], decisions)

    assert names(kept) == ["old", "first", "second"]
    assert [f.code for f in faults] == ["correction_covers_less"] * 2


def test_a_faulty_correction_replaces_nothing() -> None:
    kept, faults = without_superseded(
        [answer("old"), broken(answer("new"))], [decided("new", "old")]
    )

    assert names(kept) == ["old", "new"]
    assert faults == [refusal("correction_unusable", "new", "old")]


def test_a_correction_that_gave_no_statement_replaces_nothing() -> None:
    kept, faults = without_superseded([answer("old")], [decided("new", "old")])

    assert names(kept) == ["old"]
    assert faults == [refusal("correction_unusable", "new", "old")]


def test_only_the_accounts_that_the_correction_speaks_of_are_replaced() -> None:
    other = replace(answer("old", B), sheet=2)
    dollars = replace(answer("old", currency="USD"), sheet=3)

    kept, faults = without_superseded(
        [answer("old"), other, dollars, answer("new")], [decided("new", "old")]
    )

    assert [(s.file, s.account, s.currency) for s in kept] == [
        ("old.xlsx", B, "KZT"),
        ("old.xlsx", A, "USD"),
        ("new.xlsx", A, "KZT"),
    ]
    assert [(f.code, f.sheet) for f in faults] == [("superseded", "1")]


def test_a_correction_of_another_account_is_refused() -> None:
    kept, faults = without_superseded([answer("old"), answer("new", B)], [decided("new", "old")])

    assert names(kept) == ["old", "new"]
    assert faults == [refusal("correction_of_other_account", "new", "old")]


def test_a_correction_can_be_corrected() -> None:
    every = [answer(name) for name in ("first", "second", "third")]
    decisions = [decided("second", "first"), decided("third", "second", row=3)]

    kept, faults = without_superseded(every, decisions)

    assert names(kept) == ["third"]
    assert [(f.file, dict(f.details)["by"]) for f in faults] == [
        ("first.xlsx", "second.xlsx"),
        ("second.xlsx", "third.xlsx"),
    ]


def test_a_file_without_rows_and_period_is_replaced_by_any_correction_of_its_account() -> None:
    empty = statement(A, [], name="old", start=None, end=None)

    kept, _ = without_superseded([empty, answer("new")], [decided("new", "old")])

    assert names(kept) == ["new"]


@pytest.mark.parametrize(
    "circle", [["old"], ["old", "new"], ["old", "new", "newer"]], ids=["self", "two", "three"]
)
def test_decisions_that_go_in_a_circle_are_refused(circle: list[str]) -> None:
    every = [answer(name) for name in ("old", "new", "newer")]
    around = zip(circle, [*circle[1:], circle[0]], strict=True)
    decisions = [decided(one, two, row) for row, (one, two) in enumerate(around, 2)]

    kept, faults = without_superseded(every, decisions)

    assert kept == every
    assert [(f.code, f.row) for f in faults] == [
        ("correction_circle", row) for row in range(2, 2 + len(circle))
    ]


def test_a_decision_beside_a_circle_is_followed() -> None:
    every = [answer(name) for name in ("old", "new", "other", "another")]
    circle = [decided("other", "another", 3), decided("another", "other", 4)]

    kept, _ = without_superseded(every, [decided("new", "old"), *circle])

    assert names(kept) == ["new", "other", "another"]


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), unique=True, max_size=6),
    st.lists(st.integers(0, 25), min_size=4, max_size=4),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter_and_no_day_is_lost(
    edges: list[tuple[str, str]], starts: list[int], random: Random
) -> None:
    every = [
        answer(name, start=START + first * DAY, end=END)
        for name, first in zip("abcd", starts, strict=True)
    ]
    decisions = [decided(one, two, row) for row, (one, two) in enumerate(edges, 2)]
    turned, shuffled = list(every), list(decisions)
    random.shuffle(turned)
    random.shuffle(shuffled)

    kept, faults = without_superseded(every, decisions)
    again, same = without_superseded(turned, shuffled)

    assert sorted(names(kept)) == sorted(names(again))
    assert faults == same
    assert min(s.period_from for s in kept if s.period_from) == START + min(starts) * DAY
