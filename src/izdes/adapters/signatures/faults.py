"""Why a key, a certificate or a signature cannot be used at all; what is in it is never told."""

from typing import ClassVar

from izdes.core.errors import IzdesError


class KeyUnusable(IzdesError):
    """The key file cannot be read, its password is wrong, or it holds no key we sign with."""

    code: ClassVar[str] = "sign_key_unusable"


class CertificateUnreadable(IzdesError):
    """A file is no certificate, list of revoked certificates or answer about one."""

    code: ClassVar[str] = "sign_certificate_unreadable"


class TimestampUnusable(IzdesError):
    """A request or an answer of a time-stamping authority cannot be read."""

    code: ClassVar[str] = "sign_stamp_unusable"


class SignatureUnreadable(IzdesError):
    """The bytes are no signature in the one form that is taken; the code is that of the check."""

    code: ClassVar[str] = "sign_form_wrong"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
        self.why = why
