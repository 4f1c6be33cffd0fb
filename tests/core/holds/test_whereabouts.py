from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.core.holds.test_stays import left, pieces
from tests.core.tracing.ledgers import at, claim, cover, ledger, move, wild_cases

from izdes.core.holds.caps import caps_of
from izdes.core.holds.stays import Look, SeenStay, departures
from izdes.core.holds.whereabouts import Whereabout, whereabouts
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.rules import trace

BOOK = ledger(
    [move("a", 0, "A", "M", 100), move("b", 0, "B", "N", 80), move("c", 50, "C", "O", 60)]
)
CLAIMS = [claim("A/1", "a", 100), claim("B/1", "b", 80), claim("C/1", "c", 60)]
STAYS = [left(30, 50), left(90, 50)]


def listed(
    *looks: Look, now: datetime, stays: list[SeenStay] | None = None
) -> dict[str, Whereabout]:
    found = whereabouts(
        pieces(BOOK, CLAIMS),
        STAYS if stays is None else stays,
        crew_of=lambda _: "",
        looks=looks,
        now=now,
    )
    assert [row.rank for row in found] == list(range(1, len(found) + 1))
    return {row.account: row for row in found}


def test_the_most_money_likely_there_comes_first() -> None:
    rows = listed(now=at(60))

    assert {a: (r.rank, r.likely_minor, r.traced_minor) for a, r in rows.items()} == {
        "O": (1, 60, 60),
        "M": (2, 50, 100),
        "N": (3, 40, 80),
    }
    assert rows["M"].loss_per_hour_minor == 50


def test_an_empty_answer_takes_an_account_off_and_shortens_the_estimate_of_others() -> None:
    before = listed(now=at(60))
    after = listed(Look(AccountKey("M"), "KZT", at(55), 0), now=at(60))

    assert (after["M"].likely_minor, after["M"].rank) == (0, 3)
    assert (after["M"].traced_minor, after["M"].seen_minor) == (100, 0)
    assert after["N"].likely_minor is not None
    assert before["N"].likely_minor is not None
    assert after["N"].likely_minor < before["N"].likely_minor


def test_what_an_order_holds_stays_and_is_not_to_be_held_again() -> None:
    rows = listed(Look(AccountKey("M"), "KZT", at(55), 100, caught_minor=100), now=at(2000))

    assert rows["M"].likely_minor == 100
    assert (rows["M"].caught_minor, rows["M"].free_minor) == (100, 0)
    assert rows["M"].loss_per_hour_minor == 0


def test_without_an_estimate_fresh_money_comes_first() -> None:
    rows = listed(now=at(24 * 60 + 20), stays=[])

    assert {a: (r.rank, r.likely_minor, r.basis) for a, r in rows.items()} == {
        "O": (1, None, "none"),
        "M": (2, None, "none"),
        "N": (3, None, "none"),
    }


def test_statements_of_other_cases_may_teach_speed() -> None:
    assert listed(now=at(60))["M"].basis == "all"


@given(wild_cases(), st.integers(0, 3000), st.integers(0, 50))
def test_no_more_is_expected_than_the_cap_and_less_as_time_goes(
    case: tuple[Ledger, list[Claim]], minute: int, there: int
) -> None:
    book, claims = case
    found = pieces(book, claims)
    stays = [*STAYS, *departures(trace(book, claims, "fifo"), book)]
    caps = {(c.account, c.currency): c.amount_minor for c in caps_of(found)}
    looks = [Look(a, currency, at(15), there) for a, currency in list(caps)[:2]]

    rows = whereabouts(found, stays, crew_of=lambda c: c[:2], looks=looks, now=at(20 + minute))

    assert {(r.account, r.currency): r.traced_minor for r in rows} == caps
    for row in rows:
        if row.likely_minor is not None and row.loss_per_hour_minor is not None:
            assert 0 <= row.likely_minor <= row.seen_minor <= row.traced_minor
            assert row.loss_per_hour_minor >= 0


def test_money_that_a_statement_still_shows_is_expected_from_there_on() -> None:
    book = ledger([move("a", 0, "A", "M", 100)], cover("M", end=60))

    [row] = whereabouts(
        pieces(book, [claim("A/1", "a", 100)]),
        [left(30, 50), left(90, 50)],
        crew_of=lambda _: "",
        now=at(80),
    )

    assert row.likely_minor == 100
