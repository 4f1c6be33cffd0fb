from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import START

from izdes.core.money.account import AccountKey
from izdes.core.money.order import Placed, in_order
from izdes.core.money.transfer import (
    ORDER_PROOFS,
    OrderProof,
    Party,
    Transfer,
    TransferId,
    proof_of,
)


def placed(
    name: str,
    payer: str,
    payee: str,
    *,
    listed: tuple[int | None, int | None] = (0, None),
    second: int = 0,
    later: int = 0,
    proven: OrderProof = "",
) -> Placed:
    booked = START + timedelta(seconds=second)
    transfer = Transfer(
        transfer_id=TransferId(name),
        booked_at=booked,
        amount_minor=1,
        currency="KZT",
        payer=Party(AccountKey(payer)),
        payee=Party(AccountKey(payee)),
        credited_at=booked + timedelta(seconds=later) if later else None,
        order_proven=proven,
    )
    return Placed(transfer, *listed)


def names(items: list[Placed]) -> list[str]:
    return [t.transfer_id for t in in_order(items)]


def test_money_arrives_before_it_is_spent() -> None:
    out = placed("out", "B", "C", listed=(1, 0))
    into = placed("into", "A", "B", listed=(5, 2))

    assert names([out, into]) == ["into", "out"]


def test_a_chain_inside_one_instant_is_followed_from_its_beginning() -> None:
    chain = [placed(f"{n}", f"acct{n}", f"acct{n + 1}", listed=(9 - n, None)) for n in range(5)]

    assert names(chain[::-1]) == ["0", "1", "2", "3", "4"]


def test_money_that_arrives_later_is_not_waited_for() -> None:
    out = placed("out", "B", "C", listed=(1, None))
    into = placed("into", "A", "B", listed=(5, None), later=30)

    assert names([out, into]) == ["out", "into"]


def test_a_circle_is_cut_at_the_row_listed_first() -> None:
    one = placed("one", "A", "B", listed=(2, None))
    other = placed("other", "B", "A", listed=(1, None))

    assert names([one, other]) == ["other", "one"]


def test_rows_of_one_account_keep_their_order() -> None:
    rows = [placed(f"{n}", "A", f"acct{n}", listed=(n, None)) for n in range(12)]

    assert names(rows[::-1]) == [f"{n}" for n in range(12)]


def test_a_disagreement_of_lists_does_not_let_money_out_before_it_came() -> None:
    # The payer lists c2 first, the payee c1: a circle of lists, not of money.
    c1 = placed("c1", "A", "B", listed=(2, 1))
    c2 = placed("c2", "A", "B", listed=(1, 2))
    out = placed("out", "B", "C", listed=(0, None))

    assert names([out, c1, c2])[-1] == "out"


def test_a_proven_place_goes_before_the_rule_that_credits_come_first() -> None:
    out = placed("out", "B", "C", listed=(0, None), proven="payer")
    into = placed("into", "A", "B", listed=(None, 1), proven="payee")

    found = in_order([into, out])

    assert [(t.transfer_id, t.order_proven) for t in found] == [("out", "payer"), ("into", "payee")]


def test_a_proven_payment_waits_for_money_of_which_nothing_is_proven() -> None:
    out = placed("out", "B", "C", listed=(0, None), proven="payer")
    into = placed("into", "A", "B", listed=(1, None))

    assert names([out, into]) == ["into", "out"]


def test_of_two_proven_lists_that_contradict_each_other_only_the_kept_one_stays_proven() -> None:
    one = placed("one", "A", "B", listed=(0, 1), proven="both")
    other = placed("other", "A", "B", listed=(1, 0), proven="both")

    found = in_order([other, one])

    assert [(t.transfer_id, t.order_proven) for t in found] == [
        ("one", "payer"),
        ("other", "payer"),
    ]


def test_a_mere_list_gives_way_to_a_proven_place() -> None:
    one = placed("one", "A", "B", listed=(0, 1), proven="payee")
    other = placed("other", "A", "B", listed=(1, 0), proven="payee")

    found = in_order([one, other])

    assert [(t.transfer_id, t.order_proven) for t in found] == [
        ("other", "payee"),
        ("one", "payee"),
    ]


