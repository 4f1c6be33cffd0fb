"""The tree of RFC 6962: its published hashes, and what its proofs notice."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.sealing.merkle import (
    EMPTY,
    CompactRange,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
    tree_hash,
)

# The entries and tree hashes that implementations of Certificate Transparency are tested with.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


def flipped(data: bytes, bit: int) -> bytes:
    place = bit % (8 * len(data))
    changed = data[place // 8] ^ (1 << place % 8)
    return data[: place // 8] + bytes([changed]) + data[place // 8 + 1 :]


@pytest.mark.parametrize("size", range(9))
def test_a_tree_has_the_published_hash(size: int) -> None:
    assert tree_hash(LEAVES[:size]).hex() == ROOTS[size]


def test_the_published_proof_of_the_first_entry_of_eight() -> None:
    proof = inclusion_proof(LEAVES, 0)

    assert [beside.hex() for beside in proof] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_the_example_of_the_standard() -> None:
    # RFC 6962, section 2.1.3: seven entries, named a to l in its drawing.
    d = leaves(7)
    g, h, i, j = (node_hash(d[n], d[n + 1]) if n < 6 else d[6] for n in (0, 2, 4, 6))
    k, l_ = node_hash(g, h), node_hash(i, j)

    assert inclusion_proof(d, 0) == (d[1], h, l_)
    assert inclusion_proof(d, 6) == (i, k)
    assert consistency_proof(d, 3) == (d[2], d[3], g, l_)
    assert consistency_proof(d, 4) == (l_,)
    assert consistency_proof(d, 6) == (i, j, k)


@given(size=st.integers(1, 70), data=st.data())
def test_every_entry_is_proved_to_lie_in_its_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    proof, root = inclusion_proof(tree, index), tree_hash(tree)

    assert proves_inclusion(proof, leaf=tree[index], index=index, size=size, root=root)


@given(size=st.integers(2, 70), bit=st.integers(0, 255), data=st.data())
def test_a_changed_proof_of_inclusion_proves_nothing(
    size: int, bit: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    proof, root = list(inclusion_proof(tree, index)), tree_hash(tree)
    one = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:one], flipped(proof[one], bit), *proof[one + 1 :]]

    for wrong in (changed, proof[:-1], [*proof, proof[0]]):
        assert not proves_inclusion(wrong, leaf=tree[index], index=index, size=size, root=root)
    other = flipped(tree[index], bit)
    assert not proves_inclusion(proof, leaf=other, index=index, size=size, root=root)


@given(second=st.integers(1, 70), data=st.data())
def test_a_longer_tree_is_proved_to_continue_a_shorter_one(
    second: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, second))
    tree = leaves(second)
    proof = consistency_proof(tree, first)
    roots = {"first_root": tree_hash(tree[:first]), "second_root": tree_hash(tree)}

    assert proves_consistency(proof, first=first, second=second, **roots)


@given(second=st.integers(2, 70), bit=st.integers(0, 255), data=st.data())
def test_a_rewritten_tree_cannot_be_proved_to_continue(
    second: int, bit: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, second - 1))
    place = data.draw(st.integers(0, first - 1))
    tree = leaves(second)
    rewritten = [*tree[:place], flipped(tree[place], bit), *tree[place + 1 :]]

    assert not proves_consistency(
        consistency_proof(rewritten, first),
        first=first,
        first_root=tree_hash(tree[:first]),
        second=second,
        second_root=tree_hash(rewritten),
    )


@given(parts=st.lists(st.integers(0, 20), max_size=6))
def test_a_tree_that_grew_is_the_tree_made_at_once(parts: list[int]) -> None:
    tree = leaves(sum(parts))
    grown, done = EMPTY, 0
    for part in parts:
        grown = grown.extended(tree[done : done + part])
        done += part

    assert grown.root == tree_hash(tree)
    assert len(grown.nodes) == done.bit_count()


def test_parts_of_another_tree_are_refused() -> None:
    with pytest.raises(ValueError, match="parts"):
        CompactRange(3, (bytes(32),))


@pytest.mark.parametrize(("first", "second"), [(0, 4), (5, 4), (-1, 4)])
def test_sizes_that_cannot_be_prove_nothing(first: int, second: int) -> None:
    root = hashlib.sha256(b"").digest()

    assert not proves_consistency((), first=first, first_root=root, second=second, second_root=root)


def test_a_place_outside_the_tree_proves_nothing() -> None:
    one = leaves(1)

    for index in (-1, 1):
        assert not proves_inclusion((), leaf=one[0], index=index, size=1, root=one[0])
