from pathlib import Path

from tests.verify.everything import CASE, PINS

from izdes.adapters.tables.certificate import certificate_of, write_certificate
from izdes.core.money.transfer import Ledger
from izdes.core.tracing.rules import trace

DIGESTS = {"ledger": "0" * 64, "claims": "1" * 64}


def test_a_certificate_looks_only_at_the_transfers_that_slices_name() -> None:
    ledger, claims = CASE
    found = trace(ledger, claims, "fifo", pins=PINS)
    moved = {s.transfer_id for s in found.slices}
    few = Ledger(tuple(t for t in ledger.transfers if t.transfer_id in moved))

    of_all = certificate_of(found, ledger, claims, digests=DIGESTS)
    of_few = certificate_of(found, few, claims, digests=DIGESTS)

    assert len(few.transfers) < len(ledger.transfers)
    assert of_few == of_all


def test_openings_pairs_and_refunds_are_listed_as_far_as_claimed_money_met_them() -> None:
    ledger, claims = CASE
    found = trace(ledger, claims, "fifo", pins=PINS)

    head = certificate_of(found, ledger, claims[:1], digests=DIGESTS).head

    assert head["annulled"] == []
    assert [pin["basis"] for pin in head["pins"]] == ["stated", "refund"]  # type: ignore[attr-defined]
    assert {o["account"] for o in head["openings"]} == {"acct:M1", "acct:M3"}  # type: ignore[attr-defined]


def test_the_same_trace_gives_the_same_bytes(tmp_path: Path) -> None:
    ledger, claims = CASE
    found = trace(ledger, claims, "pro-rata", pins=PINS)

    for name in ("one", "two"):
        write_certificate(tmp_path / name, found, ledger, claims)

    for file in ("certificate.json", "slices.csv.gz", "resting.csv.gz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
