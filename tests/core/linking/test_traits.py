from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.kinds import kind_of
from izdes.core.linking.mentions import Certainty, Mention, Node, once
from izdes.core.linking.snapshot import Snapshot, degrees_of
from izdes.core.linking.traits import Purpose, Trait, traits_of

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
# Invented cards with valid check digits; the last is the first with one digit typed wrong.
CARD, SISTER, SLIP = "9398001234561230", "9398007777771239", "9398001234561231"


def names(
    complaint: str, kind: str, value: str, *, day: int = 0, certainty: Certainty = "exact"
) -> Mention:
    return Mention(
        ComplaintId(complaint), kind, value, NOON + timedelta(days=day), "recipient", certainty
    )


def alone(mentions: list[Mention]) -> Snapshot:
    return Snapshot(len({m.complaint_id for m in mentions}), degrees_of(mentions))


def weight_of_pair(
    mentions: list[Mention],
    a: str = "a",
    b: str = "b",
    *,
    snapshot: Snapshot | None = None,
    purpose: Purpose = "series",
    changes: dict[Node, list[datetime]] | None = None,
) -> int:
    found = traits_of(mentions, snapshot or alone(mentions), purpose, changes=changes)
    return sum(trait.weight_milli for trait in found if {a, b} <= {*trait.holders})


def weight(mentions: list[Mention], node: Node) -> int:
    return alone(mentions).weight(node)


def test_a_shared_number_weighs_what_its_kind_and_rarity_say() -> None:
    mentions = [names("a", "phone", "+77010000001"), names("b", "phone", "+77010000001")]

    assert weight_of_pair(mentions) == weight(mentions, ("phone", "+77010000001")) > 0


def test_an_address_counts_its_site_once() -> None:
    mentions = [
        names("a", "url", "https://tez-nesie.example/kiru"),
        names("b", "url", "https://tez-nesie.example/kiru"),
        names("c", "domain", "tez-nesie.example"),
    ]

    url, site = ("url", "https://tez-nesie.example/kiru"), ("domain", "tez-nesie.example")
    assert implied_nodes(mentions[0]) == (site,)
    assert weight_of_pair(mentions) == max(weight(mentions, url), weight(mentions, site))
    assert weight_of_pair(mentions, "a", "c") == weight(mentions, site)


def test_a_whole_card_counts_its_mask_and_its_slips_once() -> None:
    mentions = [
        names("a", "card", CARD),
        names("b", "card", CARD),
        names("c", "card_masked", "939800******1230", certainty="masked"),
        names("d", "card", SLIP, certainty="mistyped"),
    ]

    assert weight_of_pair(mentions) == weight(mentions, ("card", CARD))
    assert weight_of_pair(mentions, "a", "c") == weight(
        mentions, ("card_masked", "939800******1230")
    )
    assert weight_of_pair(mentions, "a", "d") == weight(mentions, ("card_near", CARD))
    assert weight_of_pair(mentions, "c", "d") == 0


def test_a_slip_between_two_numbers_that_others_name_explains_nothing() -> None:
    # Both cards are one digit away from the wrong number.
    other = next(
        c
        for c in (f"{SLIP[:n]}{d}{SLIP[n + 1 :]}" for n in range(16) for d in "0123456789")
        if c not in {CARD, SLIP} and _luhn(c)
    )
    mentions = [
        names("a", "card", CARD),
        names("b", "card", other),
        names("d", "card", SLIP, certainty="mistyped"),
    ]

    assert weight_of_pair(mentions, "a", "d") == weight_of_pair(mentions, "b", "d") == 0


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if n % 2 == 0 else 1) for n, d in enumerate(digits)]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def test_the_same_wrong_number_twice_is_an_agreement() -> None:
    mentions = [names(c, "card", SLIP, certainty="mistyped") for c in "ab"]

    assert weight_of_pair(mentions) == weight(mentions, ("card", SLIP)) > 0


@pytest.mark.parametrize("order", [1, -1])
def test_a_number_is_as_sure_as_its_surest_mention(order: int) -> None:
    sure = [names(c, "card", CARD) for c in "ab"]

    mixed = [sure[0], names("b", "card", CARD, certainty="mistyped")][::order]

    snapshot = alone(sure)
    assert traits_of(mixed, snapshot) == traits_of(sure, snapshot)
    assert degrees_of(mixed) == degrees_of(sure)


