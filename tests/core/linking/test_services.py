from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier, Role
from izdes.core.linking import Judgement, Knowledge, link
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.mentions import Mention, Node, mentions_of
from izdes.core.linking.services import Service
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.taking import snapshot_of
from izdes.core.linking.told import Told
from izdes.core.linking.traits import traits_of

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
# Invented accounts with valid check digits.
FIRST, SECOND = "KZ091010000000000001", "KZ791010000000000002"
THIRD = "KZ521010000000000003"


def complain(
    name: str, *, phone: int, accounts: tuple[str, ...] = (FIRST,), day: int = 0
) -> Complaint:
    contact: tuple[str, str, Role] = ("phone", f"8 701 000 {phone:04d}", "offender_contact")
    paid: list[tuple[str, str, Role]] = [("iban", account, "recipient") for account in accounts]
    given = tuple(GivenIdentifier(*one) for one in (contact, *paid))
    return Complaint(ComplaintId(name), NOON + timedelta(days=day), identifiers=given)


def services(*complaints: Complaint) -> tuple[Service, ...]:
    return link(complaints).services


# Two crews that were lent one account, one after the other.
LENT = [
    *(complain(f"a{n}", phone=1, day=n) for n in range(3)),
    *(complain(f"b{n}", phone=2, day=190 + n) for n in range(2)),
]


def test_an_account_that_two_crews_use_is_one_service_of_two_series() -> None:
    found = link(LENT)

    (service,) = found.services
    assert service.complaints == ("a0", "a1", "a2", "b0", "b1")
    assert (service.service_id, service.series) == ("a0", (("a0", 3), ("b0", 2)))
    assert service.shared_by == 2


def test_a_service_says_when_each_account_was_named() -> None:
    (service,) = services(*LENT)

    (account,) = service.accounts
    assert (account.kind, account.value, account.complaints) == ("iban", FIRST, 5)
    assert (account.first, account.last) == (NOON, NOON + timedelta(days=191))
    assert FIRST not in repr(account)


def test_a_service_never_joins_series() -> None:
    without = [
        Complaint(c.complaint_id, c.reported_at, identifiers=c.identifiers[:1]) for c in LENT
    ]

    assert link(LENT).series == link(without).series


def test_accounts_that_are_named_together_serve_together() -> None:
    found = services(
        complain("a", phone=1, accounts=(FIRST, SECOND)),
        complain("b", phone=2, accounts=(FIRST,)),
        complain("c", phone=3, accounts=(SECOND,)),
    )

    (service,) = found
    assert service.complaints == ("a", "b", "c")
    assert {account.value for account in service.accounts} == {FIRST, SECOND}


def test_what_one_complaint_of_a_service_names_is_none_of_its_accounts() -> None:
    def using(name: str, account: str, *, phone: int, day: int) -> list[Complaint]:
        own = [(account, THIRD)] + [(account,)] * 19
        return [
            complain(f"{name}{n:02d}", phone=phone, accounts=accounts, day=day)
            for n, accounts in enumerate(own)
        ]

    # Two services, and an account that one complaint of each names, long after the other.
    found = services(*using("a", FIRST, phone=1, day=0), *using("b", SECOND, phone=2, day=500))

    assert [{account.value for account in one.accounts} for one in found] == [{FIRST}, {SECOND}]


def test_a_telephone_is_no_service() -> None:
    assert services(*(complain(f"a{n}", phone=1, accounts=()) for n in range(3))) == ()


def test_an_account_of_one_complaint_is_no_service() -> None:
    assert services(complain("a", phone=1), complain("b", phone=1, accounts=(SECOND,))) == ()


def test_an_exchange_serves_nobody_in_particular() -> None:
    hub: dict[Node, Verdict] = {("iban", FIRST): Verdict("hub", "exchange", NOON, "officer-1")}

    assert link(LENT, known=Knowledge(verdicts=hub)).services == ()


def test_a_judgement_of_hands_says_nothing_of_services() -> None:
    apart = Judgement("j", ComplaintId("a0"), ComplaintId("b0"), "not_same", NOON)

    assert link(LENT, judgements=[apart]).services == services(*LENT)


