from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.adapters.words import entries
from izdes.core.identifiers.complaint import Complaint, ComplaintId, GivenIdentifier, Payment
from izdes.core.linking import Hub, Knowledge, Links, link
from izdes.core.linking.evidence import log10_milli
from izdes.core.linking.hubs.behaviour import NodeFacts, facts_of
from izdes.core.linking.hubs.namings import Namings
from izdes.core.linking.hubs.review import (
    UNDECIDED,
    Verdict,
    judge,
    packaged,
    review,
)
from izdes.core.linking.kinds import kind_of, usual_degree
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.told import Told, told_of

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
POPULATION = 30_000
MULE: Node = ("iban", "KZ091010000000000001")
EXCHANGE: Node = ("tron", "TXYZ")
HOTLINE: Node = ("phone", "+77010000001")
SITE: Node = ("domain", "usynys.example")
SCHEMES = ("PHISHING", "INVESTMENT", "ONLINE_LOAN", "JOB_TASK")
Crowd = tuple[list[Mention], list[Told]]


def complaint(
    name: str,
    day: float,
    nodes: Iterable[Node],
    *,
    scheme: str = "",
    institutions: Iterable[Node] = (),
) -> Crowd:
    """One complaint: what it names, and what it tells beside."""
    at = BEGIN + timedelta(days=day)
    mentions = [Mention(ComplaintId(name), *node, at, "offender_contact") for node in nodes]
    return mentions, [Told(ComplaintId(name), "75", scheme, (), tuple(institutions))]


def together(*parts: Crowd) -> Crowd:
    return [m for mentions, _ in parts for m in mentions], [t for _, told in parts for t in told]


def strangers(count: int, *also: Node, institution: Node | None = None) -> Crowd:
    """Victims of many crews all year round, in many schemes; some name what everybody names."""
    return together(
        *(
            complaint(
                f"s{n:04d}",
                n * 365 / count,
                [("phone", f"+7702{n:07d}"), *also],
                scheme=SCHEMES[n % 4],
                institutions=[institution] if institution and n % 2 else (),
            )
            for n in range(count)
        )
    )


def crew(name: str, count: int, *also: Node, day: int = 100, phones: int = 5) -> Crowd:
    """Victims of one crew in ten days, in one scheme; none if ``phones`` is 0."""
    return together(
        *(
            complaint(
                f"{name}{n:04d}",
                day + n * 10 / count,
                [*([("phone", f"+7705{ord(name):02d}{n % phones:05d}")] if phones else []), *also],
                scheme="PHISHING",
            )
            for n in range(count)
        )
    )


def verdict(node: Node, *parts: Crowd) -> Verdict:
    mentions, told = together(*parts)
    return review(mentions, told, population=POPULATION)[node]


def facts(node: Node, *parts: Crowd) -> NodeFacts:
    mentions, told = together(*parts)
    namings = Namings.of(mentions, told, lambda _: False, population=POPULATION)
    counting = packaged().counting
    return facts_of(namings.counts(node, counting, POPULATION), counting)


def usual(node: Node) -> int:
    kind = kind_of(node[0])
    assert kind is not None
    return usual_degree(kind, POPULATION)


def test_a_crews_own_busy_account_links() -> None:
    found = verdict(MULE, strangers(400), crew("a", 150, MULE))

    assert found.verdict == "links"
    assert (found.reason, -3) in found.grounds
    assert (found.at, found.by) == (None, "")


def test_a_busy_account_links_though_its_victims_name_nothing_else() -> None:
    found = verdict(MULE, strangers(400), crew("a", 150, MULE, phones=0))

    assert found.verdict == "links"


def test_an_account_of_two_crews_one_after_the_other_links() -> None:
    crews = crew("a", 80, MULE, day=100), crew("b", 80, MULE, day=118)

    assert verdict(MULE, strangers(400), *crews).verdict == "links"


def test_a_deposit_address_that_everybody_names_is_a_hub() -> None:
    found = verdict(EXCHANGE, strangers(400, EXCHANGE))

    assert (found.verdict, found.reason) == ("hub", "nothing_else_in_common")


def test_a_hotline_that_some_give_as_the_banks_is_a_hub() -> None:
    found = verdict(HOTLINE, strangers(300, HOTLINE, institution=HOTLINE))

    assert found.verdict == "hub"
    assert ("given_as_an_institutions", 3) in found.grounds


def test_a_site_that_many_pages_lie_in_is_reviewed() -> None:
    pages = [
        complaint(
            f"p{n:04d}", n, [("url", f"https://usynys.example/{n}"), ("phone", f"+7{n:010d}")]
        )
        for n in range(usual(SITE) + 1)
    ]

    assert verdict(SITE, *pages).verdict == "hub"


