"""Portals: complaints of other systems, by the contract of ``complaints.jsonl``.

Good lines are taken and bad ones are told with their places; a file that is taken again adds
nothing, for what its source calls a complaint is known. The file itself is kept as it came, and
each complaint names it and its line.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from izdes.adapters.complaints.reader import read_complaint_stream
from izdes.core.errors import Fault
from izdes.core.identifiers.complaint import Complaint
from izdes.web.cases.reports import Report, report_of
from izdes.web.cases.services.receiving import receive_complaints
from izdes.web.files.services import store
from izdes.web.officers.models import Officer
from izdes.web.reception.machine import reception
from izdes.web.reception.placing import unit_for

SOURCE = "portal"
BATCH = 200
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of complaints."""

    name: str
    taken: int
    known: int
    faults: tuple[Fault, ...]


def import_complaints(place: Path, *, batch: int = BATCH) -> Imported:
    """Take in the complaints of a file.

    Args:
        batch: So many in one transaction; whoever is killed in between takes the file again.

    Raises:
        InputRefused: The file is not lines of text.
        ReceptionMissing: Nobody holds the post of the reception.
    """
    with place.open("rb") as opened:
        complaints, faults = read_complaint_stream(opened, file=place.name)
    with reception() as officer:
        file = _kept(place, officer)
        taken = 0
        for region, some in _by_region(complaints).items():
            taken += _take(region, some, file=file, batch=batch, officer=officer)
    return Imported(place.name, taken, len(complaints) - taken, faults)


def _take(
    region: str, complaints: Sequence[Complaint], *, file: int, batch: int, officer: Officer
) -> int:
    """Take complaints of a region, batch by batch; return how many were new."""
    unit = unit_for(region)
    count = 0
    for some in _batches(complaints, batch):
        reports: list[Report] = [report_of(one, source_file=file) for one in some]
        taken = receive_complaints(reports=reports, unit=unit, officer=officer, source=SOURCE)
        count += sum(one is not None for one in taken)
    return count


def _batches(complaints: Sequence[Complaint], size: int) -> list[Sequence[Complaint]]:
    """Return complaints in batches."""
    return [complaints[at : at + size] for at in range(0, len(complaints), size)]


def _by_region(complaints: Sequence[Complaint]) -> dict[str, list[Complaint]]:
    """Return complaints by region, in the order in which regions appear."""
    found = defaultdict[str, list[Complaint]](list)
    for one in complaints:
        found[one.region].append(one)
    return found


def _kept(place: Path, officer: Officer) -> int:
    """Keep the file as it came."""
    with place.open("rb") as opened:
        chunks = iter(lambda: opened.read(_CHUNK), b"")
        return store(chunks, name=place.name, officer=officer.pk)
