"""Tags of SWIFT statement messages: a text file is cut into messages, a message into tags.

A file holds one message after the other, each in SWIFT's blocks (``{1:…}{2:…}{4:`` to ``-}``) or
bare (from ``:20:`` to a line with a single ``-``, which many banks leave out). Some banks write
``:20:`` once and then one account after the other: what a message holds once begins the next. A
tag is a line that begins with its name, as ``:61:``, and the lines under it that begin with none.
Every tag keeps the number of its line, so that whatever is made of it leads back to the file.

Nothing is understood here, and nothing left out: a line that belongs to no tag is remembered.

Source: SWIFT User Handbook, Standards MT, general information on message structure.

>>> [tag.name for tag in messages_of([":20:A", ":25:KZ", ":61:1", "2", "-"])[0].tags]
['20', '25', '61']
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):(.*)")
_TYPE_LINE = re.compile(r":?(9[0-9]{2}):?\s*")
_BLOCK = re.compile(r"\{[1-5S]:")
_FIRST_BLOCK = re.compile(r"\{[124]:")
_TYPE = re.compile(r"\{2:[IO]([0-9]{3})")
# Start and end of a transmission, and the end of file of older systems.
_FRAME = "\x01\x02\x03\x1a"
# Names of banks and of message types stand above a message in some exports.
_HEADER = re.compile(r"[A-Z0-9]{3,12}")
# No message holds one of these twice: a second one begins the next message.
_ONCE = frozenset({"20", "25", "25P", "28", "28C", "60F", "60M", "62F", "62M"})
_MANY_LINES = frozenset({"61", "86", "25", "25P", "21", "20", "NS"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a message.

    Attributes:
        number: Its line in the file, from 1.
        lines: What follows its name, then the lines under it, as they stand.
    """

    name: str
    number: int
    lines: tuple[str, ...]

    @property
    def value(self) -> str:
        """What stands in its own line."""
        return self.lines[0].strip()


@dataclass(slots=True)
class Message:
    """One message of a file.

    Attributes:
        number: The line at which it begins, from 1; ``last`` is its last line.
        type: Its number among SWIFT's messages, as far as the file names it: ``940``.
        is_block: It stands in SWIFT's blocks, so that it must be closed.
        strays: Lines that belong to no tag.
        forbidden: Lines with characters that no text file holds.
    """

    number: int
    type: str = ""
    is_block: bool = False
    is_closed: bool = False
    last: int = 0
    tags: list[Tag] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    forbidden: list[int] = field(default_factory=list)

    def every(self, *names: str) -> Iterator[Tag]:
        """Yield the tags of these names."""
        return (tag for tag in self.tags if tag.name in names)

    def first(self, *names: str) -> Tag | None:
        """Return the first tag of these names."""
        return next(self.every(*names), None)


def messages_of(lines: Sequence[str]) -> list[Message]:
    """Return the messages of a file."""
    cutter = _Cutter()
    for number, line in enumerate(lines, start=1):
        cutter.take(number, line.strip(_FRAME))
    return cutter.done()


class _Cutter:
    """Goes down the lines of a file and puts each where it belongs."""

    def __init__(self) -> None:
        self._messages: list[Message] = []
        self._open: Message | None = None
        self._names: set[str] = set()
        self._under: list[str] = []

    def done(self) -> list[Message]:
        """Return the messages; those that hold nothing but headers are none."""
        self._end_tag()
        found: list[Message] = []
        for message in self._messages:
            if message.tags or message.is_block:
                found.append(message)
            elif found:
                found[-1].strays += message.strays
        return found

    def take(self, number: int, line: str) -> None:
        """Take one line."""
        if line.startswith(("{", "-}", "$")):
            line = self._blocks(number, line)
        found = _TAG.match(line)
        if line.rstrip() == "-" and self._open and self._open.tags:
            self._close(number)
        elif found:
            self._tag(number, *found.groups())
        elif line.strip():
            self._other(number, line)
        if self._open and _is_damaged(line):
            self._open.forbidden.append(number)

    def _blocks(self, number: int, line: str) -> str:
        """Open and close messages by their blocks, and return what is left of the line."""
        if line.startswith("-}"):
            self._close(number)
            line = line[2:]
        start = line.find("{1:")
        if start >= 0 or (self._open is None and _FIRST_BLOCK.match(line)):
            self._begin(number, is_block=True)
            line = line[max(start, 0) :]
        if self._open is None:
            # The trailer of a message that is closed.
            return "" if line.startswith(("{", "$")) else line
        named = _TYPE.search(line)
        if named:
            self._open.type = named[1]
        if not _BLOCK.match(line):
            return line
        return line.partition("{4:")[2]

    def _tag(self, number: int, name: str, rest: str) -> None:
        """Begin a tag, and with the first of them a message."""
        if self._open is None or (name == "20" and self._names) or name in self._names & _ONCE:
            self._begin(number)
        self._end_tag()
        if self._open:
            self._under = [rest]
            self._names.add(name)
            self._open.tags.append(Tag(name, number, ()))
            self._open.last = number

    def _other(self, number: int, line: str) -> None:
        """Take a line without a tag: it belongs to the tag above it, if there is one."""
        if self._open and self._open.tags:
            self._open.last = number
            self._under.append(line)
            if self._open.tags[-1].name not in _MANY_LINES:
                self._open.strays.append(number)
            return
        if self._open is None:
            self._begin(number)
        named = _TYPE_LINE.fullmatch(line)
        if self._open and named:
            self._open.type = named[1]
        elif self._open and not _HEADER.fullmatch(line.strip()):
            self._open.strays.append(number)

    def _begin(self, number: int, *, is_block: bool = False) -> None:
        """Begin a message; one that is still open has lost its end."""
        self._end_tag()
        self._open, self._names = Message(number, is_block=is_block, last=number), set()
        self._messages.append(self._open)

    def _close(self, number: int) -> None:
        """End the open message."""
        self._end_tag()
        if self._open:
            self._open.is_closed, self._open.last = True, number
        self._open = None

    def _end_tag(self) -> None:
        """Give the last tag the lines that stand under it."""
        if self._open and self._open.tags and self._under:
            tag = self._open.tags[-1]
            self._open.tags[-1] = Tag(tag.name, tag.number, tuple(self._under))
        self._under = []


def _is_damaged(line: str) -> bool:
    """Say whether a line holds a control character or one that was replaced."""
    return _FORBIDDEN.search(line) is not None
