"""Ciphering of second factors: their keys follow from the keys of files.

So the present key enciphers, an earlier one still opens, and whoever changes the key of files
enciphers these anew too, before the earlier key is forgotten. It does not hide that there is a
factor, nor of which kind.

Source: HKDF, RFC 5869; Fernet (AES-128-CBC, HMAC-SHA-256) of the library ``cryptography``.
"""

import base64

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from izdes.web.config import configuration
from izdes.web.database.migrating import OWNER_ALIAS

_PURPOSE = b"izdes: secrets of second factors"
# What of a factor is enciphered: the secret of an app, and what recovery codes are made from.
_SECRETS = ("secret", "seed")


def cipher() -> MultiFernet:
    """Return the cipher of second factors: under the present key, open to earlier ones."""
    return MultiFernet([Fernet(_derived(key)) for key in configuration().files_keys])


def rewrap_factors() -> int:
    """Encipher every second factor by the present key, as the owner; return how many there are.

    Raises:
        InvalidToken: One is under a key that the configuration does not hold.
    """
    present = cipher()
    with transaction.atomic(using=OWNER_ALIAS):
        # One at a time under a lock: a recovery code may be used at this moment.
        found = Authenticator.objects.using(OWNER_ALIAS).exclude(type=Authenticator.Type.WEBAUTHN)
        count = 0
        for factor in found.order_by("pk").select_for_update():
            for name in _SECRETS:
                if name in factor.data:
                    factor.data[name] = present.rotate(factor.data[name].encode()).decode("ascii")
            factor.save(using=OWNER_ALIAS, update_fields=["data"])
            count += 1
        return count


def _derived(key: str) -> bytes:
    """Return the key of second factors that follows from a key of files."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return base64.urlsafe_b64encode(derived.derive(bytes.fromhex(key)))