def test_what_behaves_like_both_waits_for_a_person() -> None:
    # A crew keeps to an address that takes money of everybody.
    faithful = crew("a", 130, EXCHANGE), strangers(130, EXCHANGE)

    found = verdict(EXCHANGE, *faithful)

    assert (found.verdict, found.reason) == ("pending", UNDECIDED)


def test_what_few_name_is_not_reviewed_unless_somebody_asks() -> None:
    mentions, told = crew("a", usual(MULE), MULE)

    assert review(mentions, told, population=POPULATION) == {}
    assert review(mentions, told, population=POPULATION, asked=[MULE, HOTLINE]).keys() == {MULE}


def test_what_is_listed_is_not_reviewed_and_is_no_companion() -> None:
    mentions, told = together(crew("a", 150, MULE, SITE, phones=0), strangers(200))

    found = Namings.of(mentions, told, lambda node: node == SITE, population=POPULATION)

    assert SITE not in found.named
    assert found.counts(MULE, packaged().counting, POPULATION).beside == 0


def test_a_page_says_no_more_by_its_site() -> None:
    page: Node = ("url", "https://usynys.example/invest")
    named = together(*(complaint(f"c{n}", n, [page, SITE]) for n in range(20)))

    assert (facts(page, named).beside, facts(SITE, named).beside) == (0, 0)


def test_a_marketplace_and_its_courier_hold_nobody_together() -> None:
    courier: Node = ("phone", "+77010000009")
    one_in_three = together(strangers(200, SITE, courier))
    others = [complaint(f"o{n}", n / 2, [courier]) for n in range(400)]

    assert facts(SITE, one_in_three, *others).companion_permille == 0


def test_what_chance_puts_together_is_no_companion() -> None:
    often: Node = ("phone", "+77010000008")
    five_of_ninety = [complaint(f"s{n:04d}", n, [often]) for n in range(5)]
    others = [complaint(f"o{n}", n, [often]) for n in range(85)]

    found = facts(EXCHANGE, strangers(300, EXCHANGE), *five_of_ninety, *others)

    # 300 · 90 / 30,000 would be one; five are more, but not ten times as many.
    assert found.companion_permille == 0


def test_two_busy_numbers_of_one_crew_are_companions() -> None:
    pair = crew("a", 200, MULE, HOTLINE, phones=0)

    found = facts(MULE, pair)

    assert (found.companion_permille, found.together_permille) == (1000, 1000)


def test_what_is_named_in_one_stretch_is_hardly_named_otherwise() -> None:
    found = facts(MULE, strangers(400), crew("a", 150, MULE))

    assert (found.span_days, found.busiest_permille, found.otherwise_permille) == (9, 1000, 0)


def test_what_everybody_names_is_named_as_often_otherwise() -> None:
    found = facts(EXCHANGE, strangers(400, EXCHANGE))

    assert found.otherwise_permille == 1000
    assert (found.span_days, found.silence_days, found.regions, found.schemes) == (364, 0, 1, 4)


def test_time_and_scheme_say_nothing_where_all_complaints_are_alike() -> None:
    found = facts(MULE, crew("a", 150, MULE))

    assert (found.otherwise_permille, found.other_schemes_permille) == (None, None)


def test_time_says_nothing_where_hardly_anything_lies_outside() -> None:
    found = facts(MULE, strangers(8), crew("a", 150, MULE))

    assert found.otherwise_permille is None


def test_sums_are_counted_in_tenge() -> None:
    sums = [100_000 * n for n in range(1, 11)] + [123_456] * 10
    paid = [Told(ComplaintId(f"c{n}"), paid=((MULE, minor),)) for n, minor in enumerate(sums)]
    named = [m for n in range(20) for m in complaint(f"c{n}", n, [MULE])[0]]

    found = facts(MULE, (named, paid))

    assert (found.payments, found.round_permille) == (20, 500)
    # Two of twenty are no larger than the one sum, eighteen no larger than the other.
    assert found.spread_milli == log10_milli(800_000, 123_456)


def test_too_few_tell_nothing() -> None:
    found = facts(MULE, crew("a", 9, MULE))

    known = {name: getattr(found, name) for name in ("degree", "span_days", "beside")}
    assert known == {"degree": 9, "span_days": 8, "beside": 9}
    assert {getattr(found, f.name) for f in fields(found) if f.name.endswith("permille")} == {None}


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_what_is_told_changes_nothing(random: Random) -> None:
    mentions, told = together(strangers(60, EXCHANGE), crew("a", 70, EXCHANGE, MULE))
    before = review(mentions, told, population=POPULATION, asked=[MULE])

    random.shuffle(mentions)
    random.shuffle(told)

    assert review(mentions, told, population=POPULATION, asked=[MULE]) == before
    assert len(before) == 2


