from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import entries
from izdes.core.errors import InputRefused
from izdes.core.identifiers.complaint import (
    ROLES,
    Complaint,
    ComplaintId,
    GivenIdentifier,
    Loan,
    Payment,
    Role,
)
from izdes.core.linking import Hub, Knowledge, Links, link, packaged_hubs, read_hubs
from izdes.core.linking.kinds import kind_of
from izdes.core.linking.mentions import mentions_of

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
IBAN = "KZ091010000000000001"


def given_as(kind: str, raw: str, role: Role = "offender_contact") -> GivenIdentifier:
    return GivenIdentifier(kind, raw, role)


def complain(
    name: str,
    *identifiers: GivenIdentifier,
    payments: tuple[Payment, ...] = (),
    loans: tuple[Loan, ...] = (),
    minutes: int = 0,
) -> Complaint:
    return Complaint(
        ComplaintId(name),
        NOON + timedelta(minutes=minutes),
        identifiers=identifiers,
        payments=payments,
        loans=loans,
    )


def phone(line: int, role: Role = "offender_contact") -> GivenIdentifier:
    return given_as("phone", f"8 701 000 {line:04d}", role)


def usual_degree(kind: str) -> int:
    known = kind_of(kind)
    assert known is not None
    return known.usual_degree


def groups(found: Links) -> set[frozenset[str]]:
    ids = {series for _, series in found.series}
    return {frozenset(c for c, s in found.series if s == series) for series in ids}


def test_one_number_in_two_spellings_links_with_its_reason() -> None:
    found = link([complain("b", phone(1)), complain("a", given_as("phone", "+77010000001"))])

    (only,) = found.links
    assert (only.complaint_a, only.complaint_b) == ("a", "b")
    assert (only.kind, only.value, only.reason) == ("phone", "+77010000001", "same_phone")
    assert found.series == (("a", "a"), ("b", "a"))


def test_a_series_bears_the_id_of_its_first_complaint() -> None:
    complaints = [complain("a", phone(1), minutes=5), complain("b", phone(1)), complain("c")]

    assert link(complaints).series == (("a", "b"), ("b", "b"), ("c", "c"))


def test_links_hold_through_different_identifiers() -> None:
    complaints = [
        complain("a", phone(1)),
        complain("b", phone(1), given_as("telegram", "@bonus_desk")),
        complain("c", given_as("telegram", "t.me/Bonus_Desk")),
    ]

    assert groups(link(complaints)) == {frozenset("abc")}


def test_the_account_that_was_paid_links_with_the_account_given() -> None:
    paid = complain("a", payments=(Payment(NOON, 1, "KZT", "", "KZ09 1010 0000 0000 0001"),))
    lent = complain("b", loans=(Loan("Несие", "1", NOON, 1, "KZT", IBAN),))
    given_account = complain("c", given_as("iban", IBAN, "recipient"))

    found = link([paid, lent, given_account])

    assert groups(found) == {frozenset("abc")}
    assert {x.reason for x in found.links} == {"same_iban"}


@pytest.mark.parametrize(
    "identifier",
    [
        given_as("card", "*1234", "recipient"),
        # Many cards of the bank share six digits and four: alone it is not enough.
        given_as("card", "9398 00** **** 1234", "recipient"),
        given_as("iin", "000000000000", "recipient"),
        given_as("telegram", "no handle"),
        given_as("pager", "490154203237518"),
        phone(1, "victim"),
        phone(1, "institution"),
        phone(1, "unknown"),
    ],
)
def test_what_names_nobody_in_particular_links_nobody(identifier: GivenIdentifier) -> None:
    assert link([complain("a", identifier), complain("b", identifier)]).links == ()


@pytest.mark.parametrize("written", ["*1234", "Айгүл С.", "9398 00** **** 1234"])
def test_a_payment_to_no_complete_account_links_nobody(written: str) -> None:
    paid = (Payment(NOON, 1, "KZT", "", written),)

    assert link([complain("a", payments=paid), complain("b", payments=paid)]).links == ()


def test_what_is_the_victims_own_never_links() -> None:
    hers = complain("a", phone(1), phone(1, "victim"))
    from_hers = complain("b", given_as("iban", IBAN), payments=(Payment(NOON, 1, "KZT", IBAN, ""),))

    assert mentions_of(hers) == ()
    assert mentions_of(from_hers) == ()


@pytest.mark.parametrize(
    "identifier",
    [
        given_as("phone", "102"),
        given_as("phone", "1414"),
        given_as("phone", "5555"),
        given_as("domain", "www.olx.kz"),
        given_as("domain", "m.olx.kz", "offender_site"),
        given_as("url", "https://egov.kz/", "offender_site"),
    ],
)
def test_a_hub_links_nobody_and_is_listed(identifier: GivenIdentifier) -> None:
    found = link([complain("a", identifier), complain("b", identifier)])

    (hub,) = found.hubs
    assert (hub.degree, hub.verdict) == (2, "hub")
    assert hub.reason in entries()
    assert found.links == ()
    assert len(groups(found)) == 2


