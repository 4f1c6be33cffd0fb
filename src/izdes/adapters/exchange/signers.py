"""Signers: who signed a package, by the office's directory.

It proves that the office says of the holder of this certificate that he held a post in this body at
the moment of the paper, and that the paper was signed by its key. Whether the certificate is good,
and whether the law let him sign, `izdes order verify` says.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from izdes.adapters.exchange.directory import Directory, Entry
from izdes.adapters.messages.package import Package
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.jws import read_jws
from izdes.core.errors import IzdesError
from izdes.core.orders.checks import SignatureForm, SignedPaper
from izdes.core.orders.papers import paper_bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose certificate a signature of a package carries.

    Attributes:
        entry: What the directory says of him; None where it names nobody, or where the signature is
            not over this paper: anybody can lay another's certificate beside it.
    """

    paper: SignedPaper
    form: SignatureForm
    entry: Entry | None


def signers(package: Package, directory: Directory) -> tuple[Signer, ...]:
    """Return for every signature of a package who stands in the directory for its certificate."""
    return tuple(_signers(package, directory))


def _signers(package: Package, directory: Directory) -> Iterator[Signer]:
    """Yield them in the order of the package."""
    order, decision = package.order, package.decision
    papers = {"order": (paper_bytes(order), order.initiator.body_bin, order.made_at)}
    if decision is not None:
        body = decision.decided_by.body_bin
        papers["decision"] = (paper_bytes(decision), body, decision.decided_at)
    for one in package.signatures:
        entry = None
        if one.paper in papers:
            content, body, at = papers[one.paper]
            certificate = _certificate(one.form, one.value, content)
            entry = directory.whose(certificate, body_bin=body, at=at)
        yield Signer(one.paper, one.form, entry)


def _certificate(form: SignatureForm, value: bytes, content: bytes) -> str:
    """Return the SHA-256 of the certificate by whose key a paper is signed; empty where none is."""
    try:
        seen = (read_jws if form == "jws" else read_cades)(value, content)
    except IzdesError:
        return ""
    return hashlib.sha256(seen.certificate).hexdigest() if seen.holds else ""
