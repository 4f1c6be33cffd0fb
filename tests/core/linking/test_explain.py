from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import (
    Complaint,
    ComplaintId,
    GivenIdentifier,
    Loan,
    Payment,
    Role,
)
from izdes.core.identifiers.narrative.complaints import read_words
from izdes.core.linking import Hub, Judgement, Knowledge, Limits, Links, link
from izdes.core.linking.explaining.explain import (
    Explanation,
    NoSuchComplaint,
    SameComplaint,
    chain_between,
    explain,
)
from izdes.core.linking.explaining.sources import Source, sources_of
from izdes.core.linking.grouping import height_of
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.judgements import Same
from izdes.core.linking.mentions import Mention, mentions_of
from izdes.core.linking.traits import traits_of

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
IBAN = "KZ091010000000000001"
MISTYPED_IBAN = "KZ091010000000000007"
CARD = "9398001234561230"


def said(kind: str, raw: str, role: Role = "offender_contact") -> GivenIdentifier:
    return GivenIdentifier(kind, raw, role)


def complain(name: str, *identifiers: GivenIdentifier, days: int = 0) -> Complaint:
    return Complaint(ComplaintId(name), NOON + timedelta(days=days), identifiers=identifiers)


PHONE = said("phone", "+77010000001")
OTHER_PHONE = said("phone", "+77010000002")
SITE = said("url", "https://bonus-desk.example/login")
VALUES = [
    PHONE,
    OTHER_PHONE,
    SITE,
    said("url", "https://bonus-desk.example/pay"),
    said("domain", "bonus-desk.example", "offender_site"),
    said("iban", IBAN, "recipient"),
    said("iban", MISTYPED_IBAN, "recipient"),
    said("card", CARD, "recipient"),
    said("card", "9398 00** **** 1230", "recipient"),
    said("phone", "102"),
    said("telegram", "@bonus_desk"),
]
complaints = st.lists(
    st.tuples(st.lists(st.sampled_from(VALUES), max_size=4, unique=True), st.integers(0, 900)),
    min_size=2,
    max_size=7,
).map(lambda rows: [complain(f"c{n}", *given, days=d) for n, (given, d) in enumerate(rows)])


def named(found: list[Complaint]) -> list[Mention]:
    return [m for complaint in found for m in mentions_of(complaint)]


def explained(
    one: str,
    other: str,
    given: list[Complaint],
    *,
    hubs: tuple[Hub, ...] = (),
    judgements: tuple[Judgement, ...] = (),
) -> Explanation:
    links = link(given, known=Knowledge(hubs=hubs), judgements=judgements)
    return explain(ComplaintId(one), ComplaintId(other), named(given), links, judgements=judgements)


def series_of(links: Links, name: str) -> str:
    return dict(links.series)[ComplaintId(name)]


HUBS = [
    Hub("url", "https://bonus-desk.example/login", "platform"),
    Hub("domain", "bonus-desk.example", "platform"),
    Hub("card", CARD, "marketplace"),
]


@given(complaints, st.lists(st.sampled_from(HUBS), max_size=2))
def test_an_explanation_adds_up_to_the_weight_that_grouping_takes(
    given: list[Complaint], hubs: list[Hub]
) -> None:
    links = link(given, known=Knowledge(hubs=hubs))
    traits = traits_of(named(given), links.snapshot)

    for one, other in combinations([c.complaint_id for c in given], 2):
        found = explain(one, other, named(given), links)

        shared = [t.weight_milli for t in traits if {one, other} <= {*t.holders}]
        assert found.evidence_milli == sum(shared)
        assert found.evidence_milli == sum(a.counted_milli for a in found.agreements)
        for agreement in found.agreements:
            kept = agreement.whole_milli * agreement.kept // 1000
            assert agreement.agreement_milli == kept, agreement


@given(complaints)
def test_a_chain_leads_from_one_to_the_other_within_one_series(given: list[Complaint]) -> None:
    links = link(given)

    for one, other in combinations([c.complaint_id for c in given], 2):
        chain = chain_between(one, other, links.links)

        assert bool(chain) == (series_of(links, one) == series_of(links, other))
        here = one
        for step in chain:
            assert here in (step.complaint_a, step.complaint_b)
            here = step.complaint_b if step.complaint_a == here else step.complaint_a
        assert not chain or here == other


@given(complaints)
def test_what_is_needed_for_one_series_is_just_what_grouping_asks(given: list[Complaint]) -> None:
    links, limits = link(given), Limits()

    for one, other in combinations([c.complaint_id for c in given], 2):
        apart = explain(one, other, named(given), links).distance

        if apart is None:
            continue
        assert apart.missing_milli > 0
        needed, sizes = apart.needed_milli, (apart.members_a, apart.members_b)
        assert needed >= limits.least
        assert height_of(needed, *sizes) >= limits.crew
        assert needed == limits.least or height_of(needed - 1, *sizes) < limits.crew


