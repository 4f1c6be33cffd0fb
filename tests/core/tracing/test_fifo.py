from tests.core.tracing.ledgers import at, claim, cover, ledger, move

from izdes.core.money.transfer import Ledger
from izdes.core.tracing.rules import trace_fifo
from izdes.core.tracing.trace import Trace


def ends(trace: Trace, claim_id: str = "C/1") -> dict[tuple[str, str], int]:
    return {
        (e.account, e.ending): e.amount_minor
        for e in trace.endings
        if e.claim_id == claim_id and e.amount_minor
    }


def test_old_money_leaves_first() -> None:
    book = ledger(
        [move("in", 1, "V", "M", 100), move("out", 2, "M", "@cash:B", 150)],
        cover("M", opening=80),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("M", "held"): 30, ("@cash:B", "cash"): 70}


def test_a_part_of_a_transfer_is_its_first_units() -> None:
    book = ledger(
        [move("in", 1, "V", "M", 100), move("out", 2, "M", "N", 40)], cover("M", opening=0)
    )

    trace = trace_fifo(book, [claim("C/1", "in", 50)])

    assert ends(trace) == {("N", "frontier"): 40, ("M", "held"): 10}


def test_money_stolen_twice_belongs_to_the_first_victim_and_the_later_claim_is_listed() -> None:
    book = ledger(
        [move("a", 1, "V", "W", 100), move("b", 2, "W", "M", 100)],
        cover("W", opening=0),
        cover("M", opening=0),
    )

    trace = trace_fifo(book, [claim("C/1", "a", 100), claim("D/1", "b", 100)])

    later = [e for e in trace.endings if e.claim_id == "D/1"]
    assert ends(trace) == {("M", "held"): 100}
    assert [(e.account, e.amount_minor, e.behind) for e in later] == [("M", 100, "C/1")]


def test_an_overdraft_is_the_banks_money_and_is_repaid_first() -> None:
    book = ledger(
        [
            move("out", 1, "M", "N", 30),
            move("in", 2, "V", "M", 100),
            move("cash", 3, "M", "@cash:B", 50),
        ],
        cover("M", opening=10),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("M", "lender"): 20, ("@cash:B", "cash"): 50, ("M", "held"): 30}


def test_an_unknown_opening_is_the_least_that_allows_every_payment_and_is_marked() -> None:
    book = ledger(
        [move("in", 1, "V", "M", 100), move("out", 2, "M", "@cash:B", 150)],
        cover("M", opening=None),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert [a.least_minor for a in trace.assumed] == [50]
    assert ends(trace) == {("@cash:B", "cash"): 100}
    assert all("opening_assumed" in e.marks for e in trace.endings)


def test_money_in_transit_arrives_when_the_payees_bank_says() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100, credited=5),
            move("own", 3, "W", "M", 50),
            move("out", 4, "M", "@cash:B", 50),
        ],
        cover("M", opening=0),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("M", "held"): 100}


def test_what_rests_before_a_gap_is_at_the_frontier() -> None:
    book = ledger(
        [move("in", 1, "V", "M", 100), move("late", 50, "M", "N", 10)],
        cover("M", opening=0, end=10),
        cover("M", opening=40, start=20),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("M", "frontier"): 100}
    assert trace.endings[0].marks == ("gap",)


def test_windows_that_touch_are_one() -> None:
    book = ledger(
        [move("in", 1, "V", "M", 100), move("late", 50, "M", "N", 30)],
        cover("M", opening=0, end=20),
        cover("M", opening=100, start=20),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("N", "frontier"): 30, ("M", "held"): 70}


def test_without_accounts_payers_are_followed_and_nothing_is_called_held() -> None:
    transfers = (move("in", 1, "V", "M", 100), move("out", 2, "M", "N", 60))

    trace = trace_fifo(Ledger(transfers, (), has_coverage=False), [claim("C/1", "in", 100)])

    assert ends(trace) == {("N", "frontier"): 60, ("M", "frontier"): 40}


def test_a_claim_without_a_transfer_ends_unmatched() -> None:
    trace = trace_fifo(ledger([]), [claim("C/1", "nowhere", 5)])

    assert ends(trace) == {("", "unmatched"): 5}
    assert trace.endings[0].currency == "KZT"


