"""The Merkle tree of RFC 6962: one digest for a whole list, and short proofs about it.

A tree hash changes when any entry changes, moves, or is left out. A proof of inclusion shows that
one entry lies in a tree, a proof of consistency that a later tree only continues an earlier one;
both hold some thirty hashes where the list holds a thousand million entries.

It proves what was in the list when somebody signed or wrote down its hash. It proves nothing about
a list whose hash nobody outside has seen: whoever keeps both may write both anew.

Source: RFC 6962, section 2.1; the algorithms of verification are those of RFC 9162, section 2.1.

>>> EMPTY.extended([leaf_hash(b"")]).root.hex()[:16]
'6e340b9cffb37a98'
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HASH_BYTES = 32


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf; the first byte keeps it from passing for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbouring parts of a tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """All that must be kept of a tree to let it grow: its perfect parts, the largest first.

    Attributes:
        size: How many entries the tree has.
        nodes: Hashes of the parts, one for each binary digit 1 of the size.
    """

    size: int
    nodes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Refuse hashes that are not the parts of a tree of this size."""
        if len(self.nodes) != self.size.bit_count():
            raise ValueError("not the parts of a tree of this size")

    def extended(self, leaves: Iterable[bytes]) -> "CompactRange":
        """Return the tree with more leaf hashes behind; it costs what is new."""
        size, nodes = self.size, list(self.nodes)
        for leaf in leaves:
            nodes.append(leaf)
            size += 1
            # One merge for each 0 at the end of the size: equal parts become one.
            for _ in range((size & -size).bit_length() - 1):
                right = nodes.pop()
                nodes.append(node_hash(nodes.pop(), right))
        return CompactRange(size, tuple(nodes))

    @property
    def root(self) -> bytes:
        """The hash of the whole tree."""
        if not self.nodes:
            return hashlib.sha256(b"").digest()
        *others, found = self.nodes
        for part in reversed(others):
            found = node_hash(part, found)
        return found


EMPTY = CompactRange(0, ())


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the hash of the tree over leaf hashes."""
    return EMPTY.extended(leaves).root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the proof that a leaf lies in the tree over all leaves.

    Args:
        index: Place of the leaf, from 0.

    Returns:
        The hashes beside the way from the leaf to the root, the nearest first.
    """
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), tree_hash(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), tree_hash(leaves[:split]))


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """Return the proof that the tree over all leaves continues the tree over the first ones.

    Args:
        first: Size of the earlier tree, at least 1 and at most that of the later.
    """
    return _continued(leaves, first, is_known=True)


def _continued(leaves: Sequence[bytes], first: int, *, is_known: bool) -> tuple[bytes, ...]:
    """Return the proof for a part; known: whoever checks has the hash of the earlier part."""
    if first == len(leaves):
        return () if is_known else (tree_hash(leaves),)
    split = _split(len(leaves))
    if first <= split:
        return (
            *_continued(leaves[:split], first, is_known=is_known),
            tree_hash(leaves[split:]),
        )
    return (
        *_continued(leaves[split:], first - split, is_known=False),
        tree_hash(leaves[:split]),
    )


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def proves_inclusion(
    proof: Sequence[bytes], *, leaf: bytes, index: int, size: int, root: bytes
) -> bool:
    """Say whether a proof shows that a leaf stands at a place of a tree."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def proves_consistency(
    proof: Sequence[bytes], *, first: int, first_root: bytes, second: int, second_root: bytes
) -> bool:
    """Say whether a proof shows that the second tree begins with the whole first tree."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    # A first tree that is one perfect part is not repeated in its proof.
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and before == first_root and after == second_root
