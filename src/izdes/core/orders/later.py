"""Later: fields that a form got after it was published.

A paper that says nothing in such a field is written without it, so that its bytes, and what was
signed, are those of the form as it was before.

>>> from dataclasses import dataclass, field
>>> @dataclass
... class Letter:
...     text: str
...     more: tuple[str, ...] = field(default=(), metadata=LATER)
>>> sorted(later_fields(Letter))
['more']
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

LATER: Mapping[str, bool] = {"later": True}


def later_fields(kind: type[Any]) -> frozenset[str]:
    """Return the names of the fields of a value that may be left out of its paper."""
    return frozenset(one.name for one in fields(kind) if one.metadata.get("later"))
