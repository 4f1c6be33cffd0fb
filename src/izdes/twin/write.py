"""Writes a case of the invented country, and the truth beside it.

The same seed gives the same bytes, however many processes write: the story is told in one thread,
and each file depends on its own page alone.
"""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

from izdes.twin.clients import bank_tables
from izdes.twin.dialects import statement_file
from izdes.twin.dialects.table import case_profiles
from izdes.twin.dialects.written import Written
from izdes.twin.facts import Facts, facts_of
from izdes.twin.pages import Page
from izdes.twin.tables import Table, case_tables, row_table, truth_tables

Progress = Callable[[int, int], None]
_FILES_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class TwinSummary:
    """What was written.

    Attributes:
        stolen_minor: What was truly taken and is claimed, in tiyn.
    """

    seed: int
    complaints: int
    series: int
    claims: int
    stolen_minor: int
    statements: int
    rows: int
    transfers: int

    def as_json(self) -> dict[str, int]:
        """Return the numbers by name."""
        return asdict(self)


def write_case(
    out: Path,
    *,
    seed: int,
    complaints: int,
    jobs: int = 1,
    on_progress: Progress | None = None,
) -> TwinSummary:
    """Write complaints, statements and the truth into an existing empty folder.

    Args:
        seed: Decides every byte.
        complaints: How many victims complain; at least 1.
        jobs: Processes that write statements.
        on_progress: Called with (files written, files in all), statements only.
    """
    facts = facts_of(seed, complaints)
    lines = (json.dumps(c.document, ensure_ascii=False) for c in facts.complaints)
    (out / "complaints.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    case = files("izdes.twin").joinpath("case.yaml").read_bytes()
    (out / "case.yaml").write_bytes(case)
    for name, table in case_tables(facts).items():
        _write_table(out / name, table)
    (out / "truth").mkdir()
    for name, table in truth_tables(facts).items():
        _write_table(out / "truth" / name, table)
    _write_banks(out, facts)
    (out / "profiles").mkdir()
    for name, profile in case_profiles().items():
        (out / "profiles" / name).write_bytes(profile)
    (out / "statements").mkdir()
    sent = _write_statements(out / "statements", facts.pages, jobs=jobs, on_progress=on_progress)
    _write_table(out / "truth" / "rows.csv", row_table(facts.pages, sent))
    return _summary(seed, facts)


def write_books(out: Path, facts: Facts) -> None:
    """Write what banks know into an existing empty folder: of movements, parties and clients."""
    _write_table(out / "institutions.csv", case_tables(facts)["institutions.csv"])
    truth = truth_tables(facts)
    (out / "truth").mkdir()
    for name in ("transfers.csv", "parties.csv"):
        _write_table(out / "truth" / name, truth[name])
    _write_banks(out, facts)


def _write_banks(out: Path, facts: Facts) -> None:
    """Write what each bank knows of its own clients, in a folder of its own."""
    for bank, tables in bank_tables(facts.world).items():
        folder = out / "banks" / bank
        folder.mkdir(parents=True)
        for name, table in tables.items():
            _write_table(folder / name, table)


def _write_table(path: Path, table: Table) -> None:
    """Write one CSV file, lines ending in LF."""
    columns, rows = table
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _write_statements(
    folder: Path, pages: Sequence[Page], *, jobs: int, on_progress: Progress | None
) -> list[Written]:
    """Write every page as its bank would; return what was written."""
    found = []
    for number, (page, file) in enumerate(zip(pages, _written(pages, jobs), strict=True), start=1):
        (folder / page.file).write_bytes(file.data)
        found.append(file)
        if on_progress is not None:
            on_progress(number, len(pages))
    return found


def _written(pages: Sequence[Page], jobs: int) -> Iterator[Written]:
    """Yield the files in the order of the pages."""
    if jobs <= 1:
        yield from map(statement_file, pages)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(statement_file, pages, chunksize=_FILES_AT_ONCE)


def _summary(seed: int, facts: Facts) -> TwinSummary:
    """Return the numbers of a written case."""
    return TwinSummary(
        seed=seed,
        complaints=len(facts.complaints),
        series=len(facts.world.crews),
        claims=len(facts.claims),
        stolen_minor=sum(c.stolen.amount_minor for c in facts.claims),
        statements=len(facts.pages),
        rows=sum(len(page.entries) for page in facts.pages),
        transfers=len(facts.world.transfers),
    )
