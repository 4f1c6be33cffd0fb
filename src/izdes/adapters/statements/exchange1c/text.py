r"""The text of an exchange file: its head, its account sections and its documents, line by line.

A line is ``Name=value``; a value may hold further signs of equality. A line without a name goes on
with the text before it. Sections stand one behind the other and each is closed; a file in which one
is not, or which does not say that it ends, has lost something, and where is kept.

>>> text = "1CClientBankExchange\nСекцияДокумент=Выписка\nСумма=5\nКонецДокумента\nКонецФайла"
>>> exchange = parsed(text.split("\n"))
>>> exchange.documents[0].said("amount"), exchange.breaks
('5', [])
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from izdes.adapters.statements.cells import stated
from izdes.adapters.statements.exchange1c.names import (
    folded_name,
    is_name,
    mark_of,
    meaning_of,
    names_of,
    words,
)

_SEEN = 4096
_END_OF_DOS_FILE = "\x1a"
_BLANKS = f"\ufeff{_END_OF_DOS_FILE} \t\r\n"
# Latin in the format, Cyrillic in files that were typed over.
_FIRST_LINE = str.maketrans("с", "c")


@dataclass(slots=True)
class Section:
    """One part of the file: its head, an account, or a document.

    Attributes:
        number: The line at which it begins.
        kind: What the line says behind the sign of equality.
        fields: Folded name -> its lines; of a name that stands twice the first.
        twice: Folded names that stood twice -> as printed.
        strays: Lines that belong to no field.
        after: How many account sections began before it.
    """

    number: int
    kind: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    twice: dict[str, str] = field(default_factory=dict)
    strays: list[int] = field(default_factory=list)
    after: int = 0
    is_closed: bool = False

    def said(self, meaning: str) -> str:
        """Return what the section says about something, empty where nothing."""
        for name in names_of(meaning):
            if name in self.fields and (value := stated(" ".join(self.fields[name]))):
                return value
        return ""


@dataclass(slots=True)
class Exchange:
    """A whole file.

    Attributes:
        own: (line, account) for each account that the head lists.
        breaks: Lines at which something is missing: a section is left open or the file ends.
        after_end: The first line that says something behind the end, 0 where none does.
        left_out: Fields that mean nothing here, as printed, and how often they stand.
        titles: Meaning -> the field's name as first printed.
    """

    head: Section
    accounts: list[Section] = field(default_factory=list)
    documents: list[Section] = field(default_factory=list)
    own: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    after_end: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    titles: dict[str, str] = field(default_factory=dict)


def is_exchange(content: str) -> bool:
    """Say whether a text begins as such a file does."""
    first, *_ = content[:_SEEN].lstrip(_BLANKS).splitlines() or [""]
    name = first.strip(_BLANKS).casefold().translate(_FIRST_LINE)
    return mark_of(name) == "file_begins"


def parsed(lines: Sequence[str]) -> Exchange:
    """Take a file apart; its first line is one that `is_exchange` knows."""
    first = next(n for n, line in enumerate(lines) if line.strip(_BLANKS))
    reader = _Reader(Exchange(Section(first + 1)))
    last = first + 1
    for number, line in enumerate(lines[first + 1 :], start=first + 2):
        if bare := line.strip(_BLANKS):
            last = number
            reader.take(number, bare)
    if not reader.has_ended:
        reader.exchange.breaks.append(last)
    return reader.exchange


class _Reader:
    """Puts each line where it belongs."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.has_ended = False
        self._open: Section | None = exchange.head
        self._is_head = True
        self._goes_on: list[str] | None = None

    def take(self, number: int, line: str) -> None:
        """Take the next line that says something."""
        word, sign, value = line.partition("=")
        if self.has_ended:
            self.exchange.after_end = self.exchange.after_end or number
        elif mark := mark_of(word):
            self._mark(mark, number, value)
        elif sign and is_name(word):
            self._field(word.strip(), value, number)
        elif self._goes_on is not None:
            self._goes_on.append(line)
        elif self._open is not None:
            self._open.strays.append(number)

    def _mark(self, mark: str, number: int, value: str) -> None:
        """Begin or end a part of the file."""
        exchange = self.exchange
        self._goes_on = None
        begins = {"account_begins": exchange.accounts, "document_begins": exchange.documents}
        ends = {"account_ends": exchange.accounts, "document_ends": exchange.documents}
        if mark in begins:
            self._leave(number)
            self._open = Section(number, stated(value), after=len(exchange.accounts))
            begins[mark].append(self._open)
        elif mark in ends and self._open is not None and ends[mark][-1:] == [self._open]:
            self._open.is_closed = True
            self._open = None
        elif mark == "file_ends":
            self._leave(number)
            self.has_ended = True
        else:
            exchange.breaks.append(number)

    def _leave(self, number: int) -> None:
        """Leave the head, or a section that nothing has closed."""
        if self._open is not None and not self._is_head:
            self.exchange.breaks.append(number)
        self._open, self._is_head = None, False

    def _field(self, word: str, value: str, number: int) -> None:
        """Take a field with its name."""
        exchange, meaning = self.exchange, meaning_of(word)
        self._goes_on = None
        if not meaning:
            exchange.left_out[word] += 1
            return
        if self._open is None:
            # A field between two sections has lost the section that it stood in.
            exchange.breaks.append(number)
            return
        name = folded_name(word)
        if self._is_head and meaning == "account" and stated(value):
            exchange.own.append((number, stated(value)))
        if not self._is_head:
            exchange.titles.setdefault(meaning, word)
        if name in self._open.fields:
            self._open.twice.setdefault(name, word)
            return
        self._open.fields[name] = [value]
        if meaning in words("long"):
            self._goes_on = self._open.fields[name]
