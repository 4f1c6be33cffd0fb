"""Who signs heads of the journal: the installation, under its name and with its key.

The key is 32 secret bytes of the configuration, an Ed25519 key of RFC 8032. Its verifier key is
public and given to whoever may want to check: institutions, a court, the defence.
"""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from izdes.core.sealing.checkpoint import Checkpoint, VerifierKey
from izdes.web.config import Configuration
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.models import Head


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs, and the name under which it does."""

    key: VerifierKey
    _secret: Ed25519PrivateKey

    def note(self, size: int, root: bytes) -> str:
        """Return the signed note of a head."""
        return Checkpoint(self.key.name, size, root).signed(self.key, self._secret.sign)


def signer(configuration: Configuration) -> Signer:
    """Return who signs in an installation.

    Raises:
        NotAKeyName: Its name cannot sign notes.
    """
    secret = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(configuration.journal_key))
    return Signer(VerifierKey(configuration.name, secret.public_key().public_bytes_raw()), secret)


def keys_that_signed(configuration: Configuration) -> set[str]:
    """Return the installation's key and those that signed heads before it, as the tables say."""
    earlier = Head.objects.using(OWNER_ALIAS).values_list("key", flat=True).distinct()
    return {str(signer(configuration).key), *earlier}