def test_two_cards_of_one_bank_agree_on_nothing() -> None:
    assert weight_of_pair([names("a", "card", CARD), names("b", "card", SISTER)]) == 0


@pytest.mark.parametrize("days", [1, 90, 91, 365, 366, 730, 731, 2_000])
def test_a_number_long_silent_says_less(days: int) -> None:
    mentions = [names("a", "phone", "+77010000001"), names("b", "phone", "+77010000001", day=days)]
    kind = kind_of("phone")
    assert kind is not None
    kept = next((keep for silence, keep in kind.silences if days <= silence), 0)

    whole = weight(mentions, ("phone", "+77010000001"))
    assert weight_of_pair(mentions) == whole * kept // 1000


def test_a_number_in_use_all_the_time_is_not_given_to_somebody_else() -> None:
    mentions = [names(f"c{n}", "phone", "+77010000001", day=50 * n) for n in range(20)]

    found = weight_of_pair(mentions, "c0", "c19")

    assert found == weight(mentions, ("phone", "+77010000001"))


def test_a_number_that_passed_to_another_holder_says_nothing_of_the_first() -> None:
    node = ("phone", "+77010000001")
    mentions = [names(c, *node, day=n) for n, c in enumerate("abc")]
    passed = {node: [NOON + timedelta(days=1)]}

    assert weight_of_pair(mentions, "a", "b", changes=passed) == 0
    assert weight_of_pair(mentions, "b", "c", changes=passed) == weight(mentions, node)


@pytest.mark.parametrize("said", ["hub", "pending"])
def test_a_value_kept_from_linking_gives_nothing_and_implies_nothing(said: str) -> None:
    mentions = [names("a", "card", CARD), names("b", "card", CARD)]
    verdict = Verdict("hub" if said == "hub" else "pending", "named_by_too_many")
    kept = Snapshot(2, degrees_of(mentions), verdicts={("card", CARD): verdict})

    assert traits_of(mentions, kept) == ()


def test_services_are_of_money_alone_and_remember_longer() -> None:
    mentions = [
        names(c, kind, value, day=day)
        for c, day in (("a", 0), ("b", 20))
        for kind, value in (("phone", "+77010000001"), ("iban", "KZ091010000000000001"))
    ]

    iban = weight(mentions, ("iban", "KZ091010000000000001"))
    assert weight_of_pair(mentions, purpose="services") == iban
    phone = weight(mentions, ("phone", "+77010000001"))
    assert weight_of_pair(mentions) == phone + iban * 400 // 1000


VALUES: st.SearchStrategy[tuple[str, str, Certainty]] = st.sampled_from(
    [
        ("phone", "+77010000001", "exact"),
        ("domain", "tez-nesie.example", "exact"),
        ("url", "https://tez-nesie.example/kiru", "exact"),
        ("card", CARD, "exact"),
        ("card", SLIP, "mistyped"),
        ("card_masked", "939800******1230", "masked"),
        ("iban", "KZ091010000000000001", "exact"),
    ]
)


@st.composite
def told(draw: st.DrawFn) -> list[Mention]:
    found = draw(st.lists(st.tuples(st.sampled_from("abcd"), VALUES, st.integers(0, 900))))
    return list(once(names(c, k, v, day=d, certainty=s) for c, (k, v, s), d in found))


@given(told())
def test_no_two_complaints_weigh_less_than_nothing(mentions: list[Mention]) -> None:
    found = traits_of(mentions, alone(mentions))

    for a, b in combinations("abcd", 2):
        # Rounding down each step may take one thousandth for each share of each trait.
        total = sum(t.weight_milli for t in found if {a, b} <= {*t.holders})
        assert total >= -len(found)


@given(told(), st.randoms())
def test_the_order_of_mentions_changes_nothing(mentions: list[Mention], random: Random) -> None:
    shuffled = list(mentions)
    random.shuffle(shuffled)

    assert traits_of(shuffled, alone(mentions)) == traits_of(mentions, alone(mentions))


@given(told())
def test_traits_grow_with_mentions_and_not_with_pairs(mentions: list[Mention]) -> None:
    found = traits_of(mentions, alone(mentions))

    steps, implied = 3, 3
    assert sum(len(trait.holders) for trait in found) <= len(mentions) * steps * implied


def test_a_trait_never_shows_the_number() -> None:
    trait = Trait("phone", "+77010000001", NOON, 1, 1, (ComplaintId("a"), ComplaintId("b")))

    assert "7701" not in repr(trait)
