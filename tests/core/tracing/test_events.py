from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import claim, cover, ledger, move, wild_cases

from izdes.core.money.transfer import (
    ORDER_PROOFS,
    Claim,
    Ledger,
    OrderProof,
    Transfer,
    TransferKind,
    proof_of,
)
from izdes.core.tracing.events import Event, events_of, has_ties
from izdes.core.tracing.rules import trace_fifo


def at_one(
    name: str,
    payer: str,
    payee: str,
    *,
    seq: int,
    proven: OrderProof = "",
    kind: TransferKind = "transfer",
) -> Transfer:
    return replace(move(name, 3, payer, payee, 60, seq=seq, kind=kind), order_proven=proven)


def turned(*transfers: Transfer) -> list[str]:
    return [e.transfer.transfer_id for e in events_of(transfers, ties_reversed=True)]


def proven_chains(events: list[Event]) -> dict[tuple[str, str, datetime], list[tuple[str, str]]]:
    """Return the proven movements of each account and instant, in order."""
    found: defaultdict[tuple[str, str, datetime], list[tuple[str, str]]] = defaultdict(list)
    for e in events:
        for account, is_proven in e.sides():
            if is_proven:
                place = (account, e.transfer.currency, e.at)
                found[place].append((str(e.transfer.transfer_id), str(e.phase)))
    return dict(found)


@st.composite
def partly_proven(draw: st.DrawFn) -> tuple[Ledger, list[Claim]]:
    """Draw a ledger with everything in it, where some places are proven."""
    book, claims = draw(wild_cases())
    proofs = st.sampled_from(ORDER_PROOFS)
    transfers = [replace(t, order_proven=draw(proofs)) for t in book.transfers]
    return replace(book, transfers=tuple(transfers)), claims


@given(partly_proven())
def test_what_is_proven_is_not_turned_round(case: tuple[Ledger, list[Claim]]) -> None:
    transfers = case[0].transfers

    forward, backward = events_of(transfers), events_of(transfers, ties_reversed=True)

    assert proven_chains(backward) == proven_chains(forward)
    assert sorted(map(repr, backward)) == sorted(map(repr, forward))
    assert [e.at for e in backward] == [e.at for e in forward]


@given(partly_proven())
def test_nothing_is_lost_where_some_places_are_proven(case: tuple[Ledger, list[Claim]]) -> None:
    book, claims = case

    trace = trace_fifo(book, claims)

    for c in claims:
        theirs = [e for e in trace.endings if e.claim_id == c.claim_id]
        assert sum(e.amount_minor for e in theirs) == c.amount_minor


@given(wild_cases())
def test_where_every_place_is_proven_nothing_depends_on_the_order(
    case: tuple[Ledger, list[Claim]],
) -> None:
    book, claims = case
    proven = tuple(replace(t, order_proven="both") for t in book.transfers)

    trace = trace_fifo(replace(book, transfers=proven), claims)

    assert not has_ties(events_of(proven))
    assert all(e.least_minor == e.amount_minor == e.most_minor for e in trace.endings)


def test_unproven_movements_of_one_instant_are_turned_round() -> None:
    one, two = at_one("1", "A", "B", seq=0), at_one("2", "A", "C", seq=1)

    assert turned(one, two) == ["2", "1"]
    assert has_ties(events_of([one, two]))


def test_proven_movements_keep_their_order_and_the_others_turn_around_them() -> None:
    one = at_one("1", "A", "B", seq=0, proven="payer")
    two = at_one("2", "C", "D", seq=1)
    three = at_one("3", "A", "D", seq=2, proven="payer")

    assert turned(one, two, three) == ["2", "1", "3"]
    assert has_ties(events_of([one, two, three]))


def test_two_accounts_that_prove_their_orders_are_turned_against_each_other() -> None:
    a1, a2 = (at_one(f"a{n}", "A", "X", seq=n, proven="payer") for n in (0, 2))
    b1, b2 = (at_one(f"b{n}", "B", "X", seq=n, proven="payer") for n in (1, 3))

    assert turned(a1, b1, a2, b2) == ["b1", "b3", "a0", "a2"]


def test_a_proven_fee_keeps_the_place_that_is_proven() -> None:
    paid = at_one("1", "A", "B", seq=0, proven="payer")
    more = at_one("2", "A", "C", seq=1, proven="payer")
    fee = at_one("3", "A", "@fee:X", seq=2, proven="payer", kind="fee")

    events = events_of([paid, more, fee])

    assert [e.transfer.transfer_id for e in events] == ["1", "2", "3"]
    assert turned(paid, more, fee) == ["1", "2", "3"]


def test_a_proven_second_leg_of_an_exchange_stays_behind_the_first() -> None:
    sold = at_one("1", "A", "@fx:1", seq=0, proven="payer", kind="conversion")
    bought = at_one("2", "@fx:1", "A", seq=1, proven="payee", kind="conversion")
    bought = replace(bought, currency="USD")

    assert turned(sold, bought) == ["1", "2"]


def test_a_tie_is_one_where_one_of_the_sides_is_not_proven() -> None:
    one = at_one("1", "A", "B", seq=0, proven="payer")
    two = at_one("2", "A", "C", seq=1)

    assert has_ties(events_of([one, two]))
    assert not has_ties(events_of([one, replace(two, order_proven="both")]))
    assert has_ties(events_of([one, replace(two, order_proven="payee")]))


def test_an_account_with_a_proven_order_is_not_order_sensitive() -> None:
    moves = [
        move("in", 1, "V", "M", 100),
        move("own", 2, "W", "M", 100),
        at_one("out1", "M", "N", seq=0, proven=proof_of(payer=True, payee=False)),
        at_one("out2", "M", "O", seq=1, proven="payer"),
    ]

    trace = trace_fifo(ledger(moves, cover("M")), [claim("C/1", "in", 100)])

    spans = {e.account: (e.least_minor, e.amount_minor, e.most_minor) for e in trace.endings}
    assert spans == {"N": (60, 60, 60), "O": (40, 40, 40)}
    assert all(e.marks == () for e in trace.endings)
