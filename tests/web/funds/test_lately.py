"""What is kept in memory is the newest, and never more than there is room for."""

from hypothesis import given
from hypothesis import strategies as st

from izdes.web.funds.lately import Lately

NAMES = st.integers(min_value=0, max_value=5)
ROWS = st.integers(min_value=1, max_value=12)


@given(st.lists(st.tuples(NAMES, ROWS)), st.integers(min_value=1, max_value=20))
def test_no_more_rows_are_kept_than_there_is_room_for(
    given_: list[tuple[int, int]], room: int
) -> None:
    kept = Lately[int, int](room, lambda rows: rows)
    last: dict[int, int] = {}

    for name, rows in given_:
        kept.keep(name, rows)
        last[name] = rows

    found = {name: here for name in last if (here := kept.get(name)) is not None}
    assert sum(found.values()) <= room
    assert found.items() <= last.items()
    if given_ and given_[-1][1] <= room:
        assert given_[-1][0] in found


def test_what_was_used_longest_ago_goes_first() -> None:
    kept = Lately[str, int](2, lambda _: 1)
    kept.keep("first", 1)
    kept.keep("second", 2)

    kept.get("first")
    kept.keep("third", 3)

    assert kept.get("first") == 1
    assert kept.get("second") is None
    assert kept.get("third") == 3
