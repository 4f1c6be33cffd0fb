from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at

from izdes.core.holds.harm import Held, harm_of

HELD = st.builds(
    Held,
    number=st.just("1"),
    holder=st.sampled_from("pqr"),
    currency=st.sampled_from(["KZT", "USD"]),
    amounts=st.lists(
        st.tuples(st.integers(0, 500).map(at), st.integers(0, 1000)), unique_by=lambda a: a[0]
    ).map(lambda steps: tuple(sorted(steps))),
    until=st.none() | st.integers(0, 900).map(at),
    outcome=st.sampled_from(["open", "cleared", "upheld"]),
    returned_minor=st.integers(0, 1000),
)


def test_amount_times_time_is_counted_step_by_step() -> None:
    hold = Held("1", "p", "KZT", ((at(0), 600), (at(60), 300)), at(180), "cleared")

    [found] = harm_of([hold, replace(hold, number="2", outcome="upheld")], now=at(1000))

    assert (found.cleared_minor_hours, found.minor_hours) == (1200, 2400)
    assert (found.holds, found.cleared, found.cleared_holders, found.cleared_minor) == (
        2,
        1,
        1,
        600,
    )


def test_what_lasts_is_counted_to_the_moment() -> None:
    hold = Held("1", "p", "KZT", ((at(60), 600),), None, "open")

    assert harm_of([hold], now=at(30))[0].minor_hours == 0
    assert harm_of([hold], now=at(180))[0].minor_hours == 1200
    assert harm_of([hold], now=at(180))[0].undecided == 1


@given(st.lists(HELD), st.integers(0, 1200), st.integers(0, 100))
def test_harm_never_falls_with_time_and_is_within_all_that_was_held(
    holds: list[Held], minute: int, more: int
) -> None:
    now, later = (
        {h.currency: h for h in harm_of(holds, now=at(m))} for m in (minute, minute + more)
    )

    for currency, found in now.items():
        assert 0 <= found.cleared_minor_hours <= found.minor_hours
        assert found.cleared_minor_hours <= later[currency].cleared_minor_hours
        assert found.cleared + found.undecided <= found.holds
    assert sum(h.holds for h in now.values()) == len(holds)
