import csv
import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from tests.cli.tracing_books import PINS, printed, run_trace, summary, write_books
from tests.core.tracing.ledgers import pinned_cases

from izdes.adapters.tables.comparison import compared
from izdes.cli.tracing.result import Given, Rule, follow_claims
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.run import prepare

AMOUNTS = (Rule.fifo, Rule.lifo, Rule.pro_rata, Rule.lowest_balance)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    write_books(tmp_path)
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def test_one_rule_fills_the_folder_itself(books: Path) -> None:
    found = summary(books, "--rule", "lifo")

    assert found["rule"] == "lifo"
    assert found["axes"] == {"own": "indifferent", "among": "lifo"}
    assert "lifo_unit_by_unit" in found["conventions"]
    assert "certificate" in names(books / "out")
    assert "comparison.csv.gz" not in names(books / "out")


def test_several_rules_have_a_folder_each_and_stand_side_by_side(books: Path) -> None:
    found = summary(books, "--rule", "fifo", "--rule", "pro-rata")

    assert names(books / "out") == {
        "fifo",
        "pro-rata",
        "comparison.csv.gz",
        "comparison.parquet",
        "summary.json",
        "run.json",
    }
    assert found["rules"] == ["fifo", "pro-rata"]
    table = rows(books / "out" / "comparison.csv.gz")
    assert table == [
        {key: "" if value is None else str(value) for key, value in row.items()}
        for row in pq.read_table(books / "out" / "comparison.parquet").to_pylist()
    ]
    (far,) = [r for r in table if (r["claim_id"], r["account"]) == ("B/1", "iban:KZ44")]
    assert far == {
        "claim_id": "B/1",
        "account": "iban:KZ44",
        "ending": "frontier",
        "currency": "KZT",
        "fifo": "0",
        "pro-rata": "24115755",
        "least_minor": "0",
        "most_minor": "30000000",
    }


def test_compare_takes_every_rule_that_follows_amounts_the_named_one_first(books: Path) -> None:
    found = summary(books, "--compare", "--rule", "lowest-balance")

    assert found["rules"] == ["lowest-balance", "fifo", "lifo", "pro-rata"]
    for rule in found["rules"]:
        inner = json.loads((books / "out" / rule / "summary.json").read_text(encoding="utf-8"))
        assert inner["rule"] == rule
        assert sum(int(t["amount_minor"]) for t in inner["totals"]) == 310_000_000


def test_the_envelope_stands_beside_the_endings_and_outside_their_digest(books: Path) -> None:
    wide = summary(books)
    table = rows(books / "out" / "endings.csv.gz")
    narrow = summary(books, "--no-envelope", "--replace")

    (held,) = [r for r in table if (r["claim_id"], r["account"]) == ("B/1", "iban:KZ22")]
    assert (held["rule_free_least_minor"], held["amount_minor"], held["rule_free_most_minor"]) == (
        "17800000",
        "78800000",
        "78800000",
    )
    assert wide == narrow
    assert "rule_free_least_minor" not in rows(books / "out" / "endings.csv.gz")[0]


def test_poison_writes_a_perimeter_and_no_amount(books: Path) -> None:
    found = summary(books, "--rule", "poison")

    assert names(books / "out") == {
        "reached.csv.gz",
        "reached.parquet",
        "summary.json",
        "run.json",
    }
    assert found["accounts"] == 4
    assert {r["account"] for r in rows(books / "out" / "reached.csv.gz")} == {
        "iban:KZ22",
        "iban:KZ33",
        "iban:KZ44",
        "@cash:HSBKKZKX",
    }
    assert not any("minor" in key for key in rows(books / "out" / "reached.csv.gz")[0])


def test_poison_answers_no_question_of_amounts(books: Path) -> None:
    assert run_trace(books, "--rule", "poison", "--next").exit_code == 2


def test_stated_pins_are_taken_and_named_with_their_evidence(books: Path) -> None:
    (books / "p.csv").write_text(f"{PINS}in,cash,50000000,seen in the chat\n", encoding="utf-8")

    free = summary(books)
    found = summary(books, "--pins", books / "p.csv", "--replace")

    assert found["pins"] == [
        {
            "credit_transfer_id": "in",
            "debit_transfer_id": "cash",
            "amount_minor": "50000000",
            "basis": "stated",
            "evidence": "seen in the chat",
        }
    ]
    assert "pins" not in free["digests"]
    assert set(found["digests"]) == {*free["digests"], "pins"}


def test_a_pin_without_evidence_is_refused_with_its_place(books: Path) -> None:
    (books / "p.csv").write_text(f"{PINS}in,cash,50000000,  \n", encoding="utf-8")

    result = run_trace(books, "--pins", books / "p.csv", "--json")

    (fault,) = json.loads(result.stderr)["faults"]
    assert result.exit_code == 1
    assert (fault["code"], fault["file"], fault["row"], fault["column"]) == (
        "pin_without_evidence",
        "p.csv",
        2,
        "evidence",
    )


def test_a_pin_that_does_not_hold_is_refused(books: Path) -> None:
    (books / "p.csv").write_text(f"{PINS}on,cash,5,a guess\n", encoding="utf-8")

    result = run_trace(books, "--pins", books / "p.csv", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"] == "pin_refused"


def test_what_nobody_knew_at_a_moment_is_left_out(books: Path) -> None:
    found = summary(books, "--as-of", "2026-05-19T14:15:00+05:00")

    assert found["transfers"] == 3
    assert [t["ending"] for t in found["totals"]] == ["held"]


def test_claims_that_moved_are_seen_from_their_digests(books: Path) -> None:
    fifo = summary(books)
    lifo = summary(books, "--rule", "lifo", "--replace")

    assert set(fifo["claim_digests"]) == {"A/1", "B/1"}
    assert fifo["claim_digests"]["A/1"] != lifo["claim_digests"]["A/1"]
    assert fifo["digests"]["ledger"] == lifo["digests"]["ledger"]


def test_a_sentence_says_what_holds_under_any_rule(books: Path) -> None:
    text = printed(books, "--compare")

    assert (
        "B/1, KZ22 – still on the account: under any rule at least 178 000 ₸ and at most 788 000 ₸."
    ) in text


@given(pinned_cases())
def test_every_rule_lies_inside_the_envelope_that_stands_beside_it(
    case: tuple[Ledger, list[Claim], list[Pinned]],
) -> None:
    book, claims, pins = case
    traced = follow_claims(Given(prepare(book, pins), claims, pins), AMOUNTS, with_envelope=True)

    for row in compared(list(traced.traces.values()), traced.bounds):
        for minor in row.by_rule.values():
            assert row.least_minor is None or row.least_minor <= minor
            assert row.most_minor is None or minor <= row.most_minor