def test_a_silence_takes_its_share() -> None:
    found = explained("a", "b", [complain("a", PHONE), complain("b", PHONE, days=100)])

    (only,) = found.agreements
    assert (only.silence, only.kept) == (timedelta(days=100), 400)
    assert only.agreement_milli == only.whole_milli * 400 // 1000 == found.evidence_milli


def test_a_third_who_names_it_in_between_breaks_the_silence() -> None:
    given = [complain("a", PHONE), complain("b", PHONE, days=55), complain("c", PHONE, days=110)]

    (only,) = explained("a", "c", given).agreements

    assert (only.silence, only.kept) == (timedelta(days=55), 1000)


def test_a_silence_that_leaves_nothing_is_shown_all_the_same() -> None:
    found = explained("a", "b", [complain("a", PHONE), complain("b", PHONE, days=800)])

    (only,) = found.agreements
    assert only.whole_milli > 0
    assert (only.kept, only.agreement_milli, found.evidence_milli) == (0, 0, 0)


def test_what_is_implied_is_shown_and_not_counted_twice() -> None:
    found = explained("a", "b", [complain("a", SITE), complain("b", SITE)])

    page, site = sorted(found.agreements, key=lambda a: a.kind, reverse=True)
    assert (page.kind, site.kind) == ("url", "domain")
    assert site.implied_by == (("url", page.value),)
    assert site.agreement_milli > page.counted_milli
    assert found.evidence_milli == max(page.whole_milli, site.whole_milli)


def test_a_mistyped_number_is_explained_by_the_right_one_of_another() -> None:
    right, wrong = said("iban", IBAN, "recipient"), said("iban", MISTYPED_IBAN, "recipient")

    (only,) = explained("a", "b", [complain("a", right), complain("b", wrong)]).agreements

    assert (only.kind, only.value, only.reason) == ("iban_near", IBAN, "one_slip_apart")
    assert (only.one.certainty, only.other.certainty) == ("exact", "mistyped")
    assert only.other.value == MISTYPED_IBAN


def test_a_hub_is_shown_with_its_reason_and_weighs_nothing() -> None:
    listed = Hub("phone", "+77010000001", "institution_hotline")
    found = explained("a", "b", [complain("a", PHONE), complain("b", PHONE)], hubs=(listed,))

    (only,) = found.excluded
    assert (only.value, only.degree, only.verdict) == (
        "+77010000001",
        2,
        Verdict("hub", "institution_hotline"),
    )
    assert (found.agreements, found.evidence_milli) == ((), 0)


def test_the_weakest_link_of_a_chain_is_named() -> None:
    handle = said("telegram", "@bonus_desk")
    given = [
        complain("a", PHONE, SITE),
        complain("b", PHONE, SITE, handle),
        complain("c", handle, days=700),
    ]

    weakest = explained("a", "c", given).weakest

    assert weakest is not None
    assert (weakest.reason, weakest.complaint_b) == ("same_telegram", "c")


def judged(verdict: Same, one: str, other: str) -> Judgement:
    return Judgement("1", ComplaintId(one), ComplaintId(other), verdict, NOON, by="officer:1")


def test_a_judgement_on_the_pair_is_part_of_its_explanation() -> None:
    same = judged("same", "b", "a")

    found = explained("a", "b", [complain("a"), complain("b")], judgements=(same,))

    assert found.judgements == (same,)
    assert [link.reason for link in found.chain] == ["judged_the_same"]
    assert found.distance is None


def test_what_keeps_two_series_apart_is_named() -> None:
    apart = judged("not_same", "a", "b")

    found = explained("a", "b", [complain("a", PHONE), complain("b", PHONE)], judgements=(apart,))

    assert found.distance is not None
    assert found.distance.apart == (apart,)
    assert found.distance.missing_milli == 0


@pytest.mark.parametrize(
    ("one", "other", "error"), [("a", "x", NoSuchComplaint), ("a", "a", SameComplaint)]
)
def test_only_two_linked_complaints_are_explained(
    one: str, other: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        explained(one, other, [complain("a"), complain("b")])


def test_a_repr_names_no_number() -> None:
    found = explained("a", "b", [complain("a", PHONE), complain("b", PHONE)])

    assert "7701" not in repr(found)


def test_every_place_of_an_identifier_is_found() -> None:
    words = f"Перевел на {IBAN}, потом еще раз на {IBAN}."
    complaint, read = read_words(
        Complaint(
            ComplaintId("a"),
            NOON,
            narrative=words,
            identifiers=(said("phone", "8 701 000 00 01"), said("iban", IBAN, "recipient")),
            payments=(Payment(), Payment(paid_from="", paid_to="KZ09 1010 0000 0000 0001")),
            loans=(Loan(paid_to=IBAN),),
        ),
        zone=UTC,
    )

    found = sources_of(complaint, read.mentions, ("iban", IBAN))

    first, second = words.index(IBAN), words.rindex(IBAN)
    assert found == (
        Source("identifiers[1]"),
        Source("loans[0].paid_to"),
        Source("narrative", first, first + len(IBAN)),
        Source("narrative", second, second + len(IBAN)),
        Source("payments[1].to"),
    )
