import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.sealing.canonical import NotCanonical, canonical_json

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=5),
    max_leaves=12,
)


def test_keys_stand_as_in_the_example_of_the_standard() -> None:
    # RFC 8785, section 3.2.3.
    given = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    written = canonical_json({"in": given})

    assert list(json.loads(written)["in"]) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_text_is_escaped_as_in_the_example_of_the_standard() -> None:
    # RFC 8785, section 3.2.2.
    written = canonical_json({"string": '\u20ac$\u000f\u000aA\'B"\\\\"/', "literals": [None, True]})

    assert written.decode() == (
        '{"literals":[null,true],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@given(_VALUES)
def test_it_says_the_same_and_is_written_in_one_way(value: object) -> None:
    written = canonical_json(value)

    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


@given(st.dictionaries(_TEXT, st.none(), max_size=6))
def test_keys_stand_in_order_of_utf_16(value: dict[str, None]) -> None:
    keys = list(json.loads(canonical_json(value)))

    assert keys == sorted(keys, key=lambda key: key.encode("utf-16-be"))


@pytest.mark.parametrize("value", [1.5, 2**53, {1: 2}, "\ud800", {"\udfff": 1}, [{"a": -(2**53)}]])
def test_what_others_would_read_otherwise_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_what_is_deeper_than_can_be_walked_has_no_canonical_form() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(NotCanonical):
        canonical_json(deep)
