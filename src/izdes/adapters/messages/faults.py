"""Why a message cannot be read at all, and faults of answers as they are kept.

What stands in a message is never told.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from izdes.core.errors import Fault, IzdesError, Severity


class MessageUnreadable(IzdesError):
    """The bytes are no message of ours: too large, no JSON, of another form."""

    code: ClassVar[str] = "message_unreadable"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
        self.why = why


class DropUnusable(IzdesError):
    """A folder or a zip cannot be opened, or is no answer; ``file`` says which part of it."""

    code: ClassVar[str] = "drop_unusable"

    def __init__(self, why: str, file: str = "") -> None:
        # A name of a stranger's file may steer a terminal.
        super().__init__(why=why, file=shown(file))
        self.why = why


def shown(name: str) -> str:
    """Return the name of a stranger's file as it may be shown to anybody."""
    return "".join(c if c.isprintable() else "?" for c in name)


def kept_fault(told: Mapping[str, Any]) -> Fault:
    """Return a fault as it was kept: what `Fault.as_json` gave."""
    severity: Severity = "noted" if told["severity"] == "noted" else "refused"
    given = {name: told[name] for name in ("code", "file", "sheet", "row", "column")}
    return Fault(**given, details=tuple(told["details"].items()), severity=severity)
