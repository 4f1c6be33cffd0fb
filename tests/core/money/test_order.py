from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import START

from izdes.core.money.account import AccountKey
from izdes.core.money.order import Placed, in_order
from izdes.core.money.transfer import Party, Transfer, TransferId


def placed(
    name: str,
    payer: str,
    payee: str,
    *,
    listed: tuple[int | None, int | None] = (0, None),
    second: int = 0,
    later: int = 0,
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
