from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, claim, cover, ledger, move, wild_cases

from izdes.core.holds.caps import caps_of
from izdes.core.holds.estimates import Estimates
from izdes.core.holds.pieces import Piece, pieces_of
from izdes.core.holds.stays import Look, SeenStay, departures, lying_at, stays_of
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, Ledger
from izdes.core.tracing.dwell import WHOLE, visits_of
from izdes.core.tracing.rules import trace

NOW = at(1000)
M = AccountKey("M")


def pieces(book: Ledger, claims: list[Claim]) -> tuple[Piece, ...]:
    return pieces_of(trace(book, claims, "fifo"), book, case="1", reported_at={})


def left(minutes: int, minor: int, *, of: str = "C/1", account: str = "X") -> SeenStay:
    return SeenStay(ClaimId(of), AccountKey(account), "KZT", minutes * 60, minor, has_left=True)


@given(wild_cases())
def test_stays_of_claims_are_the_stays_of_the_trace(
    case: tuple[Ledger, list[Claim]],
) -> None:
    book, claims = case
    found = trace(book, claims, "fifo")

    stays = departures(found, book)

    seen = [v for v in visits_of(found, book) if v.has_left]
    assert sum(s.minor for s in stays) == sum(v.minor for v in seen)
    assert {(s.account, s.currency, s.seconds) for s in stays} == {
        (v.account, v.currency, v.seconds) for v in seen
    }


@given(wild_cases(), st.integers(0, 60), st.integers(0, 20))
def test_what_lies_and_what_is_gone_is_the_cap(
    case: tuple[Ledger, list[Claim]], there: int, minute: int
) -> None:
    found = pieces(*case)
    caps = {(c.account, c.currency): c.amount_minor for c in caps_of(found)}
    looks = [Look(account, currency, at(minute), there) for account, currency in caps]

    lying = lying_at(found, looks, now=NOW)

    for (account, currency), cap in caps.items():
        here = [x for x in lying if (x.piece.account, x.piece.currency) == (account, currency)]
        assert sum(x.minor + x.gone_minor for x in here) == cap
        looked = [x for x in here if x.gone_minor]
        assert all(x.piece.arrived_at <= at(minute) for x in looked)
        if looked:
            kept = [x.minor for x in here if x.piece.arrived_at <= at(minute) and not x.piece.as_of]
            assert sum(kept) <= there


def test_an_empty_account_teaches_that_money_left() -> None:
    book = ledger([move("a", 0, "A", "M", 100)])
    looks = [Look(M, "KZT", at(60), 0)]

    [stay] = stays_of(lying_at(pieces(book, [claim("A/1", "a", 100)]), looks, now=NOW))

    assert (stay.seconds, stay.minor, stay.has_left) == (1800, 100, True)


def test_what_a_look_shows_is_what_came_last() -> None:
    book = ledger([move("a", 0, "A", "M", 100), move("b", 10, "B", "M", 50)])
    found = pieces(book, [claim("A/1", "a", 100), claim("B/1", "b", 50)])

    lying = lying_at(found, [Look(M, "KZT", at(60), 70, caught_minor=60)], now=NOW)

    assert [(x.piece.claim_id, x.minor, x.gone_minor, x.caught_minor) for x in lying] == [
        ("B/1", 50, 0, 50),
        ("A/1", 20, 80, 10),
    ]


def test_a_look_tells_nothing_of_what_came_later_or_was_seen_later() -> None:
    book = ledger([move("a", 0, "A", "M", 100), move("b", 90, "B", "N", 50)], cover("M", end=80))
    found = pieces(book, [claim("A/1", "a", 100), claim("B/1", "b", 50)])
    looks = [Look(M, "KZT", at(60), 0), Look(AccountKey("N"), "KZT", at(60), 0)]

    assert {x.piece.claim_id: (x.minor, x.seen_after) for x in lying_at(found, looks, now=NOW)} == {
        "A/1": (100, 80 * 60),
        "B/1": (50, 0),
    }


def test_a_crews_own_stays_count_the_more_the_more_there_are() -> None:
    slow = [left(1000, 100, of="S/1") for _ in range(50)]
    crews = {"S/1": "slow", "Q/1": "quick", "R/1": "quick"}

    def share(quick: int) -> int:
        own = [left(1, 100, of="Q/1") for _ in range(quick)]
        made = Estimates([*slow, *own], lambda c: crews[c]).of(ClaimId("R/1"), "KZT")
        return made.share(600) * 1000 // WHOLE

    shares = [share(quick) for quick in (1, 10, 100, 1000)]

    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 950
    assert shares[-1] < 10


def test_of_an_unknown_crew_all_stays_speak() -> None:
    made = Estimates([left(1, 100)], lambda _: "")

    assert made.of(ClaimId("C/2"), "KZT").basis == "all"
    assert made.of(ClaimId("C/2"), "USD").basis == "none"
