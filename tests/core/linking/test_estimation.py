from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import entries
from izdes.core.errors import InputRefused
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.estimation import (
    Estimate,
    Prior,
    confirmed_by,
    estimates_of,
    packaged_prior,
)
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.judgements import Judgement, Same
from izdes.core.linking.kind_tables import kinds_table, read_kinds
from izdes.core.linking.kinds import kind_of, packaged
from izdes.core.linking.mentions import Mention
from izdes.core.linking.snapshot import Snapshot

NOON = datetime(2026, 5, 19, 12, 0, tzinfo=UTC)
SNAPSHOT = Snapshot(30_000, {})
NO_PRIOR = Prior(pairs=0, complaints=0, most_pairs=100)
PHONE = packaged()["phone"]


def names(*complaints: str) -> list[ComplaintId]:
    return [ComplaintId(name) for name in complaints]


def named(complaint: str, *values: str, kind: str = "phone") -> list[Mention]:
    mark = "+7" if kind == "phone" else ""
    return [Mention(ComplaintId(complaint), kind, f"{mark}{value}", NOON) for value in values]


def estimate(
    confirmed: Iterable[list[ComplaintId]],
    *mentions: list[Mention],
    kind: str = "phone",
    prior: Prior = NO_PRIOR,
    snapshot: Snapshot = SNAPSHOT,
) -> Estimate:
    told = [m for some in mentions for m in some]
    found = estimates_of(confirmed, told, snapshot, prior=prior)
    return next(one for one in found if one.before.name == kind)


def test_a_share_is_that_of_pairs_in_which_both_name_the_kind() -> None:
    found = estimate(
        [names("a", "b", "c", "d")],
        named("a", "1"),
        named("b", "1", "2"),
        named("c", "2"),
        named("d", "x", kind="telegram"),
    )

    # Of ab, ac and bc two agree; d names no telephone.
    assert (found.same.hits, found.same.of) == (2, 3)
    assert found.after.share_milli == 667


def test_confirmed_pairs_with_a_complaint_in_common_are_one_hand() -> None:
    pairs = [names("a", "b"), names("c", "b"), names("x", "y")]

    found = estimate(pairs, *(named(name, "1") for name in "abc"), named("x", "9"))

    assert (found.same.hits, found.same.of) == (3, 3)
    assert (found.different.hits, found.different.of) == (0, 3)


def test_coincidence_is_how_many_strangers_name_a_value() -> None:
    found = estimate(
        [names("a", "b"), names("c", "d"), names("e", "f")],
        *(named(name, "1") for name in "abc"),
        *(named(name, name) for name in "def"),
    )

    # Of the 12 pairs of different hands ac and bc agree; everybody names a telephone.
    assert (found.different.hits, found.different.of) == (2, 12)
    assert found.after.coincidence == 30_000 * 2 // 12


def test_few_pairs_hardly_move_the_packaged_numbers() -> None:
    prior = packaged_prior()

    found = estimate([names("a", "b")], named("a", "1"), named("b", "1"), prior=prior)

    assert found.after.share_milli == round((1_000 + 300 * prior.pairs) / (1 + prior.pairs))
    assert found.after.coincidence == PHONE.coincidence


def test_many_pairs_decide() -> None:
    series = [names(f"a{n}", f"b{n}") for n in range(2_000)]
    told = [named(name, name if n % 4 else str(n)) for n, two in enumerate(series) for name in two]

    found = estimate(series, *told, prior=packaged_prior())

    # A quarter agrees: 250, and the packaged 300 has hardly a say.
    assert 250 <= found.after.share_milli <= 252
    least, most = found.same.interval
    assert least < 0.25 < most


def test_never_and_always_are_not_believed() -> None:
    agreeing = estimate([names("a", "b")], named("a", "1"), named("b", "1"))
    differing = estimate([names("a", "b")], named("a", "1"), named("b", "2"))

    assert (agreeing.after.share_milli, differing.after.share_milli) == (999, 1)


def test_of_a_large_series_only_some_pairs_are_counted() -> None:
    large = names(*(f"c{n:03d}" for n in range(100)))

    found = estimate([large], *(named(name, "1") for name in large))

    # Fourteen complaints have 91 pairs, fifteen more than a hundred.
    assert found.same.of == 91


def test_a_hub_takes_no_part() -> None:
    hub = Snapshot(30_000, {}, verdicts={("phone", "+71"): Verdict("hub", "marketplace", NOON)})

    found = estimate([names("a", "b")], named("a", "1", "2"), named("b", "1", "3"), snapshot=hub)

    assert (found.same.hits, found.same.of) == (0, 1)


def test_pages_of_one_site_agree_on_the_site() -> None:
    pages = [named(n, f"https://usynys.example/{n}", kind="url") for n in "ab"]

    found = estimate([names("a", "b")], *pages, kind="domain")

    assert (found.same.hits, found.same.of) == (1, 1)


def test_addresses_of_all_chains_are_one_kind() -> None:
    found = estimate(
        [names("a", "b")],
        named("a", "T1", kind="tron"),
        named("b", "T1", kind="tron"),
        kind="wallet",
    )

    assert found.same.of == 1


