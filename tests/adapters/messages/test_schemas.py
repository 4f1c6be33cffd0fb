"""A schema and its reader say the same of every shape."""

import copy
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from tests.adapters.messages.packed import a_package
from tests.core.orders.messages import a_receipt, a_signal, an_answer, an_answer_with_a_return
from tests.core.orders.papers import a_sanction, an_order

from izdes.adapters.messages.letters import read_answer, read_receipt, read_signal
from izdes.adapters.messages.package import package_bytes, read_package
from izdes.adapters.messages.schemas import SCHEMAS, file_name, schema_of
from izdes.adapters.messages.strict import object_of
from izdes.cli.kit_schema import schema_text
from izdes.core.errors import IzdesError
from izdes.core.orders.papers import paper_bytes, read_decision, read_order
from izdes.core.orders.wrong import PaperWrong
from izdes.core.sealing.canonical import canonical_json

PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "schemas"
_FORMATS = FormatChecker(formats=())


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


for _name in ("date-time", "date"):
    _FORMATS.checks(_name, raises=ValueError)(_is_moment)


def _canonical(read: Callable[[bytes], object]) -> Callable[[bytes], object]:
    return lambda data: read(canonical_json(object_of(data)))


READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "izdes.package.1": (package_bytes(a_package()), read_package),
    "izdes.order.1": (paper_bytes(an_order()), _canonical(read_order)),
    "izdes.decision.1": (paper_bytes(a_sanction(an_order())), _canonical(read_decision)),
    "izdes.receipt.1": (paper_bytes(a_receipt()), read_receipt),
    "izdes.answer.1": (paper_bytes(an_answer_with_a_return()), read_answer),
    "izdes.signal.1": (paper_bytes(a_signal()), read_signal),
}
VALIDATORS = {
    form: Draft202012Validator(schema_of(form), format_checker=_FORMATS) for form in SCHEMAS
}
# A number with a fraction of nothing is whole to a schema, and none to us.
_SINGLE = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.just(0.5)
    | st.text("аб 12-:TZ.", max_size=9)
    | st.sampled_from(
        [
            "0",
            "-5",
            "05",
            "+5",
            "5 ",
            "held",
            "order",
            "2026-05-19",
            "2026-02-30",
            "2026-05-19T09:02:00.000000Z",
            "2026-05-19T09:02:00Z",
            "2026-02-30T09:02:00.000000Z",
            "0000-01-01T00:00:00.000000Z",
            "QQ==",
            "QR==",
        ]
    )
)
_VALUES = st.recursive(
    _SINGLE,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=4,
)


def places(told: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    """Return the way to every value inside."""
    inner = told.items() if isinstance(told, dict) else enumerate(told)
    found = []
    for name, value in inner:
        found.append((*path, name))
        if isinstance(value, dict | list):
            found += places(value, (*path, name))
    return found


def put(told: Any, path: tuple[Any, ...], deed: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a copy with one value changed, taken away, or another put beside it."""
    changed = copy.deepcopy(told)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    if deed == "change":
        holder[path[-1]] = value
    elif deed == "drop":
        del holder[path[-1]]
    elif isinstance(holder, list):
        holder.append(value)
    else:
        holder["more"] = value
    return changed


def outcome(form: str, told: object) -> str:
    """Return what the reader says: taken, or refused for its shape or for what it holds."""
    try:
        READERS[form][1](json.dumps(told).encode())
    except PaperWrong:
        return "wrong"
    except IzdesError:
        return "unreadable"
    return "taken"


@pytest.mark.parametrize("form", SCHEMAS)
def test_a_schema_is_one(form: str) -> None:
    Draft202012Validator.check_schema(schema_of(form))


@pytest.mark.parametrize("form", SCHEMAS)
def test_a_schema_takes_what_is_written(form: str) -> None:
    assert VALIDATORS[form].is_valid(json.loads(READERS[form][0]))


@pytest.mark.parametrize("form", SCHEMAS)
@given(data=st.data())
def test_schema_and_reader_agree_on_every_shape(form: str, data: st.DataObject) -> None:
    told = json.loads(READERS[form][0])
    path = data.draw(st.sampled_from(places(told)))
    deed = data.draw(st.sampled_from(["change", "change", "drop", "add"]))
    changed = put(told, path, deed, data.draw(_VALUES))

    said, is_valid = outcome(form, changed), VALIDATORS[form].is_valid(changed)

    assert is_valid or said != "taken"
    assert not is_valid or said != "unreadable"


@pytest.mark.parametrize("form", SCHEMAS)
def test_the_published_schema_is_the_one_that_is_made(form: str) -> None:
    published = (PUBLISHED / file_name(form)).read_text(encoding="utf-8")

    assert published == schema_text(schema_of(form))


def test_nothing_else_is_published() -> None:
    assert {path.name for path in PUBLISHED.iterdir()} == {file_name(form) for form in SCHEMAS}


def test_an_answer_of_before_is_as_good_as_it_was() -> None:
    data = paper_bytes(an_answer())

    assert "returned" not in json.loads(data)
    assert VALIDATORS["izdes.answer.1"].is_valid(json.loads(data))
    assert read_answer(data).returned == ()


def test_of_nothing_that_came_back_nothing_is_written() -> None:
    told = {**json.loads(paper_bytes(an_answer())), "returned": []}

    assert not VALIDATORS["izdes.answer.1"].is_valid(told)
    assert outcome("izdes.answer.1", told) == "unreadable"
