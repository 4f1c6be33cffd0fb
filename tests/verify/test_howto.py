"""The worked example of the how-to is exactly what the program writes."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from izdes.adapters.tables.certificate import write_certificate
from izdes.adapters.tables.claims import read_claims
from izdes.adapters.tables.ledger import read_ledger
from izdes.core.tracing.rules import trace
from izdes.verify.__main__ import main

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to" / "check-a-certificate.md").read_text(encoding="utf-8")


def block(first: str) -> str:
    """Return the fenced block of the page whose first line begins so."""
    blocks: list[str] = re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return next(b for b in blocks if b.startswith(first))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "transfers.csv").write_text(block("transfer_id,booked_at"))
    (tmp_path / "accounts.csv").write_text(block("account,currency"))
    (tmp_path / "claims.csv").write_text(block("claim_id,transfer_id"))
    ledger = read_ledger(tmp_path / "transfers.csv", tmp_path / "accounts.csv")
    claims = read_claims(tmp_path / "claims.csv")
    write_certificate(tmp_path / "certificate", trace(ledger, claims, "fifo"), ledger, claims)
    return tmp_path


def test_the_example_is_what_is_written(folder: Path) -> None:
    certificate = folder / "certificate"

    slices = gzip.decompress((certificate / "slices.csv.gz").read_bytes()).decode()
    resting = gzip.decompress((certificate / "resting.csv.gz").read_bytes()).decode()

    assert slices == block("slice_id,")
    assert resting == block("claim_id,account,")


def test_the_digest_by_hand_is_the_one_named(folder: Path) -> None:
    lines = re.search(r"printf '(.*?)'", PAGE)
    assert lines is not None

    by_hand = hashlib.sha256(lines[1].encode().decode("unicode_escape").encode()).hexdigest()

    head = json.loads((folder / "certificate/certificate.json").read_bytes())
    assert head["digests"]["claims"] == by_hand
    assert f"`{by_hand}`" in PAGE


def test_the_example_is_verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--ledger", "transfers.csv", "--accounts", "accounts.csv", "--claims", "claims.csv"]

    status = main([str(folder), *(str(folder / o) if "." in o else o for o in options)])

    assert status == 0
    assert "fifo" in capsys.readouterr().out
