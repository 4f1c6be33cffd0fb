"""Why a message cannot be read at all; what stands in it is never told."""

from typing import ClassVar

from izdes.core.errors import IzdesError


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
        super().__init__(why=why, file="".join(c if c.isprintable() else "?" for c in file))
        self.why = why