def test_every_rule_speaks_of_a_fact_and_has_its_words() -> None:
    names = {f.name for f in fields(NodeFacts)}

    for rule in packaged().rules:
        assert rule.fact in names
        assert rule.points
        assert rule.reason in entries()
    assert UNDECIDED in entries()
    assert packaged().source


def test_rules_of_one_fact_never_speak_at_once() -> None:
    for one in packaged().rules:
        for other in packaged().rules:
            if one is not other and one.fact == other.fact:
                assert (one.most is not None and one.most < (other.least or 0)) or (
                    other.most is not None and other.most < (one.least or 0)
                )


def test_a_verdict_says_every_ground_with_its_points() -> None:
    found = facts(MULE, strangers(400), crew("a", 150, MULE))

    said = judge(replace(found, institution_permille=300))

    points = dict(said.grounds)
    assert points["given_as_an_institutions"] == 3
    assert sum(points.values()) == sum(dict(judge(found).grounds).values()) + 3


# What follows looks at whole complaints.


def complain(name: str, *values: str, day: float = 0, kind: str = "phone") -> Complaint:
    given = tuple(GivenIdentifier(kind, value, "offender_contact") for value in values)
    return Complaint(ComplaintId(name), BEGIN + timedelta(days=day), identifiers=given)


def groups(found: Links) -> set[frozenset[str]]:
    ids = {series for _, series in found.series}
    return {frozenset(c for c, s in found.series if s == series) for series in ids}


def test_an_officers_verdict_outranks_the_machine_and_can_be_withdrawn() -> None:
    number = "+77010000001"
    many = [complain(f"c{n:03d}", number, day=n) for n in range(usual(HOTLINE) + 1)]
    said = {HOTLINE: Verdict("links", "crews_own", BEGIN, "officer-1")}

    machine = link(many)
    officer = link(many, known=Knowledge(verdicts=said))

    assert machine.hubs[0].verdict != "links"
    assert (officer.hubs[0].verdict, officer.hubs[0].reason) == ("links", "crews_own")
    assert len(groups(officer)) < len(groups(machine))
    assert link(many, known=Knowledge()) == machine


@given(
    st.lists(st.sets(st.integers(0, 3), max_size=2), min_size=1, max_size=12),
    st.sets(st.integers(0, 11)),
    st.sampled_from(["listed", "hub", "pending"]),
)
def test_mentions_of_a_hub_change_no_series(
    named: list[set[int]], naming_it: set[int], how: str
) -> None:
    own = [[f"+7705000000{value}" for value in values] for values in named]
    hub = Hub("phone", HOTLINE[1], "institution_hotline")
    said = {
        HOTLINE: Verdict("hub" if how == "hub" else "pending", "marketplace", BEGIN, "officer-1")
    }

    without = link([complain(f"c{n:02d}", *values) for n, values in enumerate(own)])
    found = link(
        [
            complain(f"c{n:02d}", *values, *([HOTLINE[1]] if n in naming_it else []))
            for n, values in enumerate(own)
        ],
        known=Knowledge(hubs=[hub]) if how == "listed" else Knowledge(verdicts=said),
    )

    assert found.series == without.series


@pytest.mark.parametrize("share", [2, 1])
def test_a_hub_that_nobody_listed_fuses_no_two_crews(share: int) -> None:
    def crowd(*, with_hub: bool) -> list[Complaint]:
        found = []
        for n in range(240):
            own = f"+770500000{n % 2}{n % 3}" if n < 60 else f"+77020000{n:03d}"
            named = [own, HOTLINE[1]] if with_hub and n % share == 0 else [own]
            found.append(complain(f"c{n:03d}", *named, day=n * 37 % 365))
        return found

    found = link(crowd(with_hub=True))

    (hub,) = found.hubs
    assert hub.verdict in {"hub", "pending"}
    assert found.series == link(crowd(with_hub=False)).series


def test_a_complaint_tells_sums_and_what_is_an_institutions() -> None:
    payments = (
        Payment(BEGIN, 500_000, "KZT", "", "KZ09 1010 0000 0000 0001"),
        Payment(BEGIN, 900, "USD", "", "KZ09 1010 0000 0000 0001"),
        Payment(BEGIN, None, "KZT", "", "KZ09 1010 0000 0000 0001"),
        Payment(BEGIN, 700, "KZT", "", "Айгүл С."),
    )
    told = told_of(
        Complaint(
            ComplaintId("a"),
            BEGIN,
            region="75",
            scheme="PHISHING",
            payments=payments,
            identifiers=(
                GivenIdentifier("phone", "1414", "institution"),
                GivenIdentifier("phone", "8 701 000 00 01", "offender_contact"),
            ),
        )
    )

    assert told == Told(
        ComplaintId("a"), "75", "PHISHING", ((MULE, 500_000),), (("phone", "1414"),)
    )
    assert "KZ09" not in repr(told)
