from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking import Link
from izdes.core.linking.splitting import split_of


def joined(one: str, other: str, level: int, evidence: int = 3_000) -> Link:
    pair = ComplaintId(one), ComplaintId(other)
    return Link(*pair, "phone", "+77010000001", 3_000, "same_phone", evidence, level)


def test_a_complaint_alone_cannot_be_split() -> None:
    assert split_of(()) is None


def test_a_series_falls_apart_at_its_weakest_link() -> None:
    links = [joined("a", "b", 3_000), joined("b", "c", 900), joined("c", "d", 2_000)]

    found = split_of(links)

    assert found is not None
    assert (found.link.level, found.one, found.other) == (900, ("a", "b"), ("c", "d"))


def test_of_equal_levels_the_one_with_the_least_evidence_is_the_weakest() -> None:
    links = [joined("a", "b", 900, 2_000), joined("b", "c", 900, 9_000)]

    found = split_of(links)

    assert found is not None
    assert found.link.complaint_b == "b"


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 5)), min_size=1, max_size=12))
def test_the_two_parts_are_the_whole_series_whatever_the_order_of_links(
    drawn: list[tuple[int, int]],
) -> None:
    # Complaint n hangs on an earlier one: any tree.
    links = [
        joined(f"c{above % (n + 1)}", f"c{n + 1}", level) for n, (above, level) in enumerate(drawn)
    ]

    found = split_of(links)

    assert found is not None
    assert sorted(found.one + found.other) == sorted({f"c{n}" for n in range(len(drawn) + 1)})
    assert found.link.level == min(link.level for link in links)
    assert split_of(links[::-1]) == found
