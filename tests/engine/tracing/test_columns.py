from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from tests.core.tracing.ledgers import at, cover, ledger, move, wild_cases
from tests.engine.tracing.everything import everything

from izdes.core.money.transfer import Ledger, TransferId
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.ledger import equals
from izdes.engine.tracing.ledger.codes import NEVER
from izdes.engine.tracing.ledger.column_facts import ColumnFacts
from izdes.engine.tracing.ledger.columns import Columns, SumTooLarge, columns_of, summed
from izdes.engine.tracing.planning.normal import ground_of, normal_form


def facts(columns: Columns) -> ColumnFacts:
    return normal_form(ground_of(columns)).facts


@settings(max_examples=20)
@given(wild_cases())
def test_columns_keep_every_transfer(case: tuple[Ledger, object]) -> None:
    found = facts(columns_of(case[0]))

    assert [found.transfer(n) for n in range(len(case[0].transfers))] == list(case[0].transfers)


def test_text_that_no_rule_reads_is_kept() -> None:
    book = everything(300, 5)

    found = facts(columns_of(book))

    assert [found.transfer(n) for n in range(len(book.transfers))] == list(book.transfers)


def test_codes_stand_in_the_order_of_names() -> None:
    book = ledger([move("a", 1, "ә", "b", 7), move("b", 2, "B", "@cash:X", 5)], cover("aa"))

    columns = columns_of(book)

    assert columns.accounts.to_pylist() == sorted(["ә", "b", "B", "@cash:X", "aa"])
    assert [columns.accounts[code].as_py() for code in columns.payer] == ["ә", "B"]


def test_what_is_the_same_everywhere_is_left_away() -> None:
    columns = columns_of(ledger([move("a", 1, "V", "M", 7)], cover("M")))

    assert columns.currency is columns.credited_at is columns.kind is columns.order_proven is None
    assert columns.texts.column_names == ["transfer_id", "seq"]


def test_unstated_and_early_credits_arrive_when_they_leave() -> None:
    early = replace(move("a", 5, "V", "M", 7), credited_at=at(3))
    late = replace(move("c", 7, "V", "M", 7), credited_at=at(9))

    columns = columns_of(ledger([early, move("b", 6, "V", "M", 7), late]))

    assert columns.credited_at is not None
    assert columns.credited_at[1] == NEVER
    assert (columns.arrives_at - columns.booked_at).tolist() == [0, 0, 120_000_000]


def test_the_ends_of_time_have_a_place() -> None:
    ends = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    moves = [replace(move(f"t{n}", 1, "V", "M", 7), booked_at=end) for n, end in enumerate(ends)]

    found = facts(columns_of(ledger(moves)))

    assert [found.transfer(n).booked_at for n in range(2)] == list(ends)


@pytest.mark.parametrize(
    "book",
    [
        ledger([move("a", 1, "V", "M", 2**62)]),
        ledger([move("a", 1, "V", "M", 2**61), move("b", 2, "M", "V", 2**61)]),
        ledger([move("a", 1, "V", "M", 2**61)], cover("M", opening=-(2**61))),
        ledger([move("a", 1, "V", "M", 1, seq=2**63)]),
        ledger([], cover("M", opening=2**70)),
    ],
)
def test_sums_beyond_62_bits_are_refused(book: Ledger) -> None:
    with pytest.raises(SumTooLarge):
        columns_of(book)


def test_sums_are_exact_up_to_the_limit() -> None:
    assert summed(np.full(5, 2**62, np.int64)) == 5 * 2**62
    assert columns_of(ledger([move("a", 1, "V", "M", 2**62 - 1)])).amount[0] == 2**62 - 1


def test_transfers_are_found_by_their_ids() -> None:
    found = facts(columns_of(ledger([move("b", 1, "V", "M", 7), move("a", 2, "M", "N", 5)])))

    found.learn([TransferId("a"), TransferId("none")])

    assert [found.place_of(TransferId(name)) for name in ("a", "b", "none")] == [1, 0, None]


@pytest.mark.parametrize("is_fast", [True, False])
def test_an_id_that_stands_twice_is_noticed_by_either_way(
    monkeypatch: pytest.MonkeyPatch,
    is_fast: bool,  # noqa: FBT001 - pytest passes by name
) -> None:
    monkeypatch.setattr(equals, "is_compiled", lambda *_: is_fast)
    words = pa.chunked_array([["z", "", "ә"], ["a", "ab", "abc"]])

    assert not equals.has_equals(words.slice(1))
    assert equals.has_equals(pa.chunked_array([*words.slice(1).chunks, ["ab"]]))


def test_column_facts_are_facts() -> None:
    found: Facts = facts(columns_of(ledger([move("a", 1, "V", "M", 7)], cover("M"))))

    assert found.pool(0).account == "M"
