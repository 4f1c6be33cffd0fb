from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.statements import effects, printed, row, statement

from izdes.core.money.account import AccountKey, Alias
from izdes.core.money.assemble import Assembly, assemble
from izdes.core.money.proposals import proposals_of
from izdes.core.money.statement import Statement, StatementRow
from izdes.core.money.transfer import Party, Precision

A, B, C = "iban:KZ11101T000000000001", "iban:KZ22102T000000000002", "iban:KZ33103T000000000003"
CARD_OF_B = AccountKey("card:?:939800******1234")
TAIL_OF_B = "************1234"


def debit(
    second: int,
    *,
    amount: int = 500,
    name: str = "",
    key: str = "",
    iin: str = "",
    purpose: str = "",
    reference: str = "",
    precision: Precision = "second",
    number: int = 1,
) -> StatementRow:
    """A payment out of A that says of its payee what is given."""
    made = row("A", number, second, payer=A, amount=amount, precision=precision)
    far = Party(AccountKey(key or f"@unknown:{made.row_id}"), name, iin)
    return replace(made, payee=far, purpose=purpose, reference=reference)


def credit(
    second: int,
    *,
    to: str = B,
    amount: int = 500,
    name: str = "",
    key: str = "",
    reference: str = "",
    precision: Precision = "second",
    number: int = 1,
) -> StatementRow:
    """A payment into an account that says of its payer what is given."""
    made = row(to, number, second, direction="credit", payee=to, amount=amount, precision=precision)
    far = Party(AccountKey(key or f"@unknown:{made.row_id}"), name)
    return replace(made, payer=far, reference=reference)


def told(account: str, rows: Sequence[StatementRow], holder: str = "", iin: str = "") -> Statement:
    name = "A" if account == A else account
    return replace(statement(account, rows, name=name), holder=holder, holder_iin=iin)


def joined(found: Assembly) -> list[tuple[str, str]]:
    return [(t.payer.account, t.payee.account) for t in found.ledger.transfers if t.row_ids[1:]]


def test_a_short_name_and_the_time_leave_one_payee() -> None:
    found = assemble(
        [
            told(A, [debit(100, name="Айгүл С.")], "Омаров Ермек"),
            told(B, [credit(130)], "Серікова Айгүл Мақсатқызы"),
            told(C, [credit(131, to=C)], "Жұмабаев Нұрлан"),
        ]
    )

    assert joined(found) == [(A, B)]
    assert found.matched[0].reasons == ("payee_name",)
    assert found.matched[0].lag_seconds == 30


def test_two_payees_of_one_short_name_stay_open_and_are_listed() -> None:
    found = assemble(
        [
            told(A, [debit(100, name="Айгүл С.")]),
            told(B, [credit(130)], "Серікова Айгүл"),
            told(C, [credit(131, to=C)], "Сәбитова Айгүл"),
        ]
    )

    assert joined(found) == []
    (group,) = found.ambiguous
    assert (group.payer, group.payee) == (A, "")
    assert len(group.credit_rows) == 2


def test_a_tail_in_the_purpose_tells_two_payees_of_one_name_apart() -> None:
    alias = Alias(CARD_OF_B, AccountKey(B))

    found = assemble(
        [
            told(A, [debit(100, name="Айгүл С.", purpose="на карту *1234")]),
            told(B, [credit(130)], "Серікова Айгүл"),
            told(C, [credit(131, to=C)], "Сәбитова Айгүл"),
        ],
        aliases=[alias],
    )

    assert joined(found) == [(A, B)]
    assert found.matched[0].reasons == ("payee_tail", "payee_name")


def test_amount_and_time_alone_join_nothing() -> None:
    found = assemble([told(A, [debit(100)]), told(B, [credit(130)])])

    assert joined(found) == []
    assert found.ambiguous == ()


@pytest.mark.parametrize(
    "said",
    [
        {"key": C},
        {"key": "acct:?:KZ99**0002"},
        {"name": "Петрова Ольга"},
        {"iin": "000101800016"},
    ],
)
def test_what_a_row_contradicts_is_never_its_other_side(said: dict[str, str]) -> None:
    given_name = {"name": "Айгүл С.", **said}

    found = assemble(
        [
            told(A, [debit(100, reference="7", **given_name)]),  # type: ignore[arg-type]
            told(B, [credit(130, reference="7")], "Серікова Айгүл", "000202800019"),
        ]
    )

    assert joined(found) == []


def test_an_account_with_hidden_places_is_recognised() -> None:
    found = assemble(
        [
            told(A, [debit(100, key="acct:?:KZ22**0002", name="Айгүл С.")]),
            told(B, [credit(130)], "Серікова Айгүл"),
        ]
    )

    assert joined(found) == [(A, B)]


def test_one_side_that_names_the_account_is_enough() -> None:
    found = assemble([told(A, [debit(100)]), told(B, [credit(130, key=A)])])

    assert joined(found) == [(A, B)]
    assert found.matched[0].reasons == ("payer_account",)


def test_a_document_number_beats_a_nearer_time() -> None:
    near = credit(101, number=1, name="Ермек О.", reference="8")
    far = credit(140, number=2, name="Ермек О.", reference="7")

    found = assemble(
        [told(A, [debit(100, reference="7")], "Омаров Ермек"), told(B, [near, far])],
    )

    assert found.matched[0].credit_row == far.row_id


