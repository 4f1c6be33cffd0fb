"""Who signed a package, by the directory: a certificate that only lies there names nobody."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from cryptography.hazmat.primitives.serialization import Encoding
from tests.adapters.messages.packed import a_package
from tests.adapters.signatures.office import SIGNED_AT, office
from tests.core.orders.papers import INVESTIGATOR, MADE

from izdes.adapters.exchange.directory import Directory, Entry
from izdes.adapters.exchange.signers import signers
from izdes.adapters.messages.package import Package, PackedSignature
from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.jws import sign_jws


def directory() -> Directory:
    """Return a directory that names the investigator alone."""
    der = office().investigator.certificate.public_bytes(Encoding.DER)
    entry = Entry(
        INVESTIGATOR.name,
        "investigator",
        "Бөлім",
        INVESTIGATOR.body_bin,
        MADE - timedelta(days=1),
        None,
        frozenset({hashlib.sha256(der).hexdigest()}),
    )
    return Directory("office", "2026-05-20", (entry,))


def named(package: Package) -> list[bool]:
    return [one.entry is not None for one in signers(package, directory())]


def test_whoever_signed_the_order_is_named_and_nobody_else() -> None:
    assert named(a_package()) == [True, True, False]


def test_a_signature_over_another_paper_names_nobody() -> None:
    key, other = office().investigator, b'{"format":"izdes.order.1"}'
    borrowed = (
        PackedSignature("order", "cades", sign_cades(other, key, at=SIGNED_AT)),
        PackedSignature("order", "jws", sign_jws(other, key, at=SIGNED_AT)),
    )

    assert named(replace(a_package(), signatures=borrowed)) == [False, False]