def test_somebodys_page_on_a_marketplace_links() -> None:
    page = given_as("url", "https://olx.kz/d/seller/42", "offender_site")

    assert len(link([complain("a", page), complain("b", page)]).links) == 1


def test_a_name_that_only_ends_like_a_hub_links() -> None:
    site = given_as("domain", "notolx.kz", "offender_site")

    assert len(link([complain("a", site), complain("b", site)]).links) == 1


def test_the_callers_own_hub_links_nobody() -> None:
    hotline = Hub("phone", "+77010000001", "institution_hotline")

    found = link(
        [complain("a", phone(1)), complain("b", phone(1))], known=Knowledge(hubs=[hotline])
    )

    assert (found.links, found.hubs[0].reason) == ((), "institution_hotline")


def test_an_identifier_that_too_many_name_waits_for_a_person() -> None:
    bound = usual_degree("phone")
    complaints = [complain(f"c{n:03d}", phone(1), phone(n + 2)) for n in range(bound + 1)]

    found = link(complaints)

    (hub,) = found.hubs
    assert (hub.value, hub.degree, hub.verdict) == ("+77010000001", bound + 1, "pending")
    assert found.links == ()
    assert len(link(complaints[1:]).links) == bound - 1


def test_every_packaged_hub_is_in_normal_form_and_has_words() -> None:
    hubs = packaged_hubs()

    assert len({(hub.kind, hub.value) for hub in hubs}) == len(hubs)
    assert all(hub.reason in entries() and hub.source for hub in hubs)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind,value,reason\nphone,102,x\n", "hub_column_missing"),
        ("kind,value,reason,source\nphone,nobody,x,y\n", "hub_not_read"),
        ('kind,value,reason,source\n"phone\n', "hubs_not_csv"),
        ("kind,value,reason,source\nphone\n", "hub_not_read"),
    ],
)
def test_a_bad_list_of_hubs_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputRefused) as caught:
        read_hubs(text, file="hubs.csv")

    assert caught.value.faults[0].code == code
    assert code in entries()


def test_a_list_of_hubs_is_read_into_normal_forms() -> None:
    (hub,) = read_hubs("kind,value,reason,source\nphone,8 701 000 0001,mine,desk\n", file="f")

    assert hub == Hub("phone", "+77010000001", "mine", "desk")


IDENTIFIERS = st.builds(phone, st.integers(0, 5), st.sampled_from(ROLES)) | st.sampled_from(
    [given_as("telegram", "@bonus_desk"), given_as("phone", "102"), given_as("card", "*1234")]
)


@st.composite
def many(draw: st.DrawFn) -> list[Complaint]:
    mentioned = draw(st.lists(st.lists(IDENTIFIERS, max_size=3), max_size=10))
    return [
        complain(f"C{n}", *identifiers, minutes=draw(st.integers(0, 3)))
        for n, identifiers in enumerate(mentioned)
    ]


@given(many(), st.randoms())
def test_the_order_of_complaints_changes_nothing(
    complaints: list[Complaint], random: Random
) -> None:
    shuffled = list(complaints)
    random.shuffle(shuffled)

    assert link(shuffled) == link(complaints)


@given(many())
def test_series_are_what_links_hold_together(complaints: list[Complaint]) -> None:
    found = link(complaints)

    together = {c.complaint_id: {c.complaint_id} for c in complaints}
    for x in found.links:
        joined = together[x.complaint_a] | together[x.complaint_b]
        for member in joined:
            together[member] = joined
    assert groups(found) == {frozenset(members) for members in together.values()}
    order = {c.complaint_id: c.sort_key for c in complaints}
    assert all(order[s] == min(order[c] for c in together[s]) for _, s in found.series)


@given(many())
def test_there_are_fewer_links_than_mentions(complaints: list[Complaint]) -> None:
    mentions = sum(len(mentions_of(c)) for c in complaints)

    found = link(complaints)

    assert len(found.links) <= max(0, mentions - 1)
    kept = {(hub.kind, hub.value) for hub in found.hubs}
    assert kept.isdisjoint((x.kind, x.value) for x in found.links)


@given(many())
def test_an_unrelated_complaint_changes_no_series(complaints: list[Complaint]) -> None:
    stranger = complain("stranger", phone(9_999))

    before, after = link(complaints), link([*complaints, stranger])

    assert set(after.series) - set(before.series) == {("stranger", "stranger")}
    assert {x.reason for x in after.links} == {x.reason for x in before.links}
