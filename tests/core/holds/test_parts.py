import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.holds.parts import (
    NotAPart,
    Part,
    Parts,
    first_units,
    joined,
    overlap,
    units_in,
    without,
)


@st.composite
def part_lists(draw: st.DrawFn) -> Parts:
    found = []
    for _ in range(draw(st.integers(0, 6))):
        lo = draw(st.integers(0, 20))
        found.append(Part(draw(st.sampled_from(["t-1", "t-2"])), lo, lo + draw(st.integers(1, 10))))
    return tuple(found)


def units(parts: Parts) -> set[tuple[str, int]]:
    return {(p.transfer, n) for p in parts for n in range(p.lo, p.hi)}


@given(part_lists(), part_lists())
def test_parts_are_sets_of_units(a: Parts, b: Parts) -> None:
    assert units(joined(a)) == units(a)
    assert units_in(a) == len(units(a))
    assert units(overlap(a, b)) == units(a) & units(b)
    assert units(without(a, b)) == units(a) - units(b)


@given(part_lists(), st.integers(0, 40))
def test_first_units_are_so_many_or_all(parts: Parts, minor: int) -> None:
    disjoint = joined(parts)

    taken = first_units(disjoint, minor)

    assert units_in(taken) == min(minor, units_in(disjoint))
    assert units(taken) <= units(disjoint)


@given(st.text(min_size=1), st.integers(0, 99), st.integers(1, 99))
def test_a_parts_name_gives_it_back(transfer: str, lo: int, more: int) -> None:
    part = Part(transfer, lo, lo + more)

    assert Part.parse(str(part)) == part


@given(st.text())
def test_no_text_breaks_the_reading_of_a_part(text: str) -> None:
    try:
        Part.parse(text)
    except NotAPart:
        return
    assert ":" in text


@pytest.mark.parametrize("text", ["", "t-7", "t-7:", "t-7:5-5", "t-7:6-5", ":0-5", "t:-1-5"])
def test_what_names_no_units_is_no_part(text: str) -> None:
    with pytest.raises(NotAPart):
        Part.parse(text)
