"""Tree: the text of a profile as YAML, before anybody asks what it means.

A profile is written by hand and may come from anybody. Nothing in it is executed or constructed:
the text is composed into nodes, every value is the text that was written (``No`` is a title and no
negation), and anchors, references and tags are refused, so that a small file stays small. Every
node keeps its line, for faults.

Source: YAML 1.1 as PyYAML composes it.
"""

from collections.abc import Iterator

import yaml

from izdes.core.errors import Fault, InputRefused

_LARGEST_BYTES = 65_536
_MOST_NODES = 5_000
_DEEPEST = 8
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def tree_of(data: bytes, file: str) -> yaml.MappingNode:
    """Return the top of a profile's text.

    Raises:
        InputRefused: It is too large, no YAML, no mapping, or has anchors, references or tags.
    """
    if len(data) > _LARGEST_BYTES:
        raise InputRefused(Fault("profile_too_large", file))
    try:
        text = data.decode("utf-8-sig")
        _require_plain(text, file)
        top = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputRefused(_broken(file, line)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputRefused(_broken(file, mark.line + 1 if mark else 1)) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # A letter that no text may hold, or the code of one that does not exist.
        raise InputRefused(_broken(file, 1)) from None
    if not isinstance(top, yaml.MappingNode):
        raise InputRefused(_broken(file, 1))
    return top


def line_of(node: yaml.Node) -> int:
    """Return the line of a node, from 1."""
    return node.start_mark.line + 1 if node.start_mark else 0


def _broken(file: str, line: int) -> Fault:
    """Return the fault of a text that is no YAML of ours."""
    return Fault("profile_unreadable", file, row=line, details=(("line", str(line)),))


def _require_plain(text: str, file: str) -> None:
    """Refuse what is too many or too deep, and what stands for something else."""
    depth = documents = 0
    for count, event in enumerate(_events(text)):
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, _STARTS) - isinstance(event, _ENDS)
        if count > _MOST_NODES or depth > _DEEPEST or documents > 1:
            raise InputRefused(Fault("profile_too_large", file))
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            line = event.start_mark.line + 1 if event.start_mark else 0
            details = (("line", str(line)),)
            raise InputRefused(Fault("profile_has_references", file, row=line, details=details))
        if isinstance(event, yaml.ScalarEvent):
            # A lone half of a letter cannot be printed again.
            event.value.encode("utf-8")


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield what the text consists of, part by part."""
    yield from yaml.parse(text, Loader=yaml.SafeLoader)
