import csv
import gzip
import re
from pathlib import Path

import pytest
from tests.cli.tracing_books import THIN
from typer.testing import CliRunner

from izdes.cli.main import app

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS = ("fifo", "lifo", "pro-rata", "lowest-balance", "least_minor", "most_minor")


def blocks() -> list[str]:
    text = (DOCS / "how-to" / "trace-your-own-ledger.md").read_text(encoding="utf-8")
    return re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    transfers, claims, accounts, _, wages = blocks()[:5]
    header, rest = transfers.split("\n", 1)
    (tmp_path / "transfers.csv").write_text(f"{header}\n{wages}{rest}", encoding="utf-8")
    (tmp_path / "claims.csv").write_text(claims, encoding="utf-8")
    (tmp_path / "accounts.csv").write_text(accounts, encoding="utf-8")
    return tmp_path


def run(books: Path, *more: str) -> str:
    tables = [books / f"{name}.csv" for name in ("transfers", "claims", "accounts")]
    given = [tables[0], "--claims", tables[1], "--accounts", tables[2], "--out", books / "out"]
    arguments = ["trace", *given, *more, "--lang", "en"]
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout.translate(THIN)


@pytest.mark.parametrize(
    ("first", "option"), [("Claim c1", "--explain=c1"), ("Where the money", "--backward=t3")]
)
def test_the_sentences_of_the_how_to_are_what_the_program_prints(
    books: Path, first: str, option: str
) -> None:
    (example,) = [block for block in blocks() if block.startswith(first)]

    assert example in run(books, option)


def test_the_comparison_of_the_how_to_is_what_the_program_finds(books: Path) -> None:
    run(books, "--compare")

    text = (DOCS / "how-to" / "trace-your-own-ledger.md").read_text(encoding="utf-8")
    shown = [re.findall(r"\| ([\d,]+) ₸", line) for line in text.splitlines() if "₸ |" in line]
    with gzip.open(books / "out" / "comparison.csv.gz", "rt", encoding="utf-8") as file:
        found = [[f"{int(row[c]) // 100:,}" for c in COLUMNS] for row in csv.DictReader(file)]
    assert shown == found


def test_the_pin_of_the_how_to_holds(books: Path) -> None:
    (pins,) = [block for block in blocks() if block.startswith("credit_transfer_id")]
    (books / "pins.csv").write_text(pins, encoding="utf-8")

    assert "40 000 ₸" in run(books, "--pins", str(books / "pins.csv"))
