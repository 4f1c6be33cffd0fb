r"""Plain text: what no text of a form holds is taken out of it, before it is kept.

A NUL, or half of a surrogate pair, comes from a program and not from a person; a database refuses
the one and UTF-8 the other, and a report must not be lost for it.

>>> plain({"story": ["a\x00b", 7]})
{'story': ['ab', 7]}
"""

import re
from collections.abc import Mapping
from typing import Any

_NEVER = re.compile("[\x00\ud800-\udfff]")


def plain(said: Any) -> Any:  # noqa: ANN401 - JSON, as it was given
    """Return answers without signs that no text holds."""
    if isinstance(said, str):
        return _NEVER.sub("", said)
    if isinstance(said, Mapping):
        return {plain(name): plain(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [plain(value) for value in said]
    return said
