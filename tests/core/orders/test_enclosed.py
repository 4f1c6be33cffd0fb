"""An order names the papers that go with it by their digests."""

from dataclasses import replace

import pytest
from tests.core.orders.papers import an_order

from izdes.core.orders.enclosed import Enclosed, enclosed_in
from izdes.core.orders.order import Said

DIGEST = "0a" * 32


def test_an_order_names_its_paper_by_the_digest() -> None:
    order = an_order()
    said = Said("victim_decree", f"№ 7, 20.05.2026, SHA-256 {DIGEST}")

    assert enclosed_in(order) == ()
    found = enclosed_in(replace(order, said=(*order.said, said)))
    assert found == (Enclosed("victim_decree", DIGEST),)


@pytest.mark.parametrize(
    "said",
    [
        Said("victim_decree", "№ 7"),
        Said("victim_decree", f"SHA-256 {DIGEST}00"),
        Said("victim_decree", f"SHA-256 {DIGEST.upper()}"),
        Said("victim", f"SHA-256 {DIGEST}"),
    ],
)
def test_other_words_name_none(said: Said) -> None:
    assert enclosed_in(replace(an_order(), said=(said,))) == ()
