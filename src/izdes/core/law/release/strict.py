"""Strict: the few of YAML's values that a law pack may hold, read so that nothing is guessed.

Text, whole numbers, ``true`` and ``false``, days, nothing; lists and mappings of these. YAML 1.1
reads ``no`` as false, ``12:30`` as 750 and ``010`` as eight, and takes the last of two equal keys:
a law must not change by a missing quote, so all of these are refused, as are floats and aliases
(an alias of aliases grows without end).

Source: YAML 1.1, types of scalars (yaml.org/type).

>>> read_yaml("- {a: 1, b: 2026-05-21}", file="x.yaml")
[{'a': 1, 'b': datetime.date(2026, 5, 21)}]
"""

import re
from datetime import date, datetime
from typing import Any, Final

import yaml

from izdes.core.errors import Fault, InputRefused

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 12
_MOST_VALUES = 200_000
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_TAG = "tag:yaml.org,2002:"


def read_yaml(text: str, *, file: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    """Return what a file holds.

    Raises:
        InputRefused: The first thing that is not plain YAML, with its line.
    """
    try:
        _require_plain(text, file=file)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputRefused(Fault("law_not_yaml", file=file, row=line)) from None
    except (yaml.YAMLError, ValueError):
        # A sign that YAML does not allow, half of a surrogate pair among them.
        raise InputRefused(Fault("law_not_yaml", file=file)) from None
    if node is None:
        raise InputRefused(Fault("law_file_empty", file=file))
    return _value(node, file=file)


def _require_plain(text: str, *, file: str) -> None:
    """Refuse aliases, depth and number without building anything."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            raise InputRefused(Fault("law_alias", file=file, row=line))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST or count > _MOST_VALUES:
            raise InputRefused(Fault("law_too_deep", file=file, row=line))


def _value(node: yaml.Node, *, file: str) -> Any:  # noqa: ANN401 - one of the plain values
    """Return the value of a node."""
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file=file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(inner, file=file) for inner in node.value]
    return _scalar(node, file=file)


def _mapping(node: yaml.MappingNode, *, file: str) -> dict[str, Any]:
    """Return a mapping; a key that is not text, or comes twice, is refused."""
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        line = _line(key_node)
        if not isinstance(key, str) or key_node.tag != f"{_TAG}str":
            raise InputRefused(Fault("law_key_not_text", file=file, row=line))
        if key in found:
            given = (("field", key[:40]),)
            raise InputRefused(Fault("law_key_twice", file=file, row=line, details=given))
        found[key] = _value(value_node, file=file)
    return found


def _scalar(node: yaml.Node, *, file: str) -> str | int | bool | date | None:
    """Return a plain value; what YAML would make of other writings is refused."""
    text, kind = node.value, node.tag.removeprefix(_TAG)
    if kind == "str":
        return str(text)
    if kind == "null":
        return None
    if kind == "bool" and text in {"true", "false"}:
        return bool(text == "true")
    if kind == "int" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "timestamp" and (day := _day(text)):
        return day
    given = (("value", text[:40]),)
    line = _line(node)
    raise InputRefused(Fault("law_value_not_plain", file=file, row=line, details=given))


def _line(marked: yaml.Event | yaml.Node) -> int:
    """Return the line in which something begins."""
    mark = marked.start_mark
    return mark.line + 1 if mark else 0


def _day(text: str) -> date | None:
    """Return a day written as ISO 8601 does, None for any other."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and not isinstance(day, datetime) else None
