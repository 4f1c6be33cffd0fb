"""What a followed case leaves in its folder.

``report.html`` for people, ``findings.json`` for machines; ``ledger/``, ``claims.csv``,
``trace/`` and ``links/`` for other tools and experts; ``requests/`` and ``freezes/`` ready to be
signed on paper. ``run.json`` holds what is true of this run only and stands outside every digest.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from izdes.adapters.documents.papers import render_many
from izdes.adapters.documents.report import render_report
from izdes.adapters.tables.calls import write_calls
from izdes.adapters.tables.claims import CLAIM_COLUMNS
from izdes.adapters.tables.coverage import coverage_calendar, write_coverage
from izdes.adapters.tables.joining import write_joining
from izdes.adapters.tables.ledger import write_ledger
from izdes.adapters.tables.links import write_links
from izdes.adapters.tables.rows import Columns, write_csv
from izdes.adapters.tables.rules import write_traces
from izdes.adapters.tables.statements import write_judged
from izdes.adapters.tables.trace import input_digests, write_json, write_run
from izdes.core.sealing.canonical import Field, canonical_json
from izdes.follow.findings import findings_of
from izdes.follow.papers import papers_of
from izdes.follow.run import DEFAULT_RULE, Followed, Watch

_CLAIMS: Columns = {
    **CLAIM_COLUMNS,
    "currency": "text",
    "complaint_id": "text",
    "state": "text",
    "reason": "text",
    "evidence": "text",
}


def write_outputs(
    folder: Path, followed: Followed, *, jobs: int, seconds: float, watch: Watch
) -> dict[str, Any]:
    """Write everything into an existing empty folder and return the findings."""
    watch("step_outputs", 0, 1)
    findings = findings_of(followed)
    for name in ("ledger", "trace", "links", "requests", "freezes"):
        (folder / name).mkdir()
    (folder / "findings.json").write_bytes(canonical_json(findings) + b"\n")
    (folder / "report.html").write_text(render_report(findings), encoding="utf-8")
    write_ledger(folder / "ledger", followed.ledger, followed.assembly.aliases)
    write_judged(folder / "ledger", followed.readings, followed.judged, followed.faults)
    write_coverage(folder / "ledger", coverage_calendar(followed.judged, followed.assembly))
    write_joining(folder / "ledger", followed.assembly)
    write_calls(folder / "ledger", followed.readings)
    write_csv(folder / "claims.csv", _CLAIMS, _claim_rows(followed))
    write_traces(
        folder / "trace",
        followed.traces,
        followed.ledger,
        followed.claims,
        bounds=followed.bounds,
        openings={DEFAULT_RULE: followed.openings or ()},
        inputs=input_digests(followed.prepared.digest(), followed.claims),
        seconds=seconds,
    )
    write_links(folder / "links", followed.linked)
    _write_papers(folder, papers_of(followed, findings["digest"]), jobs=jobs, watch=watch)
    write_run(folder / "run.json", seconds)
    return findings


def _claim_rows(followed: Followed) -> Iterable[tuple[Field, ...]]:
    """Return every claim with what became of it; `izdes trace` reads the same file."""
    for payment, claim in zip(followed.match.payments, followed.claims, strict=True):
        yield (
            claim.claim_id,
            claim.transfer_id,
            claim.amount_minor,
            payment.currency,
            payment.complaint_id,
            payment.state,
            payment.reason,
            " ".join(payment.evidence),
        )


def _write_papers(
    folder: Path, papers: Sequence[dict[str, Any]], *, jobs: int, watch: Watch
) -> None:
    """Write each paper as PDF and as the JSON that it is made from."""
    watch("step_papers", 0, len(papers))

    def count(index: int) -> None:
        watch("step_papers", index + 1, len(papers))

    for paper, pdf in zip(papers, render_many(papers, jobs=jobs, on_done=count), strict=True):
        path = folder / f"{paper['kind']}s" / str(paper["number"])
        path.with_suffix(".pdf").write_bytes(pdf)
        write_json(path.with_suffix(".json"), paper)
