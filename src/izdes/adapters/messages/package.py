"""The package: what an institution receives, an order with its decision and every signature.

One JSON file, `izdes.package.1`. Order and decision stand in it as objects; whoever reads it writes
them once more after RFC 8785 and so has the very bytes that were signed. Blanks and the order of
names do not matter therefore, and nothing else is left to taste.

The notes and the head of the journal are signed by nobody. A package proves nothing until its
signatures were checked: see `izdes.adapters.signatures`.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from izdes.adapters.messages.faults import MessageUnreadable
from izdes.adapters.messages.strict import fields_of, object_of
from izdes.adapters.signatures.beside import bytes_of
from izdes.adapters.signatures.verifying import Signature, Signed
from izdes.core.orders.checks import SignatureForm, SignedPaper
from izdes.core.orders.decision import Decision, Owed, in_force
from izdes.core.orders.order import Order
from izdes.core.orders.papers import paper_bytes, paper_digest, read_decision, read_order
from izdes.core.sealing.canonical import canonical_json

PACKAGE_FORMAT = "izdes.package.1"
# How the name of the file of a package ends.
PACKAGE_FILE = ".package.json"
_FIELDS = frozenset({"order", "decision", "signatures", "journal_head", "notes"})
_SIGNATURE = frozenset({"paper", "form", "value", "stamp"})
# An order about a thousand accounts, its decision, and four signatures with their chains.
_MOST_BYTES = 12_000_000
_MOST_SIGNATURES = 16
_LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class PackedSignature:
    """A signature over one of the papers.

    Attributes:
        value: The bytes of the signature.
        stamp: The answer of a time-stamping authority about it; empty for none.
    """

    paper: SignedPaper
    form: SignatureForm
    value: bytes
    stamp: bytes = b""


@dataclass(frozen=True, slots=True)
class Package:
    """An order as it leaves the office.

    Attributes:
        decision: What the prosecutor decided; None where the measure needs nobody's consent.
        journal_head: Head of the office's journal when it was sent, as the journal writes it.
        notes: Words for people, by name; nobody signed them.
    """

    order: Order
    decision: Decision | None
    signatures: tuple[PackedSignature, ...]
    journal_head: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def order_digest(self) -> str:
        """SHA-256 of the order: what every message about it names."""
        return paper_digest(self.order)

    @property
    def owed(self) -> Owed:
        """What the institution owes: the order, or the part of it that was given."""
        if self.decision is None:
            return Owed(self.order.subjects, self.order.period)
        return in_force(self.order, self.decision)

    def signed(self) -> tuple[Signed, Signed | None]:
        """Return order and decision with their signatures, as verifiers take them."""
        order = Signed(paper_bytes(self.order), self._over("order"))
        if self.decision is None:
            return order, None
        return order, Signed(paper_bytes(self.decision), self._over("decision"))

    def _over(self, paper: SignedPaper) -> tuple[Signature, ...]:
        """Return the signatures over one of the papers."""
        given = (one for one in self.signatures if one.paper == paper)
        return tuple(Signature(one.value, one.stamp or None) for one in given)


def package_bytes(package: Package) -> bytes:
    """Return a package as one file, the same bytes each time."""
    decision = package.decision
    return canonical_json(
        {
            "format": PACKAGE_FORMAT,
            "order": object_of(paper_bytes(package.order)),
            "decision": object_of(paper_bytes(decision)) if decision else None,
            "signatures": [_packed(one) for one in package.signatures],
            "journal_head": package.journal_head,
            "notes": dict(package.notes),
        }
    )


def package_name(number: str) -> str:
    """Return the name of the file of an order's package."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in number)
    return f"{safe}{PACKAGE_FILE}"


def package_in(path: Path) -> Package:
    """Return the package that a file is; as `read_package`.

    Raises:
        FileUnusable: The file cannot be read, or is far too large.
    """
    return read_package(bytes_of(path, most=_MOST_BYTES))


def read_package(data: bytes) -> Package:
    """Return the package that the bytes are; no signature is checked.

    Raises:
        MessageUnreadable: They are no package.
        PaperUnreadable: The order or the decision is none.
        PaperWrong: A field of one of them does not hold what it must.
    """
    told = fields_of(object_of(data, most_bytes=_MOST_BYTES), PACKAGE_FORMAT, _FIELDS)
    order = read_order(canonical_json(_object(told["order"])))
    decision = told["decision"]
    return Package(
        order=order,
        decision=None if decision is None else read_decision(canonical_json(_object(decision))),
        signatures=_signatures(told["signatures"]),
        journal_head=_text(told["journal_head"]),
        notes={_text(name): _text(text) for name, text in _object(told["notes"]).items()},
    )


def _packed(one: PackedSignature) -> dict[str, str]:
    """Return a signature as JSON carries it."""
    return {
        "paper": one.paper,
        "form": one.form,
        "value": base64.b64encode(one.value).decode(),
        "stamp": base64.b64encode(one.stamp).decode(),
    }


def _signatures(told: object) -> tuple[PackedSignature, ...]:
    """Return the signatures of a package."""
    if not isinstance(told, list) or len(told) > _MOST_SIGNATURES:
        raise MessageUnreadable("signatures")
    return tuple(_signature(_object(one)) for one in told)


def _signature(told: dict[str, Any]) -> PackedSignature:
    """Return one signature."""
    if told.keys() != _SIGNATURE:
        raise MessageUnreadable("signatures")
    paper, form = told["paper"], told["form"]
    if paper not in get_args(SignedPaper) or form not in get_args(SignatureForm):
        raise MessageUnreadable("signatures")
    value = _bytes(told["value"])
    if not value:
        raise MessageUnreadable("signatures")
    return PackedSignature(paper, form, value, _bytes(told["stamp"]))


def _bytes(told: object) -> bytes:
    """Return bytes that are written in base64."""
    if not isinstance(told, str):
        raise MessageUnreadable("signatures")
    try:
        found = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        raise MessageUnreadable("signatures") from None
    if base64.b64encode(found).decode() != told:
        raise MessageUnreadable("signatures")
    return found


def _object(told: object) -> dict[str, Any]:
    """Return an object."""
    if not isinstance(told, dict):
        raise MessageUnreadable("fields")
    return told


def _text(told: object) -> str:
    """Return a text of a bearable length, without halves of characters."""
    if not isinstance(told, str) or len(told) > _LONGEST_NOTE:
        raise MessageUnreadable("fields")
    try:
        told.encode()
    except UnicodeEncodeError:
        raise MessageUnreadable("fields") from None
    return told
