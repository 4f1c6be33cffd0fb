"""A directory counts only under the key of its office, known from elsewhere."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.exchange.directory import read_directory, signed_text
from izdes.adapters.messages.faults import MessageUnreadable
from izdes.core.errors import IzdesError
from izdes.core.sealing.canonical import canonical_json
from izdes.core.sealing.checkpoint import VerifierKey

SECRET = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
KEY = str(VerifierKey("office", SECRET.public_key().public_bytes_raw()))
BODY, CERTIFICATE = "171340000918", "ab" * 32
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)


def content(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    entry = {
        "name": "Дана Демо",
        "role": "investigator",
        "body": "Бөлім",
        "body_bin": BODY,
        "since": "2026-05-01T00:00:00+00:00",
        "until": "2026-06-01T00:00:00+00:00",
        "certificates": [{"sha256": CERTIFICATE, "der": ""}],
    }
    return {
        "format": "izdes.directory.1",
        "issuer": "office",
        "as_of": "2026-05-20",
        "entries": [entry],
        **changed,
    }


def message(told: dict[str, Any], secret: Ed25519PrivateKey = SECRET) -> bytes:
    signature = secret.sign(signed_text(canonical_json(told)))
    whole = {"directory": told, "signature": base64.b64encode(signature).decode(), "key": KEY}
    return json.dumps(whole).encode()


def test_a_certificate_signs_for_its_body_while_the_post_lasts() -> None:
    found = read_directory(message(content()), key=KEY)

    assert found.whose(CERTIFICATE, body_bin=BODY, at=NOON)
    assert not found.whose("cd" * 32, body_bin=BODY, at=NOON)
    assert not found.whose(CERTIFICATE, body_bin="000000000000", at=NOON)
    assert not found.whose(CERTIFICATE, body_bin=BODY, at=NOON.replace(month=6))
    assert not found.whose(CERTIFICATE, body_bin=BODY, at=NOON.replace(month=4))


def test_another_key_signs_nothing() -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)

    with pytest.raises(IzdesError):
        read_directory(message(content(), stranger), key=KEY)


@given(st.data())
def test_a_changed_byte_is_noticed(data: st.DataObject) -> None:
    whole = bytearray(message(content()))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))

    try:
        found = read_directory(bytes(whole), key=KEY)
    except IzdesError:
        return
    # Blanks, and the key that travels along, are nobody's word.
    assert found == read_directory(message(content()), key=KEY)


@given(st.binary(max_size=200))
def test_whatever_comes_only_our_errors_leave(data: bytes) -> None:
    with pytest.raises(IzdesError):
        read_directory(data, key=KEY)


@pytest.mark.parametrize("depth", [50, 300, 600, 980])
@pytest.mark.parametrize("sign", ["", "\U0001f600"])
def test_a_directory_without_end_is_refused(depth: int, sign: str) -> None:
    nest = "[" * depth + "]" * depth
    told = f'{{"directory": {{"a": {nest}, "b": "{sign}"}}, "signature": "AA=="}}'

    with pytest.raises(MessageUnreadable):
        read_directory(told.encode(), key=KEY)


@pytest.mark.parametrize("key", ["", "a", "a+b", "a+b+c", "a+b+!!!!", "a+b+" + "AA" * 40])
def test_a_key_that_is_none_signs_nothing(key: str) -> None:
    with pytest.raises(IzdesError):
        read_directory(message(content()), key=key)


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "izdes.directory.2"},
        {"entries": [1]},
        {"entries": [{}]},
        {"entries": 3},
        {"entries": [{**content()["entries"][0], "since": "2026-05-01T00:00:00"}]},
        {"entries": [{**content()["entries"][0], "until": "2026-05-01"}]},
    ],
)
def test_what_is_signed_must_be_a_directory(changed: dict[str, Any]) -> None:
    with pytest.raises(IzdesError):
        read_directory(message(content(**changed)), key=KEY)
