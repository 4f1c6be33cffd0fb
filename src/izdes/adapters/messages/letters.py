"""Answers, receipts and signals as they arrive: JSON in any layout, in one form.

Names may stand in any order and blanks anywhere; every value is written in the one way there is.
The value that comes back is the same for all layouts, and `paper_bytes` of it are the bytes by
which a message is known: a message sent twice in two layouts is one message.
"""

from typing import TypeVar

from izdes.adapters.messages.strict import object_of
from izdes.core.orders.answers import Answer
from izdes.core.orders.papers import Paper, read_paper
from izdes.core.orders.receipts import Receipt, Signal
from izdes.core.orders.wrong import PaperUnreadable
from izdes.core.sealing.canonical import canonical_json

_T = TypeVar("_T", bound=Paper)


def read_answer(data: bytes) -> Answer:
    """Return the answer that the bytes are.

    Raises:
        MessageUnreadable: They are no JSON of ours.
        PaperUnreadable: They are no answer, or a value is not written in the one way there is.
        PaperWrong: A field does not hold what it must.
    """
    return _read(data, Answer)


def read_receipt(data: bytes) -> Receipt:
    """Return the receipt that the bytes are; errors as of `read_answer`."""
    return _read(data, Receipt)


def read_signal(data: bytes) -> Signal:
    """Return the signal that the bytes are; errors as of `read_answer`."""
    return _read(data, Signal)


def _read(data: bytes, kind: type[_T]) -> _T:
    """Return a message of one kind."""
    found = read_paper(canonical_json(object_of(data)))
    if not isinstance(found, kind):
        raise PaperUnreadable("format")
    return found
