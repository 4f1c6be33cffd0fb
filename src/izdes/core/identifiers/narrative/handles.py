"""Handles: names of accounts in messengers and networks, as a narrative gives them.

With ``@`` in front a name is a handle; whose service it is, the nearest name of a service says,
and where none is near, Telegram's is meant: it is the one that people write so. Without ``@`` it is
one only beside the service's name, and where its own signs or a word like "ник" tell.
"""

import re
from collections.abc import Iterator

from izdes.core.identifiers.handle import read_handle
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.lexicon import flag, flags, meaning
from izdes.core.identifiers.narrative.links import of_reading
from izdes.core.identifiers.narrative.tokens import NUMBER, SIGN, Tokens

_AT = re.compile(r"@(?<![\w@.]@)([\w.]{2,40}+)")
_NAME = re.compile(r"(?<![\w@./-])[A-Za-z][\w.]{2,31}+(?![@/]|://)")
# In capitals it is a network of tokens, a bank's reference or a model, and nobody's name.
_TELLING = re.compile(r"(?=\w*[a-z])[A-Za-z]\w*[_.0-9]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]+$")
_SERVICE_BEFORE, _SERVICE_AFTER = 14, 10
_NAME_AFTER, _NAME_BEFORE = 7, 5
_FARTHEST = 100
_DEFAULT = "telegram"
_DOTTED = frozenset({"instagram", "tiktok"})
_OPENS = frozenset(":-—=")
_QUOTES = frozenset("\"'«“„")


def find_handles(plain: str, tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield handles written with ``@``, then those beside the name of their service."""
    for match in _AT.finditer(plain):
        start, name = match.start(), _without_ending(match[1])
        end = start + 1 + len(name)
        here = tokens.at(start)
        kind = _service_near(tokens, here) or (_dotted_before(tokens, here) if "." in name else "")
        yield from _taken(_read(kind or _DEFAULT, name, start=start, end=end), taken)
    for index in tokens.meaning(flag("nick_word")):
        named = _service_near(tokens, index, before=_FARTHEST) or "whatsapp"
        if named != "whatsapp":
            yield from _taken(_following(plain, tokens, index, kind=named, reach=2), taken)
    for index in tokens.meaning(flag("service")):
        # "500 тг" is money, and "тг" alone the messenger.
        is_unit = index > 0 and tokens.sorts[index - 1] == NUMBER
        if not is_unit and taken.is_free(tokens.starts[index], tokens.ends[index]):
            kind = _service_of(tokens, index)
            if kind != "whatsapp":
                yield from _taken(_beside(plain, tokens, index, kind=kind), taken)


def find_dotted_handles(plain: str, tokens: Tokens, taken: Taken) -> Iterator[Found]:
    """Yield handles with dots, which a service allows and which would be read as hosts."""
    for index in tokens.meaning(flag("service")):
        if _service_of(tokens, index) in _DOTTED:
            found = _following(plain, tokens, index, kind=_service_of(tokens, index))
            if found is not None and "." in str(found.value):
                yield from _taken(found, taken)


def _taken(found: Found | None, taken: Taken) -> Iterator[Found]:
    """Yield what was found, once, and take its place."""
    if found is not None and taken.is_free(found.start, found.end):
        taken.take(found.start, found.end)
        yield found


def _read(kind: str, name: str, *, start: int, end: int) -> Found | None:
    """Read a name under its service."""
    reading = read_handle(kind, name)
    return None if reading.value is None else of_reading(reading, start=start, end=end)


def _without_ending(name: str) -> str:
    """Cut signs of the sentence and a Cyrillic ending off a Latin name."""
    name = name.rstrip("._")
    bare = _CYRILLIC.sub("", name).rstrip("._")
    return bare if len(bare) > len(name) - len(bare) and bare.isascii() else name


def _service_of(tokens: Tokens, index: int) -> str:
    """Return the service that a token names."""
    return str(meaning(tokens.texts[index]).values["service"])


def _service_near(tokens: Tokens, here: int, *, before: int = _SERVICE_BEFORE) -> str | None:
    """Return the service named nearest before a place, else nearest after it."""
    bit = flag("service")
    back = range(here - 1, max(here - before, 0) - 1, -1)
    after = range(here, min(here + _SERVICE_AFTER, tokens.count))
    for index in (*back, *after):
        if tokens.flags[index] & bit:
            return _service_of(tokens, index)
    return None


def _dotted_before(tokens: Tokens, here: int) -> str:
    """Return the service with dots in its handles that was named last, or nothing."""
    bit = flag("service")
    for index in range(here - 1, max(here - 1 - _FARTHEST, -1), -1):
        if tokens.flags[index] & bit and _service_of(tokens, index) in _DOTTED:
            return _service_of(tokens, index)
    return ""


def _beside(plain: str, tokens: Tokens, service: int, *, kind: str) -> Found | None:
    """Return the name that follows a service's name, or stands right before it."""
    return _following(plain, tokens, service, kind=kind) or _preceding(
        plain, tokens, service, kind=kind
    )


def _following(
    plain: str, tokens: Tokens, service: int, *, kind: str, reach: int = _NAME_AFTER
) -> Found | None:
    """Return the name after the service: telling by itself, or led by a colon or a label."""
    is_led = False
    label = flag("handle_label")
    for index in range(service + 1, min(service + 1 + reach, tokens.count)):
        if tokens.flags[index] & flags("service", "site_word") or tokens.texts[index] in "\n;":
            return None
        name = _NAME.match(plain, tokens.starts[index])
        is_label = bool(tokens.flags[index] & label) and (
            name is None or name.end() == tokens.ends[index]
        )
        text = _without_ending(name[0]) if name else ""
        if name and (is_led or _TELLING.match(text)) and not is_label:
            return _read(kind, text, start=name.start(), end=name.start() + len(text))
        if tokens.sorts[index] == SIGN:
            # A name in quotes is a title, unless its own signs tell.
            is_led = (is_led or tokens.texts[index] in _OPENS) and tokens.texts[
                index
            ] not in _QUOTES
        else:
            # In English every word is Latin: there a label alone leads to no name.
            is_led = bool(tokens.flags[index] & label) and not tokens.texts[index].isascii()
    return None


def _preceding(plain: str, tokens: Tokens, service: int, *, kind: str) -> Found | None:
    """Return a name that tells by itself and stands just before the service."""
    for index in range(service - 1, max(service - _NAME_BEFORE, 0) - 1, -1):
        if tokens.texts[index] in "\n;.!?":
            return None
        name = _NAME.match(plain, tokens.starts[index])
        text = _without_ending(name[0]) if name else ""
        if name and name.end() <= tokens.starts[service] and _TELLING.match(text):
            return _read(kind, text, start=name.start(), end=name.start() + len(text))
    return None
