"""Across files that cover the same interval a movement counts as often as one file shows it."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import COVERED, END, START, cut, effects, row, sha, statement

from izdes.core.money.assemble import Assembly, assemble
from izdes.core.money.corrections import Decision, without_superseded
from izdes.core.money.statement import Statement, row_id_of

A = COVERED[0]
DAY = timedelta(days=1)
NOON = 43_200


def listed(name: str, *seconds: int, opening: int | None = None) -> Statement:
    """Return a statement of equal payments, one for each second named."""
    rows = [row(name, n, second) for n, second in enumerate(seconds, start=1)]
    return statement(A, rows, name=name, opening=opening)


def payments(found: Assembly) -> int:
    return effects(found.ledger, A)["debit", 500]


def named(statements: list[Statement], left_out: tuple[str, ...]) -> set[str]:
    return {s.file for s in statements if s.statement_id in left_out}


def test_the_same_file_twice_counts_once() -> None:
    once = listed("A", NOON, NOON, 2 * NOON, opening=1_000_000)
    copied = replace(once, file="A (1).xlsx")

    found = assemble([once, copied])

    assert payments(found) == 3
    assert found.left_out == ()


def test_inside_one_file_equal_rows_all_count() -> None:
    assert payments(assemble([listed("A", NOON, NOON)])) == 2


def test_equal_rows_count_as_often_as_the_file_that_shows_them_most_often() -> None:
    two, three = listed("two", NOON, NOON), listed("three", NOON, NOON, NOON)

    assert payments(assemble([two, three])) == 3
    assert payments(assemble([three, two])) == 3


@given(
    st.lists(st.sampled_from((NOON, NOON + 60, NOON + 120)), max_size=6),
    st.lists(st.sampled_from((NOON, NOON + 60, NOON + 120)), max_size=6),
)
def test_the_multiplicity_is_the_maximum_and_never_the_sum(
    first: list[int], second: list[int]
) -> None:
    found = assemble([listed("first", *first), listed("second", *second)])

    times = Counter(int((t.booked_at - START).total_seconds()) for t in found.ledger.transfers)
    assert times == Counter(first) | Counter(second)


def test_rows_behind_one_movement_all_lead_to_it() -> None:
    one, other = listed("one", NOON), listed("other", NOON)

    (transfer,) = assemble([one, other]).ledger.transfers

    assert set(transfer.row_ids) == {one.rows[0].row_id, other.rows[0].row_id}


def test_a_row_that_only_one_of_two_files_shows_is_kept_where_nothing_speaks_against_it() -> None:
    whole, lacking = listed("whole", NOON, 2 * NOON, 3 * NOON), listed("lacking", NOON, 3 * NOON)

    found = assemble([whole, lacking])

    assert payments(found) == 3
    assert found.left_out == ()


def lacking_inside() -> tuple[Statement, Statement]:
    """Return an answer, and a later one whose overlap lacks a row and adds up all the same."""
    whole = listed("whole", NOON, 15 * 2 * NOON, 20 * 2 * NOON, opening=1_000_000)
    later = cut(whole, "later", START + 10 * DAY, END)
    rows = [
        replace(r, row_id=row_id_of(sha("later"), 1, n), position=n - 1)
        for n, r in enumerate(later.rows[1:], start=1)
    ]
    return whole, replace(later, rows=tuple(rows), closing_minor=(later.closing_minor or 0) + 500)


def test_a_file_whose_overlap_lacks_a_row_contradicts_the_other_by_its_balances() -> None:
    whole, later = lacking_inside()

    found = assemble([later, whole])

    assert named([whole, later], found.left_out) == {"later.xlsx"}
    assert payments(found) == 3
    (fault,) = found.faults
    assert (fault.code, fault.file) == ("contradicts_other_statement", "later.xlsx")
    assert dict(fault.details) == {"other": "whole.xlsx"}


def test_a_recorded_decision_settles_which_of_two_that_contradict_is_right() -> None:
    whole, later = lacking_inside()
    right = cut(later, "right", START, END)
    right = replace(right, opening_minor=1_000_000, closing_minor=1_000_000 - 500)

    decision = Decision(
        correction=right.file_sha256,
        replaced=whole.file_sha256,
        decided_by="Омаров Б.",
        decided_on="2026-06-02",
        reason="банк исправил ответ",
    )

    kept, _ = without_superseded([whole, right], [decision])
    found = assemble(kept)

    assert payments(found) == 1
    assert found.left_out == ()
    assert found.faults == ()


def test_files_that_only_touch_stay_one_account_without_a_gap() -> None:
    middle: datetime = START + 10 * DAY
    whole = listed("whole", NOON, 15 * 2 * NOON, opening=1_000_000)

    found = assemble([cut(whole, "one", START, middle), cut(whole, "two", middle, END)])

    (coverage,) = [c for c in found.coverages if c.account == A]
    assert (coverage.covered_from, coverage.covered_to) == (START, END)
    assert payments(found) == 2
