r"""What a stranger's file holds, printed so that it can only be read.

A cell may hold signs that steer a terminal, turn the direction of writing, or take no room at all.
They are printed by their numbers: what is on the screen is then what is in the file.

>>> visible("Сумма\x1b[2J\u202e001")
'Сумма\\x1b[2J\\u202e001'
"""

import unicodedata

from rich.text import Text

# Controls, invisible signs, halves of pairs, and ends of lines that are none.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """Return a text in which every sign that is not seen stands as its number."""
    if text.isprintable():
        return text
    return "".join(_numbered(c) if unicodedata.category(c) in _HIDDEN else c for c in text)


def _numbered(sign: str) -> str:
    """Return a sign as its number."""
    return sign.encode("unicode_escape").decode("ascii")


def plain(text: str, style: str = "") -> Text:
    """Return a text for a table or a line: nothing in it is taken for a command or for markup."""
    return Text(visible(text), style=style, overflow="fold")
