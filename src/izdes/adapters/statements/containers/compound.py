"""Compound files: the little file system in which Office kept its documents until 2003 (OLE2).

Only what is needed to find one stream: every chain is followed at most once round, so that a file
whose sectors point at each other ends.

Source: [MS-CFB], Compound File Binary File Format.
"""

import struct
from collections.abc import Iterator, Sequence

from izdes.adapters.statements.containers.detect import Unusable

_HEADER = 512
_FIRST_TABLES = slice(76, 512)
_ENTRY = 128
_LAST = 0xFFFFFFFA  # sectors from here on are marks, not places
_STREAM, _ROOT = 2, 5


class Compound:
    """A compound file opened for reading.

    Raises:
        Unusable: It contradicts itself.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._size = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
            self._small = 1 << min(struct.unpack_from("<H", data, 32)[0], 12)
            (directory,) = struct.unpack_from("<I", data, 48)
            self._cutoff, first_small = struct.unpack_from("<II", data, 56)
            self._table = self._allocation()
            entries = self._chain(directory)
        except struct.error:
            raise Unusable("file_damaged") from None
        self._entries = [entries[i : i + _ENTRY] for i in range(0, len(entries), _ENTRY)]
        self._small_table = _numbers(self._chain(first_small))

    @property
    def names(self) -> set[str]:
        """The names in the directory, of streams and of folders."""
        return {_name(entry) for entry in self._entries}

    def stream(self, *names: str) -> bytes:
        """Return the first stream that has one of the names.

        Raises:
            Unusable: There is none.
        """
        wanted = {name.casefold() for name in names}
        for entry in self._entries:
            if len(entry) == _ENTRY and entry[66] == _STREAM and _name(entry) in wanted:
                start, size = struct.unpack_from("<II", entry, 116)
                chain = self._chain(start) if size >= self._cutoff else self._small_chain(start)
                return chain[:size]
        raise Unusable("file_damaged")

    def _allocation(self) -> Sequence[int]:
        """Return the table of which sector follows which."""
        tables = list(_numbers(self._data[_FIRST_TABLES]))
        (more,) = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while more < _LAST and more not in seen:
            seen.add(more)
            *listed, more = _numbers(self._sector(more)) or (_LAST,)
            tables += listed
        return _numbers(b"".join(self._sector(number) for number in tables if number < _LAST))

    def _sector(self, number: int) -> bytes:
        """Return one sector; the last of a file may be shorter."""
        start = max(self._size, _HEADER)
        start += number * self._size
        return self._data[start : start + self._size]

    def _chain(self, first: int) -> bytes:
        """Return the sectors that follow each other from the first on."""
        return b"".join(self._sector(number) for number in _followed(first, self._table))

    def _small_chain(self, first: int) -> bytes:
        """Return a short stream, which is kept in pieces inside a long one."""
        root = next((e for e in self._entries if len(e) == _ENTRY and e[66] == _ROOT), b"")
        if not root:
            raise Unusable("file_damaged")
        whole, size = self._chain(struct.unpack_from("<I", root, 116)[0]), self._small
        return b"".join(
            whole[n * size : (n + 1) * size] for n in _followed(first, self._small_table)
        )


def _numbers(data: bytes) -> tuple[int, ...]:
    """Return the numbers of four bytes in a row."""
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _followed(first: int, table: Sequence[int]) -> Iterator[int]:
    """Yield a chain of sectors; one that meets itself is damaged."""
    seen = 0
    while first < _LAST and first < len(table):
        yield first
        seen += 1
        if seen > len(table):
            raise Unusable("file_damaged")
        first = table[first]


def _name(entry: bytes) -> str:
    """Return the name of a directory's entry in lower case."""
    return entry[:64].decode("utf-16-le", "ignore").partition("\0")[0].casefold()
