from datetime import UTC, datetime, timedelta

from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier
from izdes.core.linking import link
from izdes.core.linking.mentions import Mention, Node, mentions_of
from izdes.core.linking.owners import NewOwner, changes_of
from izdes.core.linking.weak.domain_facts import DomainFact

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
PHONE: Node = ("phone", "+77010000001")
# An invented account with valid check digits.
IBAN: Node = ("iban", "KZ091010000000000001")


def complain(name: str, node: Node, *, day: int) -> Complaint:
    given = (GivenIdentifier(*node, "offender_contact"),)
    return Complaint(ComplaintId(name), NOON + timedelta(days=day), identifiers=given)


def since(node: Node, day: int) -> NewOwner:
    return NewOwner(node, NOON + timedelta(days=day), "operator's answer")


def named(*nodes: Node) -> list[Mention]:
    return [Mention(ComplaintId(f"c{n}"), *node, NOON) for n, node in enumerate(nodes)]


def series(complaints: list[Complaint], *owners: NewOwner) -> dict[ComplaintId, ComplaintId]:
    mentions = [m for c in complaints for m in mentions_of(c)]
    return dict(link(complaints, changes=changes_of(owners, (), mentions)).series)


def test_a_number_given_to_another_subscriber_links_nobody_across_that_moment() -> None:
    told = [complain(f"c{n}", PHONE, day=n) for n in range(4)]

    found = series(told, since(PHONE, 2))

    assert found == {"c0": "c0", "c1": "c0", "c2": "c2", "c3": "c2"}
    assert len({*series(told).values()}) == 1
    assert series(told, since(("phone", "+77010000002"), 2)) == series(told)


def test_an_account_passes_with_what_is_one_slip_from_it() -> None:
    found = changes_of([since(IBAN, 2)], (), named(IBAN))

    assert found == {
        IBAN: (NOON + timedelta(days=2),),
        ("iban_near", IBAN[1]): (NOON + timedelta(days=2),),
    }


def test_a_site_passes_with_its_pages_when_it_is_registered_anew() -> None:
    page: Node = ("url", "https://bonus.example/1")
    begins, ends = NOON, NOON + timedelta(days=9)
    facts = [
        DomainFact("bonus.example", "", "x@mail.example", begins, ends, "whois"),
        DomainFact("prize.example", "192.0.2.7", "", begins, None, "whois"),
    ]

    found = changes_of((), facts, named(page, ("domain", "prize.example")))

    # On which machine a site lies says nothing of whose it is.
    assert found == {("domain", "bonus.example"): (begins, ends), page: (begins, ends)}


def test_nothing_known_changes_nothing() -> None:
    assert changes_of((), (), named(PHONE)) == {}
    assert "7701" not in repr(since(PHONE, 1))
