from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tracing.ledgers import claim, cover, ledger, move
from tests.engine.tracing.everything import everything, with_pins
from tests.engine.tracing.relational import Case, indexed, several

from izdes.adapters.tables.ledger import write_ledger
from izdes.adapters.tables.trace import trace_digests
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.rules import RULES, RuleName, trace
from izdes.core.tracing.trace import ClaimsExceedTransfer, Pinned, PinRefused
from izdes.engine.tracing.relational.database import MemoryTooSmall
from izdes.engine.tracing.relational.trace import ReachTooLarge, trace_index, trace_on_duckdb


def claims_on(book: Ledger, seed: int, *, count: int) -> list[Claim]:
    """Return claims on some transfers, on some of them two."""
    random = Random(seed)
    found = []
    for n, t in enumerate(random.sample(book.transfers, count)):
        first = random.randint(1, t.amount_minor)
        found.append(claim(f"C{n}/1", t.transfer_id, first))
        if first < t.amount_minor and n % 3 == 0:
            found.append(claim(f"C{n}/2", t.transfer_id, t.amount_minor - first))
    return found


def without_accounts(case: Case) -> Case:
    book, claims = case
    return replace(book, coverages=(), has_coverage=False), claims


@settings(max_examples=12)
@given(st.one_of(several(), several().map(without_accounts)), st.sampled_from(sorted(RULES)))
def test_a_trace_is_the_core_s(case: Case, rule: RuleName) -> None:
    book, claims = case

    with indexed(book) as index:
        found = trace_index(index, claims, rule)

    expected = trace(book, claims, rule)
    assert found.trace == expected
    assert dict(found.digests) == trace_digests(expected, book, claims)


@pytest.mark.parametrize(("rows", "seed"), [(2500, 4), (500, 9)])
def test_where_everything_happens_at_once_a_trace_is_the_core_s_under_every_rule(
    rows: int, seed: int
) -> None:
    book = everything(rows, seed)
    book = book if book.has_coverage else replace(book, coverages=())
    pins = with_pins(book, seed) if rows < 1000 else []
    claims = [*claims_on(book, seed, count=40), claim("Z/1", "absent", 9)]

    with indexed(book, pins) as index:
        for rule in RULES:
            found = trace_index(index, claims, rule)
            expected = trace(book, claims, rule, pins=pins)

            assert found.trace == expected
            assert dict(found.digests) == trace_digests(expected, book, claims)


def test_under_fifo_only_transfers_that_carry_claimed_units_are_read() -> None:
    around = [move(f"x{n}", 2 + n, "dark", "acct:A", 100) for n in range(50)]
    book = ledger(
        [
            move("stolen", 1, "V", "acct:A", 10),
            *around,
            move("on", 60, "acct:A", "acct:B", 30),
            move("later", 61, "acct:A", "acct:B", 500),
        ],
        cover("acct:A", opening=5),
        cover("acct:B"),
    )

    with indexed(book) as index:
        found = trace_index(index, [claim("C1", "stolen", 10)], "fifo")

    assert [t.transfer_id for t in found.ledger.transfers] == ["stolen", "on"]


def test_more_than_may_be_read_is_refused() -> None:
    book = ledger([move("stolen", 1, "V", "A", 10), move("on", 2, "A", "B", 10)], cover("A"))

    with indexed(book) as index, pytest.raises(ReachTooLarge) as refused:
        trace_index(index, [claim("C1", "stolen", 10)], "pro-rata", most_reached=1)

    assert refused.value.details == {"reached": "2", "most": "1"}


def test_claims_above_their_transfer_are_refused() -> None:
    book = ledger([move("stolen", 1, "V", "A", 10)], cover("A"))

    with indexed(book) as index, pytest.raises(ClaimsExceedTransfer):
        trace_index(index, [claim("C1", "stolen", 9), claim("C2", "stolen", 2**70)], "fifo")


@pytest.mark.parametrize("debit", ["out", "absent", "early"])
def test_a_pin_that_does_not_hold_is_refused(debit: str) -> None:
    book = ledger(
        [
            move("early", 1, "A", "C", 1),
            move("in", 2, "V", "A", 10),
            move("all", 3, "A", "C", 10),
            move("new", 4, "V", "A", 10),
            move("out", 5, "A", "C", 10),
        ],
        cover("A", opening=1),
    )
    into = book.transfers[1].transfer_id

    with pytest.raises(PinRefused), indexed(book, [Pinned(into, type(into)(debit), 10, "said")]):
        pass


def test_a_trace_from_parquet_within_a_small_limit_is_the_core_s(tmp_path: Path) -> None:
    book = everything(1500, seed=2)
    claims = claims_on(book, seed=2, count=10)
    write_ledger(tmp_path, book)
    work = tmp_path / "work"
    work.mkdir()

    found = trace_on_duckdb(
        tmp_path / "transfers.parquet",
        tmp_path / "accounts.csv",
        claims,
        rule="fifo",
        memory_limit="100MB",
        folder=work,
    )

    assert found.trace == trace(book, claims, "fifo")
    assert not list(work.glob("*.duckdb*"))


def test_a_limit_that_does_not_suffice_is_refused(tmp_path: Path) -> None:
    write_ledger(tmp_path, everything(300, seed=1))

    with pytest.raises(MemoryTooSmall):
        trace_on_duckdb(
            tmp_path / "transfers.csv",
            tmp_path / "accounts.csv",
            [],
            rule="fifo",
            memory_limit="1MB",
            folder=tmp_path,
        )
