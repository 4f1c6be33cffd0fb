import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.orders.papers import INVESTIGATOR, a_sanction, an_order

from izdes.core.errors import IzdesError
from izdes.core.orders.order import Cap
from izdes.core.orders.papers import paper_bytes, paper_digest, read_order, read_paper
from izdes.core.orders.subjects import Subject
from izdes.core.orders.wrong import PaperUnreadable, PaperWrong

ORDER = an_order()
BYTES = paper_bytes(ORDER)


def test_an_order_comes_back_as_it_was() -> None:
    assert read_paper(BYTES) == ORDER


def test_a_decision_comes_back_as_it_was() -> None:
    decision = a_sanction(ORDER)

    assert read_paper(paper_bytes(decision)) == decision


@given(amount=st.integers(1, 10**30))
def test_an_amount_of_any_size_comes_back_exactly(amount: int) -> None:
    order = replace(ORDER, cap=Cap(amount, "KZT", "fifo", "ef" * 32))

    assert read_order(paper_bytes(order)).cap == order.cap


@given(place=st.integers(0, len(BYTES) - 1), mask=st.integers(1, 255))
def test_a_changed_byte_is_another_order_or_none(place: int, mask: int) -> None:
    changed = bytearray(BYTES)
    changed[place] ^= mask

    try:
        found = read_paper(bytes(changed))
    except IzdesError:
        return

    assert paper_digest(found) != paper_digest(ORDER)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_paper_are_refused_by_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(IzdesError):
        read_paper(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(name=st.sampled_from(sorted(json.loads(BYTES))), value=_JSON)
def test_a_field_of_any_other_shape_is_refused_by_an_error_of_ours(
    name: str, value: object
) -> None:
    told = json.loads(BYTES) | {name: value}

    try:
        found = read_paper(json.dumps(told).encode())
    except IzdesError:
        return

    assert paper_bytes(found) == json.dumps(told).encode()


def test_blanks_between_fields_are_refused() -> None:
    with pytest.raises(PaperUnreadable):
        read_paper(json.dumps(json.loads(BYTES)).encode())


def test_an_amount_that_is_no_text_is_refused() -> None:
    with pytest.raises(PaperUnreadable):
        read_paper(BYTES.replace(b'"1655200000"', b"1655200000"))


def test_a_field_twice_is_refused() -> None:
    with pytest.raises(PaperUnreadable):
        read_paper(BYTES[:-1] + b',"urgency":"three_days"}')


def test_depth_without_end_is_refused() -> None:
    with pytest.raises(PaperUnreadable):
        read_paper(b'{"a":' * 100_000)


def test_the_cap_of_one_account_is_not_above_that_of_all() -> None:
    with pytest.raises(PaperWrong):
        replace(ORDER, subjects=(Subject("any_account", INVESTIGATOR.iin, most_minor=10**15),))


def test_a_whole_card_number_is_no_subject() -> None:
    with pytest.raises(PaperWrong):
        Subject("card", "9398010000001234")


def test_an_order_does_not_supersede_itself() -> None:
    with pytest.raises(PaperWrong):
        replace(ORDER, relation="supersedes", related=ORDER.number)


def test_before_registration_the_urgency_has_a_ground() -> None:
    with pytest.raises(PaperWrong):
        replace(ORDER.case, register_number="", intake_number="77")


def test_names_do_not_stand_in_a_repr() -> None:
    shown = repr(ORDER)

    assert INVESTIGATOR.iin not in shown
    assert ORDER.subjects[0].value not in shown
