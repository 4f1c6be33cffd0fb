"""A sandbox gives back what lies on an account once, and leaves protected money where it is."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from tests.adapters.messages.ledgers import HOLDERS, OWN, SINCE, UNTIL, known, number_of
from tests.core.orders.messages import HERS
from tests.core.orders.papers import an_order

from izdes.adapters.exchange.client import Site
from izdes.adapters.exchange.keeping import Keeping, Task
from izdes.adapters.exchange.sandbox import Manners, Sandbox
from izdes.adapters.messages.making.books import books_of
from izdes.adapters.messages.package import Package
from izdes.core.money.account import Coverage
from izdes.core.orders.answers import Answer
from izdes.core.orders.order import Cap, Said
from izdes.core.orders.subjects import Subject

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HIS = Subject("any_account", HOLDERS[0], most_minor=12_000)
ONE = Subject("iban", number_of(OWN[0]))


def sandbox(folder: Path) -> Sandbox:
    """Return a bank: 50 tenge on an account, 30 protected ones on another of the same person."""
    sums = {OWN[0]: 5_000, OWN[1]: 3_000}
    covered = [Coverage(a, "KZT", "bank", m, SINCE, UNTIL, "printed") for a, m in sums.items()]
    return Sandbox(
        site=cast("Site", None),
        books=books_of((), covered, known(is_protected=True)),
        keeping=Keeping(folder),
        manners=Manners(),
        clock=lambda: NOW,
        books_at=lambda: UNTIL,
    )


def order(number: int, subject: Subject, measure: str = "notice.refund") -> Package:
    asked = replace(
        an_order(),
        number=f"2026-{number:06d}",
        measure=measure,
        subjects=(subject,),
        demanded=(),
        period=None,
        cap=Cap(12_000, "KZT", "fifo", "ef" * 32),
        said=(Said("victim", f"Гүлнар Демо, {HERS}"),),
    )
    return Package(asked, None, ())


def answered(bank: Sandbox, package: Package) -> Answer:
    task = Task(f"t-{package.order.number}", "answer", "", NOW)
    return bank._made(task, package).answer  # noqa: SLF001 - no site is needed for this


def test_what_was_given_back_is_there_for_no_later_order(tmp_path: Path) -> None:
    bank = sandbox(tmp_path)

    first = answered(bank, order(1, HIS))
    again = answered(bank, order(2, HIS))
    by_number = answered(bank, order(3, ONE))

    assert [one.amount_minor for one in first.returned] == [5_000]
    assert (again.returned, again.completeness) == ((), "none")
    assert (by_number.returned, by_number.completeness) == ((), "none")


def test_what_was_given_back_is_not_there_to_be_held(tmp_path: Path) -> None:
    bank = sandbox(tmp_path)
    answered(bank, order(1, HIS))

    held = answered(bank, order(2, ONE, "freeze.suspension"))

    assert {one.status for one in held.holds} == {"empty"}


def test_the_same_order_is_answered_the_same(tmp_path: Path) -> None:
    bank = sandbox(tmp_path)

    assert answered(bank, order(1, HIS)).returned == answered(bank, order(1, HIS)).returned
