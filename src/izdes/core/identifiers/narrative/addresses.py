"""Addresses: IBAN, addresses on chains and hashes of their transactions in a narrative.

They are long runs of letters and digits. What a run is, its check digits say; one whose check
digits fail is kept with its code where its beginning tells what it was meant to be.
"""

import re
from collections.abc import Iterator

from izdes.core.identifiers.chain import chain_of
from izdes.core.identifiers.iban import length, read_iban
from izdes.core.identifiers.mistyped import candidates
from izdes.core.identifiers.narrative.found import Found, Taken
from izdes.core.identifiers.narrative.links import of_reading
from izdes.core.identifiers.reading import Reading
from izdes.core.identifiers.transaction import read_transaction

# Patterns begin with a set of characters and look back afterwards: the search then leaps to them.
_KZ = re.compile(
    r"[KkКк](?<![A-Za-z0-9].)[ZzЗз](?:[ .-]{0,2}+[0-9A-Za-zАВЕКМНОРСТХУ]){18}(?![A-Za-z0-9])"
)
_FOREIGN = re.compile(r"[A-Z](?<![A-Za-z0-9].)[A-Z][0-9]{2}(?: ?[A-Z0-9]){11,30}+(?![a-z])")
_RUN = re.compile(r"(?<![\w-])(?:[0-9A-Za-zА-Яа-яЁё_-]{1,9}:)?(-?[0-9A-Za-zА-Яа-яЁё_:-]{26,200}+)")
_LONG = re.compile(r"(?<!\S)\S{26,}+")
_GROUP = 4
_LOOSE = "_:-"
_ENDING = re.compile(r"-[а-яёәғқңөұүһі]{1,12}$", re.IGNORECASE)


def find_addresses(plain: str, taken: Taken) -> Iterator[Found]:
    """Yield accounts by IBAN, then hashes and addresses on chains."""
    for match in _KZ.finditer(plain):
        yield from _taken(read_iban(match[0].replace("З", "Z").replace("з", "z")), match, taken)
    for match in _FOREIGN.finditer(plain):
        reading = _shortened(match[0])
        if reading is not None:
            yield from _taken(reading, match, taken)
    for match in _runs(plain):
        text = _ENDING.sub("", match[1])
        # Addresses of TON may end in a hyphen, words of a sentence too.
        reading = _hash_or_address(text)
        if reading is None and text[-1:] in _LOOSE:
            reading = _hash_or_address(text.rstrip(_LOOSE))
        if reading is not None:
            yield from _at(reading, match.start(1), taken, length=len(reading.raw))


def _runs(plain: str) -> Iterator[re.Match[str]]:
    """Yield long runs of letters and digits, out of what stands between blanks and is long."""
    for long in _LONG.finditer(plain):
        yield from _RUN.finditer(plain, *long.span())


def _taken(reading: Reading, match: re.Match[str], taken: Taken) -> Iterator[Found]:
    """Yield an IBAN at its place."""
    yield from _at(reading, match.start(), taken, length=len(reading.raw))


def _at(reading: Reading, start: int, taken: Taken, *, length: int) -> Iterator[Found]:
    """Yield a reading that has a value, with what else it may be, and take its place."""
    end = start + length
    if reading.value is None or not taken.is_free(start, end):
        return
    taken.take(start, end)
    if reading.code == "wrong_check_digit":
        also = candidates(reading.kind, reading.value)
        yield Found(reading.kind, start, end, reading.value, reading.code, also)
    else:
        yield of_reading(reading, start=start, end=end)


def _shortened(text: str) -> Reading | None:
    """Read an account of any country, without the words in capitals that follow it."""
    groups = text.split(" ")
    size = length(text[:2])
    for count in range(len(groups), 0, -1):
        if sum(map(len, groups[:count])) == size:
            reading = read_iban(" ".join(groups[:count]))
            return reading if reading.is_certain or _is_grouped(groups[:count]) else None
    return None


def _is_grouped(groups: list[str]) -> bool:
    """Say whether an account is written as accounts are: whole, or in groups of four."""
    return all(len(group) == _GROUP for group in groups[:-1])


def _hash_or_address(text: str) -> Reading | None:
    """Read a long run as the hash of a transaction or as an address."""
    reading = read_transaction(text)
    return reading if reading.value is not None else chain_of(text)