def test_money_sent_back_to_the_victim_is_returned() -> None:
    book = ledger(
        [move("in", 1, "V", "M", 100), move("bait", 2, "M", "V", 30)], cover("M", opening=0)
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("V", "returned"): 30, ("M", "held"): 70}


def test_a_refund_with_nothing_between_puts_the_units_back_where_they_lay() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("buy", 2, "M", "S", 40),
            move("other", 3, "W", "M", 50),
            move("back", 4, "S", "M", 40, kind="refund"),
            move("out", 5, "M", "@cash:B", 100),
        ],
        cover("M", opening=0),
        cover("S", opening=500),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert trace.annulled == (("buy", "back"),)
    assert ends(trace) == {("@cash:B", "cash"): 100}


def test_a_refund_after_other_payments_brings_its_own_units_back_last() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("buy", 2, "M", "S", 40),
            move("other", 3, "M", "N", 10),
            move("back", 4, "S", "M", 40, kind="refund"),
        ],
        cover("M", opening=0),
        cover("S", opening=500),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert trace.annulled == ()
    assert ends(trace) == {("N", "frontier"): 10, ("M", "held"): 90}


def test_an_undone_payment_is_returned_to_the_victim() -> None:
    book = ledger(
        [move("in", 1, "V", "dark", 100), move("back", 2, "dark", "V", 100, kind="refund")],
        cover("V", opening=100),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("V", "returned"): 100}


def test_a_payee_whose_statement_begins_in_between_refunds_from_its_opening() -> None:
    book = ledger(
        [move("in", 1, "V", "S", 100), move("back", 5, "S", "V", 100, kind="refund")],
        cover("S", opening=100, start=3),
        cover("V", opening=100),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("S", "frontier"): 100}


def test_an_exchange_of_currency_keeps_every_unit_of_the_claim() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 50_001),
            move("sell", 2, "M", "@fx:r", 50_001, kind="conversion"),
            move("buy", 2, "@fx:r", "M", 97, kind="conversion", currency="USD", seq=1),
            move("out", 3, "M", "N", 40, currency="USD"),
        ],
        cover("M", opening=0),
        cover("M", opening=0, currency="USD"),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 50_001)])

    assert sum(ends(trace).values()) == 50_001
    assert {e.account: (e.local_minor, e.local_currency) for e in trace.endings} == {
        "M": (57, "USD"),
        "N": (40, "USD"),
    }


def test_an_exchange_whose_other_leg_is_unknown_ends_there() -> None:
    book = ledger(
        [move("in", 1, "V", "M", 10), move("sell", 2, "M", "@fx:r", 10, kind="conversion")],
        cover("M", opening=0),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 10)])

    assert ends(trace) == {("@fx:r", "conversion"): 10}


def test_what_depends_on_the_order_inside_an_instant_is_marked_with_both_amounts() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("own", 2, "W", "M", 100, seq=0),
            move("out1", 3, "M", "N", 60, seq=0),
            move("out2", 3, "M", "O", 60, seq=1),
        ],
        cover("M", opening=0),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    spans = {e.account: (e.least_minor, e.amount_minor, e.most_minor) for e in trace.endings}
    assert spans == {"N": (40, 60, 60), "O": (40, 40, 60)}
    assert all(e.marks == ("order_sensitive",) for e in trace.endings)


def test_a_held_ending_states_the_instant_it_is_true_of() -> None:
    book = ledger([move("in", 1, "V", "M", 100)], cover("M", opening=0, end=30))

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert [(e.ending, e.as_of, e.arrived_first) for e in trace.endings] == [
        ("held", at(30), at(1))
    ]


def test_a_fee_stays_behind_the_payment_it_is_charged_for() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("out", 3, "M", "N", 100, seq=0),
            move("charge", 3, "M", "@fee:B", 5, kind="fee", seq=1),
        ],
        cover("M", opening=5),
    )

    trace = trace_fifo(book, [claim("C/1", "in", 100)])

    assert ends(trace) == {("N", "frontier"): 95, ("@fee:B", "fee"): 5}
    assert all(e.marks == () for e in trace.endings)
