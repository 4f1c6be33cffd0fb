"""Ed25519 with whole numbers: the vectors of RFC 8032, and the library that everybody uses."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.verify.ed25519 import is_signed

ORDER = 2**252 + 27742317777372353535851937790883648493
# RFC 8032, section 7.1: public key, message, the two halves of the signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155",
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac",
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_published_signature_holds(vector: tuple[str, str, str, str]) -> None:
    public, message, first, second = map(bytes.fromhex, vector)

    assert is_signed(message, first + second, public)


@pytest.mark.parametrize("vector", VECTORS)
def test_a_published_signature_of_something_else_does_not(
    vector: tuple[str, str, str, str],
) -> None:
    public, message, first, second = map(bytes.fromhex, vector)

    assert not is_signed(message + b"x", first + second, public)


@settings(max_examples=25, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), data=st.data())
def test_it_says_what_the_library_says(seed: bytes, message: bytes, data: st.DataObject) -> None:
    secret = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = secret.public_key().public_bytes_raw(), secret.sign(message)
    place = data.draw(st.integers(0, 8 * 64 - 1))
    flipped = bytearray(signature)
    flipped[place // 8] ^= 1 << place % 8

    assert is_signed(message, signature, public)
    assert not is_signed(message, bytes(flipped), public)


def test_a_second_form_of_a_signature_is_refused() -> None:
    public, message, first, second = map(bytes.fromhex, VECTORS[1])
    answer = int.from_bytes(second, "little") + ORDER

    assert not is_signed(message, first + answer.to_bytes(32, "little"), public)


@pytest.mark.parametrize(
    "public",
    [
        b"",
        bytes(31),
        (2**255 - 19).to_bytes(32, "little"),  # zero, written a second way
        (2).to_bytes(32, "little"),  # no point of the curve
        (1 | 1 << 255).to_bytes(32, "little"),  # x is 0 and has no odd twin
    ],
)
def test_what_is_no_key_signs_nothing(public: bytes) -> None:
    assert not is_signed(b"", bytes(64), public)
