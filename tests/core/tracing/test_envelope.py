"""What no rule can change: bounds of what can have ended where."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, wild_cases

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Claim, Ledger, Transfer
from izdes.core.tracing.envelope import Bounds, EndPlace, envelope, envelope_of_account
from izdes.core.tracing.plan import OUTSIDE, Part, Plan, plan_of
from izdes.core.tracing.rules import RULES, RuleName, trace_plan
from izdes.core.tracing.trace import ClaimsExceedTransfer, EndingKind

Amounts = dict[EndPlace, int]


def place(account: str, ending: EndingKind = "held", currency: str = "KZT") -> EndPlace:
    return (AccountKey(account), ending, currency)


@st.composite
def tiny_cases(draw: st.DrawFn, *, claims: int = 1) -> tuple[Ledger, list[Claim]]:
    """Draw a ledger of a few units: transit, refunds, overdrafts, exchanges, gaps."""
    names = ["A", "B", "C"]
    transfers: list[Transfer] = []
    for n in range(draw(st.integers(2, 7))):
        sides = draw(st.sampled_from([names, names, names, [*names, "dark"]]))
        payer, payee = draw(st.permutations(sides))[:2]
        name, amount = f"t{n}", draw(st.integers(1, 4))
        late = draw(st.sampled_from([None, None, n + 2]))
        match draw(st.sampled_from(["plain", "plain", "plain", "refund", "exchange"])):
            case "refund" if transfers:
                paid = draw(st.sampled_from(transfers))
                back = move(name, n, paid.payee.account, paid.payer.account, paid.amount_minor)
                transfers.append(replace(back, kind="refund"))
            case "exchange":
                transfers.append(move(name, n, payer, "@fx:1", amount, kind="conversion"))
                if draw(st.booleans()):
                    got = move(f"{name}x", n, "@fx:1", payee, draw(st.integers(1, 3)), seq=1)
                    currency = draw(st.sampled_from(["KZT", "USD"]))
                    transfers.append(replace(got, currency=currency, kind="conversion"))
            case _:
                transfers.append(move(name, n, payer, payee, amount, credited=late))
    windows = [
        cover(name, opening=draw(st.sampled_from([1, 2, -2, None])), start=start, end=end)
        for name in names
        for start, end in draw(st.sampled_from([*[[(-1, 99)]] * 3, [(-1, 4), (5, 99)], []]))
    ]
    chosen = draw(st.permutations(transfers[:3]))[:claims]
    drawn = [
        claim(f"C{n}", t.transfer_id, draw(st.integers(1, t.amount_minor)))
        for n, t in enumerate(chosen)
    ]
    return ledger(transfers, *windows), drawn


# Whose a unit is: claims in the order of the thefts; a star behind what an exchange gave out.
Unit = tuple[str, ...]
Row = tuple[Unit, ...]
# Pools with their units; parts on their way; what has ended, and how often.
State = tuple[tuple[Row, ...], frozenset[tuple[Part, Row]], frozenset[tuple[EndPlace, bool, int]]]


class Everything:
    """Every way in which claimed units can have gone, tried one by one."""

    def __init__(self, plan: Plan, claims: list[Claim]) -> None:
        self.plan = plan
        payer = {t.transfer_id: t.payer.account for t in plan.transfers}
        homes = {str(c.claim_id): payer[c.transfer_id] for c in claims}
        self.home = {c: None if is_virtual(home) else home for c, home in homes.items()}
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        for c in claims:
            self.claims[c.transfer_id].append(c)

    def outcomes(self) -> list[dict[tuple[EndPlace, bool], int]]:
        """Return (place, is_beyond) -> units, for every way."""
        pools: tuple[Row, ...] = tuple(((),) * p.opening_minor for p in self.plan.pools)
        states: set[State] = {(pools, frozenset(), frozenset())}
        for n, t in enumerate(self.plan.transfers):
            if not self.plan.parts[n]:
                for c in self.claims[t.transfer_id]:
                    states = {
                        self.ended(
                            s,
                            place(t.payer.account, "returned", t.currency),
                            (str(c.claim_id),),
                            c.amount_minor,
                        )
                        for s in states
                    }
        for step in self.plan.steps:
            after = self.arrived if step.is_arrival else self.left
            states = {new for old in states for new in after(old, step.place)}
        found = []
        for state in states:
            for number, pool in enumerate(self.plan.pools):
                for unit in state[0][number]:
                    if pool.kind == "account":
                        end = (pool.account, pool.ending, pool.currency)
                        state = self.ended(state, end, unit)  # noqa: PLW2901
            found.append({(where, beyond): units for where, beyond, units in state[2]})
        return found

    def ended(self, state: State, where: EndPlace, unit: Unit, units: int = 1) -> State:
        if not unit:
            return state
        beyond = unit[0].endswith("*")
        counts = {(place, star): n for place, star, n in state[2]}
        counts[where, beyond] = counts.get((where, beyond), 0) + units
        return (state[0], state[1], frozenset((p, star, n) for (p, star), n in counts.items()))

    def left(self, state: State, number: int) -> Iterator[State]:
        """Try every choice of units for a transfer, and every choice of what is claimed of it."""
        parts = self.plan.parts[number]
        rows: list[tuple[Row, tuple[Row, ...]]] = [((), state[0])]
        for part in parts:
            rows = [
                (row + more, rest) for row, pools in rows for more, rest in self.taken(pools, part)
            ]
        for row, pools in rows:
            for claimed in self.claimed(row, self.claims[self.plan.transfers[number].transfer_id]):
                carried = {(p, claimed[p.lo : p.lo + p.units]) for p in parts}
                yield (self.tidy(pools), state[1] | carried, state[2])

    def taken(self, pools: tuple[Row, ...], part: Part) -> Iterator[tuple[Row, tuple[Row, ...]]]:
        if part.source == OUTSIDE:
            yield ((),) * part.units, pools
            return
        here, kind = pools[part.source], self.plan.pools[part.source].kind
        if kind == "account":
            chosen = set(permutations(range(len(here)), part.units))
            options = {
                (tuple(here[n] for n in c), tuple(u for n, u in enumerate(here) if n not in c))
                for c in chosen
            }
        elif kind == "pin":
            options = {(here[: part.units], here[part.units :])}
        else:
            labels = {label.rstrip("*") + "*" for unit in here for label in unit}
            options = {((tuple(sorted(labels)),) * part.units, here)}
        for units, rest in options:
            yield units, (*pools[: part.source], rest, *pools[part.source + 1 :])

    def claimed(self, row: Row, claims: list[Claim]) -> Iterator[Row]:
        if not claims:
            yield row
            return
        free = [n for n in range(len(row)) if not any(u in self.same(claims) for u in row[n])]
        for chosen in combinations(free, claims[0].amount_minor):
            name = str(claims[0].claim_id)
            yield from self.claimed(
                tuple((*u, name) if n in chosen else u for n, u in enumerate(row)), claims[1:]
            )

    def same(self, claims: list[Claim]) -> set[str]:
        return {str(c.claim_id) for c in self.claims[claims[0].transfer_id]}

    def arrived(self, state: State, number: int) -> Iterator[State]:
        t = self.plan.transfers[number]
        carried = sorted((p, row) for p, row in state[1] if p.place == number)
        state = (state[0], frozenset(c for c in state[1] if c[0].place != number), state[2])
        for part, row in carried:
            for unit in row:
                away = tuple(k for k in unit if self.home[k.rstrip("*")] != t.payee.account)
                if unit and not away:
                    state = self.ended(state, place(t.payee.account, "returned", t.currency), unit)
                if part.target == OUTSIDE:
                    state = self.ended(
                        state, place(t.payee.account, part.ending or "frontier", t.currency), away
                    )
                else:
                    pool = self.plan.pools[part.target]
                    if pool.kind == "exchange":
                        state = self.ended(state, (pool.account, "conversion", pool.currency), away)
                    pools = state[0]
                    pools = (
                        *pools[: part.target],
                        (*pools[part.target], away),
                        *pools[part.target + 1 :],
                    )
                    state = (pools, state[1], state[2])
        yield (self.tidy(state[0]), state[1], state[2])

    def tidy(self, pools: tuple[Row, ...]) -> tuple[Row, ...]:
        """Forget the order of units where none is kept."""
        kinds = [pool.kind for pool in self.plan.pools]
        return tuple(
            tuple(sorted(r)) if k == "account" else r for r, k in zip(pools, kinds, strict=True)
        )


@given(tiny_cases())
def test_bounds_are_those_of_every_way_tried_one_by_one(case: tuple[Ledger, list[Claim]]) -> None:
    plan, [claimed] = plan_of(case[0]), case[1]

    ways = Everything(plan, [claimed]).outcomes()

    expected: dict[EndPlace, tuple[int, int] | None] = {}
    for where, _ in {key for way in ways for key in way}:
        counts = [way.get((where, False), 0) for way in ways]
        beyond = any((where, True) in way for way in ways)
        expected[where] = None if beyond else (min(counts), max(counts))
    found = envelope(plan, claimed)
    assert {p: b and (b.least_minor, b.most_minor) for p, b in found.items()} == expected


@given(tiny_cases(claims=2))
def test_bounds_of_an_account_hold_in_every_way(case: tuple[Ledger, list[Claim]]) -> None:
    plan, claims = plan_of(case[0]), case[1]

    ways = Everything(plan, claims).outcomes()

    for name in ("A", "B", "C", "dark"):
        for currency, bounds in envelope_of_account(plan, claims, AccountKey(name)).items():
            places = [place(name, "held", currency), place(name, "frontier", currency)]
            counts = [sum(way.get((p, False), 0) for p in places) for way in ways]
            if bounds is not None:
                assert bounds.least_minor <= min(counts)
                assert max(counts) <= bounds.most_minor


def found_under(plan: Plan, claims: list[Claim], rule: RuleName) -> dict[tuple[str, EndPlace], int]:
    """Return (claim, place) -> amount; what went into an exchange counts as ended there."""
    slices, resting = trace_plan(plan, claims, rule)
    found: Counter[tuple[str, EndPlace]] = Counter()
    for r in resting:
        if not (r.ending == "conversion" and r.account.startswith("@fx:")):
            found[r.claim_id, (r.account, r.ending, r.currency)] += r.origin_hi - r.origin_lo
    place_of = {t.transfer_id: n for n, t in enumerate(plan.transfers)}
    for s in slices:
        number = place_of[s.transfer_id]
        account = plan.transfers[number].payee.account
        if account.startswith("@fx:"):
            # Legs of several currencies can meet: the exchange has that of the first.
            target = plan.parts[number][0].target
            by = plan.pools[target] if target != OUTSIDE else plan.transfers[number]
            found[s.claim_id, (account, "conversion", by.currency)] += s.origin_hi - s.origin_lo
    return found


@pytest.mark.parametrize("rule", RULES)
@given(case=cases() | cases(ties=True) | wild_cases())
def test_every_rule_lies_within_the_envelope(
    rule: RuleName, case: tuple[Ledger, list[Claim]]
) -> None:
    plan, claims = plan_of(case[0]), case[1]

    found = found_under(plan, claims, rule)

    for c in claims:
        bounds = envelope(plan, c)
        assert {where for name, where in found if name == c.claim_id} <= bounds.keys()
        for where, limits in bounds.items():
            if limits is not None:
                amount = found[c.claim_id, where]
                assert limits.least_minor <= amount <= limits.most_minor


@pytest.mark.parametrize("rule", RULES)
@given(case=cases() | wild_cases())
def test_every_rule_lies_within_the_envelope_of_an_account(
    rule: RuleName, case: tuple[Ledger, list[Claim]]
) -> None:
    plan, claims = plan_of(case[0]), case[1]

    _, resting = trace_plan(plan, claims, rule)

    for account in {r.account for r in resting}:
        for currency, bounds in envelope_of_account(plan, claims, account).items():
            here = [
                r.units
                for r in resting
                if (r.account, r.currency, r.behind) == (account, currency, "")
                and r.ending in ("held", "frontier")
            ]
            assert bounds is None or bounds.least_minor <= sum(here) <= bounds.most_minor


# A victim pays 100 into an account that has 50 of its own and pays 30 on.
MIXED = ledger(
    [move("theft", 0, "dark", "A", 100), move("on", 1, "A", "B", 30)], cover("A", opening=50)
)
THEFT = claim("C1", "theft", 100)


def test_money_that_may_have_stayed_or_gone_has_a_width() -> None:
    bounds = envelope(plan_of(MIXED), THEFT)

    assert bounds == {place("A"): Bounds(100, 70, 100), place("B", "frontier"): Bounds(100, 0, 30)}
    assert bounds[place("A")].sharpness == Fraction(30, 100)  # type: ignore[union-attr]


def test_one_place_can_be_asked_for() -> None:
    plan = plan_of(MIXED)

    assert envelope(plan, THEFT, place("A")) == {place("A"): Bounds(100, 70, 100)}


def test_a_place_that_no_unit_can_reach_has_bounds_of_nothing() -> None:
    plan = plan_of(MIXED)

    assert envelope(plan, THEFT, place("Z")) == {place("Z"): Bounds(100, 0, 0)}


def test_an_emptied_account_leaves_no_doubt() -> None:
    paid_on = ledger(
        [move("theft", 0, "dark", "A", 100), move("on", 1, "A", "B", 150)], cover("A", opening=50)
    )

    assert envelope(plan_of(paid_on), THEFT) == {place("B", "frontier"): Bounds(100, 100, 100)}


def test_money_beyond_an_exchange_is_not_stated() -> None:
    sold = move("sold", 1, "A", "@fx:1", 40, kind="conversion")
    bought = move("bought", 1, "@fx:1", "A", 4, kind="conversion", currency="USD", seq=1)
    moves = [move("theft", 0, "dark", "A", 100), sold, bought]
    traced = ledger(moves, cover("A"), cover("A", currency="USD"))

    assert envelope(plan_of(traced), THEFT) == {
        place("@fx:1", "conversion"): Bounds(100, 40, 40),
        place("A"): Bounds(100, 60, 60),
        place("A", "held", "USD"): None,
    }


def test_money_that_comes_home_is_returned() -> None:
    moves = [
        move("theft", 0, "V", "A", 100),
        move("back", 1, "A", "V", 60),
        move("on", 2, "V", "B", 60),
    ]
    traced = ledger(moves, cover("A", opening=10), cover("V", opening=100))

    assert envelope(plan_of(traced), THEFT) == {
        place("A"): Bounds(100, 40, 50),
        place("V", "returned"): Bounds(100, 50, 60),
    }


def test_two_claims_together_can_be_sure_where_neither_is() -> None:
    moves = [
        move("theft", 0, "V", "A", 100),
        move("theft2", 1, "W", "A", 100),
        move("on", 2, "A", "B", 100),
    ]
    plan = plan_of(ledger(moves, cover("A")))
    claims = [THEFT, claim("C2", "theft2", 100)]

    alone = [envelope(plan, c)[place("A")] for c in claims]
    together = envelope_of_account(plan, claims, AccountKey("A"))

    assert alone == [Bounds(100, 0, 100), Bounds(100, 0, 100)]
    assert together == {"KZT": Bounds(200, 100, 100)}


def test_a_unit_stolen_twice_counts_once_at_an_account() -> None:
    moves = [move("theft", 0, "V", "A", 100), move("theft2", 1, "A", "B", 100)]
    plan = plan_of(ledger(moves, cover("A"), cover("B")))
    claims = [THEFT, claim("C2", "theft2", 100)]

    assert envelope_of_account(plan, claims, AccountKey("B")) == {"KZT": Bounds(200, 100, 100)}


def test_a_claim_that_no_transfer_bears_out_is_unmatched() -> None:
    lost = claim("C9", "nothing", 5)

    assert envelope(plan_of(MIXED), lost) == {place("", "unmatched"): Bounds(5, 5, 5)}


def test_a_claim_on_an_annulled_payment_is_returned() -> None:
    moves = [move("theft", 0, "V", "A", 100), move("undone", 1, "A", "V", 100, kind="refund")]

    assert envelope(plan_of(ledger(moves, cover("A"))), THEFT) == {
        place("V", "returned"): Bounds(100, 100, 100)
    }


def test_a_claim_above_its_transfer_is_refused() -> None:
    with pytest.raises(ClaimsExceedTransfer):
        envelope(plan_of(MIXED), claim("C1", "theft", 101))
