from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, pinned_cases, wild_cases

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.course import victim_accounts
from izdes.core.tracing.plan import OUTSIDE, Plan, plan_of
from izdes.core.tracing.poison import perimeter, reached
from izdes.core.tracing.rules import RULES, trace_plan
from izdes.core.tracing.trace import Pinned

Case = tuple[Ledger, list[Claim]]


def accounts(plan: Plan, *claims: Claim) -> list[str]:
    return [r.account for r in reached(plan, claims)]


def by_search(plan: Plan, c: Claim) -> set[int]:
    """Return the reached transfers by a search along pools, one claim at a time."""
    home = victim_accounts(plan, [c])[c.claim_id]
    left = {step.place: n for n, step in enumerate(plan.steps) if not step.is_arrival}
    came = {step.place: n for n, step in enumerate(plan.steps) if step.is_arrival}
    found = {n for n in left if plan.transfers[n].transfer_id == c.transfer_id}
    waiting = list(found)
    while waiting:
        place = waiting.pop()
        if plan.transfers[place].payee.account == home:
            continue
        pools = {part.target for part in plan.parts[place]} - {OUTSIDE}
        for n in left.keys() - found:
            if came[place] < left[n] and pools & {part.source for part in plan.parts[n]}:
                found.add(n)
                waiting.append(n)
    return found


def test_everything_that_leaves_later_is_reached_and_nothing_before() -> None:
    book = ledger(
        [
            move("t0", 0, "acct:M", "acct:early", 5),
            move("t1", 1, "acct:V", "acct:M", 10),
            move("t2", 2, "acct:M", "acct:N", 900),
            move("t3", 3, "acct:N", "@cash:X", 1),
            move("t4", 4, "acct:M", "dark", 1),
            move("t5", 5, "dark", "acct:P", 1),
        ],
        cover("acct:M", opening=1000),
        cover("acct:N"),
    )

    found = accounts(plan_of(book), claim("C/1", "t1", 1))

    assert found == ["acct:M", "acct:N", "@cash:X", "dark"]


def test_the_first_arrival_is_the_one_that_is_named() -> None:
    moves = [move(f"t{n}", n, "acct:V", "acct:M", 10) for n in range(3)]
    book = ledger(moves, cover("acct:M"))

    (found,) = reached(plan_of(book), [claim("C/1", "t1", 10)])

    assert (found.transfer_id, found.reached_at) == ("t1", moves[1].booked_at)


def test_money_that_is_late_reaches_when_it_is_credited() -> None:
    book = ledger(
        [
            move("t0", 0, "acct:V", "acct:M", 10, credited=2),
            move("t1", 1, "acct:M", "acct:before", 5),
            move("t2", 3, "acct:M", "acct:after", 5),
        ],
        cover("acct:M", opening=50),
    )

    assert accounts(plan_of(book), claim("C/1", "t0", 10)) == ["acct:M", "acct:after"]


def test_a_claim_stops_at_home_and_another_goes_on() -> None:
    book = ledger(
        [
            move("t0", 0, "acct:V", "acct:M", 10),
            move("t1", 1, "acct:W", "acct:M", 10),
            move("t2", 2, "acct:M", "acct:V", 5),
            move("t3", 3, "acct:V", "acct:N", 5),
        ],
        cover("acct:M"),
        cover("acct:V", opening=50),
    )

    found = reached(plan_of(book), [claim("C/1", "t0", 10), claim("D/1", "t1", 10)])

    assert [(r.claim_id, r.account) for r in found] == [
        ("C/1", "acct:M"),
        ("C/1", "acct:V"),
        ("D/1", "acct:M"),
        ("D/1", "acct:V"),
        ("D/1", "acct:N"),
    ]


def test_pinned_money_takes_only_its_own_way() -> None:
    book = ledger(
        [
            move("t0", 0, "acct:V", "acct:M", 10),
            move("t1", 1, "acct:M", "acct:elsewhere", 40),
            move("t2", 2, "acct:M", "acct:N", 10),
        ],
        cover("acct:M", opening=50),
    )
    pin = Pinned(book.transfers[0].transfer_id, book.transfers[2].transfer_id, 10, "chat")

    found = accounts(plan_of(book, [pin]), claim("C/1", "t0", 10))

    assert found == ["acct:M", "acct:N"]


def test_money_that_only_repaid_a_bank_goes_nowhere() -> None:
    book = ledger(
        [move("t0", 0, "acct:V", "acct:M", 10), move("t1", 1, "acct:M", "acct:N", 10)],
        cover("acct:M", opening=-100),
    )

    assert accounts(plan_of(book), claim("C/1", "t0", 10)) == ["acct:M"]


def test_a_claim_on_nothing_reaches_nothing() -> None:
    book = ledger([move("t0", 0, "acct:V", "acct:M", 10)], cover("acct:M"))

    assert reached(plan_of(book), [claim("C/1", "lost", 10)]) == ()


def test_of_an_annulled_payment_only_the_payer_is_named() -> None:
    book = ledger(
        [
            move("t0", 0, "acct:V", "acct:M", 10),
            move("t1", 1, "acct:M", "acct:V", 10, kind="refund"),
        ],
        cover("acct:M"),
    )

    assert accounts(plan_of(book), claim("C/1", "t0", 10)) == ["acct:V"]


@given(cases() | cases(ties=True) | wild_cases(), st.booleans())
def test_what_is_reached_is_what_a_search_finds(case: Case, ties_reversed: bool) -> None:  # noqa: FBT001
    book, claims = case
    plan = plan_of(book, ties_reversed=ties_reversed)

    found = perimeter(plan, claims)

    for c in claims:
        theirs = {n for n, on in found.transfers.items() if c.claim_id in on}
        assert theirs == by_search(plan, c)


@given(pinned_cases())
def test_every_ending_of_every_rule_is_inside(
    case: tuple[Ledger, list[Claim], list[Pinned]],
) -> None:
    book, claims, pins = case
    plan = plan_of(book, pins)

    inside = {(r.claim_id, r.account) for r in reached(plan, claims)}

    for rule in RULES:
        slices, resting = trace_plan(plan, claims, rule)
        carrying = {
            n
            for n, t in enumerate(plan.transfers)
            for s in slices
            if t.transfer_id == s.transfer_id
        }
        assert {(r.claim_id, r.account) for r in resting} <= inside
        assert carrying <= perimeter(plan, claims).transfers.keys()


@given(cases())
def test_the_order_of_claims_is_nobodys_matter(case: Case) -> None:
    book, claims = case

    assert reached(plan_of(book), claims) == reached(plan_of(book), claims[::-1])
