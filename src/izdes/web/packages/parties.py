"""Parties: a window and an office, known to each other by public keys that people carried.

One secret gives a party two keys: one signs (Ed25519, RFC 8032), one opens what is sealed to it
(X25519, RFC 7748). Its public half is one line of text, which is entered on the other side by hand
and compared by telephone: nothing here proves whose it is.

>>> party = Party(bytes(32))
>>> str(Public.parse(str(party.public))) == str(party.public)
True
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from izdes.core.errors import IzdesError
from izdes.web.ciphering import KEY_BYTES

_PREFIX = "izdes-party:"


class PartyKeyWrong(IzdesError):
    """A text is no public key of a window or an office."""

    code = "party_key_wrong"


@dataclass(frozen=True, slots=True)
class Public:
    """The public keys of a party."""

    signs: bytes
    opens: bytes

    @classmethod
    def parse(cls, text: str) -> "Public":
        """Read the line that the other side printed.

        Raises:
            PartyKeyWrong: It is none.
        """
        try:
            given = bytes.fromhex(text.strip().removeprefix(_PREFIX))
            Ed25519PublicKey.from_public_bytes(given[:KEY_BYTES])
            X25519PublicKey.from_public_bytes(given[KEY_BYTES:])
        except ValueError:
            raise PartyKeyWrong from None
        return cls(given[:KEY_BYTES], given[KEY_BYTES:])

    def __str__(self) -> str:
        """Write the line for the other side."""
        return _PREFIX + (self.signs + self.opens).hex()

    def has_signed(self, text: bytes, signature: bytes) -> bool:
        """Say whether a signature is this party's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.signs).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Party:
    """A party of one's own, by its secret."""

    secret: bytes = field(repr=False)

    @property
    def opens(self) -> X25519PrivateKey:
        """The key that opens what is sealed to it."""
        return X25519PrivateKey.from_private_bytes(self._made("opens"))

    @property
    def public(self) -> Public:
        """Its public keys."""
        return Public(
            self._signs.public_key().public_bytes_raw(), self.opens.public_key().public_bytes_raw()
        )

    def sign(self, text: bytes) -> bytes:
        """Return a signature."""
        return self._signs.sign(text)

    @property
    def _signs(self) -> Ed25519PrivateKey:
        """The key that signs."""
        return Ed25519PrivateKey.from_private_bytes(self._made("signs"))

    def _made(self, purpose: str) -> bytes:
        """Return a key for a purpose."""
        info = f"izdes party: {purpose}".encode()
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self.secret)
