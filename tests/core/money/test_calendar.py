from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import END, START, row, sha, statement

from izdes.core.money.account import AccountKey
from izdes.core.money.calendar import (
    CERTAINTIES,
    AccountCalendar,
    Certainty,
    Told,
    calendar_of,
    told_by,
)
from izdes.core.money.reconcile import reconcile

DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
A = AccountKey("iban:KZ-A")


def told(start: int, end: int, certainty: Certainty, file: str, account: AccountKey = A) -> Told:
    return Told(account, "KZT", FIRST + start * DAY, FIRST + end * DAY, certainty, file, sha(file))


def one(*every: Told) -> AccountCalendar:
    (of_account,) = calendar_of(every)
    return of_account


def said(of: AccountCalendar) -> list[tuple[int, int, str, tuple[str, ...]]]:
    return [
        ((s.covered_from - FIRST).days, (s.covered_to - FIRST).days, s.certainty, s.files)
        for s in of.stretches
    ]


def every_told() -> st.SearchStrategy[list[Told]]:
    """Statements of two accounts over few days: as entangled as can be."""
    made = st.builds(
        lambda start, length, certainty, file, account: told(
            start, start + length, certainty, file, account
        ),
        st.integers(0, 12),
        st.integers(1, 6),
        st.sampled_from(CERTAINTIES),
        st.sampled_from(("a.xlsx", "b.xlsx", "c.xlsx")),
        st.sampled_from((A, AccountKey("iban:KZ-B"))),
    )
    return st.lists(made, max_size=10)


@given(every_told(), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(every: list[Told], random: Random) -> None:
    turned = list(every)
    random.shuffle(turned)

    assert calendar_of(turned) == calendar_of(every)


@given(every_told())
def test_every_day_has_the_surest_word_said_of_it_and_all_who_said_it(every: list[Told]) -> None:
    found = calendar_of(every)

    assert {of.account for of in found} == {t.account for t in every}
    for of in found:
        for day in range(-1, 20):
            at = FIRST + day * DAY
            telling = [t for t in every if t.account == of.account and t.start <= at < t.end]
            here = [s for s in of.stretches if s.covered_from <= at < s.covered_to]
            assert len(here) == bool(telling)
            for stretch in here:
                assert stretch.certainty == min(
                    (t.certainty for t in telling), key=CERTAINTIES.index
                )
                assert stretch.files == tuple(sorted({t.file for t in telling}))


@given(every_told())
def test_stretches_and_gaps_together_have_no_seam(every: list[Told]) -> None:
    for of in calendar_of(every):
        ends = [(s.covered_from, s.covered_to) for s in of.stretches]
        walked = sorted([*ends, *of.gaps])

        assert ends == sorted(ends)
        assert all(before[1] == after[0] for before, after in pairwise(walked))
        assert all(
            before.covered_to < after.covered_from
            or (before.certainty, before.files) != (after.certainty, after.files)
            for before, after in pairwise(of.stretches)
        )


def test_overlapping_files_are_both_named_and_the_better_certainty_counts() -> None:
    found = one(told(0, 10, "reconciled", "a.xlsx"), told(5, 15, "seen", "b.xlsx"))

    assert said(found) == [
        (0, 5, "reconciled", ("a.xlsx",)),
        (5, 10, "reconciled", ("a.xlsx", "b.xlsx")),
        (10, 15, "seen", ("b.xlsx",)),
    ]
    assert found.gaps == ()


def test_what_no_file_tells_between_two_is_a_gap() -> None:
    found = one(told(8, 9, "stated", "b.xlsx"), told(0, 5, "stated", "a.xlsx"))

    assert found.gaps == ((FIRST + 5 * DAY, FIRST + 8 * DAY),)


def test_days_that_meet_are_one_stretch_only_if_the_same_files_tell_them() -> None:
    same = one(told(0, 5, "stated", "a.xlsx"), told(5, 9, "stated", "a.xlsx"))
    other = one(told(0, 5, "stated", "a.xlsx"), told(5, 9, "stated", "b.xlsx"))

    assert said(same) == [(0, 9, "stated", ("a.xlsx",))]
    assert len(other.stretches) == 2


def test_one_file_given_twice_is_named_once() -> None:
    again = told(0, 5, "stated", "a.xlsx")

    assert one(again, again) == one(again)


def test_each_currency_of_an_account_has_its_own_days() -> None:
    tenge = told(0, 5, "stated", "a.xlsx")
    dollars = Told(A, "USD", FIRST, FIRST + DAY, "seen", "a.xlsx")

    assert [of.currency for of in calendar_of([dollars, tenge])] == ["KZT", "USD"]


def test_how_sure_a_statement_is_follows_from_its_own_arithmetic() -> None:
    rows = [row("A", 1, 100_000)]
    printed = statement("iban:KZ-A", rows, name="A")
    cases = {
        "reconciled": printed,
        "stated": statement("iban:KZ-A", rows, name="A", opening=None),
        "seen": statement("iban:KZ-A", rows, name="A", start=None, end=None, opening=None),
        "faulty": statement("iban:KZ-A", rows, name="A", start=START + 20 * DAY),
    }

    found = {name: told_by(s, reconcile(s).outcome) for name, s in cases.items()}

    assert {name: t.certainty for name, t in found.items() if t} == {n: n for n in cases}
    assert found["reconciled"] == Told(
        AccountKey("iban:KZ-A"), "KZT", START, END, "reconciled", "A.xlsx", sha("A")
    )
    assert found["seen"] is not None
    assert found["seen"].end - found["seen"].start == timedelta(seconds=1)


def test_a_statement_that_is_not_used_makes_no_day_sure() -> None:
    whole = statement("iban:KZ-A", [row("A", 1, 100_000)], name="A")

    found = told_by(whole, "reconciled", is_used=False)

    assert found is not None
    assert found.certainty == "faulty"


def test_a_statement_without_rows_and_period_tells_no_day() -> None:
    empty = statement("iban:KZ-A", [], name="A", start=None, end=None)

    assert told_by(empty, reconcile(empty).outcome) is None
