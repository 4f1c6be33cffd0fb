"""Keys of the window, all of them made from one secret of the configuration and what she holds.

The key of a draft needs her token, the key of her copy needs her code: neither is written down, so
a copy of the tables, even with the configuration, opens no draft. Keys of files and packages are
in `izdes.web.packages`.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from izdes.web.ciphering import KEY_BYTES, NotOpened
from izdes.web.config import ConfigurationMissing, configuration, variable

_NONCE_BYTES = 12


def window_key() -> bytes:
    """Return the window's secret.

    Raises:
        ConfigurationMissing: It is not set.
    """
    if not (given := configuration().window_key):
        raise ConfigurationMissing(name=variable("window_key"))
    return bytes.fromhex(given)


def key_for(purpose: str, held: str = "") -> bytes:
    """Return the key for a purpose and, where it takes one, for what somebody holds."""
    info = f"izdes window: {purpose}".encode()
    return HKDF(SHA256(), KEY_BYTES, salt=held.encode(), info=info).derive(window_key())


def sealed(said: Mapping[str, Any], *, key: bytes, about: str) -> bytes:
    """Return answers, enciphered."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return nonce + AESGCM(key).encrypt(nonce, text, about.encode())


def unsealed(given: bytes, *, key: bytes, about: str) -> dict[str, Any]:
    """Return answers that were enciphered.

    Raises:
        NotOpened: They were changed, or belong elsewhere.
    """
    nonce, text = given[:_NONCE_BYTES], given[_NONCE_BYTES:]
    try:
        found = json.loads(AESGCM(key).decrypt(nonce, text, about.encode()))
    except InvalidTag:
        raise NotOpened from None
    return dict(found)
