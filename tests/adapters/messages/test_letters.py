import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.orders.messages import a_receipt, a_signal, an_answer

from izdes.adapters.messages.faults import MessageUnreadable
from izdes.adapters.messages.letters import read_answer, read_receipt, read_signal
from izdes.adapters.messages.strict import object_of
from izdes.core.errors import IzdesError
from izdes.core.orders.papers import Paper, paper_bytes
from izdes.core.orders.wrong import PaperUnreadable

Reader = Callable[[bytes], Paper]
KINDS: list[tuple[Reader, Paper]] = [
    (read_answer, an_answer()),
    (read_receipt, a_receipt()),
    (read_signal, a_signal()),
]


@pytest.mark.parametrize(("read", "message"), KINDS)
def test_a_message_in_another_layout_is_the_same_message(read: Reader, message: Paper) -> None:
    told = json.loads(paper_bytes(message))
    laid_out = json.dumps(dict(reversed(told.items())), indent=1).encode()

    assert read(laid_out) == message
    assert paper_bytes(read(laid_out)) == paper_bytes(message)


@pytest.mark.parametrize(("read", "message"), KINDS)
def test_a_message_of_another_kind_is_refused(read: Reader, message: Paper) -> None:
    for _, other in KINDS:
        if other is not message:
            with pytest.raises(PaperUnreadable):
                read(paper_bytes(other))


@pytest.mark.parametrize(
    ("written", "why"),
    [(rb'"\ud800"', "json"), (rb'"\udc00\ud800"', "json"), (b"9007199254740992", "number")],
)
def test_half_a_character_and_a_number_too_large_are_the_senders_fault(
    written: bytes, why: str
) -> None:
    with pytest.raises(MessageUnreadable) as refused:
        read_signal(b'{"format":"izdes.signal.1","text":' + written + b"}")

    assert refused.value.why == why


@pytest.mark.parametrize("depth", [50, 300, 600, 980])
@pytest.mark.parametrize("sign", ["", "\U0001f600"])
def test_a_message_without_end_is_the_senders_fault(depth: int, sign: str) -> None:
    nest = "[" * depth + "]" * depth

    for read in (read_answer, read_receipt, read_signal):
        with pytest.raises(MessageUnreadable):
            read(f'{{"text": "{sign}", "files": {nest}}}'.encode())


def test_a_whole_character_that_is_escaped_is_taken() -> None:
    assert object_of(rb'{"a": "\ud83d\ude00"}') == {"a": "\U0001f600"}


@pytest.mark.parametrize("read", [read for read, _ in KINDS])
@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_message_are_refused_by_an_error_of_ours(
    read: Reader, data: bytes
) -> None:
    with pytest.raises(IzdesError):
        read(data)


@pytest.mark.parametrize(("read", "message"), KINDS)
def test_a_moment_in_another_notation_is_refused(read: Reader, message: Paper) -> None:
    told = json.loads(paper_bytes(message))
    name = "answered_at" if "answered_at" in told else "at"
    told[name] = told[name].replace(".000000Z", "+00:00")

    with pytest.raises(PaperUnreadable):
        read(json.dumps(told).encode())


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (b'"amount_minor":"10000"', b'"amount_minor":"010000"', "holds.0.amount_minor"),
        (b'"amount_minor":"10000"', b'"amount_minor":[]', "holds.0.amount_minor"),
        (b'"amount_minor":"10000",', b"", "holds.0.amount_minor"),
        (b'"size_bytes":1234', b'"size_bytes":"1 234"', "files.0.size_bytes"),
        (b'"status":"not_found"', b'"status":"not_found","iin":"1"', "subjects.1.?"),
        (b".000000Z", b"Z", "answered_at"),
    ],
)
def test_the_first_field_that_is_wrong_is_named_by_the_way_to_it(
    old: bytes, new: bytes, field: str
) -> None:
    data = paper_bytes(an_answer())
    assert old in data

    with pytest.raises(PaperUnreadable) as caught:
        read_answer(data.replace(old, new, 1))

    assert caught.value.field == field


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"a":1.5}',
        b'{"a":NaN}',
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":' * 100_000,
        b" " * 4_000_001,
    ],
)
def test_json_that_readers_understand_differently_is_refused(data: bytes) -> None:
    with pytest.raises(MessageUnreadable):
        object_of(data)
