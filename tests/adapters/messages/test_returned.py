"""Money that came back: told within what the order is about, to the victim's account."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.messages.ledgers import ANSWERED, HOLDERS, OWN, ledgers, number_of
from tests.core.orders.messages import BY, HERS
from tests.core.orders.papers import an_order

from izdes.adapters.messages.checking.held import hold_faults
from izdes.adapters.messages.checking.returned import return_faults
from izdes.adapters.messages.letters import read_answer
from izdes.adapters.messages.making.answer import make_answer
from izdes.adapters.messages.making.books import Books
from izdes.adapters.messages.package import Package
from izdes.core.errors import Fault
from izdes.core.orders.answers import Answer, ReturnAnswer, SubjectAnswer
from izdes.core.orders.claims import claimed_accounts
from izdes.core.orders.order import Cap, Order, Said
from izdes.core.orders.papers import paper_bytes, paper_digest
from izdes.core.orders.receipts import Named
from izdes.core.orders.subjects import Subject
from izdes.core.orders.wrong import PaperWrong

MULE = Subject("iban", number_of(OWN[0]))
OTHER = Subject("iban", number_of(OWN[2]))
VICTIM = Said(
    "victim", f"Гүлнар Демо, {HERS[:4]} {HERS[4:8]} {HERS[8:12]} {HERS[12:16]} {HERS[16:]}"
)
CAP_MINOR = 12_000


def refund(*subjects: Subject, cap: int = CAP_MINOR, said: tuple[Said, ...] = (VICTIM,)) -> Package:
    """Return a notice that money goes back to the victim, signed by nobody."""
    order: Order = replace(
        an_order(),
        measure="notice.refund",
        subjects=subjects or (MULE,),
        demanded=(),
        period=None,
        cap=Cap(cap, "KZT", "fifo", "ef" * 32),
        said=said,
    )
    return Package(order, None, ())


def paid(minor: int = 5_000, *, number: int = 1, **changed: Any) -> ReturnAnswer:  # noqa: ANN401
    """Return a payment to the victim."""
    of = Named("iban", MULE.value)
    one = ReturnAnswer(of, f"iban:{HERS}", minor, "KZT", ANSWERED, str(number))
    return replace(one, **changed)


def answer(package: Package, *returned: ReturnAnswer) -> Answer:
    """Return a full answer that tells of returns."""
    order = package.order
    return Answer(
        answer_id="a-1",
        order_number=order.number,
        order_digest=paper_digest(order),
        corrects="",
        why_corrected="",
        completeness="full",
        text="",
        answered_at=ANSWERED,
        by=BY,
        subjects=tuple(SubjectAnswer(Named(s.kind, s.value), "found", "") for s in order.subjects),
        holds=(),
        files=(),
        returned=returned,
    )


def found(package: Package, *returned: ReturnAnswer) -> list[Fault]:
    """Return what is wrong with returns."""
    return list(return_faults(answer(package, *returned), package))


def codes(faults: list[Fault]) -> set[str]:
    return {fault.code for fault in faults if fault.severity == "refused"}


def test_a_payment_to_the_victim_within_the_sum_is_right() -> None:
    assert found(refund(), paid(), paid(7_000, number=2)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"account": OWN[1]}, "returned_other_account"),
        ({"currency": "USD"}, "returned_other_currency"),
        ({"at": ANSWERED + timedelta(seconds=1)}, "returned_later_than_answer"),
        ({"amount_minor": CAP_MINOR + 1}, "returned_over_sum"),
    ],
)
def test_what_is_wrong_with_a_return_is_named(change: dict[str, Any], code: str) -> None:
    assert code in codes(found(refund(), paid(**change)))


def test_a_full_answer_to_a_notice_of_return_tells_what_came_back() -> None:
    assert codes(found(refund())) == {"returned_missing"}


def test_a_notice_of_return_asks_to_hold_nothing() -> None:
    package = refund()

    assert list(hold_faults(answer(package, paid()), package)) == []


def test_where_no_account_of_the_victim_is_named_a_person_looks() -> None:
    (fault,) = found(refund(said=()), paid())

    assert (fault.code, fault.severity) == ("returned_account_unnamed", "noted")


def test_where_the_order_has_no_sum_a_person_looks() -> None:
    package = refund()
    without = Package(replace(package.order, cap=None), None, ())

    (fault,) = found(without, paid(10**12))

    assert (fault.code, fault.severity) == ("returned_without_sum", "noted")


@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=5), st.integers(1, 20_000))
def test_more_than_the_order_is_about_is_never_taken_as_right(sums: list[int], cap: int) -> None:
    payments = [paid(minor, number=number) for number, minor in enumerate(sums)]

    faults = codes(found(refund(cap=cap), *payments))

    assert ("returned_over_sum" in faults) == (sum(sums) > cap)
    assert faults <= {"returned_over_sum", "returned_over_subject"}


@given(ledgers(), st.integers(1, 10**17), st.integers(1, 10**17))
def test_the_kit_gives_back_no_more_than_the_order_is_about(
    books: Books, cap: int, most: int
) -> None:
    holder = Subject("any_account", HOLDERS[0], most_minor=min(cap, most))
    package = refund(MULE, OTHER, holder, cap=cap)

    made = make_answer(package, books, at=ANSWERED, by=BY).answer

    told = sum(one.amount_minor for one in made.returned)
    assert told <= cap
    assert codes(list(return_faults(made, package))) == set()
    assert made.holds == ()
    assert {one.account for one in made.returned} <= {f"iban:{HERS}"}


@given(ledgers())
def test_without_an_account_of_the_victim_the_kit_gives_nothing_back(books: Books) -> None:
    made = make_answer(refund(said=()), books, at=ANSWERED, by=BY).answer

    assert made.returned == ()
    assert made.completeness != "full"


@given(st.lists(st.integers(1, 10**15), max_size=4))
def test_an_answer_with_returns_is_read_as_it_was_written(sums: list[int]) -> None:
    told = answer(refund(), *(paid(minor, number=n) for n, minor in enumerate(sums)))

    assert read_answer(paper_bytes(told)) == told


@given(st.text(max_size=40), st.integers(-10, 10**19), st.text(max_size=4), st.text(max_size=9))
def test_a_return_is_well_formed_or_refused(
    account: str, minor: int, currency: str, document: str
) -> None:
    try:
        one = ReturnAnswer(Named("iban", MULE.value), account, minor, currency, ANSWERED, document)
    except PaperWrong:
        return

    assert one.amount_minor > 0
    assert ":" in one.account


def test_the_same_payment_twice_is_refused() -> None:
    with pytest.raises(PaperWrong):
        answer(refund(), paid(), paid(6_000))


def test_a_return_about_a_subject_that_was_not_answered_is_refused() -> None:
    with pytest.raises(PaperWrong):
        answer(refund(), paid(subject=Named("iban", OTHER.value)))


def test_nothing_answered_and_something_returned_do_not_go_together() -> None:
    with pytest.raises(PaperWrong):
        replace(answer(refund(), paid()), completeness="none", text="—")


@given(st.text(max_size=200))
def test_of_any_words_about_the_victim_only_accounts_are_taken(words: str) -> None:
    package = refund(said=(Said("victim", f"x{words}"),))

    for key in claimed_accounts(package.order):
        assert paid(account=key).account == key


def test_the_account_of_the_victim_is_read_as_people_write_it() -> None:
    assert claimed_accounts(refund().order) == (f"iban:{HERS}",)
