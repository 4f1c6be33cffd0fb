from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.orders.messages import ANSWERED, BY, a_receipt, a_signal

from izdes.core.errors import IzdesError
from izdes.core.orders.papers import Paper, paper_bytes, paper_digest, read_paper
from izdes.core.orders.receipts import Named, is_message_id
from izdes.core.orders.wrong import PaperWrong

BYTES = paper_bytes(a_receipt())


@pytest.mark.parametrize("message", [a_receipt(), a_signal()], ids=["receipt", "signal"])
def test_a_message_comes_back_as_it_was(message: Paper) -> None:
    assert read_paper(paper_bytes(message)) == message


@given(place=st.integers(0, len(BYTES) - 1), mask=st.integers(1, 255))
def test_a_changed_byte_is_another_receipt_or_none(place: int, mask: int) -> None:
    changed = bytearray(BYTES)
    changed[place] ^= mask

    try:
        found = read_paper(bytes(changed))
    except IzdesError:
        return

    assert paper_digest(found) != paper_digest(a_receipt())


@pytest.mark.parametrize(
    "change",
    [
        {"reason": ""},
        {"reason": "mood"},
        {"text": "  "},
        {"asked_until": None},
        {"asked_until": ANSWERED},
        {"message_id": ""},
        {"message_id": "a b"},
        {"message_id": "a" * 101},
        {"order_digest": "ab"},
        {"order_number": " 1"},
        {"text": "\x00"},
        {"text": "\ud800"},
        {"text": "а" * 4_001},
        {"kind": "accepted"},
    ],
)
def test_a_receipt_that_does_not_say_what_it_must_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PaperWrong):
        replace(a_receipt(), **change)


def test_a_receipt_of_delivery_needs_no_words() -> None:
    receipt = replace(a_receipt(), kind="delivered", reason="", text="", asked_until=None)

    assert read_paper(paper_bytes(receipt)) == receipt


@pytest.mark.parametrize(
    "change",
    [
        {"about": ()},
        {"about": (*a_signal().about, a_signal().about[0])},
        {"currency": ""},
        {"amount_minor": None},
        {"amount_minor": 0},
        {"amount_minor": 10**18},
        {"kind": "gossip"},
    ],
)
def test_a_signal_that_does_not_say_what_it_must_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PaperWrong):
        replace(a_signal(), **change)


def test_a_signal_without_an_amount_has_no_currency() -> None:
    signal = replace(a_signal(), amount_minor=None, currency="")

    assert read_paper(paper_bytes(signal)) == signal


def test_a_whole_card_number_names_no_subject() -> None:
    with pytest.raises(PaperWrong):
        Named("card", "9398010000001234")


def test_names_do_not_stand_in_a_repr() -> None:
    shown = repr(a_signal())

    assert BY.name not in shown
    assert a_signal().about[0].value not in shown


@given(st.text())
def test_an_id_of_a_message_has_no_blanks_and_an_end(text: str) -> None:
    assert not is_message_id(f"{text} ")
    assert not is_message_id(text * 200) or not text
