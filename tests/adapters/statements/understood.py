"""How a file was understood, and what of it was refused."""

from tests.adapters.statements.answers import only

from izdes.core.money.statement import FileReading


def told(reading: FileReading) -> dict[str, dict[str, str]]:
    """Return how a file was understood: code -> details."""
    return {finding.code: dict(finding.details) for finding in reading.explained}


def refused(reading: FileReading) -> list[tuple[str, int]]:
    """Return what keeps the one statement of a file from being traced: code and row."""
    return [(f.code, f.row) for f in only(reading).faults if f.severity == "refused"]
