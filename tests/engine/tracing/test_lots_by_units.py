from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, wild_cases
from tests.engine.tracing.single_units import contents_of

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import plan_of
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import EXCHANGE, flat_of
from izdes.engine.tracing.units.claimed import Claims
from izdes.engine.tracing.units.lots import LotRule, Tracer

Case = tuple[Ledger, list[Claim]]
RULE = st.sampled_from(["fifo", "lifo"])


@given(cases() | cases(ties=True) | wild_cases(), RULE)
def test_a_slice_says_which_units_of_the_claim_lie_where(case: Case, rule: LotRule) -> None:
    book, claims = case
    plan = plan_of(book)
    flat, facts = flat_of(plan), PlanFacts(plan)
    if EXCHANGE in flat.kind:
        return
    parts = contents_of(flat, rule).parts
    seeds = Claims(flat, facts).sorted_out(claims).seeds

    slices = Tracer(flat, facts, rule, kernels="numpy").follow(seeds).slices.tolist()

    claimed = {
        (claim, origin + n): parts[part][lo + n]
        for part, lo, hi, claim, origin in seeds.rows.tolist()
        for n in range(hi - lo)
    }
    for part, lo, hi, claim, origin_lo, origin_hi, is_reversed, _ in slices:
        numbers = range(origin_lo, origin_hi)
        for at, number in zip(
            range(lo, hi), numbers[::-1] if is_reversed else numbers, strict=True
        ):
            assert parts[part][at] == claimed[claim, number]
