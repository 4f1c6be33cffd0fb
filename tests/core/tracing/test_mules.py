from dataclasses import fields, replace
from datetime import UTC
from itertools import pairwise

import pytest
from hypothesis import given
from tests.core.tracing.ledgers import claim, cover, ledger, move, wild_cases

from izdes.adapters.words import LANGUAGES, entries, say
from izdes.core.money.account import AccountKey, AccountKind
from izdes.core.money.transfer import Claim, Ledger, Transfer
from izdes.core.tracing.mules import (
    MuleProposal,
    Proposal,
    Weights,
    mules,
    packaged_weights,
    read_weights,
    score,
)
from izdes.core.tracing.passing import Passing
from izdes.core.tracing.rules import trace

DAY = 24 * 60


def proposed(
    book: Ledger,
    claims: list[Claim],
    *,
    protected: tuple[str, ...] = (),
    weights: Weights | None = None,
) -> dict[str, MuleProposal]:
    found = mules(
        book,
        claims,
        trace(book, claims, "fifo"),
        zone=UTC,
        protected={AccountKey(a) for a in protected},
        weights=weights,
    )
    return {m.account: m for m in found}


def mule_at_work() -> list[Transfer]:
    """Four victims pay within an hour; all of it goes in cash within minutes."""
    moves = []
    for n in range(4):
        moves.append(move(f"in{n}", n * 12, f"V{n}", "M", 100_000, seq=n))
        moves.append(move(f"out{n}", n * 12 + 3, "M", "@cash:X", 100_000, kind="cash_out", seq=n))
    return moves


def honest() -> list[Transfer]:
    """A wage, and a purchase now and then."""
    shop = [move(f"s{n}", (n + 1) * DAY, "H", f"@merchant:{n}", 7_133) for n in range(6)]
    return [move("wage", 0, "E", "H", 91_234), *shop]


def case() -> tuple[Ledger, list[Claim]]:
    book = ledger([*mule_at_work(), *honest()], cover("M", opening=0), cover("H", opening=9))
    return book, [claim(f"C{n}/1", f"in{n}", 100_000) for n in range(4)]


def test_a_mule_at_work_is_proposed_and_an_honest_account_is_not() -> None:
    found = proposed(*case())

    assert [(m.account, m.proposes, m.rank) for m in found.values()] == [
        ("M", "hold", 1),
        ("H", "nothing", 2),
    ]


def test_points_are_the_sum_of_the_reasons_and_each_can_be_worded() -> None:
    found = proposed(*case())

    for m in found.values():
        assert m.points == sum(reason.points for reason in m.reasons)
        weights = [abs(reason.points) for reason in m.reasons]
        assert weights == sorted(weights, reverse=True)
        assert all(weights)
        for reason in m.reasons:
            for lang in LANGUAGES:
                assert "—" not in say(reason.code, lang, **dict(reason.details))
    shown = {reason.code: reason.details for reason in found["M"].reasons}
    assert shown["mule_paid_by_victims"] == (("percent", 100),)
    assert shown["mule_dwell_median"] == (("minutes", 3),)
    assert shown["mule_payers_within_hour"] == (("number", 4),)


def test_every_code_has_words() -> None:
    apart = ["mule_too_little", "mule_is_merchant", "mule_is_exchange", "mule_is_protected"]
    proposals: tuple[Proposal, ...] = ("hold", "ask", "nothing", "too_little", "not_scored")

    codes = {w.code for w in packaged_weights().weights} | set(apart)
    codes |= {f"mule_proposes_{proposal}" for proposal in proposals}

    assert codes <= entries().keys()


@pytest.mark.parametrize(
    ("kind", "code"),
    [("merchant", "mule_is_merchant"), ("crypto_exchange", "mule_is_exchange")],
)
def test_shops_and_exchanges_get_no_points(kind: AccountKind, code: str) -> None:
    book, claims = case()
    coverages = [replace(c, kind=kind) if c.account == "M" else c for c in book.coverages]

    m = proposed(Ledger(book.transfers, tuple(coverages)), claims)["M"]

    assert (m.proposes, m.rank, m.points) == ("not_scored", 0, 0)
    assert [reason.code for reason in m.reasons] == [code]


def test_an_account_for_social_payments_gets_no_points() -> None:
    m = proposed(*case(), protected=("M",))["M"]

    assert (m.proposes, [r.code for r in m.reasons]) == ("not_scored", ["mule_is_protected"])


