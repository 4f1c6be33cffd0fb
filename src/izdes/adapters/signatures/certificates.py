"""Checks of a certificate: in time, from a trusted root, not revoked, for signing, whose it is.

The path from the certificate to a root is built and validated after RFC 5280 by
pyhanko-certvalidator, with the network switched off. Revocation must be known for every link of the
path: what no list and no answer speaks of is ``not_checked``, and that is not good enough.

A later list speaks of an earlier moment too: it names when each certificate was revoked.

Source: RFC 5280; RFC 6960; `profile.yaml` for whose number stands where.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import x509 as asn1  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.coroutines import at_once
from izdes.adapters.signatures.profile import Attribute, Profile
from izdes.adapters.signatures.trust import Trust
from izdes.core.orders.checks import Check, failed, not_checked, passed

_LEAST_RSA = 2048


@dataclass(frozen=True, slots=True)
class Presented:
    """A certificate as it came, with the links that came with it; DER."""

    certificate: bytes
    others: tuple[bytes, ...]


def in_time(certificate: x509.Certificate, moments: tuple[datetime, ...]) -> Check:
    """Say whether a certificate was valid at every one of these moments."""
    if min(moments) < certificate.not_valid_before_utc:
        return failed("sign_validity_not_yet")
    if max(moments) > certificate.not_valid_after_utc:
        return failed("sign_validity_expired")
    return passed("sign_validity_ok")


def path_checks(
    presented: Presented,
    trust: Trust,
    *,
    at: datetime,
    roots: tuple[bytes, ...],
    is_one_form: bool = True,
) -> Iterator[Check]:
    """Yield whether there is a path to a root at a moment, and whether a link of it is revoked.

    Args:
        is_one_form: Nothing but links of the path may come with the certificate.
    """
    chain = _chain(presented, trust, at=at, roots=roots, is_one_form=is_one_form)
    yield chain
    if chain.outcome == "passed":
        yield _revocation(presented, trust, at=at, roots=roots)
    else:
        yield not_checked("sign_revocation_unknown")


def _chain(
    presented: Presented,
    trust: Trust,
    *,
    at: datetime,
    roots: tuple[bytes, ...],
    is_one_form: bool,
) -> Check:
    """Say whether there is a path, and where it must, whether everything that came lies on it."""
    try:
        context = _context(presented, trust, at=at, roots=roots)
        on_path = _walk(presented, context)
    except PathBuildingError:
        return failed("sign_chain_no_root")
    except (ExpiredError, NotYetValidError):
        return failed("sign_chain_out_of_time")
    except (ValidationError, *BROKEN):
        return failed("sign_chain_broken")
    # What travels with a signature and proves nothing could be anything.
    if is_one_form and not {*presented.others} <= on_path:
        return failed("sign_chain_superfluous")
    return passed("sign_chain_ok")


def _revocation(
    presented: Presented, trust: Trust, *, at: datetime, roots: tuple[bytes, ...]
) -> Check:
    """Say whether any link of the path was revoked at the moment.

    The library stops at the first good answer. Here whoever says that it was revoked is heard, so
    lists and answers are asked apart before they are asked together.
    """
    found = not_checked("sign_revocation_unknown")
    apart = (replace(trust, lists=()), replace(trust, answers=())) if trust.answers else ()
    for known in (*apart, trust):
        found = _asked(presented, known, at=at, roots=roots)
        if found.code == "sign_revocation_revoked":
            return found
    return found


def _asked(presented: Presented, trust: Trust, *, at: datetime, roots: tuple[bytes, ...]) -> Check:
    """Say what these lists and answers know of the path."""
    try:
        _walk(presented, _context(presented, trust, at=at, roots=roots, is_strict=True))
    except RevokedError:
        return failed("sign_revocation_revoked")
    except InsufficientRevinfoError:
        return not_checked("sign_revocation_unknown")
    except (ValidationError, PathBuildingError, *BROKEN):
        return failed("sign_revocation_broken")
    return passed("sign_revocation_ok")


def _context(
    presented: Presented,
    trust: Trust,
    *,
    at: datetime,
    roots: tuple[bytes, ...],
    is_strict: bool = False,
) -> ValidationContext:
    """Return what a path is validated with; nothing of it reaches for a network."""
    return ValidationContext(
        trust_roots=[_asn1(der) for der in roots],
        other_certs=[_asn1(der) for der in (*presented.others, *trust.issuers)],
        moment=at,
        allow_fetching=False,
        crls=trust.lists if is_strict else (),
        ocsps=trust.answers if is_strict else (),
        revocation_mode="require" if is_strict else "soft-fail",
        # A list that was published after the moment still says when each was revoked.
        retroactive_revinfo=True,
    )


def _walk(presented: Presented, context: ValidationContext) -> set[bytes]:
    """Validate the path, and return the certificates on it."""
    validator = CertificateValidator(_asn1(presented.certificate), validation_context=context)
    path = at_once(validator.async_validate_path())
    return {one.dump() for one in path.iter_certs(include_root=True)}


def _asn1(der: bytes) -> asn1.Certificate:
    """Return a certificate as the validator takes it."""
    return asn1.Certificate.load(der, strict=True)


def for_signing(certificate: x509.Certificate, profile: Profile) -> Check:
    """Say whether a certificate is for signing papers, and no authority's."""
    try:
        extensions = certificate.extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        is_authority = any(
            isinstance(e.value, x509.BasicConstraints) and e.value.ca for e in extensions
        )
    except (x509.ExtensionNotFound, *BROKEN):
        return failed("sign_purpose_wrong")
    may = all(getattr(usage, name) for name in profile.key_usages)
    named = {purpose.dotted_string for purpose in purposes}
    if is_authority or not may or not named & {*profile.purposes}:
        return failed("sign_purpose_wrong")
    return passed("sign_purpose_ok")


def number_check(
    certificate: x509.Certificate, attribute: Attribute, expected: str, *, name: str
) -> Check:
    """Say whether a subject carries the number that is expected, and no other."""
    found = numbers_of(certificate, attribute)
    if not found:
        return failed(f"sign_{name}_none")
    if found != (expected,):
        return failed(f"sign_{name}_other")
    return passed(f"sign_{name}_ok")


def numbers_of(certificate: x509.Certificate, attribute: Attribute) -> tuple[str, ...]:
    """Return the numbers that stand in an attribute of a subject after its prefix."""
    given = certificate.subject.get_attributes_for_oid(x509.ObjectIdentifier(attribute.oid))
    texts = [one.value for one in given if isinstance(one.value, str)]
    return tuple(
        text.removeprefix(attribute.prefix) for text in texts if text.startswith(attribute.prefix)
    )


def is_strong(certificate: x509.Certificate) -> bool:
    """Say whether the key of a certificate is long enough."""
    try:
        public = certificate.public_key()
    except BROKEN:
        return False
    return not isinstance(public, RSAPublicKey) or public.key_size >= _LEAST_RSA
