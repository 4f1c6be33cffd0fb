"""The message reference shows what the program writes and reads, and nothing else."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.core.orders.messages import a_receipt, a_signal, an_answer_with_a_return
from tests.core.orders.papers import a_sanction, an_order

from izdes.adapters.messages.letters import read_answer, read_receipt, read_signal
from izdes.adapters.messages.package import (
    Package,
    PackedSignature,
    package_bytes,
    read_package,
)
from izdes.adapters.messages.schemas import SCHEMAS, file_name, schema_of
from izdes.core.orders.answers import Completeness, FileKind, HoldStatus, SubjectStatus
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import ReceiptKind, ReceiptReason, SignalKind

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "messages.md").read_text("utf-8")
PACKAGE = Package(
    replace(an_order(), cap=None),
    a_sanction(replace(an_order(), cap=None)),
    (
        PackedSignature("order", "cades", b"\x30\x82\x07\x1b", b"\x30\x82\x03\x9c"),
        PackedSignature("decision", "jws", b"eyJ.."),
    ),
    journal_head="",
    notes={"to_the_holder": "Тергеушіге хабарласыңыз."},
)
WITH_RETURN = an_answer_with_a_return()
EXAMPLES = {
    "package": (package_bytes(PACKAGE), read_package, PACKAGE),
    "receipt": (paper_bytes(a_receipt()), read_receipt, a_receipt()),
    "answer": (paper_bytes(WITH_RETURN), read_answer, WITH_RETURN),
    "signal": (paper_bytes(a_signal()), read_signal, a_signal()),
}


def shown(data: bytes) -> str:
    """Return a message as the page shows it."""
    return json.dumps(json.loads(data), ensure_ascii=False, indent=2)


def block(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n\n```json\n(.*?)\n```", PAGE, re.DOTALL)
    assert found, name
    return found[1]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_is_what_is_written_and_is_read_back(name: str) -> None:
    data, read, value = EXAMPLES[name]

    assert block(name) == shown(data)
    assert read(block(name).encode()) == value


@pytest.mark.parametrize("form", SCHEMAS)
def test_every_form_is_named_with_its_schema(form: str) -> None:
    assert f"`{form}`" in PAGE
    assert f"schemas/{file_name(form)}" in PAGE


@pytest.mark.parametrize("form", ["izdes.receipt.1", "izdes.answer.1", "izdes.signal.1"])
def test_every_field_is_described(form: str) -> None:
    properties: dict[str, Any] = schema_of(form)["properties"]
    section = PAGE.partition(f"(`{form}`)")[2].partition("\n## ")[0]

    assert {name for name in properties if f"`{name}`" not in section} == {"format"}


@pytest.mark.parametrize(
    "words",
    [Completeness, FileKind, HoldStatus, SubjectStatus, ReceiptKind, ReceiptReason, SignalKind],
)
def test_every_word_is_listed(words: object) -> None:
    assert {word for word in get_args(words) if word and word not in PAGE} == set()
