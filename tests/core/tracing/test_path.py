from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, claim, cover, ledger, move, pinned_cases, wild_cases

from izdes.core.money.transfer import Claim, ClaimId, Ledger
from izdes.core.tracing.path import Hop, path_of
from izdes.core.tracing.rules import RULES, RuleName, trace
from izdes.core.tracing.trace import Pinned

C1 = ClaimId("C/1")
ALL = st.sampled_from(list(RULES))


def told(hops: tuple[Hop, ...]) -> list[tuple[int, str, int]]:
    return [(h.depth, str(h.transfer.transfer_id), h.amount_minor) for h in hops]


def stops(hops: tuple[Hop, ...]) -> list[tuple[str, str, str, int]]:
    return [
        (str(h.transfer.transfer_id), str(s.account), s.ending, s.amount_minor)
        for h in hops
        for s in h.stops
    ]


def branching() -> tuple[Ledger, list[Claim]]:
    """Of 100 at M, 60 go on to N; of these 20 are taken in cash and 40 stay."""
    book = ledger(
        [
            move("in", 0, "V", "M", 100),
            move("on", 1, "M", "N", 60),
            move("cash", 2, "N", "@cash:B", 20),
            move("late", 3, "M", "X", 15),
        ],
        cover("M"),
        cover("N"),
    )
    return book, [claim("C/1", "in", 100)]


def test_each_branch_stands_below_what_it_continues() -> None:
    book, claims = branching()

    path = path_of(trace(book, claims, "fifo"), book, C1)

    assert told(path) == [(0, "in", 100), (1, "on", 60), (2, "cash", 20), (1, "late", 15)]
    assert stops(path) == [
        ("in", "M", "held", 25),
        ("on", "N", "held", 40),
        ("cash", "@cash:B", "cash", 20),
        ("late", "X", "frontier", 15),
    ]


def test_a_movement_that_two_branches_feed_is_told_in_both() -> None:
    book = ledger(
        [
            move("in", 0, "V", "M", 100),
            move("a", 1, "M", "A", 60),
            move("b", 2, "M", "N", 40),
            move("c", 3, "A", "N", 60),
            move("out", 4, "N", "X", 100),
        ],
        cover("M"),
        cover("N"),
        cover("A"),
    )

    path = path_of(trace(book, [claim("C/1", "in", 100)], "fifo"), book, C1)

    assert told(path) == [
        (0, "in", 100),
        (1, "a", 60),
        (2, "c", 60),
        (3, "out", 60),
        (1, "b", 40),
        (2, "out", 40),
    ]


def test_under_a_rule_that_mixes_each_movement_is_told_once() -> None:
    book = ledger(
        [
            move("in", 0, "V", "M", 100),
            move("a", 1, "M", "A", 60),
            move("b", 2, "M", "N", 40),
            move("c", 3, "A", "N", 60),
            move("out", 4, "N", "X", 100),
        ],
        cover("M"),
        cover("N"),
        cover("A"),
    )

    path = path_of(trace(book, [claim("C/1", "in", 100)], "pro-rata"), book, C1)

    assert told(path) == [
        (0, "in", 100),
        (1, "a", 60),
        (2, "c", 60),
        (1, "b", 40),
        (2, "out", 100),
    ]
    assert stops(path) == [("out", "X", "frontier", 100)]


def test_money_that_is_late_tells_both_its_moments() -> None:
    book = ledger([move("in", 0, "V", "M", 100, credited=5)], cover("M"))

    (hop,) = path_of(trace(book, [claim("C/1", "in", 100)], "fifo"), book, C1)

    assert (hop.transfer.booked_at, hop.transfer.arrives_at) == (at(0), at(5))
    assert [s.as_of for s in hop.stops] == [at(10_000)]


def test_an_exchange_keeps_the_claim_s_own_units() -> None:
    book = ledger(
        [
            move("in", 0, "V", "M", 100),
            move("sold", 1, "M", "@fx:1", 100, kind="conversion"),
            move("bought", 1, "@fx:1", "M", 7, kind="conversion", currency="USD", seq=1),
        ],
        cover("M"),
        cover("M", currency="USD"),
    )

    path = path_of(trace(book, [claim("C/1", "in", 100)], "lifo"), book, C1)

    assert [(h.amount_minor, h.origin_minor) for h in path] == [(100, 100), (100, 100), (7, 100)]
    assert [(s.amount_minor, s.currency, s.origin_minor) for s in path[-1].stops] == [
        (7, "USD", 100)
    ]


def test_a_claim_that_found_no_payment_has_no_path() -> None:
    book, claims = branching()
    claims = [*claims, claim("D/1", "nowhere", 5)]

    assert path_of(trace(book, claims, "fifo"), book, ClaimId("D/1")) == ()


def test_a_second_claim_on_stolen_money_names_the_first() -> None:
    book = ledger(
        [move("in", 0, "V", "M", 100), move("again", 1, "M", "X", 100)],
        cover("M"),
    )
    claims = [claim("C/1", "in", 100), claim("D/1", "again", 100)]

    (hop,) = path_of(trace(book, claims, "fifo"), book, ClaimId("D/1"))

    assert hop.behind == "C/1"


@given(pinned_cases(), ALL)
def test_all_stops_together_are_the_claim(
    case: tuple[Ledger, list[Claim], list[Pinned]], rule: RuleName
) -> None:
    book, claims, pins = case
    found = trace(book, claims, rule, pins=pins)

    for c in claims:
        path = path_of(found, book, c.claim_id)

        if path:
            assert sum(s.origin_minor for h in path for s in h.stops) == c.amount_minor
        else:
            theirs = {e.ending for e in found.endings if e.claim_id == c.claim_id}
            assert theirs <= {"returned", "unmatched"}


@given(wild_cases(), ALL)
def test_a_path_tells_every_movement_and_its_whole_amount(
    case: tuple[Ledger, list[Claim]], rule: RuleName
) -> None:
    book, claims = case
    found = trace(book, claims, rule)

    for c in claims:
        path = path_of(found, book, c.claim_id)

        for t in {s.transfer_id for s in found.slices if s.claim_id == c.claim_id}:
            slices = [s for s in found.slices if (s.claim_id, s.transfer_id) == (c.claim_id, t)]
            told_of_it = [h for h in path if h.transfer.transfer_id == t]
            assert sum(h.amount_minor for h in told_of_it) == sum(s.hi - s.lo for s in slices)