def test_services_of_the_most_series_come_first() -> None:
    alone = [complain(f"c{n}", phone=9, accounts=(SECOND,)) for n in range(9)]

    found = services(*LENT, *alone)

    assert [(s.shared_by, len(s.complaints)) for s in found] == [(2, 5), (1, 9)]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.sets(st.sampled_from([FIRST, SECOND]))), max_size=8),
    st.randoms(use_true_random=False),
)
def test_every_complaint_has_one_service_at_most(
    told: list[tuple[int, set[str]]], random: Random
) -> None:
    complaints = [
        complain(f"c{n}", phone=phone, accounts=tuple(sorted(accounts)), day=n)
        for n, (phone, accounts) in enumerate(told)
    ]
    found = services(*complaints)

    random.shuffle(complaints)

    assert services(*complaints) == found
    members = [member for service in found for member in service.complaints]
    assert len(members) == len(set(members))
    paying = {c.complaint_id for c in complaints if any(m.kind == "iban" for m in mentions_of(c))}
    assert set(members) <= paying
    for service in found:
        assert sum(count for _, count in service.series) == len(service.complaints) > 1
        assert service.accounts


HOLDER: Node = ("holder", "iin:900101300018")
HELD: dict[Node, Node] = {("iban", FIRST): HOLDER, ("iban", SECOND): HOLDER}


def weight(one: Complaint, other: Complaint, holders: dict[Node, Node]) -> int:
    mentions = [m for c in (one, other) for m in mentions_of(c)]
    known = Knowledge(holders=holders)
    snapshot = snapshot_of(2, mentions, (), known)
    found = traits_of(mentions, snapshot, "services", holders=holders)
    return sum(trait.weight_milli for trait in found)


def test_an_account_and_its_holder_are_not_counted_twice() -> None:
    one, other = complain("a", phone=1), complain("b", phone=2)

    assert weight(one, other, HELD) == weight(one, other, {}) > 0


def test_two_accounts_of_one_holder_are_worth_what_a_holder_is() -> None:
    one, other = complain("a", phone=1), complain("b", phone=2, accounts=(SECOND,))

    assert weight(one, other, {}) == 0
    assert weight(one, other, HELD) == Snapshot(2, {HOLDER: 2}).weight(HOLDER) > 0


def test_whoever_shares_two_accounts_shares_their_holder_once() -> None:
    one, other = (complain(n, phone=p, accounts=(FIRST, SECOND)) for p, n in enumerate("ab", 1))
    holder = Snapshot(2, {HOLDER: 2}).weight(HOLDER)

    # Two accounts of strangers are worth more than two of one person.
    assert weight(one, other, HELD) == weight(one, other, {}) - holder


# Two crews that were lent one person's two accounts.
BY_ONE_PERSON = [
    *(complain(f"a{n}", phone=1, day=n) for n in range(3)),
    *(complain(f"b{n}", phone=2, accounts=(SECOND,), day=n) for n in range(3)),
]


def test_the_accounts_of_one_person_are_one_service_of_two_series() -> None:
    apart = link(BY_ONE_PERSON)
    found = link(BY_ONE_PERSON, known=Knowledge(holders=HELD))

    (service,) = found.services
    assert [one.complaints for one in apart.services] == [("a0", "a1", "a2"), ("b0", "b1", "b2")]
    assert service.shared_by == 2
    assert {(a.value, a.holder) for a in service.accounts} == {
        (FIRST, HOLDER[1]),
        (SECOND, HOLDER[1]),
    }
    assert found.series == apart.series


def test_a_holder_whom_an_officer_calls_a_hub_serves_nobody_in_particular() -> None:
    said = {HOLDER: Verdict("hub", "payment agent", NOON, "officer-1")}

    found = link(BY_ONE_PERSON, known=Knowledge(verdicts=said, holders=HELD))

    assert found.services == link(BY_ONE_PERSON).services


def test_a_holder_of_very_many_accounts_is_reviewed_like_any_busy_identifier() -> None:
    own = [f"KZ{n:018d}" for n in range(60)]
    holders: dict[Node, Node] = {("iban", account): HOLDER for account in own}
    # Named all year in every scheme: a payment agent, not a mule.
    mentions = [
        Mention(ComplaintId(f"c{n:02d}"), "iban", account, NOON + timedelta(days=6 * n))
        for n, account in enumerate(own)
    ]
    told = [Told(m.complaint_id, scheme=f"S{n % 9}") for n, m in enumerate(mentions)]

    found = snapshot_of(60, mentions, told, Knowledge(holders=holders))

    said = found.verdict_of(HOLDER)
    assert said is not None
    assert said.verdict != "links"
    assert found.weight(HOLDER) == 0
