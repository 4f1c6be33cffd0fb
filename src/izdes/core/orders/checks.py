"""Checks: what was found when the signatures of an order were looked at, kept as evidence.

A check passed, failed, or could not be made; it carries a code, from which sentences are made in
each language. What could not be made never counts as passed: a paper is accepted only where every
check of every signature passed. One exception stands: a timestamp that nobody gave, for then the
moment of the check itself stands for the time of signing.

The report names by digest everything that was looked at, roots and lists of revoked certificates
included, so that it can be made again. It proves what was found with these, at that moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from izdes.core.orders.subjects import is_digest
from izdes.core.orders.wrong import require

CheckOutcome = Literal["passed", "failed", "not_checked"]
SignedPaper = Literal["order", "decision"]
SignatureForm = Literal["cades", "jws"]
# What may stay unchecked.
_MAY_BE_ABSENT = "sign_stamp_none"


@dataclass(frozen=True, slots=True)
class Detail:
    """A name and a text that the sentence of a check needs; no personal data."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    outcome: CheckOutcome
    code: str
    details: tuple[Detail, ...] = ()

    def __post_init__(self) -> None:
        require(self.outcome in get_args(CheckOutcome), "checks.outcome")
        require(self.code, "checks.code")

    @property
    def is_good(self) -> bool:
        """Whether it passed, or is the one that may be absent."""
        return self.outcome == "passed" or self.code == _MAY_BE_ABSENT


def passed(code: str, **details: str) -> Check:
    """Return a check that passed."""
    return Check("passed", code, _details(details))


def failed(code: str, **details: str) -> Check:
    """Return a check that failed."""
    return Check("failed", code, _details(details))


def not_checked(code: str, **details: str) -> Check:
    """Return a check that could not be made."""
    return Check("not_checked", code, _details(details))


def _details(details: dict[str, str]) -> tuple[Detail, ...]:
    """Return details in order of their names."""
    return tuple(Detail(name, text) for name, text in sorted(details.items()))


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What was found about one signature.

    Attributes:
        paper_digest: Of the bytes that it should be over.
        signature_digest: Of the file of the signature.
        certificate_digest: Of the signer's certificate; empty where none could be read.
        claimed_at: When the signer says that he signed.
        proven_at: Not later than this, by a timestamp.
    """

    paper: SignedPaper
    form: SignatureForm
    paper_digest: str
    signature_digest: str
    certificate_digest: str
    claimed_at: datetime | None
    proven_at: datetime | None
    checks: tuple[Check, ...]

    def __post_init__(self) -> None:
        require(self.paper in get_args(SignedPaper), "signatures.paper")
        require(self.form in get_args(SignatureForm), "signatures.form")
        require(is_digest(self.paper_digest), "signatures.paper_digest")
        require(is_digest(self.signature_digest), "signatures.signature_digest")
        require(self.checks, "signatures.checks")

    @property
    def is_good(self) -> bool:
        """Whether the signature holds in every respect."""
        return all(check.is_good for check in self.checks)


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What was found about an order, its decision and every signature that lay beside them.

    Attributes:
        decision_digest: Empty where no decision was given.
        trust_digest: Of the roots, lists and answers that were trusted.
        at: For which moment it was checked.
        checks: About the papers together: whether the decision is about this order.
    """

    order_digest: str
    decision_digest: str
    trust_digest: str
    at: datetime
    signatures: tuple[SignatureReport, ...]
    checks: tuple[Check, ...]

    def __post_init__(self) -> None:
        require(is_digest(self.order_digest), "order_digest")
        require(not self.decision_digest or is_digest(self.decision_digest), "decision_digest")
        require(is_digest(self.trust_digest), "trust_digest")
        require(self.at.tzinfo, "at")

    @property
    def is_accepted(self) -> bool:
        """Whether every paper is signed, and nothing about any signature or paper is wrong."""
        papers = {"order", "decision"} if self.decision_digest else {"order"}
        return (
            papers == {signature.paper for signature in self.signatures}
            and all(signature.is_good for signature in self.signatures)
            and all(check.is_good for check in self.checks)
        )
