"""The tree over the entries of a journal, and what proofs about it show (RFC 6962, section 2.1)."""

import hashlib
from collections.abc import Sequence


def leaf(entry: bytes) -> bytes:
    """Return the hash of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbouring parts."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows a leaf at a time and keeps only its perfect parts: hash by height."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: dict[int, bytes] = {}

    def add(self, found: bytes) -> None:
        """Put a leaf behind the others."""
        self.size += 1
        height = 0
        while height in self._parts:
            found = _node(self._parts.pop(height), found)
            height += 1
        self._parts[height] = found

    def root(self) -> bytes:
        """Return the hash of the whole."""
        found = b""
        for height in sorted(self._parts):
            found = _node(self._parts[height], found) if found else self._parts[height]
        return found or hashlib.sha256(b"").digest()


def root_above(found: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root of the tree of a size in which a leaf stands at a place, by its path.

    Raises:
        ValueError: The path is too short or too long.
    """
    if size == 1 and not path and index == 0:
        return found
    if size <= 1 or not path or not 0 <= index < size:
        raise ValueError
    *inner, beside = path
    half = _half(size)
    if index < half:
        return _node(root_above(found, index, half, inner), beside)
    return _node(beside, root_above(found, index - half, size - half, inner))


def roots_by(
    first: int, size: int, path: Sequence[bytes], known: bytes | None
) -> tuple[bytes, bytes]:
    """Return the roots of a tree and of its first part, by a proof of consistency.

    Args:
        known: The root of the first part, where the proof need not repeat it.

    Raises:
        ValueError: The path is too short or too long, or the sizes cannot be.
    """
    if not 0 < first <= size:
        raise ValueError
    if first == size:
        if len(path) != (known is None):
            raise ValueError
        same = path[0] if known is None else known
        return same, same
    if not path:
        raise ValueError
    *inner, beside = path
    half = _half(size)
    if first <= half:
        old, new = roots_by(first, half, inner, known)
        return old, _node(new, beside)
    old, new = roots_by(first - half, size - half, inner, None)
    return _node(beside, old), _node(beside, new)


def _half(size: int) -> int:
    """Return the largest power of two below a size."""
    half = 1
    while half * 2 < size:
        half *= 2
    return half
