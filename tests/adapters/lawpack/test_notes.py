import base64
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.lawpack import NoteWrong, Signer, Standing, read_key, sign_note, standing_of
from izdes.adapters.lawpack.notes import note_text
from izdes.core.law.release import packaged_pack, read_pack
from izdes.core.law.release.packs import packaged_texts

PACK = packaged_pack()
FIRST = Signer("law.example/2026", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
SECOND = Signer("audit.example", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
NOTE = sign_note(PACK, FIRST)


def why(note: str, *keys: str) -> str:
    with pytest.raises(NoteWrong) as caught:
        standing_of(PACK, note, [read_key(key) for key in keys])
    return caught.value.details["why"]


def test_a_note_says_version_day_and_digest_of_the_pack() -> None:
    head, version, day, digest, empty, signature, end = NOTE.split("\n")

    assert (head, empty, end) == ("izdes law pack", "", "")
    assert (version, day, digest) == ("2026.11", "2026-11-21", PACK.ref.digest)
    assert signature.startswith("\u2014 law.example/2026 ")


def test_the_same_key_signs_the_same_note() -> None:
    assert sign_note(PACK, FIRST) == NOTE


def test_a_pack_without_a_note_is_not_signed() -> None:
    assert standing_of(PACK, "", [FIRST.key]).trust == "not_signed"


def test_a_signature_of_a_trusted_key_is_told_by_its_name() -> None:
    standing = standing_of(PACK, NOTE, [FIRST.key])

    assert (standing.trust, standing.trusted) == ("signed", ("law.example/2026",))


def test_of_a_key_that_was_not_given_only_the_name_is_told() -> None:
    assert standing_of(PACK, NOTE, [SECOND.key]) == Standing((), ("law.example/2026",))
    assert standing_of(PACK, NOTE, []).trust == "signed_by_stranger"


def test_another_key_under_the_same_name_is_a_stranger() -> None:
    impostor = Signer(FIRST.name, SECOND.private)

    assert standing_of(PACK, sign_note(PACK, impostor), [FIRST.key]).trust == "signed_by_stranger"


def test_two_may_sign_one_note_and_each_once() -> None:
    both = sign_note(PACK, SECOND, note=NOTE)
    again = sign_note(PACK, FIRST, note=both)

    assert standing_of(PACK, again, [FIRST.key, SECOND.key]).trusted == (SECOND.name, FIRST.name)


def test_the_note_of_another_pack_is_refused() -> None:
    texts = packaged_texts()
    texts["clocks/clocks.yaml"] = texts["clocks/clocks.yaml"].replace("count: 3", "count: 2", 1)
    other = read_pack(texts)

    assert why(sign_note(other, FIRST), str(FIRST.key)) == "other_pack"
    with pytest.raises(NoteWrong):
        sign_note(PACK, SECOND, note=sign_note(other, FIRST))


@given(st.integers(0, len(NOTE.rstrip()) - 1), st.sampled_from("0aZ \n+\u2014"))
def test_a_note_with_one_sign_changed_is_never_trusted(place: int, sign: str) -> None:
    changed = NOTE[:place] + sign + NOTE[place + 1 :]

    trusted: tuple[str, ...] = ()
    with suppress(NoteWrong):
        trusted = standing_of(PACK, changed, [FIRST.key]).trusted

    assert trusted == () or changed == NOTE or _same_signature(changed)


def _same_signature(changed: str) -> bool:
    """The last sign of a base64 text may hold bits that mean nothing."""
    return changed.rstrip("=\n")[:-1] == NOTE.rstrip("=\n")[:-1]


def test_a_signature_that_was_tampered_with_is_an_error_and_not_a_stranger() -> None:
    name, _, _ = NOTE.rpartition(" ")
    other = sign_note(PACK, Signer(FIRST.name, SECOND.private)).rpartition(" ")[2]
    raw = FIRST.key.hash + base64.b64decode(other)[4:]

    assert why(f"{name} {base64.b64encode(raw).decode()}\n", str(FIRST.key)) == "signature"


@pytest.mark.parametrize(
    "note", ["x", note_text(PACK), note_text(PACK) + "\n", note_text(PACK) + "\n\u2014 a b\n"]
)
def test_a_text_that_is_no_note_is_refused(note: str) -> None:
    assert why(note) == "shape"


@given(st.text())
def test_only_our_error_leaves_the_reader_of_notes(text: str) -> None:
    with suppress(NoteWrong):
        assert standing_of(PACK, text, [FIRST.key]).trust == "not_signed"


def test_a_key_is_written_in_one_line_and_read_again() -> None:
    assert read_key(f"{FIRST.key}\n") == FIRST.key


@pytest.mark.parametrize(
    "text", ["", "a", "a+b+c", str(FIRST.key)[:-4], str(FIRST.key).replace("law.", "low.")]
)
def test_a_text_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteWrong):
        read_key(text)


@given(st.text())
def test_only_our_error_leaves_the_reader_of_keys(text: str) -> None:
    with suppress(NoteWrong):
        assert read_key(text).name in text


def pem(private: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_a_private_key_is_read_from_pem() -> None:
    assert Signer.from_pem(FIRST.name, pem(FIRST.private)).key == FIRST.key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("law", b""),
        ("law", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        ("law", pem(X25519PrivateKey.from_private_bytes(bytes(range(32))))),
        ("two words", pem(FIRST.private)),
        ("", pem(FIRST.private)),
        ("a+b", pem(FIRST.private)),
    ],
)
def test_what_is_no_signing_key_or_no_name_is_refused(name: str, key: bytes) -> None:
    with pytest.raises(NoteWrong):
        Signer.from_pem(name, key)


def test_a_private_key_stays_out_of_logs() -> None:
    assert "private" not in repr(FIRST)
