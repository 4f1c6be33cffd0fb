"""Confirming: whether a package is the paper of a number, a body and a digest, without a network.

The digest is computed from the bytes at hand, so a yes says that these are the bytes. Who signed
them, and whether he might, is said by `izdes order verify`.
"""

from typing import Literal

from izdes.adapters.messages.package import Package
from izdes.core.orders.papers import paper_digest

Differs = Literal["", "number", "body", "digest"]


def differs(package: Package, *, number: str, body: str, digest: str) -> Differs:
    """Return what first differs of an order or its decision; empty where all is as was said."""
    order, decision = package.order, package.decision
    papers = [(order.number, order.initiator.body_bin, paper_digest(order))]
    if decision is not None:
        papers.append((decision.number, decision.decided_by.body_bin, paper_digest(decision)))
    named = [one for one in papers if one[0] == number]
    if not named:
        return "number"
    if named[0][1] != body:
        return "body"
    return "" if named[0][2] == digest.lower() else "digest"
