"""What the core finds, the check finds again: under every rule, whatever the ledger holds."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, wild_cases
from tests.verify.knotty import knotty_cases, pins_for
from tests.verify.papers import RULES, papers

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.rules import RuleName
from izdes.core.tracing.trace import Pinned, PinRefused
from izdes.verify.check import Line

Case = tuple[Ledger, list[Claim]]


def refusals(case: Case, rule: RuleName, pins: Sequence[Pinned] = ()) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        made = papers(Path(folder) / "x", case, rule, pins)
        lines = [*made.check().lines, *made.check_alone().lines]
    return [line for line in lines if line.status == "refused"]


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15, deadline=None)
@given(case=cases(ties=True))
def test_a_certificate_of_the_core_is_verified(rule: RuleName, case: Case) -> None:
    assert refusals(case, rule) == []


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=25, deadline=None)
@given(case=wild_cases())
def test_a_certificate_of_a_wild_ledger_is_verified(rule: RuleName, case: Case) -> None:
    assert refusals(case, rule) == []


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_certificate_with_pins_is_verified(rule: RuleName, data: st.DataObject) -> None:
    case = data.draw(knotty_cases())
    pins = data.draw(pins_for(case[0]))

    try:
        found = refusals(case, rule, pins)
    except PinRefused:
        reject()

    assert found == []
