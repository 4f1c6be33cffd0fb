from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, claim, cover, ledger, move

from izdes.core.tracing.dwell import Stay, likely_still_there, stays_of, survival
from izdes.core.tracing.rules import trace_fifo

STAYS = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(1, 10**12), st.booleans()), min_size=1, max_size=30
)


@given(STAYS)
def test_the_share_never_rises_and_stays_between_none_and_all(stays: list[Stay]) -> None:
    estimate = survival(stays)

    if estimate is not None:
        shares = [estimate.share_milli(s) for s in range(0, 1001, 50)]
        assert shares == sorted(shares, reverse=True)
        assert all(0 <= share <= 1000 for share in shares)


def test_when_nothing_is_cut_short_it_is_the_plain_share() -> None:
    estimate = survival([(10, 30, True), (20, 30, True), (30, 40, True)])

    assert estimate is not None
    assert [estimate.share_milli(s) for s in (9, 10, 20, 30)] == [1000, 700, 400, 0]


def test_nothing_seen_to_leave_gives_no_estimate() -> None:
    assert survival([(10, 5, False)]) is None


def test_money_seen_later_is_likelier_still_there() -> None:
    book = ledger(
        [
            move("in", 0, "V", "M", 100),
            move("out", 10, "M", "N", 50),
            move("more", 12, "V", "K", 80),
        ],
        cover("M", opening=0, end=60),
        cover("K", opening=0, end=13),
    )
    trace = trace_fifo(book, [claim("C/1", "in", 100), claim("C/2", "more", 80)])
    estimate = survival(stays_of(trace, book))
    assert estimate is not None

    likely = {str(r.account): likely_still_there(r, estimate, now=at(90)) for r in trace.resting}

    # Of 230 once in view 50 left after ten minutes; by then K's 80 were out of view.
    assert likely["M"] == 50
    assert likely["K"] == 40
    assert likely["N"] == 25
