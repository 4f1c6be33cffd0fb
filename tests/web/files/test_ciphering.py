"""Ciphering: what was changed in any way does not open."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.web.ciphering import PIECE_BYTES, NotOpened, deciphered, enciphered

KEY = bytes(range(32))
SEALED_PIECE = PIECE_BYTES + 16


def sealed(data: bytes, about: bytes = b"a") -> bytes:
    return b"".join(enciphered([data], key=KEY, about=about))


def opened(data: bytes, about: bytes = b"a") -> bytes:
    return b"".join(deciphered(io.BytesIO(data), key=KEY, about=about))


@pytest.mark.parametrize("extra", [-1, 0, 1])
@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_what_was_enciphered_opens(pieces: int, extra: int) -> None:
    data = bytes(max(0, pieces * PIECE_BYTES + extra))

    assert opened(sealed(data)) == data


@given(st.lists(st.binary(max_size=3 * PIECE_BYTES // 2), max_size=4))
def test_how_a_stream_is_cut_does_not_matter(chunks: list[bytes]) -> None:
    cut = b"".join(enciphered(chunks, key=KEY, about=b"a"))

    assert cut == sealed(b"".join(chunks))


@given(st.data())
def test_one_changed_bit_is_noticed(data: st.DataObject) -> None:
    whole = bytearray(sealed(b"a letter" * 20))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(NotOpened):
        opened(bytes(whole))


def test_pieces_that_change_places_are_noticed() -> None:
    whole = sealed(bytes(3 * PIECE_BYTES))
    first, second = whole[:SEALED_PIECE], whole[SEALED_PIECE : 2 * SEALED_PIECE]

    with pytest.raises(NotOpened):
        opened(second + first + whole[2 * SEALED_PIECE :])


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_an_end_that_was_cut_off_is_noticed_even_between_pieces(kept: int) -> None:
    whole = sealed(bytes(3 * PIECE_BYTES))

    with pytest.raises(NotOpened):
        opened(whole[: kept * SEALED_PIECE])


def test_what_belongs_elsewhere_does_not_open() -> None:
    with pytest.raises(NotOpened):
        opened(sealed(b"a letter", about=b"a"), about=b"b")
