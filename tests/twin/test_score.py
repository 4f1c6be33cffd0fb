"""The score: full marks for the truth itself, and every mistake is seen."""

import csv
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from izdes.adapters.words import LANGUAGES, say
from izdes.twin.score import Score, TwinColumnMissing, TwinFileMissing, score_case

Rows = list[dict[str, str]]


def table(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def save(path: Path, rows: Rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opener: Callable[..., object] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:  # type: ignore[attr-defined]
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def as_if_found(case: Path, out: Path, *, endings: str = "endings_visible.csv") -> Path:
    """Write the output that knows everything a follower can know."""
    truth = case / "truth"
    claims = table(truth / "claims.csv")
    save(
        out / "claims.csv",
        [
            {
                "claim_id": c["claim_id"],
                "transfer_id": c["transfer_id"],
                "amount_minor": c["amount_minor" if c["is_visible"] == "1" else "declared_minor"],
                "state": "matched" if c["is_visible"] == "1" else "declared",
            }
            for c in claims
        ],
    )
    states: dict[str, list[str]] = {}
    for row in table(truth / "rows.csv"):
        states.setdefault(row["transfer_id"], []).append(row["row_id"])
    ledger = [
        {**t, "booked_at": t["debited_at"], "row_ids": " ".join(states.get(t["transfer_id"], ()))}
        for t in table(truth / "transfers.csv")
    ]
    save(out / "ledger" / "transfers.csv", ledger)
    save(out / "trace" / "fifo" / "endings.csv.gz", table(truth / endings))
    series = table(truth / "series.csv")
    first: dict[str, str] = {}
    for row in series:
        first.setdefault(row["series_id"], row["complaint_id"])
    save(out / "links" / "series.csv", series)
    links = [
        {"complaint_a": first[r["series_id"]], "complaint_b": r["complaint_id"]} for r in series
    ]
    save(out / "links" / "links.csv", links)
    return out


@pytest.fixture
def found(case: Path, tmp_path: Path) -> Path:
    return as_if_found(case, tmp_path / "found")


def changed(path: Path, change: Callable[[Rows], None]) -> None:
    rows = table(path)
    change(rows)
    save(path, rows)


def test_the_truth_itself_has_full_marks(case: Path, found: Path) -> None:
    score = score_case(case, found)

    assert score.claims_matched_right == score.claims_visible > 0
    assert score.claims_matched_wrong == 0
    assert score.paths_exact == score.paths_matched == score.paths_stated > 0
    assert score.visible_exact == score.conserved == score.claims
    assert score.pairs_right == score.pairs_true == score.pairs_found > 0
    assert score.links_right == score.links
    assert (score.pairs_precision_permille, score.pairs_recall_permille) == (1000, 1000)
    assert score.rows_right == score.rows_read == score.rows_true > 0
    assert score.joined_right == score.joined_found == score.joined_true > 0


def test_rows_of_two_transfers_that_were_joined_are_seen(case: Path, found: Path) -> None:
    def swap(rows: Rows) -> None:
        one, other, *_ = (r for r in rows if r["row_ids"].count(" ") == 1)
        debit, credit = one["row_ids"].split()
        kept, given = other["row_ids"].split()
        one["row_ids"], other["row_ids"] = f"{debit} {given}", f"{kept} {credit}"

    changed(found / "ledger" / "transfers.csv", swap)

    score = score_case(case, found)

    assert score.joined_found == score.joined_true
    assert score.joined_right == score.joined_true - 2
    assert score.joined_precision_permille < 1000


def test_rows_that_were_not_joined_cost_recall(case: Path, found: Path) -> None:
    def part(rows: Rows) -> None:
        row = next(r for r in rows if " " in r["row_ids"])
        row["row_ids"] = row["row_ids"].split()[0]

    changed(found / "ledger" / "transfers.csv", part)

    score = score_case(case, found)

    assert score.rows_read == score.rows_true - 1
    assert score.joined_recall_permille < score.joined_precision_permille == 1000


def test_one_tiyn_in_the_wrong_place_is_seen(case: Path, found: Path) -> None:
    stated = next(c for c in table(case / "truth" / "claims.csv") if c["is_path_stated"] == "1")
    rows = table(case / "truth" / "endings_visible.csv")
    wrong = next(r for r in rows if r["claim_id"] == stated["claim_id"])
    wrong["amount_minor"] = str(int(wrong["amount_minor"]) - 1)
    save(found / "trace" / "fifo" / "endings.csv.gz", rows)

    score = score_case(case, found)

    assert score.paths_exact == score.paths_stated - 1
    assert score.visible_exact == score.claims - 1
    assert score.conserved == score.claims - 1


def test_a_claim_on_somebody_elses_transfer_is_wrong(case: Path, found: Path) -> None:
    def swap(rows: Rows) -> None:
        row = next(r for r in rows if r["state"] == "matched")
        row["transfer_id"] = "T0000001"

    changed(found / "claims.csv", swap)

    score = score_case(case, found)

    assert score.claims_matched_wrong == 1
    assert score.claims_matched_right == score.claims_visible - 1


def test_throwing_all_complaints_together_costs_precision(case: Path, found: Path) -> None:
    def fuse(rows: Rows) -> None:
        for row in rows:
            row["series_id"] = "one"

    changed(found / "links" / "series.csv", fuse)

    score = score_case(case, found)

    assert score.pairs_found == score.complaints * (score.complaints - 1) // 2
    assert score.pairs_recall_permille == 1000
    assert score.pairs_precision_permille < 1000


def test_a_missing_table_is_named(case: Path, found: Path) -> None:
    shutil.rmtree(found / "trace")

    with pytest.raises(TwinFileMissing) as refusal:
        score_case(case, found)

    assert refusal.value.details == {"file": "endings.csv.gz"}


def test_a_missing_column_is_named(case: Path, found: Path) -> None:
    save(found / "links" / "series.csv", [{"complaint_id": "A000001"}])

    with pytest.raises(TwinColumnMissing) as refusal:
        score_case(case, found)

    assert refusal.value.details == {"file": "series.csv", "column": "series_id"}


def test_every_figure_of_a_score_has_words(case: Path, found: Path) -> None:
    figures: Score = score_case(case, found)

    for name in figures.as_json():
        assert all(say(f"score_{name}", lang) for lang in LANGUAGES)