@pytest.mark.parametrize("shown", ["few", "short", "one-sided"])
def test_a_statement_that_shows_too_little_says_so(shown: str) -> None:
    book, claims = case()
    moves, window = list(book.transfers), cover("M", opening=0)
    if shown == "few":
        moves = moves[:2]
    elif shown == "short":
        window = cover("M", opening=0, end=100)
    else:
        moves = [t for t in moves if t.payer.account != "M"]
    claims = [c for c in claims if c.transfer_id in {t.transfer_id for t in moves}]

    m = proposed(ledger(moves, window), claims)["M"]

    assert (m.proposes, m.points, m.rank) == ("too_little", 0, 0)
    assert [name for name, _ in m.reasons[0].details] == ["credits", "debits", "hours"]


def test_the_scored_come_first_then_those_that_say_too_little_then_those_left_out() -> None:
    book, claims = case()
    book = Ledger(book.transfers, (*book.coverages, cover("A")))

    found = proposed(book, claims, protected=("H",))

    assert [m.proposes for m in found.values()] == ["hold", "too_little", "not_scored"]


@given(wild_cases())
def test_ranks_follow_points_and_every_covered_account_is_judged(
    wild: tuple[Ledger, list[Claim]],
) -> None:
    book, claims = wild

    found = mules(book, claims, trace(book, claims, "fifo"), zone=UTC)

    scored = [m for m in found if m.rank]
    assert [m.rank for m in scored] == list(range(1, len(scored) + 1))
    assert all(a.points >= b.points for a, b in pairwise(scored))
    assert {(m.account, m.currency) for m in found} == {
        (c.account, c.currency) for c in book.coverages if c.covered_from
    }


def test_a_holder_who_claims_what_left_loses_points() -> None:
    book, claims = case()
    stolen = claim("H/1", "s1", 7_133)

    assert proposed(book, [*claims, stolen])["H"].points < proposed(book, claims)["H"].points


def test_packaged_weights_name_their_source_and_speak_of_what_is_measured() -> None:
    weights = packaged_weights()
    measures = {field.name for field in fields(Passing)}

    assert weights.source
    assert not weights.verified
    assert 0 < weights.ask_from < weights.hold_from
    assert {w.measure for w in weights.weights} <= measures
    assert len({w.code for w in weights.weights}) == len(weights.weights)
    for w in weights.weights:
        # Steps are tried from the one that weighs most.
        limits = [limit for limit, _ in w.steps]
        points = [abs(points) for _, points in w.steps]
        assert limits == sorted(limits, reverse=not w.is_at_most)
        assert points == sorted(points, reverse=True)


TABLE = """
source: a test
dated: 2026-01-02
verified: true
ask_from: 1
hold_from: 2
least: {credits: 1, debits: 1, movements: 2, observed_hours: 1}
weights:
  - {code: mule_gone_within_hour, measure: gone_hour_milli, at_least: {500: 1, 900: 2}}
  - {code: mule_dwell_median, measure: dwell_median_seconds, at_most: {60: 5, 180: 3}}
"""


def test_of_one_line_only_the_highest_step_that_is_reached_counts() -> None:
    weights = read_weights(TABLE)
    hour, dwell = weights.weights

    assert [hour.points_for(v) for v in (499, 500, 899, 900, 1000)] == [0, 1, 1, 2, 2]
    assert [dwell.points_for(v) for v in (60, 61, 180, 181)] == [5, 3, 3, 0]


def test_other_weights_can_be_given_and_are_named_by_their_digest() -> None:
    weights = read_weights(TABLE)

    m = proposed(*case(), weights=weights)["M"]

    assert [(r.code, r.points) for r in m.reasons] == [
        ("mule_dwell_median", 3),
        ("mule_gone_within_hour", 2),
    ]
    assert score(m.passing, weights) == m.reasons
    assert weights.digest == read_weights(TABLE.replace("\n", "\r\n")).digest
    assert weights.digest != packaged_weights().digest


def test_what_was_never_seen_gives_no_points() -> None:
    m = proposed(*case())["M"]

    blind = replace(m.passing, dwell_median_seconds=None, first_gap_seconds=None)

    codes = {r.code for r in score(blind, packaged_weights())}
    assert codes == {r.code for r in m.reasons} - {"mule_dwell_median", "mule_first_debit_soon"}
