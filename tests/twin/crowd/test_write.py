"""A written crowd: the same bytes each time, and lines that the program reads without a fault."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.twin.crowd.conftest import COMPLAINTS, SEED, table
from typer.testing import CliRunner

from izdes.adapters.complaints import read_complaints
from izdes.cli.main import app
from izdes.core.identifiers.complaint import Complaint
from izdes.twin.crowd.truth import CrowdTruth, read_truth
from izdes.twin.crowd.write import MOST, CrowdSummary, CrowdTooLarge, write_crowd
from izdes.twin.score import TwinColumnMissing, TwinFileMissing


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def complaints(crowd: Path) -> tuple[Complaint, ...]:
    found, faults = read_complaints(crowd / "complaints.jsonl")
    assert not faults
    return found


def test_one_seed_gives_the_same_bytes_whatever_the_number_of_jobs(
    crowd: Path, tmp_path: Path
) -> None:
    write_crowd(tmp_path, seed=SEED, complaints=COMPLAINTS, jobs=2)

    assert digests(tmp_path) == digests(crowd)
    assert len(digests(crowd)) == 10


def test_another_seed_gives_another_country(crowd: Path, tmp_path: Path) -> None:
    write_crowd(tmp_path, seed=SEED + 1, complaints=50)
    lines = (tmp_path / "complaints.jsonl").read_text(encoding="utf-8").splitlines()

    first = set((crowd / "complaints.jsonl").read_text(encoding="utf-8").splitlines())

    assert not first & set(lines)


def test_every_line_is_read_without_a_fault(complaints: tuple[Complaint, ...]) -> None:
    assert len(complaints) == COMPLAINTS
    assert all(c.narrative for c in complaints)


def test_complaints_stand_in_the_order_of_report(complaints: tuple[Complaint, ...]) -> None:
    keys = [c.sort_key for c in complaints]

    assert keys == sorted(keys)
    assert (keys[-1][0] - keys[0][0]).days in range(650, 790)


def test_nothing_is_reported_before_it_happened(complaints: tuple[Complaint, ...]) -> None:
    for complaint in complaints:
        begins, ends = complaint.occurred_from, complaint.occurred_to
        assert begins
        assert ends
        assert begins <= ends < complaint.reported_at
        # Times are remembered to the half hour at worst.
        assert all(p.at and p.at <= complaint.reported_at for p in complaint.payments)


def test_the_loss_is_the_sum_of_what_was_paid_and_borrowed(
    complaints: tuple[Complaint, ...],
) -> None:
    for complaint in complaints:
        paid = sum(payment.amount_minor or 0 for payment in complaint.payments)
        assert complaint.total_minor == paid + sum(n.amount_minor or 0 for n in complaint.loans)


def test_every_identifier_is_read_as_what_it_is_labelled(
    complaints: tuple[Complaint, ...], crowd: Path
) -> None:
    slipped = {
        (row["complaint_id"], row["written"])
        for row in table(crowd / "truth" / "errors.csv")
        if row["error"] != "wrong"
    }
    read = [(c, given, given.reading) for c in complaints for given in c.identifiers]

    bad = [
        (given.kind, reading.code)
        for complaint, given, reading in read
        if reading.value is None
        or (
            reading.code not in {None, "short_number"}
            and (complaint.complaint_id, given.raw) not in slipped
        )
    ]

    assert not bad
    assert len(read) > 2 * COMPLAINTS


def test_most_slips_in_cards_and_accounts_fail_the_check_digits(crowd: Path) -> None:
    rows = [r for r in table(crowd / "truth" / "errors.csv") if r["error"] in {"digit", "swap"}]
    changed = [r for r in rows if r["kind"] in {"iban", "card"}]

    same = [r for r in changed if r["written"].replace(" ", "") == r["value"]]

    assert len(changed) > 40
    assert not same


def test_the_summary_counts_what_was_written(
    written: tuple[Path, CrowdSummary], truth: CrowdTruth
) -> None:
    crowd, summary = written
    sizes = Counter(truth.series.values())

    assert summary.complaints == COMPLAINTS == len(truth.series)
    assert summary.series == len(sizes)
    assert summary.largest == max(sizes.values())
    assert summary.campaigns == len(set(truth.campaigns.values()))
    assert summary.services == len(set(truth.services.values()))
    assert summary.accounts == len(table(crowd / "holders.csv")) == len(truth.holders)


def test_a_truth_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TwinFileMissing):
        read_truth(tmp_path)


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "series.csv").write_text("complaint_id,series_id\n", encoding="utf-8")

    with pytest.raises(TwinColumnMissing, match="campaign_id"):
        read_truth(tmp_path)


def test_progress_is_told_up_to_the_last_complaint(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    write_crowd(
        tmp_path, seed=1, complaints=30, on_progress=lambda done, total: told.append((done, total))
    )

    assert told == [(30, 30)]


@pytest.mark.parametrize("complaints", [1, 2, 5])
def test_the_smallest_crowds_are_written_too(complaints: int, tmp_path: Path) -> None:
    write_crowd(tmp_path, seed=3, complaints=complaints)

    assert len(read_complaints(tmp_path / "complaints.jsonl")[0]) == complaints


def test_a_crowd_beyond_the_invented_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CrowdTooLarge):
        write_crowd(tmp_path, seed=1, complaints=MOST + 1)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["twin", "crowd", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_a_crowd_and_says_what_is_in_it(tmp_path: Path) -> None:
    out = tmp_path / "crowd"

    status, stdout, _ = run("--complaints", "20", "--jobs", "1", "--out", str(out), "--json")

    figures: dict[str, Any] = json.loads(stdout)
    assert status == 0
    assert figures["complaints"] == 20
    assert len(read_truth(out).series) == 20


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_command_speaks_three_languages(lang: str, tmp_path: Path) -> None:
    out = tmp_path / "crowd"

    status, stdout, _ = run("--complaints", "5", "--jobs", "1", "--out", str(out), "--lang", lang)

    assert status == 0
    assert {"kk": "Сериялар", "ru": "Серии", "en": "Series"}[lang] in stdout


def test_the_command_refuses_what_there_are_no_numbers_for(tmp_path: Path) -> None:
    out = tmp_path / "crowd"

    status, _, stderr = run("--complaints", str(MOST + 1), "--out", str(out), "--json")

    assert status == 1
    assert json.loads(stderr)["error"] == "crowd_too_large"
    assert not out.exists()
