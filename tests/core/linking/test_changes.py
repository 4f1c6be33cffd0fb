from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import entries
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.changes import Cause, Change, What, Why, changes_of

Partition = list[tuple[ComplaintId, ComplaintId]]


def series(*names: str) -> Partition:
    """Return series, each as the names of its complaints, one letter each."""
    return [(ComplaintId(member), ComplaintId(name[0])) for name in names for member in name]


def happened(old: Partition, new: Partition) -> list[tuple[What, str, str]]:
    return [(change.what, change.series, change.before) for change in changes_of(old, new)]


def names_after(
    names: frozenset[ComplaintId], changes: tuple[Change, ...]
) -> frozenset[ComplaintId]:
    """Return the names of series after changes: what changes say, and nothing else, is needed."""
    gone = {c.before for c in changes if c.what in {"superseded", "merged", "dissolved"}}
    come = {c.series for c in changes if c.what in {"superseded", "split", "created"}}
    return names - gone | come


def test_what_stayed_as_it_was_is_no_change() -> None:
    assert changes_of(series("ab", "c"), series("ab", "c")) == ()


def test_complaints_alone_are_no_series() -> None:
    assert changes_of(series("a"), series("a", "b")) == ()


def test_a_series_of_new_complaints_is_created() -> None:
    assert changes_of(series("a"), series("ab")) == (
        Change("created", ComplaintId("a"), "", gained=(ComplaintId("a"), ComplaintId("b"))),
    )


def test_a_series_that_takes_in_a_complaint_grew() -> None:
    (change,) = changes_of(series("ab"), series("abc"))

    assert (change.what, change.series, change.gained) == ("grew", "a", ("c",))


def test_a_series_that_loses_a_complaint_shrank() -> None:
    (change,) = changes_of(series("abc"), series("ab", "c"))

    assert (change.what, change.series, change.lost) == ("shrank", "a", ("c",))


def test_an_earlier_complaint_supersedes_the_name() -> None:
    old = [(ComplaintId(n), ComplaintId("b")) for n in "bc"]

    assert happened(old, series("abc")) == [("grew", "a", "b"), ("superseded", "a", "b")]


def test_a_withdrawn_first_complaint_supersedes_the_name() -> None:
    assert happened(series("abc"), series("bc")) == [
        ("shrank", "b", "a"),
        ("superseded", "b", "a"),
    ]


def test_two_series_that_become_one_merge_into_the_larger() -> None:
    old = series("ab", "cde")
    new = series("abcde")

    found = changes_of(old, new)

    assert [(c.what, c.series, c.before) for c in found] == [
        ("grew", "a", "c"),
        ("merged", "a", "a"),
        ("superseded", "a", "c"),
    ]
    assert [c.gained for c in found] == [("a", "b"), ("a", "b"), ()]


def test_a_series_that_falls_in_two_goes_on_as_the_larger_part() -> None:
    assert happened(series("abcde"), series("ab", "cde")) == [
        ("split", "a", "a"),
        ("shrank", "c", "a"),
        ("superseded", "c", "a"),
    ]


def test_of_equal_parts_the_first_name_goes_on() -> None:
    assert happened(series("abcd"), series("ab", "cd")) == [
        ("shrank", "a", "a"),
        ("split", "c", "a"),
    ]


def test_a_series_of_which_nothing_is_left_together_dissolved() -> None:
    (change,) = changes_of(series("abc"), series("a", "b", "c"))

    assert (change.what, change.series, change.lost) == ("dissolved", "a", ("a", "b", "c"))


def test_a_change_names_what_may_have_done_it() -> None:
    added = Cause("complaint_added", "c", frozenset({ComplaintId("c")}))
    elsewhere = Cause("judgement_given", "j1", frozenset({ComplaintId("x"), ComplaintId("y")}))
    snapshot = Cause("snapshot_taken", "2026-05")

    (change,) = changes_of(series("ab"), series("abc"), causes=[snapshot, elsewhere, added])

    assert change.causes == (added, snapshot)


def test_a_withdrawn_complaint_is_a_cause_though_it_is_gone() -> None:
    withdrawn = Cause("complaint_withdrawn", "c", frozenset({ComplaintId("c")}))

    (change,) = changes_of(series("abc"), series("ab"), causes=[withdrawn])

    assert change.causes == (withdrawn,)


def test_every_change_and_cause_has_its_words() -> None:
    assert {f"change_{what}" for what in get_args(What)} <= entries().keys()
    assert {*get_args(Why)} <= entries().keys()


@st.composite
def partitions(draw: st.DrawFn) -> Partition:
    """Some of ten complaints in up to four series, each named by its first one."""
    members = sorted(draw(st.sets(st.sampled_from("abcdefghij"))))
    where = [draw(st.integers(0, 3)) for _ in members]
    first = {place: members[where.index(place)] for place in where}
    return [(ComplaintId(m), ComplaintId(first[w])) for m, w in zip(members, where, strict=True)]


def names(partition: Partition) -> frozenset[ComplaintId]:
    """Return the names of series of two and more."""
    of = [name for _, name in partition]
    return frozenset(name for name in of if of.count(name) > 1)


@given(partitions(), partitions())
def test_changes_lead_from_the_old_names_to_the_new(old: Partition, new: Partition) -> None:
    assert names_after(names(old), changes_of(old, new)) == names(new)


@given(partitions(), partitions())
def test_every_series_comes_from_somewhere_and_goes_somewhere(
    old: Partition, new: Partition
) -> None:
    found = changes_of(old, new)

    ended = [c.before for c in found if c.what in {"superseded", "merged", "dissolved"}]
    begun = [c.series for c in found if c.what in {"superseded", "split", "created"}]
    assert len(ended) == len(set(ended))
    assert len(begun) == len(set(begun))
    assert names(old) - set(ended) <= names(new)


@given(partitions(), partitions())
def test_the_order_of_complaints_changes_nothing(old: Partition, new: Partition) -> None:
    assert changes_of(old[::-1], sorted(new, reverse=True)) == changes_of(old, new)


@given(partitions(), partitions())
def test_what_one_way_was_gained_is_lost_the_other_way(old: Partition, new: Partition) -> None:
    there = {c.what for c in changes_of(old, new)}
    back = {c.what for c in changes_of(new, old)}

    opposite = {"created": "dissolved", "merged": "split", "grew": "shrank"}
    for one, other in opposite.items():
        assert (one in there) == (other in back)