def test_a_place_is_not_proven_where_the_other_bank_prints_another_time() -> None:
    # The payee's bank prints only the day and lists the money first; the payer's prints seconds.
    into = placed("into", "A", "B", second=50_000, listed=(0, 0), proven="payee")
    out = placed("out", "B", "C", listed=(1, None), proven="payer")
    last = placed("last", "B", "D", second=60_000, listed=(2, None), proven="payer")

    found = in_order([into, out, last])

    proofs = [(t.transfer_id, t.order_proven) for t in found]
    assert proofs == [("out", ""), ("into", ""), ("last", "payer")]


def test_money_from_transit_is_proven_only_as_the_first_of_its_instant() -> None:
    late = placed("late", "A", "B", later=30, listed=(0, 1), proven="both")
    before = placed("before", "B", "C", second=30, listed=(0, None), proven="payer")

    found = in_order([late, before])

    assert [(t.transfer_id, t.order_proven) for t in found] == [("late", "payer"), ("before", "")]


@st.composite
def told(draw: st.DrawFn) -> tuple[list[Placed], list[str]]:
    """Draw what happened in one instant, as accounts list it; some prove their order."""
    proving = draw(st.sets(st.sampled_from("ABCD")))
    position = dict.fromkeys("ABCD", 0)
    items, true = [], []
    for n in range(draw(st.integers(1, 12))):
        payer, payee = draw(st.permutations("ABCD"))[:2]
        proof = proof_of(payer=payer in proving, payee=payee in proving)
        name = f"{draw(st.integers(0, 99)):02d}-{n}"
        items.append(
            placed(name, payer, payee, listed=(position[payer], position[payee]), proven=proof)
        )
        true.append(name)
        position[payer] += 1
        position[payee] += 1
    return items, true


@given(told(), st.data())
def test_every_account_that_proves_its_order_keeps_it(
    case: tuple[list[Placed], list[str]], data: st.DataObject
) -> None:
    items, true = case
    proofs = {p.transfer.transfer_id: p.transfer.order_proven for p in items}

    found = in_order(data.draw(st.permutations(items)))

    assert {t.transfer_id: t.order_proven for t in found} == proofs
    for account in "ABCD":
        kept = [t.transfer_id for t in found if account in proven_at(t)]
        assert kept == [name for name in true if name in kept]


def proven_at(t: Transfer) -> set[str]:
    """Return the accounts at which a transfer's place is proven."""
    payer = {str(t.payer.account)} if t.is_proven_at_payer else set()
    return payer | ({str(t.payee.account)} if t.is_proven_at_payee else set())


instants = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD"), st.integers(0, 2)), max_size=14
)


@given(instants, st.data())
def test_the_order_of_input_does_not_matter(
    drawn: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    items = [
        placed(f"{i:02d}", payer, payee, listed=(i, None), second=second)
        for i, (payer, payee, second) in enumerate(drawn)
        if payer != payee
    ]
    turned = data.draw(st.permutations(items))

    assert in_order(items) == in_order(turned)


@given(instants, st.data())
def test_what_stays_proven_is_kept_whatever_was_claimed(
    drawn: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    items = []
    for i, (payer, payee, second) in enumerate(drawn):
        if payer != payee:
            listed = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9))
            places = (listed[0] * 20 + i, listed[1] * 20 + i)
            proof = data.draw(st.sampled_from(ORDER_PROOFS))
            items.append(
                placed(f"{i:02d}", payer, payee, listed=places, second=second, proven=proof)
            )
    places_of = {p.transfer.transfer_id: (p.payer_position, p.payee_position) for p in items}

    found = in_order(items)

    assert found == in_order(items[::-1])
    for account in "ABCD":
        theirs = [t for t in found if account in proven_at(t)]
        kept = [places_of[t.transfer_id][t.payee.account == account] or 0 for t in theirs]
        assert kept == sorted(kept)


@given(instants)
def test_every_transfer_is_there_once_and_numbered_within_its_instant(
    drawn: list[tuple[str, str, int]],
) -> None:
    items = [
        placed(f"{i:02d}", payer, payee, listed=(i, None), second=second)
        for i, (payer, payee, second) in enumerate(drawn)
        if payer != payee
    ]

    ordered = in_order(items)

    assert sorted(t.transfer_id for t in ordered) == sorted(p.transfer.transfer_id for p in items)
    keys = [t.sort_key for t in ordered]
    assert keys == sorted(set(keys))
