from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import say
from izdes.core.identifiers.complaint import (
    Complaint,
    ComplaintId,
    GivenIdentifier,
    Payment,
)
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.weak.meeting import Arrival, Met, meetings, met_milli, next_account_mentions
from izdes.core.linking.weak.proposals import money_met
from izdes.core.linking.weak.received import own_accounts, victim_received
from izdes.core.money.account import AccountKey, Alias, cash_at
from izdes.core.money.aliases import AliasBook
from izdes.twin.numbers import iban

NOON = datetime(2026, 5, 19, 12, tzinfo=UTC)
# Invented accounts with valid check digits.
FIRST, SECOND, DRAWN = (AccountKey(f"iban:{iban('123', f'{n:013d}')}") for n in (1, 2, 3))
CARD = "9398001234561230"


def came(complaint: str, account: AccountKey, amount: int, *, step: int, hour: int = 0) -> Arrival:
    at = NOON + timedelta(hours=hour)
    return Arrival(ComplaintId(complaint), account, amount, "KZT", at, step)


def drawn_together() -> list[Arrival]:
    return [
        came("a", FIRST, 1_000, step=1),
        came("a", DRAWN, 600, step=2, hour=1),
        came("b", SECOND, 5_000, step=1, hour=2),
        came("b", DRAWN, 100, step=3, hour=3),
        came("b", DRAWN, 150, step=2, hour=4),
        came("b", cash_at("BANK"), 4_000, step=2, hour=4),
        came("a", cash_at("BANK"), 400, step=2, hour=4),
    ]


def test_money_of_two_victims_meets_in_a_further_account() -> None:
    (meeting,) = meetings(drawn_together())

    hour = timedelta(hours=1)
    assert meeting.account == DRAWN
    assert meeting.met == (
        Met(ComplaintId("a"), 600, "KZT", 600, NOON + hour, NOON + hour, 2),
        Met(ComplaintId("b"), 250, "KZT", 50, NOON + 3 * hour, NOON + 4 * hour, 2),
    )
    assert meeting.complaints == ("a", "b")
    assert DRAWN not in repr(meeting)


def test_where_money_meets_is_mentioned_by_each() -> None:
    found = next_account_mentions(drawn_together())

    assert [(m.complaint_id, m.kind, m.value, m.role) for m in found] == [
        ("a", "next_account", DRAWN, "reached"),
        ("b", "next_account", DRAWN, "reached"),
    ]


def test_an_account_that_both_paid_to_is_no_meeting() -> None:
    assert meetings([came("a", FIRST, 5, step=1), came("b", FIRST, 5, step=1)]) == ()


def test_of_those_who_paid_straight_only_the_first_meets_the_others() -> None:
    arrivals = [
        came("d", DRAWN, 5, step=1, hour=2),
        came("c", DRAWN, 5, step=1, hour=1),
        came("a", FIRST, 5, step=1),
        came("a", DRAWN, 5, step=2, hour=3),
    ]

    found = next_account_mentions(arrivals)

    assert [m.complaint_id for m in found] == ["a", "c"]


def test_a_trickle_weighs_less_than_half_of_the_money() -> None:
    node = ("next_account", str(DRAWN))
    snapshot = Snapshot(2, {node: 2})
    whole = [*drawn_together(), came("b", DRAWN, 4_000, step=2)]
    drop = [came("a", FIRST, 1_000, step=1), came("a", DRAWN, 1, step=2), *drawn_together()[2:]]

    weights = [
        met_milli(meetings(arrivals)[0], ComplaintId("a"), ComplaintId("b"), snapshot)
        for arrivals in (whole, drawn_together(), drop)
    ]

    assert weights[0] == snapshot.weight(node) > weights[1] > weights[2] == 0


def test_an_account_where_very_many_meet_weighs_less() -> None:
    crowd = [came(f"x{n}", DRAWN, 500, step=2, hour=9) for n in range(2_000)]
    paid = [came(f"x{n}", FIRST, 1_000, step=1) for n in range(2_000)]
    snapshot = Snapshot(2, {})

    (few,), (many,) = (meetings([*drawn_together(), *more]) for more in ([], [*crowd, *paid]))

    both = ComplaintId("a"), ComplaintId("b")
    assert met_milli(few, *both, snapshot) > met_milli(many, *both, snapshot)


def test_meetings_propose_every_two_of_few() -> None:
    arrivals = [
        *drawn_together(),
        came("c", SECOND, 9, step=1),
        came("c", DRAWN, 9, step=2, hour=8),
    ]

    found = money_met(meetings(arrivals), Snapshot(3, {}))

    assert [(h.complaint_a, h.complaint_b, h.reason) for h in found] == [
        ("a", "b", "same_next_account"),
        ("a", "c", "same_next_account"),
        ("b", "c", "same_next_account"),
    ]
    assert found[0].log10_lr_milli < found[1].log10_lr_milli < 2_500


def test_meetings_of_many_propose_each_with_the_first() -> None:
    arrivals = [
        came(f"c{n:02d}", account, 9, step=step, hour=step)
        for n in range(30)
        for step, account in ((1, FIRST), (2, DRAWN))
    ]

    found = money_met(meetings(arrivals), Snapshot(3, {}))

    assert len(found) == 29
    assert {h.complaint_a for h in found} == {"c00"}


@given(st.permutations(drawn_together()))
def test_the_order_of_arrivals_decides_nothing(arrivals: list[Arrival]) -> None:
    assert meetings(arrivals) == meetings(drawn_together())
    assert next_account_mentions(arrivals) == next_account_mentions(drawn_together())


def test_money_that_runs_in_a_circle_is_no_more_than_all_of_it() -> None:
    arrivals = [*drawn_together(), came("a", DRAWN, 900, step=4, hour=9)]

    (meeting,) = meetings(arrivals)

    assert meeting.met[0].permille == 1_000


@pytest.mark.parametrize(("amount", "step"), [(0, 1), (-5, 2), (5, 0)])
def test_an_arrival_is_a_positive_amount_at_a_step(amount: int, step: int) -> None:
    with pytest.raises(ValueError, match="positive amount"):
        came("a", FIRST, amount, step=step)


def test_a_victim_who_received_anothers_money_is_a_lead() -> None:
    owners = {DRAWN: [ComplaintId("a"), ComplaintId("z")]}

    found = victim_received(drawn_together(), owners)

    assert [(r.owner, r.origin, r.amount_minor) for r in found] == [
        ("a", "b", 250),
        ("z", "a", 600),
        ("z", "b", 250),
    ]
    assert found[0].first_at == NOON + timedelta(hours=3)
    assert say("victim_received", "en") == (victim_received.__doc__ or "").partition("\n")[0]


def test_own_accounts_are_those_paid_from_and_given_as_the_victims() -> None:
    complaint = Complaint(
        ComplaintId("a"),
        reported_at=NOON,
        payments=(Payment(paid_from=FIRST.removeprefix("iban:"), paid_to="*1234"),),
        identifiers=(
            GivenIdentifier("card", CARD, "victim"),
            GivenIdentifier("iban", SECOND.removeprefix("iban:"), "recipient"),
            GivenIdentifier("phone", "+77010000001", "victim"),
        ),
    )
    aliases = AliasBook([Alias(AccountKey(f"card:X:{CARD}"), DRAWN)])

    assert own_accounts(complaint) == {FIRST, f"card:?:{CARD}"}
    assert own_accounts(complaint, aliases) == {FIRST, DRAWN}
