"""A signed package of an invented office."""

from functools import cache

from tests.adapters.signatures.office import DECIDED_AT, SIGNED_AT, office
from tests.core.orders.papers import a_sanction, an_order

from izdes.adapters.messages.package import Package, PackedSignature
from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.jws import sign_jws
from izdes.core.orders.papers import paper_bytes


@cache
def a_package() -> Package:
    """Return an order with its sanction, the one signed in both forms."""
    order, decision = paper_bytes(an_order()), paper_bytes(a_sanction(an_order()))
    by, prosecutor = office().investigator, office().prosecutor
    return Package(
        an_order(),
        a_sanction(an_order()),
        (
            PackedSignature("order", "cades", sign_cades(order, by, at=SIGNED_AT)),
            PackedSignature("order", "jws", sign_jws(order, by, at=SIGNED_AT)),
            PackedSignature("decision", "cades", sign_cades(decision, prosecutor, at=DECIDED_AT)),
        ),
        journal_head="izdes-journal\n7\nAAAA",
        notes={"to_the_holder": "Тергеушіге хабарласыңыз."},
    )
