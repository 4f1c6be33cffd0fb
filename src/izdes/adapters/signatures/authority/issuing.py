"""A root, an issuing authority below it, an authority for time, and certificates of holders.

The subjects follow the profile of the Kazakh authority, so that the checks read them alike; the
organisation is DEMO in each of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from izdes.adapters.signatures.keys import FileKey, PrivateKey
from izdes.adapters.signatures.profile import Attribute, packaged

KeyKind = Literal["ec", "rsa", "ed25519"]
Purpose = Literal["signing", "signing_in"]
_MARK = "DEMO"
_EARLIER = timedelta(days=1)
_RSA_BITS = 2048
# Answers are heard only about certificates that name who gives them. Nobody is ever asked there.
_RESPONDER = x509.AuthorityInformationAccess(
    [
        x509.AccessDescription(
            x509.oid.AuthorityInformationAccessOID.OCSP,
            x509.UniformResourceIdentifier("http://ocsp.demo.invalid/"),
        )
    ]
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate is for: an invented person, in an invented body or for herself.

    Attributes:
        body_bin: Empty for a citizen.
    """

    name: str
    iin: str
    body_bin: str


@dataclass(frozen=True, slots=True)
class Authority:
    """The keys and certificates of an authority; the chain of each ends below the root."""

    root: FileKey
    issuing: FileKey
    stamping: FileKey


def new_key(kind: KeyKind = "ec") -> PrivateKey:
    """Return a new private key."""
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def found_authority(at: datetime, *, years: int = 10) -> Authority:
    """Return a new authority, valid from a day before a moment."""
    until = at + timedelta(days=365 * years)
    root_key, issuing_key, stamping_key = new_key(), new_key(), new_key("rsa")
    root_name = _name("root")
    root = _certificate(root_name, root_key, None, (at, until), _authority_extensions(1))
    below = FileKey(root_key, root, ())
    issuing = _certificate(
        _name("issuing"), issuing_key, below, (at, until), _authority_extensions(0)
    )
    stamping = _certificate(
        _name("time"),
        stamping_key,
        below,
        (at, until),
        _purposes(ExtendedKeyUsageOID.TIME_STAMPING),
    )
    return Authority(below, FileKey(issuing_key, issuing, ()), FileKey(stamping_key, stamping, ()))


def issue(
    authority: Authority,
    holder: Holder,
    *,
    at: datetime,
    until: datetime,
    kind: KeyKind = "ec",
    purpose: Purpose = "signing",
) -> FileKey:
    """Return a new key with its certificate, valid from a day before a moment."""
    key = new_key(kind)
    profile = packaged()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{_MARK} {holder.name}"),
            _numbered(profile.person, holder.iin),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _MARK),
            *([_numbered(profile.body, holder.body_bin)] if holder.body_bin else []),
        ]
    )
    is_signing = purpose == "signing"
    named = (
        x509.ObjectIdentifier(profile.purposes[0])
        if is_signing
        else ExtendedKeyUsageOID.CLIENT_AUTH
    )
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (_usage(is_signing=is_signing), True),
        (x509.ExtendedKeyUsage([named]), False),
        (_RESPONDER, False),
    ]
    certificate = _certificate(subject, key, authority.issuing, (at, until), extensions)
    return FileKey(key, certificate, (authority.issuing.certificate,))


def signed(builder: x509.CertificateBuilder, key: PrivateKey) -> x509.Certificate:
    """Return a certificate signed by the digest that goes with the key."""
    return builder.sign(key, digest_of(key))


def digest_of(key: PrivateKey) -> hashes.SHA256 | None:
    """Return the digest that goes with a key; Ed25519 has its own."""
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def _certificate(
    subject: x509.Name,
    key: PrivateKey,
    issuer: FileKey | None,
    term: tuple[datetime, datetime],
    extensions: list[tuple[x509.ExtensionType, bool]],
) -> x509.Certificate:
    """Return a certificate; without an issuer it signs itself."""
    above = issuer.certificate.subject if issuer else subject
    by = issuer.private if issuer else key
    builder = (
        x509.CertificateBuilder(
            subject_name=subject, issuer_name=above, public_key=key.public_key()
        )
        .serial_number(x509.random_serial_number())
        .not_valid_before(term[0] - _EARLIER)
        .not_valid_after(term[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
    )
    for extension, is_critical in extensions:
        builder = builder.add_extension(extension, critical=is_critical)
    return signed(builder, by)


def _name(role: str) -> x509.Name:
    """Return the name of an authority."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{_MARK} {role} authority"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _MARK),
        ]
    )


def _numbered(attribute: Attribute, number: str) -> x509.NameAttribute[str]:
    """Return the attribute in which a number stands."""
    return x509.NameAttribute(x509.ObjectIdentifier(attribute.oid), f"{attribute.prefix}{number}")


def _authority_extensions(below: int) -> list[tuple[x509.ExtensionType, bool]]:
    """Return what makes a certificate an authority's."""
    return [
        (x509.BasicConstraints(ca=True, path_length=below), True),
        (_usage(is_authority=True), True),
    ]


def _purposes(purpose: x509.ObjectIdentifier) -> list[tuple[x509.ExtensionType, bool]]:
    """Return what makes a certificate good for one purpose only."""
    return [(_usage(is_signing=True), True), (x509.ExtendedKeyUsage([purpose]), True)]


def _usage(*, is_authority: bool = False, is_signing: bool = False) -> x509.KeyUsage:
    """Return what a key may be used for."""
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=is_signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
