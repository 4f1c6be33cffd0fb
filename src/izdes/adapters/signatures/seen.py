"""What a signature says, before anybody believes it."""

from dataclasses import dataclass
from datetime import datetime

from izdes.core.orders.checks import SignatureForm


@dataclass(frozen=True, slots=True)
class Seen:
    """A signature that could be read.

    Attributes:
        certificate: Of the signer, DER.
        others: Certificates that came with it, DER: links of the chain, none of them trusted.
        algorithm: Its name, or the OID where it is none of ours.
        is_known: Whether the algorithm can be checked here.
        is_weak: Whether it is known and no longer good enough.
        holds: Whether the signature is over the contents that were given; False while unknown.
        claimed_at: When the signer says that he signed.
        value: The octets of the signature itself, over which a timestamp is given.
    """

    form: SignatureForm
    certificate: bytes
    others: tuple[bytes, ...]
    algorithm: str
    is_known: bool
    is_weak: bool
    holds: bool
    claimed_at: datetime | None
    value: bytes
