import pytest
from tests.core.tracing.ledgers import claim, cover, ledger, move
from tests.core.tracing.test_rules import ends

from izdes.core.money.transfer import Ledger, TransferId
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.rules import RULES, RuleName, trace
from izdes.core.tracing.trace import Pinned, PinRefused


def pin(credit: str, debit: str, minor: int) -> Pinned:
    return Pinned(TransferId(credit), TransferId(debit), minor, "one reference, two minutes apart")


def mixed() -> Ledger:
    return ledger(
        [
            move("in", 1, "V", "M", 100),
            move("own", 2, "M", "X", 60),
            move("on", 3, "M", "N", 100),
            move("rest", 4, "M", "@cash:B", 30),
        ],
        cover("M", opening=200),
    )


@pytest.mark.parametrize("rule", list(RULES))
def test_pinned_money_goes_where_the_evidence_says_under_every_rule(rule: RuleName) -> None:
    found = trace(mixed(), [claim("C/1", "in", 100)], rule, pins=[pin("in", "on", 100)])

    assert ends(found) == {("N", "frontier"): 100}
    assert found.pins == (pin("in", "on", 100),)


def test_what_is_not_pinned_follows_the_rule() -> None:
    found = trace(mixed(), [claim("C/1", "in", 100)], "lifo", pins=[pin("in", "on", 70)])

    # Of the 30 left over the payment of 60 takes all, for they came last.
    assert ends(found) == {("N", "frontier"): 70, ("X", "frontier"): 30}


def test_a_pin_does_not_hold_once_the_balance_fell_below_it() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("own", 2, "M", "X", 150),
            move("wage", 3, "W", "M", 900),
            move("on", 4, "M", "N", 100),
        ],
        cover("M", opening=100),
    )

    with pytest.raises(PinRefused):
        trace(book, [claim("C/1", "in", 100)], "fifo", pins=[pin("in", "on", 51)])

    assert trace(book, [], "fifo", pins=[pin("in", "on", 50)]).pins


def test_two_pins_do_not_hold_on_one_balance() -> None:
    book = ledger(
        [
            move("a", 1, "V", "M", 100),
            move("b", 2, "W", "M", 100),
            move("low", 3, "M", "X", 120),
            move("on", 4, "M", "N", 40),
            move("too", 5, "M", "O", 40),
        ],
        cover("M"),
    )

    with pytest.raises(PinRefused):
        plan_of(book, [pin("a", "on", 40), pin("b", "too", 41)])

    assert len(plan_of(book, [pin("a", "on", 40), pin("b", "too", 40)]).pins) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        pin("on", "in", 10),
        pin("in", "on", 101),
        pin("in", "nowhere", 10),
        pin("own", "on", 10),
        pin("in", "rest", 31),
    ],
)
def test_a_pin_between_movements_that_do_not_meet_is_refused(wrong: Pinned) -> None:
    with pytest.raises(PinRefused):
        plan_of(mixed(), [wrong])


def test_one_credit_is_not_pinned_beyond_its_units() -> None:
    with pytest.raises(PinRefused):
        plan_of(mixed(), [pin("in", "on", 80), pin("in", "rest", 21)])


@pytest.mark.parametrize("rule", list(RULES))
def test_a_refund_brings_back_its_own_payment_while_the_money_was_there(rule: RuleName) -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("buy", 2, "M", "S", 100),
            move("other", 3, "M", "N", 10),
            move("back", 4, "S", "M", 100, kind="refund"),
        ],
        cover("M", opening=10),
        cover("S", opening=500),
    )

    found = trace(book, [claim("C/1", "in", 100)], rule)

    assert [(p.credit, p.debit, p.basis) for p in found.pins] == [("buy", "back", "refund")]
    assert all(place in {("M", "held"), ("N", "frontier")} for place in ends(found))


def test_a_refund_out_of_other_money_pays_by_the_rule() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("buy", 2, "M", "S", 40),
            move("spent", 3, "S", "@cash:B", 40),
            move("sales", 4, "W", "S", 500),
            move("back", 5, "S", "M", 40, kind="refund"),
        ],
        cover("M"),
        cover("S"),
    )

    found = trace(book, [claim("C/1", "in", 100)], "fifo")

    assert found.pins == ()
    assert ends(found) == {("@cash:B", "cash"): 40, ("M", "held"): 60}


def test_a_refund_from_an_account_never_seen_brings_back_the_payment() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("buy", 2, "M", "dark", 40),
            move("other", 3, "M", "N", 10),
            move("back", 4, "dark", "M", 40, kind="refund"),
        ],
        cover("M"),
    )

    found = trace(book, [claim("C/1", "in", 100)], "fifo")

    assert ends(found) == {("N", "frontier"): 10, ("M", "held"): 90}