@given(st.randoms(use_true_random=False))
def test_the_order_of_what_is_confirmed_changes_nothing(random: Random) -> None:
    series = [names(*(f"{s}{n}" for n in range(4))) for s in "abc"]
    told = [m for group in series for c in group for m in named(c, c[1], c[0])]
    pairs = [[one, other] for group in series for one in group for other in group if one < other]
    before = estimates_of(series, told, SNAPSHOT)

    random.shuffle(pairs)
    random.shuffle(told)

    assert estimates_of(pairs, told, SNAPSHOT) == before


def judged(name: str, one: str, other: str, verdict: Same) -> Judgement:
    a, b = names(one, other)
    return Judgement(name, a, b, verdict, NOON, "court", "sentence")


def test_hands_are_what_courts_and_officers_decided() -> None:
    said = [
        judged("1", "a", "b", "same"),
        judged("2", "b", "c", "same"),
        judged("3", "c", "x", "not_same"),
        # Outranked by what keeps the two apart.
        judged("4", "x", "a", "same"),
    ]

    found = confirmed_by(said)

    assert [[*hand] for hand in found] == [names("a", "b", "c"), names("x")]
    assert confirmed_by(reversed(said)) == found


def test_the_kinds_of_a_snapshot_are_what_is_estimated_anew() -> None:
    kinds = read_kinds("kinds: {phone: {share_milli: 700}}", file="own.yaml")

    found = estimate([names("a", "b")], named("a", "1"), snapshot=replace(SNAPSHOT, kinds=kinds))

    assert found.before.share_milli == 700
    assert SNAPSHOT.digest != replace(SNAPSHOT, kinds=kinds).digest


def test_nothing_confirmed_estimates_nothing() -> None:
    assert estimates_of([], named("a", "1"), SNAPSHOT) == ()


def test_a_table_of_estimates_is_read_back() -> None:
    series = [names("a", "b"), names("c", "d")]
    told = [m for n, c in enumerate("abcd") for m in named(c, str(n // 2))]
    found = estimates_of(series, told, SNAPSHOT)

    table = kinds_table(found, source="joinders decided in 2026")
    kinds = read_kinds(table, file="own.yaml")

    assert kinds["phone"] == found[0].after
    assert "2 of 2 pairs of one hand agree" in kinds["phone"].source
    assert kinds["email"] == kind_of("email")
    assert yaml.safe_load(table)["source"] == "joinders decided in 2026"
    assert kinds_table(found, source="joinders decided in 2026") == table


def test_what_a_table_leaves_out_stays_as_packaged() -> None:
    kinds = read_kinds("kinds:\n  iban: {share_milli: 410}\n", file="own.yaml")

    assert kinds["iban"].share_milli == kinds["iban_near"].share_milli == 410
    assert kinds["iban"].coincidence == packaged()["iban"].coincidence
    assert kinds["iban"].source == "own.yaml"
    assert kinds["iban_near"].slips
    assert read_kinds("kinds: {wallet: {cap_milli: 1}}", file="f")["tron"].cap_milli == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1, 2", "kinds_not_yaml"),
        ("just words", "kinds_not_yaml"),
        ("kinds: {phone: 2026-99-99}", "kinds_not_yaml"),
        (f"kinds: {{phone: {'9' * 5_000}}}", "kinds_not_yaml"),
        ("[" * 5_000, "kinds_not_yaml"),
        ("kinds: [phone]", "kinds_not_yaml"),
        ("kinds: {pager: {share_milli: 3}}", "kind_unknown"),
        ("kinds: {iban_near: {share_milli: 3}}", "kind_unknown"),
        ("kinds: {tron: {share_milli: 3}}", "kind_unknown"),
        ("kinds: {phone: 3}", "kind_number_unknown"),
        ("kinds: {phone: {m: 3}}", "kind_number_unknown"),
        ("kinds: {phone: {share_milli: 1000}}", "kind_number_wrong"),
        ("kinds: {phone: {share_milli: 0.3}}", "kind_number_wrong"),
        ("kinds: {phone: {share_milli: true}}", "kind_number_wrong"),
        ("kinds: {phone: {coincidence: 0}}", "kind_number_wrong"),
        ("kinds: {phone: {layer: money}}", "kind_number_fixed"),
        ("kinds: {phone: {usual_degree: 5}}", "kind_number_fixed"),
    ],
)
def test_a_table_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        read_kinds(text, file="own.yaml")

    (fault,) = refusal.value.faults
    assert (fault.code, fault.file) == (code, "own.yaml")
    assert code in entries()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_tables(text: str) -> None:
    try:
        found = read_kinds(text, file="own.yaml")
    except InputRefused:
        return
    assert found.keys() == packaged().keys()


def test_time_says_nothing_of_shares() -> None:
    late = [Mention(m.complaint_id, *m.node, m.at + timedelta(days=900)) for m in named("b", "1")]

    assert estimate([names("a", "b")], named("a", "1"), late).same.hits == 1