def test_days_of_both_banks_leave_no_choice_between_different_people() -> None:
    day: Precision = "day"

    found = assemble(
        [
            told(
                A,
                [
                    debit(0, name="Айгүл С.", precision=day, number=1),
                    debit(0, name="Нұрлан Ж.", precision=day, number=2),
                ],
            ),
            told(B, [credit(0, precision=day)], "Серікова Айгүл"),
            told(C, [credit(0, to=C, precision=day)], "Жұмабаев Нұрлан"),
        ]
    )

    assert sorted(joined(found)) == [(A, B), (A, C)]


def test_equal_payments_of_one_day_to_one_person_join_in_their_order() -> None:
    day: Precision = "day"
    out = [debit(0, name="Айгүл С.", precision=day, number=n) for n in (1, 2)]
    came = [credit(0, name="Ермек О.", precision=day, number=n) for n in (1, 2)]

    found = assemble([told(A, out, "Омаров Ермек"), told(B, came, "Серікова Айгүл")])

    assert [(m.debit_row, m.credit_row) for m in found.matched] == [
        (d.row_id, c.row_id) for d, c in zip(out, came, strict=True)
    ]


def test_a_payment_that_comes_before_it_was_sent_is_another_one() -> None:
    found = assemble(
        [
            told(A, [debit(4_000, name="Айгүл С.")]),
            told(B, [credit(100, key=A)], "Серікова Айгүл"),
        ]
    )

    assert joined(found) == []


def test_slow_banks_are_given_the_time_that_their_certain_pairs_took() -> None:
    hours = timedelta(hours=2).seconds
    sent = [debit(n * 90_000, key=B, number=n + 1, amount=1000 + n) for n in range(9)]
    came = [credit(n * 90_000 + hours, key=A, number=n + 1, amount=1000 + n) for n in range(9)]
    vague = debit(500, name="Айгүл С.", number=20, amount=77)
    arrived = credit(500 + hours, number=20, amount=77)

    alone = assemble([told(A, [vague]), told(B, [arrived], "Серікова Айгүл")])
    among = assemble([told(A, [*sent, vague]), told(B, [*came, arrived], "Серікова Айгүл")])

    assert joined(alone) == []
    assert len(joined(among)) == len(sent) + 1


def test_a_joined_card_is_proposed_with_its_rows_and_a_known_one_is_not() -> None:
    out = debit(100, key=f"card:?:{TAIL_OF_B}", name="Айгүл С.")
    came = credit(130)
    accounts = {out.row_id: AccountKey(A), came.row_id: AccountKey(B)}

    (proposal,) = proposals_of([(out, came)], accounts, [])
    known = proposals_of(
        [(out, came)], accounts, [Alias(AccountKey(out.payee.account), AccountKey(B))]
    )

    assert (proposal.key, proposal.account) == (f"card:?:{TAIL_OF_B}", B)
    assert proposal.rows == (out.row_id,)
    assert not proposal.is_contradicted
    assert known == ()


def test_one_tail_for_two_accounts_contradicts_itself() -> None:
    rows = [debit(n, purpose="на карту *1234", number=n) for n in (1, 2)]
    came = [credit(1), credit(2, to=C)]
    accounts = {r.row_id: AccountKey(k) for r, k in zip([*rows, *came], [A, A, B, C], strict=True)}

    found = proposals_of(zip(rows, came, strict=True), accounts, [])

    assert [p.account for p in found] == [B, C]
    assert all(p.is_contradicted for p in found)


@st.composite
def vague_cases(draw: st.DrawFn) -> list[Statement]:
    """Statements of three accounts whose rows name each other in every way, close in time."""
    names = {A: "Омаров Ермек", B: "Серікова Айгүл", C: "Сәбитова Айгүл"}
    shorts = {A: "Ермек О.", B: "Айгүл С.", C: "Айгүл С."}
    rows: dict[str, list[StatementRow]] = {A: [], B: [], C: []}
    for _ in range(draw(st.integers(0, 12))):
        payer, payee = draw(st.permutations([A, B, C]))[:2]
        second = 90_000 + draw(st.integers(0, 40)) * 60
        for side, far, way in ((payer, payee, "debit"), (payee, payer, "credit")):
            shown = draw(st.sampled_from(["full", "name", "nothing", "hidden"]))
            if shown == "hidden":
                continue
            number = len(rows[side]) + 1
            key = far if shown == "full" else f"@unknown:{side}/{number}"
            party = Party(AccountKey(key), "" if shown == "nothing" else shorts[far])
            own = Party(AccountKey(side))
            made = row(
                side,
                number,
                second + (way == "credit") * draw(st.integers(0, 30)),
                direction=way,  # type: ignore[arg-type]
                amount=draw(st.sampled_from([100, 200])),
            )
            payer_party, payee_party = (own, party) if way == "debit" else (party, own)
            rows[side].append(replace(made, payer=payer_party, payee=payee_party))
    return [
        replace(statement(account, listed, name=account), holder=names[account])
        for account, listed in rows.items()
    ]


@given(vague_cases(), st.randoms(use_true_random=False))
def test_no_order_of_statements_changes_what_is_joined(
    statements: list[Statement], random: object
) -> None:
    turned = sorted(statements, key=lambda _: random.random())  # type: ignore[attr-defined]

    one, other = assemble(statements), assemble(turned)

    assert one.matched == other.matched
    assert one.ambiguous == other.ambiguous
    assert one.ledger == other.ledger


@given(vague_cases())
def test_every_account_keeps_exactly_the_movements_of_its_statement(
    statements: list[Statement],
) -> None:
    found = assemble(statements)

    for whole in statements:
        assert effects(found.ledger, whole.account) == printed(whole)
    rows = [r for m in found.matched for r in (m.debit_row, m.credit_row)]
    assert len(rows) == len(set(rows))
