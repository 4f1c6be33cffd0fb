"""Links: addresses of letters, of machines, of pages, and bare hosts in a narrative.

Each is found by its own shape, also where it is glued to a word, defanged, or carries a Kazakh
ending (``kaspi-bonus.kz-тен``). A full stop that somebody typed without a blank behind it is told
from a host's by the list of public zones and by the capital letter after it.

Every pattern takes its characters for good (possessive), so that no text makes it go back.

Source: RFC 3986; RFC 5321; the public suffix list as packaged with tldextract.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from izdes.core.identifiers import chain
from izdes.core.identifiers.domain import is_known_zone, read_domain, refanged
from izdes.core.identifiers.ip import read_ip
from izdes.core.identifiers.kinds import normalise
from izdes.core.identifiers.mail import read_email
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.written import fold_look_alikes

_DOT = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\[точка\])"
_AT = r"(?: ?(?:\[at\]|\(at\)|\[собака\]|\(собака\)) ?|@)"
_ZONE = r"(?:xn--[a-z0-9-]{2,59}+|[a-z]{2,24}+(?![0-9_])|[а-яёәғқңөұүһі]{2,12}+)"
_HOST = rf"(?:[\w-]{{1,63}}+{_DOT}(?=\w)){{1,9}}+{_ZONE}"
_REST = r"[^\s<>«»“”„\"'`|\\^{}]{0,2000}+"
_SCHEME = r"(?:h(?:tt|xx)ps?(?:://|\[:\]//)|tg://)"
_LINK = re.compile(
    rf"(?<![\w@.-])(?:{_SCHEME}{_REST}|{_HOST}(?::[0-9]{{1,5}}+)?(?:[/?#]{_REST})?)", re.IGNORECASE
)
_PATH = re.compile(r"[/?#:]")
_HAS_SCHEME = re.compile(_SCHEME, re.IGNORECASE)
_EMAIL = re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}+{_AT}{_HOST}", re.IGNORECASE)
_AT_SIGN = re.compile(_AT, re.IGNORECASE)
_IP = re.compile(
    rf"(?<![\w.:-])(?<![A-Za-z]/)(?:(?:[0-9]{{1,3}}+{_DOT}){{3}}[0-9]{{1,3}}+(?!{_DOT}?[0-9])(?!\w|:[0-9a-f]*:)"
    r"|(?=[0-9a-f]{0,4}+:[0-9a-f]{0,4}+:)[0-9a-f:]{3,39}+(?![\w:]))",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[.@:\[]\S+")
_SPACED_AT = re.compile(r"[\[(](?:at|собака)[\])]", re.IGNORECASE)
_ENDING = re.compile(r"-[а-яёәғқңөұүһі]{1,12}$", re.IGNORECASE)
_LONGEST_ENDING = 13
_TRAILING = ".,;:!?…*_-"
_PAIRS = {")": "(", "]": "[", ">": "<"}
_FILES = frozenset(
    {"pdf", "jpg", "jpeg", "png", "gif", "doc", "docx", "xls", "xlsx", "apk", "exe", "zip", "rar"}
    | {"txt", "mov", "html", "php"}
)
_KEEPS_FOLDED_BESIDE = frozenset({"domain", "url", "email", *chain.SHAPES})


def find_links(plain: str, taken: Taken) -> Iterator[Found]:
    """Yield addresses of letters, machines, pages, persons' pages in messengers, and hosts."""
    spots = list(_spots(plain))
    mails = [spot for spot in spots if _holds(plain, spot, "@", 1) or _holds(plain, spot, "[", 1)]
    machines = [
        spot for spot in spots if _holds(plain, spot, ".", 3) or _holds(plain, spot, ":", 2)
    ]
    for places, pattern, read in (
        (mails, _EMAIL, _email),
        (spots, _LINK, _link),
        (machines, _IP, _ip),
    ):
        for match in (m for place in places for m in pattern.finditer(plain, *place)):
            text, start = _trimmed(match[0]), match.start()
            if text and taken.is_free(start, start + len(text)):
                reading = read(text)
                if reading is not None and reading.value is not None:
                    end = start + len(reading.raw)
                    taken.take(start, end)
                    yield of_reading(reading, start=start, end=end)


def _spots(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the places between blanks in which an address may stand: few words hold its signs.

    Where somebody wrote "[at]" with blanks around it, the whole text is one.
    """
    if _SPACED_AT.search(plain):
        yield 0, len(plain)
        return
    past = 0
    for sign in _SIGN.finditer(plain):
        place = sign.start()
        start = max(plain.rfind(" ", past, place), plain.rfind("\n", past, place)) + 1
        past = sign.end()
        yield start, past


def _holds(plain: str, spot: tuple[int, int], sign: str, times: int) -> bool:
    """Say whether a sign stands so often in a place, or the place is defanged or the whole text."""
    return plain.count(sign, *spot) >= times or spot[0] == 0 or plain.count("[", *spot) > 0


def of_reading(reading: Reading, *, start: int, end: int) -> Found:
    """Return a reading at its place, with the folded form of what keeps its look-alike letters."""
    is_kept = reading.code == "look_alike_letters" and reading.kind in _KEEPS_FOLDED_BESIDE
    also = (fold_look_alikes(reading.value),) if reading.value and is_kept else ()
    return Found(reading.kind, start, end, reading.value, reading.code, also)


def _trimmed(text: str) -> str:
    """Cut the sentence's own signs and a word's ending off an address."""
    while (shorter := _cut_once(text)) != text:
        text = shorter
    return text


def _cut_once(text: str) -> str:
    """Cut one sign, or one ending, off an address that carries any."""
    last = text[-1:]
    if last in _TRAILING or (last in _PAIRS and text.count(_PAIRS[last]) < text.count(last)):
        return text[:-1]
    # The next sentence, typed without a blank behind a page's address.
    page, _, next_word = text.rpartition(".")
    if "/" in page and page.isascii() and next_word.isalpha() and not next_word.isascii():
        return page
    ending = _ENDING.search(text, max(len(text) - _LONGEST_ENDING, 0))
    return text[: ending.start()] if ending else text


def _email(text: str) -> Reading:
    """Read an address of letters."""
    return replace(read_email(_AT_SIGN.sub("@", text, count=1)), raw=text)


def _ip(text: str) -> Reading:
    """Read an address of a machine."""
    return read_ip(text)


def _link(text: str) -> Reading | None:
    """Read an address of a page, a bare host, or a person's page in a messenger."""
    if _HAS_SCHEME.match(text):
        return normalise("url", text)
    # What follows the last full stop may be the next sentence, typed without a blank.
    while not _is_host_in_a_zone(text):
        head, _, rest = text.rpartition(".")
        if "." not in head or "/" in rest:
            return None
        text = head
    return normalise("url", text) if _PATH.search(text) else read_domain(text)


def _is_host_in_a_zone(text: str) -> bool:
    """Say whether what stands before the path is a host and not the seam of two sentences."""
    host = _PATH.split(refanged(text), maxsplit=1)[0]
    name, _, zone = host.rpartition(".")
    last = name.rpartition(".")[2]
    is_seam = zone[0].isupper() and last[-1].islower() and not last[0].isupper()
    is_short_word = not zone.isascii() and len(last) == 1
    if is_seam or is_short_word or last.isdigit() or zone.lower() in _FILES:
        return False
    return is_known_zone(host)
