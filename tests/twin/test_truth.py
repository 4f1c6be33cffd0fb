"""The twin's own count: small cases by hand, and a literal count of single units."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from izdes.twin.bank import Kind, Purpose, Side, Transfer
from izdes.twin.truth import Count, Stolen, Window, count_units

START = datetime(2026, 5, 1, tzinfo=UTC)
END = datetime(2026, 6, 1, tzinfo=UTC)
CASH = "@cash:BOKTKZ20"


def side(name: str) -> Side:
    key = name if name.startswith(("@", "wallet:")) else f"iban:{name}"
    return Side(key=key, name=name)


def moved(
    number: int,
    payer: str,
    payee: str,
    minor: int,
    *,
    kind: Kind = "transfer",
    transit: int = 0,
    refund_of: str = "",
) -> Transfer:
    """Return transfer number n, debited n minutes into the month."""
    at = START + timedelta(minutes=number)
    return Transfer(
        transfer_id=f"T{number:03d}",
        debited_at=at,
        credited_at=at + timedelta(minutes=transit),
        amount_minor=minor,
        payer=side(payer),
        payee=side(payee),
        kind=kind,
        purpose=Purpose(),
        is_card_shown=False,
        refund_of=refund_of,
    )


def windows(**openings: int) -> dict[str, Window]:
    return {f"iban:{name}": Window(START, END, minor) for name, minor in openings.items()}


def counted(transfers: list[Transfer], stolen: list[Stolen], **openings: int) -> Count:
    return count_units(transfers, stolen, windows=windows(**openings), kinds={})


def test_opening_money_leaves_before_stolen_money() -> None:
    ledger = [moved(1, "V", "A", 100), moved(2, "A", CASH, 50), moved(3, "A", "@fee:X", 30)]

    count = counted(ledger, [Stolen("c", "T001", 100)], V=500, A=60)

    assert count.endings["c"] == {("@fee:X", "fee"): 20, ("iban:A", "held"): 80}


def test_the_claimed_part_is_the_front_of_the_transfer() -> None:
    ledger = [moved(1, "V", "A", 100), moved(2, "A", CASH, 40)]

    count = counted(ledger, [Stolen("c", "T001", 30)], V=100, A=0)

    assert count.endings["c"] == {(CASH, "cash"): 30}


def test_the_payee_has_the_money_when_its_bank_enters_it() -> None:
    ledger = [moved(1, "V", "A", 100, transit=5), moved(2, "W", "A", 70), moved(9, "A", CASH, 70)]

    count = counted(ledger, [Stolen("c", "T001", 100)], V=100, W=100, A=0)

    assert count.endings["c"] == {("iban:A", "held"): 100}


def test_what_comes_back_to_the_victim_is_returned() -> None:
    ledger = [moved(1, "V", "A", 100), moved(2, "A", "V", 15), moved(3, "V", "B", 200)]

    count = counted(ledger, [Stolen("c", "T001", 100)], V=300, A=0, B=0)

    assert count.endings["c"] == {("iban:V", "returned"): 15, ("iban:A", "held"): 85}


def test_units_stolen_twice_are_followed_for_both_victims() -> None:
    ledger = [moved(1, "V", "W", 100), moved(2, "W", "A", 100)]

    count = counted(ledger, [Stolen("c", "T001", 100), Stolen("d", "T002", 100)], V=100, W=0, A=0)

    assert count.endings == {"c": {("iban:A", "held"): 100}, "d": {("iban:A", "held"): 100}}


def test_a_refund_with_nothing_in_between_puts_the_units_back_in_front() -> None:
    ledger = [
        moved(1, "V", "A", 100),
        moved(2, "A", "B", 100),
        moved(3, "W", "A", 50),
        moved(4, "B", "A", 100, kind="refund", refund_of="T002"),
        moved(5, "A", CASH, 100),
    ]

    count = counted(ledger, [Stolen("c", "T001", 100)], V=100, W=50, A=0, B=70)

    assert count.endings["c"] == {(CASH, "cash"): 100}


def test_a_later_refund_carries_its_own_units_if_all_are_there() -> None:
    ledger = [
        moved(1, "V", "A", 100),
        moved(2, "A", CASH, 20),
        moved(3, "A", "V", 100, kind="refund", refund_of="T001"),
    ]

    count = counted(ledger, [Stolen("c", "T001", 100)], V=100, A=60)

    assert count.endings["c"] == {("iban:V", "returned"): 100}


def test_a_refund_takes_the_oldest_units_once_its_own_are_broken() -> None:
    ledger = [
        moved(1, "V", "A", 100),
        moved(2, "A", CASH, 20),
        moved(3, "W", "A", 80),
        moved(4, "A", "V", 100, kind="refund", refund_of="T001"),
    ]

    count = counted(ledger, [Stolen("c", "T001", 100)], V=100, W=80, A=0)

    assert count.endings["c"] == {(CASH, "cash"): 20, ("iban:V", "returned"): 80}


def test_what_reaches_an_account_without_a_statement_ends_there() -> None:
    ledger = [moved(1, "V", "A", 100), moved(2, "A", "B", 60), moved(3, "B", CASH, 60)]

    count = counted(ledger, [Stolen("c", "T001", 100)], V=100, A=0)

    assert count.endings["c"] == {("iban:B", "frontier"): 60, ("iban:A", "held"): 40}


def test_a_statement_that_ends_early_holds_what_it_last_saw() -> None:
    ledger = [moved(1, "V", "A", 100), moved(20, "A", CASH, 100), moved(30, "W", "A", 5)]
    known = windows(V=100) | {"iban:A": Window(START, START + timedelta(minutes=10), 0)}

    stolen = [Stolen("c", "T001", 100), Stolen("d", "T030", 5)]
    count = count_units(ledger, stolen, windows=known | windows(W=5), kinds={})

    assert count.endings["c"] == {("iban:A", "held"): 100}
    assert count.endings["d"] == {("iban:A", "frontier"): 5}


def test_an_exchange_is_known_by_its_account() -> None:
    ledger = [moved(1, "V", "X", 100)]
    kinds = {"iban:X": "crypto_exchange"}

    count = count_units(ledger, [Stolen("c", "T001", 100)], windows=windows(V=100), kinds=kinds)

    assert count.endings["c"] == {("iban:X", "crypto_exchange"): 100}


MOVES = st.lists(
    st.tuples(
        st.sampled_from("ABCD"), st.sampled_from(["A", "B", "C", "D", CASH]), st.integers(1, 9)
    ),
    min_size=1,
    max_size=25,
)


def played(moves: list[tuple[str, str, int]], opening: int) -> list[Transfer]:
    """Keep the moves for which the money is there, one a minute."""
    balances = dict.fromkeys("ABCD", opening)
    ledger: list[Transfer] = []
    for payer, payee, minor in moves:
        if payer != payee and balances[payer] >= minor:
            balances[payer] -= minor
            if payee in balances:
                balances[payee] += minor
            ledger.append(moved(len(ledger) + 1, payer, payee, minor))
    return ledger


@given(MOVES, st.integers(0, 12), st.integers(0, 24), st.integers(1, 9))
def test_the_count_equals_moving_single_units(
    moves: list[tuple[str, str, int]], opening: int, which: int, part: int
) -> None:
    ledger = played(moves, opening)
    if not ledger:
        return
    theft = ledger[which % len(ledger)]
    minor = min(part, theft.amount_minor)

    count = counted(
        ledger, [Stolen("c", theft.transfer_id, minor)], A=opening, B=opening, C=opening, D=opening
    )

    assert count.endings["c"] == unit_by_unit(ledger, theft, minor, opening)
    assert sum(count.endings["c"].values()) == minor


def unit_by_unit(
    ledger: list[Transfer], theft: Transfer, minor: int, opening: int
) -> dict[tuple[str, str], int]:
    """Move coins one by one: True is stolen, and is so until it is home or out of the banks."""
    coins = {f"iban:{name}": [False] * opening for name in "ABCD"}
    ended: list[tuple[str, str]] = []
    for transfer in ledger:
        payer, payee = transfer.payer.key, transfer.payee.key
        taken = [coins[payer].pop(0) for _ in range(transfer.amount_minor)]
        if transfer is theft:
            taken[:minor] = [True] * minor
        if payee in {theft.payer.key, CASH}:
            ended += [(payee, "cash" if payee == CASH else "returned")] * sum(taken)
            taken = [False] * len(taken)
        coins.setdefault(payee, []).extend(taken)
    held = [(key, "held") for key, resting in coins.items() for coin in resting if coin]
    return dict(Counter(ended + held))
