"""Money maps: nothing is drawn twice, nothing is left out."""

from collections import Counter, defaultdict
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, cases, claim, cover, ledger, move

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, Ledger
from izdes.core.tracing.rules import trace_fifo
from izdes.core.tracing.trace import Ending, Trace
from izdes.follow.moneymap import MAPS_DRAWN, OTHERS, money_maps

Json = dict[str, Any]


def maps_of(known: Ledger, trace: Trace, series: dict[str, str] | None = None) -> list[Json]:
    return money_maps(
        slices=trace.slices,
        transfers={t.transfer_id: t for t in known.transfers},
        endings=trace.endings,
        complaint_series=series or {},
    )


def ended(name: str, amount: int, *, currency: str = "KZT", behind: str = "") -> Ending:
    return Ending(
        ClaimId(name),
        AccountKey("acct:A"),
        "frontier",
        amount,
        currency,
        at(0),
        at(0),
        None,
        amount,
        currency,
        behind,
    )


def maps_of_endings(*endings: Ending) -> list[Json]:
    return money_maps(slices=(), transfers={}, endings=endings, complaint_series={})


@given(cases())
def test_what_leaves_the_victims_is_what_stops(case: tuple[Ledger, list[Claim]]) -> None:
    known, claims = case

    trace = trace_fifo(known, claims)

    drawn = sum(e.amount_minor for e in trace.endings if not e.behind)
    maps = maps_of(known, trace)
    assert sum(int(m["loss_minor"]) for m in maps) == drawn
    for one in maps:
        left = [f for f in one["flows"] if f["source"].startswith("victim:")]
        stopped = sum(int(stop["amount_minor"]) for stop in one["stops"])
        assert sum(int(f["amount_minor"]) for f in left) == stopped == int(one["loss_minor"])


@given(cases())
def test_every_account_passes_on_or_keeps_what_it_gets(case: tuple[Ledger, list[Claim]]) -> None:
    known, claims = case

    maps = maps_of(known, trace_fifo(known, claims))

    for one in maps:
        balance: defaultdict[str, int] = defaultdict(int)
        for flow in one["flows"]:
            balance[flow["source"]] -= int(flow["amount_minor"])
            balance[flow["target"]] += int(flow["amount_minor"])
        for stop in one["stops"]:
            balance[stop["place"]] -= int(stop["amount_minor"])
        assert not any(left for place, left in balance.items() if place.startswith("account:"))


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_slices_and_endings_does_not_matter(
    case: tuple[Ledger, list[Claim]], dice: Random
) -> None:
    known, claims = case
    trace = trace_fifo(known, claims)
    slices, endings = list(trace.slices), list(trace.endings)

    dice.shuffle(slices)
    dice.shuffle(endings)

    transfers = {t.transfer_id: t for t in known.transfers}
    shuffled = money_maps(
        slices=slices, transfers=transfers, endings=endings, complaint_series={"C0": "C1"}
    )
    assert shuffled == maps_of(known, trace, {"C0": "C1"})


def test_the_parts_of_a_flow_are_the_victims_parts() -> None:
    known = ledger(
        [
            move("t1", 1, "victim", "acct:A", 10),
            move("t2", 2, "other", "acct:A", 5),
            move("t3", 3, "acct:A", "dark", 12),
        ],
        cover("acct:A"),
    )
    trace = trace_fifo(known, [claim("C1/1", "t1", 10), claim("C2/1", "t2", 5)])

    one = maps_of(known, trace, {"C1": "C1", "C2": "C1"})[0]

    onward = next(f for f in one["flows"] if f["target"] == "account:dark")
    assert onward["parts"] == [
        {"complaint_id": "C1", "amount_minor": "10"},
        {"complaint_id": "C2", "amount_minor": "2"},
    ]
    assert (onward["transfers"], onward["first"]) == (1, "2026-05-01T00:03:00.000000Z")


def test_money_of_an_earlier_victim_is_not_drawn_twice() -> None:
    maps = maps_of_endings(ended("C1/1", 10), ended("C2/1", 4, behind="C1/1"))

    assert [part["complaint_id"] for one in maps for part in one["complaints"]] == ["C1"]


def test_a_claim_without_a_transfer_goes_straight_to_where_it_stopped() -> None:
    one = maps_of_endings(ended("C1/1", 10))[0]

    flow = one["flows"][0]
    assert (flow["source"], flow["target"], flow["transfers"]) == ("victim:C1", "account:acct:A", 0)
    assert (flow["first"], flow["amount_minor"]) == (None, "10")


def test_two_currencies_never_share_a_map() -> None:
    maps = maps_of_endings(ended("C1/1", 10), ended("C1/2", 10, currency="USD"))

    assert [one["map_id"] for one in maps] == ["C1/KZT", "C1/USD"]


def test_beyond_the_largest_losses_all_series_share_one_map() -> None:
    endings = [ended(f"C{n:02}/1", 100 - n) for n in range(MAPS_DRAWN + 5)]

    maps = maps_of_endings(*endings)

    assert [one["series_id"] for one in maps[:-1]] == [f"C{n:02}" for n in range(MAPS_DRAWN)]
    assert (maps[-1]["map_id"], maps[-1]["series"]) == (f"{OTHERS}/KZT", 5)
    assert Counter(one["series_id"] is None for one in maps) == {False: MAPS_DRAWN, True: 1}
